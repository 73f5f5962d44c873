"""Several articles in one text that could not be parted: the heads of the further ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkru.corpus.lines.signatures import signature

# Formats of files that people fill with texts by hand.
FORMATS = frozenset({"text", "document", "odt", "pdf"})
# Words of a headline, and of the text that an article has at least below its head.
_HEADLINE, _TEXT = range(4, 31), 80
# The fewest characters of a line of text, and the most of a line that signs or dates.
_LINE, _SIGNATURE = 40, 120
_SIGNED = ("byline", "date")
# The most lines between a head and its text, and signs that end a text's short last line.
_ABOVE, _ENDS = 4, (".", "!", "?", "»", "…")
# Codes of lines that may be the head of another article.
_OUTSIDE = ("below_article", "above_title", "header", "title_again")

# Role, code and text of a line.
Line = tuple[str, str, str]


def further_heads(lines: Sequence[Line]) -> list[str]:
    """Return the headlines of the articles that follow the first in a text.

    A head is a headline above an author or a day, with a text of its own below and one above it.
    """
    places = [*_heads(lines)]
    return [
        lines[place][2]
        for place, before in zip(places, [0, *places], strict=False)
        if _words(lines[before:place]) >= _TEXT <= _dense_words(lines[place + 2 :])
    ]


def _heads(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the places of the headlines right above an author or a day."""
    for index in range(1, len(lines)):
        if _is_signed(lines[index]):
            place = index - 1
            role, code, text = lines[place]
            is_free = role in ("title", "heading", "standfirst", "list") or code in _OUTSIDE
            if is_free and len(text.split()) in _HEADLINE and text.rstrip()[-1:] not in ".;,":
                yield place


def _is_signed(line: Line) -> bool:
    role, code, text = line
    if role in _SIGNED:
        return True
    may_sign = code in _OUTSIDE and len(text) <= _SIGNATURE
    if not may_sign or not (text[:4].casefold() == "par " or any(map(str.isdecimal, text))):
        return False
    return signature(text, len(text.split()), False) in _SIGNED


def _words(lines: Sequence[Line]) -> int:
    return sum(len(text.split()) for _, _, text in lines if len(text) >= _LINE)


def _dense_words(lines: Sequence[Line]) -> int:
    """Return the words of the lines of text up to the first label or headline among them.

    A caption or a standfirst's short line may precede the text.
    """
    first = next((n for n, (_, _, text) in enumerate(lines[:_ABOVE]) if len(text) >= _LINE), _ABOVE)
    words = 0
    for _, _, text in lines[first:]:
        if len(text) < _LINE and text.rstrip()[-1:] not in _ENDS:
            break
        words += len(text.split())
    return words
