"""The figure of presence over time: the share of stories that name each actor, by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.presence_periods import LEAST_STORIES, most_present, presence_over_time
from nkru.corpus.corpus import Corpus
from nkru.language import gettext, named, number
from nkru.report.figures.drawings import COLOURS, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import list_values
from nkru.report.figures.mentions import NO_ACTOR
from nkru.report.figures.sizes import is_narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 0.78  # of a row, for the largest share
_TICKS, _NARROW_TICKS = 14, 6


def shares_over_time(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 6) -> Drawing:
    """Draw the share of the stories of each period that name each actor, with its interval."""
    require(mentions, NO_ACTOR)
    entries = most_present(mentions, top_n)
    table = presence_over_time(mentions, corpus, entries)
    highest = table.nlargest(1, "share").to_dict("records")[0]
    title = gettext(
        "{name} is named in {share:.0%} of the {of} stories of {period}, the largest share drawn.",
        name=named(highest["entry"]),
        share=float(highest["share"]),
        of=int(highest["of"]),
        period=str(highest["period"]),
    )
    sizes = table.drop_duplicates("period").set_index("period")["of"]
    top = float(table["share_high"].max())
    with canvas(len(entries), title, row=0.75) as (figure, axes):
        for row, entry in enumerate(entries):
            _draw_row(axes, row, table[table["entry"] == entry], top)
        name_axes(axes, map(named, entries), gettext("period (n = stories)"))
        axes.grid(axis="y")
        _name_periods(axes, sizes)
        _name_heights(axes, len(entries), top)
    caption = gettext(
        "Share of the stories of each period that name the actor, with its 95% interval (Wilson); "
        "each row begins at 0. Periods with fewer than {least} dated stories are left out.",
        least=LEAST_STORIES,
    )
    mean = table.groupby("entry")["share"].max().reindex(entries).mul(100).round(1)
    numbers = list_values(mean.rename(index=named), gettext("% at most"))
    return Drawing(figure, title, caption, table, numbers, telling=False, keys=entries)


def _draw_row(axes: Axes, row: int, own: pd.DataFrame, top: float) -> None:
    places = range(len(own))
    low, middle, high = (
        row + 0.4 - _HEIGHT * own[name] / top for name in ("share_low", "share", "share_high")
    )
    axes.vlines(places, low, high, color=COLOURS[4], linewidth=2)
    axes.plot(places, middle, "-o", color=COLOURS[0], linewidth=1, markersize=4)
    axes.axhline(row + 0.4, color="#e3e5e8", linewidth=0.8, zorder=0)


def _name_periods(axes: Axes, sizes: pd.Series[int]) -> None:
    """Write some of the periods below the axis, each with its stories."""
    step = -(-len(sizes) // (_NARROW_TICKS if is_narrow() else _TICKS))
    places = range(0, len(sizes), step)
    labels = [f"{sizes.index[place]}\nn = {number(int(sizes.iloc[place]))}" for place in places]
    axes.set_xticks(places, labels, fontsize=8)
    axes.set_xlim(-0.6, len(sizes) - 0.4)


def _name_heights(axes: Axes, rows: int, top: float) -> None:
    """Write what the full height of a row means at its right end."""
    right = axes.secondary_yaxis("right")
    ticks = [row + 0.4 - part for row in range(rows) for part in (0, _HEIGHT)]
    labels = [number(share, ".0%") for _ in range(rows) for share in (0.0, top)]
    right.set_yticks(ticks, labels, fontsize=8)
    right.spines["right"].set_visible(False)
    right.tick_params(length=0)
