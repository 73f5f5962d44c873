"""HTML as the readers of exports need it: a tolerant parser without network, classes, and the text of a node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "section",
        "ul",
        "ol",
    ]
)
# NUL and other control characters cannot stand in a tree.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")


def parse(text: str) -> Any:
    """Return the root of an HTML text; nothing is fetched, entities of other files are not read."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(
            _CONTROLS.sub("", text).encode("utf-8", "replace"), parser=parser
        )
    except etree.ParserError:
        # Nothing, or an open comment, is an empty page.
        root = html.document_fromstring("<p></p>")
    etree.strip_elements(root, "style", "script", with_tail=False)
    return root


def classed(node: Any, name: str) -> Iterator[Any]:
    """Yield the elements below `node` that carry the class `name`, in document order."""
    return (item for item in node.iter(etree.Element) if name in item.get("class", "").split())


def first(node: Any, name: str) -> Any:
    """Return the first element below `node` that carries the class `name`, or None."""
    return next(classed(node, name), None)


def text_of(node: Any) -> str:
    """Return the text of an element, white space folded; "" for None."""
    return "" if node is None else " ".join(node.text_content().split())


def lines_of(node: Any) -> list[str]:
    """Return the lines of an element as a browser shows them: block elements, table rows and <br> end a line."""
    if node.tag == "table":
        return [
            line
            for line in (" ".join(text_of(cell) for cell in row) for row in node.iter("tr"))
            if line.strip()
        ]
    lines = [""]
    for event, item in etree.iterwalk(node, events=("start", "end"), tag="*"):
        if item.tag in _BLOCKS or (item.tag == "br" and event == "start"):
            lines.append("")
        lines[-1] += (
            item.text if event == "start" else item.tail if item is not node else ""
        ) or ""
    return [" ".join(line.split()) for line in lines if line.strip()]
