"""Figures of the themes: topics and theme words by article."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.language import deferred, gettext, join, named, ngettext
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
    words = summary["words"].str.replace("_", " ")
    words = words.where(~summary["rest"], "rest: " + words)
    names = summary["topic"].map(model.names)
    words = names.where(names.notna(), words)
    wide = model.shares()[summary["topic"]].set_axis(words.tolist(), axis=1)
    rests = {name: gettext("rest: {words}", words=name[6:]) for name in words[summary["rest"]]}
    mean = wide.mean()
    themes = mean[~summary["rest"].to_numpy()]
    require(themes, deferred("every topic is a rest, whose words occur together by chance"))
    title = ngettext(
        "The topic « {topic} » has the largest share: {share:.0%} of the article.",
        "The topic « {topic} » has the largest share: {share:.0%} of an article on average.",
        len(wide),
        topic=str(themes.idxmax()),
        share=themes.max(),
    )
    unit = gettext("% of each article: non-negative matrix factorization")
    caption = gettext("Share of each topic in each article: non-negative matrix factorization.")
    shares = mean.mul(100).round(1).rename(index=rests)
    numbers = list_values(shares, gettext("% of the articles"))
    drawn = [rests.get(name, name) for name in words]
    return _shares_by_article(wide, drawn, corpus, title, unit, caption, numbers)


def themes_by_article(hits: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of each theme of a codebook in the theme words of each article."""
    require(hits, deferred("the articles hold no word of the codebook of themes"))
    counts = theme_counts(hits)
    total = counts.sum() / len(hits)
    title = gettext(
        "The theme « {theme} » is the most frequent: {share:.0%} of the theme words found.",
        theme=named(total.index[0]),
        share=total.iloc[0],
    )
    wide = counts.div(counts.sum(axis=1), axis=0)
    unit = gettext("% of the theme words found in each article")
    caption = gettext(
        "Share of each theme in the theme words of the codebook that each article holds, not in "
        "the whole article."
    )
    names = [named(name) for name in wide]
    numbers = list_values(
        total.mul(100).round(1).set_axis(names), gettext("% of the theme words found")
    )
    return _shares_by_article(wide, names, corpus, title, unit, caption, numbers)


def _shares_by_article(
    wide: pd.DataFrame,
    names: Sequence[str],
    corpus: Corpus,
    title: str,
    unit: str,
    caption: str,
    numbers: str,
) -> Drawing:
    """Draw shares (0 to 1) of articles (rows, by doc_id) as shaded cells; `names` are columns."""
    rows = wide.rename_axis("doc_id").reset_index()
    titled = corpus.documents[["doc_id", "title"]].merge(rows, on="doc_id")
    drawn = titled.head(MOST_ROWS)
    cells = index_by_title(drawn)[list(wide)].set_axis(list(names), axis=1)
    figure, keys = heat(100 * cells, title, unit), drawn["doc_id"].tolist()
    caption = join(caption, omitted_note(wide))
    return Drawing(figure, title, caption, titled, numbers, keys=keys)


def agenda_bars(table: pd.DataFrame) -> Drawing:
    """Draw how many articles each topic of the agenda has, as the first topic and as the second.

    Args:
        table: from `nkru.agenda_summary`.
    """
    require(table, deferred("no article has a topic"))
    first = table.iloc[0]
    title = ngettext(
        "« {topic} » is the topic of {count} of {n} article.",
        "« {topic} » is the topic of {count} of {n} articles.",
        int(table["count"].sum()),
        topic=named(first["topic"]),
        count=int(first["count"]),
    )
    drawn = table.set_index(table["topic"].map(named))
    parts = {"count": gettext("main topic"), "second": gettext("second topic")}
    figure = stacked_bars(drawn, parts, title, gettext("articles"))
    caption = gettext(
        "Articles by the topic that their words indicate (Comparative Agendas Project); "
        "« {other} » is none of them. An article may have a second topic.",
        other=named(REST),
    )
    numbers, keys = list_values(drawn["count"], gettext("articles")), table["topic"].tolist()
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
    require(keywords, deferred("no article has a word of its own"))
    lines = keyword_lines(keywords, corpus, n)
    drawn = index_by_title(lines.head(most))
    own = keywords.groupby("group").head(n)
    best = own.nlargest(1, "g2").to_dict("records")[0]
    title = ngettext(
        "« {term} » is the strongest keyword of an article: it occurs {n} time in it.",
        "« {term} » is the strongest keyword of an article: it occurs {n} times in it.",
        int(best["target"]),
        term=shorten_term(best["term"]),
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
    caption = gettext(
        "The words that each article uses more than the others; the length of a bar is the square "
        "root of G²."
    )
    counted = own.set_index("term")["g2"].nlargest(12).round(0)
    numbers = list_values(counted, "G²")
    caption, keys = join(caption, omitted_note(lines)), list(places)
    own = own[own["group"].isin(keys)]
    return Drawing(figure, title, caption, own, numbers, telling=False, keys=keys)


def _draw_words(axes: Axes, row: int, words: pd.DataFrame, most: float) -> None:
    pairs = zip(words["term"], words["g2"] / most, strict=True)
    for place, (term, strength) in enumerate(pairs):
        axes.barh(row + 0.3, 0.92 * strength**0.5, left=place, height=0.12, color=COLOURS[0])
        letters = 10 if is_narrow() else 14
        lines = textwrap.wrap(term.replace("_", " "), letters, max_lines=2, placeholder="…")
        is_short = len(lines[0]) < letters - 1 and len(lines) < 2
        points = 8 if is_short or is_narrow() else 7
        at = (place, row - 0.05 * len(lines))
        annotate(axes, "\n".join(lines), at, (0, 0), fontsize=points, linespacing=1)
