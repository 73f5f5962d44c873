"""Lists in lines, which are not articles: addresses of pages, words with their tags, logs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from nkru.language import table_text

# Lines that are looked at, and the share of them that must be of one kind.
_LOOKED_AT, _MOST = 200, 0.8
_ADDRESS = re.compile(r"\W{0,3}+(?:\d{1,6}[.):;,\t ]\s?)?(?:https?://|www\.)\S++\W{0,3}")
# A word, a tag in capitals and a lemma, between tabs; or a word, its number and tags (CoNLL).
_TAGGED = re.compile(r"\S{1,60}\t[A-Z][A-Za-z:_+-]{0,20}+(?:\t\S{1,60})?")
_CONLL = re.compile(r"\d{1,4}\t\S{1,60}\t\S{1,60}\t[A-Z]{1,6}(?:\t\S{1,99}){1,8}")
_LOGGED = re.compile(
    r"\W?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d(?::\d\d)?\S{0,9}\W{1,5}"
    r"\[?(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL)\b.{0,2000}+"
)
_FEWEST = 3
_TAGS = table_text("words with tags of a tagger; give the texts themselves")
CONCORDANCE = table_text("a concordance; give the texts themselves")
# The longest word of a concordance, and the characters around it.
_WORD, _AROUND = 30, 20
_ENDS = (".", "!", "?", "…", "»", "")
_KINDS = (
    (_ADDRESS, 1, table_text("a list of addresses; save the pages themselves")),
    (_TAGGED, _FEWEST, _TAGS),
    (_CONLL, _FEWEST, _TAGS),
    (_LOGGED, _FEWEST, table_text("a log; leave it outside the corpus")),
)


def kind_of_lists(text: str) -> str | None:
    r"""Return the kind of a text that is a list of lines, and the remedy; None for other texts.

    >>> kind_of_lists("https://exemple.fr/1\nhttps://exemple.fr/2\n")
    'a list of addresses; save the pages themselves'
    >>> kind_of_lists("Le port\n\nhttps://exemple.fr/2\n")
    """
    lines = list(islice(filter(None, map(str.strip, text.split("\n"))), _LOOKED_AT))
    for pattern, fewest, told in _KINDS:
        found = sum(map(bool, map(pattern.fullmatch, lines)))
        if found >= fewest and found >= _MOST * len(lines):
            return told
    rows = [line.split("\t") for line in lines if "\t" in line]
    is_table = len(rows) >= _FEWEST and len(rows) >= _MOST * len(lines)
    return CONCORDANCE if is_table and _shows_word(rows) else None


def is_concordance(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the rows of a table show one word between its left and right context.

    Contexts begin and end in mid-sentence, other than the texts of articles.
    """
    cells = [[str(cell) for cell in row.values()] for row in rows[:_LOOKED_AT]]
    return len(cells) >= _FEWEST and _shows_word(cells, cut=True)


def _is_cut(left: str, right: str) -> bool:
    has_words = min(len(left.split()), len(right.split())) >= _FEWEST
    return has_words and left.rstrip()[-1:] not in _ENDS and right.lstrip()[:1].islower()


def _shows_word(rows: Sequence[Sequence[str]], *, cut: bool = False) -> bool:
    """Return whether rows have one word in one place, with context on both sides."""
    for place in range(1, min(map(len, rows)) - 1):
        words = Counter(row[place].strip().casefold() for row in rows)
        word, count = words.most_common(1)[0]
        around = sum(len(row[place - 1]) + len(row[place + 1]) for row in rows)
        has_letters = len(word) <= _WORD and any(map(str.isalpha, word))
        is_word = has_letters and count >= _MOST * len(rows)
        if not is_word or around < _AROUND * len(rows):
            continue
        sides = max(
            sum(_is_cut(row[place - step], row[place + step]) for row in rows) for step in (1, -1)
        )
        if not cut or sides >= len(rows) / 2:
            return True
    return False
