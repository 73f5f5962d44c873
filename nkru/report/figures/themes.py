"""Figures of the themes: topics and theme words by article, classes of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.charts import heat
from nkru.report.figures.drawings import COLOURS, Drawing, annotate, canvas, require
from nkru.report.figures.labels import MOST_ROWS, index_by_title, list_values, omitted_note
from nkru.themes.classes import class_summary
from nkru.themes.theme_counts import theme_counts
from nkru.themes.topics import topic_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.classes import Classes
    from nkru.themes.topics import Topics

_LEAF, _MERGE = ["class", "words", "share", "verdict"], ["step", "first", "second", "height"]


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


def class_dendrogram(classes: Classes, stability: pd.DataFrame) -> Drawing:
    """Draw the splits of a classification, with the size, words and stability of each class.

    Args:
        classes: from `nkru.reinert`.
        stability: from `nkru.stability`.
    """
    verdicts = stability[stability["k"] == classes.k].set_index("class")["verdict"]
    table = class_summary(classes, 6).fillna({"words": ""})
    table["verdict"] = table["class"].map(verdicts)
    stable = int((table["verdict"] == "stable").sum())
    title = (
        f"{len(table)} classes of segments, {stable or 'none'} of them stable when articles are "
        "drawn."
    )
    with canvas(len(table), title, row=0.75) as (figure, axes):
        _draw_tree(axes, classes.merge)
        _name_leaves(axes, table)
        axes.set_ylim(len(table) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("cumulated χ² of the splits", loc="left")
    caption = (
        "Dendrogram of a descending classification of segments (Reinert), with the words that mark "
        "each class most. A class is a theme only as far as it is found again when articles are "
        "drawn: see its stability."
    )
    numbers = list_values((100 * table.set_index("class")["share"]).round(1), "% of segments")
    return Drawing(figure, title, caption, table, numbers)


def _name_leaves(axes: Axes, table: pd.DataFrame) -> None:
    for row, leaf in enumerate(table[_LEAF].itertuples(index=False, name=None)):
        code, words, share, verdict = leaf
        text = f"class {code}: {100 * share:.0f} % of the segments, {verdict}\n"
        annotate(axes, text + (words or "no word marks it"), (0, row), (8, 0), linespacing=1.4)


def _draw_tree(axes: Axes, merge: pd.DataFrame) -> None:
    """Draw splits as brackets, the root at the left.

    Args:
        axes: to draw on.
        merge: step, first, second, height. As in R's hclust, −n is class n and n is step n.
    """
    nodes: dict[int, tuple[float, float]] = {}
    for step, *ends, height in merge[_MERGE].itertuples(index=False, name=None):
        (top, left), (bottom, right) = (
            nodes[end] if end > 0 else (-end - 1.0, 0.0) for end in ends
        )
        bracket = [left, height, height, right], [top, top, bottom, bottom]
        axes.plot(*bracket, color=COLOURS[0], linewidth=1.8)
        nodes[int(step)] = ((top + bottom) / 2, height)
    root = float(merge["height"].max())
    axes.set_xlim(1.05 * root, -2.1 * root)
    axes.set_xticks([value for value in axes.get_xticks() if 0 <= value <= root])
