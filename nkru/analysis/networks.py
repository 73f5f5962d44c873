"""Networks of actors: the pairs of a co-occurrence table as a graph with a stable layout, for drawing and for Gephi."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import networkx

EDGE_ATTRIBUTES = ["count", "log_dice", "g2", "p", "alpha", "kept", "articles"]


def network(edges: pd.DataFrame, mentions: pd.DataFrame, seed: int = 0) -> networkx.Graph:
    """Return the pairs as a graph: the same table and seed give the same layout.

    Nodes have label, type, mentions, articles, x and y (−1 to 1); edges have count (also as
    weight), log_dice, g2, p, alpha, kept and articles.
    """
    import networkx

    graph = networkx.Graph()
    entries = sorted({*edges["source"], *edges["target"]})
    by_entry = mentions[mentions["entry"].isin(entries)].groupby("entry")
    for entry, rows in by_entry:
        articles = int(rows["doc_id"].nunique())
        graph.add_node(
            entry, label=entry, type=rows["type"].iloc[0], mentions=len(rows), articles=articles
        )
    for row in edges.sort_values(["source", "target"]).to_dict("records"):
        graph.add_edge(
            row["source"],
            row["target"],
            weight=float(row["count"]),
            **{n: row[n] for n in EDGE_ATTRIBUTES},
        )
    for entry, (x, y) in networkx.spring_layout(graph, seed=seed, weight="weight").items():
        graph.nodes[entry].update(x=round(float(x), 6), y=round(float(y), 6))
    return graph


def write_gexf(graph: networkx.Graph, path: str | Path) -> Path:
    """Write a network as GEXF 1.2, which Gephi opens, and return its path; the same graph gives the same bytes."""
    import networkx

    placed = graph.copy()
    for _, values in placed.nodes(data=True):
        position = {"x": 1000 * values["x"], "y": 1000 * values["y"], "z": 0.0}
        values["viz"] = {"position": position, "size": 10 + float(values["mentions"]) ** 0.5}
    lines = networkx.generate_gexf(placed, version="1.2draft")
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines))
    target = Path(path)
    target.write_text(f"{text}\n", encoding="utf-8")
    return target
