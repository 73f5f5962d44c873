"""Dates as ISO 8601 at the precision that is known: `2019-04-24`, `2024-03` or `2025`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", "none"]

# A day inside a longer text.
ISO_DAY = r"(?<!\d)(?P<year_i>(?:19|20)\d\d)-(?P<month_i>0[1-9]|1[0-2])-(?P<day_i>[0-3]\d)(?!\d)"
# A value that is a date. Tables also write 2024/10/22, IRaMuTeQ 2024_10_22, and Europarser
# « 2024 10 22T00:00:00 »: only a day may be followed by a time.
_VALUE = re.compile(r"([0-9]{4})(?:[-/_ ]([0-9]{2})(?:[-/_ ]([0-9]{2})(?:\D.*+)?)?)?", re.DOTALL)
# The first newspapers are of 1605; a year after the last one is a mistake, or means « never ».
_FIRST_YEAR, _LAST_YEAR = 1600, 2099


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return ISO 8601 at the precision given.

    >>> iso_date(2024, 3)
    '2024-03'
    """
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)


def parse_iso(value: str) -> str | None:
    """Return the ISO date that a value states, or None for other values and impossible dates.

    >>> [parse_iso(value) for value in ("2024 10 22T00:00:00", "2024-10", "2024-13", "2024 pages")]
    ['2024-10-22', '2024-10', None, None]
    """
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match.groups()
    known = is_day(int(year), int(month or 1), int(day or 1))
    return "-".join(filter(None, (year, month, day))) if known else None


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has a day, and a newspaper may be of it: from 1600 to 2099.

    >>> is_day(2024, 2, 29), is_day(2023, 2, 29), is_day(9999, 12, 31)
    (True, False, False)
    """
    try:
        date(year, month, day)
    except ValueError:
        return False
    return _FIRST_YEAR <= year <= _LAST_YEAR


def precision(iso: str) -> Precision:
    """Return the unit to which an ISO date is known.

    >>> precision("2024-03")
    'month'
    """
    units: tuple[Precision, ...] = ("year", "month", "day")
    return units[iso.count("-")]


def bounds(iso: str) -> tuple[str, str]:
    """Return the first and the last day of an ISO date of any precision.

    >>> bounds("2024-02"), bounds("2019-04-24")
    (('2024-02-01', '2024-02-29'), ('2019-04-24', '2019-04-24'))
    """
    year, month, day = [*map(int, iso.split("-")), 0, 0][:3]
    last = month or 12
    first_day = iso_date(year, month or 1, day or 1)
    return first_day, iso_date(year, last, day or monthrange(year, last)[1])
