"""Planted classes are stable; classes of noise are not, and the panel says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import block_diag
from test_reinert import planted

import nkru
from nkru.errors import SizeError
from nkru.measures.counts import Counts
from nkru.themes.class_number import stability_by_k
from nkru.themes.stability import draw_stories, stability, stability_by_size, stories_of


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


def printed_four_times() -> Counts:
    """Return planted counts and four articles of words of their own, which are one story."""
    counts, _ = planted(240)
    rng = np.random.default_rng(3)
    own = np.zeros((10, 40), dtype=int)
    for row in own:
        row[rng.choice(40, 12, replace=False)] = 1
    matrix = block_diag((counts.matrix, np.tile(own, (4, 1))))
    names = [*counts.terms, *(f"dépêche{column:02}" for column in range(40))]
    doc_ids = [*counts.doc_ids, *(f"z{row // 10}" for row in range(40))]
    stories = [*counts.doc_ids, *["z0"] * 40]
    return Counts(matrix, range(280), names, doc_ids, stories=stories)


def test_a_class_of_the_copies_of_one_story_is_not_stable() -> None:
    counts = printed_four_times()
    table = stability(nkru.reinert(counts, 5), draws=20).query("k == 5")
    copied = table[table["top_story"] > 0.9]
    assert copied["verdict"].tolist() == ["unstable"]
    assert (table["verdict"] == "stable").sum() >= 3


def test_the_copies_of_a_story_are_drawn_together() -> None:
    counts = printed_four_times()
    story, sizes = stories_of(counts)
    assert sizes.max() == 40
    for seed in range(20):
        drawn = np.isin(story, draw_stories(sizes, 0.8, 2000, np.random.default_rng(seed)))
        assert drawn[240:].all() or not drawn[240:].any()


def test_copies_are_told_in_the_agenda(corpus_of: Callable[..., nkru.Corpus]) -> None:
    storm = (
        "La tempête a privé d'électricité cent mille foyers\n\nLes pompiers sont intervenus toute "
        "la nuit dans les rues inondées de la vieille ville, où la crue a surpris les habitants. "
        "Les secours ont évacué trente familles vers le gymnase, et la vigilance reste rouge "
        "jusqu'à demain soir, de nouvelles pluies étant attendues sur tout le littoral.\n"
    )
    match = "Le club gagne son match\n\nLe buteur a marqué deux fois avant la pause.\n"
    corpus = corpus_of({"a.txt": storm, "b.txt": storm, "c.txt": match})
    table = nkru.agenda_with_copies(corpus).set_index("topic")
    assert table.loc["meteo_catastrophes", ["stories", "articles"]].tolist() == [1, 2]
    assert table.loc["sport", ["stories", "articles"]].tolist() == [1, 1]
    assert table.loc["meteo_catastrophes", "change"] == pytest.approx(2 / 3 - 1 / 2)


def test_the_number_of_classes_is_that_of_the_planted_ones() -> None:
    table = stability(nkru.reinert(planted()[0], 6), draws=20)
    curve = stability_by_k(table).set_index("k")
    assert curve.index[curve["chosen"]].tolist() == [4]
    assert curve.loc[4, ["stable", "unstable"]].tolist() == [4, 0]
