"""Descriptions that mean the one actor of their kind near: « le club », « le député écologiste ».

The codebook, or a word of its name, gives the kind of an actor. If two of the kind are near, the
description means nobody.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from nkru.actors.codebook import Codebook, Entry
from nkru.actors.names.appositions import Phrase, grammar
from nkru.actors.names.grouping import Found
from nkru.actors.names.name_words import vocabulary
from nkru.resources import path, read_toml
from nkru.tokens.norms import BREAK, folded_words

ONLY = "description: the only one of its kind near"
LEADER = "description: who held an office in this body"
NATIONAL = "description: a body of a state"
BEFORE = 1  # sentence breaks between a person and a profession
NEAR = 3  # sentence breaks between the name of an actor and a noun of its kind
OF = ("de", "du", "des", "d", "a", "au", "aux", "en")
OWN = ("son ", "sa ", "leur ", "notre ", "ce ", "cet ", "cette ")
Placed = tuple[int, int, Found]


class Kind(NamedTuple):
    """A kind of body: the nouns that mean one, the words in its names, and whole names; folded."""

    nouns: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]


class Nouns(NamedTuple):
    """The nouns that mean an actor of a kind, folded."""

    kinds: Mapping[str, Kind]
    kind_of: Mapping[str, str]
    national: frozenset[str]
    leaders: frozenset[str]
    politicians: frozenset[str]
    callings: frozenset[str]
    professions: frozenset[str]
    adherents: Mapping[str, frozenset[str]]

    @property
    def keys(self) -> frozenset[str]:
        """All these nouns."""
        one_by_one = self.national | self.leaders | self.politicians | self.callings
        one_by_one |= self.professions
        return one_by_one.union(self.kind_of, self.adherents)


@cache
def nouns_of_kinds() -> Nouns:
    """Return the nouns of apposition.toml."""
    data = read_toml("actors/apposition.toml")
    kinds = {
        name: Kind(
            _folded(kind["nouns"]),
            _folded(kind.get("words", ())),
            _folded((*kind.get("names", ()), *_listed(kind.get("files", ())))),
        )
        for name, kind in data["kinds"].items()
    }
    return Nouns(
        kinds,
        {noun: name for name, kind in kinds.items() for noun in kind.nouns},
        _folded(data["national"]),
        _folded(data["leaders"]),
        _folded(data["politicians"]),
        _folded(data["callings"]),
        _professions(data["professions"]),
        {folded_words(word): frozenset(names) for word, names in data["adherents"].items()},
    )


@cache
def _keys() -> frozenset[str]:
    return nouns_of_kinds().keys


def _professions(data: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the nouns of whole groups of functions, but for some."""
    groups = read_toml("actors/heads_of_bodies.toml")["functions"]
    return _folded(
        [
            noun[gender]
            for group in groups
            if group["group"] in data["groups"]
            for noun in group["nouns"]
            if noun["m"] not in data["but"]
            for gender in ("m", "f")
        ]
    )


def first_noun(noun: str) -> str:
    """Return « syndicat » for « syndicat agricole », and « club de football » as it is."""
    first, *rest = noun.split()
    return noun if first in grammar().general or any(word in OF for word in rest) else first


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(folded_words, words))


def _listed(files: Sequence[str]) -> Iterator[str]:
    """Yield the bodies in files of the codebook."""
    for name in files:
        with path(name).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("#"))
            yield from (row["name"] for row in rows if row["type"] == "organisation")


class NearActors:
    """Finds the actor of one article that a description means by its kind."""

    def __init__(
        self,
        raw: str,
        placed: Sequence[Placed],
        codebook: Codebook,
        demonyms: Mapping[int, int],
    ) -> None:
        self.raw, self._placed, self._codebook, self._demonyms = raw, placed, codebook, demonyms
        self._starts = [start for start, *_ in placed]
        self.nouns = _keys()
        self._national: dict[str, Found] = {}

    def meant(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return the actor that a description means by its kind, with the rule."""
        nouns = nouns_of_kinds()
        if self.raw[phrase.start : phrase.end].casefold().startswith(OWN):
            return None
        if phrase.noun in nouns.national:
            return self._body_of_state(phrase)
        found = self._leader(phrase) if phrase.noun in nouns.leaders else None
        if found:
            return found, LEADER
        found = self._politician(phrase) or self._body(phrase) or self._of_calling(phrase)
        return (found, ONLY) if found else None

    def _body_of_state(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return « la police française », and « la police » if the article has only one."""
        end = phrase.end
        if phrase.rest and self._demonyms.get(end, -1) == end - len(phrase.rest.strip()):
            name = f"{phrase.noun} {self.raw[self._demonyms[end] : end]}"
            return self._national.setdefault(name, Found(name, "organisation")), NATIONAL
        fitting = [a for name, a in self._national.items() if name.split()[0] == phrase.noun]
        return (fitting[0], ONLY) if len(fitting) == 1 and not phrase.rest else None

    def _body(self, phrase: Phrase) -> Found | None:
        kind = nouns_of_kinds().kind_of.get(first_noun(phrase.noun))
        if kind is None or not phrase.body or not _is_short(phrase):
            return None
        if phrase.rest and phrase.noun in grammar().general:
            return None  # « le groupe parlementaire »
        return self._only(phrase, lambda actor: self._is_of(actor, kind))

    def _is_of(self, actor: Found, name: str) -> bool:
        if actor.type != "organisation":
            return False
        kind, key = nouns_of_kinds().kinds[name], folded_words(actor.name)
        is_party = name == "party" and actor.name in self._codebook.parties
        return is_party or key in kind.names or not kind.words.isdisjoint(key.split())

    def _politician(self, phrase: Phrase) -> Found | None:
        """Return the one politician near; of the party, if an adjective names one."""
        nouns = nouns_of_kinds()
        if not phrase.person or phrase.past or not _is_short(phrase):
            return None
        if phrase.gender not in ("m", "f"):
            return None
        words = (phrase.noun, *phrase.rest.split())
        parties = next((nouns.adherents[word] for word in words if word in nouns.adherents), None)
        if parties is None and (phrase.noun not in nouns.politicians or phrase.rest):
            return None
        fits = self._is_person(phrase.gender, parties)
        if parties is None:  # anybody else near may be meant
            person = self._only(phrase, self._is_person(phrase.gender, None, every=True))
            return person if person and fits(person) else None
        return self._only(phrase, fits)

    def _of_calling(self, phrase: Phrase) -> Found | None:
        """Return the one person near: « l'actrice »."""
        nouns = nouns_of_kinds()
        if phrase.noun not in nouns.callings | nouns.professions or phrase.past:
            return None
        if phrase.rest and phrase.rest.strip() not in vocabulary().demonyms:
            return None  # « l'acteur économique »
        fits = self._is_person(phrase.gender, None, every=True)
        reach = NEAR if phrase.noun in nouns.callings else BEFORE
        return self._only(phrase, fits if phrase.gender in ("m", "f") else _is_anybody, reach)

    def _is_person(
        self, gender: str, parties: frozenset[str] | None, *, every: bool = False
    ) -> Callable[[Found], bool]:
        def fits(actor: Found) -> bool:
            if actor.type != "person" or actor.gender not in ("", gender):
                return False
            party = self._entry(actor).party if actor.known >= 0 else ""
            return every or (bool(party) if parties is None else party in parties)

        return fits

    def _leader(self, phrase: Phrase) -> Found | None:
        """Return the one person of the article who held an office in the body of a description."""
        at = bisect_left(self._starts, phrase.end) - 1
        if at < 0 or not phrase.rest.startswith(OF):
            return None
        start, end, body = self._placed[at]
        if not phrase.start < start or end != phrase.end or body.type == "person":
            return None
        offices = self._codebook.offices_of.get(body.name, ())
        held = {holder.actor for office in offices for holder in office.holders}
        people = {id(actor): actor for *_, actor in self._placed if actor.name in held}
        fits = self._is_person(phrase.gender, None, every=True)
        fitting = [actor for actor in people.values() if not phrase.gender or fits(actor)]
        return fitting[0] if len(fitting) == 1 else None

    def _entry(self, actor: Found) -> Entry:
        return self._codebook.entries[actor.known]

    def _only(
        self, phrase: Phrase, fits: Callable[[Found], bool], reach: int = NEAR
    ) -> Found | None:
        """Return the one actor that fits among those named in the sentences before."""
        at, near = bisect_left(self._starts, phrase.start), dict[int, Found]()
        for _, end, actor in reversed(self._placed[:at]):
            if self.raw.count(BREAK, end, phrase.start) > reach:
                break
            if fits(actor):
                near[id(actor)] = actor
        return next(iter(near.values())) if len(near) == 1 else None


def _is_anybody(actor: Found) -> bool:
    return actor.type == "person"


def _is_short(phrase: Phrase) -> bool:
    """Say whether no complement makes a description another's: « le club de Lyon »."""
    return not any(word in OF for word in phrase.rest.split())
