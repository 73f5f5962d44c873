"""Tables of topics: their words, their segments, their share in years and outlets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.resampling import ratio_bootstrap, resamples
from nkru.notes import note
from nkru.themes.topics import Topics

LEAST_STORIES = 5  # of a group with an interval


def topic_summary(model: Topics, n: int = 8) -> pd.DataFrame:
    """Return one row per topic, the rest last.

    Returns:
        topic, name (if the reader gave names), words (the n terms with the largest weight), rest
        (whether its coherence is 0 or less, as of words that fit no topic), coherence, segments (in
        which the topic weighs most), their articles and stories, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> model = nkru.topics(nkru.count(corpus, by="segment"), 3)
    >>> len(nkru.topic_summary(model, 5))
    3
    """
    topics = model.terms(n).groupby("topic")
    table = topics.agg(words=("term", ", ".join), coherence=("coherence", "first")).reset_index()
    units = {"articles": model.counts.doc_ids, "stories": model.counts.stories}
    groups = pd.DataFrame(units).groupby(model.dominant())
    sizes = groups.nunique().reindex(table["topic"], fill_value=0)
    sizes.insert(0, "segments", groups.size().reindex(table["topic"], fill_value=0))
    table.insert(2, "rest", ~(table["coherence"] > 0))
    if model.names:
        table.insert(1, "name", table["topic"].map(model.names).fillna("").astype("str"))
    table[sizes.columns] = sizes.to_numpy()
    table = note(table, basis=model.counts.basis)
    order = ["rest", "segments", "topic"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def topic_segments(model: Topics, corpus: Corpus, *, n: int = 50) -> pd.DataFrame:
    """Return the n segments in which each topic weighs most: doc_id, start, end, topic, weight.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> model = nkru.topics(nkru.count(corpus, by="segment"), 3)
    >>> nkru.topic_segments(model, corpus, n=1)["topic"].tolist()
    [1, 2, 3]
    """
    spans = corpus.segments().set_index(["doc_id", "segment_no"])[["start", "end"]]
    spans = spans.loc[list(model.counts.rows)].reset_index()
    table = spans.assign(topic=model.dominant(), weight=model.weights.max(axis=1))
    table = table[table["topic"] > 0].sort_values(["doc_id", "start"])
    table = table.sort_values(["topic", "weight"], ascending=[True, False], kind="stable")
    return table.groupby("topic").head(n).reset_index(drop=True)


def topics_by(model: Topics, corpus: Corpus, by: str, *, draws: int = 2000) -> pd.DataFrame:
    """Return the share of each topic in the segments of each group of articles.

    Args:
        model: from `topics`.
        corpus: the corpus that was counted.
        by: year, month or a column of its documents.
        draws: bootstrap samples of the stories of a group.

    Returns:
        One row per group and topic, without the rest: the group, topic, name (if the reader gave
        names), words, share (of the weight in segments with a term, 0 to 1), share_low, share_high
        (95 % interval over stories; NaN for fewer than 5 stories, or where one story has over half
        of the segments), stories, articles, segments, and in attrs basis.

    Raises:
        ParameterError: no article has a label.

    Note:
        Compare groups by their intervals: shares of few stories differ by chance.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> model = nkru.topics(nkru.count(corpus, by="segment"), 2)
    >>> nkru.topics_by(model, corpus, "outlet", draws=10)["outlet"].nunique()
    3
    """
    label = pd.Series(model.counts.doc_ids, name=by).map(corpus.labels(by).astype("object"))
    if label.isna().all():
        raise ParameterError(
            "no label for {basis:cell}: give one in metadata.csv", basis=model.counts.basis
        )
    known = label.notna().to_numpy() & (model.weights.sum(axis=1) > 0)
    weights = pd.DataFrame(model.weights[known]).rename(columns=lambda index: index + 1)
    units = pd.DataFrame({by: label[known].to_numpy(), "doc_id": model.counts.doc_ids[known]})
    units["story"] = np.asarray(model.counts.stories)[known]
    described = topic_summary(model)
    described = described[~described["rest"]]
    tables = [
        _shares(weights.loc[rows.index], rows, described, draws).assign(**{by: group})
        for group, rows in units.groupby(by)
    ]
    table = pd.concat(tables, ignore_index=True)
    columns = [by, "topic", *described.columns.intersection(["name", "words"])]
    columns += ["share", "share_low", "share_high", "stories", "articles", "segments"]
    return note(table[columns], basis=model.counts.basis)


def _shares(
    weights: pd.DataFrame, units: pd.DataFrame, described: pd.DataFrame, draws: int
) -> pd.DataFrame:
    """Return the shares of the topics in one group, in the order of their description."""
    sums, sizes = weights.groupby(units["story"]).sum(), units.groupby("story").size().to_numpy()
    told = len(sizes) >= LEAST_STORIES and sizes.max() <= sizes.sum() / 2
    drawn = resamples(len(sizes), draws if told else 0)
    bounds = [ratio_bootstrap(sums[topic].to_numpy(), sizes, drawn) for topic in described["topic"]]
    table = described[described.columns.intersection(["topic", "name", "words"])].copy()
    table["share"] = weights.mean()[described["topic"]].to_numpy()
    table[["share_low", "share_high"]] = np.array(bounds).reshape(-1, 2)
    return table.assign(stories=len(sizes), articles=units["doc_id"].nunique(), segments=len(units))
