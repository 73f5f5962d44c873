"""Links of figures: bars, points and labels that lead to the sentences of their row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_ROW = "row:"
_ANCHOR = re.compile(r'<a xlink:href="row:(\d{1,9})"[^<>]{0,40}>')


def row_url(row: int) -> str:
    """Return the mark by which a part of a drawing, its `url`, belongs to a row."""
    return f"{_ROW}{row}"


def mark_rows(artists: Iterable[Any]) -> None:
    """Mark artists of matplotlib, one per row of a drawing, so that a link can be put on each."""
    for row, artist in enumerate(artists):
        artist.set_url(row_url(row))


def with_links(svg: str, links: Mapping[int, tuple[str, str]]) -> str:
    """Return a drawing with its marked parts as links; a part of a row without address is not one.

    Args:
        svg: the drawing.
        links: the address and the name of each row. A keyboard reaches each row once.

    >>> with_links('<a xlink:href="row:0" target="_blank">1</a>', {0: ("a.html", "Chine")})
    '<a href="a.html" aria-label="Chine">1</a>'
    >>> with_links('<a xlink:href="row:0">1</a>', {})
    '<a>1</a>'
    """
    reached: set[int] = set()

    def link(found: re.Match[str]) -> str:
        row = int(found[1])
        if row not in links:
            return "<a>"
        once = ' tabindex="-1"' if row in reached else ""
        reached.add(row)
        address, name = (escape(text, quote=True) for text in links[row])
        return f'<a href="{address}" aria-label="{name}"{once}>'

    return _ANCHOR.sub(link, svg)
