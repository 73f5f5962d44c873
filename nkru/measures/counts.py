"""Counts: how often each term stands in each article, segment or group of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.corpus.parts import portions
from nkru.errors import ParameterError, SizeError
from nkru.tokens.lemmas import stop_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Ints = npt.NDArray[np.int64]
Strings = npt.NDArray[np.str_]
Unit = Literal["lemma", "norm", "token"]
Vocabulary = Literal["content", "words"]

SHORTEST = 3  # letters of a content word: below, French has little but grammar, initials and units
LEAST_ROWS_OF_TERM = 3


class Counts:
    """A table of counts, rows × terms, that knows the article of each row; not to be changed.

    Attributes:
        matrix: counts, sparse, one row per unit of text and one column per term.
        rows: the label of each row: an article, a group of articles, or (doc_id, number) of a
            segment.
        terms: the term of each column.
        doc_ids: the article of each row; where a row joins several articles, its own label.
        sizes: all words of each row, terms or not; by default the sum of its counts.
        basis: what is counted, in words.

    Counts of two parts add up to the counts of the whole.

    >>> small = Counts([[2, 1], [0, 3]], ["a", "b"], ["accord", "sommet"], ["a", "b"])
    >>> (small + small).totals().to_dict()
    {'accord': 4, 'sommet': 8}

    Raises:
        ParameterError: the parts do not fit the matrix, or a term stands twice.
    """

    def __init__(
        self,
        matrix: Any,
        rows: Iterable[Any],
        terms: Iterable[str],
        doc_ids: Iterable[str],
        sizes: Iterable[int] | None = None,
        basis: str = "",
    ) -> None:
        self.matrix = sparse.csr_array(matrix)
        self.rows = rows if isinstance(rows, pd.Index) else pd.Index(list(rows))
        self.terms: Strings = np.asarray(_listed(terms), dtype=np.str_)
        self.doc_ids: Strings = np.asarray(_listed(doc_ids), dtype=np.str_)
        self.sizes: Ints = np.asarray(
            self.matrix.sum(axis=1) if sizes is None else _listed(sizes), dtype=np.int64
        )
        articles = len(np.unique(self.doc_ids))
        self.basis = basis or f"{articles} article{'' if articles == 1 else 's'}"
        self._check()

    def _check(self) -> None:
        rows, columns = self.matrix.shape
        for name, wanted in (
            ("rows", rows),
            ("doc_ids", rows),
            ("sizes", rows),
            ("terms", columns),
        ):
            if len(getattr(self, name)) != wanted:
                raise ParameterError(
                    f"{len(getattr(self, name))} {name} for a matrix of {rows} rows and {columns} columns: "
                    f"give one per {'column' if name == 'terms' else 'row'}"
                )
        if len(np.unique(self.terms)) < columns:
            raise ParameterError(
                "a term stands twice among the terms of the counts: join its columns"
            )

    def _with(self, **changes: Any) -> Counts:
        """Return these counts with other parts, which are known to fit."""
        changed = copy(self)
        vars(changed).update(changes)
        return changed

    def totals(self) -> pd.Series[int]:
        """Return the count of each term over all rows, by term."""
        return pd.Series(self.matrix.sum(axis=0), index=self.terms.tolist(), name="count")

    def carried_by(self) -> Ints:
        """Return the number of articles that hold each term."""
        return np.asarray((self.by(self.doc_ids).matrix > 0).sum(axis=0), dtype=np.int64)

    def by(self, labels: Any) -> Counts:
        """Return the counts summed over the rows of one label (one label per row), labels sorted."""
        codes, groups = pd.Index(labels).factorize(sort=True)
        if isinstance(labels, pd.MultiIndex):
            groups = pd.MultiIndex.from_tuples(groups, names=labels.names)
        cells = (np.ones(len(codes), dtype=np.int64), (codes, np.arange(len(codes))))
        members = sparse.coo_array(cells, shape=(len(groups), len(codes))).tocsr()
        matrix = members @ self.matrix
        matrix.sort_indices()
        owners = pd.Series(self.doc_ids).groupby(codes)
        doc_ids = np.where(owners.nunique() == 1, owners.first(), [str(group) for group in groups])
        return Counts(matrix, groups, self.terms, doc_ids, members @ self.sizes, self.basis)

    def where(self, mask: npt.ArrayLike) -> Counts:
        """Return the rows where `mask` is true, all terms kept."""
        chosen = np.flatnonzero(np.asarray(mask, dtype=bool))
        doc_ids = self.doc_ids[chosen]
        basis = (
            f"{len(np.unique(doc_ids))} of {self.basis}"
            if len(chosen) < len(self.rows)
            else self.basis
        )
        parts = {
            "matrix": self.matrix[chosen],
            "rows": self.rows[chosen],
            "sizes": self.sizes[chosen],
        }
        return self._with(**parts, doc_ids=doc_ids, basis=basis)

    def in_rows(self, least: int) -> Counts:
        """Return the counts of the terms that stand in at least `least` rows."""
        chosen = np.flatnonzero((self.matrix > 0).sum(axis=0) >= least)
        return self._with(matrix=self.matrix[:, chosen], terms=self.terms[chosen])

    def with_terms(self, terms: Strings) -> Counts:
        """Return the counts over exactly these terms, zero where a term is new."""
        empty = sparse.csr_array((len(self.rows), 1), dtype=self.matrix.dtype)
        # The place of a term that is new is −1: the empty column.
        place = pd.Index(self.terms).get_indexer(pd.Index(terms))
        matrix = sparse.hstack([self.matrix, empty], format="csr")[:, place]
        return Counts(matrix, self.rows, terms, self.doc_ids, self.sizes, self.basis)

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of both parts: rows of one label are summed, rows and terms sorted."""
        return added([self, other])


def added(parts: Sequence[Counts]) -> Counts:
    """Return the counts of all parts: rows of one label are summed, rows and terms sorted."""
    terms = np.unique(np.concatenate([part.terms for part in parts]))
    matrix = sparse.vstack([part.with_terms(terms).matrix for part in parts])
    doc_ids, sizes = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("doc_ids", "sizes")
    )
    rows = parts[0].rows.append([part.rows for part in parts[1:]])
    counts = Counts(matrix, rows, terms, doc_ids, sizes).by(rows)
    return counts._with(rows=counts.rows.set_names(rows.names))


def _listed(values: Iterable[Any]) -> Any:
    return values if hasattr(values, "__array__") else list(values)


def frequent_terms(counts: Counts, segments: int, method: str) -> Counts:
    """Return the counts of the terms in 3 segments or more, what a classification can use.

    Raises:
        SizeError: fewer than `segments` hold one, and `method` needs them.
    """
    kept = counts.in_rows(LEAST_ROWS_OF_TERM)
    filled = int((kept.matrix.sum(axis=1) > 0).sum())
    if filled < segments:
        raise SizeError(
            f"{method} at least {segments} segments with terms found in {LEAST_ROWS_OF_TERM} segments or more, and "
            f"here {filled} of {len(kept.rows)} have any: add articles, or use keyness on a corpus this small"
        )
    return kept


def count(
    corpus: Corpus,
    unit: Unit = "lemma",
    by: str = "doc_id",
    *,
    vocabulary: Vocabulary = "content",
    segment_size: int = 40,
) -> Counts:
    """Count the words of a corpus; rows and terms are sorted, `sizes` are words and numbers, terms or not.

    Args:
        corpus: the articles to count.
        unit: lemma, norm or token.
        by: "doc_id", "segment" (of `segment_size` words), "sentence", "year", "month", or a column
            of `corpus.documents`; articles where it is missing are left out.
        vocabulary: "content" leaves out stop words and words of fewer than 3 letters; "words" keeps
            every word.
        segment_size: see `nkru.split_segments`.

    Raises:
        ParameterError: `unit` or `by` is unknown, or no word is left to count.
    """
    if unit not in ("lemma", "norm", "token"):
        raise ParameterError(f"unit = {unit!r}: choose lemma, norm or token")
    if by not in ("doc_id", "segment", "sentence"):
        return _by_label(count(corpus, unit, vocabulary=vocabulary), corpus, by)
    parts = [
        count_placed(part, unit, *unit_rows(part, by, segment_size), vocabulary)
        for part in portions(corpus)
    ]
    counts = parts[0] if len(parts) == 1 else added(parts)
    if not len(counts.terms):
        raise ParameterError(
            f"no word to count in {corpus.basis}: all are stop words or shorter than {SHORTEST} letters; "
            'use vocabulary="words"'
        )
    return counts._with(basis=corpus.basis)


def count_placed(
    corpus: Corpus,
    unit: Unit,
    rows: pd.Index[Any],
    row_of_token: Ints,
    vocabulary: Vocabulary = "content",
) -> Counts:
    """Count the words of a corpus in these rows, given the row of each token (see `unit_rows`)."""
    tokens = corpus.tokens
    chosen = (row_of_token >= 0) & _is_term(tokens, unit, vocabulary)
    terms, cells = (
        tokens[unit].cat.categories,
        (row_of_token[chosen], tokens[unit].cat.codes[chosen]),
    )
    matrix = sparse.coo_array(
        (np.ones(chosen.sum(), dtype=np.int64), cells), shape=(len(rows), len(terms))
    )
    counted = (row_of_token >= 0) & tokens["kind"].isin(["word", "number"]).to_numpy()
    sizes = np.bincount(row_of_token[counted], minlength=len(rows))
    counts = Counts(matrix, rows, terms, rows.get_level_values("doc_id"), sizes, corpus.basis)
    return counts.with_terms(np.sort(counts.in_rows(1).terms))


def _by_label(counts: Counts, corpus: Corpus, by: str) -> Counts:
    labels = corpus.labels(by).reindex(counts.doc_ids)
    if labels.isna().all():
        raise ParameterError(
            f"by = {by!r}: no article of {corpus.basis} has a value; give it in metadata.csv"
        )
    return counts.where(labels.notna()).by(labels.dropna())


def _is_term(tokens: pd.DataFrame, unit: Unit, vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    words = tokens["kind"] == "word"
    if vocabulary == "content":
        words &= ~tokens["norm"].isin(stop_words()) & ~tokens["lemma"].isin(stop_words())
        words &= tokens[unit].str.len() >= SHORTEST
    return words.to_numpy(bool)


def unit_rows(corpus: Corpus, by: str, size: int) -> tuple[pd.Index[Any], npt.NDArray[Any]]:
    """Return the labels of the rows, and the row of each token (−1: none)."""
    articles = corpus.tokens["doc_id"].cat
    if by == "doc_id":
        return pd.Index(articles.categories, name="doc_id"), articles.codes.to_numpy(np.int64)
    units = corpus.segments(size) if by == "segment" else corpus.sentences
    number = "segment_no" if by == "segment" else "sent_no"
    labels = pd.MultiIndex.from_frame(units[["doc_id", number]].astype({number: "int64"}))
    # One axis for all articles, as each has far fewer than 2³² characters.
    base = articles.categories.get_indexer(pd.Index(units["doc_id"])) << 32
    place = (articles.codes.to_numpy(np.int64) << 32) + corpus.tokens["start"].to_numpy()
    row = np.searchsorted(base + units["start"], place, side="right") - 1
    inside = (row >= 0) & (place < (base + units["end"]).to_numpy()[row])
    return labels, np.where(inside, row, -1)
