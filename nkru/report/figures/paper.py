"""Paper: a figure as PDF, in the width of a column of a journal, its fonts embedded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMN = 85 / 25.4  # inches
# Tables of a font that say how letters join; a PDF states the place of each letter.
_UNUSED = ["GDEF", "GPOS", "GSUB", "kern"]


@contextmanager
def _smaller_fonts() -> Iterator[None]:
    """Leave unused tables out of the fonts: reading them takes three quarters of the time."""
    from fontTools.subset import Options  # type: ignore[import-untyped]

    usual = Options._drop_tables_default
    Options._drop_tables_default = [*usual, *_UNUSED]
    try:
        yield
    finally:
        Options._drop_tables_default = usual


def pdf_bytes(figure: Figure, width: float = COLUMN) -> bytes:
    """Return a figure as PDF, scaled to `width` inches; it loses the links of its parts.

    The same figure gives the same bytes.
    """
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, Op, PdfFile, RendererPdf

    for artist in figure.findobj():
        artist.set_url(None)
    stream = io.BytesIO()
    file = PdfFile(stream, {"CreationDate": None, "Creator": None, "Producer": None})
    wide, high = figure.get_size_inches()
    scale = width / wide
    dpi, canvas = figure.dpi, figure.canvas
    try:
        figure.dpi = 72
        FigureCanvasPdf(figure)
        file.newPage(width, high * scale)
        file.output(scale, 0, 0, scale, 0, 0, Op.concat_matrix)
        own = RendererPdf(file, 72, high, wide)
        figure.draw(MixedModeRenderer(figure, wide, high, 72, own))  # type: ignore[arg-type]
        own.finalize()
        with _smaller_fonts():
            file.finalize()
    finally:
        figure.dpi = dpi
        figure.set_canvas(canvas)
        file.close()
    return stream.getvalue()
