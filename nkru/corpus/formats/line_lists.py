"""Lists in lines, which are not articles: addresses of pages, words with their tags, logs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

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
_CONCORDANCE = table_text("a concordance; give the texts themselves")
# The longest word of a concordance, and the characters around it.
_WORD, _AROUND = 30, 20
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
    return _CONCORDANCE if _is_concordance(lines) else None


def _is_concordance(lines: list[str]) -> bool:
    """Return whether lines have one word between tabs, with its left and right context."""
    rows = [line.split("\t") for line in lines if "\t" in line]
    if len(rows) < _FEWEST or len(rows) < _MOST * len(lines):
        return False
    for place in range(1, min(map(len, rows)) - 1):
        words = Counter(row[place].strip().casefold() for row in rows)
        word, count = words.most_common(1)[0]
        around = sum(len(row[place - 1]) + len(row[place + 1]) for row in rows)
        if 0 < len(word) <= _WORD and count >= _MOST * len(rows) and around >= _AROUND * len(rows):
            return True
    return False
