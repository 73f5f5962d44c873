"""Planted classes are stable; classes of noise are not, and the panel says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from test_reinert import planted

import nkru
from nkru.errors import SizeError
from nkru.measures.counts import Counts
from nkru.themes.stability import stability, stability_by_size


def test_planted_classes_are_stable_at_their_number() -> None:
    table = stability(nkru.reinert(planted()[0], 4), draws=20)
    planted_level = table[table["k"] == 4]
    assert set(planted_level["verdict"]) == {"stable"}
    assert (planted_level["jaccard"] > 0.9).all()
    assert (planted_level["together"] > 0.9).all()
    assert len(table) == 2 + 3 + 4


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("segments", [120, 400])
def test_noise_is_called_unstable(segments: int, seed: int) -> None:
    table = stability(nkru.reinert(planted(segments, noise=1.0, seed=seed)[0], 5), draws=20)
    assert set(table["verdict"]) == {"unstable"}


def test_one_class_too_many_is_the_one_that_is_not_found_again() -> None:
    counts, _ = planted(noise=0.4)
    table = stability(nkru.reinert(counts, 5), draws=20)
    verdicts = table[table["k"] == 5]["verdict"]
    assert (verdicts == "stable").sum() >= 3
    assert (verdicts == "unstable").any()


def test_a_class_that_holds_nearly_all_is_not_stable_by_its_size() -> None:
    table = stability(nkru.reinert(planted(noise=1.0)[0], 2), draws=20)
    assert (table["by_chance"] > 0.25).all()
    assert set(table["verdict"]) == {"unstable"}


def test_draws_differ_and_repeat_with_their_seed() -> None:
    classes = nkru.reinert(planted(noise=0.7)[0], 3)
    one, same, other = (stability(classes, draws=5, seed=seed) for seed in (1, 1, 2))
    assert one.equals(same)
    assert one["jaccard"].tolist() != other["jaccard"].tolist()


def test_large_corpora_are_tried_on_a_sample() -> None:
    classes = nkru.reinert(planted(1000)[0], 4)
    table = stability(classes, draws=5, max_segments=300)
    assert set(table[table["k"] == 4]["verdict"]) == {"stable"}


def test_a_class_that_no_draw_holds_is_undefined_and_unstable() -> None:
    classes = nkru.reinert(planted()[0], 4)
    table = stability(classes, draws=1, max_segments=10)
    assert table["jaccard"].isna().any()
    assert set(table.loc[table["jaccard"].isna(), "verdict"]) == {"unstable"}


def test_few_articles_cannot_be_resampled() -> None:
    counts, _ = planted(200)
    four = Counts(counts.matrix, counts.rows, counts.terms, [f"a{row // 50}" for row in range(200)])
    with pytest.raises(SizeError, match="at least 5, here there are 4"):
        stability(nkru.reinert(four, 3))


def test_segments_of_another_size_are_compared_word_by_word(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    rng = np.random.default_rng(0)
    vocabularies = [
        [f"{stem}{ending}" for stem in stems for ending in ("age", "ance", "eur", "isme", "oir")]
        for stems in (
            ("bal", "dor", "fil", "gan"),
            ("mur", "pol", "ron", "sab"),
            ("tig", "ver", "zon", "lam"),
        )
    ]
    texts = {}
    for number in range(30):
        sentences = [
            " ".join(rng.choice(vocabularies[number % 3], 10)).capitalize() + "." for _ in range(20)
        ]
        texts[f"{number:02}.txt"] = "Une dépêche\n\n" + " ".join(sentences) + "\n"
    corpus = corpus_of(texts)
    table = stability_by_size(corpus, 3, sizes=(30, 50), unit="norm")
    assert table["size"].tolist() == [30] * 3 + [50] * 3
    assert set(table["verdict"]) == {"stable"}
