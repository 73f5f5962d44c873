"""Clauses: how the cues of a clause act on one another, and the weights of its units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from nkru._typing import Bools
from nkru.tone.clause_weights import (
    BREAKS,
    PLAIN,
    asides,
    clause_weights,
    drop_modifiers,
    in_clause_with,
    weaken_subjects,
)
from nkru.tone.cues import Cues
from nkru.tone.units import TOPIC, Cue, ToneUnit

# Longest distances, in tokens:
NEGATION_GAP = 8  # between « ne » and its verb
SHIFT_GAP = 6  # between a shifter and its object
SETTING_GAP = 8  # between « après » and its noun
ADVERB_GAP = 3  # between an adverb or « aucun » and its word
ADJECTIVE_GAP = 2  # between a noun and an adjective after it
# Weights:
PURPOSE_FACTOR = 0.7  # of the tone of an intention: « pour sauver »
VERBAL = frozenset({"negation", "negation_pronoun", "cessation"})
OWN_NEGATION = frozenset({"rien"})  # in « ne vaut plus rien » the term is negative already
TONED = frozenset({"evaluative", "shifter", "outcome"})


def tone_units(cues: Cues, sentences: Bools | None = None) -> Iterator[tuple[int, list[ToneUnit]]]:
    """Yield the index of each sentence that has units, and its units, weighted by clause.

    `sentences` limits the sentences that are read.
    """
    inside = asides(cues)
    breaks, toned = cues.are(BREAKS) & ~inside, cues.are(TONED)
    opens = breaks | (np.diff(cues.sentence, prepend=-1) > 0)
    clause, sentence = np.cumsum(opens) - 1, cues.sentence[opens].tolist()
    weights = clause_weights(cues, opens, clause)
    if sentences is not None:
        toned &= sentences[cues.sentence]
    groups = cues.grouped(in_clause_with(toned, clause) & ~breaks & ~inside, clause)
    for index, clauses in groupby(groups, key=lambda group: sentence[group[0]]):
        units: list[ToneUnit] = []
        for clause_index, own_cues in clauses:
            for unit in ClauseReader(own_cues).units():
                unit.weight *= weights[clause_index]
                units.append(unit)
        yield index, units


class ClauseReader:
    """Reads the cues of a clause from right to left, so that an object is complete at its verb."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = cues
        self._units: list[ToneUnit] = []  # from right to left
        self._adverbs: list[Cue] = []  # without a word near on their right
        self._negator: Cue | None = None  # « ne » without a unit near on its right
        self._conjunction: Cue | None = None  # « et » before the last unit

    @property
    def _acts(self) -> set[str]:
        return {cue.term.act for cue in self._cues}

    @property
    def _halved(self) -> bool:
        # « n'est plus seul » is a gain, « n'est pas seul » half of one.
        return "cessation" not in self._acts

    def units(self) -> list[ToneUnit]:
        """Return the units of the clause from left to right."""
        for cue in reversed(self._cues):
            action = ACTIONS.get(cue.term.act)
            if action:
                action(self, cue)
        units = self._with_subjects(self._units[::-1])
        weaken_subjects(units, self._cues)
        drop_modifiers(units)
        return units

    def _next(self, cue: Cue, gap: int) -> ToneUnit | None:
        """Return the unit on the right of a cue, if it is at most `gap` tokens away."""
        unit = self._units[-1] if self._units else None
        return unit if unit and unit.first - cue.last <= gap else None

    def _add(self, cue: Cue) -> None:
        """Add the unit of a term; a shifter takes its object into it, a noun its adjective."""
        unit, near = ToneUnit.of(cue), self._next(cue, 1)
        modified = near and not (cue.term.verb or near.term.verb or near.needs_subject)
        if cue.term.shifts:
            self._shift(unit)
        elif modified or self._coordinated(unit):
            unit.join(self._units.pop())
        for adverb in self._adverbs:
            if adverb.first - cue.last <= ADVERB_GAP:
                unit.scale(adverb.term.factor)
        if self._negator and self._negator.first - cue.last <= NEGATION_GAP:
            unit.negate(halved=self._halved, ended=not self._halved)
        self._adverbs, self._negator, self._conjunction = [], None, None
        self._units.append(unit)

    def _coordinated(self, unit: ToneUnit) -> bool:
        """Say whether « et » joins a noun to one with the same sign: « le racisme et la haine »."""
        joint = self._conjunction
        if not joint or joint.first - unit.last > ADVERB_GAP or unit.term.verb:
            return False
        other = self._units[-1]
        return not (other.term.verb or other.needs_subject) and unit.value * other.tone > 0

    def _shift(self, unit: ToneUnit) -> None:
        """Give a shifter its object, or mark that it needs its subject."""
        # « se voit refuser un visa » has its object after it.
        passive = unit.passive and not unit.infinitive
        inverted = passive or unit.term.governs == "subject"
        index = None if inverted else self._object_index(unit)
        if index is None:
            unit.needs_subject = inverted or unit.term.governs == "both"
        else:
            unit.govern(self._units.pop(index))

    def _object_index(self, shifter: ToneUnit) -> int | None:
        """Return the index of the unit that a shifter acts on: the next one, adverbs skipped."""
        for index in range(len(self._units) - 1, -1, -1):
            unit = self._units[index]
            far = unit.first - shifter.last > SHIFT_GAP
            if far or unit.needs_subject or unit.after_preposition:
                return None
            finite = unit.term.verb and not unit.infinitive
            if not shifter.term.verb and (finite or self._verb_between(shifter, unit)):
                return None
            if unit.term.pos != "adv" and not _describes(unit, shifter):
                return index
        return None

    def _verb_between(self, left: ToneUnit | Cue, right: ToneUnit) -> bool:
        """Say whether a verb is between two units: « le manque de moyens est dramatique »."""
        between = (cue for cue in self._cues if left.last < cue.first < right.first)
        return any(cue.term.verb or cue.term.act in PLAIN for cue in between)

    def _negate(self, cue: Cue) -> None:
        """Let « ne » with « pas » or « rien », or after « aucun », negate the unit near it."""
        verbal = bool(self._acts & VERBAL)
        subjects = {before.term.act for before in self._cues if before.first < cue.first}
        if not verbal and "negation_noun" not in subjects:
            return
        unit = self._next(cue, NEGATION_GAP)
        if unit and OWN_NEGATION.isdisjoint(unit.term.name.split()):
            unit.negate(halved=self._halved, ended=not self._halved)
        elif not unit and verbal and "copula" not in self._acts:
            self._negator = cue

    def _negate_noun(self, cue: Cue) -> None:
        unit = self._next(cue, ADVERB_GAP)
        if unit and (cue.term.act == "negation_noun" or "negator" not in self._acts):
            unit.negate(halved=False)

    def _set_aside(self, cue: Cue) -> None:
        unit = self._next(cue, SETTING_GAP)
        if unit and self._verb_between(cue, unit):
            return  # « après la pluie, il est content » sets nothing aside but the rain
        if unit and unit.infinitive and cue.term.name == "pour":
            self._set_as_purpose()
        elif unit and (not unit.term.verb or unit.infinitive and unit.first - cue.last <= 2):
            unit.after_preposition = True
            unit.weight *= cue.term.factor

    def _set_as_purpose(self) -> None:
        """Weaken the units of a purpose, « pour sauver les forêts », and those after it."""
        for unit in self._units:
            unit.scale(PURPOSE_FACTOR, "unreal")

    def _join(self, cue: Cue) -> None:
        self._conjunction = cue if self._next(cue, ADVERB_GAP) else None

    def _scale_all(self, cue: Cue) -> None:
        for unit in self._units:
            unit.scale(cue.term.factor, cue.term.act)

    def _scale(self, cue: Cue) -> None:
        unit = self._next(cue, ADVERB_GAP)
        if unit:
            unit.scale(cue.term.factor)
        else:
            self._adverbs.append(cue)

    def _with_subjects(self, units: Sequence[ToneUnit]) -> list[ToneUnit]:
        """Give the shifters that need their subject the nearest unit on their left."""
        kept: list[ToneUnit] = []
        for unit in units:
            nominal = [(at, other) for at, other in enumerate(kept) if not _finite(other)]
            heads = [at for at, other in nominal if _may_be_subject(other)]
            heads = heads or [at for at, other in nominal if other.term.pos != "adv"]
            if unit.needs_subject and heads and not kept[heads[-1]].needs_subject:
                unit.govern(kept.pop(heads[-1]))
            kept.append(unit)
        return kept


def _may_be_subject(unit: ToneUnit) -> bool:
    """Say whether a unit is no complement: « la colère » in « la colère contre la réforme »."""
    return not (unit.genitive or unit.after_preposition or unit.term.pos == "adv")


def _finite(unit: ToneUnit) -> bool:
    """Say whether a unit is a verb with its own subject: « sont morts ou ont disparu »."""
    return unit.term.verb and not (unit.infinitive or unit.passive)


def _describes(unit: ToneUnit, noun: ToneUnit) -> bool:
    """Say whether an adjective judges a noun before it: « une baisse inquiétante »."""
    pair = (noun.term.pos, unit.term.pos) == ("noun", "adj")
    return pair and unit.first - noun.last <= ADJECTIVE_GAP and abs(unit.tone) > TOPIC


ACTIONS: dict[str, Callable[[ClauseReader, Cue], None]] = {
    "evaluative": ClauseReader._add,
    "shifter": ClauseReader._add,
    "outcome": ClauseReader._add,
    "negator": ClauseReader._negate,
    "negation": ClauseReader._negate_noun,
    "negation_noun": ClauseReader._negate_noun,
    "setting": ClauseReader._set_aside,
    "oblique": ClauseReader._set_aside,
    "and": ClauseReader._join,
    "unreal": ClauseReader._scale_all,
    "denial": ClauseReader._scale_all,
    "intensifier": ClauseReader._scale,
    "diminisher": ClauseReader._scale,
}
