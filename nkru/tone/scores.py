"""Tone of sentences and toward actors: a polarity in [-1, 1], with its words and rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.parts import part_by_part
from nkru.tone.clauses import tone_units
from nkru.tone.cues import find_cues
from nkru.tone.lexicon import Lexicon, shipped_unless
from nkru.tone.terms import Term, index_terms
from nkru.tone.units import TOPIC, ToneUnit

CONDITION_FACTOR = 0.1  # of the tone of « si la sécheresse dure, ils perdront leur récolte »
# Strength that a mean tone must exceed: below, the score abstains. Positive words are more often
# said in passing than negative ones.
LEAST_POSITIVE, LEAST_NEGATIVE = 0.2, 0.1
SENTENCE = ["doc_id", "sent_no", "start", "end"]
SCORE = {"polarity": "float64", "words": "str", "rule": "str"}
DISCOUNTS = frozenset({"hearsay", "question"})
NAMED_ACTS = DISCOUNTS | {"contrast", "concession"}  # operators listed in the column `rule`
NEUTRAL = 0.05  # polarities up to ± this have the label "0"
NO_ROW = np.empty(0, dtype=np.intp)


@part_by_part
def score_sentences(corpus: Corpus, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Score the tone of every sentence.

    Polarity is the mean of the tones of the sentence's units (`tone.units`), weighted by clause and
    place, and discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN if nothing
        decides), words (the terms that decide, joined by "; "), rule (the rules that acted on
        them: negation, shifter, intensity, contrast, concession, hearsay, question; else
        "lexicon").

    Note:
        A score is a measurement with an error, which the README states for one gold standard.
        Measure it on a sample of your own corpus (`nkru code sample`).

    References:
        Taboada et al. 2011, Computational Linguistics 37(2).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> scores = nkru.score_sentences(corpus)
    >>> bool(scores["polarity"].dropna().between(-1, 1).all())
    True
    """
    tokens = corpus.tagged_tokens
    cues = find_cues(tokens, index_terms(shipped_unless(lexicon)))
    operators = dict(cues.grouped(cues.are(NAMED_ACTS), cues.sentence))
    rows = [(np.nan, "", "")] * len(cues.starts)
    for index, units in tone_units(cues):
        named = [cue.term for cue in operators.get(index, ())]
        rows[index] = score_units(units, named, conditional=bool(cues.conditions[index]))
    keys = [tokens["doc_id"].iloc[cues.starts].astype("str"), tokens["sent_no"].iloc[cues.starts]]
    table = pd.DataFrame(rows, pd.MultiIndex.from_arrays(keys), list(SCORE)).astype(SCORE)
    return corpus.sentences[SENTENCE].join(table, on=["doc_id", "sent_no"])


def score_units(
    units: Sequence[ToneUnit], operators: Sequence[Term], *, conditional: bool = False
) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence, given its operators of NAMED_ACTS."""
    units = [unit for unit in units if unit.weight and _decides(unit)]
    weight = sum([unit.weight for unit in units])
    mean = sum([unit.tone * unit.weight for unit in units]) / max(weight, 1.0)
    mean *= CONDITION_FACTOR if conditional else 1.0
    mean *= min([term.factor for term in operators if term.act in DISCOUNTS], default=1.0)
    if -LEAST_NEGATIVE <= mean <= LEAST_POSITIVE:
        return np.nan, "", ""
    rules = {term.act for term in operators}.union(*(unit.rules for unit in units))
    words = [part.term.name for unit in units for part in unit.with_parts()]
    return round(mean, 3), "; ".join(words), "; ".join(sorted(rules) or ["lexicon"])


def _decides(unit: ToneUnit) -> bool:
    """Say whether a unit is more than a topic; « massivement présents à la manifestation » is not.

    An intensifier makes an adjective a judgement, not a noun: « un bilan extrêmement lourd ».
    """
    strength = abs(unit.tone)
    return (min(strength, abs(unit.value)) if unit.term.pos == "noun" else strength) > TOPIC


def tone_labels(polarity: pd.Series[float]) -> pd.Series[str]:
    """Return the label of each polarity: "1" or "-1" beyond ±0.05, else "0"."""
    values = polarity.fillna(0.0)
    return pd.Series(
        np.select([values > NEUTRAL, values < -NEUTRAL], ["1", "-1"], "0"), index=polarity.index
    )
