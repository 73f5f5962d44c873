"""Verbs of saying and the small words around them, as sets, and the readings of a form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from nkru.resources import read_toml
from nkru.tokens.dictionary import Analysis, analyses
from nkru.tokens.inflection import verb_forms

FILE = "actors/verbs_of_saying.toml"
Phrase = tuple[str, ...]
Phrases = Mapping[str, tuple[Phrase, ...]]  # by their first word, the longest first
ENDS = {"e": "f", "ent": "f", "ait": "f", "a": "f", "é": "k", "ée": "k", "er": "w", "ant": "g"}
ACCENTED = {"e": "éèê", "a": "àâ"}


class Form(NamedTuple):
    """The readings of a form: its lemma in each mood of a verb, its genders as a noun."""

    finite: str  # the lemma of a finite form in the third person
    participle: str
    infinitive: str
    gerund: str
    genders: frozenset[str]  # of a noun or an adjective: ms, fs, mp, fp
    is_noun: bool
    is_plural: bool  # a finite form of the third person plural only


class Sayings(NamedTuple):
    """The lists of verbs_of_saying.toml; a phrase is a tuple of its words."""

    force: Mapping[str, str]
    pairs: frozenset[Phrase]
    leading: frozenset[str]
    marked_only: frozenset[str]
    beside_only: frozenset[str]
    before_infinitive: frozenset[str]
    of_self: frozenset[str]
    before_person: frozenset[str]
    before_if: frozenset[str]
    led_by: Mapping[str, list[str]]
    before_adjective: frozenset[str]
    clitics: frozenset[str]
    inverted: Mapping[str, str]
    pronouns: Mapping[str, str]
    nobody: frozenset[str]
    between: Phrases
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    according: Phrases
    no_speaker: frozenset[str]
    documents: frozenset[str]
    owned: frozenset[str]
    links: Phrases
    shown: frozenset[str]
    judging: frozenset[str]
    telling: frozenset[str]
    attitudes: frozenset[str]
    replies: frozenset[str]
    anonymous: frozenset[str]
    anonymity: frozenset[str]
    bodies: frozenset[str]
    speech_nouns: frozenset[str]
    works: frozenset[str]
    time: frozenset[str]
    people: frozenset[str]
    roles: frozenset[str]
    trades: frozenset[str]
    vague: frozenset[str]
    makers: frozenset[str]
    not_reflexive: frozenset[str]
    anaphors: frozenset[str]
    wider: Mapping[str, frozenset[str]]


@cache
def sayings() -> Sayings:
    """Return the lists as sets."""
    data = read_toml(FILE)
    lists = {**data["grammar"], **data["sources"], **data["words"]}
    mappings = ("inverted", "pronouns", "led_by")
    phrases = ("between", "according", "links", "pairs")
    fields: dict[str, Any] = {
        name: words if name in mappings else frozenset(words)
        for name, words in lists.items()
        if name in Sayings._fields and name not in phrases
    }
    force = {verb: force for force, verbs in data["force"].items() for verb in verbs}
    return Sayings(
        force=force,
        pairs=frozenset(tuple(pair.split()) for pair in lists["pairs"]),
        between=_phrases(lists["between"]),
        according=_phrases(lists["according"]),
        links=_phrases(lists["links"]),
        wider={word: frozenset(narrower) for word, narrower in data["wider"].items()},
        **fields,
    )


@cache
def saying() -> tuple[str, ...]:
    """Return the forms of the verbs that nearly always mean saying."""
    grammar = read_toml(FILE)["grammar"]
    verbs = set(sayings().force) - sayings().marked_only - sayings().beside_only
    regular = verb_forms(
        sorted(verb for verb in verbs if verb.endswith(("er", "ir"))), present=True
    )
    adjectives = tuple(grammar["agreeing"])
    forms = {form for form in regular if not form.endswith(adjectives)} | {*grammar["irregular"]}
    return tuple(sorted(forms))


def _phrases(texts: list[str]) -> Phrases:
    """Return phrases as words, by their first word, the longest first."""
    split = (tuple(text.replace("'", "' ").split()) for text in texts)
    phrases: dict[str, tuple[Phrase, ...]] = {}
    for words in sorted(split, key=lambda words: (-len(words), words)):
        phrases[words[0]] = (*phrases.get(words[0], ()), words)
    return phrases


@lru_cache(maxsize=2**18)
def describe(norm: str) -> Form:
    """Return the readings of a form.

    >>> describe("dit").finite, describe("dit").participle, describe("maire").is_noun
    ('dire', 'dire', True)
    """
    moods: dict[str, str] = dict(_unlisted().get(norm, ()))
    genders: set[str] = set()
    is_noun = False
    persons: set[str] = set()
    spelled = _spelled(norm)
    for reading in analyses(spelled):
        if reading.letter == "V":
            lemma = reading.lemma(spelled)
            persons.update(
                sign[2] for sign in reading.features if sign[:1] in "fs" and sign[1:2] == "3"
            )
            for mood in _moods(reading):
                if mood not in moods or lemma in sayings().force:
                    moods[mood] = lemma
        elif reading.letter in "NA":
            genders.update(reading.features)
            is_noun |= reading.letter == "N"
    finite, participle, infinitive, gerund = (moods.get(mood, "") for mood in "fkwg")
    signs = frozenset(genders)
    return Form(finite, participle, infinitive, gerund, signs, is_noun, persons == {"p"})


@cache
def _unlisted() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the moods and lemmas of the forms of verbs in -er that the dictionary lacks."""
    verbs = (verb for verb in sayings().force if verb.endswith("er") and not analyses(verb))
    return {verb[:-2] + end: ((mood, verb),) for verb in verbs for end, mood in ENDS.items()}


def _spelled(norm: str) -> str:
    """Return a form as the dictionary has it: « evoquant » is évoquant, « ex-maire » maire."""
    accented = (letter + norm[1:] for letter in ACCENTED.get(norm[:1], ""))
    bare = norm.removeprefix("ex-").removeprefix("vice-")
    return next((form for form in (norm, *accented, bare) if analyses(form)), norm)


def _moods(reading: Analysis) -> set[str]:
    """Return the moods of a verb: f finite in the third person, k, w and g (see `Analysis`)."""
    third = {"f" for feature in reading.features if feature[:1] in "fs" and feature[1:2] == "3"}
    return third | {feature[0] for feature in reading.features if feature[:1] in "kwg"}
