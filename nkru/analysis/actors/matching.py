"""Where the forms of a codebook stand in a text: one pass of an Aho-Corasick automaton over folded text.

Folding keeps one letter for a letter (small, without accent) and makes every run of anything else
one space, so « Kim Jong-Un », « KIM JONG UN » and « Kim Jong un » are one form, and so is l’Élysée
with either apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick
import numpy as np
from numpy.typing import NDArray

SPACE = ord(" ")
BREAK = "\x1e"  # between two sentences: no form crosses it
HEADLINE = 0.7  # share of longer words with a capital, above which a line is set in headline case
TABLE_SIZE = 0x3000  # all Latin, Greek and Cyrillic letters; what lies above is a space
# What parts the words of a form, unless the form has it; spaces, line breaks, hyphens and
# apostrophes do not.
APART = re.compile("[^\\w \t\n\u00a0\u202f\u2009\\-\u2010\u2011'\u2019\u02bc\u00ad]")


@cache
def _table() -> NDArray[np.uint32]:
    """Return the folded code of every code point: 0 drops it."""
    table = np.full(TABLE_SIZE + 1, SPACE, dtype=np.uint32)
    for code in range(TABLE_SIZE):
        char = chr(code)
        if unicodedata.category(char) in ("Mn", "Cf"):
            table[code] = 0
        elif char.isalnum():
            table[code] = ord(unicodedata.normalize("NFD", char.casefold())[0])
    table[ord(BREAK)] = ord(BREAK)
    return table


@dataclass(frozen=True)
class Folded:
    """A text folded: `text[i]` stands for `raw[at[i]]`; it begins (before `raw`) and ends (after it) with a space."""

    raw: str
    text: str
    at: NDArray[np.intp]

    def word_before(self, left: int) -> str:
        """Return the word of the folded text before the one that begins at a place."""
        return self.text[self.text.rfind(" ", 0, left - 1) + 1 : left - 1]


def fold(raw: str) -> Folded:
    """Fold a text, keeping for every folded character its place in the text."""
    points = np.frombuffer(f" {raw} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _table().take(points, mode="clip")
    at = np.flatnonzero(codes)
    space = codes[at] == SPACE
    at = at[~(space & np.concatenate(([False], space[:-1])))]
    return Folded(raw, codes[at].tobytes().decode("utf-32-le", "surrogatepass"), at - 1)


class _Letters(dict[int, int | None]):
    """The folded code of every code point, as `str.translate` asks for it."""

    def __missing__(self, code: int) -> int:
        return SPACE


@cache
def _letters() -> _Letters:
    return _Letters((code, folded or None) for code, folded in enumerate(_table().tolist()))


# Codebook and corpus name the same few thousand words over and over.
@lru_cache(maxsize=2**17)
def folded_words(form: str) -> str:
    """Return the words of a form, folded and parted by one space.

    >>> folded_words("L’Élysée"), folded_words("Kim Jong-Un")
    ('l elysee', 'kim jong un')
    """
    return " ".join(form.translate(_letters()).split())


class Sense(NamedTuple):
    """What a form stands for: the entry's place in the codebook and type, the form's field, the kind of mention."""

    entry: int
    type: str
    field: str
    kind: str
    form: str

    @property
    def capitals(self) -> int:
        """How many capitals it asks of a text: 0, 1 for a capital, 2 for « UE », which « Ue » is not."""
        if len(self.form) <= 2 and self.form.isupper():
            return 2
        return int(self.form[0].isupper())


class Reading(NamedTuple):
    """What a form may stand for as it is spelled, and what decides between its senses."""

    senses: tuple[Sense, ...]  # that make a mention
    decided_by: str  # "metonyms", "surname", "short"; else the field of the first sense, "" where there is none
    full: (
        int | None
    )  # the number of the entry that it names in several words, or by a body's initials


@dataclass(slots=True)
class Hit:
    """A form found: its place in the raw text (`start`, `end`) and in the folded one (`left`, `right`)."""

    start: int
    end: int
    left: int
    right: int
    reading: Reading


class Found(NamedTuple):
    """A mention in a text: its place, the number of its entry, its kind and the rule that caught it."""

    start: int
    end: int
    entry: int
    kind: str
    rule: str


class Matcher:
    """The forms of a codebook as one automaton; its time does not grow with their number."""

    def __init__(self, senses: Iterable[Sense]) -> None:
        forms: dict[str, list[Sense]] = {}
        for sense in senses:
            forms.setdefault(f" {folded_words(sense.form)} ", []).append(sense)
        self._automaton: Any = ahocorasick.Automaton()
        for form, senses in sorted(forms.items(), key=itemgetter(0)):
            self._automaton.add_word(form, (len(form), senses))
        self._automaton.make_automaton()
        self._readings: dict[str, Reading | None] = {}  # of each spelling met so far

    def hits(self, folded: Folded) -> list[Hit]:
        """Return the longest forms from left to right, none overlapping another."""
        hits, last = [], 0
        for left, before, start, end, reading in (
            sorted(self._all(folded)) if len(self._automaton) else ()
        ):
            if left >= last:
                last = -before
                hits.append(Hit(start, end, left, last, reading))
        return hits

    def _all(self, folded: Folded) -> Iterator[tuple[int, int, int, int, Reading]]:
        """Yield the place of every form: left, −right, start, end; and its reading."""
        at, raw, readings = folded.at, folded.raw, self._readings
        for stop, (size, senses) in self._automaton.iter(folded.text):
            left = stop - size + 2
            start, end = int(at[left]), int(at[stop])
            found = raw[start:end]
            if found not in readings:
                readings[found] = _reading(found, senses)
            if reading := readings[found]:
                yield left, -stop, start, end, reading


def _reading(found: str, senses: Sequence[Sense]) -> Reading | None:
    """Return what a spelling may stand for, None where it is no form for want of capitals, or of cohesion."""
    capitals = 2 if found.isupper() else int(found[0].isupper())
    senses = [sense for sense in senses if sense.capitals <= capitals]
    if not senses or not _joined(found, senses[0].form):
        return None
    first, kept = senses[0], tuple(sense for sense in senses if sense.kind)
    fields, one_word = {sense.field for sense in kept}, " " not in folded_words(found)
    if one_word and first.type == "person" and kept:
        fields.add("surname")
    decided_by = next(
        (way for way in ("metonyms", "surname", "short") if way in fields),
        kept[0].field if kept else "",
    )
    named = (not one_word or first.type == "organisation") and first.field in ("forms", "demonyms")
    return Reading(kept, decided_by, first.entry if named else None)


def _joined(found: str, form: str) -> bool:
    """Say whether the words of `found` hang together: « en Corée. Du Nord » is no « Corée du Nord »."""
    if found.isalnum() or not APART.search(found):
        return True
    return all(char in form for char in APART.findall(unicodedata.normalize("NFC", found)))


def in_headline_case(words: str) -> bool:
    """Say whether nearly all the longer words have capitals, so that a capital tells no name.

    >>> in_headline_case("Ignore Encore les Avances"), in_headline_case("a parlé de Pékin"), in_headline_case("")
    (True, False, False)
    """
    longer: list[str] = re.findall(r"[^\W\d_][\w-]{3,}", words)
    return sum(word[0].isupper() for word in longer) > HEADLINE * len(longer)
