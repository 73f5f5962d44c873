"""Traits of tokens as bits, for the rules of tone: an auxiliary, a participle, a capital."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru._typing import Bools, Ints
from nkru.resources import read_toml
from nkru.tokens.dictionary import analyses
from nkru.tone.words import Word

Traits = NDArray[np.uint32]

COPULA, AVOIR, SE, ADVERB, PARTICIPLE, DOUBTFUL = (1 << bit for bit in range(6))
CAPITAL, LONG, MARK, NAME, VERB, MOVING = (1 << bit for bit in range(6, 12))
INFINITIVE, FUTURE, CONDITIONAL, IF, DE = (1 << bit for bit in range(12, 17))
BEFORE_NOUN, FINITE, DET, COMMON, CAUSATIVE, AND = (1 << bit for bit in range(17, 23))
SKIPPED = ADVERB | COPULA | AVOIR
# Share of capitals among the longer words from which a line is a title that capitalizes all words.
TITLED = 0.7
JOINED_GAP = 14  # tokens between « avoir » and a participle after « et », with it


def capitals(tokens: pd.DataFrame) -> Traits:
    """Return the trait CAPITAL for every token that begins with a capital."""
    forms = tokens["token"].cat
    of_form = np.array([form[:1].isupper() for form in forms.categories.tolist()], dtype=bool)
    return (of_form * np.uint32(CAPITAL))[forms.codes.to_numpy()]


def type_traits(words: Sequence[Word], pos: Sequence[str]) -> Traits:
    """Return the traits of types, given their words and their parts of speech."""
    return np.fromiter(map(_traits, words, pos), np.uint32, len(words))


@cache
def _lists() -> dict[str, frozenset[str]]:
    listed = read_toml("tone/tone.toml")["words"]
    return {name: frozenset(words) for name, words in listed.items()}


@lru_cache(maxsize=2**18)
def _traits(word: Word, tag: str) -> int:
    lists = _lists()
    participle = word.group in ("verb", "adj") and bool(word.adjective)
    sure = participle and (word.group == "adj" or not word.finite)
    mood = word.mood
    return (
        COPULA * (word.verb in lists["copulas"])
        | AVOIR * (word.verb == "avoir")
        | SE * (word.base == "se")
        | CAUSATIVE * (word.verb in lists["causative"])
        | ADVERB * (tag == "ADV" or word.norm in lists["inside"])
        | PARTICIPLE * sure
        | DOUBTFUL * (participle and not sure)
        | LONG * (len(word.norm) > 3)
        | MARK * (word.norm in lists["marks"])
        | NAME * (tag == "PROPN")
        | VERB * (tag in ("VERB", "AUX"))
        | MOVING * (word.verb in lists["moving"])
        | FINITE * (word.group == "noun" and word.finite)
        | INFINITIVE * word.infinitive
        | FUTURE * (mood == "future")
        | CONDITIONAL * (mood == "conditional")
        | DE * (tag == "ADP" and word.base == "de")
        | DET * (tag == "DET")
        | COMMON * (tag == "PROPN" and bool(analyses(word.norm)))
        | BEFORE_NOUN * (tag in ("DET", "NUM", "ADJ", "ADV"))
        | AND * (word.norm == "et")
        | IF * (tag == "SCONJ" and word.norm in lists["conditions"])
    )


def has(traits: Traits, bit: int) -> Bools:
    """Say which tokens have a trait, or one of several."""
    return (traits & bit) > 0


def follows(traits: Traits, bit: int, reach: int, skipped: int | None = SKIPPED) -> Bools:
    """Say which tokens follow one with the trait, at most `reach` tokens after it.

    Only tokens with the traits `skipped` may be between them; None allows any.
    """
    after = np.zeros(len(traits), dtype=bool)
    open_ = np.ones(len(traits), dtype=bool)
    between = np.ones(len(traits), dtype=bool) if skipped is None else has(traits, skipped)
    for back in range(1, min(reach, len(traits) - 1) + 1):
        after[back:] |= open_[back:] & has(traits[:-back], bit)
        open_[back:] &= between[:-back]
    return after


def passives(traits: Traits) -> Bools:
    """Say which verbs are passive: participles after « être », or without « avoir » before them.

    An infinitive is in « s'est fait huer », « se voit refuser ».
    """
    after = follows(traits, COPULA, 3)
    active = follows(traits, AVOIR, 4, None) | _joined(traits)
    participle = has(traits, PARTICIPLE) & (after | ~active)
    reflexive = has(traits, CAUSATIVE) & follows(traits, SE, 3)
    caused = np.zeros(len(traits), dtype=bool)
    caused[1:] = reflexive[:-1]
    caused &= has(traits, INFINITIVE)
    return (participle | caused | has(traits, DOUBTFUL) & after) & ~has(traits, MOVING)


def _joined(traits: Traits) -> Bools:
    """Say which tokens « et » joins to a participle with « avoir »: « a perdu et félicité X »."""
    joined = np.zeros(len(traits), dtype=bool)
    joined[1:] = has(traits, AND)[:-1]
    return joined & follows(traits, AVOIR, JOINED_GAP, None)


def with_verbs(traits: Traits) -> Traits:
    """Add the trait VERB to nouns after a name that may be finite verbs: « Poutine menace »."""
    after = np.zeros(len(traits), dtype=bool)
    after[1:] = (has(traits, NAME) & has(traits, CAPITAL))[:-1]
    turned = after & has(traits, FINITE) & ~has(traits, CAPITAL)
    return traits | (turned * np.uint32(VERB)).astype(np.uint32)


def names(traits: Traits, sentence: Ints, start: Ints) -> Bools:
    """Say which tokens are names: PROPN, and capitals inside a sentence, except in titles."""
    capital, long = has(traits, CAPITAL), has(traits, LONG)
    inside = capital.copy()
    inside[start] = False
    inside[1:] &= ~has(traits[:-1], MARK)
    if not len(start):
        return inside
    titled = np.add.reduceat(capital & long, start) > TITLED * np.add.reduceat(long, start)
    named = has(traits, NAME)
    # « Personne » at the start of a sentence is not a name, but « Victoire Dupont » is.
    follower = np.append(named[1:], False)
    opening = np.zeros(len(traits), dtype=bool)
    opening[start] = (has(traits, COMMON) & ~follower)[start]
    return (inside | capital & named & ~opening) & ~titled[sentence]
