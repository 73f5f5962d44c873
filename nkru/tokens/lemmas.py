"""Lemmas: the dictionary form of a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from nkru.resources import read_toml
from nkru.tokens.norms import fold, plain


def lemmatize(words: Sequence[str]) -> list[str]:
    """Return the lemma of each of `words`, in lower case.

    Give surface forms rather than norms where there are any: « Paris » is a name, « paris » are bets.

    >>> lemmatize(["L’", "alliances", "-t-elle", "Paris", "nord-coréennes"])
    ['le', 'alliance', 'elle', 'paris', 'nord-coréen']
    """
    return [_lemma(word) for word in words]


@cache
def _function_words() -> dict[str, str]:
    """Return the lemmas that follow from the shape of a word: l' is le, -t-il is il, du is de."""
    shapes: dict[str, dict[str, str]] = read_toml("tokens.toml")
    elided = {f"{word}'": lemma for word, lemma in shapes["elided"].items()}
    clitic = {f"-{joint}{word}": lemma for word, lemma in shapes["clitic"].items() for joint in ("", "t-")}
    return elided | clitic | shapes["contracted"]


@cache
def _table() -> Any:
    """Return the French table of simplemma: loading it takes 0.2 s and 20 MB, a look-up 0.5 µs, so once per type."""
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr")


@cache
def _strategy() -> Any:
    from simplemma.strategies import DefaultStrategy

    return DefaultStrategy()


@lru_cache(maxsize=2**18)
def _lemma(word: str) -> str:
    spelled = plain(word)
    norm = fold(spelled)
    known = _function_words().get(norm)
    if known is not None:
        return known
    if word.isupper() and len(word) > 1:
        spelled = norm
    if norm.isalpha():
        # The other strategies only take their time to say that they do not know such a word either.
        other = spelled.lower() if spelled[0].isupper() else spelled.capitalize()
        lemma = _table().get(spelled) or _table().get(other)
    else:
        lemma = _strategy().get_lemma(spelled, "fr") if "-" in norm or "'" in norm else None
    return fold(lemma) if lemma else norm
