"""Time and growth of counting, keyness and collocations: python tests/benchmarks/keyness.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd

import nkru
from nkru.measures.counts import Counts
from nkru.themes.collocation import score_stream
from nkru.themes.significance import bootstrap_p

WORDS, LENGTH = 30_000, 400
SIZES = (125_000, 250_000, 500_000, 1_000_000, 2_000_000)


def zipf(tokens: int, seed: int = 0) -> np.ndarray:
    """Return codes of words drawn by Zipf's law, the stop words first."""
    rng = np.random.default_rng(seed)
    weights = np.cumsum(1 / (np.arange(WORDS) + 2.7))
    return np.searchsorted(weights, rng.random(tokens) * weights[-1])


def corpus(tokens: int) -> nkru.Corpus:
    """Return the parts of a corpus that counting reads: tokens, in sentences of 20 words."""
    words = pd.Index([f"mot{code:05}" for code in range(WORDS)], dtype="str")
    code, position = pd.Categorical.from_codes(zipf(tokens), words), np.arange(tokens)
    articles = pd.Index([f"{number:06}" for number in range(tokens // LENGTH + 1)], dtype="str")
    columns = {
        "doc_id": pd.Categorical.from_codes(position // LENGTH, articles),
        "sent_no": (position % LENGTH) // 20 + 1,
        "token_no": position % 20 + 1,
        "norm": code,
        "lemma": code,
        "kind": pd.Categorical.from_codes(np.zeros(tokens, dtype=np.int8), ["word"]),
    }
    table = pd.DataFrame(columns, copy=False)
    made_up = SimpleNamespace(tokens=table, basis="made up", is_partitioned=False)
    return cast("nkru.Corpus", made_up)


def seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def curve(name: str, call: Callable[[nkru.Corpus], object]) -> None:
    times = [
        min(seconds(lambda part=part: call(part)) for _ in range(2)) for part in map(corpus, SIZES)
    ]
    exponent = np.polyfit(np.log(SIZES[1:]), np.log(times[1:]), 1)[0]
    detail = "  ".join(
        f"{size // 1000}k {value:.2f} s" for size, value in zip(SIZES, times, strict=True)
    )
    print(f"{name:<28} {detail}   tokens^{exponent:.2f}")


def halves(part: nkru.Corpus) -> tuple[Counts, Counts]:
    counts = nkru.count(part)
    first = np.arange(len(counts.rows)) % 2 == 0
    return counts.where(first), counts.where(~first)


def pairs(part: nkru.Corpus) -> pd.DataFrame:
    """Score with the words numbered by frequency, so that the stream is the tokens' own codes."""
    tokens = part.tokens
    stretch = np.cumsum(tokens["token_no"].to_numpy() == 1)
    stream = {
        "word": tokens["norm"].cat.codes,
        "stretch": stretch,
        "article": tokens["doc_id"].cat.codes,
    }
    return score_stream(
        pd.DataFrame(stream), tokens["norm"].cat.categories.to_numpy(str), min_count=5
    )


def main() -> None:
    nkru.keyness(*halves(corpus(10_000)), draws=9)  # imports
    nkru.collocations(corpus(10_000))
    curve("count by article", nkru.count)
    curve("keyness without resamples", lambda part: nkru.keyness(*halves(part), draws=0))
    curve("collocations of 2 and 3", nkru.collocations)
    curve("  at least 5 times", pairs)
    for tokens in (20_000, 200_000):
        sides = halves(corpus(tokens))
        terms = np.union1d(sides[0].terms, sides[1].terms)
        target, reference = (side.with_terms(terms) for side in sides)
        spent = seconds(lambda t=target, r=reference: bootstrap_p(t, r))
        print(f"9,999 resamples of {tokens // LENGTH} articles, {len(terms)} terms: {spent:.1f} s")


if __name__ == "__main__":
    main()
