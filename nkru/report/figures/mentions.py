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
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import COLOURS, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import count_articles, list_values, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Above 400 bars the mentions are summed by month; above 150 articles the axis has no ticks.
_MOST_STRIPS, _MOST_TICKS = 400, 150
_STRETCHES = 100
_SHADES = (
    "The darker a hundredth of the corpus, the more often it names the actor: one scale for all."
)
NO_ACTOR = "the articles name no actor of the codebook"


def mentions_by_kind(mentions: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw how often each actor is named, by name, metonym, demonym and descriptor."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    table = count_kinds(mentions)
    first = table.iloc[0]
    title = (
        f"{first['entry']} is mentioned most often: {first['total']:,} of {len(mentions):,} "
        f"mentions of {len(table)} actors."
    )
    shown = table.head(top_n).set_index("entry")
    figure = stacked_bars(shown, [*shown][:-1], title, "mentions")
    caption = (
        f"Mentions of the {len(shown)} actors mentioned most often, by kind: name, capital that "
        "stands for a government (metonym), adjective or people (demonym), description "
        "(descriptor)."
    )
    numbers = list_values(shown["total"], "mentions")
    return Drawing(figure, title, caption, table, numbers, keys=shown.index.tolist())


def mentions_over_time(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 8) -> Drawing:
    """Draw the mentions of each actor over time, an article over its possible days."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    names = count_range(mentions)["entry"].head(top_n).tolist()
    table = count_dated(mentions[mentions["entry"].isin(names)], corpus)
    require(table, "no article that names an actor has a bounded date")
    documents = corpus.documents[["date_from", "date_to"]]
    dated, total = len(documents.dropna()), len(documents)
    undated = total - dated
    title = f"{dated:,} of {count_articles(total)} can be placed in time; {undated} cannot."
    monthly = len(table) > _MOST_STRIPS
    strips, days = (sum_by_month(table), 31) if monthly else (table, 0)
    with canvas(len(names), title, row=0.62) as (figure, axes):
        _draw_strips(axes, strips, names, pd.Timedelta(days=days))
        name_axes(axes, names, "date of publication")
    unit, known = ("month", "a month") if monthly else ("article", "a day is a stroke")
    caption = (
        f"Mentions in each {unit}: the height is their number, the width the time in which the "
        f"article must have appeared ({known}; hatched where it is known less closely). {undated} "
        "without a bounded date left out."
    )
    numbers = list_values(table.groupby("entry")["mentions"].sum(), "mentions")
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


def _name_heights(axes: Axes, most: pd.Series[Any]) -> None:
    """Write the mentions that the full height of each row means at its right end."""
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(most)), [f"up to {count:.0f}" for count in most], fontsize=8.5)
    right.spines["right"].set_visible(False)
    right.tick_params(length=0)


def dispersion_plot(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 10) -> Drawing:
    """Draw one stroke per mention of each actor, the articles of the corpus one after the other."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    lengths = corpus.sentences.groupby("doc_id", sort=True)["end"].max()
    begins = lengths.cumsum().shift(fill_value=0)
    table = count_range(mentions).head(top_n)
    offsets = mentions["start"] + mentions["doc_id"].map(begins)
    strokes = [offsets[mentions["entry"] == entry] for entry in table["entry"]]
    title = _widest(table, len(lengths))
    few = len(lengths) <= _MOST_TICKS
    order = "the articles one after the other, in the order of their file names"
    with canvas(len(table), title) as (figure, axes):
        if few:
            rows = range(len(strokes))
            style: dict[str, Any] = {"linewidths": 1.2, "colors": COLOURS[0]}
            axes.eventplot(strokes, lineoffsets=rows, linelengths=0.72, **style)
        else:
            _draw_shades(axes, strokes, int(lengths.sum()))
        name_axes(axes, table["entry"], order + ("; a line opens each" if few else ""))
        axes.grid(visible=few)
        axes.set_xticks(begins.tolist() if few else [], [])
    caption = "Each stroke is a mention at its place in the text." if few else _SHADES
    numbers = list_values(table.set_index("entry")["range"], "articles")
    return Drawing(figure, title, caption, table, numbers, keys=table["entry"].tolist())


def _widest(table: pd.DataFrame, articles: int) -> str:
    """Return a sentence on the actors of a table (entry, range) that most of the articles name."""
    among = f"of the {len(table)} actors mentioned most often"
    everywhere = int((table["range"] == articles).sum())
    if everywhere:
        verb = "stand" if everywhere > 1 else "stands"
        return f"{everywhere} {among} {verb} in every one of the {count_articles(articles)}."
    widest = int(table["range"].max())
    first, *more = table.loc[table["range"] == widest, "entry"]
    name, verb = (f"{first} and {len(more)} more", "stand") if more else (first, "stands")
    share = f"{percent(widest, articles)} of the {count_articles(articles)}"
    return f"{name} {verb} in {share}, the most {among}."


def _draw_shades(axes: Axes, strokes: Sequence[pd.Series[Any]], length: int) -> None:
    """Shade each hundredth of the corpus by its mentions: strokes would form one block."""
    counts = [np.histogram(offsets, _STRETCHES, (0, length))[0] for offsets in strokes]
    extent = (0, length, len(strokes) - 0.5, -0.5)
    axes.imshow(np.array(counts), aspect="auto", cmap="Blues", vmin=0, extent=extent)
