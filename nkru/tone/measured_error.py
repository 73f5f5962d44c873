"""Measured error: the scores against readers' labels, on shipped texts or on your own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from nkru.errors import ParameterError
from nkru.measures.coders import score_coding
from nkru.measures.coding_sheets import read_key
from nkru.resources import path


@cache
def _shipped() -> pd.DataFrame:
    return pd.read_csv(path("tone/error.csv"), comment="#")


def shipped_error() -> pd.DataFrame:
    """Return the error of the scores as measured on the texts that nkru was developed with.

    Returns:
        One row per construct (tone of sentences; tone toward actors, be it situation or stance;
        stance on actors), set of texts and label (−1, 0, 1): construct, texts, reader (who
        labelled them), units, label, precision, recall, f1, macro_f1.

    Note:
        Texts on other subjects, of other outlets or times may be scored worse: label a sample of
        your own (`nkru code sample`).

    >>> import nkru
    >>> nkru.shipped_error()["label"].unique().tolist()
    [-1, 0, 1]
    """
    return _shipped().copy()


def error_by_label(labels: Sequence[Path], key: Path | None) -> pd.DataFrame:
    """Return the error of the scores, measured by the labels of coders.

    Args:
        labels: the sheet of each coder.
        key: the key of the sample.

    Returns:
        One row per coder and label: label, precision, recall, f1, coder, measure (agreement of the
        coders).

    Raises:
        ParameterError: no labels, or no key.
        CodingError: a sheet or the key cannot be used.

    >>> import nkru
    >>> nkru.error_by_label([], None)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nkru.errors.ParameterError: no labels are given: draw a samp...
    """
    if not labels or key is None:
        raise ParameterError(
            "no labels are given: draw a sample with `nkru code sample`, "
            "then name `labels` and `key`"
        )
    coding = score_coding(labels, read_key(key))
    tables = [
        table.rename_axis("label").reset_index().assign(coder=name)
        for name, table in coding.classes.items()
    ]
    alpha = "Krippendorff's α {:.2f} [{:.2f}, {:.2f}]".format(*coding.alpha)
    return pd.concat(tables, ignore_index=True).assign(measure=alpha)
