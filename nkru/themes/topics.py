"""Topics by non-negative matrix factorization, with their coherence and their stability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.errors import ParameterError
from nkru.measures.counts import Counts, frequent_terms

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Floats = npt.NDArray[np.float64]

LEAST_SEGMENTS = 60
TOP = 10
# Where only the first terms matter: in two thirds of the time they agree to .98 with those at 1e-4.
_COARSE = 1e-3


@dataclass(frozen=True, eq=False)
class Topics:
    """A factorization of segments × terms.

    Attributes:
        counts: what was factorized, terms in fewer than 3 segments left out.
        weights: segments × topics; each row sums to 1, or to 0 where a segment has no term.
        loadings: topics × terms; each row sums to 1.
        coherence: NPMI of the top 10 terms of each topic, in the segments: −1 never together, 0 by
            chance, 1 always.
    """

    counts: Counts
    weights: Floats
    loadings: Floats
    coherence: Floats

    def terms(self, n: int = TOP) -> pd.DataFrame:
        """Return the n terms that weigh most in each topic: topic, rank, term, weight, coherence, basis."""
        records = [
            (topic + 1, rank, self.counts.terms[column], row[column], self.coherence[topic])
            for topic, (row, top) in enumerate(
                zip(self.loadings, _top(self.loadings, n), strict=True)
            )
            for rank, column in enumerate(top, 1)
        ]
        table = pd.DataFrame(records, columns=["topic", "rank", "term", "weight", "coherence"])
        return table.assign(basis=self.counts.basis)

    def main(self) -> npt.NDArray[np.int64]:
        """Return the topic that weighs most in each segment, 0 where the segment has no term."""
        return np.where(self.weights.sum(axis=1) > 0, self.weights.argmax(axis=1) + 1, 0)

    def by(self, labels: pd.Series[str] | None = None) -> pd.DataFrame:
        """Return the mean share of each topic in the segments of each article, or label of articles (by doc_id).

        Returns:
            label, topic, share, segments, basis; segments without a term are left out.
        """
        doc_ids = pd.Series(self.counts.doc_ids)
        label = doc_ids if labels is None else doc_ids.map(labels)
        filled = self.weights.sum(axis=1) > 0
        numbers = range(1, self.weights.shape[1] + 1)
        table = pd.DataFrame(self.weights[filled], columns=list(numbers)).assign(
            label=label[filled].to_numpy()
        )
        groups = table.groupby("label")
        long = groups.mean().reset_index().melt("label", var_name="topic", value_name="share")
        long["segments"] = long["label"].map(groups.size())
        return long.sort_values(["label", "topic"], ignore_index=True).assign(
            basis=self.counts.basis
        )


def topics(counts: Counts, k: int = 5, *, windows: Counts | None = None) -> Topics:
    """Factorize segments × terms into k topics: NMF of tf-idf with an NNDSVD start, which is deterministic.

    Terms in fewer than 3 segments are left out. Coherence is measured in `windows` (counts by
    sentence), by default in the segments.

    Raises:
        SizeError: fewer than 60 segments hold a term.
        ParameterError: k is below 2 or above what these segments allow.
    """
    kept = frequent_terms(counts, LEAST_SEGMENTS, "topics need")
    most = int(min((kept.matrix.sum(axis=1) > 0).sum(), len(kept.terms))) - 1
    if not 2 <= k <= most:
        raise ParameterError(f"k = {k}: these segments allow 2 to {most} topics")
    weights, loadings = _factorize(_tf_idf(kept.matrix), k)
    held = (kept if windows is None else windows.with_terms(kept.terms)).matrix > 0
    coherence = np.array(
        [npmi(held[:, top].astype(np.float64).toarray()) for top in _top(loadings)]
    )
    return Topics(kept, weights, loadings, coherence)


def topic_stability(
    counts: Counts,
    ks: Iterable[int] = range(2, 9),
    *,
    windows: Counts | None = None,
    draws: int = 20,
    most: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how stable and coherent the topics are for each k (Greene, O'Callaghan and Cunningham 2014).

    For each k, `draws` factorizations of 80 % of the segments are compared with that of all, `most`
    segments at most, drawn beyond; `windows` as for `topics`.

    Returns:
        k, stability (mean agreement of the ranked top 10 terms, topics matched one to one: 1 is the
        same each time), coherence (mean NPMI), draws, basis.
    """
    rng = np.random.default_rng(seed)
    counts = counts.where(rng.permutation(len(counts.rows)) < most)
    rows = len(counts.rows)
    samples = [np.sort(rng.permutation(rows)[: round(0.8 * rows)]) for _ in range(draws)]
    kept = frequent_terms(counts, LEAST_SEGMENTS, "topics need")
    matrices = [
        _tf_idf(matrix) for matrix in (kept.matrix, *(kept.matrix[sample] for sample in samples))
    ]
    records = []
    for k in ks:
        coherence = topics(kept, k, windows=windows).coherence
        first, *others = [_top(_factorize(matrix, k, _COARSE)[1]) for matrix in matrices]
        scores = [_agreement(first, other) for other in others]
        records.append((k, np.mean(scores), np.nanmean(coherence), draws))
    return pd.DataFrame(records, columns=["k", "stability", "coherence", "draws"]).assign(
        basis=counts.basis
    )


def npmi(held: Floats) -> float:
    """Return the mean NPMI of all pairs of terms, ln[P(i,j)/(P(i)P(j))] / −ln P(i,j), in windows × terms of 0 and 1.

    −1 for a pair never together; NaN for a pair in every window.

    >>> npmi(np.array([[1, 1], [1, 1], [0, 0], [0, 0]]))
    1.0
    """
    first, second = np.triu_indices(held.shape[1], 1)
    alone = held.mean(axis=0)
    both = (held.T @ held)[first, second] / len(held)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(both / (alone[first] * alone[second])) / -np.log(both)
    return float(np.nanmean(np.where(both == 0, -1.0, values)))


class _Weighted(sparse.csr_matrix):  # type: ignore[misc]
    """Segments × terms that keep their transpose: NMF asks for it at each of its steps, half of their time."""

    @cached_property
    def T(self) -> sparse.csr_matrix:
        return self.transpose().tocsr()


def _tf_idf(matrix: sparse.csr_array) -> _Weighted:
    from sklearn.feature_extraction.text import TfidfTransformer

    return _Weighted(TfidfTransformer().fit_transform(matrix))


def _factorize(weighted: _Weighted, k: int, tolerance: float = 1e-4) -> tuple[Floats, Floats]:
    """Return the shares of the topics in each row, and of the terms in each topic."""
    from sklearn.decomposition import NMF

    # The start needs a truncated SVD, whose own start is drawn: so it is given.
    model = NMF(n_components=k, init="nndsvd", random_state=0, max_iter=2000, tol=tolerance)
    weights = model.fit_transform(weighted)
    # A topic may be scaled up in one factor and down in the other: shares count its weight in both.
    return _shares(weights * model.components_.sum(axis=1)), _shares(model.components_)


def _shares(values: Floats) -> Floats:
    sums = values.sum(axis=1, keepdims=True)
    return np.asarray(values / np.where(sums > 0, sums, 1))


def _top(loadings: Floats, n: int = TOP) -> npt.NDArray[np.intp]:
    """Return the columns of the n terms that weigh most in each topic."""
    return np.argsort(-loadings, axis=1, kind="stable")[:, :n]


def _agreement(tops: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> float:
    """Return the mean average-Jaccard of two sets of ranked lists, matched one to one as well as they can be."""
    from scipy.optimize import linear_sum_assignment

    same = tops[:, None, :, None] == others[None, :, None, :]
    # Terms that the first 1, 2, … of two lists share.
    shared = np.diagonal(same.cumsum(axis=2).cumsum(axis=3), axis1=2, axis2=3)
    scores = (shared / (2 * np.arange(1, tops.shape[1] + 1) - shared)).mean(axis=2)
    return float(scores[linear_sum_assignment(scores, maximize=True)].mean())


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
