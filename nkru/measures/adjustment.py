"""Adjustment of p-values for the number of tests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru._typing import Floats


def adjust(p: npt.ArrayLike, times: npt.ArrayLike = 1) -> pd.DataFrame:
    """Return p-values adjusted for the number of terms tested: p_holm and p_bh.

    With m p-values in rising order, Holm (1979) takes the largest (m − j + 1)·p(j) of all j ≤ i;
    Benjamini and Hochberg (1995) take the smallest m·p(j)/j of all j ≥ i. `times` says how many
    terms share each p-value.

    >>> adjust([0.01, 0.04, 0.03]).round(3).to_dict("list")
    {'p_holm': [0.03, 0.06, 0.06], 'p_bh': [0.03, 0.04, 0.04]}
    """
    p, order = np.asarray(p, dtype=float), np.argsort(p, kind="stable")
    if not len(p):
        return pd.DataFrame({"p_holm": p, "p_bh": p})
    rising, last = p[order], np.cumsum(np.broadcast_to(times, len(p))[order])
    first = np.append(1, last[:-1] + 1)
    values = np.empty((len(p), 2))
    values[order, 0] = np.minimum(np.maximum.accumulate(rising * (last[-1] - first + 1)), 1)
    values[order, 1] = np.minimum.accumulate((rising * last[-1] / last)[::-1])[::-1]
    return pd.DataFrame(values, columns=["p_holm", "p_bh"])


def holm(p: npt.ArrayLike) -> Floats:
    """Return p-values adjusted by Holm's method; an undefined one is not counted.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    adjusted = values.copy()
    adjusted[known] = adjust(values[known])["p_holm"]
    return adjusted
