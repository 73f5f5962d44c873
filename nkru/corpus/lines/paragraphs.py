"""Units of a page: each line, or the lines of a hard-wrapped paragraph, with what the rules of roles look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nkru.corpus.lines.furniture import Cue, find_cue
from nkru.corpus.lines.signatures import is_credit, signature
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.sentences import paragraph_lines

# A sentence ends so, whatever quotes, brackets and (AFP) follow.
_FULL_STOP = re.compile(r"[.…][\s»”\"’')\]]*(?:\([^()]{2,30}\))?$")
_ASKS = re.compile(r"[?!][\s»”\"’')\]]*$")
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?…][»”\"’')]*\s+[«“\"‘(]?\s?[A-ZÀ-Ý]")
_BULLET = re.compile(r"[•●▪■◆►▶▸→➜➤✓✔*·◦–-]\s|[•●▪■►▶▸→➤]|\(?\d{1,2}[.)°]\s|[a-z]\)\s")
# A year alone heads an entry of a chronology.
_YEAR = re.compile(r"(?:19|20)\d\d\W*")
# An entry of a live feed or of a social network: a clock time and a headline, an account, a run of
# hashtags.
_TICKER = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}\b|@\w+$|#\w+(?:\s+#\w+)*$")
# 25 words hold a sentence even where a saved page lost its full stop; a headline seldom has as
# many.
LONG = 25
# A label may end with a full stop: « Lecture 3 min. »; a longer line that does is a sentence.
_LABEL = 7
# The longest caption, in words.
_CAPTION = 40
# A line of so many characters that goes on with a small letter on the next one was broken there.
_BROKEN = 40
# What is read of a text of up to so many characters is remembered, since the labels of a site stand
# on all of its pages. Most paragraphs are longer and stand on one: they would only be kept alive.
_REMEMBERED = 200
# A line that is not blank: its number from 1, and its bounds without outer white space.
Line = tuple[int, int, int]


@dataclass(slots=True)
class Unit:
    """A paragraph of a page.

    `folded` is its text as `fold_for_matching` returns it; `block` numbers the runs of lines between blank
    ones (where none is blank, that says nothing, and each paragraph is a block); `kind` is
    furniture, byline, name, date, caption, sign, ticker, list, row (of a table), prose or short;
    `strong` prose is long or of two sentences, as only an article (or a comment, or a notice) has;
    `articles` counts the articles in which it stands.
    """

    lines: list[Line]
    text: str
    folded: str
    block: int
    words: int
    sentence: bool
    kind: str
    strong: bool
    cue: Cue | None
    articles: int = 1


def read_units(raw: str) -> list[Unit]:
    """Return the units of a page."""
    page, groups = fold_for_matching(raw).split("\n"), _paragraphs(raw)
    units, before = [], 0
    for lines in groups:
        folded = " ".join([page[number - 1].strip() for number, _, _ in lines])
        text = " ".join([raw[start:end] for _, start, end in lines])
        # Between the lines of one block stands no blank one.
        read = _read_label if len(text) <= _REMEMBERED else _read
        units.append(Unit(lines, text, folded, lines[0][0] - before, *read(text, folded)))
        before += len(lines)
    if units and units[0].block == units[-1].block:
        for unit in units:
            unit.block = unit.lines[0][0]
    return units


def _read(text: str, folded: str) -> tuple[int, bool, str, bool, Cue | None]:
    """Return words, sentence, kind, strong and cue of a unit."""
    words = len(text.split())
    sentence = words > 3 and bool(_FULL_STOP.search(text[-40:]))
    cue = find_cue(folded, words, sentence and words > _LABEL)
    caption = cue is not None and cue.kind == "caption"
    cue = None if caption else cue
    kind = (
        "caption"
        if caption and words <= _CAPTION
        else "furniture"
        if cue
        else _kind(text, words, sentence)
    )
    long = kind == "prose" and (words > LONG + 5 or (words > 15 and bool(_INNER_STOP.search(text))))
    return words, sentence, kind, long, cue


_read_label = lru_cache(maxsize=1 << 13)(_read)


def _kind(text: str, words: int, sentence: bool) -> str:
    if "\t" in text:
        return "row"
    if signed := signature(text, words, sentence):
        return signed
    if words <= _CAPTION and is_credit(text):
        return "caption"
    if not any(map(str.isalpha, text)):
        return "short" if _YEAR.fullmatch(text) else "sign"
    if _TICKER.match(text) and not sentence:
        return "ticker"
    if _BULLET.match(text):
        return "list"
    # A line that begins in mid-sentence is the rest of one that was broken.
    ended = (
        sentence or (words > 7 and _ASKS.search(text[-12:])) or (words > 4 and text[0].islower())
    )
    return "prose" if ended or (words >= LONG and runs_on(text)) else "short"


def runs_on(text: str) -> bool:
    """Return whether most words have no capital, as in a sentence, and not as in a menu pasted on one line."""
    words = text.split()
    return sum(word[0].islower() for word in words) > len(words) / 2


def _paragraphs(raw: str) -> list[list[Line]]:
    """Group the lines of each paragraph, and a title or headline that was broken with its second line."""
    groups: list[list[Line]] = []
    number, place = 1, 0
    for spans in paragraph_lines(raw):
        lines = []
        for start, end in spans:
            number, place = number + raw.count("\n", place, start), start
            lines.append((number, start, end))
        if groups and _goes_on(raw, groups[-1][-1], lines[0]):
            groups[-1] += lines
        else:
            groups.append(lines)
    return groups


def _goes_on(raw: str, line: Line, following: Line) -> bool:
    (number, start, end), (next_number, first, last) = line, following
    if next_number > number + 1 or not _BROKEN < end - start <= 100:
        return False
    if not (raw[first].islower() and raw[end - 1].isalnum()):
        return False
    text = raw[first:last]
    return not _BULLET.match(text) and not signature(text, len(text.split()), False)
