"""Traits of tokens as bits, for the rules of tone: an auxiliary, a participle, a capital."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru._typing import Bools, Ints
from nkru.resources import read_toml
from nkru.tokens.inflection import endings
from nkru.tone.terms import TermIndex

Traits = NDArray[np.uint16]

COPULA, AVOIR, SE, ADVERB, PARTICIPLE, DOUBTFUL = (1 << bit for bit in range(6))
CAPITAL, LONG, MARK, CLITIC, OPENER, ARTICLE = (1 << bit for bit in range(6, 12))
SKIPPED = ADVERB | COPULA | AVOIR
# Share of capitals among the longer words from which a line is a title that capitalizes all words.
TITLED = 0.7


def capitals(tokens: pd.DataFrame) -> Traits:
    """Return the trait CAPITAL for every token that begins with a capital."""
    forms = tokens["token"].cat
    of_form = np.array([form[:1].isupper() for form in forms.categories.tolist()], dtype=bool)
    return (of_form * np.uint16(CAPITAL))[forms.codes.to_numpy()]


def type_traits(norms: Sequence[str], forms: Sequence[str], index: TermIndex) -> Traits:
    """Return the traits of types, given their norms and their dictionary forms."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = read_toml("tone/tone.toml")["words"]
    norm, form = pa.array(norms, pa.string()), pa.array(forms, pa.string())

    def among(column: pa.Array, listed: list[str]) -> Bools:
        return np.asarray(pc.is_in(column, pa.array(listed)))

    def ends(column: pa.Array, *suffixes: str) -> Bools:
        return np.asarray(pc.match_substring_regex(column, f"(?:{'|'.join(suffixes)})$"))

    of_verb = np.array([norm in index.infinitives for norm in norms], dtype=bool)
    known = ends(norm, "ée?s?") | of_verb
    present = ends(form, "[uiy]er") & ends(norm, "[ui]es?")
    masks = {
        COPULA: among(form, lists["copulas"]),
        AVOIR: among(form, ["avoir"]),
        SE: among(form, ["se"]),
        ADVERB: among(norm, lists["inside"]) | ends(norm, "ment"),
        PARTICIPLE: ends(norm, *endings("participle")) & known & ~present,
        DOUBTFUL: ends(norm, *endings("doubtful")),
        LONG: np.asarray(pc.utf8_length(norm)) > 3,
        MARK: among(norm, lists["marks"]),
        CLITIC: among(norm, lists["clitics"]),
        OPENER: among(form, lists["openers"]),
        ARTICLE: among(norm, lists["articles"]),
    }
    bits = (mask * np.uint16(bit) for bit, mask in masks.items())
    return sum(bits, np.zeros(len(norms), np.uint16))


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
    """Say which participles are passive: after « être », or without « avoir » before them."""
    after = follows(traits, COPULA, 3)
    participle = has(traits, PARTICIPLE) & (after | ~follows(traits, AVOIR, 4, None))
    return participle | has(traits, DOUBTFUL) & after


def finite_places(traits: Traits) -> Bools:
    """Say where a word that may be noun or verb is a verb: « Paris menace », « elle offre »."""
    capital = has(traits, CAPITAL)
    named = capital & ~has(traits, OPENER)
    named[1:] |= capital[1:] & capital[:-1]  # « Kim Jong Un »
    before = np.zeros(len(traits), dtype=bool)
    before[1:] = (named | has(traits, CLITIC))[:-1]
    return before & ~has(traits, CAPITAL | PARTICIPLE)


def before_articles(traits: Traits) -> Bools:
    """Say which tokens come before an article, where a noun must be a verb: « entrave les »."""
    before = np.zeros(len(traits), dtype=bool)
    before[:-1] = has(traits[1:], ARTICLE)
    return before


def names(traits: Traits, sentence: Ints, start: Ints) -> Bools:
    """Say which tokens are names: capitals inside a sentence that does not capitalize all words."""
    capital, long = has(traits, CAPITAL), has(traits, LONG)
    inside = capital.copy()
    inside[start] = False
    inside[1:] &= ~has(traits[:-1], MARK)
    if not len(start):
        return inside
    titled = np.add.reduceat(capital & long, start) > TITLED * np.add.reduceat(long, start)
    return inside & ~titled[sentence]
