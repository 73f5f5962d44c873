"""Notices: the words of an article that say that a program wrote it, or that it is cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching

# A note on a text is among its first or its last kept lines.
_EDGE = 3
# Most characters of a label, of a note, and of a notice to readers.
_LABEL, _NOTE, _NOTICE = 120, 400, 240
# The most words of a cut text without an open end, and the most lines to the label below it.
_CUT, _NEAR = 200, 6
# More words of sentences after the notice: the text goes on.
_GOES_ON = 40
_OPENING = re.compile(
    r"[\s(\[*_–—-]*(?:(?:note(?: de l[a' ]{1,2}redaction)?|nb|n\.b\.|avertissement|mention|ndlr"
    r"|transparence|precision|a noter)\s?:\s?)?"
)
_NOTED = re.compile(r"\A\s*+(?:[(\[*]|(?:note|nb|n\.b\.|avertissement|ndlr)\b)")
# « …, a conclu le jury »: someone else says so of another text.
_REPORTED = re.compile(
    r"[^.!?]{0,80}?,\s(?:a|ont|avait|selon|d'apres|assure|affirme|estime|reconnait|accuse|denonce"
    r"|croit|pense|explique|raconte|dit)\b"
)
_ENDED = re.compile(r"(?<!\.)[.!?»\"”)]\s*$")
_GENERATED_SINCE = "2022"


class PageLine(NamedTuple):
    """A line that is not blank: its role, whether it is kept, and its text."""

    role: str
    kept: bool
    text: str


class Notice(NamedTuple):
    """A flag that the words of an article give, and the line that holds them."""

    flag: str
    evidence: str


def find_notices(
    page: Sequence[PageLine], last_day: str | None = None, *, is_interview: bool = False
) -> list[Notice]:
    """Return the flags that an article's words about itself give, one notice a flag.

    Words about its subject do not count: those in quotation marks, in reported speech, inside the
    text, in an interview with a program. No text written before 2022 is called generated.

    Args:
        page: the lines of the article, in order.
        last_day: the last day possible of the article, ISO 8601, or None.
        is_interview: whether the article is an interview.

    >>> find_notices([PageLine("boilerplate", False, "Il vous reste 72 % de cet article à lire.")])
    [Notice(flag='paywall', evidence='Il vous reste 72 % de cet article à lire.')]
    """
    folded = fold_for_matching("\n".join(line.text.replace("\n", " ") for line in page)).lower()
    found: dict[str, Notice] = {}
    lines = folded.split("\n")
    for number in _cued_lines(folded, lines):
        line = lines[number]
        for flag, place, pattern in _patterns():
            match = None if flag in found else _find(pattern, place, line)
            if match and _holds(place, match, page, lines, number, is_interview):
                found[flag] = Notice(flag, page[number].text.strip()[:_NOTE])
    if last_day and last_day < _GENERATED_SINCE:
        found = {flag: notice for flag, notice in found.items() if flag == "paywall"}
    return sorted(found.values())


def _find(pattern: re.Pattern[str], place: str, line: str) -> re.Match[str] | None:
    if place in ("opens", "label", "voice"):
        opening = _OPENING.match(line)
        return pattern.match(line, opening.end() if opening else 0)
    return pattern.search(line)


def _holds(
    place: str,
    match: re.Match[str],
    page: Sequence[PageLine],
    lines: Sequence[str],
    number: int,
    is_interview: bool,
) -> bool:
    """Return whether words that match speak of the article itself, by their place."""
    line = page[number]
    if line.role == "caption" or _is_quoted(match) or _REPORTED.match(match.string, match.end()):
        return False
    if place in ("notice", "cut"):
        return _is_cut(place, match, page, number)
    if place == "anywhere":
        return True
    if line.role == "title" or not _is_at_edge(page, number) or len(line.text) > _NOTE:
        return False
    rest = match.string[match.end() :]
    if place == "label":
        return len(line.text) <= _LABEL and line.role != "heading" and not {*"?:"} & {*rest}
    if place == "note":
        return _NOTED.match(match.string) is not None
    return not (place == "voice" and is_interview)


def _is_quoted(match: re.Match[str]) -> bool:
    """Return whether the words are in quotation marks in their line."""
    before, after = match.string[: match.start() + 1], match.string[match.end() :]
    opened = before.count("«") > before.count("»") or before.count("“") > before.count("”")
    return opened or (before.count('"') % 2 == 1 and '"' in after)


def _is_at_edge(page: Sequence[PageLine], number: int) -> bool:
    before = sum(line.kept for line in page[:number])
    after = sum(line.kept for line in page[number + 1 :])
    return min(before, after) <= _EDGE


def _is_cut(place: str, match: re.Match[str], page: Sequence[PageLine], number: int) -> bool:
    """Return whether a notice to the readers ends a text: nothing of it follows, and it is cut.

    It is cut if the notice says so, if its last sentence is open, or if it is short.
    """
    line = page[number]
    if len(line.text) > _NOTICE and (place == "notice" or match.end() < len(match.string) - 80):
        return False
    before = [(n, one) for n, one in enumerate(page[:number]) if _is_prose(one)]
    after = sum(len(one.text.split()) for one in page[number + 1 :] if _is_prose(one))
    if after > _GOES_ON:
        return False
    if place == "cut" or not before:
        return place == "cut" or number < _NEAR
    last, text = before[-1]
    words = sum(len(one.text.split()) for _, one in before)
    is_open = _ENDED.search(text.text) is None
    return number - last <= _NEAR and (is_open or words < _CUT)


def _is_prose(line: PageLine) -> bool:
    return line.kept and line.role not in ("title", "heading") and len(line.text.split()) > 5


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    """Return the flag, the place and the pattern of each wording."""
    tables = read_toml("pages/flags.toml")
    words = tables["words"]

    def filled(pattern: str) -> str:
        for name, value in words.items():
            pattern = pattern.replace(f"{{{name}}}", value)
        return pattern

    return [
        (flag, place, re.compile("|".join(f"(?:{filled(one)})" for one in patterns)))
        for flag in ("generated", "prompt_residue", "paywall")
        for place, patterns in tables[flag].items()
        if place != "meaning"
    ]


def _cued_lines(folded: str, lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines with a cue of a notice."""
    ends = [*accumulate(len(line) + 1 for line in lines)]
    return sorted({bisect_right(ends, place) for place, _ in _cues().iter(folded)})


@cache
def _cues() -> Any:
    """Return an automaton of the words that notices contain: each has one, most lines do not."""
    import ahocorasick

    cues = ahocorasick.Automaton()
    for word in read_toml("pages/flags.toml")["cues"]["words"]:
        cues.add_word(word, word)
    cues.make_automaton()
    return cues


def meaning_of(flag: str) -> str:
    """Return the meaning of a flag that the words of an article give."""
    return str(read_toml("pages/flags.toml")[flag]["meaning"])
