"""Features of a word by itself for the tagger: letters, shape, readings in the dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from zlib import crc32

from nkru.resources import read_toml
from nkru.tokens.accents import is_place
from nkru.tokens.dictionary import Analysis, analyses
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import plain

# Shapes: « le », « Kim », « ONU », « K », « 12 », « 1er », « , », « **** », « Peut-être »,
# « Jean-Paul », « McDonald », « XXe ».
LOWER, CAPITAL, CAPITALS, LETTER, NUMBER, MIXED, MARK, SYMBOL, PARTS, NAMES, INNER, ROMAN = range(
    12
)
COLUMNS = (
    *("word", "suffix2", "suffix3", "suffix4", "suffix5", "prefix3", "class", "coarse", "near"),
    *("shape", "opens", "finite", "boundary", "several", "place"),
    *("have", "between", "noun", "participle"),
)
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})(?:er|re|e|ème)?|XL\w*")
_DIGITS = re.compile(r"\d")
_ACCENTED = {"e": "éèê", "a": "àâ", "i": "î", "c": "ç", "o": "ôœ", "u": "ûù"}


@lru_cache(maxsize=2**18)
def describe(form: str, norm: str) -> tuple[int, ...]:
    """Return the columns of a distinct form as whole numbers, in the order of `COLUMNS`.

    `class` encodes all readings, `coarse` these without genders and persons, `near` the word if it
    is a function word, else its class and shape; `opens` is 1 for a token that may precede a
    capital, 2 for a full stop; `finite` is 2 for a finite verb, 1 for a possible one; `boundary` is
    the kind of a word between clauses; `several` is 1 for several parts of speech, `place` for a
    place spelled like another word, `have` for a form of *avoir*, `between` for an adverb after it,
    `noun` for a noun that is also a finite verb and not a participle, `participle` for a word that
    the dictionary lacks, spelled like a participle in -é.
    """
    spelled = plain(form)
    shape = _shape(spelled)
    found = usual(known(spelled, norm))
    word = norm if norm.isalpha() else _DIGITS.sub("0", norm)
    kind, coarse, several, noun, verbal = _signs(found)
    kind = kind or ("?" if norm[:1].isalpha() else word)
    coarse = coarse or kind
    closed = norm in stop_words() or not norm[:1].isalpha() or {*kind} & {*"PDOSC"}
    near = word if closed else f"{kind} {min(shape, MIXED)}"
    texts = (word, norm[-2:], norm[-3:], norm[-4:], norm[-5:], norm[:3], kind, coarse, near)
    place = is_place(form)
    codes = [crc32(text.encode("utf-8", "replace")) for text in texts]
    finite, boundary = 2 if norm in _clauses("finite") else verbal, _boundary(norm)
    have = any(reading.letter == "V" and reading.lemma(norm) == "avoir" for reading in found)
    noun = finite == 1 and noun
    between = norm in _clauses("between")
    participle = not found and norm.endswith(("é", "ée", "és", "ées"))
    flags = several, place, have, between, noun, participle
    return (*codes, shape, _opens(norm), finite, boundary, *flags)


# Forms have a few thousand groups of readings.
@lru_cache(maxsize=2**13)
def _signs(found: tuple[Analysis, ...]) -> tuple[str, str, bool, bool, int]:
    """Return class and coarse of readings, several, noun and finite as far as they decide them."""
    coarse, letters = _coarse(found), {reading.letter for reading in found}
    several = len({sign[0].replace("E", "V") for sign in coarse.split()}) > 1
    kinds = {feature[0] for r in found if r.letter == "V" for feature in r.features}
    noun = kinds <= {"f", "s", "y"} and "N" in letters
    finite = 0
    if kinds & {"f", "s"}:
        finite = 2 if kinds <= {"f", "s", "y"} and letters == {"V"} else 1
    return _class(found), coarse, several, noun, finite


def known(spelled: str, norm: str) -> tuple[Analysis, ...]:
    """Return the readings of a form: of its norm, of it with a capital or an accent, of its end."""
    found = analyses(norm)
    if spelled[:1].isupper() and norm[:1].isalpha():
        found += analyses(norm.capitalize())
        for letter in _ACCENTED.get(norm[0], "") if not found else "":
            found += analyses(letter + norm[1:])
    if not found and "-" in norm[1:]:
        found = analyses(norm.rsplit("-", 1)[1])
    return found


def usual(found: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """Return the readings that are not rare, or all if all are rare."""
    return tuple([reading for reading in found if not reading.rare]) or found


def _letter(reading: Analysis) -> str:
    return "E" if reading.lemma_is_auxiliary else reading.letter


def _class(found: Sequence[Analysis]) -> str:
    signs = {_letter(reading) + ",".join(reading.features) for reading in found}
    return " ".join(sorted(signs))


def _coarse(found: Sequence[Analysis]) -> str:
    signs: set[str] = set()
    for reading in found:
        letter = _letter(reading)
        if letter in "NA":
            signs.update(letter + feature[-1:] for feature in reading.features)
        elif letter in "VE":
            signs.update(letter + _verb_kind(feature) for feature in reading.features)
        else:
            signs.add(letter)
    return " ".join(sorted(signs))


def _verb_kind(feature: str) -> str:
    """Return 3s or 3p for a third person, ks or kp for a past participle, else w, g, f, s or y."""
    if feature[1:2] == "3":
        return feature[1:]
    return "k" + feature[-1] if feature[0] == "k" else feature[0]


@cache
def _clauses(group: str) -> frozenset[str]:
    return frozenset(read_toml("words/clauses.toml")[group])


def _opens(norm: str) -> int:
    return 2 if norm in _clauses("stops") else int(norm in _clauses("openers"))


def _boundary(norm: str) -> int:
    """Return the kind of clause boundary: 0 if none, 1 a sign, 2 and 3 conjunctions, 4 comma."""
    if norm == ",":
        return 4
    groups = ("signs", "subordinators", "coordinators")
    return next((n for n, group in enumerate(groups, 1) if norm in _clauses(group)), 0)


def _shape(spelled: str) -> int:
    if spelled.islower() and spelled.isalpha():
        return LOWER
    if spelled[:1].isdigit():
        return NUMBER if not spelled[-1].isalpha() else MIXED
    if not any(map(str.isalnum, spelled)):
        return MARK if len(spelled) < 4 else SYMBOL
    if len(spelled) > 1 and _ROMAN.fullmatch(spelled):
        return ROMAN
    letters = spelled.rstrip(".'’")
    if letters.isupper():
        return LETTER if len(letters) == 1 else CAPITALS
    if "-" in spelled[1:-1] and spelled[:1].isupper():
        return NAMES if any(part[:1].isupper() for part in spelled.split("-")[1:]) else PARTS
    if spelled[:1].isupper():
        return CAPITAL if letters[1:].islower() else INNER
    return LOWER if spelled.islower() else MIXED
