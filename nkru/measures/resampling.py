"""Intervals over stories: the uncertainty of a rate or share if other stories had been sampled.

Stories, not words or articles, are the sampled units: copies of one story repeat the same thing,
and the words of a story depend on each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru._typing import Floats, Ints

MIN_STORIES = 10  # a rate of fewer stories has no interval
MIN_OF_MEANS = 5  # nor has a mean, or a difference, of fewer
MOST_OF_ONE = 0.5  # nor has a rate of which one article makes more
LEVEL = 0.95
# Simulated coverage of `rate_interval`, from this number of stories on.
COVERAGE = {200: 0.95, 50: 0.94, 20: 0.92, 10: 0.91}


def rate_interval(
    counts: Sequence[float] | Floats, sizes: Sequence[float] | Floats
) -> tuple[float, float]:
    """Return the 95 % interval of a rate, R = Σ counts / Σ sizes over stories.

    A t interval on the logarithm of the ratio: exp(ln R ± t·se/R), se² = n/(n−1) · Σ(x − R·m)² /
    (Σm)², with n − 1 degrees of freedom (Cochran 1977, Sampling Techniques, chapter 6).

    Args:
        counts: occurrences (x) in each story.
        sizes: words (m) of each story.

    Returns:
        Lower and upper bound, in occurrences per word; NaN for fewer than 10 stories and if all
        counts are 0.

    Note:
        The interval is about stories like these, drawn from the same outlets. With few stories it
        is too narrow: see `coverage_at`. Two rates may differ although their intervals overlap:
        take the interval of their difference, over `resamples`.

    >>> counts = [2, 4, 3, 5, 2, 4, 3, 5, 2, 4]
    >>> # R = 0.034; Σ(x − 3.4)² = 12.4, so se = √(10/9 · 12.4)/1000 = 0.00371; t(9) = 2.262
    >>> [round(bound, 4) for bound in rate_interval(counts, [100] * 10)]
    [0.0266, 0.0435]
    """
    # scipy.stats takes a second to load, scipy.special does not.
    from scipy.special import stdtrit

    n = len(counts)
    if n < MIN_STORIES or not np.any(counts):
        return np.nan, np.nan
    x, m = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    ratio = float(x.sum()) / float(m.sum())
    error = np.sqrt(n / (n - 1) * float(((x - ratio * m) ** 2).sum())) / float(m.sum())
    half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * error / ratio
    return ratio * float(np.exp(-half)), ratio * float(np.exp(half))


def coverage_at(stories: int) -> float:
    """Return the simulated coverage of `rate_interval` at this number of stories.

    It is below the nominal .95 for few stories; NaN where `rate_interval` gives NaN.

    >>> coverage_at(35)
    0.92
    """
    return next((share for least, share in COVERAGE.items() if stories >= least), np.nan)


def share_interval(share: float, stories: int) -> tuple[float, float]:
    """Return the 95 % interval of a share p of n stories (Wilson 1927).

    (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96. A share of 0 has the exact
    one-sided bound 1 − .05^(1/n). Fewer than 2 stories give NaN.

    Note:
        The stories must be counted, not their articles: copies would make the interval too narrow.

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
    middle, scale = share + z**2 / (2 * stories), 1 + z**2 / stories
    half = z * np.sqrt(share * (1 - share) / stories + (z / (2 * stories)) ** 2)
    return float((middle - half) / scale), float((middle + half) / scale)


def resamples(stories: int, draws: int = 2000, seed: int = 0) -> Ints:
    """Return how often each bootstrap sample contains each story: draws × stories (Efron 1979).

    Every row sums to `stories`. Use the same rows for both sides of a difference, and for both
    parts of a ratio: `(weights @ counts) / (weights @ sizes)`.

    >>> resamples(4, draws=3).sum(axis=1).tolist()
    [4, 4, 4]
    """
    random = np.random.default_rng(seed)
    return random.multinomial(stories, np.full(stories, 1 / stories), size=draws)


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
    rows: pd.Index[Any], row: pd.Series[Any], columns: pd.Index[Any], column: pd.Series[Any]
) -> Floats:
    """Return how often each of `rows` occurs with each of `columns`; other labels are left out.

    >>> story, actor = pd.Series(["s", "s", "t"]), pd.Series(["Russie", "Chine", "Russie"])
    >>> count_pairs(pd.Index(["s", "t"]), story, pd.Index(["Chine", "Russie"]), actor).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    table = pd.crosstab(row.to_numpy(), column.to_numpy())
    return table.reindex(index=rows, columns=columns, fill_value=0).to_numpy(np.float64)
