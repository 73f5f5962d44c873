"""Copies: articles that tell one story in the same words, however many days or headlines lie between them.

Two articles are copies when at least 45 % of the five-word shingles of the shorter stand in the
other. Pairs of AFP copies that were measured reach .46 to .66, two papers with one interview .33.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkru.tokens.norms import fold

Shingles = NDArray[np.uint64]
Sketch = NDArray[np.uint32]
# Pairs of articles by their places among all: first · 2³² + second.
Pairs = NDArray[np.int64]
# Gives the rows of `signature_table`, part by part, as often as it is called.
Reader = Callable[[], Iterable[pa.Table]]

CONTAINMENT = 0.45
_WORDS = 5
_WORD = re.compile(r"\w+")
# Candidates: two equal minima in one of 64 bands (a Jaccard index of .12 is found in 60 % of pairs,
# .24 in 98 %), or 15 shingles in common that few articles hold.
_BANDS, _ROWS, _SEED = 64, 2, 1
# Articles with equal minima are compared with so many that follow: pairs stay few where all share a
# formula.
_NEIGHBOURS = 8
_RARE, _IN_COMMON = 4, 15
# Shingles compared at once (those of 66,000 articles; to sort them takes 0.7 GB), and pairs whose
# shingles are.
_SLICE, _PAIRS = 1 << 25, 1 << 16
_PIECE = 1 << 20
_BASE = np.uint64(6364136223846793005)


def story_ids(sentences: pd.DataFrame) -> pd.Series[str]:
    """Return the story of each article: the smallest doc_id among its copies, and theirs, and so on.

    Args:
        sentences: doc_id, text, in the order of the article.

    Returns:
        A series named story_id, one row per article that has a sentence, by doc_id.
    """
    table = signature_table(sentences)
    return group_stories(lambda: [table])


def signature_table(sentences: pd.DataFrame) -> pa.Table:
    """Return what copies are told by, one row per article that has a sentence: doc_id, shingles, sketch (MinHash).

    Shingles are read as one array for many articles, so the table is one of pyarrow, with columns
    of lists.
    """
    texts = sentences.groupby("doc_id", observed=True, sort=True)["text"].agg(" ".join)
    found = [shingles(text) for text in texts.tolist()]
    doc_ids = pa.array(texts.index.tolist(), pa.large_string())
    lists = {"shingles": (found, pa.uint64()), "sketch": (_sketches(found), pa.uint32())}
    return pa.table(
        {
            "doc_id": doc_ids,
            **{name: pa.array(rows, pa.list_(of)) for name, (rows, of) in lists.items()},
        }
    )


def shingles(text: str) -> Shingles:
    """Return the distinct five-word shingles of a text, as sorted hashes; this is all that copies are told by.

    Case, apostrophes, punctuation and white space do not count. One text's shingles depend on no
    other text, so those of two parts of a corpus may be computed apart and put together.

    >>> len(shingles("Un deux trois quatre cinq six")), len(shingles("Trop court"))
    (2, 0)
    """
    words = np.frombuffer(b"".join(map(_codes, text.split())), "<u4").astype(np.uint64)
    if len(words) < _WORDS:
        return np.empty(0, dtype=np.uint64)
    rolled = np.zeros(len(words) - _WORDS + 1, dtype=np.uint64)
    for number in range(_WORDS):
        rolled = (rolled + words[number : number + len(rolled)]) * _BASE
    rolled.sort()
    # np.unique takes four times as long for so few.
    distinct: Shingles = rolled[np.append(True, rolled[1:] != rolled[:-1])]
    return distinct


def containment(one: Shingles, other: Shingles) -> float:
    """Return |A ∩ B| / min(|A|, |B|), NaN where one is empty (Broder 1997).

    >>> containment(shingles("a b c d e f g"), shingles("b c d e f"))
    1.0
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if not len(short):
        return float("nan")
    return int(np.count_nonzero(long.take(long.searchsorted(short), mode="clip") == short)) / len(
        short
    )


def group_stories(read: Reader) -> pd.Series[str]:
    """Return the story of each article (see `story_ids`).

    Args:
        read: gives the rows of `signature_table` in parts. It is called again for every slice of
            the shingles, so that no more of them are in memory than a part and a slice.
    """
    from scipy.sparse import coo_array, csgraph

    # Nothing of what is read is kept but these columns.
    doc_ids, sizes, sketches = zip(
        *((table["doc_id"].to_pylist(), _sizes(table), _flat(table, "sketch")) for table in read()),
        strict=True,
    )
    articles = pd.Series(list(chain.from_iterable(doc_ids)), dtype="str").sort_values()
    places = dict(zip(articles, range(len(articles)), strict=True))
    order = articles.index.to_numpy()
    filled = np.flatnonzero(np.concatenate(sizes)[order])
    alike = _alike(np.concatenate(sketches).reshape(-1, _BANDS, _ROWS)[order[filled]], filled)
    pairs = np.union1d(alike, _sharing(read, places, sum(int(size.sum()) for size in sizes)))
    one, other = _contained(pairs, read, places)
    links = coo_array((np.ones(len(one)), (one, other)), shape=(len(articles), len(articles)))
    label = csgraph.connected_components(links, directed=False)[1]
    firsts = np.unique(label, return_index=True)[1]
    return (
        articles.take(firsts[label]).set_axis(pd.Index(articles, name="doc_id")).rename("story_id")
    )


def _sizes(table: pa.Table) -> NDArray[np.int64]:
    return np.asarray(pc.list_value_length(table["shingles"]).to_numpy(), dtype=np.int64)


def _flat(table: pa.Table, name: str) -> NDArray[Any]:
    """Return the lists of a column as one array."""
    flat: NDArray[Any] = pc.list_flatten(table[name]).to_numpy()
    return flat


def _places(table: pa.Table, places: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([places[doc_id] for doc_id in table["doc_id"].to_pylist()], dtype=np.int64)


def _contained(pairs: Pairs, read: Reader, places: Mapping[str, int]) -> NDArray[np.int64]:
    """Return the pairs that are copies, as places: two rows. The shingles of some pairs are in memory at a time."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(pairs), _PAIRS):
        run = np.stack(np.divmod(pairs[start : start + _PAIRS], 1 << 32), axis=1)
        wanted, held = np.unique(run), {}
        for table in read():
            own, bounds = _places(table, places), np.append(0, _sizes(table).cumsum())
            numbers = _flat(table, "shingles")
            for row in np.flatnonzero(np.isin(own, wanted)).tolist():
                # Copied: a view would keep those of the whole part.
                held[int(own[row])] = numbers[bounds[row] : bounds[row + 1]].copy()
        found += [
            (one, other)
            for one, other in run.tolist()
            if containment(held[one], held[other]) >= CONTAINMENT
        ]
    return np.array(found, dtype=np.int64).reshape(-1, 2).T


def _alike(sketches: NDArray[np.uint32], places: NDArray[np.int64]) -> Pairs:
    """Find pairs by locality-sensitive hashing of their MinHash, one band at a time to bound the memory.

    Args:
        sketches: articles × bands × rows.
        places: of the articles, rising.
    """
    pairs = [np.empty(0, dtype=np.int64)]
    mask = _mask(len(places))
    for band in range(_BANDS):
        keys = np.zeros(len(places), dtype=np.uint64)
        for row in range(_ROWS):
            keys = (keys + sketches[:, band, row]) * _BASE
        numbers = np.sort(keys & ~mask | np.arange(len(keys), dtype=np.uint64))
        place = places[(numbers & mask).astype(np.int64)]
        for gap in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(numbers[gap:] ^ numbers[:-gap] <= mask)
            pairs.append((place[same] << 32) + place[same + gap])
    return np.unique(np.concatenate(pairs))


def _mask(articles: int) -> np.uint64:
    """Return the bits that the place of an article takes in a number that holds it beside a hash.

    Such numbers are sorted in a quarter of the time and memory. What is left of the hash has 40
    bits and more: pairs found by chance are few, and none is a copy by chance.
    """
    return np.uint64((1 << articles.bit_length()) - 1)


def _sketches(signatures: Sequence[Shingles]) -> list[Sketch]:
    """Return the MinHash of each article: the least value of its shingles under each of many hash functions."""
    from datasketch import MinHash

    # The hash functions are those of 32 bits; shingles are hashes already. An article is handed
    # over as one array.
    hashes = (
        [(found >> np.uint64(32)).astype(np.uint32)] if len(found) else [] for found in signatures
    )
    made = MinHash.generator(
        hashes, num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=lambda array: array
    )
    return [found.hashvalues.astype(np.uint32) for found in made]


def _sharing(read: Reader, places: Mapping[str, int], size: int) -> Pairs:
    """Find pairs with rare shingles in common: a short piece inside a long one has a low Jaccard index."""
    counts = pd.Series(dtype="int64")
    mask, slices = _mask(len(places)), size // _SLICE + 1
    for number in range(slices):
        numbers = np.empty(size, dtype=np.uint64)
        pairs = np.concatenate(
            list(_rare_pairs(_fill(numbers, read, places, mask, number, slices), mask))
        )
        counts = counts.add(pd.Series(*np.unique(pairs, return_counts=True)[::-1]), fill_value=0)
    return counts.index[counts >= _IN_COMMON].to_numpy(np.int64)


def _fill(
    numbers: Shingles,
    read: Reader,
    places: Mapping[str, int],
    mask: np.uint64,
    number: int,
    slices: int,
) -> Shingles:
    """Fill an array with the shingles whose hashes lie in one of equal slices, each with the place of its article.

    An array that is filled takes memory for what is in it, and a tenth of the time of one that is
    put together.
    """
    low, high = (np.uint64(((number + end) << 64) // slices - end) for end in (0, 1))
    end = 0
    for table in read():
        found = _flat(table, "shingles")
        placed = found & ~mask | np.repeat(_places(table, places).astype(np.uint64), _sizes(table))
        chosen = placed[(low <= found) & (found <= high)]
        numbers[end : (end := end + len(chosen))] = chosen
    return numbers[:end]


def _rare_pairs(numbers: Shingles, mask: np.uint64) -> Iterator[Pairs]:
    """Yield every pair of articles once for each shingle that they and few others hold."""
    numbers.sort()
    # Piece by piece, so that masks take little memory; cut where one hash ends and the next begins.
    for piece in np.split(numbers, np.searchsorted(numbers, numbers[_PIECE::_PIECE] & ~mask)):
        yield from _rare_pairs_of(piece, mask)


def _rare_pairs_of(numbers: Shingles, mask: np.uint64) -> Iterator[Pairs]:
    # Whether a number is of the same shingle as the one before it; most shingles stand once, and
    # go.
    same = np.zeros(len(numbers) + 1, dtype=bool)
    np.less_equal(numbers[1:] ^ numbers[:-1], mask, out=same[1:-1])
    kept = same[:-1] | same[1:]
    places, starts = (numbers[kept] & mask).astype(np.int64), np.flatnonzero(~same[:-1][kept])
    sizes = np.diff(np.append(starts, len(places)))
    for size in range(2, _RARE + 1):
        held = places[starts[sizes == size][:, None] + np.arange(size)]
        yield from (
            (held[:, one] << 32) + held[:, other] for one, other in combinations(range(size), 2)
        )


@lru_cache(maxsize=1 << 18)
def _codes(chunk: str) -> bytes:
    # Python's own hash() differs from run to run.
    return b"".join(
        zlib.crc32(word.encode()).to_bytes(4, "little") for word in _WORD.findall(fold(chunk))
    )
