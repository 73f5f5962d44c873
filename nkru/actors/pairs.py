"""Pairs of actors for readers: what the edges of a network say, and the mentions behind them."""

from __future__ import annotations

import pandas as pd

from nkru.actors.cooccurrence import ENDS
from nkru.actors.mention_tables import counted_mentions
from nkru.measures.resampling import MIN_STORIES


def described_pairs(edges: pd.DataFrame) -> pd.DataFrame:
    """Return edges without `stories`; p and alpha are missing if stories are too few to test.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> edges = nkru.cooccurrence(nkru.find_mentions(corpus), corpus, draws=10)
    >>> len(nkru.described_pairs(edges)) <= len(edges)
    True
    """
    tests = edges[["p", "p_holm", "alpha"]].mask(edges["stories"] < MIN_STORIES)
    return edges.assign(**tests).drop(columns="stories")


def pair_hits(mentions: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions behind edges: source, target, doc_id, sent_no, start, end.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> mentions = nkru.find_mentions(corpus)
    >>> edges = nkru.cooccurrence(mentions, corpus, draws=10)
    >>> hits = nkru.pair_hits(mentions, edges)
    >>> {"doc_id", "start", "end", "source", "target"} <= set(hits.columns)
    True
    """
    sentence, mentions = ["doc_id", "sent_no"], counted_mentions(mentions)
    named = mentions[[*sentence, "entry"]].drop_duplicates()
    sources, targets = (named.rename(columns={"entry": end}) for end in ENDS)
    both = edges[ENDS].merge(sources, on="source").merge(targets, on=["target", *sentence])
    ends = pd.concat([both.assign(entry=both[end]) for end in ENDS])
    places = mentions[[*sentence, "entry", "start", "end"]]
    hits = ends.merge(places, on=[*sentence, "entry"]).drop(columns="entry")
    return hits.drop_duplicates(ignore_index=True)
