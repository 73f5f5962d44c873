"""Agreement between coders, and between a coder and the scores: alpha, kappa, precision, recall, prevalence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from nkru.errors import CodingError

LABELS = ("-1", "0", "1")


def krippendorff(
    codings: pd.DataFrame, *, draws: int = 500, seed: int = 0
) -> tuple[float, float, float]:
    """Return Krippendorff's alpha (nominal) with its 95 % bootstrap interval over units.

    Args:
        codings: one row per unit, one column per coder.
        draws: resamples of the units for the interval.
        seed: of the resamples.

    Raises:
        CodingError: there is one coder only.

    >>> codings = pd.DataFrame({"a": ["1", "0", "1", "-1"], "b": ["1", "0", "0", "-1"]})
    >>> round(krippendorff(codings, draws=50)[0], 3)  # 2 of 8 disagree, 42 of 56 by chance: 1 - .25/.75
    0.667
    """
    _check_coders(codings)
    value = _alpha(codings)
    if np.isnan(value):
        return value, value, value
    random = np.random.default_rng(seed)
    resampled = [
        _alpha(codings.iloc[rows])
        for rows in random.integers(0, len(codings), (draws, len(codings)))
    ]
    low, high = np.nanpercentile(resampled, [2.5, 97.5])
    return value, float(low), float(high)


def _alpha(codings: pd.DataFrame) -> float:
    """Return alpha; NaN where all labels are one, so that nothing could disagree."""
    from nltk.metrics.agreement import AnnotationTask

    if len(np.unique(codings.to_numpy(dtype=str))) < 2:
        return float("nan")
    triples = [
        (coder, unit, label)
        for coder in codings.columns
        for unit, label in enumerate(codings[coder])
    ]
    return float(AnnotationTask(triples).alpha())


def kappas(codings: pd.DataFrame) -> pd.DataFrame:
    """Return Cohen's kappa of each pair of coders: coder, other, kappa, agreement (share of units), units.

    Raises:
        CodingError: there is one coder only.
    """
    _check_coders(codings)
    pairs = combinations(codings.columns, 2)
    rows = [
        (one, other, *_kappa(codings[one], codings[other]), len(codings)) for one, other in pairs
    ]
    return pd.DataFrame(rows, columns=["coder", "other", "kappa", "agreement", "units"])


def _kappa(one: pd.Series[str], other: pd.Series[str]) -> tuple[float, float]:
    observed = float(np.mean(one.to_numpy() == other.to_numpy()))
    shares = pd.DataFrame({"one": one.value_counts(), "other": other.value_counts()}).fillna(
        0
    ) / len(one)
    chance = float((shares["one"] * shares["other"]).sum())
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan"), observed


def _check_coders(codings: pd.DataFrame) -> None:
    if codings.shape[1] < 2:
        raise CodingError(
            f"one coder only ({', '.join(map(str, codings.columns))}); give the files of two or more"
        )


def confusion(
    truth: Sequence[str], found: Sequence[str], weights: Sequence[float] | None = None
) -> pd.DataFrame:
    """Return the confusion matrix: one row per true label, one column per label found, sums of weights (1 each)."""
    rows = pd.DataFrame(
        {"truth": truth, "found": found, "weight": 1.0 if weights is None else weights}
    )
    matrix = rows.pivot_table(index="truth", columns="found", values="weight", aggfunc="sum")
    return matrix.reindex(index=list(LABELS), columns=list(LABELS)).fillna(0.0)


def classes(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of each label of a confusion matrix; undefined is NaN.

    >>> matrix = confusion(["1", "1", "0", "-1"], ["1", "0", "0", "-1"])
    >>> classes(matrix).loc["1", ["precision", "recall"]].tolist()
    [1.0, 0.5]
    """
    hits = pd.Series(np.diag(matrix), index=matrix.index)
    precision, recall = (
        hits / matrix.sum().replace(0, np.nan),
        hits / matrix.sum(axis=1).replace(0, np.nan),
    )
    return pd.DataFrame(
        {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / (precision + recall),
        }
    )


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """Return the prevalence corrected for error: (share + Sp − 1) / (Se + Sp − 1), in [0, 1] (Rogan & Gladen 1978).

    NaN where the scores tell no more than chance (Se + Sp ≤ 1).

    >>> round(rogan_gladen(0.30, sensitivity=0.8, specificity=0.9), 4)
    0.2857
    """
    if not sensitivity + specificity > 1:
        return float("nan")
    return min(1.0, max(0.0, (share + specificity - 1) / (sensitivity + specificity - 1)))


def prevalence(matrix: pd.DataFrame, shares: pd.Series[float]) -> pd.DataFrame:
    """Return, for each label, its share as found and as corrected by the errors of a confusion matrix.

    Args:
        matrix: of a sample, weighted so that it stands for the corpus.
        shares: of each label among all scores.

    Returns:
        One row per label: found, sensitivity, specificity, corrected, method.
    """
    cells = matrix.to_numpy(dtype=float)
    hits, true, found = np.diag(cells), cells.sum(axis=1), cells.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        sensitivity = hits / true
        specificity = 1 - (found - hits) / (cells.sum() - true)
    share = shares.reindex(list(LABELS)).to_numpy(dtype=float)
    rates = zip(share.tolist(), sensitivity.tolist(), specificity.tolist(), strict=True)
    corrected = [rogan_gladen(*rate) for rate in rates]
    columns = {
        "found": share,
        "sensitivity": sensitivity,
        "specificity": specificity,
        "corrected": corrected,
    }
    return pd.DataFrame({**columns, "method": "Rogan-Gladen"}, index=pd.Index(LABELS, name="label"))
