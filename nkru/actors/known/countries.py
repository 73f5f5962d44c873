"""The states that an article is about: they decide which « Assemblée nationale » is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Hit
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words, letters_of

FIRST = 3  # weight of a name in the first sentence, usually the title
OUTLET = 1.5  # the weight of the outlet's country, in names
DOMAIN = r"^(?:\w+://)?[^/]+\.(\w{2})(?:[/:]|$)"
DEFAULT, UNKNOWN = "France", 0.5  # of an outlet that is unknown


class Countries:
    """The weight of each state in an article: the names of it and of its people and bodies.

    Args:
        folded: the article.
        hits: its forms.
        codebook: the entries.
        outlet: the country of the outlet, empty if it is unknown.

    Attributes:
        home: the country of the outlet, France if it is unknown.
        weights: the weight of each state, by name.
    """

    def __init__(
        self, folded: Folded, hits: Sequence[Hit], codebook: Codebook, outlet: str = ""
    ) -> None:
        self.home = outlet or DEFAULT
        self.weights = Counter[str]({self.home: OUTLET if outlet else UNKNOWN})
        first = folded.raw.find(BREAK)
        for hit in hits:
            if country := _country_of(hit, codebook):
                self.weights[country] += FIRST if hit.start < first else 1
        index, entries = codebook.index_of, codebook.entries
        self._above = {
            state: entries[index[state]].country for state in self.weights if state in index
        }

    def whole(self, state: str) -> str:
        """Return the state that a state is part of: Canada for Québec; else the state itself."""
        return self._above.get(state) or state

    def have_city(self, name: str) -> bool:
        """Say whether a seat is a city of the state in question: « Bruxelles » in Belgium."""
        return _cities().get(name) in (self.home, self.nearest())

    def nearest(self, among: Iterable[str] | None = None) -> str:
        """Return the state with the greatest weight, of all or of some; empty without one."""
        states = self.weights if among is None else {*among} & self.weights.keys()
        # Ties go to the first by name: the order of a set differs from run to run.
        return max(sorted(states), key=self.weights.__getitem__, default="")


def _country_of(hit: Hit, codebook: Codebook) -> str:
    reading = hit.reading
    if not reading.senses:
        return ""
    entry = codebook.entries[reading.senses[0].entry]
    if entry.type == "state":
        return entry.name
    return entry.country if reading.full_name_of is not None else ""


def outlet_countries(documents: pd.DataFrame, codebook: Codebook) -> dict[str, str]:
    """Return the country of the outlet by doc_id: that of its entry, or of its web address."""
    if codebook.kind != "actors" or not {"outlet", "url"} <= {*documents.columns}:
        return {}
    addresses = documents["url"].fillna("").str.extract(DOMAIN, expand=False)
    countries = documents["outlet"].map(_country_of_outlet(codebook))
    countries = countries.fillna(addresses.map(_domains())).dropna()
    return dict(zip(documents.loc[countries.index, "doc_id"], countries, strict=True))


def _country_of_outlet(codebook: Codebook) -> Callable[[object], str | None]:
    def country(outlet: object) -> str | None:
        if not isinstance(outlet, str):
            return None
        named = codebook.bodies.get(letters_of(outlet))
        top = outlet.rpartition(".")[2].casefold()  # of « lalibre.be »
        return named or (_domains().get(top) if "." in outlet else None)

    return country


def _domains() -> dict[str, str]:
    """Return the country of each top-level domain of the French-language press."""
    domains: dict[str, str] = read_toml("actors/institutions.toml")["domains"]
    return domains


@cache
def bearers(form: str) -> frozenset[str] | None:
    """Return the states that have a body of this name, beyond the codebook, or None for all.

    >>> "Suisse" in bearers("conseil d etat")
    True
    """
    listed = read_toml("actors/institutions.toml")["institution"]
    states = {folded_words(name): one["states"] for one in listed for name in one["names"]}
    return frozenset(states[form]) if form in states else None


@cache
def _cities() -> dict[str, str]:
    """Return the state of each city that is also the seat of a body of several states."""
    listed = read_toml("actors/constructions.toml")["cities"]
    return {folded_words(city): state for city, state in listed.items()}
