"""Words that show the type of a name: first names, titles, functions, heads of bodies, places."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from nkru.resources import path, read_toml
from nkru.tokens.dictionary import analyses
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words

Words = frozenset[str]


class GivenName(NamedTuple):
    """A first name: its gender (m, f, u for both), and whether it is also another word."""

    gender: str
    also: str


class Vocabulary(NamedTuple):
    """The word lists about names, folded; a phrase is its words with a space between them."""

    given: dict[str, GivenName]
    titles: dict[str, str]  # « Mme » -> f; u for a title of both genders
    functions: dict[str, str]  # « avocate » -> f, « ministre » -> u
    families: Words  # « la fille », « l'homme »: nouns that do not identify a person
    modifiers: Words  # adjectives that go with a function: « ancien », « délégué »
    heads: Words  # single words that head the name of a body
    class_nouns: (
        Words  # nouns beside a name that make it a body: « le syndicat », « maison d'édition »
    )
    purposes: Words
    locutions: Words  # nouns of prepositions: « à l'appel de »
    adjectives: Words  # in the name of a body
    places: Words
    place_nouns: Words
    ways: Words  # right before a name these make it a place, even if named after a person
    place_prepositions: Words
    works: Words
    peoples: Words
    times: Words
    no_actor: Words
    ordinary: Words
    company_ends: Words
    company_openers: Words
    demonyms: Words
    heads_and_titles: Words
    no_bodies: tuple[str, ...]  # beginnings of names that have a head and name no body
    epicene: Words  # of persons of either gender: « la victime », « la tête de liste »
    openers_in_capitals: Words  # class nouns that open no company: « l'ONG Médecins du monde »


def _fold(words: Iterable[str]) -> Words:
    return frozenset(map(folded_words, words))


@cache
def vocabulary() -> Vocabulary:
    """Return the word lists, read once."""
    data, shapes = read_toml("actors/heads_of_bodies.toml"), read_toml("actors/naming.toml")
    gazetteer, places = read_toml("actors/gazetteer.toml"), data["places"]
    heads = [*_heads(data), *shapes["capital_heads"]]
    naming = _fold(shapes["heads"])
    way_nouns = ("ways", "buildings", "towns", "regions", "nature", "bearings")
    class_nouns, openers = _fold(heads) - naming, _fold(shapes["company_openers"])
    titles = {folded_words(t): gender for gender, ts in data["titles"].items() for t in ts}
    head_words = _fold(head for head in heads if " " not in head) - _fold(
        (*shapes["no_heads"], *(head for head in heads if head.isupper()))
    )
    return Vocabulary(
        given=given_names(),
        titles=titles,
        functions=_functions(data),
        families=_fold(
            noun[gender]
            for group in data["functions"]
            if group["group"] == "family_and_persons"
            for noun in group["nouns"]
            for gender in ("m", "f")
        ),
        modifiers=_fold((*data["with_functions"]["before"], *data["with_functions"]["after"])),
        heads=head_words,
        class_nouns=class_nouns,
        purposes=_fold(shapes["purposes"]),
        locutions=_fold(shapes["locutions"]),
        adjectives=_plurals(_fold(data["inside"]["adjectives"])),
        places=_fold(f"{gazetteer['france']} {gazetteer['regions_of_the_world']}".split()),
        place_nouns=_fold(noun for key in way_nouns for noun in places[key]),
        ways=_fold(noun for key in ("ways", "buildings", "nature") for noun in places[key])
        - naming,
        place_prepositions=_fold(places["prepositions"]),
        works=_fold(
            noun
            for nouns in (
                data["works"]["nouns"],
                data["works"]["verbs"],
                data["laws"]["nouns"],
                data["products"]["nouns"],
                data["events"]["nouns"],
            )
            for noun in nouns
        ),
        peoples=_peoples(data["peoples"]["nouns"]),
        times=_fold(word for words in data["time"].values() for word in words),
        no_actor=frozenset(shapes["no_actor"]),
        ordinary=_fold((*shapes["ordinary"], *data["products"]["names"])),
        company_ends=_fold(shapes["company_ends"]),
        company_openers=openers,
        demonyms=_demonyms(),
        no_bodies=tuple(map(folded_words, shapes["no_bodies"])),
        heads_and_titles=head_words | titles.keys(),
        epicene=_fold(data["epicene"]["nouns"]),
        openers_in_capitals=class_nouns - openers,
    )


def _heads(data: dict[str, dict[str, dict[str, list[str]]]]) -> list[str]:
    groups = [group for name, group in data["heads"].items() if name != "plurals"]
    return [head for group in groups for heads in group.values() for head in heads]


def _plurals(words: Words) -> Words:
    return words | {f"{word}s" for word in words}


def _functions(data: dict[str, list[dict[str, list[dict[str, str]]]]]) -> dict[str, str]:
    """Return the gender of each function; u where one form serves both."""
    genders: dict[str, str] = {}
    for group in data["functions"]:
        for noun in group["nouns"]:
            for gender in ("m", "f"):
                form = folded_words(noun[gender])
                known = genders.setdefault(form, gender)
                genders[form] = gender if known == gender else "u"
    return genders


def _peoples(nouns: Iterable[str]) -> Words:
    forms = [folded_words(form) for noun in nouns for form in noun.split("|")]
    return frozenset((*forms, *(f"{form}s" for form in forms)))


def _demonyms() -> Words:
    with path("actors/states.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        forms = [form for row in rows for form in re.split(r"[;|]", row["demonyms"]) if form]
    return _plurals(_fold(forms))


@cache
def given_names() -> dict[str, GivenName]:
    """Return the first names, folded."""
    names: dict[str, GivenName] = {}
    with path("actors/first_names.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(line for line in stream if not line.startswith("#"))
        next(rows)
        for name, gender, also in rows:
            key = folded_words(name)
            known = names.get(key)
            if known and known.gender != gender:
                gender = "u"
            names[key] = GivenName(gender, also or (known.also if known else ""))
    return names


@cache
def letters(word: str) -> frozenset[str]:
    """Return the parts of speech that the dictionary gives a word in small letters."""
    return frozenset(reading.letter for reading in analyses(word))


@cache
def is_finite(word: str) -> bool:
    """Say whether a word may be a verb in the indicative: « porte », but not « vive »."""
    return any(
        feature.startswith("f")
        for reading in analyses(word)
        if reading.letter == "V"
        for feature in reading.features
    )


@cache
def is_common(word: str) -> bool:
    """Say whether a word, with a capital here, is one of the language in small letters."""
    small = word.casefold().replace("’", "'")
    if analyses(small) or small in stop_words():
        return True
    # Capitals may lack their accents: « Evidemment », « TEMOIGNAGES ».
    places = range(len(small)) if word.isupper() and len(word) > 4 else range(word.startswith("E"))
    return any(
        small[at] == "e" and bool(analyses(f"{small[:at]}{letter}{small[at + 1 :]}"))
        for at in places
        for letter in "éèê"
    )
