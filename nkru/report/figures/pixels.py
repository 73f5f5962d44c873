"""Pixels: a figure as PNG of few colours, a quarter of the size."""

from __future__ import annotations

import io

DOTS = 144  # of an inch
_COLOURS = 64


def png_bytes(rgba: bytes, width: float) -> bytes:
    """Return an image as PNG with the 64 colours that it has most of.

    A figure has few colours, and the edges of its letters some shades of them.

    Args:
        rgba: its pixels, four bytes each, row by row.
        width: in inches, as drawn.
    """
    from PIL import Image

    columns = int(width * DOTS)
    image = Image.frombuffer("RGBA", (columns, len(rgba) // (4 * columns)), rgba).convert("RGB")
    drawn = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    drawn.save(stream, "PNG", dpi=(DOTS, DOTS))
    return stream.getvalue()
