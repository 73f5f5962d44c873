"""Specificities of terms by any variable, and their progression over the corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.language import gettext
from nkru.measures.association import specificity
from nkru.measures.counts import Counts
from nkru.notes import note

Objects = NDArray[np.object_]
FORMULA = "−log10 of a hypergeometric probability, negative where rarer than expected (Lafon 1980)"


def specificities(
    counts: Counts, corpus: Corpus, by: str, *, terms: Sequence[str] | None = None, n: int = 10
) -> pd.DataFrame:
    """Return how specific terms are to each value of a variable (Lafon).

    Args:
        counts: counts by article.
        corpus: the corpus that was counted.
        by: year, month or a column of its documents.
        terms: the terms, each for every value; by default, for each value the n terms that are
            most specific to it and in more than one of its stories, if it has several.
        n: terms of each value.

    Returns:
        value, term, count (in the value), total, expected, specificity, stories (of the value, that
        hold the term), stories_of_value, and in attrs formula and basis; values sorted, the most
        specific terms first.

    Raises:
        ParameterError: the variable has fewer than two values, or no term is counted.

    Note:
        A specificity of 3 is a chance of 1 in 1,000 for one term and one value; of thousands of
        terms several reach it by chance, and the words of one story are not independent.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.specificities(nkru.count(corpus), corpus, "outlet", n=1)
    >>> table[["value", "count", "total"]].values.tolist()
    [["L'Écho des rives", 12, 14], ['Le Courrier des plaines', 8, 8], ['Vigie Monde', 6, 6]]
    """
    labels = corpus.labels(by).reindex(counts.doc_ids).astype("object")
    known = labels.notna().to_numpy()
    values = labels[known].astype(str).to_numpy()
    if len(set(values)) < 2:
        raise ParameterError(one_value(by, values.tolist(), counts.basis))
    counts = counts.where(known).min_rows(1)
    if terms is not None:
        _check_terms(counts, terms)
        counts = counts.with_terms(np.unique(np.asarray(terms, dtype=np.str_)))
    table = _table(counts, values, every=terms is not None)
    if terms is None:
        common = table["stories"] >= np.minimum(2, table["stories_of_value"])
        table = table[common & (table["specificity"] > 0)]
    order = ["value", "specificity", "term"]
    table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
    if terms is None:
        table = table.groupby("value").head(n).reset_index(drop=True)
    return note(table, formula=FORMULA, basis=counts.basis)


def one_value(by: str, values: Sequence[str], basis: str) -> str:
    """Return why a variable with fewer than two values cannot be compared."""
    if not len(values):
        return gettext(
            "by = {by!r} has no value ({basis:cell}): a comparison needs two values or more; give "
            "them in metadata.csv",
            by=by,
            basis=basis,
        )
    return gettext(
        "by = {by!r} has only {value!r} ({basis:cell}): a comparison needs two values or more; "
        "give them in metadata.csv",
        by=by,
        value=str(values[0]),
        basis=basis,
    )


def _check_terms(counts: Counts, terms: Sequence[str]) -> None:
    missing = sorted(set(terms) - set(counts.terms.tolist()))
    if missing or not len(terms):
        wrong = gettext("none is given")
        if missing:
            wrong = gettext("{term!r} is not counted here", term=missing[0])
        raise ParameterError(
            "terms: {wrong}: give lemmas of {basis:cell}", wrong=wrong, basis=counts.basis
        )


def _table(counts: Counts, values: Objects, *, every: bool) -> pd.DataFrame:
    """Return the specificity of each term in each value that holds it, or in every value."""
    grouped, totals = counts.group_rows(values), counts.totals().to_numpy()
    held = grouped.matrix
    shape = (held > 0).shape
    row, column = np.indices(shape).reshape(2, -1) if every else (held > 0).nonzero()
    inside, total = np.asarray(held[row, column]).ravel(), totals[column]
    size, whole = grouped.sizes[row], grouped.sizes.sum()
    stories = _stories(counts, values).matrix
    columns = {
        "value": grouped.rows.to_numpy()[row],
        "term": counts.terms[column],
        "count": inside,
        "total": total,
        "expected": size * total / whole,
        "specificity": specificity(inside, total - inside, size, whole - size),
        "stories": np.asarray(stories[row, column]).ravel(),
        "stories_of_value": pd.Series(counts.stories).groupby(values).nunique().to_numpy()[row],
    }
    return pd.DataFrame(columns)


def _stories(counts: Counts, values: Objects) -> Counts:
    """Return the stories of each value that hold each term."""
    pairs = pd.MultiIndex.from_arrays([values, counts.stories])
    by_story = counts.group_rows(pairs)
    held = by_story._with(matrix=(by_story.matrix > 0).astype(np.int64))
    return held.group_rows(by_story.rows.get_level_values(0))


def progression(counts: Counts, corpus: Corpus, terms: Sequence[str]) -> pd.DataFrame:
    """Return the cumulative counts of terms over the articles, in the order of their dates.

    Args:
        counts: counts by article.
        corpus: the corpus that was counted.
        terms: the terms to follow.

    Returns:
        One row per term and article: term, doc_id, date, words (of the corpus up to the end of the
        article), count (in the article), cumulated, and in attrs basis. Articles without a date
        come last.

    Raises:
        ParameterError: a term is not counted.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.progression(nkru.count(corpus), corpus, ["sécheresse"])
    >>> table[["date", "cumulated"]].values.tolist()[-1]
    ['2024-12-20', 4]
    """
    _check_terms(counts, terms)
    column = pd.Index(counts.terms).get_indexer(pd.Index(terms))
    documents = corpus.documents.set_index("doc_id").reindex(counts.doc_ids)
    date = documents["date_from"].fillna("9999").to_numpy()
    order = np.lexsort((counts.doc_ids, date))
    inside = counts.matrix[:, column].toarray()[order]
    words = counts.sizes[order].cumsum()
    tables = [
        pd.DataFrame(
            {
                "term": term,
                "doc_id": counts.doc_ids[order],
                "date": documents["date"].to_numpy()[order],
                "words": words,
                "count": inside[:, place],
                "cumulated": inside[:, place].cumsum(),
            }
        )
        for place, term in enumerate(terms)
    ]
    return note(pd.concat(tables, ignore_index=True), basis=counts.basis)
