"""Traits of tokens that the rules of tone ask for, as bits: an auxiliary, a participle, a name, what stands before."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.analysis.tone.inflection import endings
from nkru.analysis.tone.terms import Vocabulary
from nkru.resources import read_toml

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


def bits(norm: str, form: str, words: Vocabulary) -> int:
    """Return the traits of a type, given its norm and its dictionary form."""
    lists = read_toml("tone.toml")["words"]
    present = form.endswith(("uer", "ier", "yer")) and norm.endswith(("ue", "ie", "ues", "ies"))
    known = norm.endswith(("é", "ée", "és", "ées")) or norm in words.infinitives
    return (
        COPULA * (form in lists["copulas"])
        | AVOIR * (form == "avoir")
        | SE * (form == "se")
        | ADVERB * (norm in lists["inside"] or norm.endswith("ment"))
        | PARTICIPLE * (norm.endswith(endings("participle")) and known and not present)
        | DOUBTFUL * norm.endswith(endings("doubtful"))
        | LONG * (len(norm) > 3)
        | MARK * (norm in lists["marks"])
        | CLITIC * (norm in lists["clitics"])
        | OPENER * (form in lists["openers"])
        | ARTICLE * (norm in lists["articles"])
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
    return has(found, PARTICIPLE) & (after | ~follows(found, AVOIR, 4, None)) | has(found, DOUBTFUL) & after


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
