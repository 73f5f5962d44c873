"""Hits: the unit tables behind a table of words, topics or classes, so that each row opens its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus

if TYPE_CHECKING:
    from nkru.analysis.topics import Topics


def keyword_hits(keywords: pd.DataFrame, corpus: Corpus, by: str = "doc_id") -> pd.DataFrame:
    """Return the tokens behind a table of keywords: group, term, doc_id, start, end.

    Args:
        keywords: group and term (a lemma), as from `keyness_by`.
        corpus: the corpus that was counted.
        by: the column of its documents that names the group.
    """
    groups = corpus.documents.set_index("doc_id")[by] if by != "doc_id" else None
    tokens = corpus.tokens[corpus.tokens["lemma"].isin(keywords["term"])]
    hits = tokens[["doc_id", "start", "end"]].astype({"doc_id": "str"})
    names = hits["doc_id"] if groups is None else hits["doc_id"].map(groups)
    hits = hits.assign(group=names, term=tokens["lemma"].astype("str"))
    return hits.merge(keywords[["group", "term"]], on=["group", "term"]).reset_index(drop=True)


def driving_words(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row per word of a scored sentence: word, doc_id, sent_no, start, end, polarity of the sentence."""
    table = scores.dropna(subset="polarity")
    table = table.assign(word=table["words"].str.split("; ")).explode("word")
    return table[["word", "doc_id", "sent_no", "start", "end", "polarity"]].reset_index(drop=True)


def topic_names(found: Topics, n: int = 8) -> pd.DataFrame:
    """Return one row per topic: topic, words (the n that weigh most), coherence, segments, basis."""
    terms = found.terms(n)
    table = terms.groupby("topic").agg(words=("term", ", ".join), coherence=("coherence", "first")).reset_index()
    segments = pd.Series(found.main()).value_counts().reindex(table["topic"], fill_value=0)
    return table.assign(segments=segments.to_numpy(), basis=found.counts.basis)


def topic_hits(found: Topics, corpus: Corpus, *, n: int = 50) -> pd.DataFrame:
    """Return the n segments in which each topic weighs most: topic, doc_id, start, end, weight."""
    segments = corpus.segments().set_index(["doc_id", "segment_no"])
    places = segments.loc[list(found.counts.rows), ["start", "end"]].reset_index()
    table = places.assign(topic=found.main(), weight=found.weights.max(axis=1))
    order = table[table["topic"] > 0].sort_values(
        ["topic", "weight", "doc_id", "start"], ascending=[True, False, True, True]
    )
    return order.groupby("topic").head(n).reset_index(drop=True)
