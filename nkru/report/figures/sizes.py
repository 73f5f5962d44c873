"""Sizes of figures: the page, and the narrow one for a telephone and a column of a journal."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Size:
    """How wide a figure is, and how many characters fit.

    Attributes:
        width: in inches, as drawn; texts have 8 points or more.
        title: characters of a line of the title.
        unit: those of a line below an axis.
        legend: those of a line of the legend.
        label: those of the name of a row.
        line: those of a line of such a name.
    """

    width: float
    title: int
    unit: int
    legend: int
    label: int
    line: int


PAGE = Size(width=8.6, title=88, unit=72, legend=84, label=44, line=46)
# On a telephone 360 pixels wide its texts have 7 points or more, and 6 on 85 mm of paper.
NARROW = Size(width=3.9, title=37, unit=31, legend=35, label=31, line=16)
_LETTER = 0.62  # of the size of a font: the width of a mean letter
_MARGIN = 36  # points beside the axes
_size: ContextVar[Size] = ContextVar("size", default=PAGE)
_titled: ContextVar[bool] = ContextVar("titled", default=True)


def size() -> Size:
    """Return the size in which figures are drawn now."""
    return _size.get()


def is_narrow() -> bool:
    """Say whether figures are narrow now."""
    return size() is NARROW


def has_titles() -> bool:
    """Say whether a figure holds its title."""
    return _titled.get()


@contextmanager
def drawn(wanted: Size, *, titles: bool = True) -> Iterator[None]:
    """Draw figures in this size inside a `with`, with their titles or without."""
    tokens = _size.set(wanted), _titled.set(titles)
    try:
        yield
    finally:
        _size.reset(tokens[0])
        _titled.reset(tokens[1])


def wrap_label(label: str) -> str:
    r"""Return the name of a row on two lines at most.

    >>> with drawn(NARROW):
    ...     wrap_label("Union européenne des cheminots")
    'Union européenne\ndes cheminots'
    """
    return _fill(label, size().line, 2)


def _fill(text: str, width: int, lines: int) -> str:
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder="…"))


def column_letters(columns: float) -> int:
    """Return the letters that fit into a column of a figure without axes, at most 24."""
    return int(min(24, 72 * 0.92 * size().width / columns / (_LETTER * 9)))


def fit_texts(figure: Figure) -> None:
    """Break the texts of a figure that are longer than it is wide: axes, legends and notes."""
    for axes in figure.axes:
        axes.set_xlabel(_fill(axes.get_xlabel(), size().unit, 4))
        if is_narrow():
            _narrow_axes(axes)
        if figure.get_layout_engine() is not None and axes.axison:
            _make_room(axes)
    for legend in list(figure.legends):
        _fit_legend(figure, legend)


def _fit_legend(figure: Figure, legend: Any) -> None:
    """Give a legend below a figure as many columns as there is room for."""
    labels = [text.get_text() for text in legend.get_texts()]
    columns = max(1, size().legend // (max(map(len, labels), default=0) + 6))
    if columns < legend._ncols:
        handles, style = legend.legend_handles, {"fontsize": 9, "handlelength": 2.2}
        legend.remove()
        figure.legend(handles, labels, loc="outside lower left", ncols=columns, **style)


def _make_room(axes: Any) -> None:
    """Lengthen the horizontal axis until the notes to the right of points fit."""
    low, high = axes.get_xlim()
    names = max((_width(label) for label in axes.get_yticklabels()), default=0.0)
    room = 72 * size().width - names - _MARGIN
    ends = [high]
    for text in axes.texts:
        long = _width(text) + getattr(text, "xyann", (0, 0))[0]
        if text.get_ha() == "left" and 0 < long < 0.9 * room:
            end = axes.convert_xunits(text.xy[0])
            ends.append(low + (end - low) * room / (room - long))
    if max(ends) > high:
        axes.set_xlim(low, max(ends))


def _width(text: Any) -> float:
    """Return about how wide a text is, in points."""
    longest = max(map(len, text.get_text().split("\n")))
    return float(_LETTER * text.get_fontsize() * longest)


def date_axis(axes: Any, most: int) -> None:
    """Write at most so many dates below an axis, in numbers: they need no language."""
    from matplotlib.dates import AutoDateFormatter, AutoDateLocator

    class Dates(AutoDateLocator):
        def get_locator(self, dmin: Any, dmax: Any) -> Any:
            with warnings.catch_warnings():
                # One to two years have two to four dates, and not three at most as asked for.
                warnings.filterwarnings("ignore", message="AutoDateLocator was unable")
                return super().get_locator(dmin, dmax)  # type: ignore[no-untyped-call]

    locator = Dates(minticks=2, maxticks=most)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(AutoDateFormatter(locator))


def _narrow_axes(axes: Any) -> None:
    """Put what a note says in brackets on a second line, and fewer dates below an axis."""
    from matplotlib.dates import AutoDateLocator

    if axes.axison:
        for text in axes.texts:
            text.set_text(text.get_text().replace(" (", "\n("))
    if isinstance(axes.xaxis.get_major_locator(), AutoDateLocator):
        date_axis(axes, 3)
