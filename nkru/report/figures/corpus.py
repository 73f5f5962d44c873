"""Figures of the corpus: the words kept, and the dates of the articles."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.ledger import UNDATED, coverage_by_outlet, kept_words
from nkru.language import date, deferred, deferred_forms, gettext, join, ngettext
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import COLOURS, HATCHES, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import (
    MOST_ROWS,
    index_by_title,
    list_values,
    omitted_note,
    shorten,
)
from nkru.report.figures.links import mark_rows

_FEW_BARS = 6  # the figure is at least as wide as this many bars
_TICKS = 16  # at most, of months or years
# What the coverage says, where it is by year and by month.
_KNOWN = {
    "year": deferred_forms(
        "The year is known of {known} of {n} article.",
        "The year is known of {known} of {n} articles.",
    ),
    "month": deferred_forms(
        "The month is known of {known} of {n} article.",
        "The month is known of {known} of {n} articles.",
    ),
}
_STACKED = {
    "year": deferred(
        "Articles by year, stacked by outlet: the seven with most articles, and all others. The "
        "last bar has those whose year is not known."
    ),
    "month": deferred(
        "Articles by month, stacked by outlet: the seven with most articles, and all others. The "
        "last bar has those whose month is not known."
    ),
}
_COLUMNS = ["doc_id", "date", "date_from", "date_to", "date_precision", "date_method"]


def words_kept(corpus: Corpus) -> Drawing:
    """Draw the words kept and left out of each article, those that lost most first."""
    table = kept_words(corpus).sort_values(["share_kept", "doc_id"])
    kept, left_out = int(table["kept"].sum()), int(table["left_out"].sum())
    title = ngettext(
        "{share:.0%} of the words of {n} article were kept.",
        "{share:.0%} of the words of {n} articles were kept.",
        len(table),
        share=kept / max(kept + left_out, 1),
    )
    shown = index_by_title(table.head(MOST_ROWS))
    parts = {"kept": gettext("kept"), "left_out": gettext("left out")}
    figure = stacked_bars(shown, parts, title, gettext("words"))
    caption = gettext(
        "Words of each article that were kept for counting, and left out as site furniture."
    )
    caption = join(caption, omitted_note(table))
    numbers, keys = list_values(shown["kept"], gettext("words kept")), shown["doc_id"].tolist()
    return Drawing(figure, title, caption, table, numbers, keys=keys)


def coverage(corpus: Corpus) -> Drawing:
    """Draw the articles of each month, or year, stacked by outlet."""
    table, unit = coverage_by_outlet(corpus)
    dated = table.drop(index=UNDATED, errors="ignore")
    require(dated, deferred("no article is dated to a month or a year"))
    known, total = int(dated.sum().sum()), int(table.sum().sum())
    title = ngettext(*_KNOWN[unit], total, known=known)
    drawn = _name_outlets(table)
    with canvas(7, title) as (figure, axes):
        _stack(axes, drawn)
        axes.set_ylabel(gettext("articles"))
        figure.legend(ncols=4, loc="outside lower left", fontsize=9)
    numbers = list_values(drawn.sum(), gettext("articles"))
    keys = [(period, outlet) for outlet in table for period in table.index]
    caption = gettext(_STACKED[unit])
    return Drawing(figure, title, caption, table.reset_index(), numbers, keys=keys)


def _name_outlets(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what is no outlet, and no date, in the language in use."""
    others = {"others": gettext("others"), "no outlet": gettext("no outlet")}
    return table.rename(columns=others, index={UNDATED: gettext("undated")})


def timeline(corpus: Corpus) -> Drawing:
    """Draw when each article appeared: a dot for a day, a line for a longer period."""
    documents = corpus.documents
    bounded = documents["date_from"].notna() | documents["date_to"].notna()
    dated = documents[bounded].sort_values(["date_from", "date_to", "doc_id"])
    require(dated, deferred("no article states or entails anything of its date"))
    days, none = (int((documents["date_precision"] == name).sum()) for name in ("day", "none"))
    title = ngettext(
        "{days} of {n} article can be dated to the day; {none} without a date.",
        "{days} of {n} articles can be dated to the day; {none} without a date.",
        len(documents),
        days=days,
        none=none,
    )
    shown = index_by_title(dated.tail(MOST_ROWS))
    with canvas(len(shown), title) as (figure, axes):
        _draw_spans(axes, shown)
        name_axes(axes, shown.index, gettext("date of publication"))
    caption = gettext(
        "A dot is a day; a line is the time in which the day lies, an arrow where one end is not "
        "known. Articles without any bound that are not drawn: {missing}.",
        missing=len(documents) - len(dated),
    )
    spans = [f"{name}: {_span(row.date_from, row.date_to)}" for name, row in shown.iterrows()]
    caption = join(caption, omitted_note(dated))
    numbers, keys = f"{'; '.join(spans)}.", shown["doc_id"].tolist()
    return Drawing(figure, title, caption, dated[_COLUMNS], numbers, keys=keys)


def _stack(axes: Any, table: pd.DataFrame) -> None:
    """Draw one bar per row of the table, its columns on top of each other."""
    bottom, bars = np.zeros(len(table)), list[Any]()
    places = range(len(table))
    for column, colour, hatch in zip(table, cycle(COLOURS), cycle(HATCHES), strict=False):
        style: dict[str, Any] = {"color": colour, "hatch": hatch, "edgecolor": "white"}
        style |= {"linewidth": 0.4, "bottom": bottom, "label": shorten(str(column), 24)}
        bars += axes.bar(places, table[column], 0.85, **style)
        bottom += table[column].to_numpy(dtype=float)
    mark_rows(bars)
    step = -(-len(table) // _TICKS)
    shown = [*places[:-1:step], len(table) - 1]  # the undated are last
    axes.set_xticks(shown, table.index[shown], rotation=40, ha="right", fontsize=9)
    axes.set_xlim(-0.7, max(len(table), _FEW_BARS) - 0.3)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y")


def _span(first: Any, last: Any) -> str:
    """Return the period in which a day lies, in words; one bound may be missing.

    >>> [_span("2019-01-01", None), _span(None, "2019-12-31"), _span("2019-03-01", "2019-03-31")]
    ['from 2019', 'until 2019', '1 March 2019 to 31 March 2019']
    """
    if pd.isna(last):
        return gettext("from {first:date}", first=str(first).removesuffix("-01-01"))
    if pd.isna(first):
        return gettext("until {last:date}", last=str(last).removesuffix("-12-31"))
    if first == last:
        return date(first)
    return gettext("{first:date} to {last:date}", first=str(first), last=str(last))


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
