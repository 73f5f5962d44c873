"""Reinert's descending classification (ALCESTE) of segments by the terms they hold."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from nkru._typing import Bools, Floats, Ints
from nkru.errors import ParameterError
from nkru.language import deferred
from nkru.measures.counts import Counts, frequent_terms
from nkru.themes.bipartition import Split, bipartition, cells_of
from nkru.themes.classes import Classes

LEAST_SEGMENTS = 100
LEAST_COUNT_OF_TERM = 3
CONTINGENCY = 0.3


def reinert(
    counts: Counts,
    k: int = 6,
    *,
    min_segment_size: int = 0,
    min_split_members: int = 5,
    min_class_share: float = 0.0,
) -> Classes:
    """Classify segments by Reinert's descending method, as published for ALCESTE.

    The largest class is split k − 1 times; the χ² of each split is that of the parts returned.

    Args:
        counts: segments × terms; only presence counts, and terms in fewer than 3 segments are left
            out.
        k: number of classes.
        min_segment_size: consecutive segments of one article are joined into context units of at
            least this many forms.
        min_split_members: a class with fewer members is not split.
        min_class_share: the segments of a class with a smaller share of all segments are left
            without a class, as ALCESTE and IRaMuTeQ do; .05 is usual.

    Raises:
        SizeError: there are fewer than 100 segments, or fewer than 100 hold a term.
        ParameterError: k is smaller than 2 or larger than these segments allow.

    Note:
        The method returns k classes of any corpus, also of noise. Name a class as a theme only
        where `nkru.themes.stability` finds it again when articles are drawn.

    References:
        Reinert 1983, Les cahiers de l'analyse des données 8(2).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> classes
    <Classes of 110 segments, up to 3>
    """
    if k < 2:
        raise ParameterError("k = {k!r}: a classification needs at least 2 classes", k=k)
    kept = frequent_terms(counts, LEAST_SEGMENTS, deferred("Reinert's classification"))
    levels, splits = split_repeatedly(kept, k, min_segment_size, min_split_members)
    if len(levels) < k - 1:
        most = f"{len(levels) + 1} class{'es' if levels else ''}"
        raise ParameterError(
            "k = {k!r}: these segments allow at most {most} with min_split_members "
            "= {members}; ask for fewer, or add articles",
            k=k,
            most=most,
            members=min_split_members,
        )
    levels = [_without_small(labels, min_class_share) for labels in levels]
    columns = {
        f"k{n}": pd.arrays.IntegerArray(labels, labels == 0) for n, labels in enumerate(levels, 2)
    }
    groups, options = pd.DataFrame(columns, kept.rows), (min_segment_size, min_split_members)
    return Classes(kept, groups, _dendrogram(splits), *options, min_class_share)


def _without_small(labels: Ints, share: float) -> Ints:
    """Return the labels without those of classes with a smaller share of all segments."""
    sizes = np.bincount(labels)
    return np.where(sizes[labels] < share * len(labels), 0, labels)


def context_units(counts: Counts, min_forms: int) -> Ints:
    """Return the context unit of each segment, numbered from 0.

    Consecutive segments of one article are joined until their forms, counted in each and summed,
    reach `min_forms`; the rest of an article joins the unit before it.
    """
    forms = (counts.matrix > 0).sum(axis=1)
    ends = np.flatnonzero(counts.doc_ids[1:] != counts.doc_ids[:-1]) + 1
    units, unit = np.empty(len(forms), dtype=np.int64), 0
    for start, end in pairwise([0, *ends, len(forms)]):
        first, size = unit, 0
        for row in range(start, end):
            units[row], size = unit, size + forms[row]
            if size >= min_forms:
                unit, size = unit + 1, 0
        units[start:end] = np.minimum(units[start:end], max(unit - 1, first))
        unit = units[end - 1] + 1
    return units


class _Class(NamedTuple):
    """The context units of a class, and units × terms of 0 and 1, with the terms it still uses."""

    members: Ints
    matrix: sparse.csr_array


def _whole(counts: Counts, units: Ints) -> _Class:
    """Return the class of all context units.

    Terms are in alphabetical order, so that the result does not depend on the order of the columns.
    """
    order = np.argsort(counts.terms, kind="stable")
    # Most classifications are of segments as they are.
    joined = counts if len(np.unique(units)) == len(units) else counts.group_rows(units)
    matrix = (joined.matrix[:, order] > 0).astype(np.float64)
    return _Class(np.arange(matrix.shape[0]), matrix)


def split_repeatedly(
    counts: Counts, k: int, min_segment_size: int = 0, min_split_members: int = 5
) -> tuple[list[Ints], list[tuple[int, Split]]]:
    """Split the largest class until there are k, or until it cannot be split.

    This is `reinert` without its checks.

    Returns:
        The class of each segment at 2, 3 … classes, 0 where its context unit has no term left; and
        the splits, each with the index of the class it splits.
    """
    units = context_units(counts, min_segment_size)
    classes = [_whole(counts, units)]
    levels: list[Ints] = []
    splits: list[tuple[int, Split]] = []
    while len(classes) < k:
        index = int(np.argmax([len(part.members) for part in classes]))
        parent = classes[index]
        halves = _split(parent) if len(parent.members) >= min_split_members else None
        if halves is None:
            break
        split, classes[index : index + 1] = halves
        splits.append((index, split))
        of_unit = np.zeros(units.max() + 1, dtype=np.int64)
        for label, part in enumerate(classes, 1):
            of_unit[part.members] = label
        levels.append(of_unit[units])
    return levels, splits


def _split(parent: _Class) -> tuple[Split, list[_Class]] | None:
    """Split a class in two, without its empty units; None if all its units are equal."""
    filled, used = map(np.flatnonzero, cells_of(parent.matrix))
    members, matrix = parent.members[filled], parent.matrix[filled][:, used]
    split = bipartition(matrix)
    if split is None:
        return None
    sides = ~split.smaller, split.smaller
    parts = [matrix[side] for side in sides]
    kept = _kept_terms(np.stack([cells_of(part)[1] for part in parts]))
    return split, [
        _Class(members[side], part[:, terms])
        for side, part, terms in zip(sides, parts, kept, strict=True)
    ]


def _kept_terms(sums: Floats) -> Bools:
    """Return which terms each part keeps, given the 2 × p table of column sums.

    A part keeps a term that occurs in it at least 3 times, unless the term is typical of the other
    part: contingency coefficient √(χ²/(χ² + n)) above 0.3, and no more often than expected.
    """
    total = sums.sum(axis=0)
    expected = np.outer(sums.sum(axis=1), total) / total.sum()
    chi2 = ((sums - expected) ** 2 / expected).sum(axis=0)
    avoided = (np.sqrt(chi2 / (chi2 + total)) > CONTINGENCY) & (sums <= expected)
    return np.asarray(~avoided & (sums >= LEAST_COUNT_OF_TERM))


def _dendrogram(splits: list[tuple[int, Split]]) -> pd.DataFrame:
    """Return the dendrogram in the form of R's hclust, last split first."""
    nodes = [-label for label in range(1, len(splits) + 2)]
    records = []
    for step, (index, split) in enumerate(reversed(splits), 1):
        records.append((step, nodes[index], nodes[index + 1], split.chi2, split.moves))
        nodes[index : index + 2] = [step]
    table = pd.DataFrame(records, columns=["step", "first", "second", "chi2", "moves"])
    table.insert(3, "height", table["chi2"].cumsum())
    return table
