"""Drawings: the few kinds of figure of a report, in one style that needs no colour to be read."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.errors import SizeError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, apart also for the colour-blind; the hatches tell the same without
# colour.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "///", "...", "xx", "\\\\\\", "++", "oo", "--")
_STYLE: Mapping[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#57606a",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "grid.color": "#e3e5e8",
    "hatch.color": "#ffffff",
    "hatch.linewidth": 1.1,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "nkru",
    "text.color": "#1b1f24",
}
_WIDTH, _ROW = 8.6, 0.36
# Bytes: a page shows a drawing of thousands of marks as PNG, so that it stays small; the SVG lies
# beside it.
_LARGEST_SVG = 300_000


def styled() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws in the report's style."""
    from matplotlib import rc_context

    return rc_context(dict(_STYLE))


@dataclass(frozen=True)
class Drawing:
    """A figure with what a reader who cannot see it needs: title, alt text, caption and its numbers.

    The title says what the data show; the caption says what is drawn and how to read it. A drawing
    is not `telling` where the data are too few for its title to be a finding.
    """

    figure: Figure
    title: str
    alt: str
    caption: str
    table: pd.DataFrame
    name: str = ""
    csv: str = ""
    finding: bool = False
    telling: bool = True

    @cached_property
    def svg(self) -> str:
        """The figure as SVG, the same bytes for the same numbers."""
        return self._saved("svg", metadata={"Date": None, "Creator": None}).decode()

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG, for JupyterLab and slides."""
        # Packed well enough: the usual level takes half as long again, for 3 % of the bytes.
        return self._saved(
            "png", metadata={"Software": None}, dpi=144, pil_kwargs={"compress_level": 2}
        )

    def _saved(self, kind: str, **options: Any) -> bytes:
        stream = io.BytesIO()
        with styled():
            self.figure.savefig(stream, format=kind, facecolor="white", **options)
        # The layout is found once: the second format keeps it, in half the time.
        self.figure.set_layout_engine(None)
        return stream.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        about = {"name": self.name, "caption": f"{self.title} {self.caption}", "csv": self.csv}
        about |= {"finding": self.title} if self.finding else {}
        seen = {"image/svg+xml": {"alt": self.alt}, "image/png": {"alt": self.alt}, "nkru": about}
        pictures = {"image/svg+xml": self.svg, "image/png": self.png}
        if len(self.svg) > _LARGEST_SVG:
            del pictures["image/svg+xml"]
        return pictures | {"text/plain": self.alt}, seen


def drawing(
    figure: Figure, title: str, caption: str, table: pd.DataFrame, *, numbers: str | None = None
) -> Drawing:
    """Return a drawing whose alt text tells the title and `numbers`, the values a reader would look for."""
    alt = f"{title} {numbers or caption}"
    return Drawing(figure, title, alt, caption, table)


def require(table: pd.DataFrame | pd.Series[Any], what: str) -> None:
    """Refuse to draw nothing.

    Raises:
        SizeError: there is no row; the message says what is missing.
    """
    if not len(table):
        raise SizeError(f"nothing is drawn here: {what}")


def canvas(
    rows: int, title: str, *, width: float = _WIDTH, row: float = _ROW
) -> tuple[Figure, Axes]:
    """Return an empty figure, tall enough for `rows` rows, with its title."""
    from matplotlib.figure import Figure

    wrapped = textwrap.wrap(title, 88)
    with styled():
        figure = Figure(
            figsize=(width, 1.35 + 0.22 * len(wrapped) + row * max(rows, 3)), layout="constrained"
        )
        axes = figure.add_subplot()
        figure.suptitle("\n".join(wrapped), x=0.01, ha="left", fontsize=11, fontweight="bold")
    return figure, axes


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows from the top down, and draw a quiet grid."""
    axes.set_yticks(range(len(names)), [shorten(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def signed(value: float) -> str:
    """Return a tone with its sign, as it is written in print.

    >>> [signed(value) for value in (0.104, -0.104, -0.001)]
    ['+0.10', '−0.10', '0.00']
    """
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text[1:] == "0.00" else text


def shorten(text: str, width: int = 44) -> str:
    """Return a label of at most `width` characters, cut at a word.

    >>> shorten("Le sommet de Vladivostok", 14)
    'Le sommet de…'
    """
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def stacked_bars(
    table: pd.DataFrame, parts: Sequence[str], title: str, unit: str, *, decimals: int = 0
) -> tuple[Figure, Axes]:
    """Draw one horizontal bar per row of `table` (its index names them), made of the columns `parts`."""
    figure, axes = canvas(len(table), title)
    left = np.zeros(len(table))
    with styled():
        for number, part in enumerate(parts):
            values = table[part].to_numpy(dtype=float)
            style: dict[str, Any] = {"color": COLOURS[number % 8], "hatch": HATCHES[number % 8]}
            axes.barh(
                range(len(table)),
                values,
                left=left,
                height=0.68,
                edgecolor="white",
                linewidth=0.4,
                label=part,
                **style,
            )
            left += values
        for row, total in enumerate(left):
            axes.annotate(
                f"{total:,.{decimals}f}",
                (total, row),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        axes.margins(x=0.09)
        axes.set_xlim(left=0)
        axes.set_xlabel(unit)
        name_rows(axes, [str(name) for name in table.index])
        if len(parts) > 1:
            figure.legend(
                loc="outside lower left", ncols=min(len(parts), 5), fontsize=9, handlelength=2.2
            )
    return figure, axes


def opposed_bars(
    table: pd.DataFrame, left: str, right: str, title: str, unit: str
) -> tuple[Figure, Axes]:
    """Draw one bar to the left and one to the right per row, with column `note` at the right edge."""
    figure, axes = canvas(len(table), title)
    with styled():
        rows = range(len(table))
        options: dict[str, Any] = {"height": 0.68, "edgecolor": "white"}
        axes.barh(rows, -table[left], color=COLOURS[5], hatch="///", label=left, **options)
        axes.barh(rows, table[right], color=COLOURS[0], label=right, **options)
        reach = max(1.0, float(table[[left, right]].to_numpy().max()))
        for row, (value, note) in enumerate(zip(table[right], table["note"], strict=True)):
            axes.annotate(
                str(note), (value, row), (5, 0), textcoords="offset points", va="center", fontsize=9
            )
        axes.axvline(0, color="#57606a", linewidth=1)
        axes.set_xlim(-1.08 * reach, 1.75 * reach)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        axes.set_xlabel(unit)
        name_rows(axes, [str(name) for name in table.index])
        figure.legend(loc="outside lower left", ncols=2, fontsize=9, handlelength=2.2)
    return figure, axes


def dots(table: pd.DataFrame, title: str, unit: str, *, zero: bool = False) -> tuple[Figure, Axes]:
    """Draw one dot per row with its interval: columns value, low, high (may be missing) and note."""
    figure, axes = canvas(len(table), title)
    with styled():
        rows = np.arange(len(table))
        axes.hlines(rows, table["low"], table["high"], color=COLOURS[0], linewidth=2)
        axes.plot(
            table["value"], rows, "o", color=COLOURS[0], markersize=7, markeredgecolor="white"
        )
        for row, (value, high, note) in enumerate(
            zip(table["value"], table["high"], table["note"], strict=True)
        ):
            edge = value if pd.isna(high) else high
            # On white, so that no line of the grid or of zero runs through it.
            on = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            axes.annotate(
                str(note),
                (edge, row),
                (7, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                bbox=on,
            )
        if zero:
            axes.axvline(0, color="#57606a", linewidth=1)
        axes.margins(x=0.16)
        axes.set_xlabel(unit)
        name_rows(axes, [str(name) for name in table.index])
    return figure, axes


def heat(table: pd.DataFrame, title: str, unit: str, *, decimals: int = 0) -> tuple[Figure, Axes]:
    """Draw a table of numbers as shaded cells with the number in each."""
    figure, axes = canvas(len(table), title)
    with styled():
        values = table.to_numpy(dtype=float)
        top = np.nanmax(values) if values.size and np.nanmax(values) > 0 else 1.0
        axes.imshow(values, aspect="auto", cmap="Blues", vmin=0, vmax=top * 1.25)
        for row, column in np.ndindex(values.shape):
            ink = "white" if values[row, column] > 0.78 * top else "#1b1f24"
            text = "" if np.isnan(values[row, column]) else f"{values[row, column]:.{decimals}f}"
            axes.text(column, row, text, ha="center", va="center", fontsize=9, color=ink)
        name_rows(axes, [str(name) for name in table.index])
        axes.grid(visible=False)
        narrow = len(table.columns) > 6
        labels = [
            str(name) if narrow else "\n".join(textwrap.wrap(str(name), 14))
            for name in table.columns
        ]
        slant: dict[str, Any] = (
            {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if narrow else {}
        )
        axes.set_xticks(range(len(labels)), labels, fontsize=9, **slant)
        axes.set_xlabel(unit)
    return figure, axes
