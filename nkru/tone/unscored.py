"""What has no tone: sentences and mentions that count as 0, listed to be checked."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.notes import note
from nkru.tone.scores import SENTENCE


def unscored_sentences(scores: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the sentences without a score, in the order of the articles.

    Args:
        scores: the table of `score_sentences`.
        corpus: the articles.

    Returns:
        doc_id, sent_no, start, end, text, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> scores = nkru.score_sentences(corpus)
    >>> len(nkru.unscored_sentences(scores, corpus)) == scores["polarity"].isna().sum()
    np.True_
    """
    table = scores.loc[scores["polarity"].isna(), SENTENCE]
    texts = corpus.sentences[["doc_id", "sent_no", "text"]]
    return note(table.merge(texts, on=["doc_id", "sent_no"]), basis=corpus.basis)


def unscored_mentions(targets: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the mentions without a situation and without a stance.

    Args:
        targets: the table of `score_targets`.
        corpus: the articles.

    Returns:
        doc_id, sent_no, start, end, entry, text (of the mention), and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> targets = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    >>> len(nkru.unscored_mentions(targets, corpus)) < len(targets)
    True
    """
    without = targets["situation"].isna() & targets["stance"].isna()
    table = targets.loc[without, [*SENTENCE, "entry", "text"]].reset_index(drop=True)
    return note(table, basis=corpus.basis)
