"""Corrected shares: a textbook oracle, limits, a simulation, and samples that correct nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from small_corpus import small_corpus

from nkru.corpus.corpus import Corpus
from nkru.errors import CodingError
from nkru.measures.coding_samples import UNIT, draw_sample
from nkru.measures.corrected_shares import COLUMNS, corrected_shares
from nkru.measures.correction import Sample, corrected_mean

SENTENCES = (
    "La récolte de lentilles a doublé.",
    "Le canal est à sec.",
    "Le maire ouvre la foire.",
    "Un tracteur a brûlé.",
)


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
    import correction

    yield correction
    sys.path.pop(0)


def test_without_a_machine_the_estimate_is_the_textbook_mean_of_a_sample() -> None:
    """Cochran 1977, section 2.5: (1 − n/N) s²/n; one wrong label more is (1 − n/N) 5/6n²."""
    random = np.random.default_rng(2)
    values = random.integers(0, 2, 60).astype(float)
    estimate = corrected_mean(np.zeros(400), np.arange(400), Sample.random(range(60), values, 400))
    variance = values.var(ddof=1) / 60 * (1 - 60 / 400) + (1 - 60 / 400) / 60**2 * 50 / 60
    half = stats.t.ppf(0.975, 59) * np.sqrt(variance)
    assert estimate.corrected == pytest.approx(values.mean())
    assert (estimate.low, estimate.high) == pytest.approx(
        (values.mean() - half, values.mean() + half)
    )


def test_a_stratified_sample_gives_the_stratified_mean_whatever_the_slope() -> None:
    found = np.repeat([1.0, 0.0], [100, 300])
    rows = np.r_[0:20, 100:130]
    values = np.r_[np.ones(15), np.zeros(5), np.ones(3), np.zeros(27)]
    sample = Sample(rows, values, np.repeat([5.0, 10.0], [20, 30]), np.repeat([0, 1], [20, 30]))
    estimate = corrected_mean(found, np.arange(400), sample)
    assert estimate.raw == 0.25
    assert estimate.corrected == pytest.approx(0.25 * 0.75 + 0.75 * 0.1)


def test_a_machine_that_is_always_right_keeps_its_share_and_an_honest_interval() -> None:
    found = np.tile([1.0, 0, 0, 0], 250)
    rows = np.arange(0, 1000, 20) + np.arange(50) % 4
    estimate = corrected_mean(found, np.arange(1000), Sample.random(rows, found[rows], 1000))
    assert estimate.corrected == pytest.approx(0.25, abs=0.02)
    # After 50 labels without an error up to 3/50 of them may be wrong.
    assert 0.03 < estimate.high - estimate.corrected < 0.08


def test_a_machine_that_says_the_same_of_every_unit_corrects_nothing() -> None:
    values = np.r_[np.ones(56), np.zeros(4)]
    estimate = corrected_mean(np.ones(90), np.arange(90), Sample.random(range(60), values, 90))
    assert estimate.slope == 0
    assert estimate.corrected == pytest.approx(56 / 60)


def test_labels_of_few_stories_say_nothing_of_others() -> None:
    found = np.tile([1.0, 0.0], 100)
    sample = Sample.random(range(40), found[:40], 200)
    estimate = corrected_mean(found, np.arange(200) // 20, sample)
    assert estimate.stories == 2
    assert np.isnan(estimate.story_low)
    assert estimate.low < estimate.corrected < estimate.high


def test_more_labels_narrow_the_interval_to_what_was_asked() -> None:
    random = np.random.default_rng(5)
    truth = (random.random(100_000) < 0.3).astype(float)
    found = np.where(random.random(100_000) < 0.2, 1 - truth, truth)

    def labelled(count: int) -> object:
        sample = Sample.random(range(count), truth[:count], len(truth))
        return corrected_mean(found, np.arange(len(truth)), sample)

    first = labelled(200)
    more = int(first.more_labels(0.03))  # type: ignore[attr-defined]
    then = labelled(200 + more)
    assert (then.high - then.low) / 2 == pytest.approx(0.03, rel=0.1)  # type: ignore[attr-defined]


def test_where_every_unit_is_coded_no_label_is_missing() -> None:
    values = np.tile([1.0, 0.0, 0.0], 50)
    estimate = corrected_mean(np.zeros(150), np.arange(150), Sample.random(range(150), values, 150))
    assert estimate.corrected == pytest.approx(1 / 3)
    assert estimate.more_labels(0.001) == 0


@pytest.mark.parametrize("size", [50, 300])
@pytest.mark.parametrize("stratified", [False, True])
def test_intervals_hold_the_truth_as_often_as_they_say(
    benchmark: ModuleType, size: int, stratified: bool
) -> None:
    """500 runs: 2 standard errors are .02; the benchmark has more runs and scenarios."""
    scenario = benchmark.SCENARIOS[0]
    corpus, stories, raw, _ = benchmark.coverage(scenario, size, stratified, runs=500)
    assert 0.93 <= corpus <= 0.985
    assert 0.92 <= stories <= 0.985
    assert raw < 0.5


@pytest.fixture
def corpus() -> Corpus:
    return small_corpus([" ".join(SENTENCES)] * 40, outlet=["Le Quotidien", "La Gazette"] * 20)


@pytest.fixture
def coded(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Units with the machine's labels, the key of a sample, and the labels of one coder."""
    sentences = corpus.sentences
    right = sentences["text"].map(dict(zip(SENTENCES, ["1", "-1", "0", "-1"], strict=True)))
    wrong = np.arange(len(sentences)) % 5 == 0
    units = sentences[UNIT].assign(found=right.where(~wrong, "0"))
    _, key = draw_sample(corpus, units, size=90, seed=3, measure="tone")
    labels = key.merge(sentences[UNIT].assign(label=right), on=UNIT)["label"]
    return units, key, pd.DataFrame({"ada": labels.tolist()})


Coded = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def test_shares_are_corrected_for_all_and_by_group(corpus: Corpus, coded: Coded) -> None:
    table = corrected_shares(corpus, *coded, by="outlet")
    assert list(table) == COLUMNS
    assert table["group"].unique().tolist() == ["all", "La Gazette", "Le Quotidien"]
    whole = table[table["group"] == "all"].set_index("label")
    assert whole.index.tolist() == ["-1", "0", "1", "mean"]
    for label, truth in {"-1": 0.5, "0": 0.25, "1": 0.25, "mean": -0.25}.items():
        row = whole.loc[label]
        assert row["low"] <= truth <= row["high"], label
        assert abs(row["corrected"] - truth) < abs(row["raw"] - truth) + 0.02
    assert whole["units"].unique().tolist() == [160]
    assert whole["rogan_gladen"].notna().tolist() == [True, True, True, False]


def test_two_coders_count_half_each(corpus: Corpus, coded: Coded) -> None:
    units, key, codings = coded
    both = codings.assign(bob="0")
    table = corrected_shares(corpus, units, key, both).set_index("label")
    alone = corrected_shares(corpus, units, key, codings).set_index("label")
    assert table.loc["1", "corrected"] == pytest.approx(alone.loc["1", "corrected"] / 2, abs=0.02)


def test_a_group_with_few_labels_has_none(corpus: Corpus, coded: Coded) -> None:
    units, key, codings = coded
    table = corrected_shares(corpus, units, key[:30], codings[:30], by="outlet")
    groups = table[table["group"] != "all"]
    assert set(groups["note"]) == {"fewer than 20 labels"}
    assert groups[["corrected", "low", "high"]].isna().all(axis=None)


def test_a_code_of_ones_own_has_no_raw_share(corpus: Corpus, coded: Coded) -> None:
    units, key, _ = coded
    words = pd.DataFrame({"ada": ["oui", "non", "non"] * 30})
    table = corrected_shares(corpus, units.assign(found=""), key, words).set_index("label")
    assert table.index.tolist() == ["non", "oui"]
    assert table["raw"].isna().all()
    assert table["corrected"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda u, k, c: (u, k[:12], c[:12]), "12 labels are too few for an estimate: code 20"),
        (lambda u, k, c: (u, k, c.assign(ada="0")), "all 90 labels are '0', so that errors cannot"),
        (lambda u, k, c: (u, k.assign(corpus="0"), c), "drawn from another corpus than this one"),
        (lambda u, k, c: (u, k.drop(columns="corpus"), c), "the key has no column 'corpus'"),
        (lambda u, k, c: (u[:50], k, c), "units of the key are no units of this measure now"),
    ],
)
def test_a_sample_that_corrects_nothing_is_refused(
    corpus: Corpus, coded: Coded, change: Callable[..., Coded], message: str
) -> None:
    with pytest.raises(CodingError, match=message):
        corrected_shares(corpus, *change(*coded))


def test_another_corpus_is_known_by_its_hash(coded: Coded) -> None:
    other = small_corpus([" ".join(SENTENCES[:3])] * 40)
    with pytest.raises(CodingError, match="another corpus"):
        corrected_shares(other, *coded)
