"""Tone of sentences: a polarity in [-1, 1] with the words and the rules that made it, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.analysis.lexicon import Lexicon, read_lexicon
from nkru.analysis.tone.clauses import read_units
from nkru.analysis.tone.cues import find_cues
from nkru.analysis.tone.terms import Term, vocabulary
from nkru.analysis.tone.units import TOPIC, Unit
from nkru.corpus.scheduling import part_by_part

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

DECIDED = 0.2  # a mean tone up to this decides nothing: the score abstains
COLUMNS = ["doc_id", "sent_no", "start", "end"]
DISCOUNTS = frozenset({"hearsay", "question"})
TOLD = DISCOUNTS | {"contrast", "concession"}  # operators that are named among the rules


@part_by_part
def score_sentences(corpus: Corpus, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Score the tone of every sentence.

    Polarity is the mean of the tones of the sentence's units (`tone.units`), weighted by clause and
    place, and discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN where nothing
        decides), words (the terms that made it, joined by "; "), rule (what acted on them:
        negation, shifter, intensity, contrast, concession, hearsay, question; "lexicon" where
        nothing did).
    """
    tokens = corpus.tokens
    if tokens.empty:
        nothing = corpus.sentences[COLUMNS].assign(polarity=np.nan, words="", rule="")
        return nothing.astype({"words": "str", "rule": "str"})
    cues = find_cues(tokens, vocabulary(lexicon or read_lexicon()))
    told = dict(cues.grouped(cues.are(TOLD), cues.sentence))
    rows = [(np.nan, "", "")] * len(cues.starts)
    for number, units in read_units(cues):
        rows[number] = _score(units, [cue.term for cue in told.get(number, ())])
    keys = [tokens["doc_id"].iloc[cues.starts].astype("str"), tokens["sent_no"].iloc[cues.starts]]
    table = pd.DataFrame(
        rows, index=pd.MultiIndex.from_arrays(keys), columns=["polarity", "words", "rule"]
    )
    return corpus.sentences[COLUMNS].join(table, on=["doc_id", "sent_no"])


def _score(found: Sequence[Unit], told: Sequence[Term]) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence, given its units and the terms that are named among the rules."""
    units = [unit for unit in found if unit.weight and abs(unit.tone) > TOPIC]
    weight = sum([unit.weight for unit in units])
    mean = sum([unit.tone * unit.weight for unit in units]) / max(weight, 1.0)
    mean *= min([term.factor for term in told if term.act in DISCOUNTS], default=1.0)
    if abs(mean) <= DECIDED:
        return np.nan, "", ""
    rules = {term.act for term in told}.union(*(unit.rules for unit in units))
    words = [node.term.name for unit in units for node in unit.nodes()]
    return round(mean, 3), "; ".join(words), "; ".join(sorted(rules) or ["lexicon"])
