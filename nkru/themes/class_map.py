"""The map of a classification: its classes, terms and variables by correspondence analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from nkru._typing import Floats, Ints
from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError, SizeError
from nkru.measures.association import chi_squared
from nkru.measures.resampling import resamples
from nkru.notes import note
from nkru.themes.classes import Classes
from nkru.themes.correspondence import Correspondence, column_ellipses, correspondence
from nkru.themes.specificities import one_value
from nkru.themes.stability import LEAST_STORIES

MOST_VALUES = 30  # of a variable on the map
_ELLIPSE_TERMS = 2000  # terms of a resampled table, those that weigh most on the map


@dataclass(frozen=True, eq=False)
class ClassMap:
    """Classes, terms and variables on the axes of a correspondence analysis.

    Attributes:
        solution: of the table terms × classes.
        points: the classes ("class 1" …, kind "class"), terms (kind "term") and values of
            variables (kind: the variable): name, kind, mass, and for each axis its coordinate dim1,
            contrib1 (0 to 1, NaN for variables) and cos2_1.
        ellipses: of the classes over stories (see `column_ellipses`); without rows where there are
            fewer than 5 stories.
        basis: the articles that were counted.
        names: that the reader gave, by the name in `points`.
    """

    solution: Correspondence
    points: pd.DataFrame
    ellipses: pd.DataFrame
    basis: str
    names: Mapping[str, str] = field(default_factory=dict)


def class_map(
    classes: Classes,
    corpus: Corpus,
    by: Sequence[str] = (),
    *,
    k: int | None = None,
    draws: int = 100,
    seed: int = 0,
) -> ClassMap:
    """Place the classes, terms and variables of a classification on one map.

    The active table counts the segments of each class that hold each term; variables are
    supplementary rows, and have no weight.

    Args:
        classes: from `nkru.reinert`.
        corpus: the corpus that was counted.
        by: variables: year, month or columns of its documents; of each the 30 values with most
            segments.
        k: number of classes, by default the largest.
        draws: resamples of stories for the ellipses.
        seed: of the resamples.

    Raises:
        SizeError: fewer than two classes have a segment.
        ParameterError: `by` names no variable, or one without two values.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> found = nkru.class_map(classes, corpus, ["outlet"], draws=5)
    >>> sorted(found.points["kind"].unique())
    ['class', 'outlet', 'term']
    """
    labels = classes.labels(k)
    table = _term_table(classes, labels)
    solution = correspondence(table)
    terms = solution.rows().assign(kind="term")
    columns = solution.columns().assign(kind="class")
    parts = [columns, terms]
    for variable in by:
        values = class_variable(classes, corpus, variable, k=k)
        wide = values.pivot_table(index="value", columns="class", values="segments", aggfunc="sum")
        wide = wide.loc[wide.sum(axis=1).nlargest(MOST_VALUES).index]
        wide.columns = pd.Index([f"class {code}" for code in wide.columns])
        parts.append(solution.add_rows(wide).assign(kind=variable))
    ellipses = _ellipses(classes, labels, solution, draws, seed)
    points = pd.concat(parts, ignore_index=True)
    names = {f"class {code}": name for code, name in classes.names.items()}
    return ClassMap(solution, points, ellipses, classes.counts.basis, names)


def class_variable(
    classes: Classes, corpus: Corpus, by: str, *, k: int | None = None
) -> pd.DataFrame:
    """Return how the segments of each value of a variable fall into the classes.

    Args:
        classes: from `nkru.reinert`.
        corpus: the corpus that was counted.
        by: year, month or a column of its documents.
        k: number of classes, by default the largest.

    Returns:
        One row per value and class: variable, value, class, name (if the reader gave names),
        segments, expected (if the variable and the classes were independent), chi2 (Pearson's of
        the 2 × 2 table, negative where the value is rarer than expected), share (of the value's
        segments), articles, stories (of the value), and in attrs basis. Segments without a class or
        a value are left out.

    Raises:
        ParameterError: the variable has fewer than two values.

    Note:
        The segments of one article are not independent: read χ² with the number of stories.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> len(nkru.class_variable(classes, corpus, "outlet"))
    9
    """
    labels = classes.labels(k)
    values = pd.Series(classes.counts.doc_ids).map(corpus.labels(by).astype("object"))
    known = (labels > 0) & values.notna().to_numpy()
    segments = pd.DataFrame({"value": values[known].astype(str), "class": labels[known]})
    counts = pd.crosstab(segments["value"], segments["class"])
    if len(counts) < 2:
        raise ParameterError(one_value(by, counts.index.tolist(), classes.counts.basis))
    units = {"articles": classes.counts.doc_ids[known], "stories": classes.counts.stories[known]}
    sizes = pd.DataFrame(units).groupby(segments["value"].to_numpy()).nunique()
    inside = counts.to_numpy()
    total, of_value, of_class = inside.sum(), inside.sum(axis=1), inside.sum(axis=0)
    chi2 = chi_squared(inside, of_class - inside, of_value[:, None], (total - of_value)[:, None])
    row, column = np.indices(inside.shape).reshape(2, -1)
    columns = {
        "variable": by,
        "value": counts.index[row],
        "class": counts.columns[column],
        "segments": inside.ravel(),
        "expected": np.outer(of_value, of_class).ravel() / total,
        "chi2": chi2.ravel(),
        "share": (inside / of_value[:, None]).ravel(),
    }
    table = pd.DataFrame(columns)
    table[sizes.columns] = sizes.loc[table["value"]].to_numpy()
    return classes.named(note(table, basis=classes.counts.basis))


def _term_table(classes: Classes, labels: Ints) -> pd.DataFrame:
    """Return the segments of each class that hold each term, terms × classes."""
    codes = np.unique(labels[labels > 0])
    if len(codes) < 2:
        raise SizeError("a map needs two classes with segments, and there are fewer")
    held = classes.counts.matrix > 0
    members = sparse.csr_array((labels == codes[:, None]).astype(np.float64))
    counts = (members @ held.astype(np.float64)).toarray().T
    names = [f"class {code}" for code in codes]
    table = pd.DataFrame(counts, classes.counts.terms.tolist(), names)
    return table[table.sum(axis=1) > 0]


def _ellipses(
    classes: Classes, labels: Ints, solution: Correspondence, draws: int, seed: int
) -> pd.DataFrame:
    """Return the ellipses of the classes, each draw a resample of stories."""
    names, story = np.unique(classes.counts.stories, return_inverse=True)
    if len(names) < LEAST_STORIES or len(solution.singular_values) < 2 or not draws:
        return pd.DataFrame(columns=["name", "x", "y", "width", "height", "angle", "draws"])
    points = solution.rows()
    weight = (points["mass"] * (points["dim1"] ** 2 + points["dim2"] ** 2)).to_numpy()
    chosen = np.sort(np.argsort(-weight, kind="stable")[:_ELLIPSE_TERMS])
    columns = pd.Index(classes.counts.terms).get_indexer(solution.table.index[chosen])
    held = sparse.csr_array((classes.counts.matrix[:, columns] > 0).astype(np.float64))
    codes = [int(str(name).removeprefix("class ")) for name in solution.table.columns]
    weights = resamples(len(names), draws, seed)[:, story]
    tables = np.stack([_drawn_table(held, labels, codes, row) for row in weights])
    return column_ellipses(correspondence(solution.table.iloc[chosen]), tables)


def _drawn_table(held: sparse.csr_array, labels: Ints, codes: list[int], weight: Ints) -> Floats:
    members = np.stack([(labels == code) * weight for code in codes]).astype(np.float64)
    return np.asarray(held.T @ members.T)
