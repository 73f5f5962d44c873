"""Layout: the places of the axes of a figure, found once for all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS = 72  # of an inch of an SVG


def fix_layout(figure: Figure) -> None:
    """Place the axes as an SVG has them, so that each format draws the figure once.

    Otherwise matplotlib draws a figure twice for its first format.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    engine = figure.get_layout_engine()
    if engine is None:
        return
    canvas, dpi = figure.canvas, figure.dpi
    FigureCanvasSVG(figure)
    figure.dpi = _DOTS
    engine.execute(figure)
    figure.dpi = dpi
    figure.set_canvas(canvas)
    figure.set_layout_engine(None)
