"""HTML as the readers of exports need it: a tolerant parser without network, classes, and the text of a node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree, html

_BLOCKS = frozenset(
    ["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "section", "ul", "ol"]
)


def parse(text: str) -> Any:
    """Return the root of an HTML text; nothing is fetched, entities of other files are not read."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True)
    # NUL and other control characters cannot stand in a tree.
    clean = "".join(c for c in text if c >= " " or c in "\n\t")
    root = html.document_fromstring(clean.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    etree.strip_elements(root, "style", "script", with_tail=False)
    return root


def classed(node: Any, name: str) -> Iterator[Any]:
    """Yield the elements below `node` that carry the class `name`, in document order."""
    return (n for n in node.iter(etree.Element) if name in (n.get("class") or "").split())


def text_of(node: Any, *, strip: bool = True) -> str:
    """Return the text of an element, white space folded; "" for None."""
    if node is None:
        return ""
    text = str(node.text_content())
    return " ".join(text.split()) if strip else text


def lines_of(node: Any) -> list[str]:
    """Return the lines of an element as a browser shows them: block elements, table rows and <br> end a line."""
    if node.tag == "table":
        return [line for line in (" ".join(text_of(cell) for cell in row) for row in node.iter("tr")) if line.strip()]
    lines = [""]
    for event, item in etree.iterwalk(node, events=("start", "end")):
        if not isinstance(item.tag, str):
            continue
        if item.tag in _BLOCKS or (item.tag == "br" and event == "start"):
            lines.append("")
        lines[-1] += (item.text if event == "start" else item.tail if item is not node else "") or ""
    return [" ".join(line.split()) for line in lines if line.strip()]
