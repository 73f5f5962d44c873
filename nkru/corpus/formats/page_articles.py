"""Pages with several articles: pages one after the other in a file, or articles side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from nkru.corpus.formats.html_tree import text_of

# The end of a page, and the beginning of the next one.
_NEXT = re.compile(r"</html>\s{0,99}(?=<!doctype html|<html[\s>])", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3")
# Words of a headline, of a paragraph, and of all paragraphs of an article; paragraphs of one.
_HEADLINE, _PARAGRAPH, _WORDS, _FEWEST = 3, 12, 50, 2


def whole_pages(text: str) -> list[str]:
    r"""Return the pages that a file holds one after the other.

    >>> whole_pages("<html><p>Un</html>\n<html><p>Deux</html>")
    ['<html><p>Un</html>\n', '<html><p>Deux</html>']
    """
    bounds = [0, *(match.end() for match in _NEXT.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(bounds)]


def whole_articles(page: Any) -> list[str]:
    """Return the articles of a page as pages of their own, if there are several, else [].

    Each has a headline and paragraphs in an element of its own. A page with a headline outside of
    them, such as a live page, is one article; teasers are too short.
    """
    outermost = [
        node for node in page.iter("article") if next(node.iterancestors("article"), None) is None
    ]
    nodes = [node for node in outermost if _is_whole(node)]
    if len(nodes) < 2:
        return []
    inside = {id(heading) for node in nodes for heading in node.iter("h1")}
    if any(id(heading) not in inside for heading in page.iter("h1")):
        return []
    return [f"<html><body>{_source(node)}</body></html>" for node in nodes]


def _source(node: Any) -> str:
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def _is_whole(node: Any) -> bool:
    headlines = [len(text_of(heading).split()) for heading in node.iter(*_HEADINGS)]
    words = [len(text_of(paragraph).split()) for paragraph in node.iter("p")]
    long = [count for count in words if count >= _PARAGRAPH]
    has_text = len(long) >= _FEWEST and sum(long) >= _WORDS
    return has_text and bool(headlines) and headlines[0] >= _HEADLINE


def heading_above(roles: Sequence[str | None]) -> int | None:
    """Return the index of the heading that the kept lines begin with, or None."""
    first = next((n for n, role in enumerate(roles) if role in ("heading", "body", "list")), -1)
    return first if first >= 0 and roles[first] == "heading" else None
