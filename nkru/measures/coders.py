"""Coders: their agreement with one another and with the machine, on a coded sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.language import deferred, gettext
from nkru.measures.agreement import (
    LABELS,
    confusion,
    kappas,
    krippendorff,
    precision_recall,
    prevalence,
)
from nkru.measures.coding_sheets import read_coders

_ALPHA = deferred("Krippendorff's alpha {alpha:.2f} [{low:.2f}, {high:.2f}]")
_TABLES = deferred("{coder}: confusion (labels × scores), precision and recall, prevalence")


@dataclass(frozen=True)
class Coding:
    """The agreement of coders with one another and with the machine.

    Attributes:
        alpha: Krippendorff's alpha among the coders, and its 95 % interval.
        kappas: one row per pair of coders.
        confusion: for each coder, labels by labels found, in units of the sample.
        classes: for each coder, precision, recall and F1 of each label, weighted to represent the
            corpus.
        prevalence: for each coder, the share of each label as found and corrected.
    """

    alpha: tuple[float, float, float]
    kappas: pd.DataFrame
    confusion: dict[str, pd.DataFrame]
    classes: dict[str, pd.DataFrame]
    prevalence: dict[str, pd.DataFrame]

    def lines(self) -> Iterator[str]:
        """Yield the lines that `nkru code score` prints."""
        alpha, low, high = map(float, self.alpha)
        yield gettext(_ALPHA, alpha=alpha, low=low, high=high)
        yield from self.kappas.to_string(index=False).split("\n")
        for coder in self.classes:
            yield ""
            yield gettext(_TABLES, coder=coder)
            for table in (self.confusion, self.classes, self.prevalence):
                yield from table[coder].to_string().split("\n")


def score_coding(
    paths: Sequence[str | Path], key: pd.DataFrame, known: Sequence[str] = LABELS
) -> Coding:
    """Compare the labels of two or more coders with one another and with the machine.

    Args:
        paths: the file of each coder.
        key: the key of the sample.
        known: the labels that coders may give; any, if empty.

    Raises:
        CodingError: a file cannot be used (see `read_coders`), or there is one coder only.
    """
    codings = read_coders(paths, key, known)
    weight, found = key["weight"], key["found"].tolist()
    labels = {str(coder): codings[coder].tolist() for coder in codings}
    weighted = {name: confusion(own, found, weight.tolist()) for name, own in labels.items()}
    shares = weight.groupby(key["found"]).sum() / weight.sum()
    return Coding(
        alpha=krippendorff(codings),
        kappas=kappas(codings),
        confusion={name: confusion(own, found) for name, own in labels.items()},
        classes={name: precision_recall(matrix) for name, matrix in weighted.items()},
        prevalence={
            name: prevalence(matrix, shares.reindex(matrix.index, fill_value=0.0))
            for name, matrix in weighted.items()
        },
    )
