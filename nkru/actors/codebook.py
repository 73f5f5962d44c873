"""The codebook: entries (actors or themes) with the forms that name them, and offices by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import pandas as pd

from nkru.actors.known.matching import Matcher, Sense
from nkru.actors.register_sheet import TYPES as TYPES
from nkru.actors.register_sheet import RegisterSheet
from nkru.resources import read_toml
from nkru.summary import Summarised, Summary
from nkru.tokens.norms import folded_words, letters_of

Forms = tuple[str, ...]
Kind = Literal["actors", "themes"]
# The fields that hold forms, and the kind of mention each makes; exclusions make no mention.
KINDS = {
    "forms": "name",
    "exact": "name",
    "national": "name",
    "short": "name",
    "metonyms": "metonym",
    "demonyms": "demonym",
    "prefixes": "demonym",
    "descriptors": "descriptor",
    "lemmas": "name",
    "exclusions": "",
}
# Two entries may share a form in these fields: several people are called « Kim », and several
# states have a « Sénat ».
SHARED = ("short", "exact", "national", "exclusions")


@cache
def _spellings() -> dict[str, Forms]:
    """Return the spellings of each first name that has several."""
    lists = read_toml("actors/constructions.toml")["first_names"]
    return {folded_words(name): tuple(names) for names in lists for name in names}


@dataclass(frozen=True)
class Entry:
    """One actor or theme; its fields are those of the file (see `nkru.actors.codebook_files`)."""

    name: str
    type: str = "theme"
    label: str = ""
    country: str = ""
    party: str = ""
    gender: str = ""
    forms: Forms = ()
    exact: Forms = ()
    national: Forms = ()
    short: Forms = ()
    metonyms: Forms = ()
    demonyms: Forms = ()
    prefixes: Forms = ()
    descriptors: Forms = ()
    lemmas: Forms = ()
    exclusions: Forms = ()

    def written(self, field: str) -> Iterator[str]:
        """Yield the forms of a field as texts write them.

        « russe|russe » gives russe and russes; a person called Sergueï may also be Sergey.
        """
        for form in getattr(self, field):
            first_name, space, surname = form.partition(" ")
            if space and field == "forms" and self.type == "person":
                for spelling in _spellings().get(folded_words(first_name), ()):
                    yield f"{spelling} {surname}"
            for gender in dict.fromkeys(form.split("|")):
                yield gender
                if "|" in form and gender[-1] not in "sxz":
                    yield f"{gender}s"


@dataclass(frozen=True)
class Holder:
    """An actor who holds an office from the day `start` until before `end` (ISO; empty: open)."""

    actor: str
    start: str = ""
    end: str = ""

    def serves(self, first: str, last: str) -> bool:
        """Say whether any day from `first` to `last` falls in the term."""
        return self.start <= last and (not self.end or first < self.end)


@dataclass(frozen=True)
class Office:
    """An office: the state or organisation it belongs to, the roles that name it, its holders."""

    of: str
    roles: Forms
    holders: tuple[Holder, ...]


@dataclass(frozen=True, repr=False)
class Codebook(Summarised):
    """The entries and offices that a study counts, the user's own before those shipped with nkru.

    A form of one of the first `own` entries is theirs, even if a later entry lists it.
    """

    name: str
    version: str
    licence: str
    source: str
    kind: Kind
    entries: tuple[Entry, ...]
    offices: tuple[Office, ...] = ()
    own: int = 0
    register: RegisterSheet | None = None

    def summary(self) -> Summary:
        """Return the summary of the codebook that a notebook shows."""
        sample = pd.DataFrame(
            [(entry.name, entry.type, "; ".join(entry.forms[:3])) for entry in self.entries[:5]],
            columns=["entry", "type", "forms"],
        )
        held = {
            "version": self.version,
            "offices": f"{len(self.offices):,}",
            "own": f"{self.own:,}",
        }
        title = f"Codebook {self.name!r} of {len(self.entries):,} {self.kind}"
        return Summary(title, held, sample, ("nkru.find_mentions(corpus, codebook)",))

    def senses(self, *fields: str) -> Iterator[Sense]:
        """Yield every written form of these fields, by default of all."""
        return (sense for sense in self._senses if not fields or sense.field in fields)

    @cached_property
    def _senses(self) -> tuple[Sense, ...]:
        senses = [
            Sense(index, entry.type, field, KINDS[field], form)
            for index, entry in enumerate(self.entries)
            for field in KINDS
            for form in entry.written(field)
        ]
        claimed = {
            folded_words(sense.form)
            for sense in senses
            if sense.entry < self.own and sense.field not in SHARED
        }
        return tuple(
            sense
            for sense in senses
            if sense.entry < self.own or folded_words(sense.form) not in claimed
        )

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The index of each entry, by its name."""
        return {entry.name: index for index, entry in enumerate(self.entries)}

    @cached_property
    def papers(self) -> dict[str, int]:
        """The index of each body called « Le … » by one word, by that word, if it is no form."""
        forms = {form: i for i, e in enumerate(self.entries) for form in (*e.forms, *e.exact)}
        return {
            form[3:]: index
            for form, index in forms.items()
            if form.startswith("Le ") and form[3:].istitle() and form[3:] not in forms
            if self.entries[index].type == "organisation"
        }

    @cached_property
    def parties(self) -> frozenset[str]:
        """The names of the parties that persons belong to."""
        return frozenset(entry.party for entry in self.entries if entry.party)

    @cached_property
    def party_of(self) -> dict[str, str]:
        """The party of each politician, by name: as stated, or the one that he or she led."""
        led = {
            holder.actor: office.of
            for office in self.offices
            if office.of in self.parties
            for holder in office.holders
        }
        return led | {entry.name: entry.party for entry in self.entries if entry.party}

    @cached_property
    def offices_of(self) -> dict[str, list[Office]]:
        """The offices of each state and body, by its name."""
        offices: dict[str, list[Office]] = {}
        for office in self.offices:
            offices.setdefault(office.of, []).append(office)
        return offices

    @cached_property
    def roles_of(self) -> dict[str, list[tuple[Holder, Forms]]]:
        """The terms of each actor with the roles of the office, by the actor's name."""
        roles: dict[str, list[tuple[Holder, Forms]]] = {}
        for office in self.offices:
            for holder in office.holders:
                roles.setdefault(holder.actor, []).append((holder, office.roles))
        return roles

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The country of each body, by the letters of its names."""
        return {
            letters_of(form): entry.country
            for entry in self.entries
            if entry.type == "organisation" and entry.country
            for form in (*entry.forms, *entry.exact)
        }

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton of all written forms of actors."""
        return Matcher(self.senses())
