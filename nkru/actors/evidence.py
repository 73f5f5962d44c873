"""Evidence around a name: what the words beside it say it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from nkru.actors.name_words import vocabulary
from nkru.actors.names import Piece
from nkru.actors.speakers import saying
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, folded_words

REACH = 70  # characters before a name, and after it, that are read
TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’.]?|[^\w\s]")
AGE = re.compile(r",? ?\(?\d{1,3} ans\b")
APPOSED = re.compile(r", (?:(?P<det>le|la|l['’]|les|un|une|son|sa) ?)?(?P<rest>\w.{0,60})")


@dataclass(slots=True)
class Evidence:
    """What speaks for each reading of a form in an article, summed over its occurrences."""

    person: float = 0.0
    body: float = 0.0
    place: float = 0.0
    other: float = 0.0
    men: int = 0
    women: int = 0
    inside: int = 0  # occurrences whose capital is no sentence's
    spans: list[tuple[int, int]] = field(default_factory=list)


class Cues(NamedTuple):
    """Verbs of saying beside a name, and beginnings of words that govern « à »."""

    says_after: re.Pattern[str]
    says_before: frozenset[str]
    dative: tuple[str, ...]


@cache
def cues() -> Cues:
    """Return the verbs of saying and what governs « à »."""
    from nkru.tokens.patterns import any_of

    rules = read_toml("actors/constructions.toml")["dative"]
    governors = (
        *rules["direct"],
        *rules["governors"],
        "confi",
        "expliqu",
        "raconte",
        "déclar",
        "indiqu",
        "dit",
    )
    after = re.compile(
        rf" (?:(?:a|ont|avait|aurait|s['’]est|n['’]a pas) )?(?:\w+ment )?(?:{any_of(saying())})\b"
    )
    before = frozenset(folded_words(form.split()[-1]) for form in saying())
    return Cues(after, before, tuple(map(folded_words, governors)))


def before(raw: str, start: int) -> list[str]:
    """Return the folded words and signs before an offset, the nearest last, in its sentence."""
    text = raw[max(0, start - REACH) : start].rpartition(BREAK)[2]
    return [folded_words(word) or word for word in TOKEN.findall(text)[-6:]]


def weigh(raw: str, piece: Piece, evidence: Evidence) -> None:
    """Add what stands around one occurrence of a form to its evidence."""
    words = before(raw, piece.start)
    if piece.title:
        evidence.person += 5
        _vote(evidence, vocabulary().titles.get(piece.title, "u"))
    if words:
        _weigh_before(words, piece, evidence)
    alone = not words and raw[piece.end : piece.end + 2].strip() in ("", BREAK)
    if alone and len(piece.words) > 1 and not piece.head:  # « Soo Kim » under a quotation
        evidence.person += 0.6
    _weigh_after(raw[piece.end : piece.end + REACH].partition(BREAK)[0], evidence)


def _vote(evidence: Evidence, gender: str) -> None:
    evidence.men += gender == "m"
    evidence.women += gender == "f"


DETERMINERS = {
    "le": "m",
    "la": "f",
    "l": "u",
    "un": "m",
    "une": "f",
    "son": "u",
    "sa": "f",
    "du": "m",
    "au": "m",
}


PLURALS = ("le", "la", "l", "les", "un", "une", "des", "aux", "du", "ces", "cette", "ce")


def _weigh_before(words: list[str], piece: Piece, evidence: Evidence) -> None:
    v, last = vocabulary(), words[-1]
    two = words[-2] if len(words) > 1 else ""
    three = words[-3] if len(words) > 2 else ""
    noun, det = _noun(words)
    single = len(piece.words) == 1
    if noun in v.functions and noun not in v.places:
        evidence.person += 3
        gender = v.functions[noun]
        _vote(evidence, DETERMINERS.get(det, "u") if gender == "u" else gender)
        return
    if piece.head:
        return
    if last in PLURALS and piece.key in v.peoples:
        evidence.other += 4
    if noun in v.works:
        evidence.other += 3.5
        return
    if noun in v.class_nouns and noun not in v.place_nouns:
        evidence.body += 4
        return
    if noun in v.place_nouns:
        evidence.place += 3.5
        return
    if last in ("de", "d", "du", "des", "la", "l", "les") and two:
        of = two if last in ("de", "d", "du", "des") else three
        if of in v.place_nouns:
            evidence.place += 2.5
            return
        if of in (
            "patron",
            "patronne",
            "pdg",
            "filiale",
            "salaries",
            "salarie",
            "actionnaires",
            "actionnaire",
            "dirigeants",
            "porte-parole",
            "porte parole",
            "siege",
            "adherents",
            "militants",
        ):
            evidence.body += 2.5
    if last == "chez" or last == "selon":
        evidence.body += 1.5
        evidence.person += 1
    elif last == "en" and single:
        evidence.place += 2.5
    elif last == "a":
        if not any(w.startswith(cues().dative) for w in words[-5:-1]):
            evidence.place += 2
    elif last in ("vers", "depuis", "pres", "sous", "entre"):
        evidence.place += 1.5
    elif last in ("le", "la", "l", "les") and single:
        evidence.body += 1.5
    elif last in ("au", "aux", "du") and single:
        evidence.body += 1
    elif last in cues().says_before:
        evidence.person += 3 if single else 1.5
        evidence.body += 0.7


@cache
def _nouns() -> frozenset[str]:
    v = vocabulary()
    return frozenset(v.functions) | v.class_nouns | v.works | v.place_nouns


def _noun(words: list[str]) -> tuple[str, str]:
    """Return the noun that stands right before a name, and the determiner before it."""
    v, known = vocabulary(), _nouns()
    for size in (1, 2, 3):
        for skip in (0, 1, 2):
            if len(words) < size + skip:
                continue
            end = len(words) - skip
            phrase = " ".join(words[end - size : end])
            if phrase in known and all(
                word in v.adjectives or word in v.modifiers or word in v.demonyms
                for word in words[end:]
            ):
                return phrase, words[end - size - 1] if end > size else ""
    return "", ""


def _weigh_after(after: str, evidence: Evidence) -> None:
    v = vocabulary()
    if AGE.match(after):
        evidence.person += 4
        return
    apposed = APPOSED.match(after)
    if apposed:
        words = folded_words(apposed["rest"]).split()
        for size in (3, 2, 1):
            phrase = " ".join(words[:size])
            if phrase in v.functions:
                evidence.person += 2.5
                _vote(evidence, v.functions[phrase])
                return
            if phrase in v.class_nouns and apposed["det"]:
                evidence.body += 2.5
                return
    elif cues().says_after.match(after):
        evidence.person += 1.2
        evidence.body += 1
