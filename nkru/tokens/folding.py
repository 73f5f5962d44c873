"""Folding with offsets: text in small letters without accents, and the way back to the text as read.

Folding keeps one letter for a letter and makes every run of anything else one space, so that
« Kim Jong-Un », « KIM JONG UN » and « Kim Jong un » are one form, and so is l’Élysée with either
apostrophe.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

BREAK = "\x1e"  # between two sentences: no form crosses it
_SPACE = ord(" ")
_TABLE_SIZE = 0x3000  # all Latin, Greek and Cyrillic letters; what lies above is a space


@cache
def _table() -> NDArray[np.uint32]:
    """Return the folded code of every code point: 0 drops it."""
    table = np.full(_TABLE_SIZE + 1, _SPACE, dtype=np.uint32)
    for code in range(_TABLE_SIZE):
        char = chr(code)
        if unicodedata.category(char) in ("Mn", "Cf"):
            table[code] = 0
        elif char.isalnum():
            table[code] = ord(unicodedata.normalize("NFD", char.casefold())[0])
    table[ord(BREAK)] = ord(BREAK)
    return table


@dataclass(frozen=True)
class Folded:
    """A text folded: `text[i]` stands for `raw[at[i]]`; it begins (before `raw`) and ends (after it) with a space."""

    raw: str
    text: str
    at: NDArray[np.intp]

    def word_before(self, left: int) -> str:
        """Return the word of the folded text before the one that begins at a place."""
        return self.text[self.text.rfind(" ", 0, left - 1) + 1 : left - 1]


def fold_with_offsets(raw: str) -> Folded:
    """Fold a text, keeping for every folded character its place in the text."""
    points = np.frombuffer(f" {raw} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _table().take(points, mode="clip")
    at = np.flatnonzero(codes)
    space = codes[at] == _SPACE
    at = at[~(space & np.concatenate(([False], space[:-1])))]
    return Folded(raw, codes[at].tobytes().decode("utf-32-le", "surrogatepass"), at - 1)


class _Letters(dict[int, int | None]):
    """The folded code of every code point, as `str.translate` asks for it."""

    def __missing__(self, code: int) -> int:
        return _SPACE


@cache
def _letters() -> _Letters:
    return _Letters((code, folded or None) for code, folded in enumerate(_table().tolist()))


# Codebook and corpus name the same few thousand words over and over.
@lru_cache(maxsize=2**17)
def folded_words(form: str) -> str:
    """Return the words of a form, folded and parted by one space.

    >>> folded_words("L’Élysée"), folded_words("Kim Jong-Un")
    ('l elysee', 'kim jong un')
    """
    return " ".join(form.translate(_letters()).split())
