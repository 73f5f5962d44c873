"""Pasted text: a page selected in the browser and saved in a text file, one article per file."""

from __future__ import annotations

from nkru.corpus.articles import Article
from nkru.corpus.budgets import LARGE_TEXT, check_page
from nkru.corpus.formats.copied_text import read_text
from nkru.corpus.formats.printed_pages import without_edges

NAME = "text"
MANY_ARTICLES = BOUNDED = False
RISKY = False


def recognises(data: bytes, name: str) -> bool:
    """Accept every file: this reader comes last."""
    return True


def read(data: bytes, name: str) -> list[Article]:
    """Return the one article of a text file.

    Raises:
        CorpusError: the file is empty, too large, holds only white space, or is not text.
    """
    check_page(len(data), LARGE_TEXT)
    return [without_edges(Article(*read_text(data)))]
