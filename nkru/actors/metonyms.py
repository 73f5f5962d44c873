"""Metonym or place: whether a capital or a seat stands for its state, decided by the construction around it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from nkru.actors.matching import Hit
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words

ADDRESS = re.compile(
    r"[A-ZÀ-Ý][\w’'-]*, $"
)  # « Kensington, Londres), », « Éditions Odile Jacob, Paris, 1999 »
DATELINE = re.compile(r"(?: -|[ \u00a0]?[–—])\s")  # « Séoul - Le président … »
CLOSED = re.compile(r"[,;:.)]|$")
TOWARDS = re.compile(r" (?:à|jusqu.à) [A-ZÀ-Ý]")  # « de Moscou à Pékin »
REACH = 7  # words before « à » among which its governor is looked for


@cache
def _rules() -> dict[str, Any]:
    """Return the lists of constructions.toml, folded as the text is."""
    rules = read_toml("actors/constructions.toml")
    after, contracted = "|".join(rules["place"]["after"]), rules["place"]["contracted"]
    lists = {
        key: words
        for key, words in {**rules["place"], **rules["dative"]}.items()
        if isinstance(words, list)
    }
    folded: dict[str, Any] = {
        key: tuple(folded_words(word) for word in words) for key, words in lists.items()
    }
    folded["prepositions"] = tuple(f" {phrase}" for phrase in folded["prepositions"])
    whole = {short: folded_words(word) for short, word in contracted.items()}
    return folded | {"after": re.compile(after), "contracted": whole}


def construction(
    folded: Folded, hit: Hit, previous: tuple[Hit, str] | None, *, paired: bool = False
) -> str:
    """Return the construction of a capital or seat: "place: …", or "metonym: …" where it stands for its state.

    Args:
        folded: the text.
        hit: the name of the city or seat.
        previous: the capital before it and its construction, which « Moscou et Pékin » share.
        paired: whether a hyphen joins it to another name: « la coopération Séoul-Washington ».
    """
    rules = _rules()
    after = folded.raw[hit.end : hit.end + 30].partition(BREAK)[0].rstrip()
    if rules["after"].match(after) and not paired:
        return "place: dateline or capital"
    bracketed = folded.raw[hit.start - 1 : hit.start] == "(" and after.startswith(")")
    listed = folded.raw.startswith(", ", max(0, hit.start - 2)) and CLOSED.match(after)
    if bracketed or listed and ADDRESS.search(folded.raw, max(0, hit.start - 30), hit.start):
        return "place: address"
    if previous and _joined(folded, previous[0], hit):
        return previous[1]
    words = folded.text[max(0, hit.left - 120) : hit.left].rpartition(BREAK)[2].split()
    if words and words[-1] in rules["articles"]:
        words.pop()
    if not words and DATELINE.match(after):
        return "place: dateline or capital"
    if not words:
        return _either(
            after in ("", "."), "alone in its line" if after in ("", ".") else "opens the sentence"
        )
    words[-1] = rules["contracted"].get(words[-1], words[-1])
    helped = any(
        word.startswith(rules["governors"]) for word in words[-4:-1]
    )  # « l'aide de Washington à Kiev »
    if words[-1] == "de" and TOWARDS.match(folded.raw, hit.end) and not helped:
        return "place: de … à"
    return _after(words)


def _joined(folded: Folded, before: Hit, hit: Hit) -> bool:
    """Say whether two capitals stand in one list: « Moscou et Pékin », « Moscou-Pékin », « Moscou, Pékin et … »."""
    between, written = (
        folded.text[before.right : hit.left].strip(),
        folded.raw[before.end : hit.start],
    )
    if between in _rules()["joints"] or written in ("-", "–", "/"):
        return True
    return (
        written == ", "
        and folded.text[hit.right : hit.right + 9].split(" ", 2)[1] in _rules()["joints"]
    )


def _after(words: list[str]) -> str:
    """Return the construction of a name that stands after these words."""
    rules, word = _rules(), words[-1]
    if word == "a":
        return _dative(words[-REACH - 1 : -1])
    if word == "de" and _is_place_noun(words[:-1]):
        return "place: noun of place"
    if word == "entre" or word in rules["ways"]:
        return _either(set(words[-5:]) & set(rules["ways"]), word)
    if any(near.startswith(rules["turning"]) for near in words[-3:-1]):
        return f"metonym: {word}"
    if set(words[-REACH:]) & set(rules["cities"]):
        return "place: one of several cities"
    if word in rules["movable"]:
        return _either(any(near.startswith(rules["departures"]) for near in words[-REACH:-1]), word)
    if f" {' '.join(words)}".endswith(rules["prepositions"]):
        return "place: preposition"
    return _either(
        word.startswith(rules["verbs"]), "verb" if word.startswith(rules["verbs"]) else word
    )


def _either(place: object, what: str) -> str:
    return f"{'place' if place else 'metonym'}: {what}"


def _dative(words: list[str]) -> str:
    """Decide « à »: the nearest word that governs it as a recipient, or as a place, wins; a place without any."""
    rules = _rules()
    if words and words[-1] in rules["direct"]:
        return f"metonym: {words[-1]} à"
    for word in reversed(words):
        if word.startswith(rules["motion"]):
            return "place: à"
        if word.startswith(rules["governors"]):
            return f"metonym: {word} … à"
    return "place: à"


def _is_place_noun(words: list[str]) -> bool:
    """Say whether « … de Séoul » hangs on a noun of place: « la banlieue la plus pauvre », « l'Institut d'études »."""
    rules = _rules()
    for word in reversed(words[-4:]):
        if word in rules["nouns"] and (
            word not in rules["links"] or word is words[-1]
        ):  # « l'est de Kiev »
            return True
        if word in rules["links"]:
            break
    return bool(set(words[-REACH:]) & set(rules["institutions"]))
