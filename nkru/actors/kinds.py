"""Decide what a form names in an article: a person, a body, or something that is no actor."""

from __future__ import annotations

import re
from functools import cache

from nkru.actors.evidence import Evidence
from nkru.actors.name_words import is_common, vocabulary
from nkru.actors.names import Piece
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words

LEAST = 2.0  # evidence for an actor, below which a form is left out
LEANING = 0.8  # from which another article of the corpus may decide
INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2,}[a-zà-ÿ]{2,}")
DOMAIN = re.compile(r"\.(?:com|fr|be|ch|org|net|info|ca)$")
ROMAN = re.compile(r"^[IVXL]+(?:e|er|ème|ème)?$")
INITIAL = re.compile(r"^[A-ZÀ-Þ]\.(?:-[A-ZÀ-Þ]\.)?$|^[A-ZÀ-Þ]$")


@cache
def _town() -> re.Pattern[str]:
    places = read_toml("actors/heads_of_bodies.toml")["places"]
    openers = "|".join(re.escape(word) for word in places["town_openers"] if word.endswith("-"))
    parts = "|".join(map(re.escape, places["town_parts"]))
    return re.compile(rf"^(?:{openers})|\w(?:{parts})", re.IGNORECASE)


def weigh_form(piece: Piece, evidence: Evidence, *, shouted: bool) -> None:
    """Add what the form itself says. `shouted`: all around it is in capitals too."""
    if piece.head:
        _weigh_body(piece, evidence)
    elif len(piece.words) == 1:
        _weigh_word(piece, evidence, shouted=shouted)
    else:
        _weigh_words(piece, evidence, shouted=shouted)


def _weigh_body(piece: Piece, evidence: Evidence) -> None:
    if len(piece.key.split()) > 1:
        evidence.body += 3.5
    else:  # « la Cour », « l'Éducation »: which one, nobody says
        evidence.other += 6


def _weigh_word(piece: Piece, evidence: Evidence, *, shouted: bool) -> None:
    v, text = vocabulary(), piece.words[0].text
    key = piece.key
    given = v.given.get(key)
    if len(text) < 2 or key in v.times or key in stop_words() or ROMAN.match(text):
        evidence.other += 9
    elif text.isupper() and not shouted:
        if text in v.no_actor or len(text) > 4 and is_common(text):
            evidence.other += 7
        else:
            evidence.body += 4 if len(text) > 2 else 0.9
        return
    elif INNER_CAPITAL.search(text) or DOMAIN.search(text) or text.endswith("+"):
        evidence.body += 2.5
    if given:
        evidence.person += 0.6 if given.also else 1.8
    if key in v.peoples or key in v.demonyms:
        evidence.other += 1.5 if given else 3
    if key in v.ordinary or key in v.functions:
        evidence.other += 7
    elif is_common(text) and not (given and "word" not in given.also):
        evidence.other += 3 if evidence.inside else 6
    elif evidence.inside:
        evidence.person += 0.8
        evidence.body += 0.8 + 0.3 * (evidence.inside > 1)
    _weigh_place(piece, evidence)


def _weigh_place(piece: Piece, evidence: Evidence) -> None:
    if piece.key in vocabulary().places:
        evidence.place += 3
    elif _town().search(piece.words[0].text):
        evidence.place += 2.5


def _weigh_words(piece: Piece, evidence: Evidence, *, shouted: bool) -> None:
    v, words = vocabulary(), piece.words
    first, last = words[0], words[-1]
    if piece.key in v.places:
        evidence.place += 3
    if first.key in v.given:
        evidence.person += 3 if {"word", "place"} & set(v.given[first.key].also.split(";")) else 4
    elif INITIAL.match(first.text) or INITIAL.match(last.text):
        evidence.person += 2.5
    elif not any(is_common(word.text) for word in words):
        evidence.person += 1.5
    if last.key in v.company_ends and last.key not in v.given:
        evidence.body += 3.5
    elif first.key in v.company_openers and first.key not in v.given:
        evidence.body += 3
    if not shouted and any(_is_initials(word.text) for word in words):
        evidence.body += 2.5
    if all(is_common(word.text) for word in words) and first.key not in v.given:
        evidence.other += 1.5 if evidence.inside else 4
    if first.key in v.place_nouns or first.key in v.works:
        evidence.other += 2


def _is_initials(text: str) -> bool:
    return text.isupper() and len(text) > 2 and not is_common(text)


def decide(evidence: Evidence) -> str:
    """Return "person" or "organisation", or "" for what is no actor or cannot be told."""
    actor = max(evidence.person, evidence.body)
    if actor < LEAST or actor <= max(evidence.place, evidence.other):
        return ""
    return "person" if evidence.person >= evidence.body else "organisation"


def leaning(evidence: Evidence) -> str:
    """Return the likelier type of a form that `decide` leaves out though nothing speaks against."""
    actor = max(evidence.person, evidence.body)
    if (
        not evidence.inside
        or not LEANING <= actor < LEAST
        or max(evidence.place, evidence.other) > 0
    ):
        return ""
    return "person" if evidence.person > evidence.body else "organisation"
