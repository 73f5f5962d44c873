"""Figures of the corpus: the words kept, and the dates of the articles."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.ledger import UNDATED, coverage_by_outlet, kept_words
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import COLOURS, HATCHES, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import (
    MOST_ROWS,
    count_articles,
    index_by_title,
    list_values,
    omitted_note,
    percent,
    shorten,
)

_FEW_BARS = 6  # the figure is at least as wide as this many bars
_TICKS = 16  # at most, of months or years
_COLUMNS = ["doc_id", "date", "date_from", "date_to", "date_precision", "date_method"]


def words_kept(corpus: Corpus) -> Drawing:
    """Draw the words kept and left out of each article, those that lost most first."""
    table = kept_words(corpus).sort_values(["share_kept", "doc_id"])
    kept, left_out = int(table["kept"].sum()), int(table["left_out"].sum())
    share = percent(kept, kept + left_out)
    title = f"{share} of the words of {count_articles(len(table))} were kept."
    shown = index_by_title(table.head(MOST_ROWS)).rename(columns={"left_out": "left out"})
    figure = stacked_bars(shown, ["kept", "left out"], title, "words")
    caption = "Words of each article that were kept for counting, and left out as site furniture."
    numbers = list_values(shown["kept"], "words kept")
    return Drawing(figure, title, caption + omitted_note(table), table, numbers)


def coverage(corpus: Corpus) -> Drawing:
    """Draw the articles of each month, or year, stacked by outlet."""
    table, unit = coverage_by_outlet(corpus)
    dated = table.drop(index=UNDATED, errors="ignore")
    require(dated, "no article is dated to a month or a year")
    known, total = int(dated.sum().sum()), int(table.sum().sum())
    title = f"The {unit} is known of {known:,} of {count_articles(total)}."
    with canvas(7, title) as (figure, axes):
        _stack(axes, table)
        axes.set_ylabel("articles")
        figure.legend(ncols=4, loc="outside lower left", fontsize=9)
    caption = (
        f"Articles by {unit}, stacked by outlet: the seven with most articles, and all others. "
        f"The last bar has those whose {unit} is not known."
    )
    numbers = list_values(table.sum(), "articles")
    return Drawing(figure, title, caption, table.reset_index(), numbers)


def timeline(corpus: Corpus) -> Drawing:
    """Draw when each article appeared: a dot for a day, a line for a longer period."""
    documents = corpus.documents
    bounded = documents["date_from"].notna() | documents["date_to"].notna()
    dated = documents[bounded].sort_values(["date_from", "date_to", "doc_id"])
    require(dated, "no article states or entails anything of its date")
    days, none = (int((documents["date_precision"] == name).sum()) for name in ("day", "none"))
    of_all = f"{days} of {count_articles(len(documents))}"
    title = f"{of_all} can be dated to the day; {none or 'none'} have no date."
    shown = index_by_title(dated.tail(MOST_ROWS))
    with canvas(len(shown), title) as (figure, axes):
        _draw_spans(axes, shown)
        name_axes(axes, shown.index, "date of publication")
    caption = (
        "A dot is a day; a line is the time in which the day lies, an arrow where one end is not "
        f"known. {len(documents) - len(dated)} without any bound not drawn.{omitted_note(dated)}"
    )
    spans = [f"{name}: {_span(row.date_from, row.date_to)}" for name, row in shown.iterrows()]
    return Drawing(figure, title, caption, dated[_COLUMNS], f"{'; '.join(spans)}.")


def _stack(axes: Any, table: pd.DataFrame) -> None:
    """Draw one bar per row of the table, its columns on top of each other."""
    bottom = np.zeros(len(table))
    places = range(len(table))
    for column, colour, hatch in zip(table, cycle(COLOURS), cycle(HATCHES), strict=False):
        style = {"color": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.4}
        axes.bar(
            places, table[column], 0.85, bottom=bottom, label=shorten(str(column), 24), **style
        )
        bottom += table[column].to_numpy(dtype=float)
    step = -(-len(table) // _TICKS)
    shown = [*places[:-1:step], len(table) - 1]  # the undated are last
    axes.set_xticks(shown, table.index[shown], rotation=40, ha="right", fontsize=9)
    axes.set_xlim(-0.7, max(len(table), _FEW_BARS) - 0.3)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y")


def _span(first: Any, last: Any) -> str:
    """Return the period in which a day lies, in words; one bound may be missing.

    >>> [_span("2019-01-01", None), _span(None, "2019-12-31"), _span("2019-03-01", "2019-03-31")]
    ['from 2019', 'until 2019', '2019-03-01 to 2019-03-31']
    """
    if pd.isna(last):
        return f"from {str(first).removesuffix('-01-01')}"
    if pd.isna(first):
        return f"until {str(last).removesuffix('-12-31')}"
    return str(first) if first == last else f"{first} to {last}"


def _draw_spans(axes: Any, dated: pd.DataFrame) -> None:
    first, last = (pd.to_datetime(dated[bound]) for bound in ("date_from", "date_to"))
    known = pd.concat([first, last]).dropna()
    margin = max((known.max() - known.min()) / 12, pd.Timedelta(days=20))
    low, high = known.min() - margin, known.max() + margin
    for row, (start, end) in enumerate(zip(first, last, strict=True)):
        if start == end:
            axes.plot([start], [row], "o", color=COLOURS[0], markersize=8)
            continue
        left, left_mark = (start, "|") if pd.notna(start) else (low, "<")
        right, right_mark = (end, "|") if pd.notna(end) else (high, ">")
        axes.plot([left, right], [row, row], color=COLOURS[0], linewidth=3, solid_capstyle="butt")
        axes.plot([left], [row], left_mark, color=COLOURS[0], markersize=9)
        axes.plot([right], [row], right_mark, color=COLOURS[0], markersize=9)
    axes.set_xlim(low, high)
