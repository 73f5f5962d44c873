"""The similarity graph: which terms share segments, as a tree or above a threshold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from nkru._typing import Floats, Ints
from nkru.errors import ParameterError, SizeError
from nkru.measures.association import log_dice
from nkru.measures.counts import Counts

if TYPE_CHECKING:
    import networkx

Weight = Literal["count", "jaccard", "log_dice"]
MOST_TERMS = 40


def similarity_graph(
    counts: Counts,
    *,
    n: int = MOST_TERMS,
    weight: Weight = "count",
    threshold: float | None = None,
    word: str | None = None,
) -> networkx.Graph:
    """Return the graph of the terms that occur in most rows, with edges by the rows they share.

    For the segments of a class, give `counts.where(classes.labels() == 2)`.

    Args:
        counts: rows (segments, sentences) × terms; only presence counts.
        n: terms, those in most rows.
        weight: of an edge: the rows that hold both ("count"), their part of the rows that hold
            either ("jaccard"), or logDice.
        threshold: keep every edge of this weight or more; by default the edges of the maximum
            spanning tree, which joins all terms by the heaviest edges without a circle.
        word: keep only the rows that hold this term.

    Returns:
        Nodes with `count` (rows that hold the term) and `community` (from 1, the largest first);
        edges with `weight` and `count`. Communities are of greatest modularity.

    Raises:
        ParameterError: `n` or `weight` is unusable, or no row holds `word`.
        SizeError: no two terms share a row.

    Note:
        A tree keeps one way between two terms: terms that it does not join may still occur
        together.

    References:
        Flament 1962, L'analyse de similitude. Clauset, Newman and Moore 2004, Physical Review E 70.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> graph = nkru.similarity_graph(nkru.count(corpus, by="segment"), n=10)
    >>> len(graph.nodes), len(graph.edges)
    (10, 9)
    """
    import networkx

    if n < 2 or weight not in ("count", "jaccard", "log_dice"):
        raise ParameterError(
            "n = {n_terms!r}, weight = {weight!r}: give 2 terms or more, and "
            "count, jaccard or log_dice",
            n_terms=n,
            weight=weight,
        )
    terms, both = _shared_rows(_with_word(counts, word), n)
    single = both.diagonal()
    graph = networkx.Graph()
    graph.add_nodes_from(
        (str(term), {"count": int(size)}) for term, size in zip(terms, single, strict=True)
    )
    values = _weights(both, single, weight)
    for one, other in _ordered_pairs(both, values):
        edge = {"weight": float(values[one, other]), "count": int(both[one, other])}
        if threshold is None or edge["weight"] >= threshold:
            graph.add_edge(str(terms[one]), str(terms[other]), **edge)
    if not graph.edges:
        raise SizeError("no two of these terms stand in one segment: nothing to draw")
    if threshold is None:
        # Kruskal's algorithm takes the edges of one weight in the order they were added: by name.
        graph = networkx.maximum_spanning_tree(graph, weight="weight")
    _name_communities(graph)
    return graph


def similarity_edges(graph: networkx.Graph) -> pd.DataFrame:
    """Return the edges of a similarity graph, the heaviest first: source, target, count, weight.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> graph = nkru.similarity_graph(nkru.count(corpus, by="segment"), n=10)
    >>> len(nkru.similarity_edges(graph))
    9
    """
    rows = [
        (*sorted(pair), data["count"], data["weight"]) for *pair, data in graph.edges(data=True)
    ]
    table = pd.DataFrame(rows, columns=["source", "target", "count", "weight"])
    order = ["weight", "source", "target"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _with_word(counts: Counts, word: str | None) -> Counts:
    if word is None:
        return counts
    column = np.flatnonzero(counts.terms == word)
    if not len(column):
        raise ParameterError(
            "word = {word!r}: no segment holds this term; give a lemma as counted", word=word
        )
    return counts.where((counts.matrix[:, column] > 0).toarray().ravel())


def _shared_rows(counts: Counts, n: int) -> tuple[Ints, Ints]:
    """Return the n terms in most rows, and how many rows each two of them share."""
    frequency = (counts.matrix > 0).sum(axis=0)
    order = np.lexsort((counts.terms, -frequency))[:n]
    chosen = np.sort(order[frequency[order] > 0])
    held = (counts.matrix[:, chosen] > 0).astype(np.int64)
    return counts.terms[chosen], (held.T @ held).toarray()


def _weights(both: Ints, single: Ints, weight: Weight) -> Floats:
    one, other = single[:, None], single[None, :]
    if weight == "count":
        return both.astype(np.float64)
    if weight == "jaccard":
        return np.asarray(both / (one + other - both))
    return log_dice(both, one, other)


def _ordered_pairs(both: Ints, values: Floats) -> Iterable[tuple[int, int]]:
    """Yield the pairs that share a row, the heaviest first, those of one weight by name."""
    one, other = np.nonzero(np.triu(both, 1))
    order = np.lexsort((other, one, -values[one, other]))
    return zip(one[order].tolist(), other[order].tolist(), strict=True)


def _name_communities(graph: networkx.Graph) -> None:
    """Write the community of each node: from 1, the largest first, then by the first name."""
    from networkx.algorithms.community import greedy_modularity_communities

    found = greedy_modularity_communities(graph, weight="count")
    ordered = sorted(map(sorted, found), key=lambda names: (-len(names), names[0]))
    for number, names in enumerate(ordered, 1):
        for name in names:
            graph.nodes[name]["community"] = number
