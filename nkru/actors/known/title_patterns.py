"""Patterns of titles: « le ministre russe des Affaires étrangères » on a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from nkru.actors.known.titles import roles_by_title
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import any_of

LINKS = ("d", "de", "du", "des", "a", "au", "aux")  # between the head and the tail of a title
Tenure = Literal["present", "past", "none"]
# The gender of a folded determiner.
GENDERS = dict.fromkeys(("le", "du", "au", "ce", "cet"), "m") | dict.fromkeys(("la", "cette"), "f")


class Grammar(NamedTuple):
    """The descriptions as patterns on folded text, and the roles that each title names."""

    adjective: re.Pattern[str]  # before « nord-coréen »
    genitive: re.Pattern[str]  # before « la Corée du Nord »
    tail: re.Pattern[str]  # after the adjective: « des Affaires étrangères »
    demonstrative: re.Pattern[str]  # « ce pays »
    roles: Mapping[str, frozenset[str]]
    determiners: frozenset[str]
    contracted: frozenset[str]
    nearest: frozenset[str]  # words that may come right before an adjective or a genitive's name
    other: re.Pattern[str]  # after the adjective: « adjoint », « élu »
    alone: re.Pattern[str]  # a title, whatever follows
    passing: frozenset[str]  # after « le président russe de »
    lesser_seats: frozenset[str]  # whose heads lead no state
    genitive_only: frozenset[str]  # titles that with an adjective are not offices of a state


@cache
def grammar() -> Grammar:
    """Return the patterns made from constructions.toml."""
    data, roles = read_toml("actors/constructions.toml"), roles_by_title()
    modifiers, complements = data["modifiers"], data["complements"]
    heads, tails = _heads_and_tails(roles)
    determiners, contracted = modifiers["determiners"], modifiers["contracted"]
    keys = ("before", "after", "former", "future", "other")
    before, after, former, future, other = (_any_folded(modifiers[key]) for key in keys)
    noun = (
        rf" (?P<determiner>{_any_folded([*determiners, *contracted])})"
        rf" (?:(?P<former>{former}) |(?P<future>{future}) )?(?:(?:{before}) ){{0,2}}"
        rf"(?P<head>{any_of(heads)})(?: (?P<tail>{any_of(tails)}))?(?: (?:{after})){{0,2}}"
        rf"(?: (?P<other>{other}))?"
    )
    genitives = modifiers["genitives"]
    demonstratives = "|".join(map(folded_words, modifiers["demonstratives"]))
    endings = (*modifiers["after"], *modifiers["other"], *genitives)
    last_words = (*heads, *tails, *map(folded_words, endings))
    return Grammar(
        adjective=re.compile(rf"{noun} $"),
        genitive=re.compile(rf"{noun} (?:{_any_folded(genitives)}) $"),
        tail=re.compile(rf"(?: (?:{after}))? (?P<tail>{any_of(tails)})(?= )"),
        demonstrative=re.compile(rf" (?:{demonstratives})(?! (?:de|du|des|d) ) "),
        roles=roles,
        determiners=frozenset(map(folded_words, determiners)),
        contracted=frozenset(contracted),
        nearest=frozenset(words.split()[-1] for words in last_words),
        other=re.compile(rf" (?:{other})(?= )"),
        alone=re.compile(rf"{noun}(?= )"),
        passing=frozenset(complements["passing"]),
        lesser_seats=frozenset(map(folded_words, data["lesser_seats"]["names"])),
        genitive_only=frozenset(map(folded_words, complements["genitive_only"])),
    )


def tenure(title: re.Match[str]) -> Tenure:
    """Say whether the person of a title holds the office, held it, or does neither."""
    if title["future"] or title["other"]:
        return "none"
    return "past" if title["former"] else "present"


def tenure_by_words(before: Sequence[str], after: Sequence[str]) -> Tenure:
    """Say the same by the folded words around a noun: « futur … », « … adjoint »."""
    former, future, other = _tenures()
    if not future.isdisjoint(before) or not other.isdisjoint(after):
        return "none"
    return "present" if former.isdisjoint(before) else "past"


@cache
def _tenures() -> tuple[frozenset[str], ...]:
    modifiers = read_toml("actors/constructions.toml")["modifiers"]
    keys = ("former", "future", "other")
    return tuple(frozenset(map(folded_words, modifiers[key])) for key in keys)


def _any_folded(words: Iterable[str]) -> str:
    return any_of(map(folded_words, words))


def _heads_and_tails(titles: Iterable[str]) -> tuple[set[str], set[str]]:
    """Split « ministre des Affaires étrangères », which « le ministre russe des … » separates."""
    split = [_split_title(title) for title in titles]
    return {head for head, _ in split}, {tail for _, tail in split if tail}


def _split_title(title: str) -> tuple[str, str]:
    words = title.split()
    links = [at for at, word in enumerate(words[1:-1], 1) if word in LINKS]
    end = links[0] if links else len(words)
    return " ".join(words[:end]), " ".join(words[end:])
