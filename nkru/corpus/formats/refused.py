"""Formats that nkru does not read, each refused by its name and with what to do instead."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "refused"
EXPORT = False

_PICTURE = "a picture; paste the article's text"
_UNPACK = "archive; unpack it or pack it as zip"
_SIGNATURES = {
    b"%PDF": "a PDF file; copy its text into a text file, or export it as HTML",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as DOCX or CSV",
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _PICTURE),
    b"\x1f\x8b": f"a gzip {_UNPACK}",
    b"7z\xbc\xaf": f"a 7z {_UNPACK}",
    b"Rar!": f"a RAR {_UNPACK}",
}
_OFFICE = {
    b"xl/workbook": "an Excel workbook; save its sheet as CSV",
    b"ppt/presentation": "a presentation; paste the article's text",
    b"opendocument": "an OpenDocument file; save it as DOCX",
}
_TEXTS = {
    r"<PPSResponse|ppsArticleResponseSet": "a Factiva XML file; save the articles as HTML or RTF",
    r"(?m)^ *HD\t.*(?:\n.*)*?^ *(?:WC|PD|SN)\t": "a Factiva text; save the articles as HTML or RTF",
    r"(?m)^\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)\s*$": (
        "a LexisNexis text; export the documents as DOCX or HTML"
    ),
    r"(?i)\A\s*<\?xml(?![^>]*>\s*(?:<!--.*?-->\s*)*<(?:!DOCTYPE )?html)": (
        "an XML file of unknown kind; save the articles as text, HTML or CSV"
    ),
}


def recognises(data: bytes, name: str) -> bool:
    """Say whether a file is of a kind that is not read."""
    return _kind(data) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Refuse the file.

    Raises:
        CorpusError: always, naming the kind of file and the remedy.
    """
    raise CorpusError(_kind(data) or "a file of unknown kind")


def _kind(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return next((words for mark, words in _OFFICE.items() if mark in data), None)
    if known := next((words for signature, words in _SIGNATURES.items() if data.startswith(signature)), None):
        return known
    head = data[: 1 << 16]
    text = "" if b"<html" in head.lower() else decode(head).text
    return next((words for pattern, words in _TEXTS.items() if re.search(pattern, text)), None)
