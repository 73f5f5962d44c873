"""Segments of about equal length that end at punctuation: the units of Reinert's classification."""

from __future__ import annotations

import re

# Weight of the last sign of a word as a place to cut (Reinert's ALCESTE, as in rainette).
_WEIGHTS = {**dict.fromkeys(".?!…", 6.0), ":": 5.0, ";": 4.0, ",": 1.0}
_REACH = 0.4
_WORD = re.compile(r"[^ ]+")


def split_segments(text: str, size: int = 40) -> list[str]:
    """Split `text` into segments of about `size` words; words are separated by spaces only.

    A segment ends at one of the next 1.4 · size words: after the word with the largest weight /
    (|position − size| + 1). The weight is 6 for . ? ! …, 5 for a colon, 4 for a semicolon, 1 for a
    comma, and 0.01 for any other last sign. A run of spaces becomes one space.

    >>> split_segments("Un deux trois. Quatre cinq six sept huit.", size=4)
    ['Un deux trois.', 'Quatre cinq six sept huit.']
    """
    return [re.sub(" +", " ", text[start:end]) for start, end in segment_spans(text, size)]


def segment_spans(text: str, size: int = 40) -> list[tuple[int, int]]:
    """Return the (start, end) of the segments of `text`, character offsets."""
    words = [match.span() for match in _WORD.finditer(text)]
    weights = [_WEIGHTS.get(text[end - 1], 0.01) for _, end in words]
    reach = int(size * (1 + _REACH))
    spans, first = [], 0
    while len(words) - first > reach:
        candidates = enumerate(weights[first : first + reach], 1)
        scores = [weight / (abs(position - size) + 1) for position, weight in candidates]
        after = first + 1 + scores.index(max(scores))
        spans.append((words[first][0], words[after - 1][1]))
        first = after
    return [*spans, (words[first][0], words[-1][1])] if words else spans
