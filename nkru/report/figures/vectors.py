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
_ZEROS = re.compile(r"\.0+(?!\d)|(?<=\.\d)0(?!\d)")
_STEPS = re.compile(r" ?\n")
_STYLES = re.compile(r' style="[^"<>]*"')
_NOTHING = re.compile(r'(?<=\n) +(?:<g id="[^"<>]*"/>\n)?| transform="rotate\(-?0 [^"<>]*\)"')
# A group around one thing has a number as its name.
_LONELY = re.compile(r'<g id="\w+_\d+">\n(<(?!g\b|/)[^\n]*)\n</g>')


def shortened(svg: str) -> str:
    r"""Return a drawing of matplotlib without indents, needless groups, decimals and blanks.

    Control characters, which XML cannot hold, become symbols; the fonts are named once.

    >>> print(shortened('<svg width="1.2345">\n <text x="0.10" style="a: b">1.2345</text>\n</svg>'))
    <svg font-family="'DejaVu Sans', Verdana, system-ui, sans-serif" width="1.23">
    <text x="0.1" style="a:b">1.2345</text>
    </svg>
    """
    svg = _NOTHING.sub("", svg).replace(_OWN_FONTS, "")
    svg = _PLACES.sub(_shortened_places, svg)
    svg = _STYLES.sub(lambda style: style[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = _LONELY.sub(r"\1", svg)
    return visible(svg.replace("<svg ", f'<svg font-family="{_FONTS}" ', 1))


def _shortened_places(places: re.Match[str]) -> str:
    return _ZEROS.sub("", _DECIMALS.sub(r"\1", _STEPS.sub("", places[0])))
