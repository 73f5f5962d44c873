"""Queries: words with `*` and `?`, a regular expression, or a pattern of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.errors import ParameterError
from nkru.language import deferred, gettext
from nkru.measures.positions import sentence_numbers
from nkru.tokens.norms import fold, plain
from nkru.tokens.words import token_spans

ATTRIBUTES = ("norm", "lemma", "pos", "token", "kind")
LONGEST = 20  # tokens that one part of a pattern may take
SYNTAX = deferred(
    'write tokens such as [lemma="aider"], [pos="NOUN"], [norm!="a*" & pos="VERB|AUX"] or [], each '
    "with ?, *, +, {2} or {0,2} after it if it is repeated"
)
_NOT_UNDERSTOOD = deferred("query: {rest!r} is not understood: {syntax}")
_NOT_UNDERSTOOD_FOR = deferred("query: {rest!r} is not understood ({why}): {syntax}")
_TOKEN = re.compile(r"\s{0,20}\[([^\[\]]*+)\]")
_SIGN = re.compile(r'[\[\](){}|="]')  # of a pattern, which no words have
_TIMES = re.compile(r"\s{0,20}(?:([?*+])|\{(\d{1,2})(?:,(\d{1,2}))?\})")
_REGULAR = re.compile(r"\.[*+]")
_TEST = re.compile(r'\A\s*+(\w++)\s*+(!?=)\s*+"([^"]*+)"\s*+\Z')


@dataclass(frozen=True)
class Condition:
    """A test of one token: an attribute has this value, or one of several separated by `|`."""

    attribute: str
    value: re.Pattern[str]
    negated: bool = False

    def holds(self, tokens: pd.DataFrame) -> Bools:
        """Return which tokens pass."""
        column = tokens[self.attribute].cat
        names = column.categories
        fits = np.array([bool(self.value.fullmatch(plain(name))) for name in names], dtype=bool)
        return np.asarray(fits[column.codes] != self.negated)


@dataclass(frozen=True)
class Part:
    """A token of a query, and how many times it may be repeated."""

    conditions: tuple[Condition, ...]
    least: int = 1
    most: int = 1

    def holds(self, tokens: pd.DataFrame) -> Bools:
        """Return which tokens pass all conditions."""
        passed = np.ones(len(tokens), dtype=bool)
        for condition in self.conditions:
            passed &= condition.holds(tokens)
        return passed


@dataclass(frozen=True)
class Query:
    """A sequence of parts; `tagged` says whether it asks for parts of speech or lemmas by them."""

    parts: tuple[Part, ...]
    tagged: bool

    def find(self, tokens: pd.DataFrame) -> tuple[Ints, Ints]:
        """Return the first and the last token of each match within a sentence.

        From each token the shortest match counts; of matches that end together, the longest.
        """
        sentence = sentence_numbers(tokens)
        start = end = np.arange(len(tokens))
        for part in self.parts:
            start, end = _extended(start, end, part, part.holds(tokens), sentence)
        filled = end > start
        start, end = start[filled], end[filled]
        # Matches are sorted by their first token, then by their last.
        shortest = np.append(True, start[1:] != start[:-1])[: len(start)]
        start, end = start[shortest], end[shortest]
        _, longest = np.unique(end, return_index=True)
        return start[np.sort(longest)], end[np.sort(longest)] - 1


def _extended(
    start: Ints, end: Ints, part: Part, passed: Bools, sentence: Ints
) -> tuple[Ints, Ints]:
    """Return the matches that go on with a part; `end` is the token after a match."""
    starts, ends = [], []
    for times in range(part.most + 1):
        if times >= part.least:
            starts.append(start)
            ends.append(end)
        here = end < len(passed)
        start, end = start[here], end[here]
        go_on = passed[end] & (sentence[start] == sentence[end])
        start, end = start[go_on], end[go_on] + 1
        if not len(start):
            break
    if not starts:
        return start[:0], end[:0]
    pairs = np.unique(np.stack([np.concatenate(starts), np.concatenate(ends)]), axis=1)
    return pairs[0], pairs[1]


def parse_query(query: str, unit: str = "norm") -> Query:
    """Return the query that a text states.

    - Words, in which `*` stands for any letters and `?` for one: "sanction*", "armes nucléaires".
    - A regular expression of one word between slashes: "/sanction(s|ner)?/".
    - A pattern of tokens: `[lemma="aider"] []{0,2} [pos="NOUN"]`.

    Args:
        query: the text.
        unit: the attribute that words and regular expressions are compared with.

    Raises:
        ParameterError: the query is empty or has another syntax; the message says where.

    >>> [(part.least, part.most) for part in parse_query('[pos="ADJ"]* [lemma="loi"]').parts]
    [(0, 20), (1, 1)]
    """
    text = query.strip()
    if not text:
        raise ParameterError("query {query!r}: give a word", query=query)
    tagged = unit == "lemma"
    if text.startswith("["):
        parts = tuple(_pattern_parts(text))
        named = {test.attribute for part in parts for test in part.conditions}
        return Query(parts, bool(named & {"pos", "lemma"}))
    if len(text) > 2 and text[0] == text[-1] == "/":
        return Query((Part((Condition(unit, _regex(text[1:-1])),)),), tagged)
    sign = _SIGN.search(text)
    if sign:
        _refuse(text, sign.start())
    parts = tuple(Part((Condition(unit, _glob(word)),)) for word in _words(text))
    return Query(parts, tagged)


def _pattern_parts(text: str) -> Iterator[Part]:
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if not token:
            _refuse(text, place)
        tests = tuple(_tests(text, token[1], token.start(1)))
        place = token.end()
        least, most = 1, 1
        times = _TIMES.match(text, place)
        if times:
            least, most = _bounds(text, place, times)
            place = times.end()
        yield Part(tests, least, most)
        place += len(text[place:]) - len(text[place:].lstrip())


def _bounds(text: str, place: int, times: re.Match[str]) -> tuple[int, int]:
    signs = {"?": (0, 1), "*": (0, LONGEST), "+": (1, LONGEST)}
    if times[1]:
        return signs[times[1]]
    least, most = int(times[2]), int(times[3] or times[2])
    if not least <= most <= LONGEST or most == 0:
        why = gettext(
            "a token is repeated up to {most} times, and not less than least", most=LONGEST
        )
        _refuse(text, place, why)
    return least, most


def _tests(text: str, inside: str, place: int) -> Iterator[Condition]:
    """Yield the tests between brackets; nothing between them is any token."""
    if not inside.strip():
        return
    at = 0
    for part in inside.split("&"):
        test = _TEST.fullmatch(part)
        if not test or test[1] not in ATTRIBUTES:
            why = gettext("an attribute is one of {known}", known=", ".join(ATTRIBUTES))
            _refuse(text, place + at, why)
        if fault := _wrong_value(test[1], test[3].split("|")):
            _refuse(text, place + at, fault)
        folds = plain if test[1] in ("token", "pos") else fold
        values = "|".join(_glob(folds(value)).pattern for value in test[3].split("|"))
        yield Condition(test[1], re.compile(values), test[2] == "!=")
        at += len(part) + 1


def _wrong_value(attribute: str, values: Sequence[str]) -> str:
    """Return why no token can have one of these values, or an empty text."""
    from nkru.tokens.tagging import POS

    if any(_REGULAR.search(value) for value in values):
        return gettext("a value may hold * and ?, and is no regular expression")
    known = attribute != "pos" or all(
        any(_glob(value).fullmatch(pos) for pos in POS) for value in values
    )
    return "" if known else gettext("a part of speech is one of {known}", known=", ".join(POS))


def _refuse(text: str, place: int, why: str = "") -> NoReturn:
    rest = text[place:].strip()[:30]
    raise ParameterError(
        _NOT_UNDERSTOOD_FOR if why else _NOT_UNDERSTOOD, rest=rest, why=why, syntax=gettext(SYNTAX)
    )


def _regex(text: str) -> re.Pattern[str]:
    try:
        return re.compile(fold(text) if text.islower() else text)
    except re.error as error:
        raise ParameterError(
            "query /{text}/ is no regular expression: {error:cell}", text=text, error=str(error)
        ) from None


def _glob(word: str) -> re.Pattern[str]:
    """Return the pattern of a word; a `*` takes as few letters as the next part allows."""
    first, *inner = (re.escape(part).replace(r"\?", r"\w") for part in word.split("*"))
    if not inner:
        return re.compile(first)
    middle = "".join(rf"(?>\w*?{part})" for part in inner[:-1] if part)
    # « anti-immigration » is one token.
    return re.compile(rf"{first}{middle}[\w-]*{inner[-1]}")


def _words(query: str) -> list[str]:
    """Return the norms of a query's tokens: « l'accord » is two, "sanction*" stays one."""
    words = []
    for part in fold(query).split():
        if "*" in part or (len(part) > 1 and "?" in part):
            words.append(part)
        else:
            words += [fold(part[start:end]) for start, end in token_spans(part)]
    return words
