"""Clauses: their asides, and the weights of each in its sentence and of the units in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nkru._typing import Bools, Ints
from nkru.tone.cues import Cues
from nkru.tone.units import TOPIC, Cue, ToneUnit

ASIDE_LENGTH = 8  # tokens from the comma that opens an aside to the one that closes it
VERB_GAP = 2  # from a verb to the comma after it, with it
SUBJECT_WEIGHT = 0.6  # a noun before the verb: « l'alliance regroupe »
ASIDE_WEIGHT = 0.5  # words between two commas without a verb
LOWERING = frozenset({"relative", "concession", "background"})
BREAKS = LOWERING | {"comma", "stop", "contrast"}
PLAIN = frozenset({"verb", "judging", "copula", "unreal", "denial"})


def asides(cues: Cues) -> Bools:
    """Say which cues are in an aside that parts a verb from its object: « n'a pas eu, hier, … »."""
    light = cues.are({"oblique", "setting"})
    order = np.flatnonzero(~light)
    verbs = np.array([term.verb for term in cues.terms], dtype=bool)[cues.entry] | cues.are(PLAIN)
    comma, gaps = cues.are({"comma"})[order], np.diff(cues.first[order], prepend=0)
    parted = np.append(False, verbs[order][:-1]) & (gaps <= VERB_GAP)
    pair = comma[:-1] & parted[:-1] & comma[1:] & (np.diff(cues.sentence[order]) == 0)
    pair &= gaps[1:] <= ASIDE_LENGTH
    depth = np.zeros(len(light) + 1, dtype=np.int64)
    np.add.at(depth, order[:-1][pair], 1)
    np.add.at(depth, order[1:][pair] + 1, -1)
    return np.cumsum(depth[:-1]) > 0


def in_clause_with(rows: Bools, clause: Ints) -> Bools:
    """Say which cues are in the same clause as one of these rows."""
    return (np.bincount(clause, rows) > 0)[clause]


def clause_weights(cues: Cues, opens: Bools, clause: Ints) -> list[float]:
    """Return the weight of each clause.

    Clauses before « mais » count less; so do concessions, relative clauses and asides.
    """
    first = np.diff(cues.sentence[opens], prepend=-1) > 0
    factors = np.array([term.factor for term in cues.terms])[cues.entry[opens]].tolist()
    verbs = np.array([term.verb for term in cues.terms], dtype=bool)[cues.entry]
    verbs &= ~cues.passive  # « , longtemps épargnée, » has none; « est épargnée » has « être »
    with_verb = in_clause_with((cues.are(PLAIN) | verbs) & ~cues.are(BREAKS), clause)[opens]
    comma = cues.are({"comma"})[opens]
    aside = comma & np.append((comma & ~first)[1:], False) & ~with_verb
    weights: list[float] = np.where(
        cues.are(LOWERING)[opens], factors, np.where(aside, ASIDE_WEIGHT, 1.0)
    ).tolist()
    for index in np.flatnonzero(cues.are({"relative"})[opens] & ~first).tolist():
        weights[index] *= weights[index - 1]
    begin = np.maximum.accumulate(np.where(first, np.arange(len(first)), 0)).tolist()
    for index in np.flatnonzero(cues.are({"contrast"})[opens]).tolist():
        for earlier in range(begin[index], index):
            weights[earlier] *= factors[index]
    return weights


def weaken_subjects(units: Sequence[ToneUnit], cues: Sequence[Cue]) -> None:
    """Weight subjects less than the predicate, which may be a verb without tone."""
    toned = [unit.first for unit in units if unit.predicate and unit.weight]
    verbs = toned or [cue.first for cue in cues if cue.term.act in PLAIN]
    for unit in units:
        before = bool(verbs) and unit.first < verbs[0]
        if before and not unit.predicate and "negation" not in unit.rules:
            unit.weight *= SUBJECT_WEIGHT


def drop_modifiers(units: Sequence[ToneUnit]) -> None:
    """Leave out nouns and adjectives that oppose the verb before them.

    « ont obtenu des dommages et intérêts pour discrimination » is good news.
    """
    sign = 0.0
    for unit in units:
        if unit.term.verb and abs(unit.tone) > TOPIC and unit.weight:
            sign = unit.tone
        elif not unit.predicate and unit.tone * sign < 0:
            unit.weight = 0.0
