"""Datelines: the lines around a title that give the day a page was published or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Literal, NamedTuple

from nkru.corpus.dating.calendar import DateExpression, find_dates
from nkru.corpus.lines.furniture import SHARED
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of

_BYLINE = re.compile(r"(?:^|[|·•,–-]\s*)[Pp]ar\s+[A-ZÀ-Ý]")
TIME = r"\d{1,2}\s?(?:h|:)\s?\d{0,2}(?::\d\d)?"
# Most characters of kept text between a title and its dateline: the longest standfirsts have 900.
_MASTHEAD = 1000
# A longer line, in characters, is a paragraph and no dateline.
_WIDEST = 300
# Most characters of a label on a line of its own, such as « Publié le ».
_LABEL = 40
# Most words of a name in a dateline: « La Gazette avec l'AFP 15h39, le 3 mai 2021 ».
_NAME = 4
# Codes of the article's own furniture: a stamp may follow it, but not other articles, comments or
# offers.
_OWN = ("share", "follow", "newsletter", "reading", "tags", "author", "site")
_OWN_CODES = {*_OWN, *(code + SHARED for code in _OWN)}

DateKind = Literal["published", "page", "updated", "other"]


class Line(NamedTuple):
    """A line that is not blank, its role, and whether and why it was left out."""

    role: str
    kept: bool
    text: str
    code: str = ""


class Stamp(NamedTuple):
    """A date in a dateline.

    `distance` is 0 between title and text, 1 right above the title, 2 farther away; `kind` is the
    event that the date is of ("page" without a label); `line` is the text of the dateline.
    """

    distance: int
    kind: DateKind
    expression: DateExpression
    line: str


def find_stamps(lines: Sequence[Line]) -> list[Stamp]:
    """Return the dates in the datelines of a page, the most reliable first.

    A date counts between title and text, right above the title, or, where it has a label, among
    the bylines above the title or below the text. Dates elsewhere are those of related articles, of
    comments, or of the day on which the page was saved.
    """
    distances = sorted(_distances(lines).items())
    found = [stamp for index, distance in distances for stamp in _stamps(lines, index, distance)]
    return sorted(found, key=lambda stamp: (stamp.distance, stamp.kind != "published"))


def _stamps(lines: Sequence[Line], index: int, distance: int) -> Iterator[Stamp]:
    line = lines[index]
    if line.role == "caption" or (line.kept and len(line.text) > _WIDEST):
        return
    dates = [expression for expression in find_dates(line.text) if expression.month]
    if not dates or not (line.role in ("date", "byline") or _is_dateline(line)):
        return
    end, before = 0, _label(lines[index - 1]) if index else ""
    for expression in dates:
        before += " " + line.text[end : expression.start]
        kind = classify_date(before)
        if kind != "other" and (distance < 2 or kind != "page"):
            yield Stamp(distance, kind, expression, line.text.strip())
        end, before = expression.end, ""


def _label(line: Line) -> str:
    """Return the text of a line if it may be the label of the date below it: « Publié le »."""
    return "" if line.kept or len(line.text) > _LABEL or find_dates(line.text) else line.text


def classify_date(before: str) -> DateKind:
    """Return the kind of a date from the last label in the text before it.

    >>> classify_date("Publié le 3 août, mis à jour le "), classify_date("Publié du 3 au ")
    ('updated', 'other')
    """
    # « au 5 mai » ends a period.
    if re.search(r"\bau\s+$", before):
        return "other"
    kinds: tuple[DateKind, ...] = ("updated", "other", "published")
    labels = [
        (match.end(), kind) for kind in kinds for match in _label_pattern(kind).finditer(before)
    ]
    return max(labels)[1] if labels else "page"


def _distances(lines: Sequence[Line]) -> dict[int, int]:
    """Return the distance from the title (see `Stamp`) of each line that may be a dateline."""
    title = next((index for index, line in enumerate(lines) if line.role == "title"), -1)
    last = max((n for n, line in enumerate(lines) if line.kept and n > title), default=len(lines))
    above = byline_lines(lines, range(title - 1, -1, -1))
    below = byline_lines(lines, range(last + 1, len(lines)))
    distances = dict.fromkeys([*above, *below], 2)
    if title > 0:
        distances[title - 1] = 1
    length = 0
    for index in range(title + 1, last):
        length += len(lines[index].text) * lines[index].kept
        if length >= _MASTHEAD:
            break
        distances[index] = 0
    return distances


def byline_lines(lines: Sequence[Line], numbers: Sequence[int]) -> Iterator[int]:
    """Yield these numbers of lines up to the first line that cannot be near a byline."""
    signed = ("date", "byline", "section")
    return takewhile(
        lambda number: lines[number].role in signed or lines[number].code in _OWN_CODES,
        numbers,
    )


def _is_dateline(line: Line) -> bool:
    """Return whether a line holds only dates and labels, or beside a label or a time a short name.

    A kept line needs a label: a date heads a part of a chronology, and a time belongs to an event.
    """
    left = line.text
    for expression in find_dates(line.text):
        left = left.replace(expression.text, " ")
    words = re.findall(r"[^\W\d_]+", _known().sub(" ", left))
    labels = (_label_pattern("published"), _label_pattern("updated"), _BYLINE)
    labelled = any(pattern.search(left) for pattern in labels)
    timed = not line.kept and re.search(TIME, left)
    return len(words) <= _NAME if labelled or timed else not (words or line.kept)


@cache
def _known() -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["stamps"]
    labels = any_of([*words["published"], *words["updated"], *words["small"]])
    return re.compile(rf"{TIME}|(?<!\w){labels}(?!\w)", re.IGNORECASE)


@cache
def _label_pattern(kind: str) -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["stamps"][kind]
    return re.compile(rf"(?<!\w){any_of(words)}(?![a-zà-ÿ])", re.IGNORECASE)
