"""Kinds of cells: whether those of a column are texts, titles, days, addresses or names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import mean

from nkru.corpus.formats.table_dates import is_moment, parse_date
from nkru.corpus.outlets import is_outlet

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# The share of the cells that must be of a column's kind.
_MOST = 0.8
# Words of a cell: titles have some of them, texts more.
_TITLE_WORDS, _LONGEST_TITLE, _TEXT_WORDS = 2, 30, 10


def _most(texts: Sequence[str], matches: Callable[[str], object]) -> bool:
    return sum(map(bool, map(matches, texts))) >= _MOST * len(texts)


def mean_words(texts: Sequence[str]) -> float:
    """Return the mean number of words of cells."""
    return mean(text.count(" ") + 1 for text in texts)


def hold_dates(texts: Sequence[str]) -> bool:
    """Return whether cells are days or months; a bare number may be anything but a moment."""
    return _most(texts, lambda text: (not _is_number(text) or is_moment(text)) and parse_date(text))


def _is_number(text: str) -> bool:
    return len(text) != 8 and text.replace(".", "").replace(",", "").isdecimal()


def is_address(text: str) -> bool:
    """Return whether a cell is the address of a page."""
    return _ADDRESS.fullmatch(text) is not None


def _hold_texts(texts: Sequence[str]) -> bool:
    return mean_words(texts) >= _TEXT_WORDS and not _most(texts, is_address)


def _hold_titles(texts: Sequence[str]) -> bool:
    varied = len({*texts}) >= _MOST * len(texts)
    is_length = _TITLE_WORDS <= mean_words(texts) <= _LONGEST_TITLE
    return (
        varied and is_length and _most(texts, lambda text: text[0].isupper() or text[0] in "«“\"'")
    )


def _hold_names(texts: Sequence[str]) -> bool:
    return mean_words(texts) < _TEXT_WORDS and not _most(texts, lambda text: not _WORD.search(text))


HOLDS: dict[str, Callable[[Sequence[str]], bool]] = {
    "text": lambda texts: not hold_dates(texts) and mean_words(texts) >= _TITLE_WORDS,
    "title": lambda texts: not hold_dates(texts) and mean_words(texts) >= _TITLE_WORDS,
    "date": hold_dates,
    "url": lambda texts: _most(texts, is_address),
    "outlet": lambda texts: _most(texts, is_outlet),
    "author": _hold_names,
}
# Texts and titles that no name gives have to pass stricter tests.
BY_CELLS = {"text": _hold_texts, "title": _hold_titles}
