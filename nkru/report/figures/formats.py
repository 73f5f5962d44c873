"""Formats: a figure drawn once in two formats, as SVG and in pixels or as SVG and PDF.

This module loads matplotlib with itself. To draw takes as long as to write a format, or longer.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, TransformedBbox, TransformedPath

from nkru.report.figures.paper import opened_pdf
from nkru.report.figures.pixels import DOTS, png_bytes

_POINTS = 72  # of an inch: the unit of SVG and of PDF
_SHARPNESS = 2  # pixels of an image in a point


def both_formats(figure: Figure, second: str) -> dict[str, bytes]:
    """Return a figure as SVG and in a second format, by their names.

    Its axes are placed as the SVG has them. The same figure gives the same bytes.

    Args:
        figure: not changed but for its layout.
        second: "png" or "pdf".
    """
    wide, high = figure.get_size_inches()
    text, stream = io.StringIO(), io.BytesIO()
    facts = {"Date": None, "Creator": None}
    size = (wide * _POINTS, high * _POINTS)
    svg = RendererSVG(*size, text, image_dpi=_SHARPNESS * _POINTS, metadata=facts)
    if second == "png":
        agg = RendererAgg(int(wide * DOTS), int(high * DOTS), DOTS)
        _draw(figure, _Both(svg, agg, DOTS / _POINTS))
        stream.write(png_bytes(np.asarray(agg.buffer_rgba())))
    else:
        with opened_pdf(stream, (wide, high), _SHARPNESS * _POINTS) as pdf:
            _draw(figure, _Both(svg, pdf, 1))
    svg.finalize()
    return {"svg": text.getvalue().encode(), second: stream.getvalue()}


def _draw(figure: Figure, renderer: RendererBase) -> None:
    """Place the axes of a figure by the texts as a renderer measures them, and draw it."""
    canvas, dpi = figure.canvas, figure.dpi
    try:
        _Canvas(figure, renderer)
        figure.dpi = _POINTS
        figure.set_facecolor("white")
        if engine := figure.get_layout_engine():
            engine.execute(figure)
            figure.set_layout_engine(None)
        figure.draw(renderer)
    finally:
        figure.dpi = dpi
        figure.set_canvas(canvas)


class _Canvas(FigureCanvasBase):
    """A canvas that names its renderer to those who measure texts."""

    def __init__(self, figure: Figure, renderer: RendererBase) -> None:
        super().__init__(figure)
        self._renderer = renderer

    def get_renderer(self) -> RendererBase:
        """Return the renderer."""
        return self._renderer


class _Both(RendererBase):
    """A renderer that hands all that is drawn to two others, the second of another scale."""

    def __init__(self, first: RendererSVG, second: Any, scale: float) -> None:
        super().__init__()
        self._first, self._second = first, second
        self._factor, self._scale = scale, Affine2D().scale(scale)
        self.width, self.height = first.width, first.height

    def open_group(self, s: str, gid: str | None = None) -> None:
        self._first.open_group(s, gid)

    def close_group(self, s: str) -> None:
        self._first.close_group(s)

    def draw_path(
        self,
        gc: Any,
        path: Any,
        transform: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        self._first.draw_path(gc, path, transform, rgbFace)
        with self._scaled(gc) as own:
            self._second.draw_path(own, path, transform + self._scale, rgbFace)

    def draw_markers(
        self, gc: Any, marker_path: Any, marker_trans: Any, path: Any, trans: Any, *face: Any
    ) -> None:
        self._first.draw_markers(gc, marker_path, marker_trans, path, trans, *face)
        marks = marker_trans + self._scale
        with self._scaled(gc) as own:
            self._second.draw_markers(own, marker_path, marks, path, trans + self._scale, *face)

    def draw_path_collection(
        self, gc: Any, master_transform: Any, *given: Any, **more: Any
    ) -> None:
        self._first.draw_path_collection(gc, master_transform, *given, **more)
        paths, transforms, offsets, place, *styles, _, position = given
        place = place + self._scale
        with self._scaled(gc) as own:
            self._second.draw_path_collection(
                own,
                master_transform + self._scale,
                paths,
                transforms,
                offsets,
                place,
                *styles,
                [None],  # no links
                position,
                **more,
            )

    def draw_quad_mesh(self, gc: Any, master_transform: Any, *given: Any) -> None:
        self._first.draw_quad_mesh(gc, master_transform, *given)
        *mesh, place, faces, smooth, edges = given
        with self._scaled(gc) as own:
            whole = master_transform + self._scale
            place = place + self._scale
            self._second.draw_quad_mesh(own, whole, *mesh, place, faces, smooth, edges)

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        self._first.draw_image(gc, x, y, im)
        with self._scaled(gc) as own:
            self._second.draw_image(own, x * self._factor, y * self._factor, im)

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        self._first.draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        y = y if self._second.flipy() else self.height - y
        place = x * self._factor, y * self._factor
        with self._scaled(gc) as own:
            self._second.draw_text(own, *place, s, prop, angle, ismath, mtext)

    @contextmanager
    def _scaled(self, gc: Any) -> Iterator[Any]:
        """Yield how the second renderer draws: the same, in its scale, without links."""
        own = self._second.new_gc()
        own.copy_properties(gc)
        own.set_url(None)
        if (frame := gc.get_clip_rectangle()) is not None:
            own.set_clip_rectangle(TransformedBbox(frame, self._scale))
        path, transform = gc.get_clip_path()
        if path is not None:
            own.set_clip_path(TransformedPath(path, transform + self._scale))
        yield own
        own.restore()

    def get_image_magnification(self) -> float:
        return _SHARPNESS

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def flipy(self) -> bool:
        return True

    def get_text_width_height_descent(self, *given: Any) -> Any:
        return self._first.get_text_width_height_descent(*given)
