"""Datelines: the lines around a title that say when the page was published and when it was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, takewhile
from typing import Literal, NamedTuple

from nkru.corpus.dating.calendar import DateExpression, find_dates
from nkru.corpus.lines.furniture import SHARED
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of

_BYLINE = re.compile(r"(?:^|[|·•,–-]\s*)[Pp]ar\s+[A-ZÀ-Ý]")
TIME = r"\d{1,2}\s?(?:h|:)\s?\d{0,2}(?::\d\d)?"
# Characters of kept text that may stand between a title and its dateline: the longest standfirsts
# have 900.
_MASTHEAD = 1000
# No dateline is as long as a paragraph of so many characters.
_WIDEST = 300
# Characters of « Publié le » on its own line.
_LABEL = 40
# Words of a name that signs a dateline: « La Gazette avec l'AFP 15h39, le 3 mai 2021 ».
_NAME = 4
# Codes of the article's own furniture: a stamp may follow it, but not other articles, comments or
# offers.
_OWN = ("share", "follow", "newsletter", "reading", "tags", "author", "site")
_OWN_CODES = {*_OWN, *(code + SHARED for code in _OWN)}

Dates = Literal["published", "page", "updated", "other"]


class Line(NamedTuple):
    """A line that is not blank, with what was decided of it."""

    role: str
    kept: bool
    text: str
    code: str = ""


class Stamp(NamedTuple):
    """A date that stands in a dateline: how near to the title (0 is nearest), what it dates, its line."""

    place: int
    dates: Dates
    expression: DateExpression
    line: str


def stamps(lines: Sequence[Line]) -> list[Stamp]:
    """Return the dates of the page itself, the most telling first.

    A date counts between title and text, right above the title, or, where it says what it dates,
    among the bylines above the title or below the text; dates of related articles, of comments and
    of the day of saving stand elsewhere.
    """
    places = _places(lines)
    found = [
        stamp
        for number, place in sorted(places.items())
        for stamp in _of_line(lines, number, place)
    ]
    return sorted(found, key=lambda stamp: (stamp.place, stamp.dates != "published"))


def _of_line(lines: Sequence[Line], number: int, place: int) -> Iterator[Stamp]:
    line = lines[number]
    if line.role == "caption" or (line.kept and len(line.text) > _WIDEST):
        return
    found = [expression for expression in find_dates(line.text) if expression.month]
    if not found or not (line.role in ("date", "byline") or _is_dateline(line)):
        return
    end, before = 0, _label(lines[number - 1]) if number else ""
    for expression in found:
        before += " " + line.text[end : expression.start]
        dates = _what(before)
        if dates != "other" and (place < 2 or dates != "page"):
            yield Stamp(place, dates, expression, line.text.strip())
        end, before = expression.end, ""


def _label(line: Line) -> str:
    """Return a line that may announce the date below it, such as « Publié le »."""
    return "" if line.kept or len(line.text) > _LABEL or find_dates(line.text) else line.text


def _what(before: str) -> Dates:
    """Tell what a date dates by the last label before it; « au 5 mai » ends a span."""
    if re.search(r"\bau\s+$", before):
        return "other"
    kinds: tuple[Dates, ...] = ("updated", "other", "published")
    labels = [(match.end(), kind) for kind in kinds for match in _cue(kind).finditer(before)]
    return max(labels)[1] if labels else "page"


def _places(lines: Sequence[Line]) -> dict[int, int]:
    """Return the lines where a dateline may stand, and how near to the title that is."""
    title = next((number for number, line in enumerate(lines) if line.role == "title"), -1)
    kept = [number for number, line in enumerate(lines) if line.kept and number > title]
    lengths = accumulate(len(line.text) if line.kept else 0 for line in lines[title + 1 :])
    text = title + 1 + sum(1 for _ in takewhile(lambda length: length < _MASTHEAD, lengths))
    last = kept[-1] if kept else len(lines)
    near = [*_signed(lines, range(title - 1, -1, -1)), *_signed(lines, range(last + 1, len(lines)))]
    above = {title - 1: 1} if title > 0 else {}
    return dict.fromkeys(near, 2) | above | dict.fromkeys(range(title + 1, min(text, last)), 0)


def _signed(lines: Sequence[Line], numbers: Sequence[int]) -> Iterator[int]:
    signed = ("date", "byline", "section")
    return takewhile(
        lambda number: lines[number].role in signed or lines[number].code in _OWN_CODES,
        numbers,
    )


def _is_dateline(line: Line) -> bool:
    """Tell whether a line holds dates and their labels alone; beside a label, or a time, a short name may stand.

    On a line that is kept, only a label tells: a date alone heads a part of a chronology, a time
    goes with an event.
    """
    left = line.text
    for expression in find_dates(line.text):
        left = left.replace(expression.text, " ")
    words = re.findall(r"[^\W\d_]+", _known().sub(" ", left))
    labelled = (
        _cue("published").search(left) or _cue("updated").search(left) or _BYLINE.search(left)
    )
    timed = not line.kept and re.search(TIME, left)
    return len(words) <= _NAME if labelled or timed else not (words or line.kept)


@cache
def _known() -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["stamps"]
    return re.compile(
        rf"{TIME}|(?<!\w){any_of([*words['published'], *words['updated'], *words['small']])}(?!\w)",
        re.I,
    )


@cache
def _cue(dates: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){any_of(read_toml('dates/calendar.toml')['stamps'][dates])}(?![a-zà-ÿ])", re.I
    )
