"""Figures of the themes: topics, classes and theme words by article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.drawings import COLOURS, Drawing, canvas, drawing, heat, require, styled
from nkru.report.figures.labels import MOST_ROWS, by_title, cut, listed
from nkru.themes.classes import class_summary
from nkru.themes.topics import topic_summary

if TYPE_CHECKING:
    from nkru.themes.classes import Classes
    from nkru.themes.topics import Topics

_LEAF, _MERGE = ("class", "words", "share", "verdict"), ("step", "first", "second", "height")
_REST = "autre"  # what a codebook calls the words of no theme in particular


def topics_by_article(found: Topics, corpus: Corpus) -> Drawing:
    """Draw what share of each article falls to each topic, named by its first three words."""
    names = topic_summary(found, 3).set_index("topic")["words"]
    wide = 100 * found.shares().rename(columns=dict(names))
    mean = wide.mean()
    whole = "of the article" if len(wide) == 1 else "of an article on average"
    title = f"The topic « {mean.idxmax()} » takes most room: {mean.max():.0f} % {whole}."
    unit = "% of each article: non-negative matrix factorization"
    caption = "Share of each topic in each article: non-negative matrix factorization."
    return _shares_by_article(
        wide, corpus, title, unit, caption, listed(mean.round(1), f"% {whole}")
    )


def by_codebook(hits: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw what share of the theme words of each article falls to each theme of a codebook, the largest theme first."""
    require(hits, "the articles hold no word of the codebook of themes")
    counts = pd.crosstab(hits["doc_id"], hits["entry"]).rename(
        columns=lambda name: str(name).replace("_", " ")
    )
    total = 100 * counts.sum() / len(hits)
    order: list[str] = sorted(
        map(str, counts), key=lambda name: (name == _REST, -total[name], name)
    )
    title = f"The theme « {order[0]} » leads: {total[order[0]]:.0f} % of the theme words found."
    wide = 100 * counts[order].div(counts.sum(axis=1), axis=0)
    caption = "Share of each theme in the theme words of the codebook that each article holds, not in the whole article."
    numbers = listed(total[order].round(1), "% of the theme words found")
    return _shares_by_article(
        wide, corpus, title, "% of the theme words found in each article", caption, numbers
    )


def _shares_by_article(
    wide: pd.DataFrame, corpus: Corpus, title: str, unit: str, caption: str, numbers: str
) -> Drawing:
    """Draw shares (%) of articles (rows, by doc_id) as shaded cells, the articles by their titles."""
    titled = corpus.documents[["doc_id", "title"]].merge(
        wide.rename_axis("doc_id").reset_index(), on="doc_id"
    )
    figure, _ = heat(by_title(titled.head(MOST_ROWS))[list(wide)], title, unit)
    return drawing(figure, title, f"{caption}{cut(wide)}", titled, numbers=numbers)


def by_class(classes: Classes, stability: pd.DataFrame) -> Drawing:
    """Draw the classes of a descending classification: their size, their first words, whether they are stable."""
    verdicts = stability[stability["k"] == classes.k].set_index("class")["verdict"]
    table = class_summary(classes, 6).fillna({"words": ""})
    table["verdict"] = table["class"].map(verdicts)
    steady = int((table["verdict"] == "stable").sum())
    title = f"{len(table)} classes of segments, {steady or 'none'} of them stable when articles are drawn."
    figure, axes = canvas(len(table), title, row=0.75)
    with styled():
        _draw_tree(axes, classes.merge)
        for row, (number, words, share, verdict) in enumerate(
            zip(*(table[name] for name in _LEAF), strict=True)
        ):
            text = f"class {number}: {100 * share:.0f} % of the segments, {verdict}\n{words or 'no word marks it'}"
            axes.annotate(
                text,
                (0, row),
                (8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                linespacing=1.4,
            )
        axes.set_ylim(len(table) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("cumulated χ² of the splits", loc="left")
    caption = "Dendrogram of a descending classification of segments (Reinert), with the words that mark each class most. "
    caption += "A class is a theme only as far as it is found again when articles are drawn: see its stability."
    numbers = listed((100 * table.set_index("class")["share"]).round(1), "% of segments")
    return drawing(figure, title, caption, table, numbers=numbers)


def _draw_tree(axes: Any, merge: pd.DataFrame) -> None:
    """Draw splits as brackets, the root at the left; `merge` numbers them as R's hclust does (−n: class n)."""
    place: dict[int, tuple[float, float]] = {}
    for step, first, second, height in zip(*(merge[name] for name in _MERGE), strict=True):
        ends = [place[node] if node > 0 else (-node - 1.0, 0.0) for node in (first, second)]
        (one, low), (other, high) = ends
        axes.plot(
            [low, height, height, high], [one, one, other, other], color=COLOURS[0], linewidth=1.8
        )
        place[int(step)] = ((one + other) / 2, height)
    top = float(merge["height"].max())
    axes.set_xlim(1.05 * top, -2.1 * top)
    axes.set_xticks([value for value in axes.get_xticks() if 0 <= value <= top])
