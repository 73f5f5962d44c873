"""Second opinions: the same sentences scored with several lexicons, and how far the scores agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from nkru.analysis.coding import tone_labels
from nkru.analysis.lexicon import Lexicon
from nkru.analysis.sentiment import score_sentences
from nkru.analysis.tone.agreement import kappas
from nkru.errors import LexiconError

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

KEYS = ["doc_id", "sent_no", "start", "end"]


def score_with(corpus: Corpus, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
    """Score every sentence with each lexicon, the words of grammar being the same.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, and the polarity [-1, 1] (NaN: abstains)
        in a column per lexicon, called by its name.

    Raises:
        LexiconError: two lexicons have one name.
    """
    names = [lexicon.name for lexicon in lexicons]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise LexiconError(
            f"two lexicons are called {doubled!r}; rename one file, or its line `# name:`"
        )
    columns = {lexicon.name: score_sentences(corpus, lexicon)["polarity"] for lexicon in lexicons}
    return corpus.sentences[KEYS].assign(**columns)


def lexicon_agreement(opinions: pd.DataFrame) -> pd.DataFrame:
    """Return how far each pair of lexicons agrees on the sign of the sentences.

    Args:
        opinions: a table from `score_with`.

    Returns:
        One row per pair: lexicon, other, kappa (Cohen's, over -1, 0, 1), agreement (share of
        sentences), decided (share of sentences on which both have a sign), opposed (share of those
        on which the signs differ), sentences.
    """
    labels = opinions.drop(columns=KEYS).apply(tone_labels)
    table = kappas(labels).rename(columns={"coder": "lexicon", "units": "sentences"})
    pairs = [(labels[row.lexicon], labels[row.other]) for row in table.itertuples()]
    both = [(one != "0") & (other != "0") for one, other in pairs]
    opposed = [
        float((one[rows] != other[rows]).mean())
        for (one, other), rows in zip(pairs, both, strict=True)
    ]
    return table.assign(decided=[float(rows.mean()) for rows in both], opposed=opposed)
