"""Word processor files: one article pasted into a DOCX or RTF document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.corpus.formats.archives import DAMAGED, check_size
from nkru.errors import CorpusError

NAME = "document"
MANY_ARTICLES = BOUNDED = False

_STYLES = {
    "title": "title",
    "titre": "title",
    "subtitle": "standfirst",
    "heading": "heading",
    "list": "list",
}


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a DOCX or RTF document."""
    return data.startswith(b"{\\rtf") or is_docx(data)


def is_docx(data: bytes) -> bool:
    """Return whether a file is an office archive; `unsupported` comes first and takes workbooks."""
    return data.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in data


def read(data: bytes, name: str) -> list[Article]:
    """Return the one article of a document; the styles Title, Heading and List give roles.

    Raises:
        CorpusError: the file is damaged or holds no text.
    """
    article = _rtf(data) if data.startswith(b"{\\rtf") else _docx(data)
    if not article.raw.strip():
        raise CorpusError(
            "the document holds no text; paste the article's text into it, not its picture"
        )
    return [article]


# Readers ask one file after the other; two results are enough, for a file may be large.
@lru_cache(maxsize=2)
def docx_paragraphs(data: bytes) -> list[tuple[int | None, str]]:
    """Return (outline level, text) of each paragraph of a DOCX file.

    Raises:
        CorpusError: the file is damaged.
    """
    with _open_docx(data) as document:
        levels = [(p._p.xpath("./w:pPr/w:outlineLvl/@w:val"), p.text) for p in document.paragraphs]
        return [(int(level[0]) if level else None, text) for level, text in levels]


@contextmanager
def _open_docx(data: bytes) -> Iterator[Any]:
    """Open a DOCX file; python-docx finds some damage only when the document is read."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_size(archive.infolist())
        yield Document(io.BytesIO(data))
    except (*DAMAGED, OpcError, LxmlError, LookupError, AttributeError, TypeError) as error:
        raise CorpusError(
            f"a damaged DOCX document ({error or 'cut short'}); save it again from Word"
        ) from None


def _docx(data: bytes) -> Article:
    with _open_docx(data) as document:
        lines = [
            (str(paragraph.style.name or ""), line)
            for paragraph in document.paragraphs
            for line in paragraph.text.split("\n")
        ]
        rows = (row for table in document.tables for row in table.rows)
        lines += [("", " ".join(cell.text for cell in row.cells)) for row in rows]
    roles = {number: role for number, (style, _) in enumerate(lines, 1) if (role := _role(style))}
    return Article("\n".join(line for _, line in lines), "utf-8", roles=roles)


def _role(style: str) -> str | None:
    return next((role for name, role in _STYLES.items() if style.casefold().startswith(name)), None)


def _rtf(data: bytes) -> Article:
    text, encoding, damaged = decode(data)
    return Article(rtf_text(text, "replace"), encoding, damaged)


def rtf_text(code: str, errors: str) -> str:
    """Return the text of an RTF document; `errors` as for `bytes.decode`.

    Raises:
        CorpusError: the file is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(code, errors=errors))
    except (LookupError, OverflowError, TypeError, ValueError) as error:
        raise CorpusError(f"a damaged RTF document ({error}); save or export it again") from None
