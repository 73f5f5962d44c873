"""The ledger of a corpus: how much of each article was kept, and what was left out for which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "kept", "role", "reason", "lines", "words", "share"]


def ledger(corpus: Corpus) -> pd.DataFrame:
    """Return what was kept and left out of each article, what was kept first.

    Returns:
        One row per article, role and reason: doc_id, kept, role, reason (empty where kept), lines,
        words (between white space), share (of the article's words).
    """
    lines = corpus.lines.assign(words=[len(text.split()) for text in corpus.lines["text"]])
    keys = ["doc_id", "kept", "role", "reason"]
    table = lines.groupby(keys, observed=True)["words"].agg(lines="size", words="sum").reset_index()
    table["share"] = table["words"] / table.groupby("doc_id")["words"].transform("sum")
    order = ["doc_id", "kept", "words", "role", "reason"]
    return table.sort_values(order, ascending=[True, False, False, True, True], ignore_index=True)[
        COLUMNS
    ]
