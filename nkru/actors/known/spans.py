"""Spans: whether a span of an article shares characters with any of many others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Coverage:
    """Spans that do not overlap: how many characters of another span they cover.

    >>> Coverage([(0, 4), (10, 12)]).covered(2, 11)
    3
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._ends = [end for _, end in self._spans]

    def covered(self, start: int, end: int) -> int:
        """Return how many characters from `start` to before `end` lie in the spans."""
        total, at = 0, bisect_right(self._ends, start)
        while at < len(self._spans) and self._spans[at][0] < end:
            total += min(end, self._ends[at]) - max(start, self._spans[at][0])
            at += 1
        return total


class Spans:
    """Spans in one article, sorted once and asked many times.

    >>> spans = Spans([(0, 4), (10, 12)])
    >>> spans.touch(3, 6), spans.touch(4, 10)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = [0, *accumulate((end for _, end in ordered), max)]

    def touch(self, start: int, end: int) -> bool:
        """Say whether one of the spans shares characters with this one."""
        return self._reach[bisect_left(self._starts, end)] > start
