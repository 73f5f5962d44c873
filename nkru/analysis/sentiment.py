"""Tone of sentences: a polarity in [-1, 1] with the words and the rules that made it, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.analysis.clauses import Cue, Unit, read_units
from nkru.analysis.cues import Cues, find_cues
from nkru.analysis.lexicon import Lexicon, read_lexicon
from nkru.analysis.terms import Term, vocabulary

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

TOPIC = 0.15  # the polarity of words that are mere topics: they count only where something acts on them
DECIDED = 0.2  # a mean tone below this decides nothing: the score abstains
COLUMNS = ["doc_id", "sent_no", "start", "end", "polarity", "words", "rule"]


def score_sentences(corpus: Corpus, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Score the tone of every sentence.

    Polarity is the mean of the tones of the sentence's units (`nkru.analysis.clauses`), weighted by clause, and
    discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN where nothing decides), words (the
        terms that made it, joined by "; "), rule (what acted on them: negation, shifter, intensity, contrast,
        hearsay, question; "lexicon" where nothing did).
    """
    words = vocabulary(lexicon or read_lexicon())
    tokens = corpus.tokens
    cues = find_cues(tokens, words)
    scored = {number: _score(found) for number, found in sentence_cues(cues, words.terms)}
    first = tokens.iloc[cues.starts]
    keys = pd.MultiIndex.from_arrays([first["doc_id"].astype("str"), first["sent_no"]])
    rows = [scored.get(number, (np.nan, "", "")) for number in range(len(first))]
    found = pd.DataFrame(rows, index=keys, columns=COLUMNS[4:])
    sentences = corpus.sentences[COLUMNS[:4]]
    return sentences.join(found, on=["doc_id", "sent_no"])


def sentence_cues(cues: Cues, terms: Sequence[Term]) -> Iterator[tuple[int, list[Cue]]]:
    """Yield the number and the cues of each sentence that holds a word with a polarity or a shifter."""
    carries = np.array([term.act in ("evaluative", "shifter") for term in terms])
    wanted = np.isin(cues.sentence, cues.sentence[carries[cues.entry]])
    columns = (cues.sentence, cues.entry, cues.first, cues.last, cues.passive, cues.predicate)
    rows = zip(*(column[wanted].tolist() for column in columns), strict=True)
    for number, group in groupby(rows, key=lambda row: row[0]):
        yield number, [Cue(terms[row[1]], *row[2:]) for row in group]


def _score(cues: Sequence[Cue]) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence."""
    units = [unit for unit in read_units(cues) if unit.weight and abs(unit.tone) > TOPIC]
    weight = sum(unit.weight for unit in units)
    mean = sum(unit.tone * unit.weight for unit in units) / max(weight, 1.0)
    mean *= min((cue.term.factor for cue in cues if cue.term.act in ("hearsay", "question")), default=1.0)
    if abs(mean) <= DECIDED:
        return np.nan, "", ""
    acts = {cue.term.act for cue in cues} & {"contrast", "concession", "hearsay", "question"}
    rules = sorted(acts.union(*(unit.rules for unit in units))) or ["lexicon"]
    return round(mean, 3), "; ".join(name for unit in units for name in _names(unit)), "; ".join(rules)


def _names(unit: Unit) -> list[str]:
    return [unit.term.name, *(name for part in unit.parts for name in _names(part))]
