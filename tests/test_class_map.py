"""The map places classes, terms and variables; a variable's χ² is that of its 2 × 2 tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from test_reinert import planted

import nkru
from nkru.errors import ParameterError
from nkru.themes.class_map import class_map, class_variable
from nkru.themes.correspondence import correspondence


@pytest.fixture(scope="module")
def classes() -> nkru.Classes:
    return nkru.reinert(planted(240)[0], 4)


class Labelled:
    """A corpus of which only the labels are asked for."""

    def __init__(self, **labels: dict[str, str]) -> None:
        self._labels = labels

    def labels(self, by: str) -> pd.Series:
        return pd.Series(self._labels[by])


@pytest.fixture(scope="module")
def corpus(classes: nkru.Classes) -> Labelled:
    """Outlets follow the planted classes but for one; the day does not."""
    labels = pd.Series(classes.labels()).groupby(classes.counts.doc_ids).first()
    outlet = {doc_id: f"journal {min(label, 3)}" for doc_id, label in labels.items()}
    day = {doc_id: str(row % 2) for row, doc_id in enumerate(labels.index)}
    many = {doc_id: f"v{row}" for row, doc_id in enumerate(labels.index)}
    return Labelled(outlet=outlet, day=day, one=dict.fromkeys(outlet, "x"), many=many)


def test_the_map_is_that_of_terms_and_classes(classes: nkru.Classes, corpus: Labelled) -> None:
    found = class_map(classes, corpus, draws=0)
    held = classes.counts.matrix.toarray() > 0
    table = pd.DataFrame({code: held[classes.labels() == code].sum(axis=0) for code in range(1, 5)})
    expected = correspondence(table[table.sum(axis=1) > 0]).inertia
    pd.testing.assert_frame_equal(found.solution.inertia, expected)
    kinds = found.points["kind"].value_counts()
    assert kinds["class"] == 4
    assert kinds["term"] == len(found.solution.table)


def test_a_variable_lies_near_its_class(classes: nkru.Classes, corpus: Labelled) -> None:
    points = class_map(classes, corpus, ["outlet"], draws=0).points.set_index("name")
    axes = ["dim1", "dim2", "dim3"]
    near = points.loc["journal 1", axes] @ points.loc["class 1", axes]
    assert near > 0
    assert points.loc["journal 1", "contrib1"] != points.loc["journal 1", "contrib1"]


def test_classes_that_are_planted_have_ellipses_apart(
    classes: nkru.Classes, corpus: Labelled
) -> None:
    table = class_map(classes, corpus, draws=30).ellipses
    assert len(table) == 4
    centres = table[["x", "y"]].to_numpy()
    distances = np.linalg.norm(centres[:, None] - centres, axis=2)[np.triu_indices(4, 1)]
    assert table["width"].max() < distances.max()


def test_chi2_of_a_variable_is_that_of_its_tables(classes: nkru.Classes, corpus: Labelled) -> None:
    table = class_variable(classes, corpus, "outlet")
    row = table.query("value == 'journal 1' and `class` == 1").iloc[0]
    total = table["segments"].sum()
    of_value = table.loc[table["value"] == "journal 1", "segments"].sum()
    of_class = table.loc[table["class"] == 1, "segments"].sum()
    both = row["segments"]
    cells = [[both, of_value - both], [of_class - both, total - of_value - of_class + both]]
    assert row["chi2"] == pytest.approx(chi2_contingency(cells, correction=False).statistic)
    assert row["expected"] == pytest.approx(of_value * of_class / total)
    assert table.groupby("value")["share"].sum().tolist() == pytest.approx([1] * 3)


def test_a_variable_of_many_values_is_cut_on_the_map_alone(
    classes: nkru.Classes, corpus: Labelled
) -> None:
    points = class_map(classes, corpus, ["many"], draws=0).points
    labelled = set(classes.counts.doc_ids[classes.labels() > 0])
    assert (points["kind"] == "many").sum() == min(30, len(labelled))
    assert class_variable(classes, corpus, "many")["value"].nunique() == len(labelled)


def test_a_variable_of_one_value_is_refused(classes: nkru.Classes, corpus: Labelled) -> None:
    with pytest.raises(
        ParameterError, match=r"has only 'x' \(24 articles\): a comparison needs two"
    ):
        class_variable(classes, corpus, "one")
