"""Intervals of mean tones, over stories."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from nkru.measures.resampling import LEVEL, MIN_OF_MEANS, MOST_OF_ONE


def tone_intervals(
    tones: pd.Series[float], groups: pd.Series[Any], units: pd.Series[Any]
) -> pd.DataFrame:
    """Return the 95 % interval of the mean tone of each group.

    The mean is the ratio R = Σx / Σm over units, x being the sum of the tones of a unit and m their
    number: R ± t·se, se² = n/(n−1) · Σ(x − R·m)² / (Σm)², with n − 1 degrees of freedom (Cochran
    1977, Sampling Techniques, chapter 6), cut at −1 and 1, the ends of the scale.

    Args:
        tones: −1 to 1, without gaps.
        groups: the group of each tone.
        units: the sampled unit of each tone: its story, or the sentence itself.

    Returns:
        tone_low and tone_high by group; NaN under 5 units, and where one unit holds over half of
        the tones.

    >>> tones = pd.Series([0.1, 0.3] * 6)
    >>> tone_intervals(tones, pd.Series(["a"] * 12), pd.Series(range(12))).round(3).values.tolist()
    [[0.134, 0.266]]
    """
    # scipy.stats takes a second to load, scipy.special does not.
    from scipy.special import stdtrit

    table = pd.DataFrame({"group": groups, "unit": units, "tone": tones})
    sums = table.groupby(["group", "unit"], observed=True)["tone"].agg(["sum", "size"])
    group = sums.index.get_level_values("group")
    totals = sums.groupby(group, observed=True).sum()
    mean = totals["sum"] / totals["size"]
    residual = sums["sum"] - sums["size"] * mean.reindex(group).to_numpy()
    squares = (residual**2).groupby(group, observed=True).sum()
    n = sums.groupby(group, observed=True).size()
    largest = sums["size"].groupby(group, observed=True).max() / totals["size"]
    error = np.sqrt(n / (n - 1).clip(lower=1) * squares) / totals["size"]
    half = error * stdtrit((n - 1).clip(lower=1), (1 + LEVEL) / 2)
    half = half.where((n >= MIN_OF_MEANS) & (largest <= MOST_OF_ONE))
    bounds = {"tone_low": mean - half, "tone_high": mean + half}
    return pd.DataFrame(bounds).clip(-1.0, 1.0)
