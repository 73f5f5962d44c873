"""Reinert's descending classification (ALCESTE) of segments by the terms they hold."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.errors import ParameterError
from nkru.measures.counts import Counts, frequent_terms
from nkru.themes.classes import Classes
from nkru.themes.partition import Partition, bipartition

Ints = npt.NDArray[np.int64]

LEAST_SEGMENTS = 100
LEAST_COUNT_OF_TERM = 3
CONTINGENCY = 0.3


def reinert(
    counts: Counts, k: int = 6, *, min_segment_size: int = 0, min_split_members: int = 5
) -> Classes:
    """Classify segments by Reinert's descending method, as published for ALCESTE.

    The largest class is split k − 1 times; the χ² of each split is that of the parts returned.

    Args:
        counts: segments × terms; only presence counts, and terms in fewer than 3 segments are left
            out.
        k: number of classes.
        min_segment_size: consecutive segments of one article are joined until they hold so many
            forms.
        min_split_members: a class with fewer members is not split.

    Raises:
        SizeError: there are fewer than 100 segments, or fewer than 100 hold a term.
        ParameterError: k is smaller than 2 or larger than these segments allow.

    References:
        Reinert 1983, Les cahiers de l'analyse des données 8(2).
    """
    if k < 2:
        raise ParameterError(f"k = {k}: a classification needs at least 2 classes")
    kept = frequent_terms(counts, LEAST_SEGMENTS, "Reinert's classification needs")
    levels, splits = descend(kept, k, min_segment_size, min_split_members)
    if len(levels) < k - 1:
        most = f"{len(levels) + 1} class{'es' if levels else ''}"
        raise ParameterError(
            f"k = {k}: these segments allow at most {most} with min_split_members = "
            f"{min_split_members}; ask for fewer, or add articles"
        )
    columns = {
        f"k{n}": pd.arrays.IntegerArray(labels, labels == 0) for n, labels in enumerate(levels, 2)
    }
    return Classes(
        kept, pd.DataFrame(columns, kept.rows), _merge(splits), min_segment_size, min_split_members
    )


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
        units[start:end] = np.minimum(units[start:end], max(unit - 1, first))
        unit = units[end - 1] + 1
    return units


def _presence(counts: Counts, units: Ints) -> tuple[Ints, Ints]:
    """Return where a unit holds a term: the number of the unit and that of the term, in the order of both.

    Terms are numbered by their order: no sum, and so no result, depends on the order given.
    """
    rank = np.argsort(np.argsort(counts.terms, kind="stable"))
    cells = counts.matrix.tocoo()
    held = cells.data > 0
    numbers = np.unique(units[cells.row[held]] * len(rank) + rank[cells.col[held]])
    return numbers // len(rank), numbers % len(rank)


class _Part(NamedTuple):
    """The units of a class, and the cells of the terms still used in it."""

    members: Ints
    units: Ints
    terms: Ints


def descend(
    counts: Counts, k: int, min_segment_size: int = 0, min_split_members: int = 5
) -> tuple[list[Ints], list[tuple[int, Partition]]]:
    """Split the largest class until there are k, or until it cannot be split: the method without its safeguards.

    Returns:
        The class of each segment at 2, 3 … classes, 0 where its unit has no term left; and the
        place of each split.
    """
    units = merge_segments(counts, min_segment_size)
    parts = [_Part(np.arange(units.max(initial=-1) + 1), *_presence(counts, units))]
    levels, splits = [], []
    while len(parts) < k:
        place = int(np.argmax([len(part.members) for part in parts]))
        split = _split(parts[place]) if len(parts[place].members) >= min_split_members else None
        if split is None:
            break
        partition, parts[place : place + 1] = split
        splits.append((place, partition))
        of_unit = np.zeros(units.max() + 1, dtype=np.int64)
        for number, part in enumerate(parts, 1):
            of_unit[part.members] = number
        levels.append(of_unit[units])
    return levels, splits


def _split(parent: _Part) -> tuple[Partition, list[_Part]] | None:
    """Cut a class in two, without its empty units; None where nothing tells its units apart."""
    rows, members = pd.factorize(parent.units, sort=True)
    columns, terms = pd.factorize(parent.terms, sort=True)
    starts = np.searchsorted(rows, np.arange(len(members) + 1))
    partition = bipartition(
        sparse.csr_array((np.ones(len(rows)), columns, starts), (len(members), len(terms)))
    )
    if partition is None:
        return None
    sides = np.stack([~partition.second, partition.second])
    sums = np.stack([np.bincount(columns, side[rows]) for side in sides])
    held = sides[:, rows] & _kept_terms(sums)[:, columns]
    return partition, [
        _Part(members[side], parent.units[cells], parent.terms[cells])
        for side, cells in zip(sides, held, strict=True)
    ]


def _kept_terms(sums: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which terms each part keeps, from the 2 × p table of column sums.

    A term leaves the part that shuns it: contingency coefficient √(χ²/(χ² + n)) above 0.3 and no
    more than expected; and a part needs it 3 times.
    """
    total = sums.sum(axis=0)
    expected = np.outer(sums.sum(axis=1), total) / total.sum()
    chi2 = ((sums - expected) ** 2 / expected).sum(axis=0)
    shunned = (np.sqrt(chi2 / (chi2 + total)) > CONTINGENCY) & (sums <= expected)
    return np.asarray(~shunned & (sums >= LEAST_COUNT_OF_TERM))


def _merge(splits: list[tuple[int, Partition]]) -> pd.DataFrame:
    """Return the dendrogram as R's hclust writes it, last split first."""
    nodes = [-number for number in range(1, len(splits) + 2)]
    records = []
    for step, (place, partition) in enumerate(reversed(splits), 1):
        records.append((step, nodes[place], nodes[place + 1], partition.chi2, partition.moves))
        nodes[place : place + 2] = [step]
    table = pd.DataFrame(records, columns=["step", "first", "second", "chi2", "moves"])
    table.insert(3, "height", table["chi2"].cumsum())
    return table
