"""Surroundings of a name: the evidence in the words before and after it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkru.actors.names.bodies import is_adjective
from nkru.actors.names.evidence import Evidence
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.names import Piece
from nkru.actors.names.words_after import weigh_after
from nkru.actors.speech.sayings import saying
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import BREAK, folded_words

BEFORE = 48  # characters before a name that are read
NEAREST = 6  # words before it
TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’.]?|[^\w\s]")
MARKS = ("«", "“", '"', "‘")
BORN = ("ne", "nee")
SAID_ENDS = frozenset((",", "»", "”", '"', "?", "!", "…", "-"))
AUXILIARIES = frozenset(("a", "ont", "avait", "est", "aurait"))
DETERMINERS = {"le": "m", "la": "f", "un": "m", "une": "f", "sa": "f", "du": "m", "au": "m"}
ARTICLES = frozenset(("le", "la", "l", "les"))
CONTRACTED = frozenset(("au", "aux", "du"))
BEFORE_PEOPLE = ARTICLES | CONTRACTED | {"un", "une", "des", "ces", "cette", "ce", "de"}
OF = frozenset(("de", "d", "du", "des"))


class Cues(NamedTuple):
    """Verbs of saying before a name, and words that decide between a body and a place."""

    says_before: frozenset[str]
    dative: tuple[str, ...]  # beginnings of words that govern « à »
    placing: tuple[str, ...]  # before « à » these have a place after it: « aura lieu à Lyon »
    members: frozenset[str]
    heads_of_places: frozenset[str]
    sources: frozenset[str]
    toward: frozenset[str]
    reveals: frozenset[str]
    nouns: frozenset[str]  # that occur right before a name
    governing: frozenset[str]  # before « de » and a name


@cache
def cues() -> Cues:
    """Return the words of evidence.toml and of the verbs of saying."""
    words, v = read_toml("actors/evidence.toml")["words"], vocabulary()
    rules = read_toml("actors/constructions.toml")["dative"]
    governors = (*rules["direct"], *rules["governors"], *words["told"])
    members, heads_of_places, sources, toward, reveals = (
        frozenset(map(folded_words, words[name]))
        for name in ("members", "heads_of_places", "sources", "toward", "reveals")
    )
    return Cues(
        says_before=frozenset(folded_words(form.split()[-1]) for form in saying()),
        dative=tuple(map(folded_words, governors)),
        placing=tuple(map(folded_words, rules["motion"])),
        members=members,
        heads_of_places=heads_of_places,
        sources=sources,
        toward=toward,
        reveals=reveals,
        nouns=frozenset(v.functions) | v.class_nouns | v.works | v.place_nouns,
        governing=v.place_nouns | members | heads_of_places,
    )


def weigh(raw: str, piece: Piece, evidence: Evidence) -> None:
    """Add the cues around one occurrence of a form."""
    words = _words_before(raw, piece.start)
    if piece.title:
        evidence.add("title")
        evidence.address(vocabulary().titles.get(piece.title, "u"))
    if words:
        if words[-1] in BORN:
            evidence.add("birth_name")  # « Colette Varennes, née Bouvard »
        _weigh_before(raw, words, piece, evidence)
    elif len(piece.words) > 1 and raw[piece.end : piece.end + 2].strip() in ("", BREAK):
        evidence.add("alone_in_line")  # « Soo Kim » under a quotation
    weigh_after(raw, words, piece, evidence)


def _words_before(raw: str, start: int) -> list[str]:
    """Return the folded words and signs before an offset, the nearest last, in its sentence."""
    text = raw[max(0, start - BEFORE) : start].rpartition(BREAK)[2]
    words = [folded_words(word) or word for word in TOKEN.findall(text)[-NEAREST:]]
    while words and words[-1] in MARKS:
        words.pop()
    return words


def _is_company(raw: str, piece: Piece) -> bool:
    """Say whether a demonym in small letters is before a name: « l'italien Marazzo »."""
    word = re.split(r"[ \u00a0'’]", raw[max(0, piece.start - 24) : piece.start].rstrip())[-1]
    return word[:1].islower() and folded_words(word) in vocabulary().demonyms


def _weigh_before(raw: str, words: list[str], piece: Piece, evidence: Evidence) -> None:
    noun, determiner = _noun(words)
    v = vocabulary()
    if noun in v.functions and piece.words[0].text.isupper() and len(piece.words[0].text) > 1:
        evidence.add("function_of_initials")  # « le député PS »
    elif noun in v.functions and noun in v.class_nouns:
        evidence.add("function_or_class_noun")  # « l'éditeur Grasset »
    elif noun in v.functions and noun not in v.places:
        evidence.add("function")
        gender = v.functions[noun]
        if gender == "u" and noun not in v.epicene:
            gender = DETERMINERS.get(determiner, "u")
        evidence.vote(gender)
    elif not piece.head:
        cue = _noun_cue(noun) or _preposition_cue(words, single=len(piece.words) == 1)
        if not cue and len(words) > 1 and words[-2] in BEFORE_PEOPLE and _is_company(raw, piece):
            cue = "demonym_before"
        if words[-1] in BEFORE_PEOPLE and piece.key in v.peoples:
            evidence.add("people")
        if cue:
            evidence.add(cue)


def is_stop(word: str) -> bool:
    """Say whether a folded word is an article or preposition."""
    return len(word) < 3 or word in stop_words()


def _noun(words: list[str]) -> tuple[str, str]:
    """Return the noun right before a name, and the determiner before it.

    Adjectives may come between, and a complement: « le constructeur automobile français Ligier ».
    """
    v, nouns = vocabulary(), cues().nouns
    end = len(words)
    for _ in range(3):
        for size in (3, 2, 1):
            if size > end:
                continue
            phrase = words[end - 1] if size == 1 else " ".join(words[end - size : end])
            if phrase in nouns and (phrase != "est" or words[end - 2 : end - 1] == ["l"]):
                return phrase, words[end - size - 1] if end > size else ""
        word = words[end - 1]
        if end > 2 and words[end - 2] in ("de", "d") and not is_stop(word):
            end -= 2  # « le fabricant de pneus Kleber »
        elif word in v.modifiers or word in v.demonyms or is_adjective(word):
            end -= 1
        else:
            break
        if not end:
            break
    return "", ""


def _noun_cue(noun: str) -> str:
    """Return the cue of a noun right before a name."""
    v = vocabulary()
    if not noun:
        return ""
    if noun in v.works:
        return "work_noun"
    if noun in v.ways:
        return "way"
    if noun in v.place_nouns:
        return "place_noun"
    return "class_noun" if noun in v.class_nouns else ""


def _preposition_cue(words: list[str], *, single: bool) -> str:
    """Return the cue of the word before a name."""
    v, c, last = vocabulary(), cues(), words[-1]
    of = _governor(words)
    if of in v.place_nouns or of in c.heads_of_places:
        return "of_place_noun"
    if of in c.members:
        return "of_member"
    if last in c.sources:
        return "by_source"
    if last == "a":
        near = next((w for w in reversed(words[-5:-1]) if w.startswith(c.placing + c.dative)), "")
        return "at" if not near or near.startswith(c.placing) else ""
    if last in c.toward:
        return "toward"
    if last in c.reveals:
        return "reveals_before"
    if last in c.says_before:
        if not single:
            return "says_before"
        if _is_inverted(words):
            return "says_before_alone"
    if last in ARTICLES and len(words) > 1 and words[-2] == "dans":
        return "in"
    if not single:
        return ""
    if last == "en":
        return "in"
    if last == "les":
        return "plural_article"
    return "article" if last in ARTICLES else "contracted" if last in CONTRACTED else ""


def _is_inverted(words: list[str]) -> bool:
    """Say whether what is said stands before its verb: « …, raconte Binet »."""
    before = words[-2] if len(words) > 1 else ""
    if before in AUXILIARIES and len(words) > 2:
        before = words[-3]
    return not before or before in SAID_ENDS


def _governor(words: list[str]) -> str:
    """Return the noun before « de »: « les rives de l'Alagnon », « la rive gauche de … »."""
    end = len(words) - 1 - (words[-1] in ARTICLES and len(words) > 1)
    if words[end] not in OF or not end:
        return ""
    known = cues().governing
    for word in (words[end - 1], words[end - 2] if end > 1 else ""):
        for noun in (word, word.removesuffix("s")):
            if noun in known:
                return noun
        if not is_adjective(word):
            break
    return ""
