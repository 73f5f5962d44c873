"""Specificities are Lafon's, for each value of a variable; progression adds up to the totals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from nkru.errors import ParameterError
from nkru.measures.counts import Counts
from nkru.themes.specificities import progression, specificities


class Labelled:
    """A corpus of which labels and dates are asked for."""

    def __init__(self, doc_ids: list[str], **labels: list[object]) -> None:
        self.documents = pd.DataFrame({"doc_id": doc_ids, **labels})

    def labels(self, by: str) -> pd.Series:
        return self.documents.set_index("doc_id")[by]


DOCS = ["a", "b", "c", "d"]
COUNTS = Counts(
    [[3, 0, 1], [2, 1, 1], [0, 4, 1], [1, 3, 1]], DOCS, ["pluie", "sport", "ville"], DOCS
)
CORPUS = Labelled(
    DOCS,
    outlet=["Nord", "Nord", "Sud", "Sud"],
    one=["x"] * 4,
    none=[None] * 4,
    date=["2024-02", None, "2023-01-05", "2024-01-01"],
    date_from=["2024-02-01", None, "2023-01-05", "2024-01-01"],
)


def test_specificities_are_those_of_the_hypergeometric_law() -> None:
    table = specificities(COUNTS, CORPUS, "outlet", terms=["pluie", "sport"])
    values = table.set_index(["value", "term"])["specificity"]
    assert len(values) == 4
    # 18 words, 6 of them « pluie »; 8 words in the North hold 5.
    law = hypergeom(18, 6, 8)
    assert values["Nord", "pluie"] == pytest.approx(-np.log10(law.sf(4)))
    assert values["Sud", "pluie"] == pytest.approx(np.log10(hypergeom(18, 6, 10).cdf(1)))


def test_the_first_terms_are_in_several_stories_of_the_value() -> None:
    counts = Counts(
        [[9, 2], [0, 2], [0, 1], [0, 1]], DOCS, ["unique", "ville"], DOCS, sizes=[20] * 4
    )
    table = specificities(counts, CORPUS, "outlet")
    assert set(table["term"]) == {"ville"}
    assert table["stories"].tolist() == [2]


def test_terms_add_up_over_the_dates() -> None:
    table = progression(COUNTS, CORPUS, ["pluie"])
    assert table["doc_id"].tolist() == ["c", "d", "a", "b"]
    assert table["cumulated"].tolist() == [0, 1, 4, 6]
    assert table["words"].tolist() == [5, 10, 14, 18]


@pytest.mark.parametrize(
    ("by", "terms", "message"),
    [
        ("one", None, "by = 'one' has only 'x' \\(4 articles\\)"),
        ("none", None, "by = 'none' has no value \\(4 articles\\)"),
        ("outlet", ["grêle"], "terms: 'grêle' is not counted here: give lemmas of 4 articles"),
        ("outlet", [], "terms: none is given"),
    ],
)
def test_what_cannot_be_compared_is_refused(by: str, terms: list[str] | None, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        specificities(COUNTS, CORPUS, by, terms=terms)


def test_two_hundred_values_are_compared() -> None:
    rng = np.random.default_rng(0)
    docs = [f"d{row:03}" for row in range(400)]
    counts = Counts(rng.integers(0, 3, (400, 60)), docs, [f"t{n:02}" for n in range(60)], docs)
    corpus = Labelled(docs, outlet=[f"v{row % 200:03}" for row in range(400)])
    table = specificities(counts, corpus, "outlet", n=2)
    assert table["value"].nunique() > 190
    assert table.groupby("value").size().max() == 2
