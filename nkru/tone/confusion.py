"""Confusion: how the scores mistake sentences, and the balance of tone corrected for it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Floats, Ints
from nkru.resources import path

LABELS = (-1, 0, 1)
DRAWS = 1000
PRIOR = 0.5  # of each cell, by Jeffreys


class CorrectedBalance(NamedTuple):
    """The shares of negative and of positive sentences that readers would find, and their order.

    `sign` is −1 where negative sentences prevail, 1 where positive ones do, 0 where the interval of
    the difference holds 0 under the errors of one of the labelled sets of texts.
    """

    negative: float
    positive: float
    sign: int


@cache
def shipped_confusion() -> tuple[Floats, ...]:
    """Return for each labelled set of texts the sentences by label (rows) and by score (columns).

    Both are in the order −1, 0, 1, a sentence without a score being 0; the set whose errors were
    not read is the last.
    """
    table = pd.read_csv(path("tone/confusion.csv"), comment="#")
    sets = table.groupby("texts", sort=False)
    return tuple(
        own.pivot_table("sentences", "label", "found").to_numpy(dtype=np.float64) for _, own in sets
    )


def corrected_balance(signs: Ints, stories: Ints, seed: int = 0) -> CorrectedBalance:
    """Return the shares of negative and positive sentences, corrected for the errors of the scores.

    With M the shares of scores for each label, readers would find the shares M⁻¹ᵀ f where the
    scores find f (Rogan and Gladen 1978, for three labels). The interval of the difference draws
    stories again, and the labelled sentences of each label.

    Args:
        signs: −1, 0 or 1 for each sentence; 0 without a score.
        stories: the number of its story.
        seed: of the draws.

    Note:
        The errors are those of the shipped lexicon on press articles (`nkru.shipped_error`); they
        may be others in your corpus. The shares are by the set whose errors were not read.

    >>> signs, stories = np.array([-1, -1, -1, 0] * 20), np.arange(80) // 4
    >>> corrected_balance(signs, stories).sign
    -1
    """
    random = np.random.default_rng(seed)
    counts = np.stack([np.bincount(stories, signs == label) for label in LABELS], axis=1)
    chance = np.full(len(counts), 1 / len(counts))
    drawn = (random.multinomial(len(counts), chance, DRAWS) @ counts).astype(np.float64)
    signs_of_sets = {_sign(_redrawn(confusion, random), drawn) for confusion in shipped_confusion()}
    unread = shipped_confusion()[-1]
    shares = _corrected(unread / unread.sum(axis=1, keepdims=True), counts.sum(axis=0)).clip(0, 1)
    negative, _, positive = (shares / shares.sum()).tolist()
    return CorrectedBalance(
        negative, positive, signs_of_sets.pop() if len(signs_of_sets) == 1 else 0
    )


def _redrawn(confusion: Floats, random: np.random.Generator) -> Floats:
    """Return draws of the chances of each score (last axis) for each label."""
    return np.stack([random.dirichlet(row + PRIOR, DRAWS) for row in confusion], axis=1)


def _corrected(chances: Floats, found: Floats) -> Floats:
    """Return the shares of labels behind these numbers of scores."""
    shares = found / found.sum(axis=-1, keepdims=True)
    return np.linalg.solve(np.swapaxes(chances, -1, -2), shares[..., None])[..., 0]


def _sign(chances: Floats, found: Floats) -> int:
    """Return the sign of positive less negative shares, 0 where its interval holds 0."""
    shares = _corrected(chances, found)
    low, high = np.percentile(shares[:, 2] - shares[:, 0], [2.5, 97.5])
    return int(np.sign(low)) if low * high > 0 else 0
