"""Figures of the themes: topics and theme words by article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.charts import heat, stacked_bars
from nkru.report.figures.drawings import (
    COLOURS,
    Drawing,
    annotate,
    canvas,
    name_axes,
    require,
)
from nkru.report.figures.labels import (
    MOST_ROWS,
    index_by_title,
    list_values,
    omitted_note,
    shorten_term,
)
from nkru.report.figures.sizes import is_narrow
from nkru.themes.agenda_labels import topic_labels
from nkru.themes.keywords import keyword_lines
from nkru.themes.theme_counts import REST, theme_counts
from nkru.themes.topic_tables import topic_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.topics import Topics

_NARROW_WORDS = 3  # of an article, in a narrow figure


def topics_by_article(model: Topics, corpus: Corpus) -> Drawing:
    """Draw the share of each topic in each article; a topic is named by its first three words."""
    summary = topic_summary(model, 3)
    words = summary["words"].where(~summary["rest"], "rest: " + summary["words"])
    names = summary["topic"].map(model.names)
    words = names.where(names.notna(), words)
    wide = 100 * model.shares()[summary["topic"]].set_axis(words.tolist(), axis=1)
    mean = wide.mean()
    themes = mean[~summary["rest"].to_numpy()]
    require(themes, "every topic is a rest, whose words stand together by chance")
    whole = "of the article" if len(wide) == 1 else "of an article on average"
    title = f"The topic « {themes.idxmax()} » takes most room: {themes.max():.0f} % {whole}."
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
    drawn = titled.head(MOST_ROWS)
    figure = heat(index_by_title(drawn)[list(wide)], title, unit)
    keys = drawn["doc_id"].tolist()
    return Drawing(figure, title, caption + omitted_note(wide), titled, numbers, keys=keys)


def agenda_bars(table: pd.DataFrame, lang: str = "en") -> Drawing:
    """Draw how many articles each topic of the agenda has, as the first topic and as the second.

    Args:
        table: from `nkru.agenda_summary`.
        lang: of the labels, "en" or "fr".
    """
    require(table, "no article has a topic")
    first = table.iloc[0]
    total = int(table["count"].sum())
    drawn = table.set_index(topic_labels(table["topic"], lang))
    title = f"« {drawn.index[0]} » is the topic of {first['count']:,} of {total:,} articles."
    drawn = drawn.rename(columns={"count": "main topic", "second": "second topic"})
    unit = "articles"
    figure = stacked_bars(drawn, ["main topic", "second topic"], title, unit)
    rest = topic_labels(pd.Series([REST]), lang).iloc[0]
    caption = (
        "Articles by the topic that their words tell (Comparative Agendas Project); "
        f"« {rest} » is none of them. An article may have a second topic."
    )
    numbers, keys = list_values(drawn["main topic"], unit), table["topic"].tolist()
    return Drawing(figure, title, caption, table, numbers, keys=keys)


def keywords_by_article(
    keywords: pd.DataFrame, corpus: Corpus, n: int = 5, most: int = MOST_ROWS
) -> Drawing:
    """Draw one line an article: its title, and its first words above bars of their keyness.

    Args:
        keywords: of articles, from `nkru.keyness_by`.
        corpus: the corpus that was counted.
        n: words of an article.
        most: articles drawn.
    """
    require(keywords, "no article has a word of its own")
    lines = keyword_lines(keywords, corpus, n)
    drawn = index_by_title(lines.head(most))
    own = keywords.groupby("group").head(n)
    best = own.nlargest(1, "g2").to_dict("records")[0]
    title = (
        f"« {shorten_term(best['term'])} » marks an article most: {best['target']:,} times in it."
    )
    places = {doc_id: row for row, doc_id in enumerate(drawn["doc_id"])}
    count = min(n, _NARROW_WORDS) if is_narrow() else n
    with canvas(len(drawn), title, row=0.42) as (figure, axes):
        for doc_id, words in own[own["group"].isin(list(places))].groupby("group"):
            _draw_words(axes, places[str(doc_id)], words.head(count), float(own["g2"].max()))
        name_axes(axes, drawn.index, "")
        axes.grid(visible=False)
        axes.set_xlim(-0.05, count)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    caption = (
        "The words that each article uses most above the others; the length of a bar is the square "
        "root of G²." + omitted_note(lines)
    )
    counted = own.set_index("term")["g2"].nlargest(12).round(0)
    numbers = list_values(counted, "G²")
    keys = list(places)
    return Drawing(figure, title, caption, own, numbers, telling=False, keys=keys)


def _draw_words(axes: Axes, row: int, words: pd.DataFrame, most: float) -> None:
    pairs = zip(words["term"], words["g2"] / most, strict=True)
    for place, (term, strength) in enumerate(pairs):
        axes.barh(row + 0.3, 0.92 * strength**0.5, left=place, height=0.12, color=COLOURS[0])
        label = shorten_term(term, 12 if is_narrow() else 17)
        annotate(axes, label, (place, row - 0.05), (0, 0), fontsize=8)
