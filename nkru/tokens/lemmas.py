"""Lemmas: the dictionary form of a word, and the list of function words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from nkru.resources import read_list, read_toml
from nkru.tokens.norms import fold, plain


def lemmatize(words: Sequence[str]) -> list[str]:
    """Return the lemma of each of `words`, in lower case.

    Give surface forms rather than norms if you have them: « Paris » is a name, « paris » are bets.

    >>> lemmatize(["L’", "alliances", "-t-elle", "Paris", "nord-coréennes"])
    ['le', 'alliance', 'elle', 'paris', 'nord-coréen']
    """
    return [_lemma(word) for word in words]


@cache
def _function_words() -> dict[str, str]:
    """Return the lemmas that follow from the shape of a word: l' is le, -t-il is il, du is de."""
    shapes: dict[str, dict[str, str]] = read_toml("words/tokens.toml")
    elided = {f"{word}'": lemma for word, lemma in shapes["elided"].items()}
    clitic = {
        f"-{joint}{word}": lemma for word, lemma in shapes["clitic"].items() for joint in ("", "t-")
    }
    return elided | clitic | shapes["contracted"]


@cache
def _french() -> tuple[Any, Any]:
    """Return the look-up in simplemma's French dictionary, and that with all its strategies."""
    # Loaded when first used: the dictionary takes 0.2 s and 20 MB.
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr").get, DefaultStrategy().get_lemma


@lru_cache(maxsize=2**18)
def _lemma(word: str) -> str:
    norm = fold(word)
    known = _function_words().get(norm)
    if known is not None or not (norm.isalpha() or "-" in norm or "'" in norm):
        return known or norm
    spelled = norm if word.isupper() and len(word) > 1 else plain(word)
    look_up, try_all_strategies = _french()
    if not norm.isalpha():
        lemma = try_all_strategies(spelled, "fr")
    else:
        # Words without hyphen or apostrophe use the dictionary only, which takes 0.5 µs: the other
        # strategies find nothing more and take 10 µs.
        other_case = spelled.lower() if spelled[0].isupper() else spelled.capitalize()
        lemma = look_up(spelled) or look_up(other_case)
    return fold(lemma) if lemma else norm


@cache
def stop_words() -> frozenset[str]:
    """Return the norms of French function words.

    >>> {"l'", "qui", "-t-il"} <= stop_words(), "sanction" in stop_words()
    (True, False)
    """
    return frozenset(read_list("words/stopwords.txt"))
