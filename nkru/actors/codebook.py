"""What a codebook is made of: entries (actors or themes) with their forms, and offices with their holders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from nkru.actors.matching import Matcher, Sense
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words

Forms = tuple[str, ...]
# Each field of forms, and the kind of mention that it makes; what is excluded makes none.
KINDS = {
    "forms": "name",
    "short": "name",
    "metonyms": "metonym",
    "demonyms": "demonym",
    "prefixes": "demonym",
    "descriptors": "descriptor",
    "lemmas": "name",
    "exclusions": "",
}
TYPES = ("person", "state", "organisation")


@cache
def _variants() -> dict[str, Forms]:
    """Return the spellings of each first name that has several."""
    lists = read_toml("actors/constructions.toml")["first_names"]
    return {folded_words(name): tuple(names) for names in lists for name in names}


@dataclass(frozen=True)
class Entry:
    """One actor or theme; the fields are those of the file (see `nkru.actors.codebook_files`)."""

    name: str
    type: str = "theme"
    label: str = ""
    country: str = ""
    party: str = ""
    gender: str = ""
    forms: Forms = ()
    short: Forms = ()
    metonyms: Forms = ()
    demonyms: Forms = ()
    prefixes: Forms = ()
    descriptors: Forms = ()
    lemmas: Forms = ()
    exclusions: Forms = ()

    def written(self, field: str) -> Iterator[str]:
        """Yield the forms of a field as texts write them: « russe|russe » is russe and russes, Sergueï is Sergey."""
        for form in getattr(self, field):
            first, space, surname = form.partition(" ")
            if space and field == "forms" and self.type == "person":
                yield from (
                    f"{variant} {surname}" for variant in _variants().get(folded_words(first), ())
                )
            for gender in dict.fromkeys(form.split("|")):
                yield gender
                if "|" in form and gender[-1] not in "sxz":
                    yield f"{gender}s"


@dataclass(frozen=True)
class Holder:
    """Who holds an office, from one ISO day to the day before another; an empty day is open."""

    actor: str
    start: str = ""
    end: str = ""

    def within(self, first: str, last: str) -> bool:
        """Say whether any day from `first` to `last` falls in the term."""
        return self.start <= last and (not self.end or first < self.end)


@dataclass(frozen=True)
class Office:
    """An office: the state or organisation it belongs to, the roles that name it, its holders."""

    of: str
    roles: Forms
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class Codebook:
    """The entries and offices of a study, in the order of the file; `kind` is "actor" or "theme"."""

    name: str
    version: str
    licence: str
    source: str
    kind: str
    entries: tuple[Entry, ...]
    offices: tuple[Office, ...] = ()
    files: tuple[Path, ...] = ()

    def senses(self, *fields: str) -> Iterator[Sense]:
        """Yield every written form of these fields (all but lemmas by default), with what it stands for."""
        return (
            sense
            for sense in self._senses
            if (sense.field in fields if fields else sense.field != "lemmas")
        )

    @cached_property
    def _senses(self) -> tuple[Sense, ...]:
        kinds = {
            field: "theme" if self.kind == "theme" and kind else kind
            for field, kind in KINDS.items()
        }
        return tuple(
            Sense(number, entry.type, field, kind, form)
            for number, entry in enumerate(self.entries)
            for field, kind in kinds.items()
            for form in entry.written(field)
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each entry, by its name."""
        return {entry.name: number for number, entry in enumerate(self.entries)}

    @cached_property
    def terms(self) -> dict[str, list[Holder]]:
        """The terms of office of each actor."""
        terms: dict[str, list[Holder]] = {}
        for term in (term for office in self.offices for term in office.holders):
            terms.setdefault(term.actor, []).append(term)
        return terms

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton of all written forms; lemmas need a vocabulary and are not in it."""
        return Matcher(self.senses())
