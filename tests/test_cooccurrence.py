"""Actors named together: hand counts, disparity filter, bootstrap, and the network read back."""

from __future__ import annotations

from pathlib import Path

import networkx
import numpy as np
import pandas as pd
import pytest

import nkru
from nkru.actors.cooccurrence import cooccurrence, disparity, network, write_gexf
from tests.small_corpus import small_corpus

TEXT = (
    "Titre\n\nLa Russie et la Chine parlent. La Russie et la Chine signent. "
    "La Russie attend le Japon. L’Inde dort."
)


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus([TEXT])


@pytest.fixture(scope="module")
def edges(corpus: nkru.Corpus) -> pd.DataFrame:
    return cooccurrence(nkru.find_mentions(corpus), corpus)


def test_measures_are_those_counted_by_hand(edges: pd.DataFrame) -> None:
    first = edges.iloc[0]
    assert (first["source"], first["target"], first["count"]) == ("Chine", "Russie", 2)
    assert (first["source_count"], first["target_count"], first["pair_stories"]) == (2, 3, 1)
    assert first["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (2 + 3)))
    assert first["jaccard"] == pytest.approx(2 / 3)
    # Five sentences: P = 2/5, 2/5, 3/5.
    assert first["npmi"] == pytest.approx(np.log((2 / 5) / (2 / 5 * 3 / 5)) / -np.log(2 / 5))
    assert first["g2"] == pytest.approx(
        2 * (2 * np.log(2 / 1.2) + np.log(1 / 1.8) + 2 * np.log(2 / 1.2)), rel=1e-6
    )
    assert edges["label"].tolist() == ["descriptive"] * len(edges)
    assert edges["log_dice_low"].isna().all()


def test_demonym_inside_a_description_makes_no_pair() -> None:
    corpus = small_corpus(
        ["Titre\n\nLe dirigeant nord-coréen Kim Jong Un reçoit Vladimir Poutine."]
    )
    table = cooccurrence(nkru.find_mentions(corpus), corpus)
    assert table[["source", "target"]].to_numpy().tolist() == [["Kim Jong Un", "Vladimir Poutine"]]


def test_window_counts_the_words_between(corpus: nkru.Corpus) -> None:
    text = "Titre\n\nLa Russie a longuement négocié avec la Chine."
    far = small_corpus([text])
    mentions = nkru.find_mentions(far)
    assert len(cooccurrence(mentions, far, 5)) == 1  # a longuement négocié avec la
    assert cooccurrence(mentions, far, 4).empty
    assert set(cooccurrence(mentions, far, 4).columns) == set(cooccurrence(mentions, far).columns)


def test_disparity_follows_its_formula() -> None:
    star = pd.DataFrame({"source": ["a"] * 4, "target": list("bcde"), "count": [17, 1, 1, 1]})
    assert disparity(star).tolist() == pytest.approx([0.15**3, *[0.95**3] * 3])


@pytest.fixture(scope="module")
def many() -> nkru.Corpus:
    pairs = ["la Chine", "la Chine", "le Japon"]
    return small_corpus(
        [
            f"Titre {n}\n\nLa Russie voit {pairs[n % 3]}. La Russie attend. "
            "Le Japon dort, l’Inde aussi."
            for n in range(15)
        ]
    )


def test_interval_of_an_edge_holds_its_value_and_follows_the_seed(many: nkru.Corpus) -> None:
    mentions = nkru.find_mentions(many)
    one, again, other = (cooccurrence(mentions, many, draws=100, seed=seed) for seed in (1, 1, 2))
    edge = one[(one["source"] == "Chine") & (one["target"] == "Russie")].iloc[0]
    assert edge["log_dice_low"] < edge["log_dice"] < edge["log_dice_high"]
    pd.testing.assert_frame_equal(one, again)
    bounds = ["log_dice_low", "log_dice_high"]
    assert not one[bounds].equals(other[bounds])


def test_network_is_read_back_with_all_attributes(many: nkru.Corpus, tmp_path: Path) -> None:
    mentions = nkru.find_mentions(many)
    graph = network(cooccurrence(mentions, many), mentions, seed=3)
    path = write_gexf(graph, tmp_path / "actors.gexf")
    back = networkx.read_gexf(path)
    assert set(back.nodes) == set(graph.nodes)
    assert len(back.nodes) >= 4
    for node, values in graph.nodes(data=True):
        assert values.items() <= back.nodes[node].items()
    for one, other, values in graph.edges(data=True):
        read = back.edges[one, other]
        assert {key: read[key] for key in values} == pytest.approx(values)


def test_same_seed_gives_the_same_layout_and_the_same_bytes(
    many: nkru.Corpus, tmp_path: Path
) -> None:
    mentions = nkru.find_mentions(many)
    edges = cooccurrence(mentions, many)
    first = write_gexf(network(edges, mentions, seed=3), tmp_path / "one.gexf").read_bytes()
    second = write_gexf(
        network(edges.iloc[::-1], mentions, seed=3), tmp_path / "two.gexf"
    ).read_bytes()
    assert first == second
    assert (
        first != write_gexf(network(edges, mentions, seed=4), tmp_path / "three.gexf").read_bytes()
    )


def test_no_pair_gives_an_empty_table_and_an_empty_network(tmp_path: Path) -> None:
    corpus = small_corpus(["Titre\n\nRien ne se passe."])
    mentions = nkru.find_mentions(corpus)
    edges = cooccurrence(mentions, corpus)
    assert edges.empty
    assert len(network(edges, mentions)) == 0
