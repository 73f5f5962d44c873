"""Keyness and its measures agree with scipy, and with sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
from article_counts import articles
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nkru.errors import ParameterError
from nkru.measures import association
from nkru.measures.counts import Counts
from nkru.themes.keyness import keyness

sizes = st.integers(2, 400)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Counts of a term in target and reference, and their sizes, with no margin at zero."""
    c, d = draw(sizes), draw(sizes)
    a, b = draw(st.integers(0, c - 1)), draw(st.integers(0, d - 1))
    return (a, max(b, 1) if a == 0 else b, c, d)


@settings(deadline=None)
@given(tables())
def test_log_likelihood_and_chi2_are_those_of_scipy(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    cells = [[a, b], [c - a, d - b]]
    g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    chi2 = stats.chi2_contingency(cells, correction=False).statistic
    assert abs(association.log_likelihood(*table)) == pytest.approx(g2, abs=1e-5)
    assert abs(association.chi_squared(*table)) == pytest.approx(chi2)


@settings(deadline=None)
@given(tables())
def test_specificity_is_the_tail_of_the_hypergeometric_law(
    table: tuple[int, int, int, int],
) -> None:
    a, b, c, d = table
    law = stats.hypergeom(c + d, a + b, c)
    above = a >= c * (a + b) / (c + d)
    expected = -law.logsf(a - 1) if above else law.logcdf(a)
    assert association.specificity(*table) == pytest.approx(expected / np.log(10), abs=1e-9)


@settings(deadline=None)
@given(tables())
def test_sides_exchanged_change_the_sign_alone(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    assert association.log_likelihood(b, a, d, c) == pytest.approx(
        -association.log_likelihood(a, b, c, d), abs=1e-5
    )
    assert association.log_ratio(b, a, d, c)[0] == pytest.approx(
        -association.log_ratio(a, b, c, d)[0]
    )


def test_equal_shares_are_no_key() -> None:
    assert association.log_likelihood(5, 10, 100, 200) == pytest.approx(0, abs=1e-6)
    assert association.log_ratio(5, 10, 100, 200)[0] == pytest.approx(0)


def test_log_ratio_counts_doublings_and_takes_none_as_a_half() -> None:
    assert association.log_ratio(8, 1, 100, 100)[0] == pytest.approx(3)
    assert association.log_ratio(4, 0, 100, 100)[0] == pytest.approx(3)


def test_log_ratio_interval_is_that_of_a_relative_risk() -> None:
    risk = stats.contingency.relative_risk(8, 100, 2, 100)
    low, high = np.log2(risk.confidence_interval(0.95))
    assert association.log_ratio(8, 2, 100, 100)[1:] == pytest.approx((low, high), abs=1e-4)


def test_a_term_that_is_the_whole_text_has_no_g2() -> None:
    assert np.isnan(association.log_likelihood(10, 9, 10, 9))


def test_the_table_tells_counts_articles_and_basis() -> None:
    table = keyness(
        articles([4, 0, 1], [2, 0, 0]), articles([1, 3, 1], [0, 4, 0], [0, 0, 2], name="b")
    )
    first = table.iloc[0]
    assert (first["term"], first["target"], first["reference"]) == ("accord", 6, 1)
    assert (first["target_articles"], first["reference_articles"]) == (2, 1)
    assert table["term"].iloc[-1] == "sanction"
    assert table["g2"].iloc[-1] < 0
    assert table.attrs["basis"] == "2 articles against 3 articles"
    assert set(table["label"]) == {"descriptive"}


def test_sizes_are_of_the_text_not_of_the_terms() -> None:
    small = Counts([[3]], ["a"], ["accord"], ["a"], sizes=[10])
    large = Counts([[3]], ["b"], ["accord"], ["b"], sizes=[1000])
    assert keyness(small, large)["g2"].iloc[0] == pytest.approx(
        float(association.log_likelihood(3, 3, 10, 1000))
    )


def test_a_side_without_words_is_refused() -> None:
    with pytest.raises(ParameterError, match="the reference has none"):
        keyness(articles([1, 2, 3]), articles([0, 0, 0]))
