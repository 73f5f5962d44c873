"""Several articles in one text that could not be parted: their heads, and pages of teasers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

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

# The fewest teasers of a front page; their mean words and the most of one; the share of the texts.
_TEASERS, _MEAN, _LONGEST, _MOST = 6, 30, 60, 0.8
# A longer line, in characters, is a paragraph of an article.
PARAGRAPH = 500

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


def teaser_heads(lines: Sequence[Line]) -> list[str]:
    """Return the headlines of a page that has no article, but a short text below each headline.

    >>> teaser = [("", "", "Un pont de trop")]
    >>> teaser += [("", "", "La région renonce à bâtir un pont à Gien.")]
    >>> len(teaser_heads(teaser * 6)), len(teaser_heads([*teaser * 6, teaser[1]]))
    (6, 0)
    """
    whole = list(_joined(lines))
    if len(whole) < len(lines) and _words([line for line in whole if not line[1]]) >= _TEXT:
        # Of a page with wrapped lines, a few teasers are kept at most.
        return []
    lines = whole
    texts = [n for n, line in enumerate(lines) if _is_text(line[2])]
    heads = [n - 1 for n in texts if n and _is_headline(lines[n - 1][2])]
    words = [len(lines[n][2].split()) for n in texts]
    if len(heads) < _TEASERS or len(heads) < _MOST * len(texts):
        return []
    # An article has paragraphs one below the other.
    is_kept = [not code and _is_text(text) for _, code, text in lines]
    is_article = any(map(all, pairwise(is_kept)))
    is_brief = sum(words) <= _MEAN * len(words) and max(words) <= _LONGEST
    return [lines[n][2] for n in heads] if is_brief and not is_article else []


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those of a wrapped paragraph as one: the next begins in mid-sentence."""
    above: Line | None = None
    for line in lines:
        if above and line[2][:1].islower() and above[2].rstrip()[-1:] not in _ENDS:
            above = (*above[:2], f"{above[2]} {line[2]}")
            continue
        if above:
            yield above
        above = line
    if above:
        yield above


def _is_text(text: str) -> bool:
    return len(text) >= _LINE and text.rstrip().endswith(_ENDS)


def _is_headline(text: str) -> bool:
    few = range(3, _HEADLINE.stop)
    return len(text.split()) in few and text.rstrip()[-1:] not in ".;,:" and not _is_text(text)


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
