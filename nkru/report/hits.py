"""Hits: the unit tables behind a table of words, topics or classes, so that each row opens its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.analysis.counts import article_labels
from nkru.corpus.corpus import Corpus
from nkru.corpus.scheduling import by_doc_id, portions

if TYPE_CHECKING:
    from nkru.analysis.classes import Classes
    from nkru.analysis.topics import Topics


def keyword_hits(keywords: pd.DataFrame, corpus: Corpus, by: str = "doc_id") -> pd.DataFrame:
    """Return the tokens behind a table of keywords: group, term, doc_id, start, end.

    Args:
        keywords: group and term (a lemma), as from `keyness_by`.
        corpus: the corpus that was counted.
        by: the column of its documents that names the group.
    """
    groups = corpus.documents.set_index("doc_id")[by] if by != "doc_id" else None
    tables = (part.tokens[part.tokens["lemma"].isin(keywords["term"])] for part in portions(corpus))
    columns = {"doc_id": "doc_id", "start": "start", "end": "end", "lemma": "term"}
    hits = by_doc_id(
        pd.concat(
            [table[list(columns)].astype({"doc_id": "str", "lemma": "str"}) for table in tables]
        )
    )
    hits = hits.rename(columns=columns)
    hits["group"] = hits["doc_id"] if groups is None else hits["doc_id"].map(groups)
    return hits.merge(keywords[["group", "term"]], on=["group", "term"]).reset_index(drop=True)


def driving_words(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row per word of a scored sentence: word, doc_id, sent_no, start, end, polarity of the sentence."""
    table = scores.dropna(subset="polarity")
    table = table.assign(word=table["words"].str.split("; ")).explode("word")
    return table[["word", "doc_id", "sent_no", "start", "end", "polarity"]].reset_index(drop=True)


def topic_names(found: Topics, n: int = 8) -> pd.DataFrame:
    """Return one row per topic: topic, words (the n that weigh most), coherence, segments, basis."""
    terms = found.terms(n)
    table = (
        terms.groupby("topic")
        .agg(words=("term", ", ".join), coherence=("coherence", "first"))
        .reset_index()
    )
    segments = pd.Series(found.main()).value_counts().reindex(table["topic"], fill_value=0)
    return table.assign(segments=segments.to_numpy(), basis=found.counts.basis)


def topic_hits(found: Topics, corpus: Corpus, *, n: int = 50) -> pd.DataFrame:
    """Return the n segments in which each topic weighs most: topic, doc_id, start, end, weight."""
    segments = corpus.segments().set_index(["doc_id", "segment_no"])
    places = segments.loc[list(found.counts.rows), ["start", "end"]].reset_index()
    table = places.assign(topic=found.main(), weight=found.weights.max(axis=1))
    table = table[table["topic"] > 0].sort_values(["doc_id", "start"])
    order = table.sort_values(["topic", "weight"], ascending=[True, False], kind="stable")
    return order.groupby("topic").head(n).reset_index(drop=True)


def described_pairs(edges: pd.DataFrame) -> pd.DataFrame:
    """Return the edges of a network; p and alpha are missing where a pair is only described, not tested."""
    return edges.assign(**edges[["p", "alpha"]].mask(edges["label"] == "descriptive"))


def pair_hits(mentions: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions behind the edges of a network: source, target, doc_id, sent_no, start, end."""
    sentence = ["doc_id", "sent_no"]
    named = mentions[[*sentence, "entry"]].drop_duplicates()
    sources, targets = (named.rename(columns={"entry": end}) for end in ("source", "target"))
    both = (
        edges[["source", "target"]]
        .merge(sources, on="source")
        .merge(targets, on=["target", *sentence])
    )
    columns = [*sentence, "entry", "start", "end"]
    parts = [
        both.merge(mentions[columns].rename(columns={"entry": end}), on=[end, *sentence])
        for end in ("source", "target")
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def class_names(classes: Classes, n: int = 8) -> pd.DataFrame:
    """Return one row per class: class, words (the n that mark it most), segments, articles, share, basis."""
    marks = classes.profiles()
    words = (
        marks[marks["chi2"] > 0]
        .groupby("class")["term"]
        .agg(lambda terms: ", ".join(terms.head(n)))
    )
    sizes = classes.sizes()
    table = sizes[sizes["class"] > 0]
    table.insert(1, "words", table["class"].map(words))
    return table.reset_index(drop=True)


def class_groups(classes: Classes, corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the share (%) of each class in the segments of each year, outlet or other label of articles."""
    shares = classes.by(article_labels(corpus, by))
    wide = 100 * shares.pivot(index="label", columns="class", values="share").fillna(0.0)
    wide.columns = pd.Index(
        [f"class {number}" if number else "no class" for number in wide.columns]
    )
    return wide.rename_axis(by).reset_index().assign(basis=classes.counts.basis)


def class_hits(classes: Classes, corpus: Corpus, *, n: int = 50) -> pd.DataFrame:
    """Return the n most typical segments of each class: class, doc_id, start, end, rule (its rank)."""
    typical = classes.typical(n=n, segments=corpus.segments())
    rule = "typical segment " + typical["rank"].astype(str)
    return typical[["class", "doc_id", "start", "end"]].assign(rule=rule)
