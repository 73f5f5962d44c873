"""French date expressions: where they stand in a text, and which days they can mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Literal
from unicodedata import normalize

from nkru.resources import read_toml
from nkru.tokens.patterns import any_of

Precision = Literal["day", "month", "year", "none"]

# Weekdays repeat with the years, so candidate years need ends; no saved page is older or newer than
# these.
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
# « 24/04/19 »: years of two digits as in POSIX strptime.
_CENTURY_TURNS = 69
# The most characters of a date before its first digits that may be a day or a year, and after them.
_BEFORE, _AFTER = 40, 60
# The dates of a text of up to so many characters are remembered, since the rules of dating ask the
# same lines several times; a paragraph, which may be longer, is not kept alive for its dates.
_REMEMBERED = 200


@dataclass(frozen=True)
class DateExpression:
    """A date as a text writes it: `text` is its slice, a part that is not written is None."""

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def precision(self) -> Precision:
        """The finest unit that is certain: a day without its year is none."""
        if self.year is None:
            return "none"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def iso(self) -> str:
        """ISO 8601 at the precision that is written; "" without a year."""
        return iso_date(self.year, self.month, self.day) if self.year else ""

    def years(self) -> list[int]:
        """Return the years in which this day exists and falls on its weekday.

        >>> [year for year in find_dates("mercredi 24 avril")[0].years() if 2010 <= year <= 2030]
        [2013, 2019, 2024, 2030]
        """
        return [
            year for year in range(_FIRST_YEAR, _LAST_YEAR + 1) if replace(self, year=year).exists()
        ]

    def exists(self) -> bool:
        """Tell whether the calendar has this day, on this weekday."""
        if self.day is None:
            return True
        try:
            # A day without its year may be 29 February.
            day = date(self.year or 2000, self.month or 1, self.day)
        except ValueError:
            return False
        return not self.year or self.weekday in (None, day.weekday())


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return ISO 8601 at the precision given.

    >>> iso_date(2024, 3)
    '2024-03'
    """
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)


def bounds(iso: str) -> tuple[str, str]:
    """Return the first and the last day of an ISO date of any precision.

    >>> bounds("2024-02"), bounds("2019-04-24")
    (('2024-02-01', '2024-02-29'), ('2019-04-24', '2019-04-24'))
    """
    year, month, day = [*map(int, iso.split("-")), 0, 0][:3]
    last = month or 12
    return iso_date(year, month or 1, day or 1), iso_date(
        year, last, day or calendar.monthrange(year, last)[1]
    )


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """Return the dates written in `text`, in order: days with or without their year, months of a year, ISO, years.

    A day that the calendar does not have (31 février, or a weekday that does not fit) is left out;
    a year stands alone only after a preposition, since « 2 019 tonnes » and « les 2019 dossiers »
    are no years.

    >>> [(found.text, found.iso) for found in find_dates("le 1er mars 2024 (24/04/19), depuis 2018, mardi 3 août")]
    [('1er mars 2024', '2024-03-01'), ('24/04/19', '2019-04-24'), ('depuis 2018', '2018'), ('mardi 3 août', '')]
    """
    return (_dates_of_line if len(text) <= _REMEMBERED else _dates)(text)


def _dates(text: str) -> tuple[DateExpression, ...]:
    return tuple(
        expression for match in _matches(text) if (expression := _expression(match)).exists()
    )


_dates_of_line = lru_cache(maxsize=1 << 13)(_dates)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates, looked for around digits alone: the whole pattern takes a microsecond for each character."""
    end = 0
    for digits in _digits().finditer(text):
        if digits.start() >= end:
            start = max(end, digits.start() - _BEFORE)
            match = _pattern().search(text, start, digits.end() + _AFTER)
            if match and match.start() <= digits.start():
                yield match
                end = match.end()


def _expression(match: re.Match[str]) -> DateExpression:
    part = {name.partition("_")[0]: value for name, value in match.groupdict().items() if value}
    year, month, day = part.get("year"), part.get("month", "").casefold(), part.get("day")
    return DateExpression(
        *match.span(),
        match.group(),
        _full_year(year) if year else None,
        int(month) if month.isdigit() else _numbers("months").get(month),
        int(re.sub(r"\D", "", day)) if day else None,
        _numbers("weekdays").get(part.get("weekday", "").casefold()),
    )


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _CENTURY_TURNS else 1900)


@cache
def _numbers(table: str) -> dict[str, int]:
    names = (
        (name, int(number))
        for number, names in read_toml("dates/calendar.toml")[table].items()
        for name in names
    )
    return {normalize(form, name): number for name, number in names for form in ("NFC", "NFD")}


def _alternatives() -> Iterator[str]:
    month, weekday = any_of(_numbers("months")), any_of(_numbers("weekdays"))
    yield r"(?<!\d)(?P<year_i>(?:19|20)\d\d)-(?P<month_i>0[1-9]|1[0-2])-(?P<day_i>[0-3]\d)(?!\d)"
    yield (
        r"(?<![\d/.-])(?P<day_n>[0-3]?\d)(?P<sep>[/.-])(?P<month_n>0?[1-9]|1[0-2])(?P=sep)"
        r"(?P<year_n>(?:19|20)?\d\d)(?![\d/-]|\.\d)"
    )
    yield (
        rf"(?:\b(?P<weekday>{weekday})\.?,?\s+(?:le\s+)?)?(?<![\d,.])(?P<day>1\s?er|[0-3]?\d)\s+(?P<month>{month})\b\.?"
        r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
    )
    yield (
        rf"\b(?:en\s+|(?P<weekday_m>{weekday})\.?,?\s+)?(?P<month_m>{month})\b\.?\s+"
        r"(?:(?P<day_m>[0-3]?\d)(?:st|nd|rd|th)?,?\s+)?(?P<year_m>(?:19|20)\d\d)(?!\d|-\d)"
    )
    yield r"(?<=\()(?P<year_p>(?:19|20)\d\d)(?=\))"
    yield r"\b(?:en|depuis|dès|début|fin|mi|à|de|année)[\s-](?P<year_y>(?:19|20)\d\d)(?!\d|[\s.,]\d{3}\b)"


@cache
def _digits() -> re.Pattern[str]:
    """Return what every date holds: a year, a day before a month, or figures with a separator."""
    month = any_of(_numbers("months"))
    return re.compile(
        rf"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[/.-]|(?:\s?er|\d)?\s+{month})", re.IGNORECASE
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{alternative})" for alternative in _alternatives()), re.IGNORECASE
    )
