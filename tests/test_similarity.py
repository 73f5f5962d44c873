"""The similarity graph joins terms by the rows they share; its tree is the heaviest there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkru.errors import ParameterError, SizeError
from nkru.measures.counts import Counts
from nkru.themes.similarity import similarity_edges, similarity_graph


def counts_of(rows: list[list[int]]) -> Counts:
    terms = [f"t{column}" for column in range(len(rows[0]))]
    return Counts(rows, range(len(rows)), terms, [f"a{row}" for row in range(len(rows))])


# t0 and t1 share 3 rows, t1 and t2 share 2, t0 and t2 share 1, t3 shares 1 with t2.
SMALL = counts_of([[1, 1, 0, 0], [2, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]])


def edges(graph: object) -> dict[tuple[str, str], float]:
    table = similarity_edges(graph)  # type: ignore[arg-type]
    return {(row.source, row.target): row.weight for row in table.itertuples()}


def test_the_tree_keeps_the_heaviest_edges_without_a_circle() -> None:
    assert edges(similarity_graph(SMALL)) == {("t0", "t1"): 3, ("t1", "t2"): 2, ("t2", "t3"): 1}


def test_a_threshold_keeps_every_edge_above_it() -> None:
    graph = similarity_graph(SMALL, threshold=1)
    assert set(edges(graph)) == {("t0", "t1"), ("t1", "t2"), ("t0", "t2"), ("t2", "t3")}
    assert set(edges(similarity_graph(SMALL, threshold=2))) == {("t0", "t1"), ("t1", "t2")}


def test_weights_are_those_of_the_formulas() -> None:
    jaccard = edges(similarity_graph(SMALL, weight="jaccard", threshold=0))
    assert jaccard["t0", "t1"] == pytest.approx(3 / (3 + 4 - 3))
    dice = edges(similarity_graph(SMALL, weight="log_dice", threshold=0))
    assert dice["t0", "t1"] == pytest.approx(14 + np.log2(2 * 3 / 7))


def test_a_word_keeps_its_rows() -> None:
    graph = similarity_graph(SMALL, word="t3")
    assert dict(graph.nodes(data="count")) == {"t2": 1, "t3": 1}


def test_only_the_terms_in_most_rows_are_kept() -> None:
    assert set(similarity_graph(SMALL, n=2).nodes) == {"t0", "t1"}


def test_communities_are_numbered_by_size() -> None:
    block = np.kron(np.eye(2, dtype=int), np.ones((5, 4), dtype=int)).tolist()
    bridge = [1, 0, 0, 0, 1, 0, 0, 0]
    graph = similarity_graph(counts_of([*block, bridge]), threshold=1)
    groups = dict(graph.nodes(data="community"))
    assert {groups[f"t{column}"] for column in range(4)} == {1}
    assert {groups[f"t{column}"] for column in range(4, 8)} == {2}


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_no_other_tree_is_heavier(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = counts_of([[1] * 5, *rng.integers(0, 2, (12, 5)).tolist()])
    every = edges(similarity_graph(counts, threshold=1))
    tree = edges(similarity_graph(counts))
    assert sum(tree.values()) == max(
        sum(every[edge] for edge in chosen) for chosen in combinations(every, 4) if spans(chosen)
    )


def spans(chosen: tuple[tuple[str, str], ...]) -> bool:
    reached = {"t0"}
    for _ in chosen:
        reached |= {name for edge in chosen if reached & set(edge) for name in edge}
    return len(reached) == 5


def test_one_input_has_one_graph() -> None:
    counts = counts_of(np.random.default_rng(0).integers(0, 2, (30, 12)).tolist())
    one, other = similarity_graph(counts), similarity_graph(counts)
    assert list(one.edges(data=True)) == list(other.edges(data=True))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"word": "t9"}, ParameterError, "no segment holds this term; give a lemma as counted"),
        ({"n": 1}, ParameterError, "give 2 terms or more"),
        ({"weight": "cosine"}, ParameterError, "count, jaccard or log_dice"),
        ({"threshold": 99}, SizeError, "nothing to draw"),
    ],
)
def test_a_graph_that_cannot_be_is_refused(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        similarity_graph(SMALL, **options)  # type: ignore[arg-type]
