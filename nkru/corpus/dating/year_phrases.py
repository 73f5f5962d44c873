"""Ties: what « l'an dernier » and a year that the text names say, together, of the time of writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple

from nkru.corpus.dating.calendar import DateExpression, bounds, find_dates
from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.relative_dates import (
    after_stop,
    before_stop,
    is_past,
    is_to_come,
    plain,
    prose_of,
)
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.patterns import any_of

# Two sentences date one event where, within eight words of the dates, three content words in a row
# are the same.
_RUN, _WINDOW = 3, 8


class Tie(NamedTuple):
    """The days of writing, from `first` to `last`, that a phrase and a named year entail, or only suggest."""

    first: str
    last: str
    certain: bool
    quote: str


class _Mention(NamedTuple):
    """A phrase or a named date: its paragraph, the paragraph's number, its place there."""

    text: str
    number: int
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def year_ties(lines: Sequence[Line]) -> list[Tie]:
    """Return what phrases such as « l'an dernier », tied to named years, say of the day of writing.

    A tie is certain where phrase and year stand side by side (« l'an dernier, en 2023 ») or date
    one event in the same words. It suggests where they share a sentence, or two phrases agree on a
    year of the paragraph beside, and no later year is told: that may choose among the years that a
    weekday leaves, and nothing else.
    """
    prose = list(enumerate(prose_of(lines)))
    phrases = [
        _Mention(text, place, *match.span())
        for place, text in prose
        for match in _phrase().finditer(text)
    ]
    if not phrases:
        return []
    written = [
        (found, text, place) for place, text in prose for found in find_dates(text) if found.year
    ]
    dates = [
        (found, _Mention(text, place, found.start, found.end)) for found, text, place in written
    ]
    latest = max(
        (found.year or 0 for found, named in dates if not is_to_come(named.text, found)), default=0
    )
    ties = []
    for phrase, (found, named) in product(phrases, dates):
        years = read_toml("dates/calendar.toml")["years"].get(plain(phrase.words))
        certain = _entails(phrase, years, named, found)
        if certain or (
            found.year == latest and _suggests(phrase, years, named, found, len(phrases))
        ):
            ties.append(
                Tie(*_written(years, found), certain, f"« {phrase.words} » + « {named.words} »")
            )
    return ties


def _entails(phrase: _Mention, years: int | None, named: _Mention, found: DateExpression) -> bool:
    if years is None:
        return False
    between = phrase.text[min(phrase.end, named.end) : max(phrase.start, named.start)]
    if phrase.number == named.number and re.fullmatch(r"[\s,(]{0,3}", between):
        return True
    # One event in the same words: « conclu l'an dernier » and « signé en 2021 ».
    return years == 1 and is_past(named.text, found) and bool(_runs(phrase) & _runs(named))


def _suggests(
    phrase: _Mention, years: int | None, named: _Mention, found: DateExpression, phrases: int
) -> bool:
    between = phrase.text[phrase.end : named.start]
    if years is None:
        # « l'été dernier. Le 6 août 2024 »
        beside = phrase.number == named.number and re.fullmatch(r"[\s,.(:]*(?:[Ll]e\s)?", between)
        return bool(found.month and beside)
    if phrase.number == named.number and between and between == after_stop(between):
        return named.words.casefold().startswith("en")
    return years == 1 and phrases > 1 and abs(phrase.number - named.number) <= 1


def _written(years: int | None, named: DateExpression) -> tuple[str, str]:
    """Return the bounds of writing: the year so many years after the one named, or a year from the day named."""
    if years is not None:
        return bounds(str((named.year or 0) + years))
    first = date.fromisoformat(bounds(named.iso)[0])
    return first.isoformat(), (first + timedelta(days=365)).isoformat()


def _runs(mention: _Mention) -> set[tuple[str, ...]]:
    """Return the content words in a row on either side of a mention, in its sentence; nothing that recurs yearly."""
    before = re.findall(r"[\w-]+", after_stop(mention.text[: mention.start]))[-_WINDOW:]
    after = re.findall(r"[\w-]+", before_stop(mention.text[mention.end :]))[:_WINDOW]
    recurring = set(read_toml("dates/calendar.toml")["events"]["recurring"])
    runs = set()
    for side in (before, after):
        words = [
            word for word in side if word.islower() and len(word) > 3 and word not in stop_words()
        ]
        runs |= set(zip(*(words[n:] for n in range(_RUN)), strict=False))
    return {run for run in runs if not run[0].endswith(("s", "x")) and not recurring & set(run)}


@cache
def _phrase() -> re.Pattern[str]:
    phrases = read_toml("dates/calendar.toml")
    return re.compile(
        rf"\b{any_of([*phrases['years'], *phrases['events']['last']])}(?!\w)", re.IGNORECASE
    )
