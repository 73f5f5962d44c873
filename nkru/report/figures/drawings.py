"""Drawings: a figure with its title, alt text and numbers, in the one style of the report."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.errors import SizeError
from nkru.language import gettext, number
from nkru.report.figures.fonts import FAMILIES, register_fonts
from nkru.report.figures.labels import distinct_labels, shorten
from nkru.report.figures.links import mark_rows, with_links
from nkru.report.figures.sizes import (
    NARROW,
    PAGE,
    drawn,
    fit_texts,
    has_titles,
    size,
    wrap_label,
)
from nkru.report.figures.vectors import shortened
from nkru.tokens.characters import one_line, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which colour-blind readers can distinguish; the hatches separate the
# same parts in black and white. They are lines: an SVG holds each of thousands of dots, 104 kB.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "///", "---", "xx", "\\\\\\", "++", "|||", "x")
INK, EDGE, LINE, GRID = "#1b1f24", "#57606a", "#b4bac1", "#e3e5e8"
_STYLE: Mapping[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": EDGE,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": FAMILIES,
    "font.size": 10.0,
    "grid.color": GRID,
    "hatch.color": "#ffffff",
    "hatch.linewidth": 1.1,
    "legend.frameon": False,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "nkru",
    "text.color": INK,
    # A title with « 80 $ » and « 95 $ » is not a formula.
    "text.hinting": "none",
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": INK,
    "ytick.color": INK,
}
_ROW = 0.36
_LONGEST_TITLE = 400  # characters drawn: five lines
# Bytes: a page shows a larger drawing as PNG to stay small; the SVG file is written all the same.
_LARGEST_SVG = 300_000


def styled() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws in the report's style."""
    from matplotlib import rc_context

    register_fonts()
    return rc_context(dict(_STYLE))


@dataclass(frozen=True)
class Drawing:
    """A figure with its title, alt text and caption, and the table of its numbers.

    `narrow` is the same figure for a telephone and a column of a journal. The title states a
    result; the caption says how to read the figure; `numbers` are the values that readers look for,
    in words. `telling` is False if the data are too few for the title to be a finding. `keys` are
    the rows drawn, from the top down, as a table of the chapter names them: their parts become
    links to what that table opens. `paper` says that it is for print.
    """

    figure: Figure
    title: str
    caption: str
    table: pd.DataFrame
    numbers: str = ""
    name: str = ""
    csv: str = ""
    finding: bool = False
    front: bool = False
    telling: bool = True
    keys: Sequence[Hashable] = ()
    links: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    narrow: Drawing | None = None
    paper: bool = False
    files: Sequence[tuple[str, str]] = ()
    # What was saved, by format: a copy of a drawing (`dataclasses.replace`) is not drawn again.
    _made: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def alt(self) -> str:
        """The alt text: the title and the numbers."""
        return one_line(f"{self.title} {self.numbers or self.caption}")

    @property
    def svg(self) -> str:
        """The figure as SVG, the same bytes for the same numbers."""
        return with_links(self._marked, {})

    @property
    def _marked(self) -> str:
        """The figure as SVG whose parts are marked by their rows."""
        if "marked" not in self._made:
            self._made["marked"] = shortened(self._saved("svg").decode()).encode()
        return self._made["marked"].decode()

    @property
    def png(self) -> bytes:
        """The figure as PNG, for JupyterLab and slides."""
        return self._saved("png")

    @property
    def pdf(self) -> bytes:
        """The figure as PDF, 85 mm wide."""
        return self.narrow.pdf if self.narrow else self._saved("pdf")

    def _saved(self, kind: str) -> bytes:
        """Return the figure in a format; the SVG is drawn together with one of the others."""
        if kind not in self._made:
            from nkru.report.figures.formats import both_formats

            second = "pdf" if kind == "pdf" or self.paper and kind == "svg" else "png"
            with self._saving():
                self._made.update(both_formats(self.figure, second))
        return self._made[kind]

    @contextmanager
    def _saving(self) -> Iterator[None]:
        with styled(), warnings.catch_warnings():
            # Scripts that the font lacks are drawn as boxes, the same ones on every machine.
            warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
            yield

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        about: dict[str, Any] = {
            "name": self.name,
            "caption": f"{self.title} {self.caption}",
            "title": self.title,
            "csv": self.csv,
        }
        about |= {"files": list(self.files)} if self.files else {}
        if self.narrow and len(self.narrow.svg) <= _LARGEST_SVG:
            about["narrow"] = with_links(self.narrow._marked, self.links)
        about |= {"finding": self.title} if self.finding else {}
        about |= {"front": True} if self.front else {}
        pictures = {"image/svg+xml": with_links(self._marked, self.links), "image/png": self.png}
        metadata = dict.fromkeys(pictures, {"alt": self.alt}) | {"nkru": about}
        if len(self.svg) > _LARGEST_SVG:
            del pictures["image/svg+xml"]
        return pictures | {"text/plain": self.alt}, metadata


def in_both_sizes(draw: Callable[[], Any], *, titles: bool) -> Any:
    """Return what a function draws for a page, with the same drawing narrow.

    Args:
        draw: returns a drawing, or something else if there is none.
        titles: whether figures hold their titles.
    """
    with drawn(PAGE, titles=titles):
        drawing = draw()
    if not isinstance(drawing, Drawing):
        return drawing
    with drawn(NARROW, titles=titles):
        narrow = draw()
        narrow = replace(narrow, paper=True) if isinstance(narrow, Drawing) else narrow
    # A function that does not know of sizes has drawn the same again.
    if not isinstance(narrow, Drawing) or narrow.svg == drawing.svg:
        return drawing
    return replace(drawing, narrow=narrow)


def require(table: pd.DataFrame | pd.Series[Any], missing: str) -> None:
    """Refuse to draw an empty table.

    Raises:
        SizeError: the table has no row; the message ends with `missing`.
    """
    if not len(table):
        raise SizeError("Nothing is drawn here: {missing}.", missing=gettext(missing))


@contextmanager
def canvas(rows: int, title: str, *, row: float = _ROW) -> Iterator[tuple[Figure, Axes]]:
    """Open an empty figure with its title, tall enough for `rows` rows of `row` inches."""
    from nkru.report.figures.shown import ShownFigure

    wrapped = textwrap.wrap(shorten(title, _LONGEST_TITLE), size().title) if has_titles() else []
    height = 1.35 + 0.22 * len(wrapped) + row * max(rows, 3)
    with styled():
        figure = ShownFigure(figsize=(size().width, height), layout="constrained")
        axes = figure.add_subplot()
        if wrapped:
            figure.suptitle("\n".join(wrapped), x=0.01, ha="left", fontsize=11, fontweight="bold")
        yield figure, axes
        _localise_ticks(axes)
        fit_texts(figure)


def _localise_ticks(axes: Axes) -> None:
    """Write the numbers of the axes as the language in use does."""
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, ".4g")))


def name_axes(axes: Axes, names: Iterable[object], unit: str) -> None:
    """Name the rows from the top down and the unit below, and draw vertical grid lines."""
    labels = [wrap_label(label) for label in distinct_labels(names, size().label)]
    axes.set_yticks(range(len(labels)), labels)
    mark_rows(axes.get_yticklabels())
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(unit)


def annotate(axes: Axes, text: object, xy: Any, shift: tuple[float, float], **style: Any) -> None:
    """Write a text beside a point, `shift` points (1/72 inch) to the right and up."""
    style = {"textcoords": "offset points", "va": "center", "fontsize": 9, **style}
    axes.annotate(visible(str(text)), xy, shift, **style)
