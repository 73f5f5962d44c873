"""The figure of the similarity graph: which terms occur in the same segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.language import deferred, gettext, join, ngettext
from nkru.report.figures.drawings import COLOURS, Drawing, canvas
from nkru.report.figures.labels import list_values, shorten_term, unlabelled_note
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels
from nkru.themes.similarity import similarity_edges

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

# By whether the graph is a tree.
_EDGES = {
    True: deferred(
        "{terms} terms and their maximum spanning tree; colours are {communities} communities of "
        "greatest modularity."
    ),
    False: deferred(
        "{terms} terms and their edges over a threshold; colours are {communities} communities of "
        "greatest modularity."
    ),
}


def term_graph(graph: networkx.Graph) -> Drawing:
    """Draw the similarity graph of terms; a colour is a community, a width a number of segments.

    Args:
        graph: from `nkru.similarity_graph`.
    """
    import networkx

    edges = similarity_edges(graph)
    strongest = edges.iloc[0]
    one, other = (shorten_term(strongest[end]) for end in ("source", "target"))
    title = ngettext(
        "« {one} » and « {other} » occur together most often: in {n} segment.",
        "« {one} » and « {other} » occur together most often: in {n} segments.",
        int(strongest["count"]),
        one=one,
        other=other,
    )
    # The layout of Kamada and Kawai is deterministic: the same graph gives the same drawing.
    positions = networkx.kamada_kawai_layout(graph, weight=None)
    with canvas(19, title) as (figure, axes):
        _draw_edges(axes, edges, positions)
        sizes = _draw_nodes(axes, graph, positions)
        axes.set_axis_off()
        axes.margins(0.1)
        labels = _labels(graph, positions, sizes)
        left_out = place_labels(axes, labels)
    communities = len(set(dict(graph.nodes(data="community")).values()))
    tree = networkx.is_forest(graph)
    about = {"terms": len(graph), "communities": communities}
    caption = join(
        gettext(_EDGES[tree], **about),
        gettext(
            "The area of a mark is the number of segments that hold the term, the width of a line "
            "that of those that hold both. Terms without a line may occur together too."
        ),
        unlabelled_note(left_out),
    )
    counts = pd.Series(edges["count"].to_numpy(), edges["source"] + " + " + edges["target"])
    numbers = list_values(counts, gettext("segments"))
    keys = _order(graph)
    return Drawing(figure, title, caption, edges, numbers, telling=False, keys=keys)


def _order(graph: networkx.Graph) -> list[str]:
    """Return the terms, the most frequent first: the rows of the drawing."""
    return sorted(graph.nodes, key=lambda name: (-graph.nodes[name]["count"], name))


def _draw_edges(axes: Axes, edges: pd.DataFrame, positions: dict[str, Any]) -> None:
    most = edges["count"].max()
    for source, target, count in edges[["source", "target", "count"]].itertuples(index=False):
        ends = zip(positions[source], positions[target], strict=True)
        style = {"color": "#b4bac1", "linewidth": 0.6 + 5 * count / most, "zorder": 1}
        axes.plot(*ends, solid_capstyle="round", **style)


def _draw_nodes(axes: Axes, graph: networkx.Graph, positions: dict[str, Any]) -> dict[str, float]:
    """Draw the marks, and return their areas (points²) by name."""
    most = max(dict(graph.nodes(data="count")).values())
    sizes = {name: 14 + 260 * data["count"] / most for name, data in graph.nodes(data=True)}
    for row, name in enumerate(_order(graph)):
        colour = COLOURS[(graph.nodes[name]["community"] - 1) % len(COLOURS)]
        style: dict[str, Any] = {"color": colour, "s": sizes[name], "urls": [row_url(row)]}
        axes.scatter(*positions[name], edgecolor="white", zorder=2, **style)
    return sizes


def _labels(
    graph: networkx.Graph, positions: dict[str, Any], sizes: dict[str, float]
) -> list[Label]:
    """Return the labels, those of the most frequent terms first."""
    dots = 100 / 72  # pixels of a point
    return [
        Label(
            shorten_term(name, 36),
            positions[name][0],
            positions[name][1],
            float(np.sqrt(sizes[name] / np.pi) * dots),
            {"fontsize": 8 + 3 * sizes[name] / 274, "url": row_url(row)},
        )
        for row, name in enumerate(_order(graph))
    ]
