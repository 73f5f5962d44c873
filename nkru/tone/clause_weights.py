"""Clauses: their beginnings, and the weight of each in its sentence."""

from __future__ import annotations

import numpy as np

from nkru._typing import Bools, Ints
from nkru.tone.cues import Cues

ASIDE_WEIGHT = 0.5  # words between two commas without a verb
LOWERING = frozenset({"relative", "concession", "background"})
BREAKS = LOWERING | {"comma", "stop", "contrast"}
PLAIN = frozenset({"verb", "judging", "copula", "unreal", "denial"})


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
