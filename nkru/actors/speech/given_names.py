"""Given names: persons whom no mention covers, found by their first name or the title before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

import pandas as pd

from nkru.actors.speech.parts import TITLES
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.resources import path, read_toml
from nkru.tokens.norms import fold

OF = ("de", "du", "des", "d'", "le")  # a particle only right before the next name
OTHERS = ("PUNCT", "PRON", "DET", "ADP")
# Before these a first name is that of a place, a street, a saint.
NO_PERSON = frozenset(
    ["à", "en", "le", "la", "les", "l'", "du", "des", "au", "-", "saint", "sainte"]
)


class Named(NamedTuple):
    """A name in an article: tokens `first` to before `last`, its bearer, and its kind.

    `type` is person, or that of the codebook (state, organisation); `kind` that of the mention.
    """

    first: int
    last: int
    who: str
    type: str
    kind: str


@cache
def first_names() -> Mapping[str, str]:
    """Return the gender of first names (m, f, u), by their folded form."""
    table = _table()
    return dict(zip(map(fold, table["given_name"]), table["gender"], strict=True))


@cache
def _opening() -> frozenset[str]:
    """Return the words that may begin the name of a person: first names and titles."""
    return frozenset((*first_names(), *TITLES))


@cache
def _table() -> pd.DataFrame:
    return pd.read_csv(path("actors/first_names.csv"), comment="#", dtype=str).fillna("")


@cache
def _doubtful_names() -> frozenset[str]:
    """Return the first names that are also words, places or surnames: « Rose », « Florence »."""
    table = _table()
    return frozenset(map(fold, table[table["also"] != ""]["given_name"]))


@cache
def _particles() -> frozenset[str]:
    return frozenset(read_toml("words/particles.toml")["in_name"])


class Strangers:
    """Finds the persons in one article that no mention covers; `taken` are tokens of mentions."""

    def __init__(self, text: TaggedText, taken: Set[int]) -> None:
        self.text, self._firsts = text, frozenset(text.firsts)
        norms, names = text.norms, first_names()
        opening = _opening()
        given = (at for at, norm in enumerate(norms) if norm in opening)
        free = (at + (norms[at] in TITLES) for at in given)
        self._free = [at for at in free if at < len(norms) and at not in taken]
        inside = (at for at in self._free if norms[at] in names and self._is_inside(at))
        self._alone = {norms[at] for at in inside}

    def names(self) -> Iterator[Named]:
        """Yield the first names, with a surname or without, and the surnames after a title."""
        after = 0
        for at in self._free:
            end = self._end(at) if at >= after else at
            if end > at:
                after, who = end, " ".join(self.text.words(at, end).split())
                yield Named(at, end, who.title() if who.isupper() else who, "person", "name")

    def _end(self, at: int) -> int:
        """Return the token after a name, or `at` if no name begins there."""
        text = self.text
        titled = at > 0 and text.norms[at - 1] in TITLES
        known = titled or text.norms[at].split("-")[0] in first_names()
        if not known or not self._is_capital(at) or text.tags[at] in OTHERS:
            return at
        end = at + 1
        while self._continues(end):
            end += 1
        initial = len(text.norms[end - 1]) == 1 and text.norms[end : end + 1] == ["."]
        end += initial and self._goes_on(end)  # « Yassin E., imam »
        return end if end > at + 1 or titled or self._is_alone(at) else at

    def _continues(self, at: int) -> bool:
        """Say whether the name goes on here: with a capital, or a particle before one."""
        text = self.text
        if at >= len(text.norms) or text.starts[at] - text.ends[at - 1] > 1:
            return False
        if self._is_capital(at):
            return True
        if text.norms[at] not in _particles() and text.norms[at] != "-":
            return False
        further = text.norms[at] not in OF and self._is_capital(at + 2)
        return self._is_capital(at + 1) or further

    def _goes_on(self, at: int) -> bool:
        """Say whether the sentence goes on after a full stop here, which then marks an initial."""
        after = self.text.norms[at + 1] if at + 1 < len(self.text.norms) else ""
        return after == "," or at + 1 not in self._firsts

    def _is_alone(self, at: int) -> bool:
        """Say whether a bare first name names a person: « Romain, du collectif »."""
        norm = self.text.norms[at]
        sure = norm in first_names() and norm not in _doubtful_names()
        is_part = at - 1 in self._firsts and self._is_capital(at - 1)  # « Soo Kim »
        return not is_part and (norm in self._alone or at in self._firsts and sure)

    def _is_inside(self, at: int) -> bool:
        """Say whether a first name is tagged as a name inside a sentence, not after « à »."""
        is_name = self.text.tags[at] == "PROPN" and at not in self._firsts
        return is_name and self.text.norms[at - 1] not in NO_PERSON

    def _is_capital(self, at: int) -> bool:
        text = self.text
        if at >= len(text.norms):
            return False
        letter = text.text[text.starts[at]]
        return letter.isupper() and letter.isalpha() and text.norms[at] not in TITLES
