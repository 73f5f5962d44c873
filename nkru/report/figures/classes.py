"""The figure of a classification: its dendrogram, with the words of each class as a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru import language
from nkru.language import gettext
from nkru.report.figures.drawings import COLOURS, EDGE, Drawing, annotate, canvas
from nkru.report.figures.labels import list_values, shorten, shorten_term
from nkru.report.figures.links import row_url
from nkru.report.figures.sizes import column_letters, is_narrow
from nkru.themes.classes import class_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.classes import Classes

_MERGE = ["step", "first", "second", "height"]
_WORDS = 15  # of a column


def class_dendrogram(classes: Classes, stability: pd.DataFrame) -> Drawing:
    """Draw the splits of a classification, with the words of each class as a column below it.

    Args:
        classes: from `nkru.reinert`.
        stability: from `nkru.stability`.
    """
    verdicts = stability[stability["k"] == classes.k].set_index("class")["verdict"]
    table = class_summary(classes, _WORDS).fillna({"words": ""})
    table["verdict"] = table["class"].map(verdicts)
    stable = int((table["verdict"] == "stable").sum())
    title = gettext(
        "{classes} classes of segments, {stable} of them stable when stories are resampled.",
        classes=len(table),
        stable=stable,
    )
    profiles, leaves = classes.profiles(), table.set_index("class").to_dict("index")
    with canvas(17, title) as (figure, axes):
        axes.set(xlim=(0.5, classes.k + 0.5), ylim=(-2.35, 1.08))
        _draw_tree(axes, classes.merge)
        for code in range(1, classes.k + 1):
            _draw_column(axes, code, leaves.get(code), profiles[profiles["class"] == code])
        axes.set_axis_off()
    unassigned = 1 - table["share"].sum()
    caption = gettext(
        "Dendrogram of a descending classification of segments (Reinert), its height the "
        "cumulated χ² of the splits, and the {words} words most characteristic of each class, "
        "larger with their χ². A class is a theme only as far as it is found again when stories "
        "are resampled. {unassigned:.0%} of the segments have no class.",
        words=_WORDS,
        unassigned=unassigned,
    )
    shares = (100 * table.set_index("class")["share"]).round(1)
    numbers = list_values(shares, gettext("% of segments"))
    return Drawing(figure, title, caption, table, numbers, keys=range(1, classes.k + 1))


def _draw_tree(axes: Axes, merge: pd.DataFrame) -> None:
    """Draw splits as brackets, the root at the top, between the heights 0 and 1.

    Args:
        axes: to draw on.
        merge: step, first, second, height. As in R's hclust, −n is class n and n is step n.
    """
    nodes: dict[int, tuple[float, float]] = {}
    root = float(merge["height"].max())
    for step, *ends, height in merge[_MERGE].itertuples(index=False, name=None):
        (left, low), (right, other) = (nodes[end] if end > 0 else (-end, 0.0) for end in ends)
        top = height / root
        bracket = [left, left, right, right], [low, top, top, other]
        axes.plot(*bracket, color=EDGE, linewidth=1.8, solid_capstyle="projecting")
        nodes[int(step)] = ((left + right) / 2, top)


def _draw_column(
    axes: Axes, code: int, leaf: Mapping[Any, Any] | None, profiles: pd.DataFrame
) -> None:
    """Write a class and its words below its leaf; a class that is too small has no words."""
    style: dict[str, Any] = {"ha": "center", "fontsize": 9 - is_narrow(), "linespacing": 1.3}
    if leaf is None:
        missing = gettext("too small:\nno class")
        annotate(axes, missing, (code, -0.27), (0, 0), color=EDGE, **style)
        return
    share = language.number(leaf["share"], ".0%")
    own, most = profiles[profiles["chi2"] > 0].head(_WORDS), column_letters(axes)
    heading = f"{shorten(name_of(code, leaf), most)}\n{share}\n{gettext(str(leaf['verdict']))}"
    style["url"] = row_url(code - 1)
    annotate(axes, heading, (code, -0.27), (0, 0), fontweight="bold", **style)
    colour = COLOURS[(code - 1) % len(COLOURS)]
    axes.plot([code - 0.42, code + 0.42], [-0.54] * 2, color=colour, linewidth=4)
    strength = np.sqrt(own["chi2"] / own["chi2"].max())
    for row, (term, size) in enumerate(zip(own["term"], strength, strict=True)):
        style = {"ha": "center", "fontsize": 8 + 2 * size, "url": row_url(code - 1)}
        annotate(axes, shorten_term(term, most), (code, -0.68 - 0.112 * row), (0, 0), **style)
    if not len(own):
        annotate(axes, gettext("no word"), (code, -0.7), (0, 0), ha="center", fontsize=8)


def name_of(code: int, leaf: Mapping[Any, Any]) -> str:
    """Return the name that the reader gave to a class, or its number."""
    return shorten(str(leaf.get("name") or gettext("class {number}", number=code)), 18)
