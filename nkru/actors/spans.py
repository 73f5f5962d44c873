"""Spans: whether a span of an article shares characters with any of many others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


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
