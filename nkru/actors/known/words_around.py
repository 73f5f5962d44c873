"""The words around a name that decide its extent and its meaning, as data."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words

REACH = 30  # characters before a name in which the word before it is looked for
RULES = {
    "forms": "name",
    "short": "short name",
    "demonyms": "demonym",
    "prefixes": "first half of a compound",
}


class Rules(NamedTuple):
    """The rules of constructions.toml about the words around a name."""

    openers: frozenset[str]  # words with a capital that are not part of the name after them
    ends: tuple[str, ...]  # of words that open a sentence
    region: re.Pattern[str]  # « mer du | Nord »
    ranks: frozenset[str]  # titles of office
    genders: dict[str, str]  # of « M. » and « Mme »


@cache
def rules() -> Rules:
    """Return the rules as data on folded words."""
    data = read_toml("actors/constructions.toml")
    openers = frozenset(map(folded_words, (*stop_words(), *data["titles"])))
    regions = "|".join(data["short"]["regions"])
    region = re.compile(rf"(?:[A-ZÀ-Ý][\w’'-]{{0,{REACH}}}|{regions}) (?:du|de la) $")
    genders = {title: gender for gender, titles in data["genders"].items() for title in titles}
    ranks = frozenset(map(folded_words, data["titles"])) - set(genders)
    return Rules(openers, tuple(map(folded_words, data["opening_ends"])), region, ranks, genders)
