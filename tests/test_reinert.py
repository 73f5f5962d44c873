"""Reinert's classification gives the published classes, and χ² that hold of the parts returned."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.io import mmread

import nkru
from nkru.errors import ParameterError, SizeError
from nkru.measures.counts import Counts
from nkru.themes.bipartition import bipartition, first_axis
from nkru.themes.classes import class_shares, class_summary
from nkru.themes.reinert import context_units

LEVELS = ["k2", "k3", "k4", "k5", "k6"]


def planted(
    segments: int = 400, classes: int = 4, noise: float = 0.3, seed: int = 0
) -> tuple[Counts, np.ndarray]:
    """Segments of 12 terms, each of the 75 of its class or, with the chance `noise`, of all 600."""
    rng = np.random.default_rng(seed)
    own = np.arange(classes * 75).reshape(classes, 75)
    labels = np.arange(segments) // 10 % classes
    matrix = np.zeros((segments, 600), dtype=int)
    for row, label in enumerate(labels):
        drawn = np.where(
            rng.random(12) < noise, rng.integers(600, size=12), rng.choice(own[label], 12)
        )
        np.add.at(matrix[row], drawn, 1)
    doc_ids = [f"a{row // 10:03}" for row in range(segments)]
    return Counts(
        matrix, range(segments), [f"terme{column:03}" for column in range(600)], doc_ids
    ), labels


def read_reference(folder: Path) -> Counts:
    rows = pd.read_csv(folder / "dfm_rows.csv", dtype=str)
    terms = (folder / "features.txt").read_text(encoding="utf-8").split()
    return Counts(mmread(folder / "dfm.mtx"), rows["segment_id"], terms, rows["segment_source"])


def renumbered(labels: pd.Series) -> list[int]:
    """Number classes by their first segment: 0 is the class of the first, −1 no class."""
    return pd.factorize(labels.astype("Int64"))[0].tolist()


@pytest.mark.parametrize("size", [0, 10, 15])
@pytest.mark.parametrize("name", ["seeds_clean", "seeds_raw"])
def test_classes_and_heights_are_those_of_the_corrected_reference(
    shared: Path, name: str, size: int
) -> None:
    folder = shared / "reference" / "reinert" / name
    classes = nkru.reinert(read_reference(folder), 6, min_segment_size=size, min_split_members=10)
    expected = pd.read_csv(folder / f"mss{size}_fixed" / "groups.csv")
    heights = pd.read_csv(folder / f"mss{size}_fixed" / "merge.csv")["cumulative_height"]
    for level in LEVELS:
        assert renumbered(classes.groups[level]) == renumbered(expected[level]), level
    assert classes.heights == pytest.approx(heights.to_numpy(), rel=1e-9)


@st.composite
def binary(draw: st.DrawFn) -> sparse.csr_array:
    """A binary matrix without a row or column of zeros."""
    rows, columns = draw(st.integers(3, 9)), draw(st.integers(3, 9))
    cells = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    table = np.array(cells, dtype=int).reshape(rows, columns)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    return sparse.csr_array(table if table.size else np.eye(3, dtype=int))


def recomputed(matrix: sparse.csr_array, second: np.ndarray) -> float:
    counts = np.array([matrix[second].sum(axis=0), matrix[~second].sum(axis=0)])
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


@settings(max_examples=300, deadline=None)
@given(binary())
def test_the_reported_chi2_is_that_of_the_parts_and_no_move_raises_it(
    matrix: sparse.csr_array,
) -> None:
    cut = bipartition(matrix)
    if cut is None:
        assert all(
            recomputed(matrix, mask) == pytest.approx(0, abs=1e-9)
            for mask in halves(matrix.shape[0])
        )
        return
    assert cut.chi2 == pytest.approx(recomputed(matrix, cut.smaller))
    for row in range(matrix.shape[0]):
        moved = cut.smaller.copy()
        moved[row] = not moved[row]
        if 0 < moved.sum() < len(moved):
            assert recomputed(matrix, moved) <= cut.chi2 * (1 + 1e-9)


def halves(rows: int) -> list[np.ndarray]:
    places = range(1, rows)
    return [
        np.isin(np.arange(rows), chosen) for size in places for chosen in combinations(places, size)
    ]


def deviations(matrix: sparse.csr_array) -> np.ndarray:
    share = matrix.toarray() / matrix.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    return (share - expected) / np.sqrt(expected)


@settings(deadline=None)
@given(binary(), st.randoms(use_true_random=False))
def test_terms_in_another_order_give_the_same_cut(
    matrix: sparse.csr_array, random: np.random.Generator
) -> None:
    _, values, _ = np.linalg.svd(deviations(matrix))
    assume(
        len(values) > 1 and values[0] - values[1] > 1e-6
    )  # else any direction of a plane is a first axis
    columns = list(range(matrix.shape[1]))
    random.shuffle(columns)
    one, other = bipartition(matrix), bipartition(sparse.csr_array(matrix[:, columns]))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.chi2 == pytest.approx(other.chi2)
        assert one.smaller.tolist() == other.smaller.tolist()


def test_the_axis_is_that_of_a_correspondence_analysis() -> None:
    """The sparse operator against the dense singular vectors."""
    counts, _ = planted(120)
    matrix = (counts.min_rows(3).matrix > 0).astype(float)
    left, _, _ = np.linalg.svd(deviations(matrix))
    coordinates = left[:, 0] / np.sqrt(matrix.sum(axis=1))
    extreme = coordinates[np.abs(coordinates).argmax()]
    assert first_axis(matrix) == pytest.approx(coordinates / extreme, abs=1e-8)


def test_terms_in_another_order_give_the_same_bytes() -> None:
    counts, _ = planted(200)
    order = np.random.default_rng(3).permutation(600)
    shuffled = Counts(counts.matrix[:, order], counts.rows, counts.terms[order], counts.doc_ids)
    one, other = nkru.reinert(counts), nkru.reinert(shuffled)
    pd.testing.assert_frame_equal(one.groups, other.groups)
    assert one.heights.tobytes() == other.heights.tobytes()
    assert one.profiles().equals(other.profiles())


@pytest.mark.parametrize("seed", range(3))
def test_planted_classes_are_found(seed: int) -> None:
    from sklearn.metrics import adjusted_rand_score

    counts, labels = planted(seed=seed)
    assert adjusted_rand_score(labels, nkru.reinert(counts, 4).labels()) >= 0.95


def test_segments_are_joined_within_their_article_until_they_hold_enough() -> None:
    """Forms per segment: 3 3 3 | 3 1 | 1; of at least 5: the third joins the first two."""
    matrix = np.array(
        [[1, 1, 1, 0], [0, 1, 1, 1], [1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 9], [1, 0, 0, 0]]
    )
    counts = Counts(matrix, range(6), ["a", "b", "c", "d"], ["x", "x", "x", "y", "y", "z"])
    assert context_units(counts, 5).tolist() == [0, 0, 0, 1, 1, 2]
    assert context_units(counts, 4).tolist() == [0, 0, 0, 1, 1, 2]
    assert context_units(counts, 3).tolist() == [0, 1, 2, 3, 3, 4]
    assert context_units(counts, 0).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_segment_without_a_term_has_no_class_and_is_counted() -> None:
    counts, _ = planted(200)
    matrix = counts.matrix.toarray()
    matrix[7] = 0
    classes = nkru.reinert(Counts(matrix, counts.rows, counts.terms, counts.doc_ids), 3)
    assert classes.groups["k3"].isna().sum() == 1
    assert classes.sizes().set_index("class").loc[0, "segments"] == 1
    assert classes.sizes()["segments"].sum() == 200
    assert classes.profiles()["in_all"].max() <= 199


def test_only_presence_counts() -> None:
    counts, _ = planted(200)
    more = Counts(counts.matrix * 3, counts.rows, counts.terms, counts.doc_ids)
    pd.testing.assert_frame_equal(nkru.reinert(counts).groups, nkru.reinert(more).groups)


def test_a_profile_is_the_chi2_of_presence_in_segments() -> None:
    from scipy.stats import chi2_contingency

    counts, _ = planted(200)
    classes = nkru.reinert(counts, 3)
    labels, table = classes.labels(), classes.profiles(threshold=0)
    row = table[table["class"] == 2].iloc[0]
    held = counts.matrix[:, counts.terms.tolist().index(row["term"])].toarray().ravel() > 0
    cells = pd.crosstab(held, labels == 2)
    assert row["chi2"] == pytest.approx(chi2_contingency(cells, correction=False).statistic)
    assert row["in_class"] == cells.loc[True, True]
    assert row["share_of_class"] == pytest.approx(cells.loc[True, True] / (labels == 2).sum())
    assert row["share_of_term"] == pytest.approx(cells.loc[True, True] / held.sum())


def test_a_profile_tells_what_marks_a_class_and_what_shuns_it() -> None:
    counts, labels = planted()
    classes = nkru.reinert(counts, 4)
    profile = classes.profiles()
    assert (profile["chi2"].abs() >= 3.84).all()
    first = profile[profile["class"] == classes.labels()[0]]
    marks = first[first["chi2"] > 0].head(20)["term"].str[5:].astype(int)
    assert marks.between(0, 74).all()
    assert (first["chi2"] < 0).any()


def test_typical_segments_are_of_their_class_and_come_in_full() -> None:
    counts, _ = planted(200)
    classes = nkru.reinert(counts, 4)
    segments = pd.DataFrame(
        {"segment_no": range(200), "start": 0, "end": 9, "text": [f"texte {n}" for n in range(200)]}
    )
    typical = classes.typical(n=2, segments=segments)
    assert typical.groupby("class").size().tolist() == [2, 2, 2, 2]
    assert (classes.labels()[typical["row"]] == typical["class"]).all()
    assert typical["text"].tolist() == [f"texte {row}" for row in typical["row"]]
    assert (typical["doc_id"] == counts.doc_ids[typical["row"]]).all()
    assert (typical["score"] > 0).all()


def labelled(labels: pd.Series) -> nkru.Corpus:
    """Stand in for a corpus whose articles have these labels."""
    return SimpleNamespace(labels=lambda by: labels)  # type: ignore[return-value]


def test_classes_are_shared_among_labels() -> None:
    counts, _ = planted(200)
    classes = nkru.reinert(counts, 4)
    years = pd.Series(
        {doc_id: "2024" if doc_id < "a010" else "2025" for doc_id in np.unique(counts.doc_ids)}
    )
    with pytest.raises(ParameterError, match="no label for 20 articles"):
        class_shares(classes, labelled(years.replace({"2024": None, "2025": None})), "year")
    table = class_shares(classes, labelled(years), "year").set_index("year")
    in_2024 = np.array([doc_id < "a010" for doc_id in counts.doc_ids])
    shares = [np.mean(classes.labels()[in_2024] == code) for code in (1, 2, 3, 4)]
    names = ["class 1", "class 2", "class 3", "class 4"]
    assert table.loc["2024", names].tolist() == pytest.approx(shares)
    assert table[names].sum(axis=1).to_numpy() == pytest.approx(1)


def test_the_dendrogram_merges_every_class_once() -> None:
    counts, _ = planted()
    merge = nkru.reinert(counts, 5).merge
    ends = merge[["first", "second"]].to_numpy().ravel()
    assert sorted(ends) == [-5, -4, -3, -2, -1, 1, 2, 3]
    assert merge["height"].is_monotonic_increasing
    assert merge["height"].iloc[-1] == pytest.approx(merge["chi2"].sum())


def test_too_few_segments_are_refused_with_what_is_needed() -> None:
    counts, _ = planted(99)
    with pytest.raises(SizeError, match="at least 100 segments.*99 of 99.*keyness"):
        nkru.reinert(counts)


def test_empty_rows_do_not_count_as_segments() -> None:
    empty = Counts(np.zeros((300, 4), dtype=int), range(300), ["a", "b", "c", "d"], ["x"] * 300)
    with pytest.raises(SizeError, match="0 of 300"):
        nkru.reinert(empty)


def test_more_classes_than_the_segments_allow_are_refused() -> None:
    counts, _ = planted(120)
    with pytest.raises(ParameterError, match="k = 90: these segments allow at most [0-9]+ classes"):
        nkru.reinert(counts, 90)
    with pytest.raises(ParameterError, match="at least 2"):
        nkru.reinert(counts, 1)


@pytest.mark.parametrize("columns", [5, 80])
def test_equal_segments_are_not_told_apart(columns: int) -> None:
    terms = [f"t{column:02}" for column in range(columns)]
    equal = Counts(
        np.ones((120, columns), dtype=int), range(120), terms, [f"a{n // 10}" for n in range(120)]
    )
    with pytest.raises(ParameterError, match="at most 1 class with"):
        nkru.reinert(equal, 2)


def test_a_number_of_classes_that_was_not_made_is_refused() -> None:
    counts, _ = planted(200)
    with pytest.raises(ParameterError, match="k = 7: .* 2 to 3"):
        nkru.reinert(counts, 3).profiles(7)


def test_segments_of_a_class_that_is_too_small_have_none() -> None:
    counts, _ = planted(400, noise=0.4)
    every = nkru.reinert(counts, 6).sizes()
    least = float(every.loc[every["class"] > 0, "share"].sort_values().iloc[1])
    sizes = nkru.reinert(counts, 6, min_class_share=least).sizes().set_index("class")
    small = every[(every["class"] > 0) & (every["share"] < least)]["class"]
    assert len(small) >= 1
    assert set(sizes.reindex(small)["segments"].fillna(0)) == {0}
    assert sizes["segments"].sum() == len(counts.rows)
    summary = class_summary(nkru.reinert(counts, 6, min_class_share=least))
    assert not set(small) & set(summary["class"])
