"""Descriptions that an article ties to an actor: « la secrétaire générale, Sophie Binet »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nkru.actors.bodies import STEP, is_adjective, is_noun
from nkru.actors.name_words import vocabulary
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import any_of

LONGEST = 12  # words of a description after its noun
BARE = re.compile(r", (?=[a-zà-ÿœ])")


class Phrase(NamedTuple):
    """A description: its span, its noun and the rest of it folded, and what it may name."""

    start: int
    end: int
    noun: str
    rest: str
    gender: str
    past: bool  # whether a word before the noun says « ancien » or « futur », or « actuel »
    person: bool
    body: bool


class Grammar(NamedTuple):
    """The descriptions as patterns, and the nouns that may stand for one another."""

    noun: re.Pattern[str]  # a noun with its determiner
    bare: re.Pattern[str]  # a noun after a comma
    same: dict[str, frozenset[str]]
    general: frozenset[str]
    offices: frozenset[str]


@cache
def grammar() -> Grammar:
    """Return the patterns made from the words of functions and bodies."""
    data = read_toml("actors/apposition.toml")
    heads = read_toml("actors/heads_of_bodies.toml")
    functions = {noun[g] for group in heads["functions"] for noun in group["nouns"] for g in "mf"}
    functions |= {word for line in data["same"] for word in line}
    bodies = {
        head
        for name, group in heads["heads"].items()
        if name != "plurals"
        for words in group.values()
        for head in words
    }
    nouns = any_of(word for word in functions | bodies if word[0].islower() or word.isupper())
    dets = any_of([d for d in data["determiners"] if d[-1] != "'"])
    before = rf"(?:(?:{any_of(word.strip('- ') for word in data['before'])})[ -]){{0,2}}"
    contracted = any_of(data["contracted"])
    noun = re.compile(
        rf"(?<![\w’'-])(?:(?P<det>(?:{dets})[ \u00a0]|[Ll]['’])|(?P<du>{contracted}) )"
        rf"(?P<before>{before})(?P<noun>{nouns})(?![\w-])",
        re.IGNORECASE,
    )
    bare = re.compile(rf",? (?P<before>{before})(?P<noun>{nouns})(?![\w-])")
    same: dict[str, frozenset[str]] = {}
    for line in data["same"]:
        words = frozenset(map(folded_words, line))
        for word in words:
            same[word] = same.get(word, frozenset()) | words
    return Grammar(
        noun,
        bare,
        same,
        *(frozenset(map(folded_words, data[key])) for key in ("general", "offices")),
    )


def phrase_end(raw: str, end: int) -> int:
    """Return where the description ends whose noun ends here, before the name beside it."""
    v, at, last, inner = vocabulary(), end, end, False
    for _ in range(LONGEST):
        step = STEP.match(raw, at)
        if not step or step["et"]:
            break
        word = step["word"]
        key, upper = folded_words(word), word[0].isupper()
        if step["of"]:
            if not upper and not is_noun(word) and key not in v.functions:
                break
            inner = True
        elif step["to"]:
            if not upper or step["to"].startswith(("pour", "contre")):
                break
            inner = True
        elif upper:
            if not inner or key in v.given and not raw[at - 1 : at].islower() or key in v.titles:
                break
        elif not is_adjective(word):
            break
        at = last = step.end()
    return last


def phrases(raw: str) -> Iterator[Phrase]:
    """Yield the descriptions with a determiner in a text."""
    for match in grammar().noun.finditer(raw):
        yield _phrase(raw, match, definite=True)


def bare_phrase(raw: str, end: int) -> Phrase | None:
    """Return the description without determiner after a name: « Binet, secrétaire générale … »."""
    if raw[end : end + 2] != ", ":
        return None
    match = grammar().bare.match(raw, end)
    return _phrase(raw, match, definite=False) if match else None


def _phrase(raw: str, match: re.Match[str], *, definite: bool) -> Phrase:
    v, noun = vocabulary(), folded_words(match["noun"])
    end = phrase_end(raw, match.end())
    start = match.start("before") if not definite or match["du"] else match.start()
    det = folded_words((match["det"] or match["du"] or "").strip()) if definite else ""
    gender = v.functions.get(noun, "u")
    if gender == "u":
        gender = {
            "le": "m",
            "la": "f",
            "du": "m",
            "au": "m",
            "ce": "m",
            "cet": "m",
            "cette": "f",
        }.get(det, "")
    return Phrase(
        start,
        end,
        noun,
        folded_words(raw[match.end() : end]),
        gender if gender != "u" else "",
        bool(match["before"]),
        noun in v.functions or noun in grammar().same,
        match["noun"][0].islower() and (noun in v.class_nouns or noun in v.heads),
    )
