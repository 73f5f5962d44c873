"""Figures of the themes: topics and theme words by article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.charts import heat
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import MOST_ROWS, index_by_title, list_values, omitted_note
from nkru.themes.theme_counts import theme_counts
from nkru.themes.topics import topic_summary

if TYPE_CHECKING:
    from nkru.themes.topics import Topics


def topics_by_article(model: Topics, corpus: Corpus) -> Drawing:
    """Draw the share of each topic in each article; a topic is named by its first three words."""
    names = topic_summary(model, 3).set_index("topic")["words"]
    wide = 100 * model.shares().rename(columns=dict(names))
    mean = wide.mean()
    whole = "of the article" if len(wide) == 1 else "of an article on average"
    title = f"The topic « {mean.idxmax()} » takes most room: {mean.max():.0f} % {whole}."
    unit = "% of each article: non-negative matrix factorization"
    caption = "Share of each topic in each article: non-negative matrix factorization."
    numbers = list_values(mean.round(1), f"% {whole}")
    return _shares_by_article(wide, corpus, title, unit, caption, numbers)


def themes_by_article(hits: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of each theme of a codebook in the theme words of each article."""
    require(hits, "the articles hold no word of the codebook of themes")
    counts = theme_counts(hits).rename(columns=lambda name: str(name).replace("_", " "))
    total = 100 * counts.sum() / len(hits)
    title = f"The theme « {total.index[0]} » leads: {total.iloc[0]:.0f} % of the theme words found."
    wide = 100 * counts.div(counts.sum(axis=1), axis=0)
    unit = "% of the theme words found"
    caption = (
        "Share of each theme in the theme words of the codebook that each article holds, not in "
        "the whole article."
    )
    numbers = list_values(total.round(1), unit)
    return _shares_by_article(wide, corpus, title, f"{unit} in each article", caption, numbers)


def _shares_by_article(
    wide: pd.DataFrame, corpus: Corpus, title: str, unit: str, caption: str, numbers: str
) -> Drawing:
    """Draw shares (%) of articles (rows, by doc_id) as shaded cells."""
    rows = wide.rename_axis("doc_id").reset_index()
    titled = corpus.documents[["doc_id", "title"]].merge(rows, on="doc_id")
    figure = heat(index_by_title(titled.head(MOST_ROWS))[list(wide)], title, unit)
    return Drawing(figure, title, caption + omitted_note(wide), titled, numbers)
