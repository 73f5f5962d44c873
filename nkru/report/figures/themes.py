"""Figures of the themes: topics, classes and theme words by article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.drawings import (
    Drawing,
    drawing,
    heat,
)
from nkru.report.figures.labels import MOST_ROWS, by_title, cut, listed
from nkru.report.hits import topic_names

if TYPE_CHECKING:
    from nkru.analysis.topics import Topics


def topics_by_article(found: Topics, corpus: Corpus) -> Drawing:
    """Draw what share of each article falls to each topic, named by its first three words."""
    names = topic_names(found, 3).set_index("topic")["words"]
    return shares_by_article(found.by(), corpus, dict(names), "topics by non-negative matrix factorization")


def shares_by_article(table: pd.DataFrame, corpus: Corpus, names: dict[Any, str], what: str) -> Drawing:
    """Draw what share of each article falls to each theme.

    Args:
        table: label (doc_id), topic, share (0 to 1).
        corpus: for the titles.
        names: the name of each topic.
        what: what the themes are, for the caption.
    """
    wide = 100 * table.pivot_table(index="label", columns="topic", values="share", fill_value=0.0).rename(columns=names)
    main = wide.mean().idxmax()
    title = f"The theme « {main} » takes most room: {wide.mean().max():.0f} % of an article on average."
    shown = by_title(
        wide.rename_axis("doc_id")
        .reset_index()
        .merge(corpus.documents[["doc_id", "title"]], on="doc_id")
        .head(MOST_ROWS)
    )
    figure, _ = heat(shown[list(wide)], title, f"% of the article's segments, {what}")
    numbers = listed(wide.mean().round(1), "% on average")
    return drawing(
        figure, title, f"Share of each theme in each article, {what}.{cut(wide)}", wide.reset_index(), numbers=numbers
    )
