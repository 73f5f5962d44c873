"""Abbreviations: whose full stop it is."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from nkru.resources import read_toml
from nkru.tokens.norms import fold
from nkru.tokens.stopwords import stop_words

_CAPITALS = re.compile(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*")


@cache
def words(group: str) -> frozenset[str]:
    """Return the abbreviations of a group, without their full stop: open, closed or number."""
    return frozenset(read_toml("abbreviations.toml")[group]["words"])


def is_doubtful(word: str) -> bool:
    """Return whether only what follows tells whose the full stop after `word` is: « W. », « p. »."""
    return word in words("number") or _CAPITALS.fullmatch(word) is not None


def holds_stop(word: str, following: str) -> bool:
    """Return whether the full stop after `word` is no end of a sentence, before the word `following`.

    >>> holds_stop("W", "Bush"), holds_stop("B", "Il"), holds_stop("p", "12"), holds_stop("M", "Kim")
    (True, False, True, True)
    """
    word = normalize("NFC", word)
    if word in words("open"):
        return True
    if word in words("number"):
        return following[:1].isdigit()
    return is_doubtful(word) and following[:1].isalnum() and not opens_sentence(following)


def opens_sentence(word: str) -> bool:
    """Return whether `word` is a function word with a capital: within a sentence it would have none."""
    return word[:1].isupper() and fold(word) in stop_words()
