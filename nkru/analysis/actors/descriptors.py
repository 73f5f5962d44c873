"""Definite descriptions of one actor: « le dirigeant nord-coréen », « le ministre russe des Affaires étrangères »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nkru.analysis.actors.matching import Folded, Hit, folded_words
from nkru.resources import read_toml

# Where somebody is posted: « à l’ONU », « auprès des Nations unies », « en Corée du Nord ».
PLACE = r"[A-ZÀ-Ý][\w-]*(?: (?:(?:de |du |des )?[A-ZÀ-Ý][\w-]*|unies))*"
POST = re.compile(rf" (?:à|en|au|aux|auprès d(?:es?|u|['’])) ?(?:l['’]|la )?{PLACE}")
REACH = 90  # folded characters before an adjective in which its description begins


class Grammar(NamedTuple):
    """The descriptions as patterns on folded text, and the roles that each title names."""

    adjective: re.Pattern[str]  # what stands before « nord-coréen »
    genitive: re.Pattern[str]  # what stands before « la Corée du Nord »
    tail: re.Pattern[str]  # what may follow the adjective: « des Affaires étrangères »
    roles: Mapping[str, frozenset[str]]
    determiners: frozenset[str]
    nearest: frozenset[
        str
    ]  # the words of which one stands right before an adjective or a genitive's name


@dataclass(frozen=True, slots=True)
class Description:
    """A description found: its place in the folded text, the roles it names, whether it speaks of the past."""

    left: int
    right: int
    roles: frozenset[str]
    former: bool


@cache
def grammar() -> Grammar:
    """Return the patterns made from constructions.toml."""
    data = read_toml("constructions.toml")
    roles: dict[str, set[str]] = {}
    for role in data["role"]:
        for title in role["titles"]:
            roles.setdefault(folded_words(title), set()).add(role["name"])
    parted = [re.match(r"(.+?) ((?:d|de|du|des|a|au|aux) .+)$", title) for title in roles]
    heads = {part[1] if part else title for part, title in zip(parted, roles, strict=True)}
    tails = {part[2] for part in parted if part}
    modifiers, genitives = data["modifiers"], data["modifiers"]["genitives"]
    before, after, former = (_words(modifiers[key]) for key in ("before", "after", "former"))
    determiner = _words([*modifiers["determiners"], *modifiers["contracted"]])
    noun = rf" (?P<determiner>{determiner}) (?:(?P<former>{former}) )?(?:(?:{before}) ){{0,2}}(?P<head>{_words(heads)})"
    noun = rf"{noun}(?: (?P<tail>{_words(tails)}))?(?: (?:{after})){{0,2}}"
    return Grammar(
        re.compile(rf"{noun} $"),
        re.compile(rf"{noun} (?:{_words(genitives)}) $"),
        re.compile(rf"(?: (?:{after}))? (?P<tail>{_words(tails)})(?= )"),
        {title: frozenset(names) for title, names in roles.items()},
        frozenset(map(folded_words, modifiers["determiners"])),
        frozenset(
            folded_words(words).split()[-1]
            for words in (*heads, *tails, *modifiers["after"], *genitives)
        ),
    )


def _words(words: Iterable[str]) -> str:
    """Return the alternatives of a pattern, longest first."""
    return "|".join(
        sorted({folded_words(word) for word in words}, key=lambda word: (-len(word), word))
    )


def describe(folded: Folded, hit: Hit, kind: str) -> Description | None:
    """Return the description that ends in a demonym (« … nord-coréen ») or in a genitive (« … du Kremlin »)."""
    rules = grammar()
    if (
        folded.word_before(hit.left) not in rules.nearest
    ):  # over half, at a ninth of the pattern's time
        return None
    begin = max(0, hit.left - REACH)
    found = (rules.adjective if kind == "demonym" else rules.genitive).search(
        folded.text[begin : hit.left]
    )
    if not found:
        return None
    title = " ".join(filter(None, (found["head"], found["tail"])))
    tail = rules.tail.match(folded.text, hit.right) if kind == "demonym" else None
    if tail and (not found["tail"] or f"{title} {tail['tail']}" in rules.roles):
        title = f"{title} {tail['tail']}"
    else:
        tail = None
    roles = rules.roles.get(
        title, rules.roles[found["head"]] & {"any"} if found["head"] in rules.roles else frozenset()
    )
    if not roles:
        return None
    right = tail.end() if tail else hit.right
    if "ambassador" in roles and (post := POST.match(folded.raw, int(folded.at[right]))):
        right = int(folded.at.searchsorted(post.end()))
    return Description(begin + _opening(found), right, roles, bool(found["former"]))


def _opening(found: re.Match[str]) -> int:
    """Return where a description begins: at its article, but after a contracted one (« du | président »)."""
    contracted = read_toml("constructions.toml")["modifiers"]["contracted"]
    return (
        found.end("determiner") + 1
        if found["determiner"] in contracted
        else found.start("determiner")
    )


def opening(folded: Folded, hit: Hit) -> int:
    """Return where a listed description begins in the raw text: at its article, if it has one."""
    word = folded.word_before(hit.left)
    return int(folded.at[hit.left - 1 - len(word)]) if word in grammar().determiners else hit.start
