"""Topics by non-negative matrix factorization, with their coherence and their stability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from nkru._typing import Floats, Ints
from nkru.errors import ParameterError
from nkru.language import deferred
from nkru.measures.counts import Counts, frequent_terms
from nkru.notes import note
from nkru.themes.coherence import topic_coherence
from nkru.themes.stability import draw_stories, stories_of

LEAST_SEGMENTS = 60
TOP = 10  # terms of a topic that coherence and stability use
# Tolerance where only the top terms matter: two thirds of the time, and they agree to .98 with
# those at the default of 1e-4.
_COARSE = 1e-3


@dataclass(frozen=True, eq=False)
class Topics:
    """A factorization of segments × terms.

    Attributes:
        counts: the counts that were factorized, terms in fewer than 3 segments left out.
        weights: segments × topics; each row sums to 1, or to 0 where a segment has no term.
        loadings: topics × terms; each row sums to 1.
        coherence: mean NPMI of the top 10 terms of each topic (see `nkru.themes.coherence`).
        names: of topics, by number, if given (see `name_topics`).
    """

    counts: Counts
    weights: Floats
    loadings: Floats
    coherence: Floats
    names: Mapping[int, str] = field(default_factory=dict)

    def terms(self, n: int = TOP) -> pd.DataFrame:
        """Return the n terms with the largest weight in each topic.

        Returns:
            topic, rank, term, weight (share of the topic), coherence (of the topic), and in attrs
            basis.
        """
        top = _top(self.loadings, n)
        topic, rank = np.indices(top.shape) + 1
        columns = {
            "topic": topic.ravel(),
            "rank": rank.ravel(),
            "term": self.counts.terms[top.ravel()],
            "weight": np.take_along_axis(self.loadings, top, axis=1).ravel(),
            "coherence": self.coherence[topic.ravel() - 1],
        }
        return note(pd.DataFrame(columns), made_by="nkru.Topics.terms", basis=self.counts.basis)

    def dominant(self) -> Ints:
        """Return the topic with the largest weight in each segment, 0 where it has no term."""
        return np.where(self.weights.sum(axis=1) > 0, self.weights.argmax(axis=1) + 1, 0)

    def shares(self) -> pd.DataFrame:
        """Return the mean share of each topic in the segments of each article.

        Returns:
            One row per article (the index is doc_id), one column per topic (1, 2 …); segments
            without a term are left out.
        """
        filled = self.weights.sum(axis=1) > 0
        doc_ids = pd.Index(self.counts.doc_ids[filled], name="doc_id")
        weights = pd.DataFrame(self.weights[filled], doc_ids)
        return weights.rename(columns=lambda index: index + 1).groupby("doc_id").mean()


def topics(counts: Counts, k: int = 5, *, windows: Counts | None = None) -> Topics:
    """Factorize segments × terms into k topics.

    Non-negative matrix factorization of tf-idf; its start (NNDSVD) makes it deterministic.

    Args:
        counts: segments × terms; terms in fewer than 3 segments are left out.
        k: number of topics.
        windows: the counts in which coherence is measured, such as those of sentences; by default
            the segments.

    Raises:
        SizeError: fewer than 60 segments hold a term.
        ParameterError: k is below 2 or above what these segments allow.

    Note:
        The factorization returns k topics of any corpus, also of noise. Read a topic with its
        coherence, and choose k with `topic_stability`.

    References:
        Lee and Seung 1999, Nature 401. Boutsidis and Gallopoulos 2008, Pattern Recognition 41(4).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> nkru.topics(nkru.count(corpus, by="segment"), 3).shares().shape
    (40, 3)
    """
    kept = frequent_terms(counts, LEAST_SEGMENTS, deferred("a model of topics"))
    most = int(min((kept.matrix.sum(axis=1) > 0).sum(), len(kept.terms))) - 1
    if not 2 <= k <= most:
        raise ParameterError("k = {k!r}: these segments allow 2 to {most} topics", k=k, most=most)
    weights, loadings = _factorize(_tf_idf(kept.matrix), k)
    presence = (kept if windows is None else windows.with_terms(kept.terms)).matrix > 0
    coherence = [
        topic_coherence(presence[:, top].astype(np.float64).toarray()) for top in _top(loadings)
    ]
    return Topics(kept, weights, loadings, np.array(coherence))


def topic_stability(
    counts: Counts,
    ks: Iterable[int] = range(2, 9),
    *,
    windows: Counts | None = None,
    draws: int = 20,
    max_segments: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how stable and coherent the topics are for each k.

    For each k, the factorizations of `draws` samples, each of 80 % of the stories, are compared
    with that of all segments (Greene, O'Callaghan and Cunningham 2014, arXiv:1404.4606). Two
    rankings of terms agree by their average Jaccard: the mean over d = 1 … 10 of |A ∩ B|/|A ∪ B|
    of their first d terms.

    Args:
        counts: segments × terms.
        ks: numbers of topics.
        windows: see `topics`.
        draws: samples for each k.
        max_segments: a larger corpus is replaced by a random sample of stories of this size.
        seed: of the samples.

    Returns:
        k, stability (mean agreement of the top 10 terms, topics matched one to one; 1 where every
        sample gives the same terms in the same order), coherence (mean over topics), draws, and in
        attrs basis.

    Raises:
        SizeError: there are fewer than 5 stories; and see `topics`.

    Note:
        No threshold separates stable topics from others: compare the values of several k.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> segments = nkru.count(corpus, by="segment")
    >>> nkru.topic_stability(segments, [2, 3], draws=2)["k"].tolist()
    [2, 3]
    """
    rng = np.random.default_rng(seed)
    story, sizes = stories_of(counts)
    if sizes.sum() > max_segments:
        counts = counts.where(np.isin(story, draw_stories(sizes, 1.0, max_segments, rng)))
        story, sizes = stories_of(counts)
    samples = [np.isin(story, draw_stories(sizes, 0.8, max_segments, rng)) for _ in range(draws)]
    kept = frequent_terms(counts, LEAST_SEGMENTS, deferred("a model of topics"))
    matrices = [_tf_idf(kept.matrix), *(_tf_idf(kept.matrix[sample]) for sample in samples)]
    records = []
    for k in ks:
        coherence = topics(kept, k, windows=windows).coherence
        whole, *drawn = [_top(_factorize(matrix, k, _COARSE)[1]) for matrix in matrices]
        agreement = np.mean([_agreement(whole, top) for top in drawn])
        records.append((k, agreement, np.nanmean(coherence), draws))
    table = pd.DataFrame(records, columns=["k", "stability", "coherence", "draws"])
    return note(table, basis=counts.basis)


class _Weighted(sparse.csr_matrix):  # type: ignore[misc]
    """Segments × terms that keep their transpose, which takes half of the time of NMF otherwise."""

    @cached_property
    def T(self) -> sparse.csr_matrix:
        return self.transpose().tocsr()


def _tf_idf(matrix: sparse.csr_array) -> _Weighted:
    from sklearn.feature_extraction.text import TfidfTransformer

    return _Weighted(TfidfTransformer().fit_transform(matrix))


def _factorize(weighted: _Weighted, k: int, tolerance: float = 1e-4) -> tuple[Floats, Floats]:
    """Return the shares of the topics in each segment, and of the terms in each topic."""
    from sklearn.decomposition import NMF

    # NNDSVD starts from a truncated SVD, which starts at random: random_state makes it repeat.
    model = NMF(n_components=k, init="nndsvd", random_state=0, max_iter=2000, tol=tolerance)
    weights = model.fit_transform(weighted)
    # The scale of a topic is arbitrary in each factor, so its shares use the product of both.
    return _shares(weights * model.components_.sum(axis=1)), _shares(model.components_)


def _shares(values: Floats) -> Floats:
    sums = values.sum(axis=1, keepdims=True)
    return np.asarray(values / np.where(sums > 0, sums, 1))


def _top(loadings: Floats, n: int = TOP) -> Ints:
    """Return the columns of the n terms with the largest weight in each topic."""
    return np.argsort(-loadings, axis=1, kind="stable")[:, :n]


def _agreement(tops: Ints, other_tops: Ints) -> float:
    """Return the mean average Jaccard of two sets of rankings, under their best matching."""
    from scipy.optimize import linear_sum_assignment

    same = tops[:, None, :, None] == other_tops[None, :, None, :]
    # shared: number of terms that the first 1, 2, … of two rankings have in common.
    shared = np.diagonal(same.cumsum(axis=2).cumsum(axis=3), axis1=2, axis2=3)
    scores = (shared / (2 * np.arange(1, tops.shape[1] + 1) - shared)).mean(axis=2)
    return float(scores[linear_sum_assignment(scores, maximize=True)].mean())


def best_number(levels: pd.DataFrame) -> int:
    """Return the number of topics with the largest stability · (1 + coherence), the smaller of two.

    Args:
        levels: from `topic_stability`.

    >>> levels = {"k": [2, 3, 4], "stability": [0.9, 0.8, 0.3], "coherence": [0.0, 0.2, 0.3]}
    >>> best_number(pd.DataFrame(levels))
    3
    """
    score = levels["stability"] * (1 + levels["coherence"].fillna(-1))
    return int(levels["k"].iloc[int(score.argmax())])
