"""Terms that the figures of words draw, for the table that their marks open."""

from __future__ import annotations

from typing import Any

from nkru.report.figures.clouds import cloud_words
from nkru.report.figures.maps import map_points
from nkru.themes.class_map import ClassMap
from nkru.themes.classes import Classes


def figure_terms(*results: Any) -> list[str]:
    """Return the terms that the graph, the map and the cloud draw, each once, sorted.

    Args:
        results: a similarity graph, a map of classes, a classification (for the cloud of its first
            class); anything else, such as a notice, has none.

    >>> import nkru
    >>> segments = nkru.count(nkru.example_corpus(), by="segment")
    >>> len(nkru.figure_terms(nkru.similarity_graph(segments, n=12)))
    12
    """
    terms: set[str] = set()
    for result in results:
        if isinstance(result, ClassMap):
            terms |= _terms_of_map(result)
        elif isinstance(result, Classes):
            terms |= set(cloud_words(result, 1)["term"])
        elif hasattr(result, "nodes"):
            terms |= set(result.nodes)
    return sorted(terms)


def _terms_of_map(found: ClassMap) -> set[str]:
    points = map_points(found)
    return set(points.loc[points["kind"] == "term", "name"])
