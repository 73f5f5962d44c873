"""Pictures: figures as parts of a page, with their links where a drawing has some."""

from __future__ import annotations

import base64
import re
from html import escape

from markupsafe import Markup

SVG = "image/svg+xml"
_LINK = '<a href="'
_ROOT = re.compile(r"<svg\b")
_REFERENCES = (' id="', 'href="#', "url(#")


def picture(source: str, kind: str, alt: str, prefix: str) -> Markup:
    """Return a figure as an image, or, where its parts are links, as a part of the page.

    Args:
        source: SVG, or PNG in base64.
        kind: its media type.
        alt: what the figure shows, in words.
        prefix: of the ids of its parts, which no other figure of the page has.
    """
    words = escape(alt, quote=True)
    if kind == SVG and _LINK in source:
        return Markup(_inlined(source, words, prefix))  # noqa: S704
    data = base64.b64encode(source.encode()).decode() if kind == SVG else source.strip()
    data = data.replace("\n", "")
    return Markup(f'<img src="data:{kind};base64,{data}" alt="{words}">')  # noqa: S704


def _inlined(svg: str, alt: str, prefix: str) -> str:
    """Return a drawing without its XML declaration, named for readers that do not see it."""
    start = _ROOT.search(svg)
    drawn = svg[start.start() :] if start else svg
    for reference in _REFERENCES:
        drawn = drawn.replace(reference, f"{reference}{prefix}-")
    named = f'<svg role="group" aria-label="{alt}"'
    return _ROOT.sub(lambda _: named, drawn, count=1)
