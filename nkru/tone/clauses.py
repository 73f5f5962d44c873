"""Clauses: how the cues of a sentence act on one another, and how much each clause and its parts weigh."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from nkru.tone.cues import Cues
from nkru.tone.traits import Bools, Ints
from nkru.tone.units import Cue, Unit

REACH = 8  # tokens between « ne » and its verb
OBJECTS = 6  # tokens between a shifter and its object
SETTING = 8  # tokens between « après » and its noun
NEAR = 3  # tokens between an adverb or « aucun » and its word
SUBJECT = 0.4  # weight of a noun before the verb: « l'alliance regroupe »
BESIDE = 0.5  # after a verb that has a tone itself: « menacer l'alliance »
OBJECT = 0.8  # after one that has none: « évoquer l'alliance »
ASIDE = 0.5  # weight of what stands between two commas without a verb
LOWERING = frozenset({"relative", "concession", "background"})
BREAKS = LOWERING | {"comma", "stop", "contrast"}
PLAIN = frozenset({"verb", "judging", "copula", "unreal"})
VERBAL = frozenset({"negation", "cessation"})
TONED = frozenset({"evaluative", "shifter", "outcome"})


def read_units(cues: Cues, sentences: Bools | None = None) -> Iterator[tuple[int, list[Unit]]]:
    """Yield the number of every sentence that has units, or of chosen ones; and the units, weighed by their clause."""
    breaks, toned = cues.are(BREAKS), cues.are(TONED)
    opens = breaks | (np.diff(cues.sentence, prepend=-1) > 0)
    clause, sentence = np.cumsum(opens) - 1, cues.sentence[opens].tolist()
    weights = _weights(cues, opens, clause)
    wanted = (
        _any_in(clause, toned if sentences is None else toned & sentences[cues.sentence]) & ~breaks
    )
    for number, clauses in groupby(
        cues.grouped(wanted, clause), key=lambda found: sentence[found[0]]
    ):
        units: list[Unit] = []
        for place, within in clauses:
            found = Clause(within).units()
            for unit in found:
                unit.weight *= weights[place]
            units += found
        yield number, units


def _any_in(clause: Ints, rows: Bools) -> Bools:
    """Say which cues stand in a clause that has one of the rows."""
    return (np.bincount(clause, rows) > 0)[clause]


def _weights(cues: Cues, opens: Bools, clause: Ints) -> list[float]:
    """Weigh the clauses: what stands before « mais » counts less, so do a concession, a relative clause, an aside."""
    first = np.diff(cues.sentence[opens], prepend=-1) > 0
    factors = np.array([term.factor for term in cues.terms])[cues.entry[opens]].tolist()
    verbs = np.array([term.verb for term in cues.terms], dtype=bool)[cues.entry]
    plain = _any_in(clause, (cues.are(PLAIN) | verbs) & ~cues.are(BREAKS))[opens]
    comma = cues.are({"comma"})[opens]
    aside = comma & np.append((comma & ~first)[1:], False) & ~plain
    weights: list[float] = np.where(
        cues.are(LOWERING)[opens], factors, np.where(aside, ASIDE, 1.0)
    ).tolist()
    for place in np.flatnonzero(cues.are({"relative"})[opens] & ~first).tolist():
        weights[place] *= weights[place - 1]
    begin = np.maximum.accumulate(np.where(first, np.arange(len(first)), 0)).tolist()
    for place in np.flatnonzero(cues.are({"contrast"})[opens]).tolist():
        for earlier in range(begin[place], place):
            weights[earlier] *= factors[place]
    return weights


class Clause:
    """The cues of a clause, read from right to left, so that an object is whole before its verb comes."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = cues
        self._found: list[Unit] = []  # from right to left
        self._adverbs: list[Cue] = []  # those that found no word on their right
        self._negator: Cue | None = None  # a « ne » that found none
        self._joint: Cue | None = None  # « et » before the last unit

    @property
    def _acts(self) -> set[str]:
        return {cue.term.act for cue in self._cues}

    @property
    def _halved(self) -> bool:
        return (
            "cessation" not in self._acts
        )  # « n'est plus seul » is a gain, « n'est pas seul » half of one

    def units(self) -> list[Unit]:
        """Return the units of the clause from left to right."""
        for cue in reversed(self._cues):
            action = ACTIONS.get(cue.term.act)
            if action:
                action(self, cue)
        return self._emphasised(self._with_subjects(self._found[::-1]))

    def _reached(self, cue: Cue, reach: int) -> Unit | None:
        """Return the unit on the right of a cue, if it is near enough."""
        return (
            self._found[-1] if self._found and self._found[-1].first - cue.last <= reach else None
        )

    def _add(self, cue: Cue) -> None:
        """Add the unit of a term: a shifter takes the unit on its right, a noun its adjective, as one unit."""
        unit, near = Unit.of(cue), self._reached(cue, 1)
        if cue.term.shifts:
            self._shift(unit)
        elif (
            near and not (cue.term.verb or near.term.verb or near.seeks) or self._coordinated(unit)
        ):
            unit.join(self._found.pop())
        for adverb in self._adverbs:
            if adverb.first - cue.last <= NEAR:
                unit.scale(adverb.term.factor)
        if self._negator and self._negator.first - cue.last <= REACH:
            unit.negate(halved=self._halved)
        self._adverbs, self._negator, self._joint = [], None, None
        self._found.append(unit)

    def _coordinated(self, unit: Unit) -> bool:
        """Say whether a noun and the next are one phrase: « le racisme et la haine », not « succès et échec »."""
        if not self._joint or self._joint.first - unit.last > NEAR or unit.term.verb:
            return False
        other = self._found[-1]
        return not (other.term.verb or other.seeks) and unit.value * other.tone > 0

    def _shift(self, unit: Unit) -> None:
        """Give a shifter its object, or let it seek its subject."""
        inverted = unit.passive or unit.term.governs == "subject"
        place = None if inverted else self._object(unit)
        if place is None:
            unit.seeks = inverted or unit.term.governs == "both"
        else:
            unit.govern(self._found.pop(place))

    def _object(self, shifter: Unit) -> int | None:
        """Return the place of the unit that a shifter acts on: the next that is no adverb, after no preposition."""
        for place in range(len(self._found) - 1, -1, -1):
            unit = self._found[place]
            if unit.first - shifter.last > OBJECTS or unit.seeks or unit.oblique:
                return None
            if unit.term.pos != "adv":
                return place
        return None

    def _negate(self, cue: Cue) -> None:
        """Let « ne » with « pas » turn its verb, on its left if the clause ends; so after « rien » or « aucun »."""
        verbal = bool(self._acts & VERBAL)
        subjects = {before.term.act for before in self._cues if before.first < cue.first}
        if not verbal and not subjects & {"negation_noun", "negation_pronoun"}:
            return
        unit = self._reached(cue, REACH)
        if unit:
            unit.negate(halved=self._halved)
        elif verbal and "copula" not in self._acts:
            self._negator = cue

    def _negate_noun(self, cue: Cue) -> None:
        unit = self._reached(cue, NEAR)
        if unit and (cue.term.act == "negation_noun" or "negator" not in self._acts):
            unit.negate(halved=False)

    def _set_aside(self, cue: Cue) -> None:
        unit = self._reached(cue, SETTING)
        if unit:
            unit.oblique = True
            unit.weight *= cue.term.factor

    def _join(self, cue: Cue) -> None:
        self._joint = cue if self._reached(cue, NEAR) else None

    def _scale_all(self, cue: Cue) -> None:
        for unit in self._found:
            unit.scale(cue.term.factor)

    def _scale(self, cue: Cue) -> None:
        unit = self._reached(cue, NEAR)
        if unit:
            unit.scale(cue.term.factor)
        else:
            self._adverbs.append(cue)

    def _with_subjects(self, units: Sequence[Unit]) -> list[Unit]:
        """Give shifters that act on their subject the nearest unit on their left."""
        kept: list[Unit] = []
        for unit in units:
            if unit.seeks and kept and not kept[-1].seeks:
                unit.govern(kept.pop())
            kept.append(unit)
        return kept

    def _emphasised(self, units: list[Unit]) -> list[Unit]:
        """Let the predicate weigh more than its subject and objects, also where it is a verb without tone."""
        toned = [unit.first for unit in units if unit.predicate and unit.weight]
        verbs = toned or [cue.first for cue in self._cues if cue.term.act in PLAIN]
        for unit in units:
            if verbs and not unit.predicate and "negation" not in unit.rules:
                unit.weight *= SUBJECT if unit.first < verbs[0] else BESIDE if toned else OBJECT
        return units


ACTIONS: dict[str, Callable[[Clause, Cue], None]] = {
    "evaluative": Clause._add,
    "shifter": Clause._add,
    "outcome": Clause._add,
    "negator": Clause._negate,
    "negation": Clause._negate_noun,
    "negation_noun": Clause._negate_noun,
    "setting": Clause._set_aside,
    "oblique": Clause._set_aside,
    "and": Clause._join,
    "unreal": Clause._scale_all,
    "intensifier": Clause._scale,
    "diminisher": Clause._scale,
}
