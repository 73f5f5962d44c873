"""Pixels: a figure as PNG of few colours, a quarter of the size."""

from __future__ import annotations

import io
from typing import Any

DOTS = 144  # of an inch
_COLOURS = 64


def png_bytes(pixels: Any) -> bytes:
    """Return an image as PNG with the 64 colours that it has most of.

    A figure has few colours, and the edges of its letters some shades of them.

    Args:
        pixels: an array of rows and columns, red, green, blue and opacity from 0 to 255.
    """
    from PIL import Image

    image = Image.fromarray(pixels).convert("RGB")
    drawn = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    drawn.save(stream, "PNG", dpi=(DOTS, DOTS))
    return stream.getvalue()
