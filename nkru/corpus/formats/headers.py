"""What the headers of exports state: dates and languages, in the languages of the databases' interfaces."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from nkru.tokens.patterns import any_of

# Interfaces of Europresse, Factiva and Nexis met in exports of French research libraries.
_INTERFACES = ("fr", "en", "de", "nl", "es", "it")


class Stated(NamedTuple):
    """A date as printed: ISO 8601, and where it stands in the text."""

    iso: str
    start: int


def find_date(text: str) -> Stated | None:
    """Return the first full date of a header, or None.

    >>> find_date("International, mardi 22 octobre 2024 412 mots, p. 4")
    Stated(iso='2024-10-22', start=21)
    """
    for match in _pattern().finditer(text):
        found = {name[0]: value for name, value in match.groupdict().items() if value}
        day, month, year = (found[part] for part in "dmy")
        number = int(month) if month.isdigit() else _months()[month.casefold().rstrip(".")]
        try:
            return Stated(date(int(year), number, int(day)).isoformat(), match.start())
        except ValueError:
            continue
    return None


def dated(text: str) -> dict[str, str | None]:
    """Return the fields that a header with a date states: date, date_evidence; none without a date."""
    found = find_date(text)
    return {"date": found.iso, "date_evidence": text} if found else {}


def language_code(name: str) -> str | None:
    """Return the ISO 639 code of a language named in one of the interfaces' languages ("Français" -> "fr")."""
    return _languages().get(name.strip().casefold())


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip("."): number
        for interface in _INTERFACES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, interface).items()
    }


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    names = (
        (name.casefold(), str(code))
        for i in _INTERFACES
        for code, name in Locale(i).languages.items()
    )
    return {name: code for name, code in names if len(code) == 2}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_months(), key=lambda name: (-len(name), name))
    month = rf"(?P<m{{}}>{any_of(names)})\.?"
    forms = (
        rf"\b(?P<d1>\d{{1,2}})(?:er|\.|st|nd|rd|th)?\s+(?:de\s+)?{month.format(1)}\s+(?:de\s+)?(?P<y1>\d{{4}})\b",
        rf"\b{month.format(2)}\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})\b",
        r"\b(?P<y3>\d{4})\s*年\s*(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})\s*日",
        r"\b(?P<y4>\d{4})[- ](?P<m4>\d{2})[- ](?P<d4>\d{2})(?!\d)",
    )
    return re.compile("|".join(forms), re.IGNORECASE)
