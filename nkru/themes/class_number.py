"""The number of classes: how stable the classes are at each, and which one to choose."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.errors import SizeError
from nkru.notes import note, note_of
from nkru.themes.classes import Classes
from nkru.themes.reinert import reinert
from nkru.themes.stability import NEARLY_ALL, share_of_k


def stability_by_k(table: pd.DataFrame) -> pd.DataFrame:
    """Return how stable the classes of each number of classes are, and the number to choose.

    Args:
        table: from `stability`.

    Returns:
        One row per k: k, classes (with enough segments), lowest (jaccard of the least stable
        class), mean, stable, doubtful, unstable (classes), chosen (of one k: the largest at which
        every class is at least doubtful, else the one with the highest mean), and in attrs basis. A
        number that leaves one class is not chosen, nor one at which a class has over 80 % of the
        segments if there is another number.

    Raises:
        SizeError: no number of classes leaves two that are large enough.

    >>> verdicts = {"k": [2, 2, 3], "jaccard": [0.9, 0.8, 0.4]}
    >>> verdicts |= {"verdict": ["stable", "stable", "unstable"], "segments": [30, 30, 60]}
    >>> stability_by_k(pd.DataFrame(verdicts))[["k", "lowest", "chosen"]].values.tolist()
    [[2, 0.8, True], [3, 0.4, False]]
    """
    groups = table.groupby("k")
    curve = groups["jaccard"].agg(classes="size", lowest="min", mean="mean").reset_index()
    for verdict in ("stable", "doubtful", "unstable"):
        counts = (table["verdict"] == verdict).groupby(table["k"]).sum()
        curve[verdict] = counts.to_numpy(np.int64)
    several = curve[curve["classes"] > 1]
    if several.empty:
        raise SizeError(
            "at every number of classes one class holds nearly all segments and the others are "
            "too small: there is nothing to tell apart"
        )
    widest = share_of_k(table).groupby(table["k"]).max().reindex(several["k"]).to_numpy()
    several = several[widest <= NEARLY_ALL] if (widest <= NEARLY_ALL).any() else several
    lasting = several[several["unstable"] == 0]["k"]
    steadiest = several["k"].iloc[int(several["mean"].fillna(-1).argmax())]
    best = lasting.max() if len(lasting) else steadiest
    return note(curve.assign(chosen=curve["k"] == best), basis=note_of(table, "basis"))


def most_stable(classes: Classes, table: pd.DataFrame) -> Classes:
    """Return the classification at the number of classes that `stability_by_k` chooses.

    Args:
        classes: the classification at the largest number.
        table: from `stability` of it.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> largest = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> nkru.most_stable(largest, nkru.stability(largest, draws=3)).k in (2, 3)
    True
    """
    curve = stability_by_k(table)
    options = {
        "min_segment_size": classes.min_segment_size,
        "min_split_members": classes.min_split_members,
    }
    k = int(curve.loc[curve["chosen"], "k"].iloc[0])
    return reinert(classes.counts, k, **options, min_class_share=classes.min_class_share)
