"""Evidence: the cues that a form is a person, a body, a place, or not an actor."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from nkru.resources import read_toml


class Weight(NamedTuple):
    """The points of one cue for each reading, and how often it counts."""

    person: float = 0
    body: float = 0
    place: float = 0
    other: float = 0
    most: int = 1


class Totals(NamedTuple):
    """The evidence for each reading of a form."""

    person: float
    body: float
    place: float
    other: float


class Limits(NamedTuple):
    """The evidence from which each decision is taken."""

    least: float
    leaning: float
    sure_place: float
    no_name: float


@cache
def weights() -> dict[str, Weight]:
    """Return the weights of evidence.toml."""
    cues = read_toml("actors/evidence.toml")["cues"]
    return {cue: Weight(**values) for cue, values in cues.items()}


@cache
def limits() -> Limits:
    """Return the thresholds of evidence.toml."""
    data = read_toml("actors/evidence.toml")
    return Limits(*(float(data[name]) for name in Limits._fields))


@dataclass(slots=True)
class Evidence:
    """The cues for each reading of a form in an article, over its occurrences."""

    cues: dict[str, int] = field(default_factory=dict)
    men: int = 0  # nouns of men beside the name: « le ministre »
    women: int = 0
    title: str = ""  # the gender of « M. » or « Mme » before it
    inside: int = 0  # occurrences with a capital inside a sentence
    spans: list[tuple[int, int]] = field(default_factory=list)
    _totals: Totals | None = None

    def add(self, cue: str) -> None:
        """Count a cue."""
        self.cues[cue] = self.cues.get(cue, 0) + 1
        self._totals = None

    def drop(self, cue: str) -> None:
        """Forget a cue."""
        self.cues.pop(cue, None)
        self._totals = None

    def vote(self, gender: str) -> None:
        """Count a noun that has a gender."""
        self.men += gender == "m"
        self.women += gender == "f"

    def address(self, gender: str) -> None:
        """Note the gender of a title before the name."""
        if gender in ("m", "f"):
            self.title = gender

    @property
    def totals(self) -> Totals:
        """The evidence for each reading."""
        if self._totals is None:
            self._totals = self._sum()
        return self._totals

    def _sum(self) -> Totals:
        person = body = place = other = 0.0
        points = weights()
        for cue, count in self.cues.items():
            weight = points[cue]
            times = min(count, weight.most)
            person += times * weight.person
            body += times * weight.body
            place += times * weight.place
            other += times * weight.other
        return Totals(person, body, place, other)
