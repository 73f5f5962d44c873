"""Reinert's descending classification (ALCESTE) of segments by the terms they hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.analysis.classes import Classes
from nkru.analysis.counts import Counts
from nkru.analysis.partition import Partition, bipartition
from nkru.errors import ParameterError, SizeError

Ints = npt.NDArray[np.int64]

LEAST_SEGMENTS = 100
LEAST_ROWS_OF_TERM = 3
LEAST_COUNT_OF_TERM = 3
CONTINGENCY = 0.3


def reinert(counts: Counts, k: int = 6, *, min_segment_size: int = 0, min_split_members: int = 5) -> Classes:
    """Classify segments by Reinert's descending method, as published for ALCESTE.

    The largest class is split k − 1 times; the χ² of each split is that of the parts returned.

    Args:
        counts: segments × terms; only presence counts, and terms in fewer than 3 segments are left out.
        k: number of classes.
        min_segment_size: consecutive segments of one article are joined until they hold so many forms.
        min_split_members: a class with fewer members is not split.

    Raises:
        SizeError: there are fewer than 100 segments, or fewer than 100 hold a term.
        ParameterError: k is smaller than 2 or larger than these segments allow.

    References:
        Reinert 1983, Les cahiers de l'analyse des données 8(2).
    """
    if k < 2:
        raise ParameterError(f"k = {k}: a classification needs at least 2 classes")
    kept = counts.in_rows(LEAST_ROWS_OF_TERM)
    _check_size(kept)
    descent = descend(kept, k, min_segment_size, min_split_members)
    splits = descent.splits
    if len(splits) < k - 1:
        most = f"{len(splits) + 1} class{'es' if splits else ''}"
        raise ParameterError(
            f"k = {k}: these segments allow at most {most} with min_split_members = "
            f"{min_split_members}; ask for fewer, or add articles"
        )
    levels = {f"k{level}": _nullable(descent.labels(level)) for level in range(2, k + 1)}
    groups = pd.DataFrame(levels, index=kept.rows)
    chi2, moves = zip(*((split.partition.chi2, split.partition.moves) for split in splits), strict=True)
    merge = _merge([split.place for split in splits], chi2)
    return Classes(kept, groups, merge, chi2, moves, min_segment_size, min_split_members)


def _check_size(counts: Counts) -> None:
    rows, filled = counts.matrix.shape[0], int((counts.matrix.sum(axis=1) > 0).sum())
    if filled < LEAST_SEGMENTS:
        raise SizeError(
            f"Reinert's classification needs at least {LEAST_SEGMENTS} segments with terms found in "
            f"{LEAST_ROWS_OF_TERM} segments or more, and here {filled} of {rows} have any: add articles, or "
            "use keyness on a corpus this small"
        )


def _nullable(labels: Ints) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(labels, labels == 0)


def merge_segments(counts: Counts, least: int) -> Ints:
    """Return the unit of each row: consecutive rows of one article joined until they hold `least` forms.

    Forms are counted in each row and summed; a short tail joins the unit before it in its article.
    """
    forms = (counts.matrix > 0).sum(axis=1)
    ends = np.flatnonzero(counts.doc_ids[1:] != counts.doc_ids[:-1]) + 1
    units, unit = np.empty(len(forms), dtype=np.int64), 0
    for start, end in pairwise([0, *ends, len(forms)]):
        first, held = unit, 0
        for row in range(start, end):
            units[row], held = unit, held + forms[row]
            if held >= least:
                unit, held = unit + 1, 0
        if units[end - 1] == unit and unit > first:
            units[start:end][units[start:end] == unit] = unit - 1
        unit = units[end - 1] + 1
    return units


def _presence(counts: Counts, units: Ints) -> sparse.csr_array:
    """Return units × terms, 1 where a unit holds the term.

    Columns are in the order of their terms: no sum, and so no result, depends on the order given.
    """
    ones = np.ones(len(units))
    joined = sparse.coo_array((ones, (units, np.arange(len(units))))).tocsr() @ counts.matrix
    return (joined[:, np.argsort(counts.terms, kind="stable")] > 0).astype(np.float64)


@dataclass(frozen=True)
class _Class:
    """The units of a class and the terms still used in it."""

    units: Ints
    terms: Ints


@dataclass(frozen=True)
class _Split:
    """The classes after a split, and the place of the class that was split."""

    classes: list[_Class]
    place: int
    partition: Partition


@dataclass(frozen=True)
class Descent:
    """The splits made, at most k − 1 of them, and the unit of each segment."""

    units: Ints
    splits: list[_Split]

    def labels(self, k: int) -> Ints:
        """Return the class of each segment at k, or at the most that were made; 0 where its unit has no term left."""
        if not self.splits:
            return np.ones(len(self.units), dtype=np.int64)
        of_unit = np.zeros(self.units.max() + 1, dtype=np.int64)
        for number, each in enumerate(self.splits[min(k - 1, len(self.splits)) - 1].classes, 1):
            of_unit[each.units] = number
        return of_unit[self.units]


def descend(counts: Counts, k: int, min_segment_size: int = 0, min_split_members: int = 5) -> Descent:
    """Split the largest class until there are k, or until it cannot be split: the method without its safeguards."""
    units = merge_segments(counts, min_segment_size)
    binary = _presence(counts, units)
    classes = [_Class(np.arange(binary.shape[0]), np.arange(binary.shape[1]))]
    splits: list[_Split] = []
    while len(classes) < k:
        place = int(np.argmax([len(each.units) for each in classes]))
        children = _split(binary, classes[place]) if len(classes[place].units) >= min_split_members else None
        if children is None:
            break
        first, second, partition = children
        classes = [*classes[:place], first, second, *classes[place + 1 :]]
        splits.append(_Split(classes, place, partition))
    return Descent(units, splits)


def _split(binary: sparse.csr_array, parent: _Class) -> tuple[_Class, _Class, Partition] | None:
    """Cut a class in two, without its empty units; None where nothing tells its units apart."""
    table = binary[parent.units][:, parent.terms]
    filled, used = np.flatnonzero(table.sum(axis=1)), np.flatnonzero(table.sum(axis=0))
    table = table[filled][:, used]
    partition = bipartition(table)
    if partition is None:
        return None
    units, terms = parent.units[filled], parent.terms[used]
    sums = np.vstack([table[~partition.second].sum(axis=0), table[partition.second].sum(axis=0)])
    first, second = (terms[kept] for kept in _kept_terms(sums))
    return _Class(units[~partition.second], first), _Class(units[partition.second], second), partition


def _kept_terms(sums: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which terms each part keeps, from the 2 × p table of column sums.

    A term leaves the part that shuns it: contingency coefficient √(χ²/(χ² + n)) above 0.3 and no more
    than expected; and a part needs it 3 times.
    """
    total = sums.sum(axis=0)
    expected = np.outer(sums.sum(axis=1), total) / total.sum()
    chi2 = ((sums - expected) ** 2 / expected).sum(axis=0)
    shunned = (np.sqrt(chi2 / (chi2 + total)) > CONTINGENCY) & (sums <= expected)
    return np.asarray(~shunned & (sums >= LEAST_COUNT_OF_TERM))


def _merge(places: list[int], chi2: tuple[float, ...]) -> pd.DataFrame:
    """Return the dendrogram as R's hclust writes it, last split first."""
    nodes = [-number for number in range(1, len(places) + 2)]
    records = []
    for step, place in enumerate(reversed(places), 1):
        records.append((step, nodes[place], nodes[place + 1]))
        nodes[place : place + 2] = [step]
    table = pd.DataFrame(records, columns=["step", "first", "second"])
    return table.assign(height=np.cumsum(chi2[::-1]), chi2=chi2[::-1])
