"""Formats that nkru does not read, each refused by its name and with what to do instead."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "refused"
EXPORT = False

_SIGNATURES = (
    (b"%PDF", "a PDF file; copy its text into a text file, or export it as HTML"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as DOCX or CSV"),
    (b"\x89PNG", "a picture; paste the article's text"),
    (b"\xff\xd8\xff", "a picture; paste the article's text"),
    (b"GIF8", "a picture; paste the article's text"),
    (b"\x1f\x8b", "a gzip archive; unpack it or pack it as zip"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it or pack it as zip"),
    (b"Rar!", "a RAR archive; unpack it or pack it as zip"),
)
_TEXTS = (
    (re.compile(r"<PPSResponse|ppsArticleResponseSet"), "a Factiva XML file; save the articles as HTML or RTF"),
    (
        re.compile(r"^ *HD\t.*(?:\n.*)*?^ *(?:WC|PD|SN)\t", re.MULTILINE),
        "a Factiva text; save the articles as HTML or RTF",
    ),
    (
        re.compile(r"^\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)\s*$", re.MULTILINE),
        "a LexisNexis text; export the documents as DOCX or HTML",
    ),
    (
        re.compile(r"\A\s*<\?xml(?![^>]*>\s*(?:<!--.*?-->\s*)*<(?:!DOCTYPE )?html)", re.IGNORECASE),
        "an XML file of unknown kind; save the articles as text, HTML or CSV",
    ),
)
_OFFICE = (
    (b"xl/workbook", "an Excel workbook; save its sheet as CSV"),
    (b"ppt/presentation", "a presentation; paste the article's text"),
    (b"opendocument", "an OpenDocument file; save it as DOCX"),
)


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
    kind = next((words for signature, words in _SIGNATURES if data.startswith(signature)), None)
    if kind is None and data.startswith(b"PK\x03\x04"):
        return next((words for mark, words in _OFFICE if mark in data), None)
    head = decode(data[: 1 << 16]).text if kind is None and b"<html" not in data[: 1 << 16].lower() else ""
    return kind or next((words for pattern, words in _TEXTS if pattern.search(head)), None)
