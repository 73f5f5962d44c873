"""Deixis: the words of a text that tie a day to the day on which it was written, or a year to that year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from nkru.corpus.calendar import DateExpression, any_of, bounds, find_dates
from nkru.corpus.datelines import Line
from nkru.resources import read_toml
from nkru.tokens.stopwords import stop_words

_PROSE = ("title", "standfirst", "body")
# Two sentences date one event where, within eight words of the dates, three content words in a row are the same.
_RUN, _WINDOW = 3, 8
_STOP = re.compile(r"[.!?…]\s+")
_QUIET = r"(?:(?:pas|plus|déjà|aussi|ainsi|également|enfin|donc|encore|bien|\w+ment)\s+)*"
_VERB = r"(?P<verb>\w+(?:é|i|u|û|is|it|ert|int|ait))e?s?"
_PREPOSITION = r"(?:à|en|au|aux|de|du|des|dans|sur|par|pour|vers|devant|avec|contre)"
_ARTICLE = r"(?:l[ae]s?|une?|ses?|sa|son|leurs?)"
_COMPLEMENT = rf"(?:\s+(?:{_PREPOSITION}\s+(?:{_ARTICLE}\s+|l['’])?|{_ARTICLE}\s+|l['’])[\w-]+|\s+(?-i:[A-ZÀ-Ý][\w-]+))"
_SINCE = r"(?:\bdepuis|\bremont\w+\s+(?:à|au)|\bdat(?:e|ait|ant)\s+d[eu])(?:\s+l[ea]|\s+début|\s+fin)?\s+$"
_WIRE_BEFORE = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?:[\s-][A-ZÀ-Ý(][\w'’-]*\)?)*,?\s+(?:le\s+)?$")
_WIRE_AFTER = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?[-–—]+\s")


class Anchor(NamedTuple):
    """A day that the text ties to the day of writing, which came `days` later."""

    expression: DateExpression
    days: int
    quote: str


class Tie(NamedTuple):
    """The days of writing, from `first` to `last`, that « l'an dernier » and a named year entail, or only suggest."""

    first: str
    last: str
    certain: bool
    quote: str


class _Phrase(NamedTuple):
    line: int
    start: int
    end: int
    years: int | None


def anchors(lines: Sequence[Line]) -> list[Anchor]:
    """Return the days tied to the day of writing.

    « hier, mardi 23 avril »; « a quitté Séoul ce mardi 23 avril », where what is told has happened, for « sera jugé
    ce mardi » may be written days before; « MOSCOU, 23 avril (TASS) - » at the head of a paragraph.
    """
    dated = [(text, found) for text in _prose(lines) for found in find_dates(text) if found.day]
    days = [_days_after(text, found) for text, found in dated]
    return [
        Anchor(found, after, " ".join([*text[: found.start].split()[-2:], found.text]))
        for (text, found), after in zip(dated, days, strict=True)
        if after is not None
    ]


def past_dates(lines: Sequence[Line]) -> list[DateExpression]:
    """Return the dates of which the text says that they are past: « depuis 2018 », « signé en mars 2024 »."""
    return [found for text in _prose(lines) for found in find_dates(text) if found.year and _is_past(text, found)]


def year_ties(lines: Sequence[Line]) -> list[Tie]:
    """Return what phrases such as « l'an dernier », tied to named years, say of the day of writing.

    A tie is certain where phrase and year stand side by side (« l'an dernier, en 2023 ») or date one event in the
    same words. It suggests where they share a sentence, or two phrases agree on a year of the paragraph beside,
    and no later year is told: that may choose among the years that a weekday leaves, and nothing else.
    """
    prose = _prose(lines)
    phrases = [phrase for number, text in enumerate(prose) for phrase in _phrases(number, text)]
    dates = [(number, found) for number, text in enumerate(prose) for found in find_dates(text) if found.year]
    told = [found.year or 0 for number, found in dates if not _is_to_come(prose[number], found)]
    ties = []
    for phrase, (number, named) in product(phrases, dates):
        certain = phrase.years is not None and _is_certain(prose, phrase, number, named)
        suggested = named.year == max(told, default=0) and _is_suggested(prose, phrase, number, named, len(phrases))
        if certain or suggested:
            quote = f"« {prose[phrase.line][phrase.start : phrase.end]} » + « {named.text} »"
            ties.append(Tie(*_written_between(phrase, named), certain, quote))
    return ties


def _prose(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kept and line.role in _PROSE]


def _days_after(text: str, expression: DateExpression) -> int | None:
    before, after = text[: expression.start], text[expression.end :]
    if before.count("«") > before.count("»") or before.count("“") > before.count("”") or before.count('"') % 2:
        return None
    if adverb := _rules()["days"].search(before):
        return int(read_toml("calendar.toml")["days"][_plain(adverb[1])])
    told = re.search(r"(?<!\ben )\bce\s+$", before, re.I) and _has_happened(before, after)
    return 0 if told or (_WIRE_BEFORE.match(before) and _WIRE_AFTER.match(after)) else None


def _has_happened(before: str, after: str) -> bool:
    """Tell whether the clause of « ce mardi 23 avril » tells an event, not a plan or the news of one."""
    verbs = read_toml("calendar.toml")["verbs"]
    if _STOP.split(before)[-1].strip().casefold() == "ce":
        clause = _STOP.split(after)[0]
        match = _rules()["perfect"].search(clause)
        if match is None or _rules()["to_come"].search(clause[: match.start()]):
            return False
    else:
        match = _rules()["perfect_before"].search(before)
        if match is None or (match["complement"].strip() and match["verb"] in verbs["announcing"]):
            return False
    return match["verb"] not in verbs["planned"]


def _is_past(text: str, expression: DateExpression) -> bool:
    # A year's preposition belongs to its expression: « en 2018 ».
    before = text[: expression.start] + re.split(r"\d", expression.text)[0]
    participle = _rules()["participle_before"].search(before)
    verbs = read_toml("calendar.toml")["verbs"]
    signed = participle and not {participle["verb"], participle["signed"]} & {*verbs["planned"], *verbs["nouns"]}
    return bool(re.search(_SINCE, before, re.I) or signed) and not _is_to_come(text, expression)


def _is_to_come(text: str, expression: DateExpression) -> bool:
    sentence = _STOP.split(text[: expression.start])[-1] + _STOP.split(text[expression.end :])[0]
    return bool(_rules()["to_come"].search(sentence))


def _phrases(number: int, text: str) -> Iterator[_Phrase]:
    years = read_toml("calendar.toml")["years"]
    for match in _rules()["years"].finditer(text):
        yield _Phrase(number, *match.span(), years.get(_plain(match[0])))


def _written_between(phrase: _Phrase, named: DateExpression) -> tuple[str, str]:
    if phrase.years is not None:
        return bounds(str((named.year or 0) + phrase.years))
    first = date.fromisoformat(bounds(named.iso or "")[0])
    return first.isoformat(), (first + timedelta(days=365)).isoformat()


def _is_certain(prose: Sequence[str], phrase: _Phrase, number: int, named: DateExpression) -> bool:
    between = prose[number][min(phrase.end, named.end) : max(phrase.start, named.start)]
    if phrase.line == number and re.fullmatch(r"[\s,(]{0,3}", between):
        return True
    if phrase.years != 1 or not _is_past(prose[number], named):
        return False
    return bool(_runs(prose[phrase.line], phrase.start, phrase.end) & _runs(prose[number], named.start, named.end))


def _is_suggested(prose: Sequence[str], phrase: _Phrase, number: int, named: DateExpression, phrases: int) -> bool:
    between = prose[number][phrase.end : named.start]
    if phrase.years is None:
        return phrase.line == number and bool(named.month and re.fullmatch(r"[\s,.(:]*(?:[Ll]e\s)?", between))
    if phrase.line == number and named.text.casefold().startswith("en") and between and not _STOP.search(between):
        return True
    return phrase.years == 1 and phrases > 1 and abs(phrase.line - number) <= 1


def _runs(text: str, start: int, end: int) -> set[tuple[str, ...]]:
    before = re.findall(r"[\w-]+", _STOP.split(text[:start])[-1])[-_WINDOW:]
    after = re.findall(r"[\w-]+", _STOP.split(text[end:])[0])[:_WINDOW]
    runs = set()
    for side in (before, after):
        words = [word for word in side if word.islower() and len(word) > 3 and word not in stop_words()]
        runs |= {tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
    recurring = set(read_toml("calendar.toml")["events"]["recurring"])
    return {run for run in runs if not run[0].endswith(("s", "x")) and not recurring & set(run)}


def _plain(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase.casefold().replace("’", "'"))


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    phrases: dict[str, Any] = read_toml("calendar.toml")
    verbs = phrases["verbs"]
    perfect = (
        rf"\b(?:(?:est|sont)\s+{_QUIET}{any_of(verbs['with_etre'])}e?s?"
        rf"|{any_of(verbs['auxiliaries'])}\s+{_QUIET}(?:été\s+{_QUIET})?{_VERB})\b"
    )
    part_of_day = r"(?:\s+(?:matin|midi|soir|après-midi))?"
    by_whom = r"(?:\s+par(?:\s+[\w'’-]+){1,3})?"
    rules = {
        "perfect": perfect,
        "perfect_before": rf"{perfect}(?P<complement>{_COMPLEMENT}{{0,3}})\s*[,(]?\s*ce\s+$",
        "participle_before": rf"(?:{perfect}|\b(?P<signed>\w+é)e?s?){by_whom}\s+(?:en|le|fin)\s+$",
        "to_come": rf"\b(?:\w+r(?:a|ont|ait|aient)|{any_of(verbs['to_come'])})\b",
        "days": rf"\b({any_of(phrases['days'])}){part_of_day}\s*[,(]?\s*(?:le\s+)?$",
        "years": rf"\b{any_of([*phrases['years'], *phrases['events']['last']])}(?!\w)",
    }
    return {name: re.compile(rule, re.IGNORECASE) for name, rule in rules.items()}
