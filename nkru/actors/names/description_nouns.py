"""Nouns of descriptions that mean an actor by its kind: « le syndicat », « le climatologue »."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from nkru.actors.names.appositions import grammar
from nkru.resources import path, read_toml
from nkru.tokens.norms import folded_words

OF = ("de", "du", "des", "d", "a", "au", "aux", "en")


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
