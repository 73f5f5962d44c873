"""Decide by the words around a capital or seat whether it means a state or a place."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Any, NamedTuple

from nkru.actors.known.matching import Hit
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words

# « Kensington, Londres), », « Éditions Odile Jacob, Paris, 1999 »
ADDRESS = re.compile(r"[A-ZÀ-Ý][\w’'-]{0,30}, $")
DATELINE = re.compile(r"(?: -|[ \u00a0]?[–—])\s")  # « Séoul - Le président … »
CLOSED = re.compile(r"[,;:.)]|$")
JOINED = re.compile(r"\w[-\u2010\u2011]")  # « Météo-|France »
OF = re.compile(r"(?<![\w-])([^\W\d_][\w-]*+) (?:de |d['’])$")  # « Tour de | France »
TOWARDS = re.compile(r" (?:à|jusqu.à) [A-ZÀ-Ý]")  # « de Moscou à Pékin »
ASKED = re.compile(r" d(?:e |['’])\w+(?:er|ir|re)\b")  # « demander à Paris | de renoncer »
NOUN = re.compile(r" [a-zà-ÿœ]{3,} $")  # « le règlement | Dublin »
REACH = 7  # words before « à » among which its governor is looked for


class Construction(NamedTuple):
    """Whether a capital names the city only, and the rule that says so."""

    is_place: bool
    rule: str


def _place(reason: str) -> Construction:
    return Construction(True, f"place: {reason}")


def _metonym(reason: str) -> Construction:
    return Construction(False, f"metonym: {reason}")


@cache
def _rules() -> dict[str, Any]:
    """Return the lists of constructions.toml, folded as the text is."""
    rules = read_toml("actors/constructions.toml")
    lists = {**rules["place"], **rules["dative"]}
    contracted, after = lists.pop("contracted"), "|".join(lists.pop("after"))
    folded: dict[str, Any] = {
        key: tuple(folded_words(word) for word in words) for key, words in lists.items()
    }
    for key in ("prepositions", "ways_in"):
        folded[key] = tuple(f" {phrase}" for phrase in folded[key])
    folded["contracted"] = {short: folded_words(word) for short, word in contracted.items()}
    return folded | {"after": re.compile(after)}


def construction(
    folded: Folded,
    hit: Hit,
    previous: tuple[Hit, Construction] | None,
    *,
    paired: bool = False,
    at_home: bool = False,
) -> Construction:
    """Return the construction of a capital or seat.

    Args:
        folded: the text.
        hit: the name of the city or seat.
        previous: the capital before it and its construction, which « Moscou et Pékin » share.
        paired: whether a hyphen joins it to another name: « la coopération Séoul-Washington ».
        at_home: whether it is the capital of the outlet's country: « le tribunal de Paris ».
    """
    rules = _rules()
    after = folded.raw[hit.end : hit.end + 30].partition(BREAK)[0].rstrip()
    if rules["after"].match(after) and not paired:
        return _place("dateline or capital")
    if _is_address(folded.raw, hit, after):
        return _place("address")
    if previous and _joined(folded, previous[0], hit):
        return previous[1]
    words = folded.text[max(0, hit.left - 120) : hit.left].rpartition(BREAK)[2].split()
    if words and words[-1] in rules["articles"]:
        words.pop()
    if not words:
        return _first_word(after)
    if folded.raw.startswith(", ", max(0, hit.start - 2)) and words[-1] in rules["adverbs"]:
        return _metonym("opens the clause")
    words[-1] = rules["contracted"].get(words[-1], words[-1])
    # « l'aide de Washington à Kiev »
    governed = any(word.startswith(rules["governors"]) for word in words[-4:-1])
    if words[-1] == "de" and TOWARDS.match(folded.raw, hit.end) and not governed:
        return _place("de … à")
    if at_home and words[-1] == "de" and not _is_act(words[:-1]):
        return _place("de, at home")
    if words[-1] == "a":
        return _dative(words[-REACH - 1 : -1], at_home=at_home and not ASKED.match(after))
    if not paired and NOUN.search(folded.raw, max(0, hit.start - 30), hit.start):
        opens = len(words) == 2 and words[0] in rules["articles"]
        if opens or len(words) > 1 and words[-2] in rules["labelled"]:
            return _place("after a noun")
    return _after(words)


def state_as_place(folded: Folded, hit: Hit) -> Construction | None:
    """Return the construction that makes the name of a state a place: « en Belgique ».

    « Au Japon » is a place as « à Tokyo » is, but « demander au Japon » has a government for it;
    « le nord de la France », « quitter la France », « vers la France ».
    """
    rules = _rules()
    words = folded.text[max(0, hit.left - 120) : hit.left].rpartition(BREAK)[2].split()
    has_article = bool(words) and words[-1] in rules["articles"]
    words = words[:-1] if has_article else words
    if not words:
        return None
    last = words[-1]
    if last == "en" or last in ("au", "aux", "a") and not has_article:
        verdict = _place("en") if last == "en" else _dative(words[-REACH - 1 : -1])
        return verdict if verdict.is_place else None
    words[-1] = rules["contracted"].get(last, last)
    if any(near.startswith(rules["turning"]) for near in words[-3:-1]):
        return None
    if words[-1] == "de":
        return _place("noun of place") if _is_inside(words[:-1]) else None
    if f" {' '.join(words)}".endswith(rules["ways_in"]):
        return _place("preposition")
    return _place("verb") if has_article and last.startswith(rules["moves"]) else None


def is_part(folded: Folded, hit: Hit, starts: Container[int], ends: Container[int]) -> bool:
    """Say whether the name of a state is part of another: « Météo-France », « France Gall ».

    Args:
        folded: the text.
        hit: the name.
        starts: where forms begin in the raw text.
        ends: where they end.
    """
    raw, rules = folded.raw, _rules()
    former = raw[max(0, hit.start - 3) : hit.start].casefold() == "ex-"
    if JOINED.match(raw, max(0, hit.start - 2)) and hit.start - 1 not in ends and not former:
        return True
    if folded.word_before(hit.left) in rules["games"]:
        return True  # « Miss France »
    if before := OF.search(raw, max(0, hit.start - 40), hit.start):
        word = folded_words(before[1])
        is_name = before[1][0].isupper() and before.start() > 0 and before[1][1:].islower()
        opens = raw[: before.start(1)].rstrip(" «\u00a0").endswith((BREAK, ".", ":"))
        return word in rules["games"] or is_name and not opens and word not in rules["heads"]
    # A state's name that is also a first name: « France Gall », but « la France », « en France ».
    if folded.text[hit.left : hit.right] not in rules["given"]:
        return False
    if folded.word_before(hit.left) in (*rules["articles"], "en", "au", "aux", "de", "du", "des"):
        return False
    beyond = hit.end + 1
    goes_on = raw[hit.end : beyond] == " " and raw[beyond : beyond + 1].isupper()
    return goes_on and beyond not in starts


def _is_inside(words: list[str]) -> bool:
    """Say whether « … de la France » follows a noun of a part: « le nord », « une ville »."""
    return any(word in _rules()["parts"] for word in words[-2:])


def _is_address(raw: str, hit: Hit, after: str) -> bool:
    if raw[hit.start - 1 : hit.start] == "(" and after.startswith(")"):
        return True
    listed = raw.startswith(", ", max(0, hit.start - 2)) and CLOSED.match(after)
    return bool(listed and ADDRESS.search(raw, max(0, hit.start - 30), hit.start))


def _joined(folded: Folded, before: Hit, hit: Hit) -> bool:
    """Say whether two capitals are in one list: « Moscou et Pékin », « Moscou, Pékin et … »."""
    joints, written = _rules()["joints"], folded.raw[before.end : hit.start]
    if written in ("-", "–", "/") or folded.text[before.right : hit.left].strip() in joints:
        return True
    return written == ", " and folded.text[hit.right : hit.right + 9].split(" ", 2)[1] in joints


def _first_word(after: str) -> Construction:
    """Decide for a name that opens its sentence, from the text after it."""
    if DATELINE.match(after):
        return _place("dateline or capital")
    if after in ("", "."):
        return _place("alone in its line")
    return _metonym("opens the sentence")


def _after(words: list[str]) -> Construction:
    """Decide for a name after these words."""
    rules, word = _rules(), words[-1]
    if word == "de" and _is_place_noun(words[:-1]):
        return _place("noun of place")
    if word == "entre" or word in rules["ways"]:
        return _place(word) if set(words[-5:]) & set(rules["ways"]) else _metonym(word)
    if any(near.startswith(rules["turning"]) for near in words[-3:-1]):
        return _metonym(word)
    if set(words[-REACH:]) & set(rules["cities"]):
        return _place("one of several cities")
    if word in rules["movable"]:
        leaves = any(near.startswith(rules["departures"]) for near in words[-REACH:-1])
        return _place(word) if leaves else _metonym(word)
    if f" {' '.join(words)}".endswith(rules["prepositions"]):
        return _place("preposition")
    return _place("verb") if word.startswith(rules["verbs"]) else _metonym(word)


def _is_act(words: list[str]) -> bool:
    """Say whether « … de Paris » follows an act or trait of a state: « la position de Paris »."""
    return any(word.startswith(_rules()["acts"]) for word in words[-3:])


def _dative(words: list[str], *, at_home: bool = False) -> Construction:
    """Decide « à »: its nearest governor makes it a recipient or a place; without one, a place.

    At home a paper calls its state by the capital only in « face à Paris » and « demande à Paris
    de … »: « il donne un concert à Paris » is about the city.
    """
    rules = _rules()
    if words and words[-1] in rules["direct"]:
        return _metonym(f"{words[-1]} à")
    if at_home:
        return _place("à")
    for word in reversed(words):
        if word.startswith(rules["motion"]):
            break
        if word.startswith(rules["governors"]):
            return _metonym(f"{word} … à")
    return _place("à")


def _is_place_noun(words: list[str]) -> bool:
    """Say whether « … de Séoul » follows a noun of place: « la banlieue la plus pauvre »."""
    rules = _rules()
    for word in reversed(words[-4:]):
        # « l'est de Kiev »
        if word in rules["nouns"] and (word not in rules["links"] or word is words[-1]):
            return True
        if word in rules["links"]:
            break
    return bool(set(words[-REACH:]) & set(rules["institutions"]))
