"""The classes of a descending classification: their profiles, typical segments, sizes by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.errors import ParameterError
from nkru.measures.association import chi_squared
from nkru.measures.counts import Counts

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Ints = npt.NDArray[np.int64]

THRESHOLD = 3.84  # χ² with one degree of freedom at .05


@dataclass(frozen=True, eq=False)
class Classes:
    """A descending classification.

    Attributes:
        counts: what was classified, terms in fewer than 3 segments left out.
        groups: the class of each segment, one column per k (k2, k3 …); NA where it has no term (any
            more).
        merge: the dendrogram as R's hclust writes it, last split first: step, first, second (−n:
            class n; n: step n), height (cumulated χ²), chi2 (of this split), moves (rows moved
            after its cut).
        min_segment_size: as given to `reinert`.
        min_split_members: as given to `reinert`.
    """

    counts: Counts
    groups: pd.DataFrame
    merge: pd.DataFrame
    min_segment_size: int = 0
    min_split_members: int = 5

    @property
    def heights(self) -> npt.NDArray[np.float64]:
        """Cumulated χ² of the splits, last split first: the heights of the dendrogram."""
        return self.merge["height"].to_numpy()

    @property
    def k(self) -> int:
        """The largest number of classes."""
        return len(self.merge) + 1

    def labels(self, k: int | None = None) -> Ints:
        """Return the class of each segment at k (by default the largest), 0 where it has none."""
        k = self.k if k is None else k
        if f"k{k}" not in self.groups:
            raise ParameterError(f"k = {k}: this classification has 2 to {self.k} classes")
        return self.groups[f"k{k}"].fillna(0).to_numpy(np.int64)

    def sizes(self, k: int | None = None) -> pd.DataFrame:
        """Return class (0: the unassigned), segments, articles, share (of all segments), basis."""
        segments = pd.DataFrame({"class": self.labels(k), "doc_id": self.counts.doc_ids})
        table = segments.groupby("class").agg(
            segments=("doc_id", "size"), articles=("doc_id", "nunique")
        )
        table = table.reindex(range(segments["class"].max() + 1), fill_value=0).reset_index()
        return table.assign(share=table["segments"] / len(segments), basis=self.counts.basis)

    def by(self, labels: pd.Series[str], k: int | None = None) -> pd.DataFrame:
        """Return how the segments of each label of articles (by doc_id: a year, an outlet) fall to the classes.

        Returns:
            label, class (0: unassigned), segments, share (of the label's segments), basis; articles
            without a label are left out.

        Raises:
            ParameterError: no article has a label.
        """
        of_segment = pd.Series(self.counts.doc_ids, name="label").map(labels)
        if of_segment.isna().all():
            raise ParameterError(f"no label for {self.counts.basis}: give one in metadata.csv")
        table = pd.crosstab(of_segment, pd.Series(self.labels(k), name="class"))
        long = table.reset_index().melt("label", var_name="class", value_name="segments")
        long = long.sort_values(["label", "class"], ignore_index=True)
        total = long.groupby("label")["segments"].transform("sum")
        return long.assign(share=long["segments"] / total, basis=self.counts.basis)

    def profiles(self, k: int | None = None, *, threshold: float = THRESHOLD) -> pd.DataFrame:
        """Return the terms whose presence marks or shuns each class; unassigned segments are left out.

        Returns:
            One row per class and term with |χ²| ≥ threshold: class, term, chi2 (Pearson's, negative
            where the term is rarer than expected), in_class and in_all (segments that hold the
            term), share_of_class (% of the class's segments that hold it), share_of_term (% of the
            term's segments that are in the class), formula, basis.
        """
        labels, held = self.labels(k), (self.counts.matrix > 0).astype(np.int64)
        members = labels == np.arange(1, labels.max() + 1)[:, None]
        inside, sizes = members @ held, members.sum(axis=1, keepdims=True)
        total = inside.sum(axis=0)
        with np.errstate(invalid="ignore"):
            share_of_term = 100 * inside / total
        columns = {
            "class": np.arange(1, len(members) + 1)[:, None],
            "term": self.counts.terms,
            "chi2": chi_squared(inside, total - inside, sizes, sizes.sum() - sizes),
            "in_class": inside,
            "in_all": total,
            "share_of_class": 100 * inside / sizes,
            "share_of_term": share_of_term,
        }
        table = pd.DataFrame(
            {name: np.broadcast_to(value, inside.shape).ravel() for name, value in columns.items()}
        )
        table = table[table["chi2"].abs() >= threshold]
        table = table.sort_values(
            ["class", "chi2", "term"], ascending=[True, False, True], ignore_index=True
        )
        return table.assign(formula="signed χ² of presence (Reinert)", basis=self.counts.basis)

    def typical(
        self, k: int | None = None, *, n: int = 5, segments: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """Return the n segments of each class that hold most of what marks it.

        Returns:
            class, rank, doc_id, row (its place in the counts), score (sum of the χ² of the terms it
            holds, negative for those that shun the class), terms (those that mark it, by falling
            χ²), basis; and segment_no, start, end, text where `segments`, the table that was
            counted, is given.
        """
        labels, held, terms = self.labels(k), self.counts.matrix > 0, pd.Index(self.counts.terms)
        profiles = self.profiles(k)
        weights = np.zeros((labels.max() + 1, len(terms)))
        weights[profiles["class"], terms.get_indexer(pd.Index(profiles["term"]))] = profiles["chi2"]
        scores = (held @ weights.T)[np.arange(len(labels)), labels]
        table = pd.DataFrame(
            {"class": labels, "doc_id": self.counts.doc_ids, "score": scores}
        ).rename_axis("row")
        table = (
            table[labels > 0]
            .reset_index()
            .sort_values(["class", "score", "row"], ascending=[True, False, True])
        )
        table.insert(1, "rank", table.groupby("class").cumcount() + 1)
        table = table.loc[
            table["rank"] <= n, ["class", "rank", "doc_id", "row", "score"]
        ].reset_index(drop=True)
        marks = weights[table["class"]] * held[table["row"].to_numpy()].toarray()
        table["terms"] = [
            ", ".join(terms[np.argsort(-mark, kind="stable")][: (mark > 0).sum()]) for mark in marks
        ]
        if segments is not None:
            table = table.join(segments[["segment_no", "start", "end", "text"]], on="row")
        return table.assign(basis=self.counts.basis)


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
    shares = classes.by(corpus.labels(by))
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
