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
from nkru.tokens.norms import fold
from nkru.tokens.patterns import any_of

_PERIOD = re.compile(r"\bau\s++$")
_WORD = re.compile(r"[^\W\d_]++")
_WRAPPED = re.compile(r"(?<!\d)[0-3]?\d\s*$")
# « © La Gazette - jeudi 6 janvier 2022 - 11:30 »: an hour after the year.
_TIMED_DAY = re.compile(r"(?:19|20)\d\d\W{1,5}(?:à\s)?[0-2]?\d\s?[h:]\s?[0-5]\d\s*$")
# « Jeanne Martel • 12 octobre 2022 »
_SIGNED_DAY = re.compile(
    r"(?:[Pp]ar\s)?(?:[A-ZÀ-Ý][\w'’.-]{0,30}\s{1,3}){1,4}[•·|–—-]\s{0,3}(?:[Ll]e\s)?"
    r"[0-3]?\d(?:er)?[\s/.-][^\W\d]{0,9}\d{0,2}\.?[\s/.-](?:19|20)\d\d"
    # « Vendredi 12 octobre 2022 | Région »
    r"|(?:[^\W\d]{5,8}\s)?[0-3]?\d(?:er)?\s[^\W\d]{3,9}\s(?:19|20)\d\d\s{0,3}[•·|]\s{0,3}"
    r"[A-ZÀ-Ý][\w'’-]{1,30}(?:\s[\w'’-]{1,30}){0,2}"
)
_BYLINE = re.compile(r"(?:^|[|·•,–-]\s*)[Pp]ar\s+[A-ZÀ-Ý]")
# The page of a newspaper, which may stand between its day and the title.
_NUMBERED = re.compile(r"(?:[Pp]ages?|[Pp]\.|PAGE)\s?[A-Z]?\d{1,3}")
TIME = r"\d{1,2}\s?(?:h|:)\s?\d{0,2}(?::\d\d)?"
_TIME = re.compile(TIME)
# Most characters of kept text between a title and its dateline: the longest standfirsts have 900.
_MASTHEAD = 1000
# A longer line, in characters, is a paragraph and no dateline; the second number is for a line that
# was left out, such as a page's head in one line.
_WIDEST, _WIDEST_LEFT_OUT = 300, 5000
# Most characters of a label on a line of its own, such as « Publié le ».
_LABEL = 40
# Most characters of a signature below the text.
_SIGNATURE = 100
# Most words of a name in a dateline: « La Gazette avec l'AFP 15h39, le 3 mai 2021 ».
_NAME = 4
# Codes of the article's own furniture: a stamp may follow it, but not other articles, comments or
# offers.
_OWN = ("share", "follow", "newsletter", "reading", "tags", "author", "site")
_OWN_CODES = {*_OWN, *(code + SHARED for code in _OWN)}

# Roles of the lines between a title and its dateline.
_HEAD = ("standfirst", "byline", "date", "section")

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
    event that the date is of ("page" without a label); `line` is the text of the dateline, and
    `number` its index in the page.
    """

    distance: int
    kind: DateKind
    expression: DateExpression
    line: str
    number: int = 0


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
    if len(line.text) > (_WIDEST if line.kept else _WIDEST_LEFT_OUT):
        return
    if index and _crosses(lines[index - 1], line):
        return
    if index + 1 < len(lines) and (rest := _crosses(line, lines[index + 1])):
        line = line._replace(text=f"{line.text.rstrip()} {rest}")
    dates = [expression for expression in find_dates(line.text) if expression.month]
    if not dates or not _may_date(lines, line, index, distance):
        return
    end, before = 0, _label(lines[index - 1]) if index else ""
    for expression in dates:
        before += " " + line.text[end : expression.start]
        kind = classify_date(before)
        if kind != "other" and (distance < 2 or kind != "page"):
            yield Stamp(distance, kind, expression, line.text.strip(), index)
        end, before = expression.end, ""


def _crosses(line: Line, following: Line) -> str:
    """Return the head of the next line if a date is wrapped: « le 31 » and « décembre 2022 »."""
    if not _WRAPPED.search(line.text[-4:]):
        return ""
    head = following.text.lstrip()[:_LABEL]
    dates = find_dates(f"1 {head}")
    return head[: dates[0].end - 2] if dates and dates[0].start == 0 else ""


def _may_date(lines: Sequence[Line], line: Line, index: int, distance: int) -> bool:
    """Return whether a line with a date may be a dateline.

    The day of a photo is not, unless its credit is right below the title and gives the hour.
    """
    if line.role == "caption":
        dated = _TIMED_DAY.search(line.text) is not None
        return distance == 0 and dated and lines[index - 1].role == "title"
    if line.role in ("date", "byline") or _is_dateline(line):
        return True
    return distance == 0 and _SIGNED_DAY.fullmatch(line.text.strip()) is not None


def _label(line: Line) -> str:
    """Return the text of a line if it may be the label of the date below it: « Publié le »."""
    return "" if line.kept or len(line.text) > _LABEL or find_dates(line.text) else line.text


def classify_date(before: str) -> DateKind:
    """Return the kind of a date from the last label in the text before it.

    >>> classify_date("Publié le 3 août, mis à jour le "), classify_date("Publié du 3 au ")
    ('updated', 'other')
    """
    # « au 5 mai » ends a period.
    if _PERIOD.search(before):
        return "other"
    kinds: tuple[DateKind, ...] = ("updated", "other", "published")
    labels = [
        (match.end(), kind) for kind in kinds for match in _label_patterns()[kind].finditer(before)
    ]
    return max(labels)[1] if labels else "page"


def _distances(lines: Sequence[Line]) -> dict[int, int]:
    """Return the distance from the title (see `Stamp`) of each line that may be a dateline."""
    first, title = _titles(lines)
    last = max((n for n, line in enumerate(lines) if line.kept and n > title), default=len(lines))
    above = byline_lines(lines, range(title - 1, -1, -1))
    below = byline_lines(lines, range(last + 1, len(lines)))
    distances = dict.fromkeys([*above, *below], 2)
    if title > 0:
        distances[title - 1] = 1
        if title > 1 and _NUMBERED.fullmatch(lines[title - 1].text.strip()):
            distances[title - 2] = 1
    length = 0
    for index in range(title + 1, last):
        length += len(lines[index].text) * lines[index].kept
        if length >= _MASTHEAD:
            break
        distances[index] = 0
    # A player or a picture may follow the first title and its dateline, or its standfirst too.
    head = takewhile(lambda index: lines[index].role in _HEAD, range(first + 1, title))
    for index in (first + 1, *head) if first < title else ():
        distances.setdefault(index, 1)
    return distances


def _titles(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the indices of the first and the last occurrence of the title above the text, or -1.

    Between the two, a page shows a box: a series, a file, the newest articles.
    """
    first = next((index for index, line in enumerate(lines) if line.role == "title"), -1)
    wanted = fold(" ".join(lines[first].text.split())) if first >= 0 else ""
    last = first
    for index in range(first + 1, len(lines)) if wanted else ():
        line = lines[index]
        if line.kept and line.role in ("body", "list", "quote") and len(line.text) > _LABEL:
            break
        if not line.kept and fold(" ".join(line.text.split())) == wanted:
            last = index
    return first, last


def byline_lines(lines: Sequence[Line], numbers: Sequence[int]) -> Iterator[int]:
    """Yield these numbers of lines up to the first line that cannot be near a byline."""
    signed = ("date", "byline", "section")
    return takewhile(
        lambda number: (
            lines[number].role in signed
            or lines[number].code in _OWN_CODES
            or _is_signature(lines[number])
        ),
        numbers,
    )


def _is_signature(line: Line) -> bool:
    """Return whether a line left out signs or dates a text: « par Louise Fabre », « publié le »."""
    text = line.text.strip()
    if line.kept or len(text) > _SIGNATURE:
        return False
    published = _label_patterns()["published"].match(text) is not None
    return _BYLINE.match(text) is not None or (published and _is_dateline(line))


def _is_dateline(line: Line) -> bool:
    """Return whether a line holds only dates and labels, or beside a label or a time a short name.

    A kept line needs a label: a date heads a part of a chronology, and a time belongs to an event.
    """
    left = line.text
    for expression in find_dates(line.text):
        left = left.replace(expression.text, " ")
    words = _WORD.findall(_known().sub(" ", left))
    labels = (_label_patterns()["published"], _label_patterns()["updated"], _BYLINE)
    labelled = any(pattern.search(left) for pattern in labels)
    timed = not line.kept and _TIME.search(left)
    return len(words) <= _NAME if labelled or timed else not (words or line.kept)


@cache
def _known() -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["stamps"]
    labels = any_of([*words["published"], *words["updated"], *words["small"]])
    return re.compile(rf"{TIME}|(?<!\w){labels}(?!\w)", re.IGNORECASE)


@cache
def _label_patterns() -> dict[str, re.Pattern[str]]:
    words = read_toml("dates/calendar.toml")["stamps"]
    return {
        kind: re.compile(rf"(?<!\w){any_of(words[kind])}(?![a-zà-ÿ])", re.IGNORECASE)
        for kind in ("updated", "other", "published")
    }
