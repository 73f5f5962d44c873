"""Initials and their full names: « Ligue des droits de l'homme (LDH) »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.names import Piece
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import BREAK, folded_words

REACH = 120  # characters around initials in which their words are looked for
SUFFIXES = ("fc", "sa", "f", "fr")  # letters that the initials of a club or company may add
CLUB = "fc"  # which two initials may have before it: « Stade rennais FC »
SHORTEST = 3
_COURTS = ("tribunal ", "cour ")
WORD = re.compile(r"\w+")
APPOSED = re.compile(r", (?:le|la|l['’]|les) ?(?=[a-zà-ÿœ])")


def initials(words: Iterable[str]) -> str:
    """Return the first letters of words, without articles and prepositions.

    >>> initials(["ligue", "des", "droits", "de", "l", "homme"])
    'ldh'
    """
    return "".join(word[0] for word in words if len(word) > 1 and word not in stop_words())


def by_initials(names: Iterable[str]) -> dict[str, str]:
    """Return the name of each set of initials of three letters or more."""
    found: dict[str, str] = {}
    for name in names:
        letters = initials(name.split())
        for suffix in ("", *SUFFIXES):
            if len(letters) >= SHORTEST or len(letters) > 1 and suffix == CLUB:
                found.setdefault(letters + suffix, name)
    for name in names:  # « agence régionale de santé | de Bretagne » is the ARS
        words = name.split()
        if len(words) > SHORTEST and words[-1] in vocabulary().places:
            found.setdefault(initials(words[:-1]), name)
    return found


@cache
def _places_in_short() -> dict[str, str]:
    places: dict[str, str] = read_toml("actors/naming.toml")["places_in_short"]
    return {folded_words(short): folded_words(name) for short, name in places.items()}


def spelled_out(key: str) -> str:
    """Return a name with its places in full.

    >>> spelled_out("solidaires idf")
    'solidaires ile de france'
    """
    first, *rest = key.split()
    return " ".join((first, *(_places_in_short().get(word, word) for word in rest)))


def courts(names: Iterable[str]) -> dict[str, str]:
    """Return the one court of a town by its shorter name: « tribunal | judiciaire | de Nantes »."""
    short = defaultdict[str, list[str]](list)
    for name in names:
        words = name.split() if name.startswith(_COURTS) else []
        if len(words) > SHORTEST and words[-2] in ("de", "d", "du"):
            short[" ".join((words[0], *words[-2:]))].append(name)
    return {key: full[0] for key, full in short.items() if len(full) == 1}


def shortens(letters: str, name: str) -> bool:
    """Say whether initials are letters of a name in their order, from its first one.

    >>> shortens("ofag", "Office fédéral de l'agriculture")
    True
    """
    rest = iter(folded_words(name))
    return name[:1].casefold() == letters[:1] and all(letter in rest for letter in letters)


def expands_in_small_letters(raw: str, piece: Piece) -> bool:
    """Say whether the words beside initials are not a name: « un contrat d'insertion (CI) »."""
    letters = piece.words[0].text
    if not letters.isupper() or len(letters) < 2:
        return False
    if raw[piece.start - 1 : piece.start] in ("(", "["):
        text = raw[max(0, piece.start - 1 - REACH) : piece.start - 1].rpartition(BREAK)[2]
        return _is_expansion(WORD.findall(text), letters.casefold())
    apposed = APPOSED.match(raw, piece.end)
    if not apposed:
        return False
    text = raw[apposed.end() : apposed.end() + REACH].partition(BREAK)[0].partition(",")[0]
    return _is_expansion(WORD.findall(text), letters.casefold(), forward=True)


def _is_expansion(words: Sequence[str], letters: str, *, forward: bool = False) -> bool:
    """Say whether the nearest words have these initials, in small letters, and head no body."""
    folded = [folded_words(word) for word in words]
    sizes = range(len(letters), min(len(words), 2 * len(letters) + 3) + 1)
    for size in sizes:
        chosen = slice(0, size) if forward else slice(len(words) - size, len(words))
        if initials(folded[chosen]) == letters and folded[chosen][0][0] == letters[0]:
            first = words[chosen.start]
            v = vocabulary()
            return first.islower() and (
                folded[chosen][0] not in v.heads or folded[chosen][0] in v.place_nouns
            )
    return False
