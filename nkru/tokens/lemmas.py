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
def _dictionary() -> Any:
    # Loading the French table takes 0.12 s and 20 MB; a look-up 2 to 5 µs, so once per type.
    from simplemma.strategies import DefaultStrategy

    return DefaultStrategy()


@lru_cache(maxsize=2**18)
def _lemma(word: str) -> str:
    norm = fold(word)
    known = _function_words().get(norm)
    if known is not None or not (norm.isalpha() or "-" in norm or "'" in norm):
        return known or norm
    spelled = norm if word.isupper() and len(word) > 1 else plain(word)
    return fold(_dictionary().get_lemma(spelled, "fr") or spelled)
