"""OpenDocument: the sheets of ODS and the lines of ODT, from the XML in their archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nkru.corpus.articles import Article
from nkru.corpus.budgets import MAX_COLUMNS
from nkru.corpus.formats.archives import DAMAGED, check_size
from nkru.corpus.formats.pieces import parted
from nkru.corpus.formats.word import note_on_notes, role_of, roles_of
from nkru.errors import CorpusError

NAME = "odt"
MANY_ARTICLES = BOUNDED = False
RISKY = True

_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument."
_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = (f"{_SPACE}{name}:1.0}}" for name in ("office", "table", "text"))
_STYLE = f"{_SPACE}style:1.0}}"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_UNSEEN = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"}
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_MOST_SPACES = 100


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a text of OpenDocument."""
    return data.startswith(b"PK\x03\x04") and _MIMETYPE + b"text" in data[:120]


def is_spreadsheet(data: bytes) -> bool:
    """Return whether a file is a spreadsheet of OpenDocument."""
    return data.startswith(b"PK\x03\x04") and _MIMETYPE + b"spreadsheet" in data[:120]


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a text, or several; its styles give roles.

    Raises:
        CorpusError: the file is damaged or holds no text.
    """
    root = _content(data)
    parents = {
        style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name")
        for style in root.iter(f"{_STYLE}style")
    }
    lines: list[tuple[str, str]] = []
    for node in _outermost(root.find(f"{_OFFICE}body"), {*_PARAGRAPHS, f"{_TABLE}table-row"}):
        style = node.get(f"{_TEXT}style-name") or ""
        name = parents.get(style) or style
        if node.tag == f"{_TEXT}h" and not role_of(name):
            name = f"heading {node.get(f'{_TEXT}outline-level', '')}"
        lines += [(name, line) for line in _row_text(node).split("\n")]
    if not any(text.strip() for _, text in lines):
        raise CorpusError("the document holds no text; paste the article's text into it")
    roles = roles_of([style for style, _ in lines])
    note = note_on_notes(sum(1 for _ in root.iter(f"{_TEXT}note")))
    raw = "\n".join(text for _, text in lines)
    return parted(Article(raw, "utf-8", roles=roles, note=note))


def sheets_of(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the sheets of a spreadsheet: the name, and the cells of each row, as text.

    Raises:
        CorpusError: the file is damaged.
    """
    for table in _content(data).iter(f"{_TABLE}table"):
        yield table.get(f"{_TABLE}name", ""), map(_cells, table.iter(f"{_TABLE}table-row"))


def _content(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        check_size(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return etree.fromstring(archive.read("content.xml"), parser)
    except (*DAMAGED, KeyError, etree.XMLSyntaxError) as error:
        raise CorpusError(
            "a damaged OpenDocument file ({error}); save it again", error=str(error)
        ) from None


def _cells(row: Any) -> list[str]:
    """Return the cells of a row, a repeated cell as often as its attribute says."""
    cells: list[str] = []
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        value = cell.get(f"{_OFFICE}date-value") or _row_text(cell)
        cells += [value] * min(times, MAX_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _row_text(node: Any) -> str:
    """Return the text of a paragraph, of a cell by its lines, or of a row by its cells."""
    if node.tag in _PARAGRAPHS:
        return _text(node)
    if node.tag == f"{_TABLE}table-row":
        return " ".join(map(_row_text, node.iterchildren(f"{_TABLE}table-cell")))
    return "\n".join(map(_text, _outermost(node, _PARAGRAPHS)))


def _outermost(root: Any, tags: set[str]) -> Iterator[Any]:
    waiting = [] if root is None else [root]
    while waiting:
        node = waiting.pop()
        if node.tag in tags:
            yield node
        elif node.tag not in _UNSEEN:
            waiting.extend(reversed(node))


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    waiting: list[Any] = [paragraph]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node is not paragraph:
            waiting.append(node.tail or "")
        if node.tag in _UNSEEN or not isinstance(node.tag, str):
            continue
        if node.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(node.get(f"{_TEXT}c", "1")), _MOST_SPACES))
        pieces.append(_SIGNS.get(node.tag, ""))
        waiting.extend(reversed(node))
        pieces.append(node.text or "")
    return "".join(pieces)
