"""Pictures: figures as parts of a page: text, links, and colours that follow the page."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from nkru.report.figures.drawings import COLOURS, EDGE, GRID, INK, LINE

SVG = "image/svg+xml"
_METADATA = re.compile(r"<metadata>.{0,2000}?</metadata>\s*", re.DOTALL)
_ROOT = re.compile(r"<svg\b")
_NAMED_GROUP = re.compile(r'<g id="[^"<>]{1,80}">')  # a page refers to none
_REFERENCES = (' id="', 'href="#', "url(#")
# The colours of a drawing that a page has in a lighter or darker shade, by day and by night.
_SHADES = {
    "#000000": "currentColor",
    INK: "currentColor",
    EDGE: "var(--quiet)",
    LINE: "var(--line)",
    GRID: "var(--rule)",
    "#ffffff": "var(--paper)",
} | {colour.lower(): f"var(--series-{place})" for place, colour in enumerate(COLOURS)}
_SHADE = re.compile(f"(?<=:)(?:{'|'.join(_SHADES)})\\b")


def picture(source: str, kind: str, alt: str, prefix: str, narrow: str = "") -> Markup:
    """Return a figure as a part of the page if it is SVG, else as an image.

    Args:
        source: SVG, or PNG in base64.
        kind: its media type.
        alt: what the figure shows, in words.
        prefix: of the ids of its parts, which no other figure of the page has.
        narrow: the same figure for a telephone, SVG.
    """
    words = escape(alt, quote=True)
    if kind != SVG:
        data = source.strip().replace("\n", "")
        return Markup(f'<img src="data:{kind};base64,{data}" alt="{words}">')  # noqa: S704
    drawn = _inlined(source, words, prefix, "wide" if narrow else "alone")
    if narrow:
        drawn += _inlined(narrow, words, f"{prefix}-narrow", "narrow")
    return Markup(drawn)  # noqa: S704


def _inlined(svg: str, alt: str, prefix: str, variant: str) -> str:
    """Return a drawing without its XML declaration, named for readers that do not see it."""
    start = _ROOT.search(svg)
    drawn = _METADATA.sub("", svg[start.start() :] if start else svg, count=1)
    drawn = _NAMED_GROUP.sub("<g>", drawn)
    for reference in _REFERENCES:
        drawn = drawn.replace(reference, f"{reference}{prefix}-")
    drawn = _SHADE.sub(lambda found: _SHADES[found[0]], drawn)
    role = "group" if '<a href="' in drawn else "img"
    named = f'<svg class="{variant}" role="{role}" aria-label="{alt}"'
    return _ROOT.sub(lambda _: named, drawn, count=1)
