"""Tone of sentences: a polarity in [-1, 1] with the words and the rules that made it, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.analysis.lexicon import Lexicon, read_lexicon
from nkru.analysis.tone.clauses import TONED, read_units
from nkru.analysis.tone.cues import Cues, find_cues
from nkru.analysis.tone.terms import Term, vocabulary
from nkru.analysis.tone.units import TOPIC, Cue
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

    Polarity is the mean of the tones of the sentence's units (`tone.units`), weighted by clause and place,
    and discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN where nothing decides), words (the
        terms that made it, joined by "; "), rule (what acted on them: negation, shifter, intensity, contrast,
        concession, hearsay, question; "lexicon" where nothing did).
    """
    words = vocabulary(lexicon or read_lexicon())
    tokens = corpus.tokens
    cues = find_cues(tokens, words)
    scored = {number: _score(found) for number, found in sentence_cues(cues, words.terms)}
    keys = [tokens["doc_id"].iloc[cues.starts].astype("str"), tokens["sent_no"].iloc[cues.starts]]
    rows = [scored.get(number, (np.nan, "", "")) for number in range(len(cues.starts))]
    table = pd.DataFrame(rows, index=pd.MultiIndex.from_arrays(keys), columns=["polarity", "words", "rule"])
    return corpus.sentences[COLUMNS].join(table, on=["doc_id", "sent_no"])


def sentence_cues(cues: Cues, terms: Sequence[Term]) -> Iterator[tuple[int, list[Cue]]]:
    """Yield the number and the cues of each sentence that holds a word with a polarity or a shifter."""
    carries = np.zeros(len(cues.starts), dtype=bool)
    carries[cues.sentence[np.array([term.act in TONED for term in terms])[cues.entry]]] = True
    wanted = carries[cues.sentence]
    columns = (cues.entry, cues.first, cues.last, cues.passive, cues.predicate)
    entries, *places = (column[wanted].tolist() for column in columns)
    found = map(Cue, map(terms.__getitem__, entries), *places)
    for number, size in enumerate(np.bincount(cues.sentence[wanted]).tolist()):
        if size:
            yield number, list(islice(found, size))


def _score(cues: Sequence[Cue]) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence."""
    units = [unit for unit in read_units(cues) if unit.weight and abs(unit.tone) > TOPIC]
    weight = sum(unit.weight for unit in units)
    mean = sum(unit.tone * unit.weight for unit in units) / max(weight, 1.0)
    mean *= min((cue.term.factor for cue in cues if cue.term.act in DISCOUNTS), default=1.0)
    if abs(mean) <= DECIDED:
        return np.nan, "", ""
    rules = {cue.term.act for cue in cues}.intersection(TOLD).union(*(unit.rules for unit in units))
    words = [node.term.name for unit in units for node in unit.nodes()]
    return round(mean, 3), "; ".join(words), "; ".join(sorted(rules) or ["lexicon"])
