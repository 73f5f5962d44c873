"""Marks: a line of an article cut into parts, each with the layers that cover it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nkru.language import gettext
from nkru.report.markup import Fields


class Mark(NamedTuple):
    """A passage of an article: its offsets, its layer, and a note on it."""

    start: int
    end: int
    layer: str
    label: str


def mark_text(
    text: str, start: int, marks: Sequence[Mark], sentences: Sequence[int]
) -> list[Fields]:
    """Return a line in parts, cut where a mark or a sentence begins or ends.

    Args:
        text: the line.
        start: its offset in the article.
        marks: the marks of the article, in any order.
        sentences: the offsets at which the sentences of the article begin, in rising order.

    Returns:
        One row per part: text, layers (the names, separated by spaces), labels (a note for the
        reader), sentence (the offset of the sentence that begins here, or None).

    >>> parts = mark_text("Kim parle.", 5, [Mark(5, 8, "actors", "Kim Jong Un")], [5])
    >>> [(part["text"], part["layers"], part["labels"], part["sentence"]) for part in parts]
    [('Kim', 'actors', 'Kim Jong Un', 5), (' parle.', '', '', None)]
    """
    end = start + len(text)
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    begins = set(sentences[bisect_left(sentences, start) : bisect_right(sentences, end - 1)])
    cuts = begins.union(offset for mark in inside for offset in (mark.start, mark.end))
    bounds = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    return [
        _part(text[left - start : right - start], left, right, inside, begins)
        for left, right in pairwise(bounds)
    ]


def _part(text: str, left: int, right: int, marks: Sequence[Mark], begins: set[int]) -> Fields:
    covering = [mark for mark in marks if mark.start <= left and mark.end >= right]
    return {
        "text": text,
        "layers": " ".join(dict.fromkeys(mark.layer for mark in covering)),
        "labels": gettext("; ").join(dict.fromkeys(mark.label for mark in covering)),
        "sentence": left if left in begins else None,
    }
