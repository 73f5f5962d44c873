"""p-values of keyness: adjusted as by scipy, and over resampled articles."""

from __future__ import annotations

import numpy as np
import pytest
from article_counts import articles
from scipy import stats

from nkru.measures.adjustment import adjust
from nkru.themes.keyness import keyness
from nkru.themes.significance import bootstrap_p


def test_p_values_are_adjusted_for_the_vocabulary() -> None:
    p = np.array([0.001, 0.2, 0.03, 0.04, 0.5])
    assert adjust(p)["p_holm"].tolist() == pytest.approx([0.005, 0.4, 0.12, 0.12, 0.5])
    assert adjust(p)["p_bh"].tolist() == pytest.approx(stats.false_discovery_control(p))


def test_resampled_articles_tell_one_article_from_many() -> None:
    """One article carries all of « accord », every article « sanction »: G² alone cannot tell."""
    target = articles(*([[20, 1, 9]] + [[0, 1, 29]] * 19))
    reference = articles(*[[0, 0, 30]] * 20, name="b")
    table = keyness(target, reference, draws=999).set_index("term")
    assert table.loc["accord", "g2"] == pytest.approx(table.loc["sanction", "g2"])
    assert table.loc["accord", "p_articles"] > 0.3
    assert table.loc["sanction", "p_articles"] == pytest.approx(1 / 1000)


def test_resampled_articles_give_the_exact_p_on_a_small_case() -> None:
    """0 and 4 have the mean 0, 2 or 4 (chances 1/4, 1/2, 1/4), the reference always 1."""
    target, reference = articles([0, 0, 4], [4, 0, 0]), articles([1, 0, 3], [1, 0, 3], name="b")
    share = 3 / 4
    expected = (1 + 2 * 9999 * (1 - share)) / 10000
    assert bootstrap_p(target, reference)[0] == pytest.approx(expected, abs=0.02)


def test_resamples_differ_and_repeat_with_their_seed() -> None:
    target, reference = (
        articles([0, 1, 4], [4, 0, 1], [2, 2, 0]),
        articles([1, 0, 3], [2, 3, 3], name="b"),
    )
    one, same, other = (bootstrap_p(target, reference, 99, seed) for seed in (1, 1, 2))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_one_article_on_a_side_cannot_be_resampled() -> None:
    assert np.isnan(
        bootstrap_p(articles([1, 2, 3]), articles([1, 2, 3], [3, 2, 1], name="b"))
    ).all()
