"""Copies: articles with one story in the same words, with any headline and on any day.

Two articles are copies when at least 45 % of the five-word shingles of the shorter one are in the
other. Pairs of AFP copies that were measured reach .46 to .66, two papers with one interview .33.

All pairs would be too many, so candidates are found first, in two ways: by equal bands of MinHash
(articles alike as a whole), and by rare shingles in common (a short piece inside a long one).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkru._typing import Ints
from nkru.corpus.shingles import BANDS, BASE, ROWS, Shingles, Sketch, containment

# Pairs of articles by their index in the order of doc_ids: first · 2³² + second.
Pairs = Ints
# Returns the rows of `signature_table`, part by part, each time it is called.
Reader = Callable[[], Iterable[pa.Table]]

CONTAINMENT = 0.45
# An article with equal minima is compared with this number of those that follow in order: pairs
# stay few where all share a formula.
_NEIGHBOURS = 8
# Two articles are candidates if they have 15 shingles in common that at most four articles have.
_RARE, _IN_COMMON = 4, 15
# Limits of memory: shingles sorted at once (those of 66,000 articles take 0.7 GB), pairs of
# articles with their shingles in memory at once, and shingles compared at once.
_SLICE, _PAIRS, _PIECE = 1 << 25, 1 << 16, 1 << 20


def group_stories(read: Reader) -> pd.Series[str]:
    """Return the story of each article: the smallest doc_id of its copies, their copies and so on.

    Args:
        read: returns the rows of `signature_table` in parts. It is called again for every slice of
            the shingles, so that at most one part and one slice of them are in memory.

    Returns:
        A series named story_id, one row per article that has a sentence, by doc_id.
    """
    from scipy.sparse import coo_array, csgraph

    # Only these columns stay in memory.
    doc_ids, sizes, sketches = zip(
        *((table["doc_id"].to_pylist(), _sizes(table), _flat(table, "sketch")) for table in read()),
        strict=True,
    )
    articles = pd.Series(list(chain.from_iterable(doc_ids)), dtype="str").sort_values()
    index_of = dict(zip(articles, range(len(articles)), strict=True))
    order = articles.index.to_numpy()
    filled = np.flatnonzero(np.concatenate(sizes)[order])
    bands = np.concatenate(sketches).reshape(-1, BANDS, ROWS)[order[filled]]
    size = sum(int(lengths.sum()) for lengths in sizes)
    pairs = np.union1d(_similar_pairs(bands, filled), _sharing_pairs(read, index_of, size))
    first, second = _copies(pairs, read, index_of)
    links = coo_array((np.ones(len(first)), (first, second)), shape=(len(articles), len(articles)))
    label = csgraph.connected_components(links, directed=False)[1]
    smallest = articles.take(np.unique(label, return_index=True)[1][label])
    return smallest.set_axis(pd.Index(articles, name="doc_id")).rename("story_id")


def _sizes(table: pa.Table) -> Ints:
    return np.asarray(pc.list_value_length(table["shingles"]).to_numpy(), dtype=np.int64)


def _flat(table: pa.Table, name: str) -> NDArray[Any]:
    """Return the lists of a column as one array."""
    flat: NDArray[Any] = pc.list_flatten(table[name]).to_numpy()
    return flat


def _indexes(table: pa.Table, index_of: Mapping[str, int]) -> Ints:
    return np.array([index_of[doc_id] for doc_id in table["doc_id"].to_pylist()], dtype=np.int64)


def _copies(pairs: Pairs, read: Reader, index_of: Mapping[str, int]) -> Ints:
    """Return the pairs that are copies, as two rows of indexes."""
    copies: list[tuple[int, int]] = []
    for start in range(0, len(pairs), _PAIRS):
        batch = np.stack(np.divmod(pairs[start : start + _PAIRS], 1 << 32), axis=1)
        copies += _copies_among(batch, read, index_of)
    return np.array(copies, dtype=np.int64).reshape(-1, 2).T


def _copies_among(batch: Pairs, read: Reader, index_of: Mapping[str, int]) -> list[tuple[int, int]]:
    rows = _shingles_of(np.unique(batch), read, index_of)
    return [
        (first, second)
        for first, second in batch.tolist()
        if containment(rows[first], rows[second]) >= CONTAINMENT
    ]


def _shingles_of(articles: Ints, read: Reader, index_of: Mapping[str, int]) -> dict[int, Shingles]:
    """Return the shingles of some articles, by index."""
    rows = {}
    for table in read():
        indexes, bounds = _indexes(table, index_of), np.append(0, _sizes(table).cumsum())
        hashes = _flat(table, "shingles")
        for row in np.flatnonzero(np.isin(indexes, articles)).tolist():
            # A view would keep the whole part in memory.
            rows[int(indexes[row])] = hashes[bounds[row] : bounds[row + 1]].copy()
    return rows


def _similar_pairs(sketches: Sketch, articles: Ints) -> Pairs:
    """Find pairs by locality-sensitive hashing of their MinHash, one band at a time.

    Args:
        sketches: articles × bands × rows.
        articles: their indexes, in ascending order.
    """
    pairs = [np.empty(0, dtype=np.int64)]
    mask = _index_mask(len(articles))
    for band in range(BANDS):
        keys = np.zeros(len(articles), dtype=np.uint64)
        for row in range(ROWS):
            keys = (keys + sketches[:, band, row]) * BASE
        packed = np.sort(keys & ~mask | np.arange(len(keys), dtype=np.uint64))
        indexes = articles[(packed & mask).astype(np.int64)]
        for gap in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(packed[gap:] ^ packed[:-gap] <= mask)
            pairs.append((indexes[same] << 32) + indexes[same + gap])
    return np.unique(np.concatenate(pairs))


def _index_mask(articles: int) -> np.uint64:
    """Return the bit mask of the article index in a uint64 that packs hash and index.

    Packed values are sorted in a quarter of the time and memory of two columns. At least 40 bits of
    the hash remain: few pairs are found by chance, and `containment` rejects them.
    """
    return np.uint64((1 << articles.bit_length()) - 1)


def _sharing_pairs(read: Reader, index_of: Mapping[str, int], size: int) -> Pairs:
    """Find pairs with rare shingles in common, one slice of the hashes at a time.

    A short piece inside a long one has a low Jaccard index, so that its sketch does not find it.
    """
    counts = pd.Series(dtype="int64")
    mask, slices = _index_mask(len(index_of)), size // _SLICE + 1
    for number in range(slices):
        low, high = (np.uint64(((number + end) << 64) // slices - end) for end in (0, 1))
        # Filling a preallocated array is ten times faster than concatenating, and only the used
        # pages are committed.
        packed, end = np.empty(size, dtype=np.uint64), 0
        for part in _packed_parts(read, index_of, mask, low, high):
            packed[end : (end := end + len(part))] = part
        pairs = np.concatenate(list(_rare_pairs(packed[:end], mask)))
        counts = counts.add(pd.Series(*np.unique(pairs, return_counts=True)[::-1]), fill_value=0)
    return counts.index[counts >= _IN_COMMON].to_numpy(np.int64)


def _packed_parts(
    read: Reader, index_of: Mapping[str, int], mask: np.uint64, low: np.uint64, high: np.uint64
) -> Iterator[Shingles]:
    """Yield the hashes from `low` to `high` of each part, packed with the index of the article."""
    for table in read():
        hashes, indexes = _flat(table, "shingles"), _indexes(table, index_of).astype(np.uint64)
        packed = hashes & ~mask | np.repeat(indexes, _sizes(table))
        yield packed[(low <= hashes) & (hashes <= high)]


def _rare_pairs(packed: Shingles, mask: np.uint64) -> Iterator[Pairs]:
    """Yield every pair of articles once for each rare shingle that they have in common."""
    packed.sort()
    # Pieces keep temporary arrays small; they are cut where one hash ends and the next begins.
    for piece in np.split(packed, np.searchsorted(packed, packed[_PIECE::_PIECE] & ~mask)):
        yield from _rare_pairs_of(piece, mask)


def _rare_pairs_of(packed: Shingles, mask: np.uint64) -> Iterator[Pairs]:
    # same[n]: value n has the same shingle as the value before it. Most shingles occur once, and
    # are dropped.
    same = np.zeros(len(packed) + 1, dtype=bool)
    np.less_equal(packed[1:] ^ packed[:-1], mask, out=same[1:-1])
    kept = same[:-1] | same[1:]
    indexes, starts = (packed[kept] & mask).astype(np.int64), np.flatnonzero(~same[:-1][kept])
    sizes = np.diff(np.append(starts, len(indexes)))
    for size in range(2, _RARE + 1):
        groups = indexes[starts[sizes == size][:, None] + np.arange(size)]
        yield from (
            (groups[:, first] << 32) + groups[:, second]
            for first, second in combinations(range(size), 2)
        )
