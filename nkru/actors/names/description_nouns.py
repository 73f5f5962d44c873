"""Nouns of descriptions that mean an actor by its kind: « le syndicat », « le climatologue »."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from nkru.actors.names.appositions import grammar
from nkru.resources import path, read_toml
from nkru.tokens.norms import folded_words

OF = ("de", "du", "des", "d", "a", "au", "aux", "en")
Kinds = Mapping[str, frozenset[str]]


class Nouns(NamedTuple):
    """The nouns that mean an actor of a kind, folded.

    Kinds of bodies are told by a noun, by a word of a name, and by a whole name.
    """

    of_noun: Kinds
    told_by: Kinds  # a noun right before a name
    of_word: Kinds
    of_name: Kinds
    branches: frozenset[str]
    with_complement: frozenset[str]
    also_places: frozenset[str]
    national: frozenset[str]
    leaders: frozenset[str]
    politicians: frozenset[str]
    persons: frozenset[str]
    unique: frozenset[str]  # with a complement they mean one person: « le fondateur de Free »
    callings: frozenset[str]
    professions: frozenset[str]
    of_persons: frozenset[str]  # persons, callings and professions
    groups: Kinds  # of professions
    adherents: Kinds
    members: Mapping[str, str]  # what an officer of a kind of body may be called

    @property
    def keys(self) -> frozenset[str]:
        """All these nouns."""
        one_by_one = self.national | self.leaders | self.politicians | self.of_persons | self.unique
        return one_by_one.union(self.told_by, self.adherents)


@cache
def nouns_of_kinds() -> Nouns:
    """Return the nouns of apposition.toml."""
    data = read_toml("actors/apposition.toml")
    kinds = data["kinds"]
    listed = {name: list(_listed(kind.get("sections", ()))) for name, kind in kinds.items()}
    professions = _professions(data["professions"])
    return Nouns(
        of_noun=_inverted({name: kind["nouns"] for name, kind in kinds.items()}),
        told_by=_inverted(
            {n: [*kind["nouns"], *kind.get("tells", ())] for n, kind in kinds.items()}
        ),
        of_word=_inverted({name: kind.get("words", ()) for name, kind in kinds.items()}),
        of_name=_inverted({n: [*kind.get("names", ()), *listed[n]] for n, kind in kinds.items()}),
        branches=_folded(data["branches"]),
        with_complement=_folded(data["with_complement"]),
        also_places=_folded(data["also_places"]),
        national=_folded(data["national"]),
        leaders=_folded(data["leaders"]),
        politicians=_folded(data["politicians"]),
        persons=_folded(data["persons"]),
        unique=_folded(data["unique"]),
        callings=_folded(data["callings"]),
        professions=professions,
        of_persons=professions.union(*(_folded(data[key]) for key in ("persons", "callings"))),
        groups=_groups(),
        members={kind: folded_words(noun) for kind, noun in data["members"].items()},
        adherents={folded_words(w): frozenset(names) for w, names in data["adherents"].items()},
    )


def _inverted(lists: Mapping[str, Iterable[str]]) -> Kinds:
    """Return the kinds of each word, folded."""
    kinds: dict[str, set[str]] = {}
    for kind, words in lists.items():
        for word in words:
            kinds.setdefault(folded_words(word), set()).add(kind)
    return {word: frozenset(names) for word, names in kinds.items()}


def _functions() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the group and the forms of each function."""
    groups: list[dict[str, Any]] = read_toml("actors/heads_of_bodies.toml")["functions"]
    return ((group["group"], noun) for group in groups for noun in group["nouns"])


def _groups() -> Kinds:
    """Return the groups of each function: « avocate » belongs to justice."""
    lists: dict[str, list[str]] = {}
    for group, noun in _functions():
        lists.setdefault(group, []).extend((noun["m"], noun["f"]))
    return _inverted(lists)


def _professions(data: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the nouns of whole groups of functions but for some, and those listed."""
    return _folded(
        [
            noun[gender]
            for group, noun in _functions()
            if noun["m"] in data["nouns"]
            or group in data["groups"]
            and noun["m"] not in data["but"]
            for gender in ("m", "f")
        ]
    )


def first_noun(noun: str) -> str:
    """Return « syndicat » for « syndicat agricole », and « club de football » as it is."""
    first, *rest = noun.split()
    return noun if first in grammar().general or any(word in OF for word in rest) else first


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded_words, words))


def _listed(sections: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the bodies in sections of files of the codebook; "" is a whole file."""
    for name, section in sections:
        here, lines = "", list[str]()
        for line in path(name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                here = line.strip("# ")
            elif not lines or section in ("", here):
                lines.append(line)
        yield from (row["name"] for row in csv.DictReader(lines) if row["type"] == "organisation")
