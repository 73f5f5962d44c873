"""PDF: the text layer of an article printed or saved as PDF."""

from __future__ import annotations

import io
from itertools import islice

from nkru.corpus.articles import Article
from nkru.corpus.budgets import check_amounts
from nkru.corpus.formats.pdf_pages import PrintedLine, printed_lines, text_of
from nkru.corpus.formats.pieces import parted
from nkru.corpus.formats.printed_pages import without_edges
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "pdf"
MANY_ARTICLES = BOUNDED = False
RISKY = True

# A page of a scan has no words, or those of a stamp.
_FEWEST_WORDS = 20
_MOST_PAGES = 2_000


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a PDF."""
    return data.startswith(b"%PDF")


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of its text: one, or those of a database's export.

    Raises:
        CorpusError: the file is damaged, locked, or a scan without a text layer.
    """
    pages, note = _pages(data)
    text, roles = text_of(pages)
    if len(text.split()) < _FEWEST_WORDS:
        raise CorpusError(
            "a PDF file without a text layer, as of a scan; recognise its text with an OCR program "
            "first"
        )
    article = Article(text, "utf-8", text.count("\ufffd"), roles=roles, note=note)
    return parted(without_edges(article))


def _pages(data: bytes) -> tuple[list[list[PrintedLine]], str]:
    """Return the lines of each page, and a note on the parts that are not read."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CorpusError(
                "a PDF file locked by a password; copy its text into a text file, or export it as "
                "HTML"
            )
        pages: list[list[PrintedLine]] = []
        length, count = 0, len(reader.pages)
        for page in islice(reader.pages, _MOST_PAGES):
            pages.append(printed_lines(page))
            length += sum(len(line.text) for line in pages[-1])
            check_amounts(0, length, len(data))
    except (CorpusError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001  # pypdf raises errors of many kinds on damage
        reason = next(iter(str(error).splitlines()), "") or "cut short"
        raise CorpusError(
            "a damaged PDF file ({reason}); copy its text into a text file, or export it as HTML",
            reason=reason,
        ) from None
    note = ""
    if count > _MOST_PAGES:
        note = table_text(
            "read up to page {page} of {count}; split it into several files",
            page=_MOST_PAGES,
            count=count,
        )
    return pages, note
