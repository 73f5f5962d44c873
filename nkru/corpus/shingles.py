"""Shingles: the hashed five-word runs of a text, by which copies of one story are recognised."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from nkru.tokens.norms import fold

Shingles = NDArray[np.uint64]
Sketch = NDArray[np.uint32]

# A sketch has 64 bands of two minima: one equal band is found in 60 % of pairs with a Jaccard index
# of .12, and in 98 % of those with .24.
BANDS, ROWS = 64, 2
# Multiplier of rolling hashes: Knuth's for a linear congruential generator of 64 bits.
BASE = np.uint64(6364136223846793005)
_WORDS, _SEED = 5, 1
_WORD = re.compile(r"\w+")


def signature_table(sentences: pd.DataFrame) -> pa.Table:
    """Return the shingles of each article, and their MinHash.

    It is a table of pyarrow, since its lists can be read as one array for many articles.

    Args:
        sentences: doc_id, text, in the order of the article.

    Returns:
        One row per article that has a sentence: doc_id, shingles (see `shingles`), sketch (the
        least value of the shingles under each of 128 hash functions).
    """
    texts = sentences.groupby("doc_id", observed=True, sort=True)["text"].agg(" ".join)
    lists = [shingles(text) for text in texts.tolist()]
    columns = {
        "doc_id": pa.array(texts.index.tolist(), pa.large_string()),
        "shingles": pa.array(lists, pa.list_(pa.uint64())),
        "sketch": pa.array(_sketches(lists), pa.list_(pa.uint32())),
    }
    return pa.table(columns)


def shingles(text: str) -> Shingles:
    """Return the distinct five-word shingles of a text, as sorted hashes.

    Case, apostrophes, punctuation and white space do not count. The shingles of a text depend on no
    other text, so those of two parts of a corpus may be computed apart and put together.

    >>> len(shingles("Un deux trois quatre cinq six")), len(shingles("Trop court"))
    (2, 0)
    """
    words = np.frombuffer(b"".join(map(_hash_words, text.split())), "<u4").astype(np.uint64)
    if len(words) < _WORDS:
        return np.empty(0, dtype=np.uint64)
    rolled = np.zeros(len(words) - _WORDS + 1, dtype=np.uint64)
    for start in range(_WORDS):
        rolled = (rolled + words[start : start + len(rolled)]) * BASE
    rolled.sort()
    # np.unique takes four times as long for arrays as short as these.
    distinct: Shingles = rolled[np.append(True, rolled[1:] != rolled[:-1])]
    return distinct


def containment(first: Shingles, second: Shingles) -> float:
    """Return |A ∩ B| / min(|A|, |B|), NaN where one is empty (Broder 1997).

    >>> containment(shingles("a b c d e f g"), shingles("b c d e f"))
    1.0
    """
    short, long = sorted((first, second), key=len)
    if not len(short):
        return float("nan")
    shared = np.count_nonzero(long.take(long.searchsorted(short), mode="clip") == short)
    return int(shared) / len(short)


def _sketches(lists: Iterable[Shingles]) -> list[Sketch]:
    """Return the MinHash of each article."""
    from datasketch import MinHash

    # The hash functions take 32 bits, and shingles are hashes already. An article is passed as one
    # array.
    hashes = ([(row >> np.uint64(32)).astype(np.uint32)] if len(row) else [] for row in lists)
    minima = MinHash.generator(
        hashes, num_perm=BANDS * ROWS, seed=_SEED, hashfunc=lambda array: array
    )
    return [minimum.hashvalues.astype(np.uint32) for minimum in minima]


@lru_cache(maxsize=1 << 18)
def _hash_words(chunk: str) -> bytes:
    # Python's own hash() differs from run to run.
    hashes = (zlib.crc32(word.encode()) for word in _WORD.findall(fold(chunk)))
    return b"".join(value.to_bytes(4, "little") for value in hashes)
