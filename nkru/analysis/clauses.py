"""Clauses: how the cues of a sentence act on one another, and what tone each of its units is left with.

A unit is a word that carries a polarity, with what acts on it: « n'a pas levé les sanctions » is one unit, in which a
shifter (lever) turns the polarity of its object (sanctions) and a negation turns both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nkru.analysis.terms import Term

REACH = 8  # tokens between « ne » and its verb
OBJECTS = 6  # tokens between a shifter and its object
NEAR = 3  # tokens between an adverb or « aucun » and its word
ARGUED = 0.4  # least strength of a shifter with an argument: « réduire les exportations » is decided
SETTING = 5  # tokens between « après » and its noun
# What is left of a negated negative word: « ce n'est pas une catastrophe » is no praise, « pas inutile » half of one.
UNSAID = {"noun": 0.0, "adj": 0.5, "verb": 0.6}
SUBJECT = 0.4  # weight of a noun before the verb: « l'alliance regroupe »
BESIDE = 0.5  # after a verb that has a tone itself: « menacer l'alliance »
OBJECT = 0.8  # after one that has none: « évoquer l'alliance »
ASIDE = 0.5  # weight of what stands between two commas without a verb
BREAKS = frozenset({"comma", "stop", "contrast", "relative", "concession", "background"})
PLAIN = frozenset({"verb", "judging", "copula"})
VERBAL = frozenset({"negation", "cessation"})


class Cue(NamedTuple):
    """A term in a sentence: `first` and `last` are tokens."""

    term: Term
    first: int
    last: int
    passive: bool
    predicate: bool


@dataclass(slots=True)
class Unit:
    """A word with a polarity (`own`), what it acts on, and what acts on it."""

    term: Term
    first: int
    last: int
    value: float
    factor: float = 0.0
    seeks: bool = False  # a shifter whose argument stands on its left
    sign: float = 1.0  # what negations and adverbs leave of the value
    weight: float = 1.0
    oblique: bool = False  # after a preposition that parts it from the verb
    predicate: bool = False
    passive: bool = False
    parts: list[Unit] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def tone(self) -> float:
        """Return the polarity that is left, in [-1, 1]."""
        return max(-1.0, min(1.0, self.value * self.sign))

    def join(self, other: Unit) -> None:
        """Take `other` into the same noun phrase, where a negative word wins: « une dangereuse alliance »."""
        tones = (self.tone, other.tone)
        self.value = min(tones) if tones[0] * tones[1] < 0 else max(tones, key=abs)
        self.weight *= other.weight
        self.predicate = self.predicate or other.predicate
        self.parts.append(other)
        self.rules += other.rules

    def govern(self, other: Unit) -> None:
        """Take `other` as the argument that this shifter acts on."""
        tone = other.tone * self.factor or self.value  # a factor of 0 keeps its own: « le risque d'un succès »
        if other.term.act == "evaluative" and abs(self.factor) == 1:
            tone = _at_least(tone, ARGUED)
        same = tone * self.value > 0 or abs(self.factor) == 1
        self.value = _at_least(tone, abs(self.value)) if same else tone
        self.parts.append(other)
        self.rules += ["shifter", *other.rules]


def _at_least(tone: float, strength: float) -> float:
    """Return the tone, with this strength if it has less."""
    return max(tone, strength) if tone > 0 else min(tone, -strength)


def read_units(cues: Sequence[Cue]) -> list[Unit]:
    """Return the units of a sentence from left to right, each with the weight of its clause."""
    units: list[Unit] = []
    for clause, weight in weighed(split(cues)):
        found = _units(clause)
        for unit in found:
            unit.weight *= weight
        units += found
    return units


def split(cues: Sequence[Cue]) -> list[tuple[str, float, list[Cue]]]:
    """Return the clauses of a sentence: what opens each (an act of BREAKS, or ""), its factor, its cues."""
    clauses: list[tuple[str, float, list[Cue]]] = [("", 1.0, [])]
    for cue in cues:
        if cue.term.act in BREAKS:
            clauses.append((cue.term.act, cue.term.factor, []))
        else:
            clauses[-1][2].append(cue)
    return clauses


def weighed(clauses: Sequence[tuple[str, float, list[Cue]]]) -> list[tuple[list[Cue], float]]:
    """Weigh the clauses: what stands before « mais » counts less, so do a concession and a relative clause."""
    weights: list[float] = []
    for act, factor, _ in clauses:
        if act == "contrast":
            weights = [weight * factor for weight in weights]
        inherited = weights[-1] if act == "relative" and weights else 1.0
        weights.append(inherited * factor if act in ("relative", "concession", "background") else 1.0)
    for place in range(1, len(clauses) - 1):
        if clauses[place][0] == clauses[place + 1][0] == "comma" and not any(map(_finite, clauses[place][2])):
            weights[place] *= ASIDE
    return [(cues, weight) for (_, _, cues), weight in zip(clauses, weights, strict=True) if cues]


def _finite(cue: Cue) -> bool:
    return cue.term.act in PLAIN or cue.term.verb


def _units(clause: Sequence[Cue]) -> list[Unit]:
    """Return the units of a clause: read from right to left, so that an object is whole before its verb comes."""
    units: list[Unit] = []
    adverbs: list[Cue] = []
    left: Cue | None = None  # a negation that found nothing on its right
    acts = {cue.term.act for cue in clause}
    for place in range(len(clause) - 1, -1, -1):
        cue = clause[place]
        act = cue.term.act
        if act in ("evaluative", "shifter"):
            _add(units, cue, adverbs)
            adverbs = []
            if left and left.first - cue.last <= REACH:
                _negate(units[-1], halved="cessation" not in acts)
            left = None
        elif act == "negator" and _paired(clause, place, acts):
            if _reached(units, cue, REACH):
                _negate(units[-1], halved="cessation" not in acts)
            elif acts & VERBAL and "copula" not in acts:
                left = cue
        elif act == "negation_noun" or (act == "negation" and "negator" not in acts):
            if _reached(units, cue, NEAR):
                _negate(units[-1], halved=False)
        elif act in ("setting", "oblique") and _reached(units, cue, SETTING):
            units[-1].oblique = True
            units[-1].weight *= cue.term.factor
        elif act == "unreal":
            for unit in units:
                _scale(unit, cue.term)
        elif act in ("intensifier", "diminisher"):
            adverbs = _scaled(units, cue, adverbs)
    units.reverse()
    return _emphasised(_with_subjects(units), [cue.first for cue in clause if cue.term.act in PLAIN])


def _paired(clause: Sequence[Cue], place: int, acts: set[str]) -> bool:
    """Say whether a « ne » negates what follows: with « pas », or after « rien » or « aucun » as subject."""
    before = (cue.term.act in ("negation_noun", "negation_pronoun") for cue in clause[:place])
    return bool(acts & VERBAL) or any(before)


def _add(units: list[Unit], cue: Cue, adverbs: Sequence[Cue]) -> None:
    """Add the unit of a term: a shifter takes the unit on its right, a noun its adjective, as one unit."""
    term = cue.term
    unit = Unit(
        term,
        cue.first,
        cue.last,
        term.polarity,
        predicate=term.verb or cue.predicate,
        passive=cue.passive and term.verb,
    )
    if term.act == "shifter":
        unit.factor = term.factor
        inverted = unit.passive or term.governs == "subject"
        place = _object(units, cue)
        if place is not None and not inverted:
            unit.govern(units.pop(place))
        else:
            unit.seeks = inverted or term.governs == "both"
    elif not term.verb and _reached(units, cue, 1) and not units[-1].term.verb and not units[-1].seeks:
        unit.join(units.pop())
    for adverb in adverbs:
        if adverb.first - cue.last <= NEAR:
            _scale(unit, adverb.term)
    units.append(unit)


def _object(units: Sequence[Unit], cue: Cue) -> int | None:
    """Return the place of the unit that a shifter acts on: the next that is no adverb and after no preposition."""
    for place in range(len(units) - 1, -1, -1):
        unit = units[place]
        if unit.first - cue.last > OBJECTS or unit.seeks or unit.oblique:
            return None
        if unit.term.pos != "adv":
            return place
    return None


def _reached(units: Sequence[Unit], cue: Cue, reach: int) -> bool:
    return bool(units) and units[-1].first - cue.last <= reach


def _negate(unit: Unit, *, halved: bool) -> None:
    """Turn a unit; « pas un échec » is no success, but « ne bloque pas » and « n'est plus seul » are."""
    mild = halved and unit.tone < 0 and unit.term.act == "evaluative"
    unit.sign *= -UNSAID.get(unit.term.pos, 1.0) if mild else -1.0
    if abs(unit.value) < ARGUED:
        unit.value = ARGUED if unit.value > 0 else -ARGUED
    unit.rules.append("negation")


def _scaled(units: Sequence[Unit], cue: Cue, adverbs: list[Cue]) -> list[Cue]:
    """Let an adverb act on the next word if it is near, else keep it for the word before it."""
    if not _reached(units, cue, NEAR):
        return [*adverbs, cue]
    _scale(units[-1], cue.term)
    return adverbs


def _scale(unit: Unit, adverb: Term) -> None:
    unit.sign *= adverb.factor
    unit.rules.append("intensity")


def _with_subjects(units: Sequence[Unit]) -> list[Unit]:
    """Give shifters that act on their subject the nearest unit on their left."""
    kept: list[Unit] = []
    for unit in units:
        if unit.seeks and kept and not kept[-1].seeks:
            unit.govern(kept.pop())
        kept.append(unit)
    return kept


def _emphasised(units: list[Unit], verbs: Sequence[int]) -> list[Unit]:
    """Let the predicate of a clause weigh more than its subject and objects, also where it is a verb without tone."""
    toned = [unit.first for unit in units if unit.predicate and unit.weight]
    for unit in units:
        if not unit.predicate and "negation" not in unit.rules and (toned or verbs):
            before = unit.first < (toned or verbs)[0]
            unit.weight *= SUBJECT if before else BESIDE if toned else OBJECT
    return units
