"""The classes of a descending classification: sizes, profiles, typical segments, shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from nkru._typing import Floats, Ints
from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.association import chi_squared
from nkru.measures.counts import Counts
from nkru.notes import note
from nkru.summary import Summarised, Summary

THRESHOLD = 3.84  # χ² with one degree of freedom at .05


@dataclass(frozen=True, eq=False, repr=False)
class Classes(Summarised):
    """A descending classification, as `reinert` returns it.

    Attributes:
        counts: the counts that were classified, terms in fewer than 3 segments left out.
        groups: the class of each segment, one column per k (k2, k3 …); NA for segments without a
            term, or with only terms that were dropped on the way.
        merge: the dendrogram in the form of R's hclust, last split first: step, first, second (−n
            is class n, n is step n), height (cumulated χ²), chi2 (of this split), moves (rows
            moved after its cut).
        min_segment_size, min_split_members, min_class_share: the parameters of `reinert`.
        names: of classes, by number, if the reader gave some (see `name_classes`).
    """

    counts: Counts
    groups: pd.DataFrame
    merge: pd.DataFrame
    min_segment_size: int = 0
    min_split_members: int = 5
    min_class_share: float = 0.0
    names: Mapping[int, str] = field(default_factory=dict)

    def summary(self) -> Summary:
        """Return the summary of the classes that a notebook shows."""
        calls = ("classes.profiles()", "classes.typical()", "nkru.stability(classes)")
        title = f"Classes of {len(self.groups):,} segments, up to {self.k}"
        return Summary(title, {"basis": self.counts.basis}, class_summary(self, 6), calls)

    @property
    def heights(self) -> Floats:
        """Cumulated χ² of the splits, last split first: the heights of the dendrogram."""
        return self.merge["height"].to_numpy()

    @property
    def k(self) -> int:
        """The largest number of classes."""
        return len(self.merge) + 1

    def label(self, number: int) -> str:
        """Return the name of a class, or "class 1"; "no class" for 0."""
        return self.names.get(number) or (f"class {number}" if number else "no class")

    def named(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the names of its classes after the column class, if there are any."""
        if not self.names:
            return table
        place = list(table).index("class") + 1
        table.insert(place, "name", table["class"].map(self.names).fillna("").astype("str"))
        return table

    def labels(self, k: int | None = None) -> Ints:
        """Return the class of each segment at k (by default the largest k), 0 for no class.

        Raises:
            ParameterError: the classification does not have k classes.
        """
        k = self.k if k is None else k
        if f"k{k}" not in self.groups:
            raise ParameterError(
                "k = {k!r}: this classification has 2 to {most} classes", k=k, most=self.k
            )
        return self.groups[f"k{k}"].fillna(0).to_numpy(np.int64)

    def sizes(self, k: int | None = None) -> pd.DataFrame:
        """Return the size of each class.

        Returns:
            class (0 for no class), name (if the reader gave names), segments, articles, stories,
            share (of all segments), and in attrs basis.
        """
        segments = pd.DataFrame({"class": self.labels(k), "doc_id": self.counts.doc_ids})
        segments["story"] = self.counts.stories
        table = segments.groupby("class").agg(
            segments=("doc_id", "size"),
            articles=("doc_id", "nunique"),
            stories=("story", "nunique"),
        )
        table = table.reindex(range(segments["class"].max() + 1), fill_value=0).reset_index()
        table["share"] = table["segments"] / len(segments)
        return self.named(note(table, made_by="nkru.Classes.sizes", basis=self.counts.basis))

    def profiles(self, k: int | None = None, *, threshold: float = THRESHOLD) -> pd.DataFrame:
        """Return the terms that are typical of each class by their presence or absence.

        Segments without a class are left out.

        Returns:
            One row per class and term with |χ²| ≥ threshold: class, name (if the reader gave
            names), term, chi2 (Pearson's, negative where the term is rarer than expected), in_class
            and in_all (segments that hold the term), share_of_class (of the class's segments, those
            that hold it, 0 to 1), share_of_term (of the term's segments, those in the class), and
            in attrs formula and basis.

        Note:
            Use χ² to rank terms, not to test them: the classes were made from these same terms, and
            the segments of one article are not independent.
        """
        labels, held = self.labels(k), (self.counts.matrix > 0).astype(np.int64)
        members = labels == np.arange(1, labels.max() + 1)[:, None]
        inside, sizes = members @ held, members.sum(axis=1, keepdims=True)
        total = inside.sum(axis=0)
        chi2 = chi_squared(inside, total - inside, sizes, sizes.sum() - sizes)
        row, column = np.nonzero(np.abs(chi2) >= threshold)
        in_class, in_all = inside[row, column], total[column]
        columns = {
            "class": row + 1,
            "term": self.counts.terms[column],
            "chi2": chi2[row, column],
            "in_class": in_class,
            "in_all": in_all,
            "share_of_class": in_class / sizes[row, 0],
            "share_of_term": in_class / in_all,
        }
        table = pd.DataFrame(columns).sort_values(
            ["class", "chi2", "term"], ascending=[True, False, True], ignore_index=True
        )
        formula = "signed χ² of presence (Reinert)"
        return self.named(
            note(table, made_by="nkru.Classes.profiles", formula=formula, basis=self.counts.basis)
        )

    def typical(
        self, k: int | None = None, *, n: int = 5, segments: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """Return the n segments of each class that hold most of its typical terms.

        Args:
            k: number of classes; by default the largest.
            n: segments of each class.
            segments: the table of segments that was counted, for the columns it adds.

        Returns:
            class, name (if the reader gave names), rank, doc_id, row (its index in the counts),
            score (sum of the signed χ² of its terms), terms (those typical of the class, by falling
            χ²), and in attrs basis; and segment_no, start, end, text where `segments` is given.
        """
        labels, held, terms = self.labels(k), self.counts.matrix > 0, pd.Index(self.counts.terms)
        profiles = self.profiles(k)
        chi2 = np.zeros((labels.max() + 1, len(terms)))
        chi2[profiles["class"], terms.get_indexer(pd.Index(profiles["term"]))] = profiles["chi2"]
        rows = np.arange(len(labels))
        columns = {"class": labels, "row": rows, "score": (held @ chi2.T)[rows, labels]}
        table = pd.DataFrame(columns).assign(doc_id=self.counts.doc_ids)[labels > 0]
        table = table.sort_values(["class", "score", "row"], ascending=[True, False, True])
        table["rank"] = table.groupby("class").cumcount() + 1
        table = table[table["rank"] <= n].reset_index(drop=True)
        table = table[["class", "rank", "doc_id", "row", "score"]]
        typical = chi2[table["class"]] * held[table["row"].to_numpy()].toarray()
        table["terms"] = [
            ", ".join(terms[np.argsort(-values, kind="stable")][: (values > 0).sum()])
            for values in typical
        ]
        if segments is not None:
            table = table.join(segments[["segment_no", "start", "end", "text"]], on="row")
        return self.named(note(table, made_by="nkru.Classes.typical", basis=self.counts.basis))


def class_summary(classes: Classes, n: int = 8) -> pd.DataFrame:
    """Return one row per class.

    Returns:
        class, name (if the reader gave names), words (the n terms with the largest χ²), segments,
        articles, stories, share (of all segments), and in attrs basis. Classes below
        `min_class_share` are left out.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> nkru.class_summary(classes, 3)["class"].tolist()
    [1, 2, 3]
    """
    profiles = classes.profiles()
    typical = profiles[profiles["chi2"] > 0].groupby("class")["term"]
    sizes = classes.sizes()
    table = sizes[(sizes["class"] > 0) & (sizes["segments"] > 0)]
    words = table["class"].map(typical.agg(lambda terms: ", ".join(terms.head(n))))
    table.insert(list(table).index("segments"), "words", words)
    return table.reset_index(drop=True)


def class_shares(classes: Classes, corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the share (0 to 1) of each class in the segments of each group of articles.

    Args:
        classes: the classification.
        corpus: the corpus that was counted.
        by: year, month or a column of its documents.

    Returns:
        The group, a column for each class (see `Classes.label`), and in attrs basis; articles
        without a label are left out.

    Raises:
        ParameterError: no article has a label.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> nkru.class_shares(classes, corpus, "outlet")["outlet"].tolist()
    ["L'Écho des rives", 'Le Courrier des plaines', 'Vigie Monde']
    """
    label = pd.Series(classes.counts.doc_ids, name=by).map(corpus.labels(by))
    if label.isna().all():
        raise ParameterError(
            "no label for {basis:cell}: give one in metadata.csv", basis=classes.counts.basis
        )
    table = pd.crosstab(label, classes.labels(), normalize="index")
    table = table.rename(columns=classes.label).rename_axis(columns=None)
    return note(table.reset_index(), basis=classes.counts.basis)


def class_segments(classes: Classes, corpus: Corpus, *, n: int = 50) -> pd.DataFrame:
    """Return the n most typical segments of each class: class, doc_id, start, end, rule (rank).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> nkru.class_segments(classes, corpus, n=2)["class"].tolist()
    [1, 1, 2, 2, 3, 3]
    """
    typical = classes.typical(n=n, segments=corpus.segments())
    rule = "typical segment " + typical["rank"].astype(str)
    return typical[["class", "doc_id", "start", "end"]].assign(rule=rule)
