"""Dates in tables: a cell that is a date, the day first, and dates in several columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from nkru.corpus.articles import Fields
from nkru.corpus.dating.iso import is_day, iso_date, parse_iso
from nkru.corpus.formats.headers import find_header_date, month_number
from nkru.language import table_text
from nkru.resources import read_toml

_UNREAD = table_text("its date {date} cannot be read; write 2021-03-12 or 12/03/2021")
_HOURS = r"(?:[T ,\u00a0]\D{0,3}+[0-9]{1,2}+[:h]?.*+)?"
# 2021-3-12, 20210312 and 12/03/2021, each with hours or without.
_YEAR_FIRST = re.compile(
    rf"([0-9]{{4}})[-/_. ]([0-9]{{1,2}})[-/_. ]([0-9]{{1,2}}){_HOURS}", re.DOTALL
)
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9][0-9])([0-9][0-9])(?:[0-9]{{6}}|{_HOURS})", re.DOTALL)
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})[-/_. ]([0-9]{{1,2}})[-/_. ]([0-9]{{4}}|[0-9][0-9]){_HOURS}", re.DOTALL
)
_MONTH = re.compile(r"(?:([0-9]{1,2})[-/_.]([0-9]{4})|([0-9]{4})[-/_.]([0-9]{1,2}))")
_NAMED_MONTH = re.compile(r"([^\W\d]{3,12}+)\.?[-/_ ]([0-9]{4})")
# « Fri Mar 12 17:03:00 CET 2021 », as Unix and Twitter write.
_UNIX = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3}) +([0-9]{1,2}) [0-9:]{5,8}(?: [A-Za-z+0-9:-]{1,9}+)? ([0-9]{4})"
)
# « 12-Mar-21 », as Excel shows days.
_SHORT = re.compile(r"([0-9]{1,2})[-/ ]([^\W\d]{3,12}+)\.?[-/ ]([0-9]{2})")
_SECONDS = re.compile(r"([0-9]{10})(?:[0-9]{3})?(?:\.[0-9]{1,9})?")
# Days since 30 December 1899, as Excel keeps them: from 1954 to 2064.
_SERIAL = re.compile(r"([2-5][0-9]{4})(?:[.,][0-9]{1,12})?")
_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?")
_DASHED = re.compile(r"(?<=[^\W\d])[-_](?=[0-9])|(?<=[0-9])[-_](?=[^\W\d])")
# Most characters of a cell with a date in words; a longer one is a sentence.
_LONGEST = 60
# Two figures of a year: 00 to 49 are of this century.
_PIVOT = 50
# Seconds since 1970 that may be a day of an article: from 1995 to 2040.
_MOMENTS = range(788_918_400, 2_208_988_800)
# « Publié le 12/03/2021 ».
_LABEL = re.compile(
    r"(?:publié|mis à jour|modifié|posté|paru|mise à jour|mis en ligne|updated|published)"
    r"(?: le| on)?\s?:? ?",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def parse_date(value: str, *, month_first: bool = False) -> str | None:
    """Return the ISO date that a cell states, with the day before the month, or None.

    >>> [parse_date(value) for value in ("12/03/2021", "20210312", "12 mars 2021 à 8h", "midi")]
    ['2021-03-12', '2021-03-12', '2021-03-12', None]
    >>> parse_date("03/12/2021", month_first=True)
    '2021-03-12'
    """
    value = " ".join(value.split())
    if not value or len(value) > _LONGEST:
        return None
    if label := _LABEL.match(value):
        value = value[label.end() :]
    if iso := parse_iso(value):
        return iso
    if match := _YEAR_FIRST.fullmatch(value) or _COMPACT.fullmatch(value):
        return _known(*match.groups())
    if match := _DAY_FIRST.fullmatch(value):
        first, second, year = match.groups()
        return _known(_century(year), *((first, second) if month_first else (second, first)))
    return _month(value) or _stamp(value) or _in_words(value)


def serial_date(value: str) -> str | None:
    """Return the day that a number of days means in Excel, for the cells of a column of dates.

    >>> serial_date("44267"), serial_date("1200")
    ('2021-03-12', None)
    """
    match = _SERIAL.fullmatch(value.strip())
    return (_ZERO + timedelta(days=int(match[1]))).date().isoformat() if match else None


def is_moment(value: str) -> bool:
    """Return whether a number is the seconds, or the thousandths of them, of a day since 1995.

    >>> is_moment("1615532400"), is_moment("1615532400000"), is_moment("9782070360024")
    (True, True, False)
    """
    match = _SECONDS.fullmatch(value)
    return match is not None and int(match[1]) in _MOMENTS


def is_month_first(values: Iterable[str]) -> bool:
    """Return whether a column has days that only exist with the month first, and no other.

    >>> is_month_first(["03/12/2021", "03/25/2021"]), is_month_first(["12/03/2021"])
    (True, False)
    """
    found = False
    for value in values:
        match = _DAY_FIRST.fullmatch(value.strip())
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12:
            return False
        found = found or second > 12
    return found


def joined_date(parts: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the finest date that variables (name, value) state, and its evidence.

    Three variables may hold the year, the month and the day.

    >>> joined_date([("an", "2024"), ("mois", "09"), ("jour", "11")])
    ('2024-09-11', 'an 2024, mois 09, jour 11')
    """
    pieces: dict[str, tuple[str, str]] = {}
    found: list[tuple[str, str]] = []
    kinds = date_parts()
    for name, value in parts:
        if iso := parse_date(value):
            found.append((iso, f"{name}: {value}"))
        if kind := kinds.get(name.casefold()):
            pieces.setdefault(kind, (value, f"{name} {value}"))
    if joined := _pieces_date(pieces):
        found.append(joined)
    return max(found, key=lambda date: date[0].count("-"), default=None)


def stated_date(
    printed: str, iso: str | None, variables: Mapping[str, str] = _NO_VARIABLES
) -> Fields:
    """Return `date` and `date_evidence`, or a `note` on a date that cannot be read.

    Args:
        printed: the date as it is written.
        iso: the date that it states, or None.
        variables: other values by their names; those with names of parts of a date (« mois ») count
            where they state a finer date.
    """
    parts = date_parts()
    joined = joined_date((n, value) for n, value in variables.items() if n.casefold() in parts)
    if joined and (iso is None or len(joined[0]) > len(iso)):
        return {"date": joined[0], "date_evidence": joined[1]}
    if iso:
        return {"date": iso, "date_evidence": f"date: {printed}"}
    return {"note": table_text(_UNREAD, date=repr(printed[:40]))} if printed else {}


def date_parts() -> dict[str, str]:
    """Return the part of a date (year, month, day) that a column states, by the column's name."""
    parts = read_toml("pages/fields.toml")["date_parts"]
    return {name: part for part, names in parts.items() for name in names}


def _pieces_date(pieces: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    if "year" not in pieces or not _YEAR.fullmatch(pieces["year"][0]):
        return None
    numbers, evidence = [pieces["year"][0][:4]], [pieces["year"][1]]
    for kind in ("month", "day"):
        value, told = pieces.get(kind, ("", ""))
        number = value if value.isdecimal() else str(month_number(value) or "")
        if not number or not _known(*numbers, number):
            break
        numbers.append(number)
        evidence.append(told)
    iso = _known(*numbers)
    return (iso, ", ".join(evidence)) if iso else None


def _known(*numbers: str) -> str | None:
    year, month, day = [*map(int, numbers), 1, 1][:3]
    if not is_day(year, month, day):
        return None
    return iso_date(*map(int, numbers))


def _century(year: str) -> str:
    return year if len(year) == 4 else f"{'20' if int(year) < _PIVOT else '19'}{year}"


def _month(value: str) -> str | None:
    if match := _YEAR.fullmatch(value):
        return _known(match[1])
    if match := _MONTH.fullmatch(value):
        return _known(match[2] or match[3], match[1] or match[4])
    if match := _SHORT.fullmatch(value):
        number = month_number(match[2])
        return _known(_century(match[3]), str(number), match[1]) if number else None
    match = _NAMED_MONTH.fullmatch(value)
    number = month_number(match[1]) if match else None
    return _known(match[2], str(number)) if match and number else None


def _stamp(value: str) -> str | None:
    """Return the day of a moment as programs write it; seconds since 1970 are of UTC."""
    if match := _UNIX.fullmatch(value):
        number = month_number(match[1])
        return _known(match[3], str(number), match[2]) if number else None
    if match := _SECONDS.fullmatch(value):
        return (_EPOCH + timedelta(seconds=int(match[1]))).date().isoformat()
    return None


def _in_words(value: str) -> str | None:
    found = find_header_date(_DASHED.sub(" ", value))
    return found.iso if found else None
