"""Traits of tokens that the rules of tone ask for, as bits: an auxiliary, a participle, a name, what stands before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.resources import read_toml
from nkru.tokens.inflection import endings
from nkru.tone.terms import Vocabulary

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Traits = NDArray[np.uint16]

COPULA, AVOIR, SE, ADVERB, PARTICIPLE, DOUBTFUL = (1 << bit for bit in range(6))
CAPITAL, LONG, MARK, CLITIC, OPENER, ARTICLE = (1 << bit for bit in range(6, 12))
PASSED = ADVERB | COPULA | AVOIR
TITLED = 0.7  # share of capitals among the longer words from which a line is a title that writes all words so


def capitals(tokens: pd.DataFrame) -> Traits:
    """Return the trait of every token that is spelled with a capital."""
    forms = tokens["token"].cat
    of_form = np.array([form[:1].isupper() for form in forms.categories.tolist()], dtype=bool)
    return (of_form * np.uint16(CAPITAL))[forms.codes.to_numpy()]


def bits(norms: Sequence[str], forms: Sequence[str], words: Vocabulary) -> Traits:
    """Return the traits of types, given their norms and their dictionary forms."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists, norm, form = (
        read_toml("tone/tone.toml")["words"],
        pa.array(norms, pa.string()),
        pa.array(forms, pa.string()),
    )

    def among(column: pa.Array, listed: list[str]) -> Bools:
        return np.asarray(pc.is_in(column, pa.array(listed)))

    def ends(column: pa.Array, *ends: str) -> Bools:
        return np.asarray(pc.match_substring_regex(column, f"(?:{'|'.join(ends)})$"))

    present = ends(form, "[uiy]er") & ends(norm, "[ui]es?")
    known = ends(norm, "ée?s?") | np.array(
        [norm in words.infinitives for norm in norms], dtype=bool
    )
    traits = {
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
    return sum(
        (found * np.uint16(bit) for bit, found in traits.items()), np.zeros(len(norms), np.uint16)
    )


def has(found: Traits, bit: int) -> Bools:
    """Say which tokens have a trait, or one of several."""
    return (found & bit) > 0


def follows(found: Traits, bit: int, reach: int, passed: int | None = PASSED) -> Bools:
    """Say before which tokens one with the trait stands, at most `reach` away, only `passed` between (None: any)."""
    after = np.zeros(len(found), dtype=bool)
    open_ = np.ones(len(found), dtype=bool)
    between = np.ones(len(found), dtype=bool) if passed is None else has(found, passed)
    for back in range(1, min(reach, len(found) - 1) + 1):
        after[back:] |= open_[back:] & has(found[:-back], bit)
        open_[back:] &= between[:-back]
    return after


def passives(found: Traits) -> Bools:
    """Say which participles have a subject that undergoes: after « être », or without « avoir »."""
    after = follows(found, COPULA, 3)
    return (
        has(found, PARTICIPLE) & (after | ~follows(found, AVOIR, 4, None))
        | has(found, DOUBTFUL) & after
    )


def finite_places(found: Traits) -> Bools:
    """Say where a noun or verb must be a verb: after a name or « qui » (« Paris menace », « elle offre »)."""
    capital = has(found, CAPITAL)
    named = capital & ~has(found, OPENER)
    named[1:] |= capital[1:] & capital[:-1]  # « Kim Jong Un »
    before = np.zeros(len(found), dtype=bool)
    before[1:] = (named | has(found, CLITIC))[:-1]
    return before & ~has(found, CAPITAL | PARTICIPLE)


def articles_after(found: Traits) -> Bools:
    """Say what stands before an article, where a noun must be a verb: « le ministre entrave les efforts »."""
    after = np.zeros(len(found), dtype=bool)
    after[:-1] = has(found[1:], ARTICLE)
    return after


def names(found: Traits, sentence: Ints, start: Ints) -> Bools:
    """Say which tokens are names: a capital inside a sentence that is no title written in capitals."""
    capital, long = has(found, CAPITAL), has(found, LONG)
    inside = capital.copy()
    inside[start] = False
    inside[1:] &= ~has(found[:-1], MARK)
    if not len(start):
        return inside
    titled = np.add.reduceat(capital & long, start) > TITLED * np.add.reduceat(long, start)
    return inside & ~titled[sentence]
