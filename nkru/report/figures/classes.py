"""The figure of a classification: its dendrogram, with the words of each class as a column."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru import language
from nkru.language import gettext
from nkru.report.figures.drawings import COLOURS, EDGE, Drawing, annotate, canvas
from nkru.report.figures.labels import list_values, shorten
from nkru.report.figures.links import row_url
from nkru.report.figures.sizes import column_letters, is_narrow, size
from nkru.themes.classes import class_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nkru.themes.classes import Classes

_Text = tuple[float, float, str, dict[str, Any]]  # x, y, the text and its style

_MERGE = ["step", "first", "second", "height"]
_WORDS = 15  # of a class
# Heights in lines: of the tree, of the heads of columns, and of a head in a narrow figure.
_TREE, _HEAD, _NARROW_HEAD, _LINE = 9.0, 5.4, 2.3, 0.205
_NAME = 40  # characters of the name of a class
_SMALL = 0.55  # width of the place of a class that is too small


@dataclass(frozen=True)
class _Leaf:
    """A class below the tree.

    Attributes:
        code: its number.
        x: the middle of its place.
        half: half the width of its place.
        about: its row of `class_summary` with its verdict; None if it is too small.
        words: those most characteristic of it: term and chi2.
    """

    code: int
    x: float
    half: float
    about: Mapping[Any, Any] | None
    words: pd.DataFrame

    @property
    def colour(self) -> str:
        return COLOURS[(self.code - 1) % len(COLOURS)]

    @property
    def facts(self) -> tuple[str, str, str]:
        """The name, the share of the segments and the verdict, for a class with words."""
        about = self.about or {}
        verdict = gettext(str(about["verdict"]))
        return name_of(self.code, about), language.number(about["share"], ".0%"), verdict


def class_dendrogram(classes: Classes, stability: pd.DataFrame) -> Drawing:
    """Draw the splits of a classification, with the words of each class as a column below it.

    A narrow figure has the words of each class as a paragraph.

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
    leaves = _leaves(classes, table)
    below = _paragraphs(leaves) if is_narrow() else _columns(leaves)
    lowest = min([0.0, *(y for _, y, *_ in below)]) - 1
    right = leaves[-1].x + leaves[-1].half
    with canvas(int(_TREE - lowest) + 1, title, row=_LINE) as (figure, axes):
        axes.set(xlim=(0, right), ylim=(lowest, _TREE + 0.5))
        _draw_tree(axes, classes.merge, [leaf.x for leaf in leaves])
        for x, y, text, style in below:
            annotate(axes, text, (x, y), (0, 0), **style)
        for leaf in leaves:
            _draw_mark(axes, leaf)
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


def _leaves(classes: Classes, table: pd.DataFrame) -> list[_Leaf]:
    """Return the classes from left to right, with less place for those that are too small."""
    profiles, about = classes.profiles(), table.set_index("class").to_dict("index")
    profiles = profiles[profiles["chi2"] > 0]
    leaves: list[_Leaf] = []
    left = 0.0
    for code in range(1, classes.k + 1):
        half = 0.5 if code in about else _SMALL / 2
        own = profiles[profiles["class"] == code].head(_WORDS)
        leaves.append(_Leaf(code, left + half, half, about.get(code), own[["term", "chi2"]]))
        left += 2 * half
    return leaves


def _draw_tree(axes: Axes, merge: pd.DataFrame, places: Sequence[float]) -> None:
    """Draw splits as brackets, the root at the top, between the heights 0 and `_TREE`.

    Args:
        axes: to draw on.
        merge: step, first, second, height. As in R's hclust, −n is class n and n is step n.
        places: of the classes.
    """
    nodes: dict[int, tuple[float, float]] = {}
    root = float(merge["height"].max())
    for step, *ends, height in merge[_MERGE].itertuples(index=False, name=None):
        (left, low), (right, other) = (
            nodes[end] if end > 0 else (places[-end - 1], 0.0) for end in ends
        )
        top = _TREE * height / root
        bracket = [left, left, right, right], [low, top, top, other]
        axes.plot(*bracket, color=EDGE, linewidth=1.8, solid_capstyle="projecting")
        nodes[int(step)] = ((left + right) / 2, top)


def _draw_mark(axes: Axes, leaf: _Leaf) -> None:
    """Draw the colour of a class below its leaf."""
    if leaf.about is not None:
        height = -0.5 if is_narrow() else 0.9 - _HEAD
        ends = [leaf.x - 0.84 * leaf.half, leaf.x + 0.84 * leaf.half]
        axes.plot(ends, [height] * 2, color=leaf.colour, linewidth=4, solid_capstyle="butt")


def _columns(leaves: Sequence[_Leaf]) -> list[_Text]:
    """Return the head of each class and its words, one below the other, as texts."""
    letters = column_letters(leaves[-1].x + leaves[-1].half)
    texts: list[_Text] = []
    for leaf in leaves:
        style: dict[str, Any] = {"ha": "center", "url": row_url(leaf.code - 1)}
        if leaf.about is None:
            small = {"ha": "center", "fontsize": 9, "color": EDGE, "linespacing": 1.3}
            texts.append((leaf.x, -1.7, gettext("too\nsmall:\nno\nclass"), small))
            continue
        name, *others = leaf.facts
        wrapped = textwrap.wrap(name, letters, max_lines=2, placeholder="…")
        head = "\n".join([*wrapped, *others])
        bold = {"fontsize": 9, "fontweight": "bold", "linespacing": 1.3}
        texts.append((leaf.x, -2.1, head, style | bold))
        lines = [(line, points) for lines, points in _words(leaf, letters) for line in lines]
        for row, (line, points) in enumerate(lines):
            texts.append((leaf.x, -_HEAD - row, line, style | {"fontsize": points}))
    return texts


def _words(leaf: _Leaf, letters: int) -> Iterator[tuple[list[str], float]]:
    """Yield the words of a class, long ones on two lines, with the size of each."""
    if leaf.words.empty:
        yield [gettext("no word")], 8.0
        return
    strength = np.sqrt(leaf.words["chi2"] / leaf.words["chi2"].max())
    for term, part in zip(leaf.words["term"], strength, strict=True):
        label = str(term).replace("_", " ")
        yield textwrap.wrap(label, letters, max_lines=2, placeholder="…"), 8 + 2 * float(part)


def _paragraphs(leaves: Sequence[_Leaf]) -> list[_Text]:
    """Return the number of each class below the tree, and its words as a paragraph, as texts."""
    texts: list[_Text] = []
    y = -_NARROW_HEAD
    for leaf in leaves:
        style: dict[str, Any] = {"fontsize": 8, "url": row_url(leaf.code - 1)}
        if leaf.about is None:
            texts.append((leaf.x, -1.4, "–", {"ha": "center", "fontsize": 8, "color": EDGE}))
            continue
        bold = style | {"fontweight": "bold"}
        texts.append((leaf.x, -1.4, str(leaf.code), bold | {"ha": "center"}))
        head = ", ".join(leaf.facts)
        prefix = f"{leaf.code}. " if leaf.about.get("name") else ""
        y -= 1.1
        texts.append((0, y, f"{prefix}{head}", bold))
        words = [word for lines, _ in _words(leaf, 40) for word in [" ".join(lines)]]
        for line in textwrap.wrap(", ".join(words), round(1.4 * size().title)):
            y -= 0.85
            texts.append((0, y, line, style))
    return texts


def name_of(code: int, leaf: Mapping[Any, Any]) -> str:
    """Return the name that the reader gave to a class, or its number."""
    return shorten(str(leaf.get("name") or gettext("class {number}", number=code)), _NAME)
