"""Headers of exports: their dates and languages, in the languages of the databases' interfaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from nkru.corpus.articles import Fields
from nkru.corpus.dating.iso import ISO_DAY, is_day, iso_date
from nkru.tokens.patterns import any_of

_T = TypeVar("_T")
# The interfaces of Europresse, Factiva and Nexis in exports of French research libraries.
_INTERFACES = ("fr", "en", "de", "nl", "es", "it")

# The codes of three letters for the languages that a corpus of French press may hold.
_ALPHA3 = {"fra": "fr", "fre": "fr", "eng": "en", "deu": "de", "ger": "de", "spa": "es"}
_ALPHA3 |= {"ita": "it", "nld": "nl", "dut": "nl", "por": "pt", "rus": "ru", "ara": "ar"}


class HeaderDate(NamedTuple):
    """A date of a header: ISO 8601, and its offset in the text."""

    iso: str
    start: int


def find_header_date(text: str) -> HeaderDate | None:
    """Return the first full date of a header, or None.

    >>> find_header_date("International, mardi 22 octobre 2024 412 mots, p. 4")
    HeaderDate(iso='2024-10-22', start=21)
    """
    for match in _pattern().finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        day, name, year = (parts[part] for part in "dmy")
        month = int(name) if name.isdigit() else _months()[name.casefold().rstrip(".")]
        if is_day(int(year), month, int(day)):
            return HeaderDate(iso_date(int(year), month, int(day)), match.start())
    return None


def date_fields(text: str) -> Fields:
    """Return the fields of an article that a header with a date states: date, date_evidence."""
    found = find_header_date(text)
    return {"date": found.iso, "date_evidence": text} if found else {}


def month_number(name: str) -> int | None:
    """Return the number of a month from its name or its abbreviation, in any of the interfaces.

    >>> month_number("février"), month_number("Mar."), month_number("Kim")
    (2, 3, None)
    """
    return _months().get(name.casefold().rstrip("."))


def language_code(name: str) -> str | None:
    """Return the ISO 639-1 code of a language from its name in the language of an interface.

    >>> language_code("Français"), language_code("Deutsch")
    ('fr', 'de')
    """
    return _languages().get(name.strip().casefold())


def language_of_value(value: str) -> str | None:
    """Return the ISO 639-1 code of a language from its name or its code in a table, or None.

    >>> [language_of_value(value) for value in ("French", "fr-FR", "fra", "langue 1")]
    ['fr', 'fr', 'fr', None]
    """
    text = value.strip().casefold()
    if code := language_code(text):
        return code
    code = re.split(r"[-_]", text, maxsplit=1)[0]
    return _ALPHA3.get(code, code if code in {*_languages().values()} else None)


def first_index(lines: Sequence[_T], matches: Callable[[_T], object], default: int) -> int:
    """Return the index of the first line that matches, else `default`."""
    return next((index for index, line in enumerate(lines) if matches(line)), default)


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip("."): month
        for interface in _INTERFACES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, interface).items()
    }


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    return {
        name.casefold(): str(code)
        for interface in _INTERFACES
        for code, name in Locale(interface).languages.items()
        if len(code) == 2
    }


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a full date; the first letter of a group is that of its part."""
    month = rf"(?P<m{{}}>{any_of(_months())})\.?"
    year = r"(?P<y{}>\d{{4}})"
    spellings = (
        rf"\b(?P<d1>\d{{1,2}})(?:er|\.|st|nd|rd|th)?\s+(?:de\s+)?{month.format(1)}"
        rf"\s+(?:de\s+)?{year.format(1)}\b",
        rf"\b{month.format(2)}\s+(?P<d2>\d{{1,2}}),?\s+{year.format(2)}\b",
        rf"\b{year.format(3)}\s*年\s*(?P<m3>\d{{1,2}})\s*月\s*(?P<d3>\d{{1,2}})\s*日",
        ISO_DAY,
    )
    return re.compile("|".join(spellings), re.IGNORECASE)
