"""Figures of the themes: topics, classes and theme words by article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.drawings import COLOURS, Drawing, canvas, drawing, heat, name_rows, styled
from nkru.report.figures.labels import MOST_ROWS, by_title, cut, listed
from nkru.report.hits import class_names, topic_names

if TYPE_CHECKING:
    from nkru.analysis.classes import Classes
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


def by_codebook(hits: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw what share of the theme words of each article falls to each theme of a codebook."""
    counts = pd.crosstab(hits["doc_id"], hits["entry"])
    table = counts.div(counts.sum(axis=1), axis=0).melt(ignore_index=False, var_name="topic", value_name="share")
    table = table.rename_axis("label").reset_index()
    names = {name: str(name).replace("_", " ") for name in counts}
    return shares_by_article(table, corpus, names, "theme words found by the codebook")


def by_class(classes: Classes, stability: pd.DataFrame) -> Drawing:
    """Draw the classes of a descending classification: their size, their first words, whether they are stable."""
    verdicts = stability[stability["k"] == classes.k].set_index("class")["verdict"]
    table = class_names(classes, 6)
    table["verdict"] = table["class"].map(verdicts)
    steady = int((table["verdict"] == "stable").sum())
    title = f"{len(table)} classes of segments, {steady or 'none'} of them stable when articles are drawn."
    figure, axes = canvas(len(table), title, row=0.62)
    with styled():
        axes.barh(range(len(table)), 100 * table["share"], height=0.5, color=COLOURS[0], edgecolor="white")
        for row, (share, text) in enumerate(zip(table["share"], table["words"].fillna(""), strict=True)):
            axes.annotate(text, (100 * share, row), (5, 0), textcoords="offset points", va="center", fontsize=8.5)
        names = [f"class {row['class']}" + f" ({row['verdict']})" for _, row in table.iterrows()]
        name_rows(axes, names)
        axes.set_xlim(0, 100 * table["share"].max() * 2.6)
        axes.set_xlabel("% of the segments, with the words that mark the class")
    caption = "Classes of a descending classification of segments (Reinert). A class is a theme only as far as it is "
    caption += "found again when articles are drawn: see its stability."
    numbers = listed(100 * table.set_index("class")["share"], "% of segments")
    return drawing(figure, title, caption, table, numbers=numbers)
