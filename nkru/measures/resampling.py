"""Intervals over stories: what a rate or a share would be had other stories been sampled.

Stories, not words or articles, are the unit: copies of one story say the same thing once, and the
words of a story come together. Simulated coverage of `rate_interval` is .91, .92, .94 and .95 at
10, 20, 50 and 200 stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FEWEST = 10  # stories below which a rate has no interval
LEVEL = 0.95
COVERAGE = {
    200: 0.95,
    50: 0.94,
    20: 0.92,
    10: 0.91,
}  # of the interval of a rate, from this number of stories on
Numbers = NDArray[np.float64]


def rate_interval(
    counts: Sequence[float] | Numbers, sizes: Sequence[float] | Numbers
) -> tuple[float, float]:
    """Return the 95 % interval of Σ counts / Σ sizes over stories, NaN under 10 stories or without any count.

    A t interval on the logarithm of the ratio: exp(ln R ± t·se/R), se² = n/(n−1) · Σ(x − R·m)² /
    (Σm)², with n − 1 degrees of freedom (Cochran 1977, chapter 6).

    >>> [round(bound, 4) for bound in rate_interval([2, 4, 3, 5, 2, 4, 3, 5, 2, 4], [100] * 10)]
    [0.0266, 0.0435]
    """
    n = len(counts)
    if n < FEWEST or not np.any(counts):
        return np.nan, np.nan
    x, m = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    total = float(x.sum())
    # scipy.stats alone takes a second to load.
    from scipy.special import stdtrit

    ratio = total / float(m.sum())
    error = np.sqrt(n / (n - 1) * float(((x - ratio * m) ** 2).sum())) / float(m.sum())
    half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * error / ratio
    return ratio * float(np.exp(-half)), ratio * float(np.exp(half))


@lru_cache(maxsize=2**12)
def share_interval(share: float, stories: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of stories (Wilson 1927); none of n: from 0 to 1 − .05^(1/n); NaN for one.

    >>> [round(bound, 4) for bound in share_interval(0.3, 10)]
    [0.1078, 0.6032]
    >>> round(share_interval(0, 5)[1], 4)
    0.4507
    """
    if stories < 2:
        return np.nan, np.nan
    if share == 0:
        return 0.0, 1 - (1 - LEVEL) ** (1 / stories)
    z = 1.959964
    middle, half = (
        share + z**2 / (2 * stories),
        z * np.sqrt(share * (1 - share) / stories + (z / (2 * stories)) ** 2),
    )
    scale = 1 + z**2 / stories
    return float((middle - half) / scale), float((middle + half) / scale)


def resamples(stories: int, draws: int = 2000, seed: int = 0) -> NDArray[np.int64]:
    """Return how often each story stands in each bootstrap sample: draws × stories, every row sums to `stories`.

    The same rows serve both sides of a difference: `(resamples(n) @ x) / (resamples(n) @ sizes)`.
    """
    return np.random.default_rng(seed).multinomial(
        stories, np.full(stories, 1 / stories), size=draws
    )


def ratio_bootstrap(
    sums: NDArray[Any], sizes: NDArray[Any], weights: NDArray[Any]
) -> tuple[float, float]:
    """Return the 95 % percentile interval of Σ sums / Σ sizes over bootstrap samples.

    Args:
        sums: of each story.
        sizes: of each story.
        weights: how often each sample holds each story (see `resamples`); without samples the
            interval is NaN.

    >>> ratio_bootstrap(np.array([1.0, 3.0]), np.array([2, 6]), resamples(2, 100))
    (0.5, 0.5)
    """
    totals = weights @ sizes
    if not len(totals):
        return np.nan, np.nan
    low, high = np.percentile((weights @ sums)[totals > 0] / totals[totals > 0], [2.5, 97.5])
    return float(low), float(high)


def count_pairs(
    rows: pd.Index[str], row: pd.Series[str], columns: pd.Index[str], column: pd.Series[str]
) -> Numbers:
    """Return how often each of `columns` stands in each of `rows`; what is in neither is left out."""
    place, value = rows.get_indexer(pd.Index(row)), columns.get_indexer(pd.Index(column))
    cells = (place * len(columns) + value)[(place >= 0) & (value >= 0)]
    return (
        np.bincount(cells, minlength=len(rows) * len(columns))
        .reshape(len(rows), len(columns))
        .astype(np.float64)
    )


def coverage_at(stories: int) -> float:
    """Return the simulated coverage of `rate_interval` at this number of stories, NaN where it gives none."""
    return next((share for least, share in COVERAGE.items() if stories >= least), np.nan)
