"""Paragraphs of a page: single lines or hard-wrapped paragraphs, with the traits that rules use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nkru.corpus.lines.furniture import FurnitureKind, find_furniture
from nkru.corpus.lines.signatures import is_credit, signature
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.sentences import paragraph_lines

# A sentence ends so, whatever quotes, brackets and (AFP) follow.
_FULL_STOP = re.compile(r"[.…][\s»”\"’')\]]*(?:\([^()]{2,30}\))?$")
_ASKS = re.compile(r"[?!][\s»”\"’')\]]*$")
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?…][»”\"’')]*\s+[«“\"‘(]?\s?[A-ZÀ-Ý]")
_BULLET = re.compile(r"[•●▪■□☆◆►▶▸→➜➤✓✔*+·◦o–-]\s|[•●▪■►▶▸→➤]|\(?\d{1,2}[.)°]\s|[a-z]\)\s")
# A line that is only a year heads an entry of a chronology.
_YEAR = re.compile(r"(?:19|20)\d\d\W*")
# An entry of a live feed or of a social network: a clock time and a headline, an account, a run of
# hashtags.
_TICKER = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}\b|@\w+$|#\w++(?:\s++#\w++){0,99}+$")
# 25 words are a sentence even where a saved page lost its full stop; headlines are seldom as long.
LONG = 25
_ANNOUNCES = 12
# A label may end with a full stop: « Lecture 3 min. »; a longer line that does is a sentence.
_LABEL = 7
# The longest caption, in words.
_CAPTION = 40
# The fewest words of a text that occurs twice in a line.
_DOUBLED = 4
# A line was broken if it has more characters than this and the next begins with a small letter.
_BROKEN = 40
# Traits of texts up to this many characters are cached, since the labels of a site are on all of
# its pages. Most paragraphs are longer and occur once: caching them would only take memory.
_CACHED = 200
# A line that is not blank: its number from 1, and its bounds without outer white space.
Line = tuple[int, int, int]


class Paragraph(NamedTuple):
    """A paragraph of a page.

    Attributes:
        lines: number and bounds of its lines.
        text: its lines, joined by a space.
        folded: the same as `fold_for_matching` returns it.
        block: number of the run of lines between blank lines; where a page has no blank line,
            each paragraph is a block of its own.
        words: number of its words.
        sentence: whether it ends as a sentence does.
        kind: furniture, byline, name, date, caption, sign, ticker, list, row (of a table), prose
            or short.
        strong: whether it is prose that is long or has two sentences, as only an article, a
            comment or a notice does.
        furniture: the kind of furniture, if it is furniture.
        articles: number of articles that have it.
    """

    lines: list[Line]
    text: str
    folded: str
    block: int
    words: int
    sentence: bool
    kind: str
    strong: bool
    furniture: FurnitureKind | None
    articles: int = 1


def folded_lines(raw: str) -> list[str]:
    """Return all lines of a page as `fold_for_matching` returns them, without outer white space."""
    return [line.strip() for line in fold_for_matching(raw).split("\n")]


def read_paragraphs(raw: str) -> list[Paragraph]:
    """Return the paragraphs of a page."""
    page, groups, paragraphs = folded_lines(raw), _group_lines(raw), []
    for lines, block in zip(groups, _block_numbers(groups), strict=True):
        folded = " ".join([page[number - 1] for number, _, _ in lines])
        text = " ".join([raw[start:end] for _, start, end in lines])
        paragraphs.append(_paragraph(lines, text, folded, block))
    return paragraphs


def read_line(text: str) -> Paragraph:
    """Return the paragraph of a line without white space around it."""
    return _paragraph([(1, 0, len(text))], text, fold_for_matching(text).strip(), 1)


def _paragraph(lines: list[Line], text: str, folded: str, block: int) -> Paragraph:
    traits = (_label_traits if len(text) <= _CACHED else _traits)(text, folded)
    return Paragraph(lines, text, folded, block, *traits)


def _block_numbers(groups: Sequence[Sequence[Line]]) -> list[int]:
    """Return the block of each paragraph (see `Paragraph`)."""
    firsts = [lines[0][0] for lines in groups]
    # Lines of one block have no blank line between them, so that first line minus lines before is
    # the same number for each of its paragraphs.
    before = accumulate(map(len, groups[:-1]), initial=0)
    blocks = [first - count for first, count in zip(firsts, before, strict=False)]
    return firsts if blocks and blocks[0] == blocks[-1] else blocks


def _traits(text: str, folded: str) -> tuple[int, bool, str, bool, FurnitureKind | None]:
    """Return words, sentence, kind, strong and furniture of a paragraph."""
    words = len(text.split())
    sentence = words > 3 and bool(_FULL_STOP.search(text[-40:]))
    furniture = find_furniture(folded, words, sentence and words > _LABEL)
    if furniture and furniture.code != "caption":
        return words, sentence, "furniture", False, furniture
    is_caption = furniture is not None and words <= _CAPTION
    kind = "caption" if is_caption else _kind(text, words, sentence)
    is_long = words > LONG + 5 or (words > 15 and bool(_INNER_STOP.search(text)))
    return words, sentence, kind, kind == "prose" and is_long, None


_label_traits = lru_cache(maxsize=1 << 13)(_traits)


def _kind(text: str, words: int, sentence: bool) -> str:
    if "\t" in text:
        return "row"
    if signed := signature(text, words, sentence):
        return signed
    if words <= _CAPTION and is_credit(text):
        return "caption"
    if 2 * _DOUBLED <= words <= 3 * _CAPTION and _is_doubled(text):
        return "caption"
    if not any(map(str.isalpha, text)):
        return "short" if _YEAR.fullmatch(text) else "sign"
    if _TICKER.match(text) and not sentence:
        return "ticker"
    if bullet := _BULLET.match(text):
        # « • Par Jeanne Martin »: w3m prints a list that signs and dates the article in this way.
        signed = signature(text[bullet.end() :], words - 1, sentence)
        return signed if signed in {"byline", "date"} else "list"
    # A line that begins in mid-sentence is the rest of one that was broken.
    is_rest = words > 4 and text[0].islower()
    if sentence or is_rest or (words > 7 and _ASKS.search(text[-12:])):
        return "prose"
    # A sentence that announces a list ends with a colon.
    is_long = words >= (_ANNOUNCES if text[-1] == ":" else LONG) and runs_on(text)
    return "prose" if is_long else "short"


def _is_doubled(text: str) -> bool:
    """Return whether a line repeats a text: the description of a picture, then its caption."""
    opening = " ".join(text.split(maxsplit=_DOUBLED)[:_DOUBLED])
    second = text.find(opening, len(opening))
    once = text[:second].strip()
    return second > 0 and text.startswith(once, second) and 3 * len(once) >= len(text)


def runs_on(text: str) -> bool:
    """Return whether most words begin with a small letter, as in a sentence, unlike in a menu."""
    words = text.split()
    return sum(word[0].islower() for word in words) > len(words) / 2


def _group_lines(raw: str) -> list[list[Line]]:
    """Group the lines of each paragraph, and both lines of a headline that was broken."""
    groups: list[list[Line]] = []
    number, position = 1, 0
    for spans in paragraph_lines(raw):
        lines: list[Line] = []
        for start, end in spans:
            number, position = number + raw.count("\n", position, start), start
            if lines and _stands_alone(raw, lines[-1], (number, start, end)):
                groups.append(lines)
                lines = []
            lines.append((number, start, end))
        if groups and _goes_on(raw, groups[-1][-1], lines[0]):
            groups[-1] += lines
        else:
            groups.append(lines)
    return groups


def _stands_alone(raw: str, line: Line, following: Line) -> bool:
    """Return whether a label or a signature follows a sentence that fills its last line."""
    text = raw[following[1] : following[2]]
    words = len(text.split())
    if words > _LABEL or not (_FULL_STOP.search(raw[line[1] : line[2]]) and text[0].isupper()):
        return False
    is_label = find_furniture(fold_for_matching(text), words, False)
    return bool(is_label) or signature(text, words, False) in {"byline", "date"}


def _goes_on(raw: str, line: Line, following: Line) -> bool:
    """Return whether a headline continues in the following line."""
    (number, start, end), (next_number, first, last) = line, following
    if next_number > number + 1 or not _BROKEN < end - start <= 100:
        return False
    if not (raw[first].islower() and (raw[end - 1].isalnum() or raw[end - 1] in ",’'")):
        return False
    text = raw[first:last]
    return not _BULLET.match(text) and not signature(text, len(text.split()), False)
