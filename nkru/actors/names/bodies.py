"""Names of bodies with small letters inside: « Centre national de la recherche scientifique »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nkru.actors.names.name_words import is_common, is_finite, letters, vocabulary
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import BORDER, any_of

NO_CONTENT = frozenset("PDORSC")  # parts of speech of small words, as the dictionary has them
PREFIXES = ("inter", "multi", "pluri", "anti", "pro", "non", "trans", "supra", "intra")
BEARINGS = ("nord", "sud", "est", "ouest", "centre")  # « nord-africaines »
LONGEST = 14  # words of the name of a body
STEP = re.compile(
    r"[ \u00a0\u202f](?P<et>et )?(?:(?P<of>de la |de l['’]|du |des |de |d['’])"
    r"|(?P<to>(?:pour|contre)(?: (?:la|les|le)| l['’](?=\w))?(?:(?<=['’])| )|aux |à la |à l['’])|)"
    r"(?P<word>\w+(?:[-'’&]\w+)*(?:(?<=[ \u00a0][A-Z])\.)?)"
)
# Unknown to the dictionary, these are of a town or region: « montferrandaise », « morbihannais ».
LOCAL = re.compile(
    r"(?<=\w{3})(?:ais|aises?|ois|oises?|iens?|iennes?|eens?|eennes?|ains?|aines?|ins|ines?)$"
)
FULL_NAME = re.compile(r" [A-ZÀ-Þ]")
NUMBERED = re.compile(
    r"[ \u00a0]\d{1,2}\b(?! ?(?:%|€|ans\b|heures\b|euros\b|mill|[jfmasond]\w+(?<=[rlnst]) \d{4}))"
)


class Shapes(NamedTuple):
    """The rules of naming.toml about bodies."""

    naming: re.Pattern[str]  # lower-case heads that are part of the name
    begun: re.Pattern[str]  # the same after a border of words
    indefinite: frozenset[str]
    complete: re.Pattern[str]
    small: re.Pattern[str]


@cache
def shapes() -> Shapes:
    """Return the rules as patterns."""
    data = read_toml("actors/naming.toml")
    heads = [head for head in data["heads"] if head[0].islower()]
    capitals = [head for head in data["heads"] if head[0].isupper()]
    naming = rf"{any_of((*heads, *capitals))}(?![\w-])"
    return Shapes(
        naming=re.compile(naming),
        begun=re.compile(BORDER + naming),
        indefinite=frozenset(map(folded_words, data["indefinite"])),
        complete=re.compile(rf"(?:{any_of(data['complete'])})(?!\w)", re.IGNORECASE),
        small=re.compile(rf"[ \u00a0](?:{any_of(data['in_small_letters'])})(?!\w)"),
    )


def is_adjective(word: str) -> bool:
    """Say whether a word in small letters is an adjective, as in « juive européenne »."""
    key = folded_words(word)
    if key in vocabulary().adjectives or key in vocabulary().demonyms:
        return True
    parts = letters(word)
    if not parts:
        return LOCAL.search(key) is not None or "-" in word and _is_compound(word)
    return "A" in parts and not parts & NO_CONTENT and not is_finite(word)


def _is_compound(word: str) -> bool:
    """Say whether parts make an adjective: « franco-algérienne », « inter-degrés »."""
    first, _, last = word.rpartition("-")
    if first.endswith("o"):
        return folded_words(last) in vocabulary().demonyms or "A" in letters(last)
    if first in BEARINGS:
        return is_adjective(last) or last.removesuffix("s") in vocabulary().demonyms
    return first in PREFIXES and bool(letters(last) & {"N", "A"})


def is_noun(word: str) -> bool:
    """Say whether a word in small letters is a noun that may be a complement."""
    parts = letters(word)
    if "N" not in parts or parts & (NO_CONTENT - {"R"}):
        return False
    return folded_words(word) not in vocabulary().times


def body_end(raw: str, start: int, end: int, *, capital: bool) -> int:
    """Return where the name of a body ends.

    Args:
        raw: the text.
        start: where its head begins.
        end: where its head ends.
        capital: whether the head has a capital; else a name must end in a word with one.
    """
    match = shapes().complete.match(raw, start)
    if match:
        return match.end()
    head = folded_words(raw[start:end])
    small = shapes().small.match(raw, end) if capital else None
    if small:
        end = small.end()
    at, last, adjective, proper = end, end, False, False
    for _ in range(LONGEST):
        step = STEP.match(raw, at)
        if not step:
            break
        word, link = step["word"], step["of"] or step["to"]
        upper, key = word[0].isupper(), folded_words(word)
        if step["et"] and not (step["of"] or adjective and is_adjective(word)):
            break
        if step["et"] and at == end:
            break  # « l'Université et … »
        if step["et"] and (not capital and not proper or shapes().naming.fullmatch(word)):
            break
        if upper:
            if step["et"] and not is_common(word):
                break
            if link is None and key in vocabulary().titles:
                break
            if step["to"] and not capital:
                break
            is_given = key in vocabulary().given and FULL_NAME.match(raw, step.end())
            is_beside = proper or last > end and head not in vocabulary().place_nouns
            if is_given and (step["of"] or link is None and is_beside):
                break  # « Ligue des droits de l'homme | Anne Roy », but « école privée Jean Macé »
            proper, adjective = True, False
            last = step.end()
        elif step["to"]:
            is_purpose = head in vocabulary().purposes and key not in vocabulary().locutions
            if not capital or not is_purpose or not is_noun(word):
                break
            adjective = False
            last = step.end()
        elif step["of"]:
            if not is_noun(word) or (proper and not step["et"] and not capital):
                break
            adjective = False
            last = step.end() if capital else last
        else:
            if not is_adjective(word) or raw.startswith(" par ", step.end()):
                break  # « Crédit agricole », but « Crédit suisse avalé par … »
            adjective = True
            last = step.end() if capital or proper else last
        at = step.end()
    digits = NUMBERED.match(raw, last) if last > end else None
    return digits.end() if digits else last


UNNAMED = re.compile(r"[ \u00a0](\w+(?:[-'’]\w+)*)")
INSIDE = frozenset(
    ("en", "de", "du", "des", "sans", "non", "pour", "a", "la", "le", "les", "et", "d")
)


def phrase_end(raw: str, end: int) -> int:
    """Return where a name of ordinary words ends: « le collectif Art en grève »."""
    last, at = end, end
    linked = raw[end - 2 : end] in ("La", "Le", "es") and raw[end - 3 : end] in (
        " La",
        " Le",
        "Les",
    )
    for _ in range(5):
        step = UNNAMED.match(raw, at)
        if not step:
            break
        word, at = step[1], step.end()
        if word[0].isupper() or is_adjective(word) or linked and is_noun(word):
            last, linked = at, False
        elif folded_words(word) in INSIDE:
            linked = True
        else:
            break
    return last


def lower_bodies(raw: str) -> Iterator[tuple[int, int]]:
    """Yield the names that begin with a head in small letters: « lycée Mozart »."""
    last = 0
    for match in shapes().begun.finditer(f" {raw}"):
        start, end = match.start(), match.end() - 1  # in the text without the space
        if start < last or raw[start - 1 : start] == "-":
            continue
        before = raw[max(0, start - 16) : start].rstrip(" \u00a0").rpartition(" ")[2]
        if folded_words(before) in shapes().indefinite:
            continue
        last = body_end(raw, start, end, capital=False)
        if last > end:
            yield start, last
