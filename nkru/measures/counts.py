"""Counts: how often each term occurs in each article, segment or group of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru._typing import Ints, Strings
from nkru.errors import ParameterError, SizeError
from nkru.language import deferred, gettext
from nkru.summary import Summarised, Summary

MIN_ROWS = 3  # rows that must hold a term before a classification uses it
_PER_COLUMN = deferred(
    "{labels} {name} for a matrix of {rows} rows and {columns} columns: give one per column"
)
_PER_ROW = deferred(
    "{labels} {name} for a matrix of {rows} rows and {columns} columns: give one per row"
)


class Counts(Summarised):
    """A table of counts, rows × terms, with the article of each row; treat it as immutable.

    Attributes:
        matrix: counts, sparse, one row per unit of text and one column per term.
        rows: the label of each row: an article, a group of articles, or (doc_id, number) of a
            segment or sentence.
        terms: the term of each column.
        doc_ids: the article of each row; if a row joins several articles, its own label.
        sizes: words of each row, counted as terms or not; by default the sum of its counts.
        basis: the articles that were counted, in words.
        stories: the story of each row, which copies share; by default its article.

    Counts of two parts add up to the counts of the whole.

    >>> small = Counts([[2, 1], [0, 3]], ["a", "b"], ["accord", "sommet"], ["a", "b"])
    >>> (small + small).totals().to_dict()
    {'accord': 4, 'sommet': 8}

    Raises:
        ParameterError: the labels do not fit the matrix, or a term occurs twice.
    """

    def __init__(
        self,
        matrix: Any,
        rows: Iterable[Any],
        terms: Iterable[str],
        doc_ids: Iterable[str],
        sizes: Iterable[int] | None = None,
        basis: str = "",
        stories: Iterable[str] | None = None,
    ) -> None:
        self.matrix = sparse.csr_array(matrix)
        self.rows = rows if isinstance(rows, pd.Index) else pd.Index(list(rows))
        self.terms: Strings = np.asarray(_sequence(terms), dtype=np.str_)
        self.doc_ids: Strings = np.asarray(_sequence(doc_ids), dtype=np.str_)
        named = self.doc_ids if stories is None else _sequence(stories)
        self.stories: Strings = np.asarray(named, dtype=np.str_)
        words = self.matrix.sum(axis=1) if sizes is None else _sequence(sizes)
        self.sizes: Ints = np.asarray(words, dtype=np.int64)
        articles = len(np.unique(self.doc_ids))
        self.basis = basis or f"{articles} article{'' if articles == 1 else 's'}"
        self._check()

    def summary(self) -> Summary:
        """Return the summary of the counts that a notebook shows."""
        rows, terms = self.matrix.shape
        totals = self.totals().sort_values(ascending=False, kind="stable")
        sample = totals.head(5).rename_axis("term").reset_index()
        calls = ("counts.totals()", "counts.where(mask)", "nkru.keyness(target, reference)")
        held = {"words": f"{self.sizes.sum():,}", "basis": self.basis}
        return Summary(f"Counts of {terms:,} terms in {rows:,} rows", held, sample, calls)

    def _check(self) -> None:
        rows, columns = self.matrix.shape
        lengths = {"rows": rows, "doc_ids": rows, "stories": rows, "sizes": rows, "terms": columns}
        for name, length in lengths.items():
            if (labels := len(getattr(self, name))) != length:
                raise ParameterError(
                    _PER_COLUMN if name == "terms" else _PER_ROW,
                    labels=labels,
                    name=name,
                    rows=rows,
                    columns=columns,
                )
        if len(np.unique(self.terms)) < columns:
            raise ParameterError("a term occurs twice in the terms of the counts: join its columns")

    def _with(self, **changes: Any) -> Counts:
        """Return a copy with other attributes, which must fit: they are not checked."""
        changed = copy(self)
        vars(changed).update(changes)
        return changed

    def totals(self) -> pd.Series[int]:
        """Return the count of each term over all rows, by term."""
        return pd.Series(self.matrix.sum(axis=0), index=self.terms.tolist(), name="count")

    def document_frequency(self) -> Ints:
        """Return the number of articles that contain each term."""
        articles = self.group_rows(self.doc_ids).matrix
        return np.asarray((articles > 0).sum(axis=0), dtype=np.int64)

    def group_rows(self, labels: Any) -> Counts:
        """Return the counts summed over the rows with the same label, labels sorted.

        Args:
            labels: one label per row.

        >>> counts = Counts([[1], [2], [4]], ["a", "b", "c"], ["accord"], ["a", "b", "c"])
        >>> counts.group_rows(["x", "y", "x"]).matrix.toarray().tolist()
        [[5], [2]]
        """
        labels = labels if isinstance(labels, pd.Index) else pd.Index(labels)
        groups = labels.unique().sort_values()
        codes = groups.get_indexer(labels)
        cells = (np.ones(len(codes), dtype=np.int64), (codes, np.arange(len(codes))))
        members = sparse.coo_array(cells, shape=(len(groups), len(codes))).tocsr()
        matrix = members @ self.matrix
        matrix.sort_indices()
        doc_ids, stories = (_owners(owner, codes, groups) for owner in (self.doc_ids, self.stories))
        sizes = members @ self.sizes
        return Counts(matrix, groups, self.terms, doc_ids, sizes, self.basis, stories)

    def where(self, mask: npt.ArrayLike) -> Counts:
        """Return the rows for which `mask` is true, with all terms.

        Raises:
            ParameterError: the mask has no boolean for each row.
        """
        flags = np.asarray(mask)
        if flags.dtype != bool or flags.shape != (len(self.rows),):
            raise ParameterError(
                "the mask must give true or false for each of the {rows} rows: "
                "compare `rows` or `doc_ids`",
                rows=len(self.rows),
            )
        chosen = np.flatnonzero(flags)
        doc_ids, basis = self.doc_ids[chosen], self.basis
        if len(chosen) < len(self.rows):
            basis = f"{len(np.unique(doc_ids))} of {basis}"
        names = ("matrix", "rows", "sizes", "stories")
        rows = {name: getattr(self, name)[chosen] for name in names}
        return self._with(**rows, doc_ids=doc_ids, basis=basis)

    def min_rows(self, rows: int) -> Counts:
        """Return the counts of the terms that occur in at least this many rows."""
        chosen = np.flatnonzero((self.matrix > 0).sum(axis=0) >= rows)
        return self._with(matrix=self.matrix[:, chosen], terms=self.terms[chosen])

    def with_terms(self, terms: Strings) -> Counts:
        """Return the counts of exactly these terms; a new term has zeros."""
        empty = sparse.csr_array((len(self.rows), 1), dtype=self.matrix.dtype)
        # The index of a new term is −1, which selects the empty column at the end.
        columns = pd.Index(self.terms).get_indexer(pd.Index(terms))
        matrix = sparse.hstack([self.matrix, empty], format="csr")[:, columns]
        return self._with(matrix=matrix, terms=np.asarray(terms, dtype=np.str_))

    def __add__(self, other: Counts) -> Counts:
        """Return the sum of both (see `sum_counts`)."""
        return sum_counts([self, other])


def _owners(owners: Strings, codes: Ints, groups: pd.Index[Any]) -> Strings:
    """Return the owner that all rows of a group share, else the name of the group."""
    by_group = pd.Series(owners).groupby(codes)
    shared = np.where(by_group.nunique() == 1, by_group.first(), [str(group) for group in groups])
    return shared.astype(np.str_)


def _sequence(values: Iterable[Any]) -> Any:
    return values if hasattr(values, "__array__") else list(values)


def sum_counts(parts: Sequence[Counts]) -> Counts:
    """Sum the counts of all parts by the labels of their rows; rows and terms are sorted."""
    terms = np.unique(np.concatenate([part.terms for part in parts]))
    matrix = sparse.vstack([part.with_terms(terms).matrix for part in parts])
    doc_ids = np.concatenate([part.doc_ids for part in parts])
    sizes = np.concatenate([part.sizes for part in parts])
    rows = parts[0].rows.append([part.rows for part in parts[1:]])
    stories = np.concatenate([part.stories for part in parts])
    return Counts(matrix, rows, terms, doc_ids, sizes, stories=stories).group_rows(rows)


def frequent_terms(counts: Counts, segments: int, method: str) -> Counts:
    """Return the counts of the terms in 3 segments or more, which a classification can use.

    Args:
        counts: counts by segment.
        segments: segments with such a term that `method` needs.
        method: the subject of the error message, in the singular: "a model of topics".

    Raises:
        SizeError: fewer segments hold such a term.
    """
    kept = counts.min_rows(MIN_ROWS)
    filled = int((kept.matrix.sum(axis=1) > 0).sum())
    if filled < segments:
        raise SizeError(
            "{method} needs at least {segments} segments with terms found in {rows} segments or "
            "more, and here {filled} of {total} have any: add articles, or use keyness on a corpus "
            "this small",
            method=gettext(method),
            segments=segments,
            rows=MIN_ROWS,
            filled=filled,
            total=len(kept.rows),
        )
    return kept
