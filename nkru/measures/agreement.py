"""Agreement of coders with each other and with the scores, and shares corrected by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from nkru.errors import CodingError

LABELS = ("-1", "0", "1")


def krippendorff(
    codings: pd.DataFrame, *, draws: int = 500, seed: int = 0
) -> tuple[float, float, float]:
    """Return Krippendorff's alpha for nominal labels, with its 95 % bootstrap interval.

    Alpha is 1 − observed/expected disagreement (Krippendorff 2019, Content Analysis, chapter 12):
    1 is perfect agreement, 0 is chance. It is NaN if all labels are equal.

    Args:
        codings: one row per unit, one column per coder.
        draws: bootstrap samples of the units.
        seed: of the samples.

    Returns:
        alpha, lower bound, upper bound.

    Raises:
        CodingError: there is only one coder.

    Note:
        Alpha depends on how often each label occurs. Where nearly all units have one label, it is
        low even if the coders nearly always agree: report the agreement beside it.

    >>> codings = pd.DataFrame({"a": ["1", "0", "1", "-1"], "b": ["1", "0", "0", "-1"]})
    >>> # 2 of 8 pairs disagree; 42 of 56 would by chance: 1 − .25/.75
    >>> round(krippendorff(codings, draws=50)[0], 3)
    0.667
    """
    _check_coders(codings)
    value = _alpha(codings)
    if np.isnan(value):
        return value, value, value
    samples = np.random.default_rng(seed).integers(0, len(codings), (draws, len(codings)))
    low, high = np.nanpercentile([_alpha(codings.iloc[rows]) for rows in samples], [2.5, 97.5])
    return value, float(low), float(high)


def _alpha(codings: pd.DataFrame) -> float:
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
    """Return Cohen's kappa of each pair of coders (Cohen 1960).

    Kappa is (p − e)/(1 − e), with p the share of units coded alike and e the share expected from
    the labels of the two coders.

    Args:
        codings: one row per unit, one column per coder.

    Returns:
        coder, other, kappa, agreement (share of units), units.

    Raises:
        CodingError: there is only one coder.

    >>> codings = pd.DataFrame({"a": ["1", "1", "0", "0"], "b": ["1", "0", "0", "0"]})
    >>> kappas(codings)[["kappa", "agreement"]].values.tolist()  # e = .5·.25 + .5·.75
    [[0.5, 0.75]]
    """
    _check_coders(codings)
    pairs = combinations(codings.columns, 2)
    rows = [(a, b, *_kappa(codings[a], codings[b]), len(codings)) for a, b in pairs]
    return pd.DataFrame(rows, columns=["coder", "other", "kappa", "agreement", "units"])


def _kappa(first: pd.Series[str], second: pd.Series[str]) -> tuple[float, float]:
    observed = float(np.mean(first.to_numpy() == second.to_numpy()))
    shares, others = (labels.value_counts(normalize=True) for labels in (first, second))
    chance = float((shares * others).sum())
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan"), observed


def _check_coders(codings: pd.DataFrame) -> None:
    if codings.shape[1] < 2:
        names = ", ".join(map(str, codings.columns))
        raise CodingError("one coder only ({names}); give the files of two or more", names=names)


def confusion(
    truth: Sequence[str], found: Sequence[str], weights: Sequence[float] | None = None
) -> pd.DataFrame:
    """Return the confusion matrix of labels: a row per true label, a column per label found.

    A cell is the sum of the weights of its units, by default their number. The labels are "-1",
    "0" and "1" if only these occur, else all that occur, sorted.

    >>> confusion(["1", "1", "0"], ["1", "0", "0"]).loc["1"].tolist()
    [0.0, 1.0, 1.0]
    """
    units = {"truth": truth, "found": found, "weight": 1.0 if weights is None else weights}
    matrix = pd.DataFrame(units).pivot_table("weight", "truth", "found", aggfunc="sum")
    labels = known_labels([*truth, *found])
    return matrix.reindex(index=labels, columns=labels).fillna(0.0)


def known_labels(given: Iterable[str]) -> list[str]:
    """Return "-1", "0", "1" if the given labels are among these, else the given, sorted.

    >>> known_labels(["0", "0"]), known_labels(["oui", "non"])
    (['-1', '0', '1'], ['non', 'oui'])
    """
    labels = set(given)
    return list(LABELS) if labels <= set(LABELS) else sorted(labels)


def precision_recall(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of each label of a confusion matrix; undefined is NaN.

    >>> matrix = confusion(["1", "1", "0", "-1"], ["1", "0", "0", "-1"])
    >>> precision_recall(matrix).loc["1", ["precision", "recall"]].tolist()
    [1.0, 0.5]
    """
    hits = pd.Series(np.diag(matrix), index=matrix.index)
    precision = hits / matrix.sum().replace(0, np.nan)
    recall = hits / matrix.sum(axis=1).replace(0, np.nan)
    f1 = 2 * precision * recall / (precision + recall)
    return pd.DataFrame({"precision": precision, "recall": recall, "f1": f1})


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """Return the share of a label corrected for errors (Rogan & Gladen 1978).

    (share + Sp − 1) / (Se + Sp − 1); NaN if the labels are no better than chance (Se + Sp ≤ 1).

    Note:
        Sensitivity and specificity must come from a random sample of the same corpus. Close to
        Se + Sp = 1 a small error in them becomes a large error of the share; a result below 0 or
        above 1 says that there are too few labels.

    >>> round(rogan_gladen(0.30, sensitivity=0.8, specificity=0.9), 4)  # .2/.7
    0.2857
    """
    if not sensitivity + specificity > 1:
        return float("nan")
    return (share + specificity - 1) / (sensitivity + specificity - 1)


def prevalence(matrix: pd.DataFrame, shares: pd.Series[float]) -> pd.DataFrame:
    """Return the share of each label, as found and as corrected by a confusion matrix.

    Args:
        matrix: the confusion matrix of a sample, weighted to represent the corpus.
        shares: the share of each label among all scores.

    Returns:
        One row per label: found, sensitivity, specificity, corrected, method.
    """
    hits = pd.Series(np.diag(matrix), matrix.index)
    true, found = matrix.sum(axis=1), matrix.sum()
    columns = {
        "found": shares,
        "sensitivity": hits / true,
        "specificity": 1 - (found - hits) / (true.sum() - true),
    }
    table = pd.DataFrame(columns, index=matrix.index.rename("label"))
    corrected = [rogan_gladen(*row) for row in table.itertuples(index=False)]
    return table.assign(corrected=corrected, method="Rogan-Gladen")
