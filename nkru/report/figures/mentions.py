"""Figures of mentions: by kind, over time, and through the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.actors.mention_tables import (
    count_dated,
    count_kinds,
    count_range,
    counted_mentions,
    sum_by_month,
)
from nkru.corpus.corpus import Corpus
from nkru.language import deferred, gettext, join, named, ngettext
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import COLOURS, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import list_values, shorten
from nkru.report.figures.sizes import date_axis, is_narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Above 400 bars the mentions are summed by month; above 150 articles the axis has no ticks.
_MOST_STRIPS, _MOST_TICKS = 400, 150
_STRETCHES = 100
_MOST_DATES = 6
# The most articles whose names fit below the axis, and the letters of a name.
_FEW_NAMED, _FEW_NARROW, _LETTERS = 24, 12, 30
_STROKES = deferred("Each stroke is a mention at its place in the text.")
_SHADES = deferred(
    "The darker a hundredth of the corpus, the more often it names the actor: one scale for all."
)
# By whether mentions are summed by month, and by whether each article has its tick.
_HEIGHTS = {
    True: deferred(
        "Mentions in each month: the height is their number, the width the time in which the "
        "article must have appeared (a month; hatched where it is known less closely)."
    ),
    False: deferred(
        "Mentions in each article: the height is their number, the width the time in which the "
        "article must have appeared (a day is a stroke; hatched where it is known less closely)."
    ),
}
_ORDER = {
    True: deferred(
        "the articles one after the other, in the order of their dates; a line opens each"
    ),
    False: deferred("the articles one after the other, in the order of their dates"),
}
NO_ACTOR = deferred("the articles name no actor of the codebook")


def mentions_by_kind(mentions: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw how often each actor is named, by name, metonym, demonym and descriptor."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    table = count_kinds(mentions)
    first = table.iloc[0]
    title = gettext(
        "{entry} is mentioned most often: {count} of {total} mentions of {actors} actors.",
        entry=named(first["entry"]),
        count=int(first["total"]),
        total=len(mentions),
        actors=len(table),
    )
    shown = table.head(top_n)
    shown = shown.set_index(shown["entry"].map(named)).drop(columns="entry")
    parts = {kind: gettext(kind) for kind in [*shown][:-1]}
    figure = stacked_bars(shown, parts, title, gettext("mentions"))
    caption = gettext(
        "Mentions of the {shown} actors mentioned most often, by kind: name, capital that stands "
        "for a government (metonym), adjective or people (demonym), description (descriptor).",
        shown=len(shown),
    )
    numbers = list_values(shown["total"], gettext("mentions"))
    keys = table["entry"].head(top_n).tolist()
    return Drawing(figure, title, caption, table, numbers, keys=keys)


def mentions_over_time(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 8) -> Drawing:
    """Draw the mentions of each actor over time, an article over its possible days."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    names = count_range(mentions)["entry"].head(top_n).tolist()
    table = count_dated(mentions[mentions["entry"].isin(names)], corpus)
    require(table, deferred("no article that names an actor has a bounded date"))
    documents = corpus.documents[["date_from", "date_to"]]
    dated, total = len(documents.dropna()), len(documents)
    undated = total - dated
    title = ngettext(
        "{dated} of {n} article can be placed in time; {undated} cannot.",
        "{dated} of {n} articles can be placed in time; {undated} cannot.",
        total,
        dated=dated,
        undated=undated,
    )
    monthly = len(table) > _MOST_STRIPS
    strips, days = (sum_by_month(table), 31) if monthly else (table, 0)
    with canvas(len(names), title, row=0.62) as (figure, axes):
        _draw_strips(axes, strips, names, pd.Timedelta(days=days))
        name_axes(axes, map(named, names), gettext("date of publication"))
    caption = join(
        gettext(_HEIGHTS[monthly]),
        gettext("Articles without a bounded date, which are left out: {n}.", n=undated),
    )
    sums = table.groupby("entry")["mentions"].sum().rename(index=named)
    numbers = list_values(sums, gettext("mentions"))
    return Drawing(figure, title, caption, table, numbers, keys=names)


def _draw_strips(axes: Any, table: pd.DataFrame, names: list[str], longest: pd.Timedelta) -> None:
    """Draw one bar per row of the table; a period over `longest` is hatched."""
    first, last = (pd.to_datetime(table[bound]) for bound in ("date_from", "date_to"))
    span = last - first
    stroke = (max(first.max(), last.max()) - min(first.min(), last.min())) / 160
    stroke += pd.Timedelta(days=1)
    width = span.where(span > stroke, stroke)
    height = 0.82 * table["mentions"] / table["mentions"].max()
    bottom = pd.Index(names).get_indexer(pd.Index(table["entry"])) + 0.4 - height
    exact = (span <= longest).to_numpy()
    for rows, style in ((~exact, {"alpha": 0.3, "hatch": "///"}), (exact, {})):
        bars = first[rows], height[rows], width[rows], bottom[rows]
        axes.bar(*bars, align="edge", color=COLOURS[0], **style)
    _name_heights(axes, table.groupby("entry")["mentions"].max().reindex(names).fillna(0))
    axes.margins(x=0.04)
    date_axis(axes, _MOST_DATES)


def _name_heights(axes: Axes, most: pd.Series[Any]) -> None:
    """Write the mentions that the full height of each row means at its right end."""
    right = axes.secondary_yaxis("right")
    heights = [gettext("up to {n}", n=int(count)) for count in most]
    right.set_yticks(range(len(most)), heights, fontsize=8.5)
    right.spines["right"].set_visible(False)
    right.tick_params(length=0)


def dispersion_plot(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 10) -> Drawing:
    """Draw one stroke per mention of each actor, the articles of the corpus one after the other."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    dated = corpus.documents.sort_values(["date_from", "doc_id"]).set_index("doc_id")
    lengths = corpus.sentences.groupby("doc_id")["end"].max()
    lengths = lengths.reindex(dated.index).dropna().astype("int64")
    begins = lengths.cumsum().shift(fill_value=0)
    table = count_range(mentions).head(top_n)
    offsets = mentions["start"] + mentions["doc_id"].map(begins)
    strokes = [offsets[mentions["entry"] == entry] for entry in table["entry"]]
    title = _widest(table, len(lengths))
    few = len(lengths) <= _MOST_TICKS
    order = gettext(_ORDER[few])
    with canvas(len(table), title) as (figure, axes):
        if few:
            rows = range(len(strokes))
            style: dict[str, Any] = {"linewidths": 1.2, "colors": COLOURS[0]}
            axes.eventplot(strokes, lineoffsets=rows, linelengths=0.72, **style)
        else:
            _draw_shades(axes, strokes, int(lengths.sum()))
        name_axes(axes, map(named, table["entry"]), order)
        axes.grid(visible=few)
        axes.set_xticks(begins.tolist() if few else [], [])
        if len(lengths) <= (_FEW_NARROW if is_narrow() else _FEW_NAMED):
            _name_articles(axes, begins + lengths / 2, dated)
    caption = gettext(_STROKES if few else _SHADES)
    ranges = table.set_index("entry")["range"].rename(index=named)
    numbers = list_values(ranges, gettext("articles"))
    return Drawing(figure, title, caption, table, numbers, keys=table["entry"].tolist())


def _name_articles(axes: Axes, middles: pd.Series[Any], dated: pd.DataFrame) -> None:
    """Write the date and the title of each article below its middle."""
    own = dated.loc[middles.index]
    titles = own["title"].fillna(own.index.to_series())
    days = own["date"].fillna("")
    pairs = zip(days, titles, strict=True)
    names = [shorten(f"{day} {title}", _LETTERS) for day, title in pairs]
    style: dict[str, Any] = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks(middles.tolist(), names, minor=True, fontsize=8, **style)
    axes.tick_params(which="minor", length=0)


def _widest(table: pd.DataFrame, articles: int) -> str:
    """Return a sentence on the actors of a table (entry, range) that most of the articles name."""
    about: dict[str, Any] = {"among": len(table), "articles": articles}
    everywhere = int((table["range"] == articles).sum())
    if everywhere:
        return ngettext(
            "{n} of the {among} actors mentioned most often is named in every article "
            "({articles}).",
            "{n} of the {among} actors mentioned most often are named in every article "
            "({articles}).",
            everywhere,
            **about,
        )
    widest = int(table["range"].max())
    first, *more = table.loc[table["range"] == widest, "entry"]
    about |= {"name": named(first), "share": widest / articles}
    if not more:
        return gettext(
            "{name} is named in {share:.0%} of the {articles} articles, the most of the {among} "
            "actors mentioned most often.",
            **about,
        )
    return ngettext(
        "{name} and {n} other actor are named in {share:.0%} of the {articles} articles, the most "
        "of the {among} actors mentioned most often.",
        "{name} and {n} other actors are named in {share:.0%} of the {articles} articles, the "
        "most of the {among} actors mentioned most often.",
        len(more),
        **about,
    )


def _draw_shades(axes: Axes, strokes: Sequence[pd.Series[Any]], length: int) -> None:
    """Shade each hundredth of the corpus by its mentions: strokes would form one block."""
    counts = [np.histogram(offsets, _STRETCHES, (0, length))[0] for offsets in strokes]
    extent = (0, length, len(strokes) - 0.5, -0.5)
    axes.imshow(np.array(counts), aspect="auto", cmap="Blues", vmin=0, extent=extent)
