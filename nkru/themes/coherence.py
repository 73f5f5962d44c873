"""Coherence: how often the top terms of a topic occur together."""

from __future__ import annotations

import numpy as np

from nkru._typing import Floats
from nkru.measures.association import npmi


def topic_coherence(presence: Floats) -> float:
    """Return the mean NPMI of all pairs of terms, given windows × terms of 0 and 1.

    NPMI = ln[P(i, j)/(P(i)·P(j))]/−ln P(i, j), P being shares of windows: 1 for terms that always
    occur together, 0 by chance, −1 for terms that never do. Pairs in every window are left out.

    Note:
        The value depends on the length of the windows: compare only topics measured in the same
        ones.

    References:
        Bouma 2009, Proceedings of GSCL. Aletras and Stevenson 2013, Proceedings of IWCS.

    >>> topic_coherence(np.array([[1, 1], [1, 1], [0, 0], [0, 0]]))
    1.0
    >>> round(topic_coherence(np.array([[1, 1], [1, 0], [0, 1], [0, 0]])), 3)  # 1/4 = 1/2 · 1/2
    0.0
    """
    first, second = np.triu_indices(presence.shape[1], 1)
    single = presence.mean(axis=0)
    both = (presence.T @ presence)[first, second] / len(presence)
    values = npmi(both, single[first], single[second], 1)
    return float(np.nanmean(np.where(both == 0, -1.0, values)))
