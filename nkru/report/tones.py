"""Tone in tables: shares by article or any group, the strongest sentences, the words that drive them."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus


def shares(scores: pd.DataFrame, by: str, basis: str = "") -> pd.DataFrame:
    """Return the tone of each group of scored sentences.

    Args:
        scores: polarity, and the column `by`.
        by: the column that names the group.
        basis: what was counted, for the column `basis`.

    Returns:
        The group, sentences, scored (those where something decides), negative and positive (% of all sentences),
        tone (mean polarity, −1 to 1, sentences without a score as 0), basis.
    """
    polarity = scores["polarity"]
    signs = scores[[by]].assign(
        scored=polarity.notna().astype(int),
        negative=100.0 * (polarity < 0),
        positive=100.0 * (polarity > 0),
        tone=polarity.fillna(0.0),
    )
    groups = signs.groupby(by, observed=True)
    table = groups.agg(sentences=("tone", "size"), scored=("scored", "sum")).join(
        groups[["negative", "positive", "tone"]].mean()
    )
    return table.reset_index().assign(basis=basis)


def strongest(scores: pd.DataFrame, corpus: Corpus, n: int = 10) -> pd.DataFrame:
    """Return the n most negative and the n most positive sentences: polarity, text, words, rule, doc_id, line_no."""
    texts = corpus.sentences[["doc_id", "sent_no", "line_no", "text"]]
    table = scores.dropna(subset="polarity").merge(texts, on=["doc_id", "sent_no"])
    table = table.sort_values(["polarity", "doc_id", "start"], ignore_index=True)
    chosen = pd.concat([table.head(n), table.tail(max(0, min(n, len(table) - n))).iloc[::-1]])
    columns = ["polarity", "text", "words", "rule", "doc_id", "line_no"]
    return chosen[columns].reset_index(drop=True).assign(basis=corpus.basis)


def drivers(words: pd.DataFrame, basis: str = "") -> pd.DataFrame:
    """Return how often each word drives a tone: word, sentences, articles, tone (mean of its sentences), basis."""
    groups = words.groupby("word", observed=True)
    table = groups.agg(sentences=("start", "size"), articles=("doc_id", "nunique"), tone=("polarity", "mean"))
    order = table.reset_index().sort_values(["sentences", "word"], ascending=[False, True], ignore_index=True)
    return order.assign(basis=basis)
