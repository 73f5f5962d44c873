"""Figures of a classification: the dendrogram, the map, and the words inside a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru import language
from nkru.language import deferred, gettext, join
from nkru.report.figures.drawings import COLOURS, EDGE, Drawing, annotate, canvas, require
from nkru.report.figures.labels import list_values, shorten, shorten_term, unlabelled_note
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels
from nkru.report.figures.sizes import column_letters, is_narrow
from nkru.themes.classes import class_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.class_map import ClassMap
    from nkru.themes.classes import Classes

_MERGE = ["step", "first", "second", "height"]
_WORDS = 15  # of a column
_VALUES = 12  # of variables on a map: more would hide the terms


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
        style = {"ha": "center", "fontsize": 8 + 2 * size}
        annotate(axes, shorten_term(term, most), (code, -0.68 - 0.112 * row), (0, 0), **style)
    if not len(own):
        annotate(axes, gettext("no word"), (code, -0.7), (0, 0), ha="center", fontsize=8)


def name_of(code: int, leaf: Mapping[Any, Any]) -> str:
    """Return the name that the reader gave to a class, or its number."""
    return shorten(str(leaf.get("name") or gettext("class {number}", number=code)), 18)


def factor_map(found: ClassMap, terms: int = 45) -> Drawing:
    """Draw the first two axes of a map: classes with their ellipses, terms, values of variables.

    Args:
        found: from `nkru.class_map`.
        terms: drawn, those that contribute most to the two axes.
    """
    inertia = found.solution.inertia
    require(inertia.iloc[1:], deferred("two classes have one axis, and a map needs two"))
    first, second = (inertia["share"] / 100).tolist()[:2]
    title = gettext(
        "The first two axes hold {first:.0%} and {second:.0%} of the inertia of the classes.",
        first=first,
        second=second,
    )
    drawn = _drawn_points(found, terms)
    with canvas(19, title) as (figure, axes):
        _draw_ellipses(axes, found)
        _draw_marks(axes, drawn)
        axes.axhline(0, color=EDGE, linewidth=0.6, zorder=0)
        axes.axvline(0, color=EDGE, linewidth=0.6, zorder=0)
        axes.margins(0.12)
        of_inertia = deferred("axis {axis}, {share:.1%} of the inertia")
        axes.set_xlabel(gettext(of_inertia, axis=1, share=first))
        axes.set_ylabel(gettext(of_inertia, axis=2, share=second))
        labels = [_label(point, found.names) for point in drawn.to_dict("records")]
        left_out = place_labels(axes, labels)
    caption = gettext(
        "Correspondence analysis of terms × classes: a term lies toward the classes whose segments "
        "hold it most. Ellipses hold a class in {level:.0%} of resamples of stories. Values of "
        "variables (squares, {most} at most) are supplementary. The distance of a term to a class "
        "cannot be interpreted.",
        level=0.9,
        most=_VALUES,
    )
    classes = drawn[drawn["kind"] == "class"].set_index("name")["contrib1"].round(1)
    numbers = list_values(classes, gettext("% of axis 1"))
    return Drawing(figure, title, join(caption, unlabelled_note(left_out)), drawn, numbers)


def _drawn_points(found: ClassMap, terms: int) -> pd.DataFrame:
    """Return the points drawn, classes first, with the colour of the class each lies toward."""
    points = found.points
    inertia = found.solution.inertia["eigenvalue"]
    weight = points["contrib1"] * inertia[0] + points["contrib2"] * inertia[1]
    chosen = points[points["kind"] == "term"].index
    chosen = weight[chosen].nlargest(terms).index
    variables = points[~points["kind"].isin(["term", "class"])]
    variables = variables.sort_values(["mass", "name"], ascending=[False, True]).head(_VALUES)
    order = [*points[points["kind"] == "class"].index, *variables.index, *chosen]
    drawn = points.loc[order, ["name", "kind", "mass", "dim1", "dim2", "contrib1", "contrib2"]]
    table = found.solution.table
    expected = np.outer(table.sum(axis=1), table.sum()) / table.to_numpy().sum()
    toward = pd.Series(table.columns[(table / expected).to_numpy().argmax(axis=1)], table.index)
    is_term, is_class = drawn["kind"] == "term", drawn["kind"] == "class"
    drawn["toward"] = drawn["name"].where(is_class, drawn["name"].map(toward).where(is_term))
    return drawn.reset_index(drop=True)


def _place(name: str) -> int:
    """Return the place of a class, from 0, which has a colour: "class 3" has the third."""
    return int(name.removeprefix("class ")) - 1


def _draw_ellipses(axes: Axes, found: ClassMap) -> None:
    from matplotlib.patches import Ellipse

    for ellipse in found.ellipses.dropna().to_dict("records"):
        colour = COLOURS[_place(ellipse["name"]) % len(COLOURS)]
        centre, size = (ellipse["x"], ellipse["y"]), (ellipse["width"], ellipse["height"])
        style: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": colour,
            "alpha": 0.18,
            "zorder": 0,
        }
        axes.add_patch(Ellipse(centre, *size, angle=ellipse["angle"], **style))


def _draw_marks(axes: Axes, drawn: pd.DataFrame) -> None:
    for point in reversed(drawn.to_dict("records")):
        style: dict[str, Any] = {"color": _colour(point), "markeredgecolor": "white"}
        kind = {"class": ("D", 9), "term": ("o", 4)}.get(point["kind"], ("s", 6))
        axes.plot(point["dim1"], point["dim2"], kind[0], markersize=kind[1], **style)


def _colour(point: Mapping[Any, Any]) -> str:
    toward = point["toward"]
    return COLOURS[_place(toward) % len(COLOURS)] if isinstance(toward, str) else EDGE


def _label(point: Mapping[Any, Any], names: Mapping[str, str]) -> Label:
    style: dict[str, Any] = {"fontsize": 8, "color": "#1b1f24"}
    if point["kind"] == "class":
        style = {"fontsize": 10, "fontweight": "bold", "color": _colour(point)}
    elif point["kind"] != "term":
        style = {"fontsize": 8.5, "fontstyle": "italic", "color": EDGE}
    is_class, name = point["kind"] == "class", str(point["name"])
    label = gettext("class {number}", number=_place(name) + 1) if is_class else name
    name = shorten_term(names.get(name, label), 26)
    return Label(name, point["dim1"], point["dim2"], 5.0 if is_class else 3.0, style)


def word_cloud(classes: Classes, number: int, words: int = 60) -> Drawing:
    """Draw the words that mark one class, larger where their χ² is.

    Args:
        classes: from `nkru.reinert`.
        number: of the class.
        words: drawn.
    """
    profiles = classes.profiles()
    own = profiles[(profiles["class"] == number) & (profiles["chi2"] > 0)].head(words)
    label = classes.names.get(number) or gettext("class {number}", number=number)
    require(own, gettext("no word is characteristic of {label}", label=label))
    title = gettext(
        "« {term} » is the most characteristic word of {label} (χ² {chi2:.0f}).",
        term=shorten_term(own["term"].iloc[0]),
        label=label,
        chi2=own["chi2"].iloc[0],
    )
    size = 8 + 20 * np.sqrt(own["chi2"] / own["chi2"].max())
    colours = [COLOURS[0], "#1b1f24", EDGE]
    with canvas(14, title) as (figure, axes):
        axes.set_axis_off()
        axes.set(xlim=(-1, 1), ylim=(-1, 1))
        labels = [
            Label(shorten_term(term, 24), 0, 0, 0, {"fontsize": points, "color": colours[row % 3]})
            for row, (term, points) in enumerate(zip(own["term"], size, strict=True))
        ]
        place_labels(axes, labels, joined=False)
    caption = gettext(
        "The words characteristic of this class among all classes: the size is the square root of "
        "χ², the place and the colour mean nothing."
    )
    values = own.set_index("term")["chi2"].round(1)
    return Drawing(figure, title, caption, own, list_values(values, "χ²"), telling=False)
