"""The table of documents: one row per article with what is known of it, and how it is known."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.bylines import describe
from nkru.corpus.dates import date_table
from nkru.corpus.languages import languages

COLUMNS = (
    ["doc_id", "source", "format", "encoding", "title", "outlet", "author", "agency", "section"]
    + ["date", "date_from", "date_to", "date_precision", "date_method", "date_evidence", "updated"]
    + ["url", "language", "story_id", "flags", "sha256"]
)


def document_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the documents of the articles table, before metadata.csv, flags and copies (see `COLUMNS`)."""
    found = describe(articles, lines).assign(language=languages(articles, lines).to_numpy())
    read = articles[["source", "format", "encoding", "sha256"]].reset_index(drop=True)
    table = pd.concat([found, date_table(articles, lines).drop(columns="doc_id"), read], axis=1)
    return table.assign(story_id=table["doc_id"], flags="")[COLUMNS]
