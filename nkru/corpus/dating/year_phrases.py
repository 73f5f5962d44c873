"""Years of writing: those that follow from « l'an dernier » and a year that the text names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from nkru.corpus.dating.calendar import DateExpression
from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.iso import bounds
from nkru.corpus.dating.relative_dates import (
    after_stop,
    before_stop,
    dates_of,
    is_past,
    is_stopped,
    is_to_come,
    phrase_key,
    prose_of,
)
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.patterns import any_of

# Two sentences are about one event if they share three content words in a row, within eight words
# of the phrase and of the date.
_RUN, _WINDOW = 3, 8
# Each phrase is compared with each date, this many pairs at most; an article has some dozens.
_MOST = 5000
_BETWEEN = re.compile(r"[\s,(]{0,3}")
_FOLLOWING = re.compile(r"[\s,.(:]*+(?:[Ll]e\s)?")
_WORD = re.compile(r"[\w-]++")


class YearEvidence(NamedTuple):
    """A phrase and a named date, and the first and last day of writing that follow from them.

    They follow for certain, or are only suggested; `quote` holds the words of both.
    """

    first: str
    last: str
    certain: bool
    quote: str


class _Mention(NamedTuple):
    """A phrase or a date, the text of its paragraph, and the index of the paragraph."""

    words: DateExpression
    text: str
    paragraph: int


def year_evidence(lines: Sequence[Line]) -> list[YearEvidence]:
    """Return the days of writing that follow from phrases like « l'an dernier » and named years.

    They are certain where phrase and year are neighbours (« l'an dernier, en 2023 ») or date one
    event in the same words. They are suggested where both are in one sentence, or where two phrases
    agree on a year of the next or previous paragraph, and the text names no later past year. A
    suggestion may only choose among the years that a weekday leaves.
    """
    phrases = [
        _Mention(DateExpression(*match.span(), match[0]), text, paragraph)
        for paragraph, text in enumerate(prose_of(lines))
        for match in _phrase().finditer(text)
    ]
    if not phrases:
        return []
    dates = [
        _Mention(written, text, paragraph)
        for paragraph, text, written in dates_of(lines)
        if written.year
    ]
    past = (date.words.year or 0 for date in dates if not is_to_come(date.text, date.words))
    latest = max(past, default=0)
    evidence = []
    for phrase, named in islice(product(phrases, dates), _MOST):
        years = read_toml("dates/calendar.toml")["years"].get(phrase_key(phrase.words.text))
        certain = _entails(phrase, years, named)
        is_last = named.words.year == latest
        if certain or (is_last and _suggests(phrase, years, named, len(phrases))):
            quote = f"« {phrase.words.text} » + « {named.words.text} »"
            days = _days_of_writing(years, named.words)
            evidence.append(YearEvidence(*days, certain, quote))
    return evidence


def _entails(phrase: _Mention, years: int | None, named: _Mention) -> bool:
    if years is None:
        return False
    first, second = sorted([phrase.words[:2], named.words[:2]])
    between = phrase.text[first[1] : second[0]]
    if phrase.paragraph == named.paragraph and _BETWEEN.fullmatch(between):
        return True
    # One event in the same words: « conclu l'an dernier » and « signé en 2021 ».
    is_event = years == 1 and is_past(named.text, named.words)
    return is_event and not _runs(phrase).isdisjoint(_runs(named))


def _suggests(phrase: _Mention, years: int | None, named: _Mention, phrases: int) -> bool:
    between = phrase.text[phrase.words.end : named.words.start]
    distance = abs(phrase.paragraph - named.paragraph)
    if years is None:
        # « l'été dernier. Le 6 août 2024 »
        follows = distance == 0 and _FOLLOWING.fullmatch(between)
        return bool(named.words.month and follows)
    if distance == 0 and between and not is_stopped(between):
        return named.words.text.casefold().startswith("en")
    return years == 1 and phrases > 1 and distance <= 1


def _days_of_writing(years: int | None, named: DateExpression) -> tuple[str, str]:
    """Return the first and last day of the year of writing, `years` after the named one.

    Without `years`, the text was written within a year of the named date.
    """
    if years is not None:
        return bounds(str((named.year or 0) + years))
    first = date.fromisoformat(bounds(named.iso)[0])
    return first.isoformat(), (first + timedelta(days=365)).isoformat()


def _runs(mention: _Mention) -> set[tuple[str, ...]]:
    """Return the runs of content words before or after a mention in its sentence.

    A run with an event that comes back every year, such as « festival », identifies no event.
    """
    before = _WORD.findall(after_stop(mention.text[: mention.words.start]))[-_WINDOW:]
    after = _WORD.findall(before_stop(mention.text[mention.words.end :]))[:_WINDOW]
    recurring = set(read_toml("dates/calendar.toml")["events"]["recurring"])
    runs: set[tuple[str, ...]] = set()
    for side in (before, after):
        words = [word for word in side if word.islower() and len(word) > 3]
        content = [word for word in words if word not in stop_words()]
        runs.update(zip(*(content[n:] for n in range(_RUN)), strict=False))
    return {run for run in runs if not run[0].endswith(("s", "x")) and recurring.isdisjoint(run)}


@cache
def _phrase() -> re.Pattern[str]:
    phrases = read_toml("dates/calendar.toml")
    return re.compile(
        rf"\b{any_of([*phrases['years'], *phrases['events']['last']])}(?!\w)", re.IGNORECASE
    )
