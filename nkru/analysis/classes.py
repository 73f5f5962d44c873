"""The classes of a descending classification: their profiles, typical segments, sizes by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.analysis.association import chi_squared
from nkru.analysis.counts import Counts
from nkru.errors import ParameterError

Ints = npt.NDArray[np.int64]

THRESHOLD = 3.84  # χ² with one degree of freedom at .05


@dataclass(frozen=True, eq=False)
class Classes:
    """A descending classification.

    Attributes:
        counts: what was classified, terms in fewer than 3 segments left out.
        groups: the class of each segment, one column per k (k2, k3 …); NA where it has no term (any more).
        merge: the dendrogram as R's hclust writes it: step, first, second (−n: class n; n: step n), height
            (cumulated χ² of the splits, last split first), chi2 (of the one split).
        chi2: χ² of each split, first split first.
        moves: number of rows moved after each cut, first split first.
        min_segment_size: as given to `reinert`.
        min_split_members: as given to `reinert`.
    """

    counts: Counts
    groups: pd.DataFrame
    merge: pd.DataFrame
    chi2: tuple[float, ...]
    moves: tuple[int, ...]
    min_segment_size: int = 0
    min_split_members: int = 5

    @property
    def heights(self) -> npt.NDArray[np.float64]:
        """Cumulated χ² of the splits, last split first: the heights of the dendrogram."""
        return self.merge["height"].to_numpy()

    @property
    def k(self) -> int:
        """The largest number of classes."""
        return len(self.chi2) + 1

    def labels(self, k: int | None = None) -> Ints:
        """Return the class of each segment at k (by default the largest), 0 where it has none."""
        k = self.k if k is None else k
        if f"k{k}" not in self.groups:
            raise ParameterError(f"k = {k}: this classification has 2 to {self.k} classes")
        return self.groups[f"k{k}"].fillna(0).to_numpy(np.int64)

    def sizes(self, k: int | None = None) -> pd.DataFrame:
        """Return class, segments, articles, share (of all segments), basis; class 0 is the unassigned."""
        table = pd.DataFrame({"class": self.labels(k), "doc_id": self.counts.doc_ids})
        sizes = table.groupby("class")["doc_id"].agg(segments="size", articles="nunique").reset_index()
        return sizes.assign(share=sizes["segments"] / len(table), basis=self.counts.basis)

    def by(self, labels: pd.Series[str], k: int | None = None) -> pd.DataFrame:
        """Return how the segments of each label of articles (by doc_id: a year, an outlet) fall to the classes.

        Returns:
            label, class (0: unassigned), segments, share (of the label's segments), basis; articles without a label
            are left out.
        """
        of_segment = pd.Series(labels.reindex(self.counts.doc_ids).to_numpy(), name="label")
        table = pd.crosstab(of_segment, pd.Series(self.labels(k), name="class"))
        long = table.reset_index().melt("label", var_name="class", value_name="segments")
        long = long.sort_values(["label", "class"], ignore_index=True)
        total = long.groupby("label")["segments"].transform("sum")
        return long.assign(share=long["segments"] / total, basis=self.counts.basis)

    def profiles(self, k: int | None = None, *, threshold: float = THRESHOLD) -> pd.DataFrame:
        """Return the terms whose presence marks or shuns each class.

        Returns:
            One row per class and term with |χ²| ≥ threshold: class, term, chi2 (signed: negative where the term
            is rarer than expected; Pearson, one degree of freedom, no correction), in_class and in_all
            (segments that hold the term), share_of_class (% of the class's segments that hold it),
            share_of_term (% of the term's segments that are in the class), formula, basis. Unassigned
            segments are left out.
        """
        labels = self.labels(k)
        presence = (self.counts.matrix > 0).astype(np.int64)
        tables = [self._profile(presence, labels, number) for number in range(1, labels.max() + 1)]
        table = pd.concat(tables)
        table = table[table["chi2"].abs() >= threshold]
        order = ["class", "chi2", "term"]
        table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
        return table.assign(formula="signed χ² of presence (Reinert)", basis=self.counts.basis)

    def _profile(self, presence: sparse.csr_array, labels: Ints, number: int) -> pd.DataFrame:
        inside, others = labels == number, (labels > 0) & (labels != number)
        held, elsewhere = presence[inside].sum(axis=0), presence[others].sum(axis=0)
        with np.errstate(invalid="ignore"):
            share_of_term = 100 * held / (held + elsewhere)
        columns = {
            "class": number,
            "term": self.counts.terms,
            "chi2": chi_squared(held, elsewhere, inside.sum(), others.sum()),
            "in_class": held,
            "in_all": held + elsewhere,
            "share_of_class": 100 * held / inside.sum(),
            "share_of_term": share_of_term,
        }
        return pd.DataFrame(columns)

    def typical(self, k: int | None = None, *, n: int = 5, segments: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the n segments of each class that hold most of what marks it.

        Returns:
            class, rank, doc_id, row (its place in the counts), score (sum of the χ² of the terms it holds, negative
            for those that shun the class), terms (those that mark it, by falling χ²), basis; and segment_no, start,
            end, text where `segments`, the table that was counted, is given.
        """
        labels, profiles = self.labels(k), self.profiles(k)
        presence = (self.counts.matrix > 0).astype(np.float64)
        names = pd.Index(self.counts.terms.tolist())
        records = []
        for number, profile in profiles.groupby("class"):
            weights = np.zeros(len(names))
            weights[names.get_indexer(pd.Index(profile["term"]))] = profile["chi2"]
            scores = np.where(labels == number, presence @ weights, -np.inf)
            for rank, row in enumerate(np.argsort(-scores, kind="stable")[: min(n, (labels == number).sum())], 1):
                marks = sorted((-weights[held], names[held]) for held in presence[[row]].indices if weights[held] > 0)
                terms = ", ".join(name for _, name in marks)
                records.append((number, rank, self.counts.doc_ids[row], row, scores[row], terms))
        table = pd.DataFrame(records, columns=["class", "rank", "doc_id", "row", "score", "terms"])
        if segments is not None:
            table = table.join(segments[["segment_no", "start", "end", "text"]], on="row")
        return table.assign(basis=self.counts.basis)
