"""Units of tone: a word that carries a polarity, with what acts on it.

« n'a pas levé les sanctions » is one unit, in which a shifter (lever) turns the polarity of its
object (sanctions) and a negation turns both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from nkru.tone.terms import Term

TOPIC = 0.15  # the polarity of words that are mere topics: alone they say nothing
ARGUED = (
    0.4  # least strength of a word that something acts on: « réduire les exportations » is decided
)
# What is left of a negated negative word: « ce n'est pas une catastrophe » is no praise, « pas
# inutile » half of one.
UNSAID = {"noun": 0.0, "adj": 0.5, "verb": 0.6}


class Cue(NamedTuple):
    """A term in a sentence: `first` and `last` are tokens."""

    term: Term
    first: int
    last: int
    passive: bool
    predicate: bool


@dataclass(slots=True)
class Unit:
    """A word with a polarity, the units it acts on (`parts`), and the names of the rules that acted on it."""

    term: Term
    first: int
    last: int
    value: float
    predicate: bool = False
    passive: bool = False
    seeks: bool = False  # a shifter whose argument stands on its left
    oblique: bool = False  # after a preposition that parts it from the verb
    turned: float = 1.0  # from the tone to that for those whom the object concerns
    sign: float = 1.0  # what negations and adverbs leave of the value
    weight: float = 1.0
    parts: tuple[Unit, ...] = ()
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, cue: Cue) -> Unit:
        """Return the unit of a cue with nothing around it."""
        verb = cue.term.verb
        return cls(
            cue.term,
            cue.first,
            cue.last,
            cue.term.polarity,
            verb or cue.predicate,
            verb and cue.passive,
        )

    @property
    def tone(self) -> float:
        """Return the polarity that is left, in [-1, 1]."""
        return max(-1.0, min(1.0, self.value * self.sign))

    def nodes(self) -> list[Unit]:
        """Return the unit and, below it, its parts."""
        return [self, *(node for part in self.parts for node in part.nodes())]

    def join(self, other: Unit) -> None:
        """Take `other` into the same noun phrase, where a negative word wins: « une dangereuse alliance »."""
        tones = (self.tone, other.tone)
        self.value = min(tones) if tones[0] * tones[1] < 0 else max(tones, key=abs)
        self.weight *= other.weight
        self.predicate = self.predicate or other.predicate
        self.parts += (other,)
        self.rules += other.rules

    def govern(self, other: Unit) -> None:
        """Take `other` as the argument that this shifter acts on: by its factor, 0 keeping the shifter's own tone."""
        factor = self.term.factor
        if self.term.act == "outcome":
            self.turned = -1.0 if other.tone * other.turned * factor * self.value < 0 else 1.0
            factor = 0.0
        tone = other.tone * factor or self.value
        if other.term.act == "evaluative" and abs(factor) == 1:
            tone = at_least(tone, ARGUED)
        same = tone * self.value > 0 or abs(factor) == 1
        self.value = at_least(tone, abs(self.value)) if same else tone
        self.parts += (other,)
        self.rules += ("shifter", *other.rules)

    def negate(self, *, halved: bool) -> None:
        """Turn the tone; where `halved`, a negative word only as far as UNSAID."""
        mild = halved and self.tone < 0 and self.term.act == "evaluative"
        self.sign *= -UNSAID.get(self.term.pos, 1.0) if mild else -1.0
        self.value = at_least(self.value, ARGUED)
        self.rules += ("negation",)

    def scale(self, factor: float) -> None:
        """Strengthen or weaken the tone."""
        self.sign *= factor
        self.rules += ("intensity",)


def at_least(tone: float, strength: float) -> float:
    """Return the tone, with this strength if it has less.

    >>> at_least(0.2, 0.4), at_least(-0.2, 0.4), at_least(-0.7, 0.4)
    (0.4, -0.4, -0.7)
    """
    return max(tone, strength) if tone > 0 else min(tone, -strength)
