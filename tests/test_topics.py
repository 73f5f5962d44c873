"""Topics find planted themes, tell their coherence and stability, and refuse a small corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nkru.errors import ParameterError, SizeError
from nkru.measures.counts import Counts
from nkru.themes.coherence import topic_coherence
from nkru.themes.topics import topic_stability, topics

VOCABULARY = {
    1: [
        "sommet",
        "rencontre",
        "dialogue",
        "visite",
        "délégation",
        "entretien",
        "ministre",
        "accord",
    ],
    2: ["missile", "essai", "tir", "obus", "artillerie", "portée", "lancement", "radar"],
    3: ["commerce", "port", "fret", "céréales", "douane", "charbon", "tourisme", "devise"],
}


def planted(segments: int = 120, noise: float = 0.1, seed: int = 0) -> tuple[Counts, np.ndarray]:
    """Segments of 6 terms of their theme, each replaced by any term with the chance `noise`."""
    rng = np.random.default_rng(seed)
    terms = sorted(term for words in VOCABULARY.values() for term in words)
    themes = np.arange(segments) % 3 + 1
    matrix = np.zeros((segments, len(terms)), dtype=int)
    for row, theme in enumerate(themes):
        for term in rng.choice(VOCABULARY[theme], 6):
            matrix[row, terms.index(rng.choice(terms) if rng.random() < noise else term)] += 1
    return Counts(
        matrix, range(segments), terms, [f"a{row // 10:02}" for row in range(segments)]
    ), themes


def test_planted_themes_are_found() -> None:
    counts, themes = planted()
    found = topics(counts, 3)
    agreement = pd.crosstab(themes, found.dominant())
    assert (agreement.max(axis=1) >= 38).all()
    top = found.terms(4).groupby("topic")["term"].agg(set)
    assert sorted(
        next(theme for theme, words in VOCABULARY.items() if terms <= set(words)) for terms in top
    ) == [
        1,
        2,
        3,
    ]


def test_shares_sum_to_one_and_empty_segments_are_left_out() -> None:
    counts, _ = planted()
    with_empty = Counts(
        np.vstack([counts.matrix.toarray(), np.zeros((2, 24))]),
        range(122),
        counts.terms,
        [*counts.doc_ids, "z", "z"],
    )
    found = topics(with_empty, 3)
    assert found.weights.sum(axis=1) == pytest.approx([1.0] * 120 + [0.0] * 2)
    assert found.dominant()[-2:].tolist() == [0, 0]
    shares = found.shares()
    assert "z" not in shares.index
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)


def test_shares_rebuild_the_terms_of_the_segments() -> None:
    """The shares of a segment's topics, times their terms, point at the terms of the segment."""
    counts, themes = planted(noise=0.0)
    found = topics(counts, 3)
    rebuilt = found.weights @ found.loadings
    for theme, words in VOCABULARY.items():
        own = np.isin(counts.terms, words)
        assert (rebuilt[themes == theme][:, own].sum(axis=1) > 0.9).all()


def test_two_runs_are_identical() -> None:
    counts, _ = planted()
    one, other = topics(counts, 3), topics(counts, 3)
    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.loadings.tobytes() == other.loadings.tobytes()


def test_npmi_by_hand() -> None:
    held = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1], [0, 0, 0]], dtype=float)
    assert topic_coherence(held[:, :2]) == pytest.approx(np.log(0.25 / (0.5 * 0.5)) / -np.log(0.25))
    assert topic_coherence(np.array([[1, 0], [0, 1], [0, 0]], dtype=float)) == -1
    assert topic_coherence(np.array([[1, 1], [1, 1], [0, 0]], dtype=float)) == pytest.approx(1)


def test_coherence_can_be_measured_in_sentences() -> None:
    counts, _ = planted()
    sentences = Counts(np.eye(24, dtype=int), range(24), counts.terms, ["a"] * 24)
    assert topics(counts, 3, windows=sentences).coherence == pytest.approx([-1, -1, -1])
    assert (topics(counts, 3).coherence > 0).all()


def test_the_planted_number_of_topics_is_the_most_stable() -> None:
    counts, _ = planted()
    table = topic_stability(counts, range(2, 6), draws=10).set_index("k")
    assert table["stability"].idxmax() == 3
    assert table.loc[3, "stability"] > 0.7
    assert table["stability"].between(0, 1).all()


def test_noise_is_not_stable() -> None:
    counts, _ = planted(noise=1.0)
    assert topic_stability(counts, [3], draws=10)["stability"].iloc[0] < 0.6


def test_too_few_segments_are_refused_with_what_is_needed() -> None:
    counts, _ = planted(59)
    with pytest.raises(SizeError, match="at least 60 segments.*59 of 59.*keyness"):
        topics(counts)


@pytest.mark.parametrize("k", [1, 24])
def test_an_impossible_number_of_topics_is_refused(k: int) -> None:
    counts, _ = planted()
    with pytest.raises(ParameterError, match="2 to 23 topics"):
        topics(counts, k)
