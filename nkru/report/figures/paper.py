"""Paper: a figure as PDF, in the width of a column of a journal, its fonts embedded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.backends.backend_pdf import RendererPdf

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


@contextmanager
def opened_pdf(
    stream: IO[bytes], size: tuple[float, float], dots: int, width: float = COLUMN
) -> Iterator[RendererPdf]:
    """Yield a renderer for the one page of a PDF, scaled to `width` inches, and write it.

    Args:
        stream: what it is written to.
        size: width and height of the figure in inches.
        dots: of an inch of an image.
        width: of the page.
    """
    from matplotlib.backends.backend_pdf import Op, PdfFile, RendererPdf

    file = PdfFile(stream, {"CreationDate": None, "Creator": None, "Producer": None})
    wide, high = size
    scale = width / wide
    try:
        file.newPage(width, high * scale)
        file.output(scale, 0, 0, scale, 0, 0, Op.concat_matrix)
        renderer = RendererPdf(file, dots, high, wide)
        yield renderer
        renderer.finalize()
        with _smaller_fonts():
            file.finalize()
    finally:
        file.close()
