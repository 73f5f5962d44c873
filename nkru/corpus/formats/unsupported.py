"""Formats that nkru does not read: each is refused by its name, with a remedy."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "unsupported"
MANY_ARTICLES = BOUNDED = False

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
_FACTIVA = "save the articles as HTML or RTF"
_LEXIS = "a LexisNexis text; export the documents as DOCX or HTML"
# A word, a pattern that contains it, and the message: searching the word first is fast, and most
# texts lack it.
_TEXTS = (
    ("<PPSResponse", "<PPSResponse", f"a Factiva XML file; {_FACTIVA}"),
    ("ppsArticleResponseSet", "ppsArticleResponseSet", f"a Factiva XML file; {_FACTIVA}"),
    ("HD\t", r"(?m)^ *HD\t.*(?:\n.*)*?^ *(?:WC|PD|SN)\t", f"a Factiva text; {_FACTIVA}"),
    (" DOCUMENT", r"(?m)^\s*\d+ of \d+ DOCUMENTS?\s*$", _LEXIS),
    ("Dokument ", r"(?m)^\s*Dokument \d+ von \d+\s*$", _LEXIS),
    ("Document ", r"(?m)^\s*Document \d+ de \d+\s*$", _LEXIS),
    (
        "<?",
        r"(?i)\A\s*<\?xml(?![^>]*>\s*(?:<!--.*?-->\s*)*<(?:!DOCTYPE )?html)",
        "an XML file of unknown kind; save the articles as text, HTML or CSV",
    ),
)


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is of a kind that is not read."""
    return _kind(data) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Raise the error for the kind of file.

    Raises:
        CorpusError: always, naming the kind of file and the remedy.
    """
    raise CorpusError(_kind(data) or "a file of unknown kind")


def _kind(data: bytes) -> str | None:
    """Return the kind and the remedy, or None for a file that may be read."""
    if data.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _OFFICE.items() if mark in data), None)
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    head = data[: 1 << 16]
    text = "" if b"<html" in head.lower() else decode(head).text
    kinds = (kind for word, pattern, kind in _TEXTS if word in text and re.search(pattern, text))
    return next(kinds, None)
