"""Charts: the kinds that most figures are, readable without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.language import number
from nkru.report.figures.drawings import COLOURS, EDGE, HATCHES, INK, annotate, canvas, name_axes
from nkru.report.figures.labels import shorten
from nkru.report.figures.links import mark_rows, row_url
from nkru.report.figures.sizes import is_narrow, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BAR: dict[str, Any] = {"height": 0.68, "edgecolor": "white"}
_BLUE = (0.04, 0.4, 0.64)
_BRIGHT = "#fefefe"  # of texts on dark cells, by day and by night
_DARK_SHADE = 0.8
_LEGEND: dict[str, Any] = {"loc": "outside lower left", "fontsize": 9, "handlelength": 2.2}


def stacked_bars(table: pd.DataFrame, parts: Mapping[str, str], title: str, unit: str) -> Figure:
    """Draw one horizontal bar per row, named by the index and made of the columns `parts`.

    Args:
        table: the numbers.
        parts: the names of the columns for readers, by column.
        title: of the figure.
        unit: of the numbers.
    """
    left = np.zeros(len(table))
    with canvas(len(table), title) as (figure, axes):
        for part, colour, hatch in zip(parts, cycle(COLOURS), cycle(HATCHES), strict=False):
            style = {"color": colour, "hatch": hatch, "linewidth": 0.4, **_BAR}
            style["label"] = parts[part]
            bars = axes.barh(range(len(table)), table[part], left=left, **style)
            mark_rows(bars)
            left += table[part].to_numpy(dtype=float)
        axes.bar_label(bars, [number(total, ".0f") for total in left], padding=4, fontsize=9)
        axes.set_xlim(0, 1.09 * max(1.0, *left))
        name_axes(axes, table.index, unit)
        if len(parts) > 1:
            figure.legend(ncols=min(len(parts), 5), **_LEGEND)
    return figure


def opposed_bars(table: pd.DataFrame, parts: Mapping[str, str], title: str, unit: str) -> Figure:
    """Draw a bar to the left and one to the right per row; the column `note` follows.

    Args:
        table: the numbers.
        parts: the names of the two columns for readers, by column.
        title: of the figure.
        unit: of the numbers.
    """
    from matplotlib.ticker import MaxNLocator

    rows, (left, right) = range(len(table)), parts
    with canvas(len(table), title) as (figure, axes):
        style: dict[str, Any] = {"hatch": "///", "label": parts[left], **_BAR}
        mark_rows(axes.barh(rows, -table[left], color=COLOURS[5], **style))
        bars = axes.barh(rows, table[right], color=COLOURS[0], label=parts[right], **_BAR)
        mark_rows(bars)
        axes.bar_label(bars, table["note"], padding=5, fontsize=9)
        longest = max(1.0, float(table[[left, right]].to_numpy().max()))
        axes.axvline(0, color=EDGE, linewidth=1)
        axes.set_xlim(-1.08 * longest, 1.75 * longest)
        # The room for the notes has no values.
        ticks = np.asarray(MaxNLocator(4).tick_values(-longest, longest))
        axes.set_xticks(ticks[abs(ticks) <= 1.05 * longest])
        axes.xaxis.set_major_formatter(lambda value, _: number(abs(value), ".4g"))
        name_axes(axes, table.index, unit)
        figure.legend(ncols=2, **_LEGEND)
    return figure


def bars_with_intervals(table: pd.DataFrame, title: str, unit: str) -> Figure:
    """Draw one bar per row with its interval, and its note at the end.

    Args:
        table: value, low and high (may be missing), note.
        title: of the figure.
        unit: of the values.
    """
    rows = np.arange(len(table))
    with canvas(len(table), title, row=0.3) as (figure, axes):
        mark_rows(axes.barh(rows, table["value"], color=COLOURS[4], **_BAR))
        axes.hlines(rows, table["low"], table["high"], color=INK, linewidth=1.4)
        ends = table[["value", "high"]].max(axis=1)
        for row, (end, note) in enumerate(zip(ends, table["note"], strict=True)):
            annotate(axes, note, (end, row), (5, 0))
        axes.set_xlim(0, 1.1 * max(1.0, float(ends.max())))
        name_axes(axes, table.index, unit)
    return figure


def dots(table: pd.DataFrame, title: str, unit: str) -> Figure:
    """Draw one dot per row with its interval, and a line at zero.

    Args:
        table: value, low and high (may be missing), note.
        title: of the figure.
        unit: of the values.
    """
    rows = np.arange(len(table))
    style: dict[str, Any] = {"color": COLOURS[0], "s": 49, "edgecolor": "white", "zorder": 3}
    # A white box keeps the lines of the grid and of zero out of the text.
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ends = table["high"].fillna(table["value"])
    with canvas(len(table), title) as (figure, axes):
        axes.hlines(rows, table["low"], table["high"], color=COLOURS[0], linewidth=2)
        axes.scatter(table["value"], rows, urls=list(map(row_url, range(len(rows)))), **style)
        for row, (end, note) in enumerate(zip(ends, table["note"], strict=True)):
            annotate(axes, note, (end, row), (7, 0), bbox=box)
        axes.axvline(0, color=EDGE, linewidth=1)
        axes.margins(x=0.16)
        name_axes(axes, table.index, unit)
    return figure


_LOW, _HIGH = 0.36, 0.46  # inches of a row of cells with one number, and with its interval
_SMALL = 8  # points of an interval


def heat(
    table: pd.DataFrame, title: str, unit: str, intervals: pd.DataFrame | None = None
) -> Figure:
    """Draw a table of numbers as shaded cells with the number in each, and its interval below."""
    values = table.to_numpy(dtype=float)
    top = np.nanmax(values) if values.size and np.nanmax(values) > 0 else 1.0
    with canvas(len(table), title, row=_LOW if intervals is None else _HIGH) as (figure, axes):
        edges = [np.arange(count + 1) - 0.5 for count in reversed(values.shape)]
        style: dict[str, Any] = {"cmap": _shades(), "vmin": 0, "vmax": top, "linewidth": 0.4}
        axes.pcolormesh(*edges, values, edgecolors="#ffffff", **style)
        for (row, column), value in np.ndenumerate(values):
            ink = _BRIGHT if value > _DARK_SHADE * top else INK
            text = "" if np.isnan(value) else number(value, ".0f")
            place: dict[str, Any] = {"ha": "center", "va": "center", "in_layout": False}
            if intervals is None:
                axes.text(column, row, text, fontsize=9, color=ink, **place)
                continue
            below = str(intervals.iat[row, column])
            axes.text(column, row - 0.18, text, fontsize=9, color=ink, **place)
            axes.text(column, row + 0.24, below, fontsize=_SMALL, color=ink, **place)
        name_axes(axes, table.index, unit)
        axes.grid(visible=False)
        _name_columns(axes, [str(name) for name in table.columns])
    return figure


def _shades() -> Any:
    """Return shades of one blue, from transparent on: they fit a white page and a dark one."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("shades", [(*_BLUE, 0.0), (*_BLUE, 1.0)])


def _name_columns(axes: Axes, names: Sequence[str]) -> None:
    """Write the names on several lines, or slanted if there are many columns."""
    names = [shorten(name, size().label) for name in names]
    slant: dict[str, Any] = {}
    if len(names) > (2 if is_narrow() else 5):
        slant = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    else:
        names = ["\n".join(textwrap.wrap(name, 14)) for name in names]
    axes.set_xticks(range(len(names)), names, fontsize=9, **slant)
