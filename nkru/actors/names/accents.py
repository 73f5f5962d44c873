"""Accents of a text that has none: « le president » is read as « le président »."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from nkru.actors.names.name_words import vocabulary
from nkru.tokens.dictionary import analyses
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words

SHORTEST = 400  # characters of French that never lack an accent
ACCENT = re.compile("[À-ÖØ-öø-ÿ]")
WORD = re.compile(r"[A-Za-z]{3,20}")
SIGNS = {"e": "eéèê", "a": "aâà", "i": "iîï", "o": "oô", "u": "uûù", "c": "cç"}
MOST = 600  # spellings of one word that are looked up


def with_accents(text: str) -> str:
    """Return a text of the same length, with accents in its words if it has no accent at all.

    A word that exists without accents is unchanged, as are names: words with a capital that are not
    heads of bodies, titles or functions.
    """
    if len(text) < SHORTEST or ACCENT.search(text):
        return text
    return WORD.sub(lambda match: _accented(match[0]), text)


@lru_cache(maxsize=2**16)
def _accented(word: str) -> str:
    """Return a word with its accents, if the dictionary has it with them only.

    >>> _accented("ministere"), _accented("Federation"), _accented("marche"), _accented("Lea")
    ('ministère', 'Fédération', 'marche', 'Lea')
    """
    small, v = word.casefold(), vocabulary()
    if small in stop_words() or analyses(small):
        return word
    key = folded_words(word)
    if word[0].isupper() and not any(key in ws for ws in (v.heads, v.class_nouns, v.functions)):
        return word
    spellings = [SIGNS.get(sign, sign) for sign in small]
    size = 1
    for at, signs in enumerate(spellings):
        size *= len(signs)
        if size > MOST:
            spellings[at:] = small[at:]
            break
    known = [form for form in map("".join, product(*spellings)) if analyses(form)]
    best = max(known, key=_usual, default=small)
    return "".join(s.upper() if w.isupper() else s for s, w in zip(best, word, strict=True))


def _usual(form: str) -> tuple[bool, bool]:
    """Rank a spelling: a noun or adjective before a verb, a usual one before a rare one."""
    readings = analyses(form)
    return any(r.letter in "NA" for r in readings), not all(r.rare for r in readings)
