"""Accents that capitals lose: « Etats-Unis » is « États-Unis », « SENEGAL » is « Sénégal »."""

from __future__ import annotations

from functools import cache
from unicodedata import combining, normalize

from nkru.resources import read_list
from nkru.tokens.norms import fold

# The accented letters that a capital without an accent may mean.
LOST = {"e": "éèê", "a": "àâ", "i": "î", "o": "ôœ", "c": "ç", "u": "û"}


def accented_name(form: str, norm: str) -> str:
    """Return the norm of a name with the accents its capitals have lost.

    >>> accented_name("Etats-Unis", "etats-unis"), accented_name("SENEGAL", "senegal")
    ('états-unis', 'sénégal')
    """
    if bare(norm[:1]) != norm[:1]:
        return norm
    if form[:1].isupper() and norm[:1] in LOST:
        for part in (norm, norm.partition("-")[0]):
            restored = accented_words().get(bare(part), part)
            if restored[0] != norm[0] and restored[1:] == part[1:]:
                return restored + norm[len(part) :]
    if len(form) > 3 and form.isupper():
        return accented_words().get(norm, norm)
    return norm


def is_place(form: str) -> bool:
    """Return whether a form is a place, though spelled like another word: « Rennes »."""
    return form[:1].isupper() and fold(form) in _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(read_list("words/places.txt"))


@cache
def accented_words() -> dict[str, str]:
    """Return names with their accents by their letters without."""
    names = " ".join(read_list("words/accents.txt")).split()
    return {bare(name): name for name in names}


def bare(text: str) -> str:
    """Return a text without its accents.

    >>> bare("états")
    'etats'
    """
    if text.isascii():
        return text
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign))
