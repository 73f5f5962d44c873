"""Days in the name of an article's file and in the address of its page, where no line has one.

Both are less certain than what is printed: a name may hold the day on which a page was saved, or
one that the article is about. So what may be that is no candidate, and a document dated so says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.dating.iso import bounds, is_day, iso_date
from nkru.corpus.outlets import archived_address, is_outlet
from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.patterns import any_of

ADDRESS, FILE_NAME = "address", "file_name"
METHODS = (ADDRESS, FILE_NAME)

_YEAR, _MONTH, _DAY = r"(?<!\d)((?:19|20)\d\d)", r"(0[1-9]|1[0-2])", r"([0-3]\d)(?!\d)"
# « /2021/03/12/ », « /2021-03-12-titre », « -20210312_ ».
_IN_PATH = re.compile(
    rf"/{_YEAR}/(0?[1-9]|1[0-2])/([0-3]?\d)(?=[/-]|$)"
    rf"|(?<=[/_-]){_YEAR}(?P<sign>[-_]?){_MONTH}(?P=sign){_DAY}"
)
_MONTH_IN_PATH = re.compile(rf"/{_YEAR}/{_MONTH}(?=/)")
_IN_NAME = re.compile(rf"{_YEAR}(?P<sign>[-_. ]?){_MONTH}(?P=sign){_DAY}")
_DAY_FIRST = re.compile(rf"(?<!\d)([0-3]\d)([-_. ]){_MONTH}\2((?:19|20)\d\d)(?!\d)")
# A moment is that of a screenshot or of saving: « 2021-03-12 10.15.22 », « 20210312T101500 ».
_MOMENT = re.compile(r"[ T_-]{0,3}(?:[01]\d|2[0-3])(?:[-.:h_ ]?[0-5]\d){1,2}(?!\d)")
_QUERY = re.compile(r"[?#]")
_SUFFIX = re.compile(r"(?:\.[A-Za-z]\w{1,5}){1,2}$")
_SIGNS = re.compile(r"[\W_]+")
_TURNS = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
# The most words of a name beside a day in words; longer ones are titles, which name events.
_MOST_WORDS = 3


class NamedDay(NamedTuple):
    """A date that a name gives: how (one of `METHODS`), ISO 8601, and the name."""

    method: str
    iso: str
    evidence: str


def named_days(file: str | None, address: str | None) -> Iterator[NamedDay]:
    """Yield the dates in the address of a page, and in the name of a file, the first first.

    Args:
        file: the path of the file of one article, or None.
        address: the address of its page, or None.

    >>> [day.iso for day in named_days("2021-03-12_lemonde.txt", "https://a.fr/2021/03/11/port")]
    ['2021-03-11', '2021-03-12']
    >>> [*named_days("03-04-2021.txt", None), *named_days("scan_2021-03-12.txt", None)]
    []
    """
    if address and (iso := _day_in_address(archived_address(address))):
        yield NamedDay(ADDRESS, iso, address)
    name = (file or "").rpartition("/")[2]
    if iso := _day_in_name(name):
        yield NamedDay(FILE_NAME, iso, name)


def agreeing_day(days: Iterator[NamedDay], first: str | None, last: str | None) -> NamedDay | None:
    """Return the first of named days between the days that the text allows, or None."""
    today = date.today().isoformat()
    for day in days:
        begin, end = bounds(day.iso)
        if (first or "") <= end and begin <= min(last or today, today):
            return day
    return None


def _day_in_address(address: str) -> str | None:
    path = _QUERY.split(address, maxsplit=1)[0]
    found = {
        _iso(*filter(None, match.group(1, 2, 3, 4, 6, 7))) for match in _IN_PATH.finditer(path)
    }
    months: set[str | None] = {"-".join(match.groups()) for match in _MONTH_IN_PATH.finditer(path)}
    return _only(found or months)


def _day_in_name(name: str) -> str | None:
    stem = _SUFFIX.sub("", name)
    if stem == name or _saved().search(fold_for_matching(stem).casefold()):
        return None
    found = set()
    for match in _IN_NAME.finditer(stem):
        if _MOMENT.match(stem, match.end()):
            return None
        found.add(_iso(match[1], match[3], match[4]))
    for day, _, month, year in _DAY_FIRST.findall(stem):
        # « 03-04-2021 » is the third of April or the fourth of March.
        found.add(_iso(year, month, day) if int(day) > 12 or day == month else None)
    return _only(found or _in_words(stem))


def _in_words(stem: str) -> set[str | None]:
    """Return the day of a name such as « Le Monde 12 mars 2021 », which has an outlet at most."""
    text = " ".join(_TURNS.sub(" ", _SIGNS.sub(" ", stem)).split())
    dates = [written for written in find_dates(text) if written.year and written.month]
    if len(dates) != 1:
        return set()
    rest = text.replace(dates[0].text, " ").split()
    is_short = len(rest) <= _MOST_WORDS and all(
        word[0].isupper() or word.isdigit() for word in rest
    )
    return {dates[0].iso} if not rest or is_outlet(" ".join(rest)) or is_short else set()


def _iso(year: str, month: str, day: str) -> str | None:
    parts = int(year), int(month), int(day)
    return iso_date(*parts) if is_day(*parts) else None


def _only(found: set[str | None]) -> str | None:
    return found.pop() if len(found) == 1 else None


@cache
def _saved() -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["names"]["saved"]
    return re.compile(rf"(?<![a-z]){any_of(words)}")
