"""People and bodies in one article: their names, genders, and the nouns that describe them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.names.unnamed_holders import OFFICE
from nkru.actors.speech.given_names import Named, Strangers, first_names
from nkru.actors.speech.parts import CONTRACTED, OF
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.tokens.norms import fold


class People:
    """The names in one article.

    Args:
        text: the article.
        mentions: start, end, entry, type, kind of its mentions, sorted.
        genders: m or f, by entry.
    """

    def __init__(
        self,
        text: TaggedText,
        mentions: Sequence[tuple[int, int, str, str, str]],
        genders: Mapping[str, str],
    ) -> None:
        self.text, self._genders = text, dict(genders)
        known = [
            Named(text.token_at(start), text.token_at(end - 1) + 1, *rest)
            for start, end, *rest in mentions
        ]
        self._firsts = frozenset(text.firsts)
        self.places = {name.first for name in known if name.kind == "place"}
        named = [name for name in known if name.kind not in ("place", "demonym")]
        taken = {token for name in known if name.kind != "demonym" for token in range(*name[:2])}
        named += Strangers(text, taken).names()
        self.names = self._joined(sorted(named))
        self._starts = [name.first for name in self.names]
        self._name_starts = {name.first for name in self.names if name.type == "person"}
        self.demonyms = {name.last - 1 for name in known if name.kind == "demonym"}
        self.spans = {n.first: n.last for n in self.names if n.kind not in ("descriptor", "office")}
        self.by_word = self._by_word()
        self.called = self._called()

    def _joined(self, names: Sequence[Named]) -> list[Named]:
        """Return the names; a bare first name or surname means the only person with it in full."""
        full: dict[str, set[str]] = defaultdict(set)
        for name in names:
            if name.type == "person" and " " in name.who:
                words = name.who.split(" ")
                full[fold(words[0])].add(name.who)
                full[fold(words[-1])].add(name.who)
        return [
            name._replace(who=min(full[fold(name.who)])) if len(full[fold(name.who)]) == 1 else name
            for name in names
        ]

    def _allows(self, at: int, words: Set[str]) -> bool:
        """Say whether the description around a noun has no other words than these, or all these."""
        own = {self.text.norms[i] for i in self._complement(at)}
        return not own or words <= own

    def _complement(self, at: int) -> Iterator[int]:
        """Yield the nouns and names after « de » that complete a noun: « ministre du Travail »."""
        norms, tags = self.text.norms, self.text.tags
        after = at + 1
        while after < len(norms) and tags[after] == "ADJ":
            after += 1
        if after >= len(norms) or norms[after] not in OF:
            return
        while after < len(norms) and after not in self._name_starts and tags[after] != "PUNCT":
            if tags[after] in ("NOUN", "PROPN", "ADJ"):
                yield after
            elif tags[after] not in ("DET", "ADP") and norms[after] not in OF:
                return
            after += 1

    def within(self, first: int, last: int) -> list[Named]:
        """Return the names that begin among some tokens."""
        low = bisect_left(self._starts, first)
        return self.names[low : bisect_left(self._starts, last)]

    def _by_word(self) -> dict[str, str]:
        """Return the person that a single word names, if the article has exactly one."""
        owners: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            if name.type == "person" and name.kind == "name":
                for word in name.who.split():
                    owners[fold(word)].add(name.who)
                    if " " in name.who:
                        owners[fold(word)].discard(word)
        return {word: min(whos) for word, whos in owners.items() if len(whos) == 1}

    def gender(self, who: str) -> str:
        """Return m or f, or an empty string if unknown."""
        if who not in self._genders:
            given = first_names().get(fold(who).split(" ")[0].split("-")[0], "u")
            called = (
                {sign for _, sign in self.called.get(who, ())} if hasattr(self, "called") else set()
            )
            self._genders[who] = (
                given if given in "mf" else called.pop() if len(called) == 1 else ""
            )
        return self._genders[who]

    def _called(self) -> dict[str, set[tuple[int, str]]]:
        """Return the nouns that the article puts beside each person, with their gender."""
        things = sayings().documents | sayings().no_speaker
        called: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for name in self.names:
            if name.type == "person" and name.kind == "name":
                for at in (*self._before(name.first), *self._after(name.last)):
                    if self.text.norms[at] not in things:
                        called[name.who].add((at, self._sign(at)))
        return called

    def _before(self, first: int) -> Iterator[int]:
        """Yield the nouns and adjectives before a name: « le député écologiste Jean Roux »."""
        norms, tags = self.text.norms, self.text.tags
        at = first - 1
        if at >= 0 and norms[at] == ",":
            at -= 1
        low = max(0, first - 12)
        run: list[int] = []
        while at >= low:
            if norms[at] == ")":
                at = next((i for i in range(at, low, -1) if norms[i] == "("), low)
            elif tags[at] in ("NOUN", "ADJ", "PROPN"):
                run.append(at)
                if at in self._firsts and norms[first - 1] == ",":  # « Ancien ministre, X »
                    yield from (i for i in run if not self._governed(at, i))
                    return
            elif tags[at] == "DET" or norms[at] in CONTRACTED:
                if run and norms[at - 1] not in OF and norms[at] not in ("du", "des"):
                    yield from (i for i in run if not self._governed(at, i))
                    return
            elif norms[at] not in OF and tags[at] != "NUM" or norms[at] == ",":
                return
            at -= 1

    def _governed(self, first: int, at: int) -> bool:
        """Say whether a noun follows « de » in the phrase that begins at `first`."""
        return any(self.text.norms[i] in OF for i in range(first, at))

    def _after(self, last: int) -> Iterator[int]:
        """Yield the head after a name: « Jean Roux, maire de Dole », « Jean Roux est maire »."""
        norms, tags = self.text.norms, self.text.tags
        at = last
        if at >= len(norms) - 1:
            return
        if norms[at] == "," or norms[at] in ("est", "était", "("):
            at += 1
            while at < len(norms) - 1 and tags[at] in ("DET", "NUM", "ADV"):
                at += 1
            if tags[at] == "ADJ" and tags[at + 1] == "NOUN":
                at += 1
            if tags[at] == "NOUN" and not describe(norms[at]).gerund:
                yield at
                if tags[at + 1 : at + 2] == ["ADJ"]:
                    yield at + 1

    def _sign(self, at: int) -> str:
        """Return the gender of a noun: by its article, else by its form; empty if it has two."""
        before = self.text.norms[at - 1] if at else ""
        by_article = {"le": "m", "la": "f", "un": "m", "une": "f", "ce": "m", "cette": "f"}
        if before in by_article:
            return by_article[before]
        signs = {sign[0] for sign in describe(self.text.norms[at]).genders}
        return signs.pop() if len(signs) == 1 else ""

    def matching(self, noun: str, before: int, words: Set[str] = frozenset()) -> list[str]:
        """Return the persons whom the article calls by a noun, or by a narrower one.

        Those whom it has called so before a token come first. `words` are the other words of the
        description: « le ministre de l'Intérieur » is not « le ministre du Travail, X ».
        """
        narrower = sayings().wider.get(noun, frozenset())
        # « le technicien » takes up who stands before; « le maire » may be named below
        limits = (before,) if noun in sayings().anaphors else (before, len(self.text.norms))
        for nouns in ({noun}, narrower):
            for limit in limits:
                found = [
                    who
                    for who, called in self.called.items()
                    if any(
                        at < limit and self.text.norms[at] in nouns and self._allows(at, words)
                        for at, _ in called
                    )
                ]
                if found:
                    return found
        return []


def with_genders(mentions: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the mentions with the gender of each person: m, f or empty."""
    known = {e.name: e.gender or "m" for e in codebook.entries if e.type == "person"}
    found = mentions["gender"] if "gender" in mentions else pd.Series("", mentions.index)
    genders = mentions["entry"].map(known).astype("str").where(lambda sign: sign != "nan", found)
    kinds = mentions["kind"].astype("str")
    if "sense" in mentions:
        kinds = kinds.mask(mentions["sense"] == "place", "place")
    if "rule" in mentions:
        kinds = kinds.mask(mentions["rule"] == OFFICE, "office")
    return mentions.assign(gender=genders.fillna(""), kind=kinds)
