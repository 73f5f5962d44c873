"""Deixis: the words of a text that tie a date to the day, or a year to the year, in which it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from nkru.corpus.calendar import DateExpression, any_of, find_dates
from nkru.corpus.datelines import Line
from nkru.resources import read_toml
from nkru.tokens.stopwords import stop_words

_PROSE = ("title", "standfirst", "body")
# What the tie between two sentences is read from: three content words in a row, eight words around the phrase.
_RUN, _WINDOW = 3, 8
_ADVERB = r"(?:(?:pas|plus|déjà|aussi|ainsi|également|enfin|donc|encore|bien|\w+ment)\s+)*"
_PARTICIPLE = r"(?P<verb>\w+(?:é|i|u|û|is|it|ert|int|ait))e?s?"
_NOUN = (
    r"(?:\s+(?:à|en|au|aux|de|du|des|dans|sur|par|pour|vers|devant|avec|contre))?"
    r"(?:\s+(?:l[ae]s?|une?|ses?|sa|son|leurs?|l['’]))?\s*[\w-]+"
)
_FUTURE = r"\b\w+r(?:a|ont|ait|aient)\b"


class Anchor(NamedTuple):
    """A day that the text ties to the day of writing, which was `days` later."""

    expression: DateExpression
    days: int
    quote: str


class Tie(NamedTuple):
    """A year of writing, by a phrase such as « l'an dernier » and the year it is tied to."""

    year: int
    certain: bool
    quote: str


class _Phrase(NamedTuple):
    line: int
    start: int
    end: int
    years: int


def anchors(lines: Sequence[Line]) -> list[Anchor]:
    """Return the days tied to the day of writing.

    « hier, mardi 23 avril », « demain, ... »; « a quitté Séoul ce mardi 23 avril », where what is told has happened:
    « sera jugé ce mardi » may be written days before; « MOSCOU, 23 avril (TASS) - » at the head of a text.
    """
    found = []
    prose = [line for line in lines if line.kept and line.role in _PROSE]
    for line in prose:
        for expression in find_dates(line.text):
            days = _days_after(line.text, expression) if expression.day else None
            if days is not None:
                found.append(Anchor(expression, days, _quote(line.text, expression)))
    return found


def past_dates(lines: Sequence[Line]) -> list[DateExpression]:
    """Return the dated years that the text tells as past: « depuis 2018 », « signé en mars 2024 »."""
    prose = (line.text for line in lines if line.kept and line.role in (*_PROSE, "list"))
    return [found for text in prose for found in find_dates(text) if found.year and _is_past(text, found)]


def year_ties(lines: Sequence[Line], latest: int | None) -> list[Tie]:
    """Return the years of writing that phrases tied to named years entail.

    A tie is certain where the phrase and the year stand side by side (« l'an dernier, en 2023 ») or date one event
    in the same words (« le pacte de défense mutuelle »). It is not where two phrases agree on a year named in a
    neighbouring paragraph, the latest that is told as past: that only chooses among the years a weekday leaves.
    """
    prose = [line.text for line in lines if line.kept and line.role in _PROSE]
    phrases = list(_phrases(prose))
    dates = [(number, found) for number, text in enumerate(prose) for found in find_dates(text) if found.year]
    ties = []
    for phrase, (number, named) in product(phrases, dates):
        year = (named.year or 0) + phrase.years
        certain = _side_by_side(prose, phrase, number, named) or _same_event(prose, phrase, number, named)
        near = (
            abs(phrase.line - number) <= (1 if len(phrases) > 1 else 0) and named.year == latest and phrase.years == 1
        )
        if certain or near:
            quote = prose[phrase.line][phrase.start : phrase.end]
            ties.append(Tie(year, certain, f"« {quote} » + « {named.text} »"))
    return ties


def _days_after(text: str, expression: DateExpression) -> int | None:
    before = text[: expression.start]
    if before.count("«") > before.count("»") or before.count('"') % 2 or before.count("“") > before.count("”"):
        return None
    adverb = _adverbs().search(before)
    if adverb:
        return int(read_toml("calendar.toml")["days"][adverb.group(1).casefold().replace("’", "'")])
    told = re.search(r"(?<!\ben )\bce\s+$", before, re.I) and _has_happened(before, text[expression.end :])
    wired = _HEAD.match(before) and _WIRE.match(text[expression.end :])
    return 0 if told or wired else None


_HEAD = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?:[\s-][A-ZÀ-Ý(][\w'’-]*\)?)*,?\s+(?:le\s+)?$")
_WIRE = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?[-–—]+\s")


def _has_happened(before: str, after: str) -> bool:
    verbs = read_toml("calendar.toml")["verbs"]
    if _sentence(before, last=True).strip().casefold() == "ce":
        clause = _sentence(after, last=False)
        match = re.search(_perfect(), clause)
        ahead = clause[: match.start()] if match else ""
        return bool(match) and match["verb"] not in verbs["planned"] and not _to_come().search(ahead)
    match = re.search(rf"{_perfect()}(?P<gap>(?:{_NOUN}){{0,3}})\s*[,(]?\s*ce\s+$", before)
    if not match or match["verb"] in verbs["planned"]:
        return False
    return not match["gap"].strip() or match["verb"] not in verbs["announcing"]


def _is_past(text: str, expression: DateExpression) -> bool:
    before = text[: expression.start]
    verbs = read_toml("calendar.toml")["verbs"]
    tail = before + re.match(r"\D*", expression.text).group()  # type: ignore[union-attr]
    if re.search(
        r"(?:\bdepuis|\bremonte\w*\s+(?:à|au)|\bdat(?:e|ait|ant)\s+d[eu])(?:\s+l[ea]|\s+début|\s+fin)?\s+$", tail, re.I
    ):
        return True
    match = re.search(rf"\b{_PARTICIPLE}(?:\s+par(?:\s+[\w'’-]+){{1,3}})?\s+(?:en|le|l[ea]\s+\w+|fin|début)\s+$", tail)
    if match and match["verb"] not in (*verbs["planned"], *verbs["nouns"]) and match["verb"].endswith("é"):
        return not _to_come().search(_sentence(before, last=True))
    return False


def _phrases(prose: Sequence[str]) -> Iterator[_Phrase]:
    years = read_toml("calendar.toml")["years"]
    pattern = re.compile(rf"\b{any_of(years)}(?!\w)", re.I)
    for number, text in enumerate(prose):
        for match in pattern.finditer(text):
            words = re.sub(r"\s+", " ", match.group().casefold().replace("’", "'"))
            yield _Phrase(number, *match.span(), years[words])


def _side_by_side(prose: Sequence[str], phrase: _Phrase, number: int, named: DateExpression) -> bool:
    if phrase.line != number:
        return False
    between = prose[number][min(phrase.end, named.end) : max(phrase.start, named.start)]
    return bool(re.fullmatch(r"[\s,(]{1,3}", between))


def _same_event(prose: Sequence[str], phrase: _Phrase, number: int, named: DateExpression) -> bool:
    if phrase.years != 1 or not _is_past(prose[number], named):
        return False
    runs = _runs(prose[phrase.line], phrase.start, phrase.end) & _runs(prose[number], named.start, named.end)
    return bool(runs)


def _runs(text: str, start: int, end: int) -> set[tuple[str, ...]]:
    recurring = set(read_toml("calendar.toml")["events"]["recurring"])
    runs = set()
    before = re.findall(r"[\w-]+", _sentence(text[:start], last=True))[-_WINDOW:]
    after = re.findall(r"[\w-]+", _sentence(text[end:], last=False))[:_WINDOW]
    for side in (before, after):
        words = [word for word in side if word.islower() and len(word) > 3 and word not in stop_words()]
        runs |= {tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
    return {run for run in runs if not run[0].endswith(("s", "x")) and not recurring & set(run)}


def _sentence(text: str, *, last: bool) -> str:
    return re.split(r"[.!?…]\s+", text)[-1 if last else 0]


def _quote(text: str, expression: DateExpression) -> str:
    before = text[: expression.start].split()[-2:]
    return " ".join([*before, expression.text])


@cache
def _perfect() -> str:
    verbs = read_toml("calendar.toml")["verbs"]
    with_etre = rf"(?:est|sont)\s+{_ADVERB}{any_of(verbs['with_etre'])}e?s?"
    with_avoir = rf"{any_of(verbs['auxiliaries'])}\s+{_ADVERB}(?:été\s+{_ADVERB})?{_PARTICIPLE}"
    return rf"\b(?:{with_etre}|{with_avoir})\b"


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(rf"{_FUTURE}|\b{any_of(read_toml('calendar.toml')['verbs']['to_come'])}\b", re.I)


@cache
def _adverbs() -> re.Pattern[str]:
    days = any_of(read_toml("calendar.toml")["days"])
    return re.compile(rf"\b({days})(?:\s+(?:matin|midi|soir|après-midi))?\s*[,(]?\s*(?:le\s+)?$", re.I)
