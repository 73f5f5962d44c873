"""Periods: when each article appeared, as datetimes rather than texts."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus


def periods(corpus: Corpus) -> pd.DataFrame:
    """Return when each article appeared, for arithmetic with dates.

    Returns:
        One row per article: doc_id, date_from and date_to (datetimes; NaT where no text states or
        entails the bound), date_precision.

    >>> import nkru
    >>> table = periods(nkru.example_corpus())
    >>> (table["date_to"].max() - table["date_from"].min()).days
    900
    """
    table = corpus.documents[["doc_id", "date_from", "date_to", "date_precision"]].copy()
    for bound in ("date_from", "date_to"):
        table[bound] = pd.to_datetime(table[bound], format="%Y-%m-%d")
    return table
