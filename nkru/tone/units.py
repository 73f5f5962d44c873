"""Units of tone: a word with a polarity, and the words that act on it.

« n'a pas levé les sanctions » is one unit: the shifter « lever » reverses the polarity of its
object « sanctions », and the negation reverses both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from nkru.tone.terms import Term

TOPIC = 0.15  # polarity of words that are mere topics: by themselves they do not count
# Least strength of a word that something acts on, so that « réduire les exportations » has a sign.
ARGUED = 0.4
# Part of a negative polarity that remains, with the sign reversed, after a negation: « ce n'est pas
# une catastrophe » is neutral, « pas inutile » a quarter as positive.
REST_AFTER_NEGATION = {"noun": 0.0, "adj": 0.25, "verb": 0.3}


class Cue(NamedTuple):
    """A term in a sentence: `first` and `last` are indices of tokens."""

    term: Term
    first: int
    last: int
    passive: bool
    predicate: bool
    infinitive: bool
    genitive: bool


@dataclass(slots=True)
class ToneUnit:
    """A word with a polarity, the units it acts on (`parts`), and the rules that acted on it."""

    term: Term
    first: int
    last: int
    value: float
    predicate: bool = False
    passive: bool = False
    infinitive: bool = False
    genitive: bool = False
    needs_subject: bool = False  # a shifter that acts on its subject, to its left
    after_preposition: bool = False  # and so not the object of a verb before it
    sign_toward_object: float = 1.0  # from the unit's tone to the tone toward its object
    factor: float = 1.0  # product of the factors of negations and adverbs
    weight: float = 1.0
    parts: tuple[ToneUnit, ...] = ()
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, cue: Cue) -> ToneUnit:
        """Return the unit of a cue by itself."""
        verb = cue.term.verb
        passive = verb and cue.passive and not cue.term.reflexive
        predicate = verb or cue.predicate
        return cls(
            cue.term,
            cue.first,
            cue.last,
            cue.term.polarity,
            predicate,
            passive,
            cue.infinitive,
            cue.genitive,
        )

    @property
    def tone(self) -> float:
        """Return the polarity after all rules, in [-1, 1]."""
        return max(-1.0, min(1.0, self.value * self.factor))

    def with_parts(self) -> list[ToneUnit]:
        """Return the unit and all its parts, at every depth."""
        return [self, *(unit for part in self.parts for unit in part.with_parts())]

    def join(self, other: ToneUnit) -> None:
        """Add a unit of the same noun phrase; a negative one wins: « une dangereuse alliance »."""
        tones = (self.tone, other.tone)
        opposed = min(tones) < -TOPIC and max(tones) > 0
        self.value = min(tones) if opposed else max(tones, key=abs)
        self.weight *= other.weight
        self.predicate = self.predicate or other.predicate
        self.parts += (other,)
        self.rules += other.rules

    def govern(self, other: ToneUnit) -> None:
        """Act on a unit as a shifter, by its factor; a factor of 0 keeps the shifter's own tone."""
        factor = self.term.factor
        if self.term.act == "outcome":
            opposed = other.tone * other.sign_toward_object * factor * self.value < 0
            self.sign_toward_object = -1.0 if opposed else 1.0
            factor = 0.0
        tone = other.tone * factor or self.value
        quantity = other.term.shifts and other.term.factor != 1  # « le nombre d'emplois recule »
        if abs(factor) == 1 and (other.term.act == "evaluative" or quantity):
            tone = at_least(tone, ARGUED)
        same = tone * self.value > 0 or abs(factor) == 1
        self.value = at_least(tone, abs(self.value)) if same else tone
        self.parts += (other,)
        self.rules += ("shifter", *other.rules)

    def negate(self, *, halved: bool, ended: bool = False) -> None:
        """Reverse the tone; where `halved`, a negative word only by REST_AFTER_NEGATION.

        A negative topic says nothing unless it has `ended`: « n'est plus seul ».
        """
        inherited = self.term.shifts and self.term.factor > 0  # « ne crée pas de problème »
        mild = halved and self.tone < 0 and (self.term.act == "evaluative" or inherited)
        self.factor *= -REST_AFTER_NEGATION.get(self.term.pos, 1.0) if mild else -1.0
        if self.value > 0 or ended:  # « aucun accord » is bad, « aucune attente » nothing
            self.value = at_least(self.value, ARGUED)
        self.rules += ("negation",)

    def scale(self, factor: float, rule: str = "intensity") -> None:
        """Strengthen or weaken the tone by a rule."""
        self.factor *= factor
        self.rules += (rule,)


def at_least(tone: float, strength: float) -> float:
    """Return the tone, raised to this strength if it is weaker; 0 has no sign and stays.

    >>> at_least(0.2, 0.4), at_least(-0.2, 0.4), at_least(-0.7, 0.4), at_least(0.0, 0.4)
    (0.4, -0.4, -0.7, 0.0)
    """
    if not tone:
        return tone
    return max(tone, strength) if tone > 0 else min(tone, -strength)
