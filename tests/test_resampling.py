"""Intervals over stories: known coverage, limits and hand counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from nkru.measures.resampling import COVERAGE, coverage_at, rate_interval, resamples, share_interval
from tests.benchmarks.coverage import TRUE_RATE, simulate


def test_rate_interval_of_equal_stories_is_the_t_interval_of_the_log_mean() -> None:
    counts = [2, 4, 3, 5, 2, 4, 3, 5, 2, 4]
    mean, error = np.mean(counts), stats.sem(counts)
    half = stats.t.ppf(0.975, 9) * error / mean
    assert rate_interval(counts, [100] * 10) == pytest.approx(
        (mean / 100 * np.exp(-half), mean / 100 * np.exp(half))
    )


def test_rate_has_no_interval_under_ten_stories_or_without_a_count() -> None:
    assert np.isnan(rate_interval([1] * 9, [100] * 9)).all()
    assert np.isnan(rate_interval([0] * 20, [100] * 20)).all()


def test_rate_interval_has_no_width_where_all_stories_agree() -> None:
    assert rate_interval([3] * 12, [100] * 12) == pytest.approx((0.03, 0.03))


@pytest.mark.parametrize(("hits", "stories"), [(3, 10), (9, 12), (40, 200), (12, 12)])
def test_share_interval_is_that_of_wilson(hits: int, stories: int) -> None:
    oracle = stats.binomtest(hits, stories).proportion_ci(method="wilson")
    assert share_interval(hits / stories, stories) == pytest.approx(
        (oracle.low, oracle.high), abs=1e-6
    )


def test_share_of_none_has_the_exact_upper_bound() -> None:
    low, high = share_interval(0, 12)
    assert low == 0
    assert (1 - high) ** 12 == pytest.approx(0.05)


def test_one_story_has_no_interval() -> None:
    assert np.isnan(share_interval(1, 1)).all()
    assert np.isnan(share_interval(0, 0)).all()


def test_resamples_differ_and_keep_the_number_of_stories() -> None:
    draws = resamples(12, 200, seed=1)
    assert draws.shape == (200, 12)
    assert (draws.sum(axis=1) == 12).all()
    assert len(np.unique(draws, axis=0)) > 190
    assert (resamples(12, 200, seed=1) == draws).all()
    assert (resamples(12, 200, seed=2) != draws).any()


@pytest.mark.parametrize("stories", [50, 100, 200])
def test_interval_of_a_rate_covers_the_true_rate(stories: int) -> None:
    covered = simulate(stories, repeats=3000, seed=7)
    assert TRUE_RATE > 0
    assert 0.93 <= covered <= 0.97


def test_coverage_shown_beside_an_interval_is_the_simulated_one() -> None:
    for stories, shown in COVERAGE.items():
        assert simulate(stories, repeats=10_000, seed=7) == pytest.approx(shown, abs=0.02), stories
    assert np.isnan(coverage_at(9))
    assert coverage_at(35) == coverage_at(20)
