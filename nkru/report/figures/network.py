"""The figure of the network: which actors are named together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.language import deferred, gettext, named, ngettext
from nkru.report.figures.charts import heat
from nkru.report.figures.drawings import COLOURS, EDGE, LINE, Drawing, canvas, require
from nkru.report.figures.labels import list_values, shorten, unlabelled_note
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = ("o", "s", "^", "D")
_MOST_IN_TRIANGLE = 15
Positions = Mapping[str, tuple[float, float]]


def actor_network(graph: networkx.Graph, top_n: int = 30) -> Drawing:
    """Draw who is named with whom: under 15 actors as a triangle of numbers, else as a graph.

    Args:
        graph: from `nkru.network`.
        top_n: actors drawn, those with most mentions.
    """
    missing = deferred("no pair of actors to draw")
    require(pd.Series(list(graph.edges)), missing)
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["count"], edge[:2]))
    source, target, strongest = edges[0]
    title = ngettext(
        "{source} and {target} are named together most often: in {n} sentence.",
        "{source} and {target} are named together most often: in {n} sentences.",
        int(strongest["count"]),
        source=named(source),
        target=named(target),
    )
    nodes = sorted(graph.nodes, key=lambda name: (-graph.nodes[name]["mentions"], name))[:top_n]
    few = len(nodes) < _MOST_IN_TRIANGLE
    figure, caption = _triangle(graph, nodes, title) if few else _graph(graph, nodes, title)
    table = pd.DataFrame([{"source": a, "target": b, **values} for a, b, values in edges])
    counts = pd.Series({f"{named(a)} + {named(b)}": values["count"] for a, b, values in edges})
    numbers = list_values(counts, gettext("sentences"))
    return Drawing(figure, title, caption, table, numbers, keys=nodes[few:])


def _triangle(graph: networkx.Graph, nodes: list[str], title: str) -> tuple[Figure, str]:
    """Draw the sentences of each pair of actors, each pair once; return the caption too."""
    counts = pd.DataFrame(np.nan, index=nodes, columns=nodes)
    for source, target, values in graph.subgraph(nodes).edges(data=True):
        first, second = sorted((source, target), key=nodes.index)
        counts.loc[second, first] = values["count"]
    counts = counts.rename(index=named, columns=named).iloc[1:, :-1]
    counts = counts.dropna(axis=1, how="all")
    figure = heat(counts, title, gettext("sentences"))
    caption = gettext(
        "Sentences that name both actors of a pair, for the {nodes} actors mentioned most often "
        "among those named in one sentence with another. An empty cell is a pair that the network "
        "does not hold.",
        nodes=len(nodes),
    )
    return figure, caption


def _graph(graph: networkx.Graph, nodes: list[str], title: str) -> tuple[Figure, str]:
    """Draw actors nearer to each other the more sentences name both; return the caption too."""
    import networkx

    drawn = graph.subgraph(nodes).copy()
    for _, _, values in drawn.edges(data=True):
        values["pull"] = float(np.log1p(values["count"]))
    communities = networkx.community.greedy_modularity_communities(drawn, weight="count")
    positions = _places(drawn)
    groups = {name: place for place, names in enumerate(communities) for name in names}
    with canvas(19, title) as (figure, axes):
        _draw_edges(axes, drawn, positions)
        sizes = _draw_nodes(axes, drawn, positions, groups)
        axes.set_axis_off()
        axes.margins(0.1)
        _add_legend(figure, drawn)
        labels = [_label(name, nodes.index(name), positions, sizes) for name in nodes]
        left_out = place_labels(axes, labels)
    caption = gettext(
        "The {nodes} actors mentioned most often among those named in one sentence with another, "
        "in {n} communities of greatest modularity (colours): the area of a mark is the number of "
        "mentions, the width of a line that of sentences; the weight of dark lines is significant "
        "(disparity filter, α < .05).",
        nodes=len(nodes),
        n=len(communities),
    )
    return figure, f"{caption} {unlabelled_note(left_out)}".strip()


def _places(graph: networkx.Graph) -> Positions:
    """Return places by forces in the largest connected part; the other parts are in a row below.

    Otherwise forces drive unconnected parts far apart, and crowd the actors of each. Half of a
    coordinate is its rank, which opens the crowd around the actors with most neighbours.
    """
    import networkx

    parts = sorted(map(sorted, networkx.connected_components(graph)), key=len, reverse=True)
    largest = networkx.Graph()
    largest.add_nodes_from(parts[0])
    largest.add_edges_from(graph.subgraph(parts[0]).edges(data=True))
    # The layout begins at random, always at the same random places.
    laid = networkx.spring_layout(
        largest, k=1.6 / len(largest) ** 0.5, weight="pull", iterations=300, seed=1
    )
    points = np.array([laid[name] for name in parts[0]])
    points = (points - points.min(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9)
    ranks = points.argsort(axis=0).argsort(axis=0) / max(len(points) - 1, 1)
    places = dict(zip(parts[0], map(tuple, (points + ranks) / 2), strict=True))
    row = [name for part in parts[1:] for name in (*part, "")]
    beside = {name: ((place + 1) / len(row), -0.18) for place, name in enumerate(row) if name}
    return {name: (float(x), float(y)) for name, (x, y) in (places | beside).items()}


def _draw_edges(axes: Axes, graph: networkx.Graph, positions: Positions) -> None:
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[2]["count"], edge[:2]))
    for source, target, values in edges:
        colour = EDGE if values["kept"] else LINE
        width = 0.5 + 5 * values["count"] / edges[-1][2]["count"]
        ends = zip(positions[source], positions[target], strict=True)
        axes.plot(*ends, color=colour, linewidth=width, zorder=1, solid_capstyle="round")


def _draw_nodes(
    axes: Axes, graph: networkx.Graph, positions: Positions, groups: Mapping[str, int]
) -> dict[str, float]:
    """Draw the marks, and return their areas (points²) by name."""
    most = max(mentions for _, mentions in graph.nodes(data="mentions"))
    kinds = _kinds(graph)
    sizes = {name: 24 + 320 * data["mentions"] / most for name, data in graph.nodes(data=True)}
    for name, data in graph.nodes(data=True):
        style: dict[str, Any] = {"color": COLOURS[groups[name] % len(COLOURS)], "zorder": 2}
        style |= {"marker": kinds[data["type"]], "edgecolor": "white", "s": sizes[name]}
        axes.scatter(*positions[name], **style)
    return sizes


def _kinds(graph: networkx.Graph) -> dict[str, str]:
    """Return the marker of each type of actor."""
    types = sorted({kind for _, kind in graph.nodes(data="type")})
    return dict(zip(types, cycle(MARKERS), strict=False))


def _add_legend(figure: Figure, graph: networkx.Graph) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], marker=marker, color=EDGE, linestyle="", label=gettext(kind))
        for kind, marker in _kinds(graph).items()
    ]
    figure.legend(handles=marks, loc="outside lower left", ncols=len(marks), fontsize=9)


def _label(name: str, row: int, positions: Positions, sizes: Mapping[str, float]) -> Label:
    radius = float(np.sqrt(sizes[name] / np.pi) * 100 / 72)
    style = {"fontsize": 8 + 3 * sizes[name] / 344, "url": row_url(row)}
    x, y = positions[name]
    return Label(shorten(named(name), 28), float(x), float(y), radius, style)
