"""Decide the type of a form in an article: a person, a body, or not an actor."""

from __future__ import annotations

import re
from functools import cache

from nkru.actors.names.evidence import Evidence, limits
from nkru.actors.names.name_words import is_common, vocabulary
from nkru.actors.names.names import CIVILITIES, Piece
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words

INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}[a-zà-ÿ]{2}|\w\.[a-z]{2,4}$|\+$")
NO_NAME = re.compile(r"^[IVXL]+(?:e|er|ème)?$|\d{2}")  # « XXe », « F16003 »
INITIAL = re.compile(r"^[A-ZÀ-Þ]\.(?:-[A-ZÀ-Þ]\.)?$|^[A-ZÀ-Þ]$")


@cache
def _town() -> re.Pattern[str]:
    places = read_toml("actors/heads_of_bodies.toml")["places"]
    openers = "|".join(re.escape(word) for word in places["town_openers"] if word.endswith("-"))
    parts = "|".join(map(re.escape, places["town_parts"]))
    return re.compile(rf"^(?:{openers})|\w(?:{parts})", re.IGNORECASE)


def weigh_form(piece: Piece, evidence: Evidence) -> None:
    """Add the cues in the form itself."""
    if piece.head:
        if " " in piece.key:
            evidence.add("body_name")
        if piece.key in vocabulary().works or piece.key.startswith(vocabulary().no_bodies):
            evidence.add("no_actor")  # « la Ligue des champions »
    elif len(piece.words) == 1:
        _weigh_word(piece, evidence)
    else:
        _weigh_words(piece, evidence)
    if piece.key in vocabulary().places:
        evidence.add("gazetteer")
        for cue in (
            "article",
            "plural_article",
            "contracted",
        ):  # « le Texas » is no body for its article
            evidence.drop(cue)


def _weigh_word(piece: Piece, evidence: Evidence) -> None:
    v, text, key = vocabulary(), piece.words[0].text, piece.key
    if piece.title in CIVILITIES and text.istitle():
        return
    if len(text) < 2 or key in v.times or key in stop_words() or NO_NAME.search(text):
        evidence.add("no_name")
        return
    if text.isupper():
        _weigh_initials(text, evidence)
        return
    if INNER_CAPITAL.search(text):
        evidence.add("inner_capital")
    given = v.given.get(key)
    if given:
        evidence.add("given_name_or_word" if given.also else "given_name")
    if not given and (key in v.peoples or key in v.demonyms):
        evidence.add("people_name")
    if key in v.ordinary or key in v.functions:
        evidence.add("ordinary")
    elif is_common(text) and not (given and "word" not in given.also):
        evidence.add("common_word" if evidence.inside else "common_opening")
    elif evidence.inside:
        evidence.add("unknown_word")
        if evidence.inside > 1:
            evidence.add("again")
    if _town().search(text):
        evidence.add("town_shape")


def _weigh_initials(text: str, evidence: Evidence) -> None:
    if text in vocabulary().no_actor or len(text) > 4 and is_common(text):
        evidence.add("no_actor")
    elif any(map(str.isdigit, text)):
        evidence.add("numbered")  # « UTF-8 », « UP2A »
    else:
        evidence.add("acronym" if len(text) > 2 else "two_letters")


def _weigh_words(piece: Piece, evidence: Evidence) -> None:
    v, words = vocabulary(), piece.words
    if piece.key in v.places:
        return  # « Hong Kong »
    first, last = words[0], words[-1]
    given = v.given.get(first.key)
    if given:
        doubtful = {"word", "place"} & set(given.also.split(";"))
        evidence.add("given_or_word_then_more" if doubtful else "given_then_more")
    elif INITIAL.match(first.text) or INITIAL.match(last.text):
        evidence.add("initial")
    elif not any(is_common(word.text) for word in words):
        evidence.add("unknown_words")
        if len(evidence.spans) > 1:
            evidence.add("again")
    if last.key in v.company_ends and last.key not in v.given:
        evidence.add("company_end")
    elif first.key in v.company_openers and not given:
        evidence.add("company_opener")
    if any(_is_initials(word.text) for word in words):
        evidence.add("with_initials")
    if evidence.inside and not given and all(is_common(word.text) for word in words):
        evidence.add("common_words")
    if first.key in v.place_nouns or first.key in v.works:
        evidence.add("place_or_work_head")


def _is_initials(text: str) -> bool:
    return (
        text.isupper()
        and text.isalpha()
        and len(text) > 2
        and (len(text) == 3 or not is_common(text))
    )


def decide(evidence: Evidence) -> str:
    """Return "person" or "organisation", or "" if it is not an actor or the evidence is weak."""
    totals = evidence.totals
    actor = max(totals.person, totals.body)
    if actor < limits().least or actor <= max(totals.place, totals.other):
        return ""
    return "person" if totals.person >= totals.body else "organisation"


def leaning(evidence: Evidence) -> str:
    """Return the likelier type of a form with too little evidence for `decide`, and no contrary."""
    totals = evidence.totals
    actor = max(totals.person, totals.body)
    against = max(totals.place, totals.other)
    if not evidence.inside or not limits().leaning <= actor < limits().least or against:
        return ""
    return "person" if totals.person > totals.body else "organisation"
