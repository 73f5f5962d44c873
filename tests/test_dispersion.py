"""Dispersion gives Gries's own example and its limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.errors import ParameterError, SizeError
from nkru.measures.counts import Counts


def spread(values: list[int], sizes: list[int]) -> tuple[float, float, int]:
    rows = [str(number) for number in range(len(values))]
    counts = Counts([[value] for value in values], rows, ["a"], rows, sizes)
    row = nkru.dispersion(counts).iloc[0]
    return row["dp"], row["dp_norm"], row["range"]


def test_the_example_of_gries() -> None:
    """Gries 2008: parts of 9, 10, 10, 10, 11 words contain 1 to 5; DP = .18, DPnorm = .18/.82."""
    dp, dp_norm, parts = spread([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    shares = ((1 / 15, 0.18), (2 / 15, 0.2), (3 / 15, 0.2), (4 / 15, 0.2), (5 / 15, 0.22))
    assert dp == pytest.approx(sum(abs(found - size) for found, size in shares) / 2)
    assert dp == pytest.approx(0.18)
    assert dp_norm == pytest.approx(0.18 / 0.82)
    assert parts == 5


def test_as_even_as_the_parts_is_zero_and_all_in_the_smallest_is_one() -> None:
    assert spread([2, 4, 6], [10, 20, 30])[0] == pytest.approx(0)
    assert spread([7, 0, 0], [10, 20, 30])[1:] == (pytest.approx(1), 1)


def test_sizes_are_of_all_words_not_of_the_terms_counted() -> None:
    assert spread([5, 5], [10, 10])[0] == 0
    assert spread([5, 5], [10, 90])[0] == pytest.approx(0.4)


def test_a_term_that_never_occurs_has_no_dispersion() -> None:
    dp, dp_norm, parts = spread([0, 0], [10, 20])
    assert np.isnan(dp)
    assert np.isnan(dp_norm)
    assert parts == 0


def test_only_the_terms_asked_for_in_their_order() -> None:
    terms = ["accord", "sanction", "sommet"]
    counts = Counts([[1, 2, 3], [3, 2, 1]], ["v", "w"], terms, ["v", "w"])
    table = nkru.dispersion(counts, ["sommet", "accord"])
    assert table["term"].tolist() == ["sommet", "accord"]
    assert table["count"].tolist() == [4, 4]
    assert table.attrs["basis"] == "2 articles"


def test_a_term_not_counted_names_the_nearest() -> None:
    counts = Counts([[1], [3]], ["v", "w"], ["sanction"], ["v", "w"])
    with pytest.raises(ParameterError, match="'sanctions' is not among .* did you mean 'sanction'"):
        nkru.dispersion(counts, ["sanctions"])


def test_one_article_has_no_parts_to_compare() -> None:
    with pytest.raises(SizeError, match="needs 2 or more, here 1"):
        nkru.dispersion(Counts([[1]], ["v"], ["accord"], ["v"]))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(20, 90)), min_size=2, max_size=9).filter(
        lambda p: any(v for v, _ in p)
    )
)
def test_dispersion_lies_between_zero_and_one_and_forgets_the_order_of_parts(
    parts: list[tuple[int, int]],
) -> None:
    values, sizes = map(list, zip(*parts, strict=True))
    dp, dp_norm, _ = spread(values, sizes)
    assert -1e-12 <= dp <= dp_norm <= 1 + 1e-12
    assert spread(values[::-1], sizes[::-1])[:2] == (pytest.approx(dp), pytest.approx(dp_norm))
