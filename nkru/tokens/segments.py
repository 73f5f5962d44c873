"""Segments of about equal length that end where the text breathes: the units of Reinert's classification."""

from __future__ import annotations

import re

# Weight of the last sign of a word as a place to cut (Reinert's ALCESTE, as in rainette).
_WEIGHTS = {**dict.fromkeys(".?!…", 6.0), ":": 5.0, ";": 4.0, ",": 1.0}
_REACH = 0.4
_WORD = re.compile(r"[^ ]+")


def split_segments(text: str, size: int = 40) -> list[str]:
    """Return `text` cut into segments of about `size` words; only spaces part words, and a run of them is one.

    A segment ends after the word, among the next 1.4 · size, whose weight / (|position − size| + 1)
    is largest; the weight is 6 for . ? ! …, 5 for a colon, 4 for a semicolon, 1 for a comma, else
    0.01.

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
        scores = [
            weight / (abs(place - size) + 1)
            for place, weight in enumerate(weights[first : first + reach], 1)
        ]
        after = first + 1 + scores.index(max(scores))
        spans.append((words[first][0], words[after - 1][1]))
        first = after
    return [*spans, (words[first][0], words[-1][1])] if words else spans
