"""Copies: articles that tell one story in the same words, however many days or headlines lie between them.

Two articles are copies when at least 45 % of the five-word shingles of the shorter stand in the other. Pairs of AFP
copies that were measured reach .46 to .66, two papers with one interview .33.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.tokens.norms import fold

Shingles = NDArray[np.uint64]
Sketch = NDArray[np.uint32]
# Pairs of articles by their places among all: first · number of articles + second.
Pairs = NDArray[np.int64]

CONTAINMENT = 0.45
_WORDS = 5
_WORD = re.compile(r"\w+")
# Candidates: two equal minima in one of 64 bands (a Jaccard index of .12 is found in 60 % of pairs, .24 in 98 %),
# or 15 shingles in common that few articles hold.
_BANDS, _ROWS, _SEED = 64, 2, 1
# Articles with equal minima are compared with so many that follow: pairs stay few where all share a formula.
_NEIGHBOURS = 8
_RARE, _IN_COMMON = 4, 15
# Shingles are compared in slices of their hashes, so that those of all articles are never sorted at once.
_SLICES = np.append(np.arange(8, dtype=np.uint64) << np.uint64(61), np.uint64(2**64 - 1))
_BASE = np.uint64(6364136223846793005)


def story_ids(sentences: pd.DataFrame) -> pd.Series[str]:
    """Return the story of each article: the smallest doc_id among its copies, and theirs, and so on.

    Args:
        sentences: doc_id, text, in the order of the article.

    Returns:
        A series named story_id, one row per article that has a sentence, by doc_id.
    """
    texts = sentences.groupby("doc_id", observed=True, sort=True)["text"].agg(" ".join)
    return group_stories({str(doc_id): shingles(text) for doc_id, text in texts.items()})


def shingles(text: str) -> Shingles:
    """Return the distinct five-word shingles of a text, as sorted hashes; this is all that copies are told by.

    Case, apostrophes, punctuation and white space do not count. One text's shingles depend on no other text, so
    those of two parts of a corpus may be computed apart and put together.

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
    short, long = sorted((one, other), key=len)
    if not len(short):
        return float("nan")
    places = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return float(np.count_nonzero(long[places] == short) / len(short))


def group_stories(signatures: Mapping[str, Shingles], sketches: Mapping[str, Sketch] | None = None) -> pd.Series[str]:
    """Return the story of each article from its shingles (see `story_ids`), and its sketch where that is known."""
    filled = sorted(doc_id for doc_id, found in signatures.items() if len(found))
    made = [sketches[doc_id] for doc_id in filled] if sketches else sketch([signatures[name] for name in filled])
    story = {doc_id: doc_id for doc_id in sorted(signatures)}

    def first(doc_id: str) -> str:
        while story[doc_id] != doc_id:
            story[doc_id] = doc_id = story[story[doc_id]]
        return doc_id

    for one, other in _candidates(filled, [signatures[doc_id] for doc_id in filled], made):
        ends = sorted((first(one), first(other)))
        if ends[0] != ends[1] and containment(signatures[one], signatures[other]) >= CONTAINMENT:
            story[ends[1]] = ends[0]
    ids = {doc_id: first(doc_id) for doc_id in story}
    return pd.Series(ids, name="story_id", dtype="str").rename_axis("doc_id")


def _candidates(
    doc_ids: Sequence[str], found: Sequence[Shingles], sketches: Sequence[Sketch]
) -> Iterator[tuple[str, str]]:
    for pair in np.union1d(_alike(sketches), _sharing(found)).tolist():
        yield doc_ids[pair // len(doc_ids)], doc_ids[pair % len(doc_ids)]


def _alike(sketches: Sequence[Sketch]) -> Pairs:
    """Find pairs by locality-sensitive hashing of their MinHash, one band at a time to bound the memory."""
    pairs = [np.empty(0, dtype=np.int64)]
    table = np.array(sketches, dtype=np.uint32).reshape(len(sketches), _BANDS, _ROWS)
    for band in range(_BANDS):
        keys = (table[:, band].astype(np.uint64) * _BASE ** np.arange(_ROWS, dtype=np.uint64)).sum(axis=1)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        for gap in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(keys[gap:] == keys[:-gap])
            pairs.append(order[same] * len(sketches) + order[same + gap])
    return np.unique(np.concatenate(pairs))


def sketch(signatures: Sequence[Shingles]) -> list[Sketch]:
    """Return the MinHash of each article: the least value of its shingles under each of many hash functions."""
    from datasketch import MinHash

    # The hash functions are those of 32 bits; shingles are hashes already. An article is handed over as one array.
    hashes = ([(found >> np.uint64(32)).astype(np.uint32)] for found in signatures)
    made = MinHash.generator(hashes, num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=lambda array: array)
    return [found.hashvalues.astype(np.uint32) for found in made]


def _sharing(signatures: Sequence[Shingles]) -> Pairs:
    """Find pairs with rare shingles in common: a short piece inside a long one has a low Jaccard index."""
    cuts = [np.searchsorted(found, _SLICES) for found in signatures]
    pairs = [np.empty(0, dtype=np.int64)]
    for number in range(len(_SLICES) - 1):
        slices = [found[cut[number] : cut[number + 1]] for found, cut in zip(signatures, cuts, strict=True)]
        pairs += _rare_pairs(slices)
    found, counts = np.unique(np.concatenate(pairs), return_counts=True)
    return found[counts >= _IN_COMMON]


def _rare_pairs(signatures: Sequence[Shingles]) -> Iterator[Pairs]:
    """Yield every pair of articles once for each shingle that they and few others hold."""
    every = np.concatenate([np.empty(0, dtype=np.uint64), *signatures])
    owner = np.repeat(np.arange(len(signatures)), [len(found) for found in signatures])
    order = np.argsort(every)
    every, owner = every[order], owner[order]
    starts = np.flatnonzero(np.append(True, every[1:] != every[:-1])) if len(every) else order
    sizes = np.diff(np.append(starts, len(every)))
    for size in range(2, _RARE + 1):
        held = np.sort(owner[starts[sizes == size][:, None] + np.arange(size)], axis=1)
        yield from (held[:, one] * len(signatures) + held[:, other] for one, other in combinations(range(size), 2))


@lru_cache(maxsize=1 << 18)
def _codes(chunk: str) -> bytes:
    # Python's own hash() differs from run to run.
    return b"".join(zlib.crc32(word.encode()).to_bytes(4, "little") for word in _WORD.findall(fold(chunk)))
