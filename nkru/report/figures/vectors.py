"""Vectors: a drawing as SVG, shorter by what nobody sees."""

from __future__ import annotations

import re

from nkru.report.figures.fonts import FAMILIES
from nkru.tokens.characters import visible

# Texts stay texts in SVG. Verdana has the widths of DejaVu Sans; other fonts are narrower.
_FONTS = "'DejaVu Sans', Verdana, system-ui, sans-serif"
_OWN_FONTS = f"font-family: {', '.join(map(repr, FAMILIES))}; "
_PLACES = re.compile(r' (?:d|height|transform|width|x|y)="[^"<>]*"')
_DECIMALS = re.compile(r"(\.\d\d)\d+")  # of a point: 1/7,200 inch is enough
_NOTHING = re.compile(r'(?<=\n) +(?:<g id="[^"<>]*"/>\n)?| transform="rotate\(-?0 [^"<>]*\)"')


def shortened(svg: str) -> str:
    r"""Return a drawing of matplotlib without indents, empty groups and needless decimals.

    Control characters, which XML cannot hold, become symbols; the fonts are named once.

    >>> print(shortened('<svg width="1.2345">\n  <text x="0.1">1.2345</text>\n</svg>'))
    <svg font-family="'DejaVu Sans', Verdana, system-ui, sans-serif" width="1.23">
    <text x="0.1">1.2345</text>
    </svg>
    """
    svg = _NOTHING.sub("", svg).replace(_OWN_FONTS, "")
    svg = _PLACES.sub(lambda place: _DECIMALS.sub(r"\1", place[0]), svg)
    return visible(svg.replace("<svg ", f'<svg font-family="{_FONTS}" ', 1))
