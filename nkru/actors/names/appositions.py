"""Descriptions that an article ties to an actor: « la secrétaire générale, Sophie Binet »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nkru.actors.known.title_patterns import Tenure, tenure_by_words
from nkru.actors.names.bodies import STEP, is_adjective, is_noun
from nkru.actors.names.name_words import letters, vocabulary
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import BORDER, any_of

OF = frozenset(("de", "du", "des", "d", "a", "au", "aux"))
PREPOSITIONS = frozenset(
    ("selon", "apres", "pour", "a", "en", "dans", "chez", "depuis", "contre", "sur", "par")
    + ("vers", "sous", "entre")
)
LONGEST = 12  # words of a description after its noun
NEAREST = 3  # words after a noun that may say that the person does not hold the office
AGE = re.compile(r"[ \u00a0](?:âgée? )?de \d{1,3}[ \u00a0\u202f]ans\b")
STEM = 5  # letters that the genders and numbers of a demonym share
GENDERS = {"le": "m", "la": "f", "du": "m", "au": "m", "ce": "m", "cet": "m", "cette": "f"}


class Phrase(NamedTuple):
    """A description: its span, its folded noun and rest, and the types of actor it may name."""

    start: int
    end: int
    noun: str
    rest: str
    gender: str
    past: bool  # whether a word before the noun says « ancien » or « futur », or « actuel »
    tenure: Tenure  # "past" of « l'ancien ministre », "none" of « le futur ministre »
    person: bool
    body: bool


class Noun(NamedTuple):
    """The noun of a description with its determiner; its complement is read when it is needed."""

    start: int
    end: int
    key: str  # folded
    before: str  # « ancien », « futur », « actuel », folded
    person: bool
    body: bool
    match: re.Match[str]


class Grammar(NamedTuple):
    """The descriptions as patterns, and the nouns that may replace one another."""

    noun: re.Pattern[str]  # a noun with its determiner
    bare: re.Pattern[str]  # a noun after a comma
    same: dict[str, frozenset[str]]
    general: frozenset[str]
    offices: frozenset[str]
    relatives: frozenset[str]
    kinds: frozenset[str]  # nouns of kinds of bodies


@cache
def grammar() -> Grammar:
    """Return the patterns made from the words of functions and bodies."""
    data = read_toml("actors/apposition.toml")
    heads = read_toml("actors/heads_of_bodies.toml")
    functions = {noun[g] for group in heads["functions"] for noun in group["nouns"] for g in "mf"}
    functions |= {word for line in data["same"] for word in line}
    kinds = {noun for kind in data["kinds"].values() for noun in kind["nouns"]}
    bodies = {
        head
        for name, group in heads["heads"].items()
        if name != "plurals"
        for words in group.values()
        for head in words
    }
    nouns = any_of(
        _cases(word for word in functions | bodies | kinds if word[0].islower() or word.isupper())
    )
    dets = any_of(_cases(d for d in data["determiners"] if d[-1] != "'"))
    former = any_of(_cases(word.strip("- ") for word in data["before"]))
    before = rf"(?:(?:{former})[ -]){{0,2}}"
    # No IGNORECASE, so that few words are tried.
    noun = re.compile(
        rf"{BORDER}(?:(?P<det>(?:{dets})[ \u00a0]|[Ll]['’])"
        rf"|(?P<du>{any_of(_cases(data['contracted']))}) )"
        rf"(?P<before>{before})(?P<noun>{nouns})(?![\w-])"
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
        *(
            frozenset(map(folded_words, ws))
            for ws in (data["general"], data["offices"], data["relatives"], kinds)
        ),
    )


def _cases(words: Iterable[str]) -> Iterator[str]:
    """Yield words in small letters, with a first capital, and in capitals."""
    for word in words:
        yield from (word, word[0].upper() + word[1:], word.upper())


def phrase_end(raw: str, end: int) -> int:
    """Return the end of a description from the end of its noun, before the name beside it."""
    v, at, last, inner = vocabulary(), end, end, False
    for _ in range(LONGEST):
        step = STEP.match(raw, at)
        if not step or step["et"]:
            break
        word = step["word"]
        key, upper = folded_words(word), word[0].isupper()
        if step["of"]:
            if not upper and not is_noun(word) and key not in v.functions and letters(word):
                break  # but « le géant du streaming »
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


def with_age(raw: str, end: int) -> int:
    """Return the end of a description with the age after it: « la dirigeante de 45 ans »."""
    age = AGE.match(raw, end)
    return age.end() if age else end


def nouns(raw: str) -> Iterator[Noun]:
    """Yield the nouns in a text that a determiner makes descriptions."""
    for match in grammar().noun.finditer(f" {raw}"):
        start, end = match.start(), match.end() - 1  # in the text without the space
        if raw[start - 1 : start] not in ("’", "'", "-"):
            yield _noun(match, match.start("before") - 1 if match["du"] else start, end)


def gender_of_noun(noun: Noun) -> str:
    """Return the gender that a noun or its determiner tells: m, f or ""."""
    gender = vocabulary().functions.get(noun.key, "u")
    if gender != "u" or noun.key in vocabulary().epicene:
        return gender.replace("u", "")
    groups = noun.match.groupdict()
    determiner = groups.get("det") or groups.get("du") or ""
    return GENDERS.get(folded_words(determiner.strip()), "")


def phrase_of(raw: str, noun: Noun) -> Phrase:
    """Return the description that a noun begins."""
    return _phrase(raw, noun)


def bare_phrase(raw: str, end: int) -> Phrase | None:
    """Return the description without determiner after a name: « Binet, secrétaire générale … »."""
    if raw[end : end + 2] != ", ":
        return None
    match = grammar().bare.match(raw, end)
    return _phrase(raw, _noun(match, match.start("before"), match.end())) if match else None


def _noun(match: re.Match[str], start: int, end: int) -> Noun:
    v, key = vocabulary(), folded_words(match["noun"])
    before = folded_words(match["before"]).split() if match["before"] else []
    for at in range(len(before)):  # « premier ministre » is an office, « nouveau ministre » none
        if (whole := " ".join((*before[at:], key))) in v.functions:
            key, before = whole, before[:at]
            break
    person = key in v.functions or key in grammar().same
    is_body = key in v.class_nouns or key in v.heads or key in grammar().kinds
    body = (match["noun"][0].islower() or match["noun"].isupper()) and is_body
    return Noun(start, end, key, " ".join(before), person, body, match)


def _phrase(raw: str, noun: Noun) -> Phrase:
    end, gender = phrase_end(raw, noun.end), gender_of_noun(noun)
    before, rest = noun.before, folded_words(raw[noun.end : end])
    end = with_age(raw, end) if noun.person else end
    past, tenure = bool(before), tenure_by_words(before.split(), rest.split()[:NEAREST])
    return Phrase(noun.start, end, noun.key, rest, gender, past, tenure, noun.person, noun.body)


def agree(noun: str, rest: str, phrase: Phrase, *, person: bool) -> bool:
    """Say whether a description may be of a role that the article has given to an actor.

    Args:
        noun: of the role, folded.
        rest: the words after it, folded: « écologiste », « de Paris ».
        phrase: the description.
        person: whether the actor is a person.
    """
    here, there = phrase.rest.split(), rest.split()
    if not _is_of_one_state(here, there):
        return False
    if noun == phrase.noun and here == there[: len(here)]:
        return True
    of_another = bool(here) and here[0] in OF
    if noun != phrase.noun:
        return not here or here == there
    if of_another:  # « le chef du Parti vert » is not « le chef intérimaire du Parti libéral »
        return person and bool(there) and OF.isdisjoint(there)
    return True


def _is_of_one_state(here: Sequence[str], there: Sequence[str]) -> bool:
    """Say whether no two states differ: « président sud-coréen », « président américain »."""
    states, others = _states(here), _states(there)
    return not states or not others or not states.isdisjoint(others)


def _states(words: Sequence[str]) -> set[str]:
    pairs = map(" ".join, pairwise(words))
    return {form[:STEM] for form in (*words, *pairs) if form in vocabulary().demonyms}


def is_apposed(raw: str, phrase: Phrase, start: int) -> bool:
    """Say whether no preposition is between a description and a person's name in it."""
    before = folded_words(raw[max(phrase.start, start - 8) : start]).split()
    return bool(before) and before[-1] not in ("de", "du", "des", "a", "d", "la", "l")
