"""The figure of the map of a classification: classes, terms and values of variables on two axes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.language import deferred, gettext, join
from nkru.report.figures.drawings import COLOURS, EDGE, Drawing, canvas, require
from nkru.report.figures.labels import list_values, shorten_term, unlabelled_note
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.class_map import ClassMap

MOST_TERMS = 45
# By whether there are two axes.
_CAPTIONS = {
    True: deferred(
        "Correspondence analysis of terms × classes: a term lies toward the classes whose segments "
        "hold it most. The terms that contribute most to the axes are drawn, at most {of_class} of "
        "a class. Ellipses hold a class in {level:.0%} of resamples of stories. Values of "
        "variables (squares, {most} at most) are supplementary. The distance of a term to a class "
        "cannot be interpreted."
    ),
    False: deferred(
        "Correspondence analysis of terms × two classes: a term lies toward the class whose "
        "segments hold it most, and higher the more segments hold it. The terms that contribute "
        "most to the axis are drawn, at most {of_class} of a class. Values of variables (squares, "
        "{most} at most) are supplementary."
    ),
}
_VALUES = 12  # of variables: more would hide the terms


def factor_map(found: ClassMap, terms: int = MOST_TERMS) -> Drawing:
    """Draw the first two axes of a map: classes with their ellipses, terms, values of variables.

    Args:
        found: from `nkru.class_map`.
        terms: drawn, those that contribute most to the two axes.
    """
    shares = found.solution.inertia["share"].tolist()
    drawn = map_points(found, terms)
    title = _title(drawn, shares)
    with canvas(19, title) as (figure, axes):
        _draw_ellipses(axes, found)
        _draw_marks(axes, drawn)
        axes.axvline(0, color=EDGE, linewidth=0.6, zorder=0)
        axes.margins(0.12)
        of_inertia = deferred("axis {axis}, {share:.1%} of the inertia")
        axes.set_xlabel(gettext(of_inertia, axis=1, share=shares[0]))
        if len(shares) > 1:
            axes.axhline(0, color=EDGE, linewidth=0.6, zorder=0)
            axes.set_ylabel(gettext(of_inertia, axis=2, share=shares[1]))
        else:
            axes.set_yscale("log")
            axes.tick_params(axis="y", which="both", length=0, labelleft=False)
            axes.set_ylabel(gettext("more segments with the term: higher"))
        points = enumerate(drawn.to_dict("records"))
        labels = [_label(row, point, found.names) for row, point in points]
        left_out = place_labels(axes, labels)
    caption = gettext(
        _CAPTIONS[len(shares) > 1],
        of_class=_most_of_class(terms, found),
        level=0.9,
        most=_VALUES,
    )
    classes = drawn[drawn["kind"] == "class"].set_index("name")["contrib1"].mul(100).round(1)
    called = [_class_name(name, found.names) for name in classes.index]
    numbers = list_values(classes.set_axis(called), gettext("% of axis 1"))
    caption = join(caption, unlabelled_note(left_out))
    return Drawing(figure, title, caption, drawn, numbers, keys=_keys(drawn))


def _title(drawn: pd.DataFrame, shares: Sequence[float]) -> str:
    if len(shares) > 1:
        return gettext(
            "The first two axes hold {first:.0%} and {second:.0%} of the inertia of the classes.",
            first=shares[0],
            second=shares[1],
        )
    terms = drawn[drawn["kind"] == "term"]
    require(terms, deferred("no term is characteristic of a class"))
    return gettext(
        "Two classes have 1 axis, and « {term} » contributes most to it.",
        term=shorten_term(terms["name"].iloc[0]),
    )


def map_points(found: ClassMap, terms: int = MOST_TERMS) -> pd.DataFrame:
    """Return the points drawn, classes first, with the class that each lies toward."""
    points, inertia = found.points, found.solution.inertia["eigenvalue"].tolist()
    if len(inertia) < 2:
        most = 2 * points.loc[points["kind"] == "term", "mass"].max()
        points = points.assign(dim2=points["mass"].clip(upper=most), contrib2=0.0)
        inertia = [*inertia, 0.0]
    weight = points["contrib1"] * inertia[0] + points["contrib2"] * inertia[1]
    # The share of each class in a row against its share in all rows, less 1.
    axes = [f"dim{axis}" for axis in range(1, len(found.solution.singular_values) + 1)]
    above = points[axes].to_numpy() @ found.solution.standardized_columns.T
    toward = pd.Series(found.solution.table.columns.to_numpy()[above.argmax(axis=1)], points.index)
    is_term = points["kind"] == "term"
    weight = weight[is_term].sort_values(ascending=False, kind="stable")
    chosen = _leading(weight, toward, _most_of_class(terms, found))[:terms]
    variables = points[~points["kind"].isin(["term", "class"])]
    variables = variables.sort_values(["mass", "name"], ascending=[False, True]).head(_VALUES)
    order = [*points[points["kind"] == "class"].index, *variables.index, *chosen]
    drawn = points.loc[order, ["name", "kind", "mass", "dim1", "dim2", "contrib1", "contrib2"]]
    drawn["toward"] = drawn["name"].where(drawn["kind"] == "class", toward[order])
    return drawn.reset_index(drop=True)


def _most_of_class(terms: int, found: ClassMap) -> int:
    return 2 * terms // found.solution.table.shape[1]


def _leading(weight: pd.Series[float], toward: pd.Series[str], most: int) -> pd.Index[int]:
    """Return the terms in their order, at most so many that lie toward one class."""
    own = toward[weight.index]
    return weight.index[own.groupby(own).cumcount() < most]


def _keys(drawn: pd.DataFrame) -> list[Hashable]:
    """Return what each point opens: a class, a term, or a value in the class it lies toward."""
    rows = zip(drawn["name"], drawn["kind"], drawn["toward"], strict=True)
    return [
        _place(name) + 1 if kind == "class" else name if kind == "term" else (name, _place(to) + 1)
        for name, kind, to in rows
    ]


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
    for row, point in reversed(list(enumerate(drawn.to_dict("records")))):
        style: dict[str, Any] = {"color": _colour(point), "markeredgecolor": "white"}
        style["url"] = row_url(row)
        kind = {"class": ("D", 9), "term": ("o", 4)}.get(point["kind"], ("s", 6))
        axes.plot(point["dim1"], point["dim2"], kind[0], markersize=kind[1], **style)


def _colour(point: Mapping[Any, Any]) -> str:
    """Return the colour of the class that a point lies toward; no colour for a variable."""
    is_drawn = point["kind"] in ("class", "term")
    return COLOURS[_place(point["toward"]) % len(COLOURS)] if is_drawn else EDGE


def _label(row: int, point: Mapping[Any, Any], names: Mapping[str, str]) -> Label:
    style: dict[str, Any] = {"fontsize": 8, "color": "#1b1f24"}
    if point["kind"] == "class":
        style = {"fontsize": 10, "fontweight": "bold", "color": _colour(point)}
    elif point["kind"] != "term":
        style = {"fontsize": 8.5, "fontstyle": "italic", "color": EDGE}
    is_class, name = point["kind"] == "class", str(point["name"])
    name = shorten_term(_class_name(name, names) if is_class else name, 36)
    style["url"] = row_url(row)
    return Label(name, point["dim1"], point["dim2"], 5.0 if is_class else 3.0, style)


def _class_name(name: str, names: Mapping[str, str]) -> str:
    """Return the reader's name of a class, or its number in the language of the figure."""
    return names.get(name) or gettext("class {number}", number=_place(name) + 1)
