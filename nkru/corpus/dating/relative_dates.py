"""Relative dates: words that tie a date to the day of writing, or make it past or to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from nkru.corpus.dating.calendar import DateExpression, find_dates
from nkru.corpus.dating.datelines import TIME, Line
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of

_PROSE = ("title", "standfirst", "body")
# A dispatch gives its place and day in one of the first paragraphs of a text.
_OPENING = 3
_STOP = re.compile(r"[.!?…]\s++")
# Dates of an article that are looked at, one after the other.
_MOST = 1000
# Most characters of the words next to a date that say when it is, and of its sentence.
_NEAR, _SENTENCE = 400, 2000
_QUIET = r"(?:(?:pas|plus|déjà|aussi|ainsi|également|enfin|donc|encore|bien|\w+ment)\s++)*"
_VERB = r"(?P<verb>\w+(?:é|i|u|û|is|it|ert|int|ait))e?s?"
_PREPOSITION = r"(?:à|en|au|aux|de|du|des|dans|sur|par|pour|vers|devant|avec|contre)"
_ARTICLE = r"(?:l[ae]s?|une?|ses?|sa|son|leurs?)"
_COMPLEMENT = (
    rf"(?:\s++(?:{_PREPOSITION}\s++(?:{_ARTICLE}\s++|l['’])?|{_ARTICLE}\s++|l['’])[\w-]++"
    r"|\s++(?-i:[A-ZÀ-Ý][\w-]++))"
)
_SINCE = re.compile(
    r"(?:\bdepuis|\bremont\w++\s++(?:à|au)|\bdat(?:e|ait|ant)\s++d[eu])"
    r"(?:\s++(?:l[ea]|début|fin))?+\s++$",
    re.IGNORECASE,
)
_THIS = re.compile(r"(?<!\ben )\bce\s++$", re.IGNORECASE)
_WIRE_BEFORE = re.compile(
    r"\A[A-ZÀ-Ý][\w'’-]++(?:(?:[\s-][A-ZÀ-Ý(]|(?<=-)\()[\w'’-]*+\)?+)*+,?+\s++(?:le\s++)?+$"
)
_WIRE_AFTER = re.compile(r"\A\s*+(?:\([^)]{2,40}+\)\s*+)?+[-–—]++(?:\s|(?=[A-ZÀ-Ý«“\"]))")
_STAMPED = re.compile(rf"\A,?+\s++(?:à\s++)?+{TIME}\s*+\|\s")
_DIGIT, _SPACE = re.compile(r"\d"), re.compile(r"\s++")


class Anchor(NamedTuple):
    """A date that the text ties to the day of writing, which came `days` later."""

    expression: DateExpression
    days: int
    quote: str


def find_anchors(lines: Sequence[Line]) -> list[Anchor]:
    """Return the dates tied to the day of writing.

    They follow an adverb (« hier, mardi 23 avril »), or « ce » in a clause about a past event (« a
    quitté Séoul ce mardi 23 avril »; « sera jugé ce mardi » may be written days before), or head a
    paragraph as in a dispatch: « MOSCOU, 23 avril (TASS) - », « 23 avril 2024 à 15h09 | ».
    """
    anchors = []
    for index, text, expression in dates_of(lines):
        days = _days_after(text, expression, opening=index < _OPENING) if expression.day else None
        if days is not None:
            words = [*_before(text, expression).split()[-2:], expression.text]
            anchors.append(Anchor(expression, days, " ".join(words)))
    return anchors


def past_dates(lines: Sequence[Line]) -> list[DateExpression]:
    """Return the dates that the text calls past: « depuis 2018 », « signé en mars 2024 »."""
    return [
        expression
        for _, text, expression in dates_of(lines)
        if expression.year and is_past(text, expression)
    ]


def dates_of(lines: Sequence[Line]) -> Iterator[tuple[int, str, DateExpression]]:
    """Yield the dates in the prose of an article: paragraph, its text, date; the first thousand."""
    dates = (
        (paragraph, text, expression)
        for paragraph, text in enumerate(prose_of(lines))
        for expression in find_dates(text)
    )
    return islice(dates, _MOST)


def prose_of(lines: Sequence[Line]) -> list[str]:
    """Return the texts of the title, the standfirst and the body."""
    return [line.text for line in lines if line.kept and line.role in _PROSE]


def is_past(text: str, expression: DateExpression) -> bool:
    """Return whether the words before a date say that it is past."""
    # A year's preposition belongs to its expression: « en 2018 ».
    before = _before(text, expression) + _DIGIT.split(expression.text)[0]
    participle = _rules()["participle_before"].search(before)
    verbs = read_toml("dates/calendar.toml")["verbs"]
    excluded = {*verbs["planned"], *verbs["nouns"]}
    signed = participle and excluded.isdisjoint(participle.group("verb", "signed"))
    return bool(_SINCE.search(before) or signed) and not is_to_come(text, expression)


def is_to_come(text: str, expression: DateExpression) -> bool:
    """Return whether the sentence of a date is about the future."""
    start = max(0, expression.start - _SENTENCE)
    sentence = after_stop(text[start : expression.start]) + before_stop(text[expression.end :])
    return bool(_rules()["to_come"].search(sentence))


def _before(text: str, expression: DateExpression) -> str:
    """Return the words before a date."""
    return text[max(0, expression.start - _NEAR) : expression.start]


def before_stop(text: str) -> str:
    """Return `text` up to its first full stop, as far as a sentence may be long."""
    return _STOP.split(text[:_SENTENCE], maxsplit=1)[0]


def after_stop(text: str) -> str:
    """Return `text` from its last full stop on, as far as a sentence may be long."""
    return _STOP.split(text[-_SENTENCE:])[-1]


def is_stopped(text: str) -> bool:
    """Return whether `text` contains a full stop or is too long for a sentence."""
    return len(text) > _SENTENCE or _STOP.search(text) is not None


def phrase_key(phrase: str) -> str:
    """Return a phrase as `calendar.toml` spells it: small letters, straight apostrophes.

    >>> phrase_key("L’an  dernier")
    "l'an dernier"
    """
    return _SPACE.sub(" ", phrase.casefold().replace("’", "'"))


def _days_after(text: str, expression: DateExpression, *, opening: bool) -> int | None:
    """Return the days from this date to the day of writing; None if the text does not say."""
    before, after = _before(text, expression), text[expression.end : expression.end + _SENTENCE]
    if _is_quoted(text[: expression.start]):
        return None
    if adverb := _rules()["days"].search(before):
        return int(read_toml("dates/calendar.toml")["days"][phrase_key(adverb[1])])
    happened = _THIS.search(before) and _has_happened(before, after)
    opens = expression.start <= len(before)
    wired = opens and _WIRE_BEFORE.match(before) and _WIRE_AFTER.match(after)
    stamped = not before and _STAMPED.match(after)
    return 0 if happened or (opening and (wired or stamped)) else None


def _is_quoted(before: str) -> bool:
    """Return whether a quotation is open at the end of this text."""
    opened = (before.count(left) > before.count(right) for left, right in ("«»", "“”"))
    return any(opened) or before.count('"') % 2 == 1


def _has_happened(before: str, after: str) -> bool:
    """Return whether the clause of « ce mardi 23 avril » is about an event, not a plan for one."""
    verbs = read_toml("dates/calendar.toml")["verbs"]
    if after_stop(before).strip().casefold() == "ce":
        clause = before_stop(after)
        match = _rules()["perfect"].search(clause)
        if match is None or _rules()["to_come"].search(clause[: match.start()]):
            return False
    else:
        match = _rules()["perfect_before"].search(before)
        if match is None or (match["complement"].strip() and match["verb"] in verbs["announcing"]):
            return False
    return match["verb"] not in verbs["planned"]


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    phrases: dict[str, Any] = read_toml("dates/calendar.toml")
    verbs = phrases["verbs"]
    perfect = (
        rf"\b(?:(?:est|sont)\s++{_QUIET}{any_of(verbs['with_etre'])}e?s?"
        rf"|{any_of(verbs['auxiliaries'])}\s++{_QUIET}(?:été\s++{_QUIET})?{_VERB})\b"
    )
    part_of_day = r"(?:\s++(?:matin|midi|soir|après-midi))?+"
    by_whom = r"(?:\s++par(?:\s++[\w'’-]++){1,3})?"
    complement = rf"(?P<complement>{_COMPLEMENT}{{0,3}})"
    participle = rf"(?:{perfect}|\b(?P<signed>\w+é)e?s?)"
    rules = {
        "perfect": perfect,
        "perfect_before": rf"{perfect}{complement}\s*+(?:[,(]\s*+)?+ce\s++$",
        "participle_before": rf"{participle}{by_whom}\s++(?:en|le|fin)\s++$",
        "to_come": rf"\b(?:\w+r(?:a|ont|ait|aient)|{any_of(verbs['to_come'])})\b",
        "days": rf"\b({any_of(phrases['days'])}){part_of_day}\s*+(?:[,(]\s*+)?+(?:le\s++)?+$",
    }
    return {name: re.compile(rule, re.IGNORECASE) for name, rule in rules.items()}
