"""Keyness agrees with scipy, with quanteda, and with sums by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nkru.errors import ParameterError
from nkru.measures import association
from nkru.measures.counts import Counts
from nkru.themes.keyness import adjusted, article_p, keyness, keyness_by

TERMS = ["accord", "sanction", "sommet"]
sizes = st.integers(2, 400)


def articles(*rows: list[int], terms: list[str] = TERMS, name: str = "a") -> Counts:
    doc_ids = [f"{name}{number}" for number in range(len(rows))]
    return Counts(list(rows), doc_ids, terms, doc_ids)


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


def test_p_values_are_adjusted_for_the_vocabulary() -> None:
    p = np.array([0.001, 0.2, 0.03, 0.04, 0.5])
    assert adjusted(p)["p_holm"].tolist() == pytest.approx([0.005, 0.4, 0.12, 0.12, 0.5])
    assert adjusted(p)["p_bh"].tolist() == pytest.approx(stats.false_discovery_control(p))


def test_the_table_tells_counts_articles_and_basis() -> None:
    table = keyness(
        articles([4, 0, 1], [2, 0, 0]), articles([1, 3, 1], [0, 4, 0], [0, 0, 2], name="b")
    )
    first = table.iloc[0]
    assert (first["term"], first["target"], first["reference"]) == ("accord", 6, 1)
    assert (first["target_articles"], first["reference_articles"]) == (2, 1)
    assert table["term"].iloc[-1] == "sanction"
    assert table["g2"].iloc[-1] < 0
    assert set(table["basis"]) == {"2 articles against 3 articles"}
    assert set(table["label"]) == {"descriptive"}


def test_sizes_are_of_the_text_not_of_the_terms() -> None:
    small = Counts([[3]], ["a"], ["accord"], ["a"], sizes=[10])
    large = Counts([[3]], ["b"], ["accord"], ["b"], sizes=[1000])
    assert keyness(small, large)["g2"].iloc[0] == pytest.approx(
        float(association.log_likelihood(3, 3, 10, 1000))
    )


def test_every_group_is_compared_with_the_others() -> None:
    counts = articles([4, 0, 1], [0, 5, 1], [0, 4, 1])
    table = keyness_by(counts, n=1)
    assert dict(zip(table["group"], table["term"], strict=True)) == {
        "a0": "accord",
        "a1": "sanction",
        "a2": "sanction",
    }
    by_outlet = keyness_by(counts, ["x", "y", "y"], n=1)
    assert by_outlet["term"].tolist() == ["accord", "sanction"]
    assert set(by_outlet["basis"]) == {"3 articles"}


def test_the_first_terms_of_groups_are_those_of_the_whole_tables() -> None:
    rng = np.random.default_rng(3)
    counts = Counts(
        rng.poisson(rng.gamma(0.3, 2.0, size=80), size=(24, 80)),
        [f"a{row:02}" for row in range(24)],
        [f"mot{term:02}" for term in range(80)],
        [f"a{row:02}" for row in range(24)],
    )
    for labels in (None, ["x", "y", "z", None] * 6):
        whole = keyness_by(counts, labels, draws=99)
        firsts = whole[whole["g2"] > 0].groupby("group").head(5).reset_index(drop=True)
        assert len(firsts) >= 15
        pd.testing.assert_frame_equal(keyness_by(counts, labels, n=5, draws=99), firsts, rtol=1e-12)


def test_the_first_terms_of_groups_take_the_labels_and_refuse_what_the_whole_tables_do() -> None:
    counts = articles([4, 0, 1], [0, 5, 1], [0, 4, 1])
    assert keyness_by(counts, [True, False, False], n=1)["group"].tolist() == [False, True]
    for rows in ([[2, 1, 0], [0, 3, 1], [0, 0, 0]], [[2, 1, 0], [0, 0, 0]]):
        for n in (None, 5):
            with pytest.raises(ParameterError, match="words on both sides, and the .* has none"):
                keyness_by(articles(*rows), n=n)


def test_articles_without_a_group_are_left_out_and_said_to_be() -> None:
    table = keyness_by(articles([4, 0, 1], [0, 5, 1], [0, 9, 1]), ["x", "y", None])
    assert table.loc[table["group"] == "x", "reference"].max() == 5
    assert set(table["basis"]) == {"2 of 3 articles"}
    with pytest.raises(ParameterError, match="no group: .* metadata.csv"):
        keyness_by(articles([1, 2, 3]), [None])


def test_one_article_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(ParameterError, match="only one group: add articles"):
        keyness_by(articles([1, 2, 3]))
    with pytest.raises(ParameterError, match="the reference has none"):
        keyness(articles([1, 2, 3]), articles([0, 0, 0]))


def test_resampled_articles_tell_one_article_from_many() -> None:
    """One article carries all of « accord », every article « sanction »: G² alone cannot tell."""
    target = articles(*([[20, 1, 9]] + [[0, 1, 29]] * 19))
    reference = articles(*[[0, 0, 30]] * 20, name="b")
    table = keyness(target, reference, draws=999).set_index("term")
    assert table.loc["accord", "g2"] == pytest.approx(table.loc["sanction", "g2"])
    assert table.loc["accord", "p_articles"] > 0.3
    assert table.loc["sanction", "p_articles"] == pytest.approx(1 / 1000)


def test_resampled_articles_give_the_exact_p_on_a_small_case() -> None:
    """Of two articles with 0 and 4, the mean is 0, 2 or 4 with chances 1/4, 1/2, 1/4; in the reference always 1."""
    target, reference = articles([0, 0, 4], [4, 0, 0]), articles([1, 0, 3], [1, 0, 3], name="b")
    share = 3 / 4
    expected = (1 + 2 * 9999 * (1 - share)) / 10000
    assert article_p(target, reference)[0] == pytest.approx(expected, abs=0.02)


def test_resamples_differ_and_repeat_with_their_seed() -> None:
    target, reference = (
        articles([0, 1, 4], [4, 0, 1], [2, 2, 0]),
        articles([1, 0, 3], [2, 3, 3], name="b"),
    )
    one, same, other = (article_p(target, reference, 99, seed) for seed in (1, 1, 2))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_one_article_on_a_side_cannot_be_resampled() -> None:
    assert np.isnan(article_p(articles([1, 2, 3]), articles([1, 2, 3], [3, 2, 1], name="b"))).all()


@pytest.mark.parametrize(
    ("name", "column"),
    [("chi2_none", "chi2"), ("lr_none", "g2"), ("lr_williams", "g2_williams"), ("pmi", "pmi")],
)
def test_keyness_agrees_with_quanteda(shared: Path, name: str, column: str) -> None:
    folder = shared / "reference" / "keyness"
    tokens = json.loads((folder / "tokens_el.json").read_text(encoding="utf-8"))
    rows = [(doc_id, token) for doc_id, words in tokens.items() for token in words]
    table = pd.crosstab(*map(pd.Series, zip(*rows, strict=True)))
    counts = Counts(table.to_numpy(), table.index, table.columns.to_numpy(str), table.index)
    ours = keyness_by(counts).rename(columns={"group": "target", "term": "feature", "target": "n"})
    theirs = pd.read_csv(folder / f"keyness_el_{name}.csv", dtype={"target": str})
    both = theirs.merge(ours, on=["target", "feature"], suffixes=("_quanteda", ""))
    assert len(both) == len(theirs) > 7000
    value = theirs.columns[2]
    reference = both[f"{value}_quanteda" if f"{value}_quanteda" in both else value]
    np.testing.assert_allclose(both[column], reference, rtol=1e-6, atol=1e-6)
