"""Headline case: whether the words around a name have capitals too, as in a title.

A sentence is read once however many names it has: a list of 3,000 names is one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from itertools import accumulate
from operator import itemgetter

from nkru.tokens.norms import BREAK

HEADLINE = 0.7  # share of longer words with a capital, above which a line is set in headline case
LONGER = re.compile(r"[^\W\d_][\w-]{3,}+")
ONE_BREAK = re.compile(re.escape(BREAK))
WORD = re.compile(r"\S+")
FAR = 300  # characters among which the next space is looked for
GAP = re.compile(r"\s*+")
FIRST_LETTER = itemgetter(0)
LONGEST = 100  # characters that count of a word beside a name


def in_headline_case(words: str) -> bool:
    """Say whether nearly all the longer words have capitals, so that a capital marks no name.

    >>> in_headline_case("Ignore Encore les Avances"), in_headline_case("a parlé de Pékin")
    (True, False)
    """
    return _mostly(*_count(words))


def _mostly(longer: int, capitals: int) -> bool:
    return capitals > HEADLINE * longer


def _count(words: str) -> tuple[int, int]:
    """Return the number of longer words, and how many of them have a capital."""
    longer: list[str] = LONGER.findall(words)
    return len(longer), sum(map(str.isupper, map(FIRST_LETTER, longer)))


class Capitals:
    """The longer words of a text, counted once; `skipped` has words that do not count."""

    def __init__(self, text: str, skipped: Container[str] = ()) -> None:
        self._text, self._skipped = text, skipped
        words = [match.span() for match in WORD.finditer(text)]
        self._starts = [start for start, _ in words]
        self._ends = [end for _, end in words]
        counts = [self._counts(start, end) for start, end in words]
        self._longer = [0, *accumulate(longer for longer, _ in counts)]
        self._capitals = [0, *accumulate(capitals for _, capitals in counts)]

    def _counts(self, start: int, end: int) -> tuple[int, int]:
        word = self._text[start:end]
        return (0, 0) if word.casefold() in self._skipped else _count(word)

    def surround(self, first: int, start: int, end: int, last: int) -> bool:
        """Say whether the words from `first` to `start` and from `end` to `last` have capitals."""
        counts = [self._between(first, start), self._between(end, last)]
        return _mostly(*map(sum, zip(*counts, strict=True)))

    def _between(self, start: int, end: int) -> tuple[int, int]:
        """Count the words of a span; its ends may lie within a word."""
        first, after = bisect_left(self._starts, start), bisect_left(self._starts, end)
        parts = []
        if first and self._ends[first - 1] > start:  # the rest of a word that begins before
            parts.append((start, min(end, self._ends[first - 1], start + LONGEST)))
        if after > first and self._ends[after - 1] > end:  # the beginning of one that ends beyond
            after -= 1
            parts.append((max(self._starts[after], end - LONGEST), end))
        longer, capitals = (
            counts[after] - counts[first] for counts in (self._longer, self._capitals)
        )
        for part in parts:
            more = self._counts(*part)
            longer, capitals = longer + more[0], capitals + more[1]
        return longer, capitals


class Headlines:
    """The sentences of an article that may be set in headline case: « Kim Défie Encore Séoul »."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._capitals: dict[int, Capitals] = {}  # by the number of the sentence, filled on demand
        self._breaks = [-1, *(match.start() for match in ONE_BREAK.finditer(raw)), len(raw)]

    def around(self, start: int, end: int) -> bool:
        """Say whether the words of the sentence around a name have capitals too."""
        sentence = bisect_left(self._breaks, start)
        first, last = self._breaks[sentence - 1] + 1, self._breaks[sentence]
        before, after = self._word_before(first, start), self._word_after(end, last)
        if sentence not in self._capitals:
            self._capitals[sentence] = Capitals(self._raw[first:last])
        capitals = self._capitals[sentence]
        return capitals.surround(0, before - first, after - first, last - first)

    def _word_before(self, first: int, start: int) -> int:
        """Return the space before the word before `start`, or `first`."""
        for _ in range(2):
            start = self._raw.rfind(" ", max(first, start - FAR), start)
            if start < 0:
                return first
        return start

    def _word_after(self, end: int, last: int) -> int:
        """Return the space after the word after `end`, or `last`."""
        gap = GAP.match(self._raw, end, last)
        begin = gap.end() if gap else end
        space = self._raw.find(" ", begin, min(last, begin + FAR))
        return last if space < 0 else space
