"""Budgets: how much time and memory the reading of one file may take, whatever is in it.

Ordinary files stay far below these limits. A file over a limit is listed in the table of unread
files, and the rest of the corpus is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nkru.corpus.articles import Article, Loss
from nkru.errors import CorpusError
from nkru.language import table_text

# The largest exports, of thousands of articles, are smaller.
MAX_BYTES = 1 << 30
# The largest pages saved with their pictures inside have 15 MB, the longest books 5 MB of text.
MAX_PAGE = 20 << 20
# Characters of one article: the longest books have 5 million, and an article of more than this
# would take the analyses longer than all others together.
MAX_TEXT = 6 << 20
# Attributes of an element; pages that hold their own styles have some dozens.
MAX_ATTRIBUTES = 5_000
# Columns of a table; a search engine's widest exports have some hundred.
MAX_COLUMNS = 1_000
# Levels of archives in an archive: reading one that holds itself would never end.
MAX_DEPTH = 2
# Files in an archive, those in its archives included.
MAX_MEMBERS = 100_000
# Text packs 3 to 10 times, saved pages up to 20 times. Limits: unpacked bytes of an archive as a
# multiple of its size, of one file as a multiple of its packed size, and in all.
_UNPACKED, _UNPACKED_FILE, _UNPACKED_MOST = 50, 200, 2 << 30
_SMALL = 1 << 20
_SMALL_ARCHIVE = 16 << 20
# Characters of text for each byte of a file, and bytes for each article, that only attacks exceed.
_TEXT_PER_BYTE, _ANY_TEXT = 20, 16 << 20
_BYTES_PER_ARTICLE, _ANY_ARTICLES = 8, 1_000
_LARGE_PAGE = table_text(
    "the page is larger than {most} MB; save the article alone, without pictures"
)
LARGE_TEXT = table_text(
    "the text is larger than {most} MB; save the article alone, without pictures"
)


class Limits(NamedTuple):
    """Limits of a process for one file: seconds of processor time, bytes of memory."""

    seconds: int
    memory: int


def process_limits(size: int) -> Limits:
    """Return the limits of the process that reads a file of `size` bytes.

    The slowest ordinary files, RTF and pages, take a third of a second for each MB.

    >>> process_limits(3 << 20), process_limits(20 << 20)
    (Limits(seconds=6, memory=599785472), Limits(seconds=38, memory=956301312))
    """
    return Limits(6 + 2 * max(0, (size >> 20) - 4), (512 << 20) + 20 * size)


def check_articles(articles: Sequence[Article | Loss], size: int) -> None:
    """Refuse articles that a file of `size` bytes cannot hold.

    Raises:
        CorpusError: there are too many, or their text is too long.
    """
    text = sum(len(article.raw) for article in articles if isinstance(article, Article))
    check_amounts(len(articles), text, size)


def without_giants(items: Sequence[Article | Loss]) -> list[Article | Loss]:
    """Return the articles of a file; one of more than `MAX_TEXT` characters is a loss."""
    told = table_text(
        "a text of over {most} million characters is no article; split it", most=MAX_TEXT >> 20
    )
    return [
        Loss(told) if isinstance(item, Article) and len(item.raw) > MAX_TEXT else item
        for item in items
    ]


def check_amounts(articles: int, text: int, size: int) -> None:
    """Check the number of articles and of characters of text read from a file of `size` bytes.

    Raises:
        CorpusError: there are too many articles, or their text is too long.
    """
    if articles > _ANY_ARTICLES + size // _BYTES_PER_ARTICLE:
        raise CorpusError("far more articles than its size can hold; export the articles again")
    if text > _ANY_TEXT + _TEXT_PER_BYTE * size:
        raise CorpusError("far more text than its size can hold; export the articles again")


def check_page(size: int, told: str = _LARGE_PAGE) -> None:
    """Refuse a page, or the text of one article, of more than 20 MB.

    Raises:
        CorpusError: it is larger.
    """
    if size > MAX_PAGE:
        raise CorpusError(told, most=MAX_PAGE >> 20)


class Unpacking:
    """The bytes and files that one archive, with the archives in it, may still unpack."""

    def __init__(self, size: int) -> None:
        self._bytes = min(max(_SMALL_ARCHIVE, _UNPACKED * size), _UNPACKED_MOST)
        self._members = MAX_MEMBERS

    def take(self, sizes: Sequence[tuple[int, int]]) -> None:
        """Take the files of an archive from the budget: their sizes, unpacked and packed.

        Raises:
            CorpusError: a file or all together unpack to far more than they hold.
        """
        total = sum(unpacked for unpacked, _ in sizes)
        each = all(size <= max(_SMALL, _UNPACKED_FILE * packed) for size, packed in sizes)
        if not each or total > self._bytes:
            raise CorpusError(
                "an archive that unpacks to far more than it holds; unpack and check it yourself"
            )
        if len(sizes) > self._members:
            raise CorpusError("more than {most} files in an archive; unpack it", most=MAX_MEMBERS)
        self._bytes -= total
        self._members -= len(sizes)
