"""The text of a Word document, as a reader sees it and in that order.

Tracked insertions, content controls, links and text boxes belong to it; deleted text, and the
second form of a drawing for old versions of Word, do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc"))
_BOX, _STYLE = f"{_W}txbxContent", f"{_W}pStyle"
_UNSEEN = {
    *(
        f"{_W}{name}"
        for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "sdtPr", "tcPr", "trPr")
    ),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def paragraphs_of(body: Any) -> Iterator[tuple[Any, str]]:
    """Yield each paragraph of a text outside of tables, with its text."""
    for node in _blocks(body):
        if node.tag == _PARAGRAPH:
            yield node, _text(node)


def styled_lines(body: Any) -> Iterator[tuple[str | None, bool, str]]:
    """Yield the style of each paragraph, whether it is a row of a table, and its text.

    A row is one text: a merged cell is one cell, however many columns and rows it covers.
    """
    for node in _blocks(body):
        if node.tag == _TABLE:
            for row in _inside(node, _ROW):
                yield None, True, " ".join(map(_cell_text, _inside(row, _CELL)))
        else:
            yield _style(node), False, _text(node)


def _blocks(body: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a text; those of a text box follow its paragraph."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.tag == _TABLE:
            yield node
            continue
        if node.tag == _PARAGRAPH:
            yield node
            waiting.extend(reversed(_inside(node, _BOX)))
        elif node.tag not in _UNSEEN:
            waiting.extend(reversed(node))


def _inside(node: Any, tag: str) -> list[Any]:
    """Return the outermost visible elements with a tag in an element."""
    found, waiting = [], list(reversed(node))
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            found.append(child)
        elif child.tag not in _UNSEEN:
            waiting.extend(reversed(child))
    return found


def _cell_text(cell: Any) -> str:
    lines = []
    for paragraph in _inside(cell, _PARAGRAPH):
        boxes = _inside(paragraph, _BOX)
        lines += [paragraph, *(inner for box in boxes for inner in _inside(box, _PARAGRAPH))]
    return "\n".join(map(_text, lines))


def _text(paragraph: Any) -> str:
    pieces, waiting = [], list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif sign := _SIGNS.get(node.tag):
            pieces.append(sign)
        elif node.tag not in _UNSEEN and node.tag != _BOX:
            waiting.extend(reversed(node))
    return "".join(pieces)


def _style(paragraph: Any) -> str | None:
    properties = paragraph.find(f"{_W}pPr")
    style = None if properties is None else properties.find(_STYLE)
    return None if style is None else style.get(f"{_W}val")
