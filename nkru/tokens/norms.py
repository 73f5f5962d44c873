"""Norms: one spelling for the typographic variants of a word, and the way back to the text as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, normalize

# Letters of one look: apostrophes and hyphens that a typesetter or a web page puts for ' and -.
_VARIANTS = {"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"}
# Soft hyphen, zero-width space, word joiner, direction marks, byte-order mark: no reader sees them.
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
MARKS = "\u0300-\u036f"
# White space as str.split sees it, but for the space itself.
SPACES = [sign for sign in map(chr, range(0x3001)) if sign.isspace() and sign != " "]
_PLAIN = {**_VARIANTS, **dict.fromkeys(INVISIBLE, ""), **dict.fromkeys(SPACES, " ")}
_CLUSTER = re.compile(rf".[{INVISIBLE}{MARKS}]*", re.DOTALL)
_HIDDEN = re.compile(rf"[{INVISIBLE}{MARKS}]")
_NUMBER = re.compile(r"\d(?:[ .,]?\d)*")


def fold(text: str) -> str:
    r"""Return the norm of `text`: NFC, ’ as ', no soft hyphens, plain spaces, case-folded.

    >>> fold("L’Assem\u00adblée"), fold("11\u202f000")
    ("l'assemblée", '11 000')
    """
    return normalize("NFC", plain(text).casefold())


def fold_all(forms: Sequence[str]) -> list[str]:
    """Return the norm of each of `forms`, folded all at once: a lone surrogate, which none may hold, parts them."""
    return fold("\ud800".join(forms)).split("\ud800") if forms else []


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
    """Return `chunk` in plain spelling, case kept, and where each of its characters begins in `chunk`.

    None stands for the positions of a chunk that has as many characters in plain spelling.
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


# Roles and flags fold the same pages: those of one part, and a few more texts.
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
