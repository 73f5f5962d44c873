"""Foldings: one spelling for the variants of a word, with one function for each use.

- `fold` gives the norm of a token: « l'Assemblée » and « L’ASSEMBLÉE » are one form.
- `plain` gives the norm with its capitals, for decisions that depend on case.
- `align` gives `plain` for a chunk of text, with the offset of each character.
- `fold_for_matching` drops accents and writes every number as 0, for phrases of page furniture.
- `folded_words` drops case, accents and signs, for the names of actors and themes;
  `fold_with_offsets` does the same to a text and keeps the offset of each character.
- `letters_of` keeps letters and digits only, for the names of newspapers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import category, combining, normalize

import numpy as np
from numpy.typing import NDArray

# Apostrophes and hyphens that a typesetter or a web page writes for ' and -.
_VARIANTS = {"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"}
# Soft hyphen, zero-width space, direction marks, word joiner, byte-order mark.
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
MARKS = "\u0300-\u036f"
# White space as str.split sees it, except the space itself.
SPACES = [sign for sign in map(chr, range(0x3001)) if sign.isspace() and sign != " "]
_PLAIN = {**_VARIANTS, **dict.fromkeys(INVISIBLE, ""), **dict.fromkeys(SPACES, " ")}
_CLUSTER = re.compile(rf".[{INVISIBLE}{MARKS}]*", re.DOTALL)
_HIDDEN = re.compile(rf"[{INVISIBLE}{MARKS}]")
_NUMBER = re.compile(r"\d(?:[ .,]?\d)*")

BREAK = "\x1e"  # put between two sentences of a folded text, so that no form crosses it
_SPACE = ord(" ")
# All Latin, Greek and Cyrillic letters are below this code point; any other character is a space.
_TABLE_SIZE = 0x3000


def fold(text: str) -> str:
    r"""Return the norm of `text`: NFC, ’ as ', no soft hyphens, plain spaces, case-folded.

    >>> fold("L’Assem\u00adblée"), fold("11\u202f000")
    ("l'assemblée", '11 000')
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    return normalize("NFC", plain(text).casefold())


def plain(text: str) -> str:
    """Return `text` in plain spelling, case kept: its norm before case-folding."""
    if text.isascii() and text.isprintable():
        return text
    if not text.isalpha() or "ʼ" in text:
        # Forty replacements take a hundredth of the time of str.translate.
        for sign, plain_sign in _PLAIN.items():
            text = text.replace(sign, plain_sign)
    return normalize("NFC", text)


def align(chunk: str) -> tuple[str, list[int] | None]:
    """Return `chunk` in plain spelling, case kept, and the offset in `chunk` of each character.

    The offsets are None if plain spelling changes no length.
    """
    for sign, plain_sign in _VARIANTS.items():
        chunk = chunk.replace(sign, plain_sign)
    if chunk.isascii() or not _HIDDEN.search(chunk):
        return chunk, None
    spelled, starts = "", []
    for cluster in _CLUSTER.finditer(chunk):
        letters = plain(cluster[0])
        spelled += letters
        starts += [cluster.start()] * len(letters)
    return spelled, starts


# Roles and flags fold the same pages: the cache holds the pages of one part of a corpus.
@lru_cache(maxsize=1 << 12)
def fold_for_matching(text: str) -> str:
    """Return `text` as phrases of page furniture are matched; case and lines stay.

    Accents and invisible characters are dropped, ’ becomes ', and every number becomes 0.

    >>> fold_for_matching("1 204 réactions à l’Élysée")
    "0 reactions a l'Elysee"
    """
    letters = _HIDDEN.sub("", normalize("NFKD", text))
    return _NUMBER.sub("0", letters.replace("’", "'").replace(" :", ":"))


def letters_of(name: str) -> str:
    """Return the letters and digits of a name, without case and accents, to compare spellings.

    >>> letters_of("L’Humanité") == letters_of("L'HUMANITE")
    True
    """
    letters = normalize("NFD", name.casefold())
    return "".join(char for char in letters if char.isalnum() and not combining(char))


@cache
def _folded_codes() -> NDArray[np.uint32]:
    """Return the folded code of every code point: one letter for a letter, 0 to drop it."""
    table = np.full(_TABLE_SIZE + 1, _SPACE, dtype=np.uint32)
    for code, char in enumerate(map(chr, range(_TABLE_SIZE))):
        if category(char) in ("Mn", "Cf"):
            table[code] = 0
        elif char.isalnum():
            table[code] = ord(normalize("NFD", char.casefold())[0])
    table[ord(BREAK)] = ord(BREAK)
    return table


@dataclass(frozen=True)
class Folded:
    """A folded text, with a space before and after it; `text[i]` comes from `raw[at[i]]`."""

    raw: str
    text: str
    at: NDArray[np.intp]

    def word_before(self, left: int) -> str:
        """Return the word of the folded text before the word that begins at `left`."""
        return self.text[self.text.rfind(" ", 0, left - 1) + 1 : left - 1]


def fold_with_offsets(raw: str) -> Folded:
    """Fold a text as `folded_words` does, and keep the offset of every character."""
    points = np.frombuffer(f" {raw} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _folded_codes().take(points, mode="clip")
    at = np.flatnonzero(codes)
    space = codes[at] == _SPACE
    at = at[~(space & np.concatenate(([False], space[:-1])))]
    return Folded(raw, codes[at].tobytes().decode("utf-32-le", "surrogatepass"), at - 1)


@cache
def _letters() -> Mapping[int, int | None]:
    """Return the folded code of every code point, as `str.translate` looks it up."""
    codes = enumerate(_folded_codes().tolist())
    return defaultdict(lambda: _SPACE, ((code, folded or None) for code, folded in codes))


# A codebook and a corpus name the same few thousand words again and again.
@lru_cache(maxsize=2**17)
def folded_words(form: str) -> str:
    """Return the words of a form in small letters without accents, with one space between them.

    >>> folded_words("L’Élysée"), folded_words("Kim Jong-Un")
    ('l elysee', 'kim jong un')
    """
    return " ".join(form.translate(_letters()).split())
