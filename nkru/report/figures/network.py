"""The figure of the network: which actors are named together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.language import deferred, gettext, named, ngettext
from nkru.report.figures.drawings import COLOURS, Drawing, annotate, canvas, require
from nkru.report.figures.labels import list_values, shorten
from nkru.report.figures.links import row_url

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

MARKERS = ("o", "s", "^", "D")
Positions = Mapping[str, tuple[float, float]]


def actor_network(graph: networkx.Graph, top_n: int = 20) -> Drawing:
    """Draw who is named with whom: the most frequent actors on a circle, so that no names overlap.

    Args:
        graph: from `nkru.network`.
        top_n: actors drawn, those with most mentions.
    """
    import networkx

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
    # From the top clockwise.
    positions = {name: (y, x) for name, (x, y) in networkx.circular_layout(nodes).items()}
    with canvas(16, title) as (figure, axes):
        _draw_edges(axes, edges, positions)
        _draw_nodes(axes, graph, positions)
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set(xlim=(-1.75, 1.75), ylim=(-1.2, 1.15))
    table = pd.DataFrame([{"source": a, "target": b, **values} for a, b, values in edges])
    counts = pd.Series({f"{named(a)} + {named(b)}": values["count"] for a, b, values in edges})
    caption = gettext(
        "The {nodes} actors mentioned most often among those named in one sentence with another: "
        "the area of a mark is the number of mentions, the width of a line that of sentences; the "
        "weight of dark lines is significant (disparity filter, α < .05).",
        nodes=len(nodes),
    )
    numbers = list_values(counts, gettext("sentences"))
    return Drawing(figure, title, caption, table, numbers, keys=nodes)


def _draw_edges(axes: Axes, edges: list[Any], positions: Positions) -> None:
    drawn = [edge for edge in edges if {*edge[:2]} <= positions.keys()]
    for source, target, values in reversed(drawn):
        colour = "#3b4148" if values["kept"] else "#c9ced4"
        width = 0.6 + 5 * values["count"] / drawn[0][2]["count"]
        ends = zip(positions[source], positions[target], strict=True)
        axes.plot(*ends, color=colour, linewidth=width, zorder=1)


def _draw_nodes(axes: Axes, graph: networkx.Graph, positions: Positions) -> None:
    types = sorted({graph.nodes[name]["type"] for name in positions})
    most = max(graph.nodes[name]["mentions"] for name in positions)
    for index, kind in enumerate(types):
        names = [name for name in positions if graph.nodes[name]["type"] == kind]
        x, y = zip(*(positions[name] for name in names), strict=True)
        style: dict[str, Any] = {"color": COLOURS[index], "marker": MARKERS[index % len(MARKERS)]}
        sizes = [40 + 520 * graph.nodes[name]["mentions"] / most for name in names]
        style["label"] = gettext(kind)
        axes.scatter(x, y, s=sizes, edgecolor="white", zorder=2, **style)
    for row, (name, position) in enumerate(positions.items()):
        _name_node(axes, shorten(named(name), 30), *position, url=row_url(row))
    axes.legend(loc="lower left", fontsize=9, markerscale=0.6)


def _name_node(axes: Axes, name: str, x: float, y: float, url: str) -> None:
    """Write a name outside the circle; at its top and bottom, above or below the mark."""
    if abs(x) > 0.05:
        annotate(axes, name, (x, y), (14 * x, 14 * y), ha="left" if x > 0 else "right", url=url)
    else:
        annotate(axes, name, (x, y), (14 * x, 14 * y + (4 if y > 0 else -4)), ha="center", url=url)
