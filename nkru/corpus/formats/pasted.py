"""Pasted text: a page selected in the browser and saved in a text file, one article per file."""

from __future__ import annotations

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "text"
MANY_ARTICLES = BOUNDED = False


def recognises(data: bytes, name: str) -> bool:
    """Accept every file: this reader comes last."""
    return True


def read(data: bytes, name: str) -> list[Article]:
    """Return the one article of a text file.

    Raises:
        CorpusError: the file is empty, holds only white space, or is not text.
    """
    text, encoding, damaged = decode(data)
    if not text.strip():
        raise CorpusError("the file is empty" if not data else "the file holds only white space")
    if "\x00" in text:
        raise CorpusError(
            "the file is not text (it holds NUL bytes); save the article as text, HTML or DOCX"
        )
    return [Article(text, encoding, damaged)]
