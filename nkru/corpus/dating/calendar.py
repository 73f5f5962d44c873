"""French date expressions: the dates written in a text, and the days that each can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from nkru.corpus.dating.iso import ISO_DAY, iso_date, parse_iso
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of

# The candidates for the year of a weekday and a day: no saved page is older or newer.
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
# « 24/04/19 »: years of two digits as in POSIX strptime.
_CENTURY_TURNS = 69
# Dates read of one text, and places with digits where one may be; chronologies have some hundred.
_MOST, _MOST_DIGITS = 500, 2000
_NO_DIGIT = re.compile(r"\D")
# Most characters of a date before the digits of its day or year, and after them.
_BEFORE, _AFTER = 40, 60
# The dates of texts up to this length, in characters, are cached, since the rules of dating ask for
# those of a line several times. The cache would keep longer texts, such as paragraphs, in memory.
_CACHED_LENGTH = 200


class DateExpression(NamedTuple):
    """A date as a text writes it: its slice of the text, and its parts, None where not written."""

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601 at the precision that is written; "" without a year."""
        return iso_date(self.year, self.month, self.day) if self.year else ""

    def years(self) -> list[int]:
        """Return the years in which this day exists and falls on its weekday.

        >>> [year for year in find_dates("mercredi 24 avril")[0].years() if 2010 <= year <= 2030]
        [2013, 2019, 2024, 2030]
        """
        years = range(_FIRST_YEAR, _LAST_YEAR + 1)
        return [year for year in years if self._replace(year=year).exists()]

    def exists(self) -> bool:
        """Return whether the calendar has this day, on this weekday."""
        if self.day is None:
            return True
        try:
            # A day without its year may be 29 February.
            day = date(self.year or 2000, self.month or 1, self.day)
        except ValueError:
            return False
        return not self.year or self.weekday in (None, day.weekday())


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """Return the dates written in `text`, in order: days, with or without a year, months, years.

    A day that the calendar does not have (31 février, or a weekday that does not fit) is left out.
    A year without a month counts only after a preposition or in brackets: « 2 019 tonnes » and
    « les 2019 dossiers » hold no year.

    >>> [date.text for date in find_dates("le 1er mars 2024 (24/04/19), depuis 2018, mardi 3 août")]
    ['1er mars 2024', '24/04/19', 'depuis 2018', 'mardi 3 août']
    >>> [date.iso for date in find_dates("le 1er mars 2024 (24/04/19), depuis 2018, mardi 3 août")]
    ['2024-03-01', '2019-04-24', '2018', '']
    """
    return (_dates_of_line if len(text) <= _CACHED_LENGTH else _dates)(text)


def _dates(text: str) -> tuple[DateExpression, ...]:
    expressions = map(_expression, islice(_matches(text), _MOST))
    return tuple(expression for expression in expressions if expression.exists())


_dates_of_line = lru_cache(maxsize=1 << 13)(_dates)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of the pattern, searched for only around digits.

    Elsewhere it would take a microsecond for each character, seven times as long in all.
    """
    end = 0
    for digits in islice(_digits().finditer(text), _MOST_DIGITS):
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
        int(_NO_DIGIT.sub("", day)) if day else None,
        _numbers("weekdays").get(part.get("weekday", "").casefold()),
    )


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _CENTURY_TURNS else 1900)


@cache
def _numbers(table: str) -> dict[str, int]:
    return {
        normalize(form, name): int(number)
        for number, names in read_toml("dates/calendar.toml")[table].items()
        for name in names
        for form in ("NFC", "NFD")
    }


def _alternatives() -> Iterator[str]:
    """Yield a pattern for each spelling of a date; the name of a group begins with its part."""
    month, weekday = any_of(_numbers("months")), any_of(_numbers("weekdays"))
    year = r"(?:19|20)\d\d"
    yield ISO_DAY
    yield (
        rf"(?<![\d/])(?P<year_s>{year})/(?P<month_s>0[1-9]|1[0-2])/(?P<day_s>[0-3]\d)(?![\d/])"
        rf"|(?<![\d,.-])(?P<day_h>[0-3]?\d)-(?P<month_h>{month})-(?P<year_h>{year})(?![\d-])"
    )
    # Pages print a day twice, or an hour, without a space: « 4 décembre 20234 décembre 2023 ».
    again = rf"(?=[0-3]?\d(?:\s?er)?\s+{month}\b|[0-3]?\d[/.-][01]?\d[/.-]|[0-2]?\d\s?[h:]\s?\d\d)"
    whole = rf"(?:(?!\d)|{again})"
    yield (
        rf"(?:\b(?P<weekday_n>{weekday})\.?,?\s+(?:le\s+)?)?"
        r"(?<![\d/.-])(?P<day_n>[0-3]?\d)(?P<sep>[/.-])(?P<month_n>0?[1-9]|1[0-2])(?P=sep)"
        rf"(?P<year_n>(?:19|20)\d\d(?:(?![\d/-]|\.\d)|{again})|\d\d(?![\d/-]|\.\d))"
    )
    yield (
        rf"(?:\b(?P<weekday>{weekday})\.?,?\s+(?:le\s+)?)?(?<![\d,.])(?P<day>1\s?er|[0-3]?\d)\s+"
        rf"(?P<month>{month})\b\.?(?:,?\s+(?P<year>{year}){whole})?"
    )
    yield (
        rf"\b(?:en\s+|(?P<weekday_m>{weekday})\.?,?\s+)?"
        rf"(?<!\d\s)(?<!\der\s)(?P<month_m>{month})\b\.?\s+"
        rf"(?:(?P<day_m>[0-3]?\d)(?:st|nd|rd|th)?,?\s+)?(?P<year_m>{year})(?!\d|-\d)"
    )
    yield rf"(?<=\()(?P<year_p>{year})(?=\))"
    prepositions = "en|depuis|dès|début|fin|mi|à|de|année"
    yield rf"\b(?:{prepositions})[\s-](?P<year_y>{year})(?!\d|[\s.,]\d{{3}}\b)"


@cache
def _digits() -> re.Pattern[str]:
    """Return a pattern for what every date holds: a year, digits before a month or a separator."""
    month = any_of(_numbers("months"))
    return re.compile(
        rf"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[/.-]|(?:\s?er|\d)?\s+{month})", re.IGNORECASE
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{spelling})" for spelling in _alternatives()), re.IGNORECASE)


def parse_day(text: str) -> str | None:
    """Return a date that a researcher wrote, day before month, as ISO 8601, or None.

    >>> parse_day("22/11/2024"), parse_day("12 décembre 2024"), parse_day("2019-04")
    ('2024-11-22', '2024-12-12', '2019-04')
    """
    text = text.strip()
    if iso := parse_iso(text):
        return iso
    dates = find_dates(text)
    is_whole = len(dates) == 1 and dates[0].text == text.removeprefix("le ").strip()
    return dates[0].iso or None if is_whole else None
