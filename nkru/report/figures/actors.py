"""Figures of the actors: who is named, how, when and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.drawings import COLOURS, Drawing, canvas, drawing, name_rows, shorten, stacked_bars, styled
from nkru.report.figures.labels import articles, listed

if TYPE_CHECKING:
    import networkx

MARKERS = ("o", "s", "^", "D")
KINDS = ("name", "metonym", "demonym", "descriptor")


def by_kind(mentions: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw how often each actor is named, by name, metonym, demonym and descriptor."""
    table = mentions.pivot_table(index="entry", columns="kind", values="start", aggfunc="size", fill_value=0)
    table = table.reindex(columns=[kind for kind in KINDS if kind in table]).assign(total=table.sum(axis=1))
    table = table.reset_index().sort_values(["total", "entry"], ascending=[False, True], ignore_index=True)
    first = table.iloc[0]
    title = f"{first['entry']} is named most: {first['total']:,} of {len(mentions):,} mentions of {len(table)} actors."
    shown = table.head(top_n).set_index("entry")
    kinds = [kind for kind in KINDS if kind in shown]
    figure, _ = stacked_bars(shown, kinds, title, "mentions")
    caption = f"Mentions of the {len(shown)} actors named most, by kind: name, capital that stands for a government "
    caption += "(metonym), adjective or people (demonym), description (descriptor)."
    return drawing(figure, title, caption, table, numbers=listed(shown["total"], "mentions"))


def over_time(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 8) -> Drawing:
    """Draw the mentions of each actor in each article at its date, or over the time in which it must lie."""
    documents = corpus.documents.dropna(subset=["date_from", "date_to"])
    names = mentions["entry"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:top_n]
    counts = mentions[mentions["entry"].isin(names)].groupby(["entry", "doc_id"], observed=True).size()
    table = counts.rename("mentions").reset_index()
    table = table.merge(documents[["doc_id", "date", "date_from", "date_to", "date_precision"]], on="doc_id")
    undated = len(corpus.documents) - len(documents)
    title = f"{len(documents)} of {articles(len(corpus.documents))} can be placed in time; {undated} cannot."
    figure, axes = canvas(len(names), title, row=0.62)
    with styled():
        _draw_strips(axes, table, list(names))
        name_rows(axes, list(names))
    caption = "Mentions in each article: the height is their number, the width the time in which the article must have "
    caption += f"appeared (a day is a stroke). {undated} without a bounded date left out."
    return drawing(figure, title, caption, table, numbers=listed(table.groupby("entry")["mentions"].sum(), "mentions"))


def _draw_strips(axes: Any, table: pd.DataFrame, names: Sequence[str]) -> None:
    """Draw one bar per article in the row of each actor, from the first day it can have to the last."""
    first, last = (pd.to_datetime(table[name]) for name in ("date_from", "date_to"))
    known = pd.concat([first, last])
    stroke = (known.max() - known.min()) / 160 + pd.Timedelta(days=1)
    row = table["entry"].map({name: row for row, name in enumerate(names)}).astype(float)
    height = 0.82 * table["mentions"] / table["mentions"].max()
    width = (last - first).where(last - first > stroke, stroke)
    is_day = (first == last).to_numpy()
    for days, style in ((~is_day, {"alpha": 0.3, "hatch": "///"}), (is_day, {})):
        axes.bar(
            first[days],
            height[days],
            width[days],
            row[days] + 0.4 - height[days],
            align="edge",
            color=COLOURS[0],
            **style,
        )
    most = table.groupby("entry")["mentions"].max().reindex(list(names)).fillna(0)
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(names)), [f"up to {number:.0f}" for number in most], fontsize=8.5)
    right.spines["right"].set_visible(False)
    right.tick_params(length=0)
    axes.margins(x=0.04)
    axes.set_xlabel("date of publication")


def network(graph: networkx.Graph) -> Drawing:
    """Draw who goes with whom, as `nkru.analysis.networks.network` lays it out; only edges that stand out are named."""
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["count"], edge[:2]))
    first = edges[0]
    title = f"{first[0]} and {first[1]} are named together most: in {first[2]['count']} sentences."
    figure, axes = canvas(15, title)
    with styled():
        _draw_edges(axes, graph, edges)
        _draw_nodes(axes, graph)
        axes.set_axis_off()
        axes.margins(0.14)
    table = pd.DataFrame([{"source": one, "target": other, **values} for one, other, values in edges])
    caption = "Actors named in one sentence: the area of a dot is the number of mentions, the width of a line the "
    caption += "number of sentences; dark lines stand out against chance (disparity filter, α < .05)."
    numbers = listed(pd.Series({f"{one} and {other}": values["count"] for one, other, values in edges}), "sentences")
    return drawing(figure, title, caption, table, numbers=numbers)


def _draw_edges(axes: Any, graph: networkx.Graph, edges: Sequence[Any]) -> None:
    most = edges[0][2]["count"]
    for one, other, values in edges:
        ends = [(graph.nodes[name]["x"], graph.nodes[name]["y"]) for name in (one, other)]
        colour = "#3b4148" if values["kept"] else "#c9ced4"
        axes.plot(*zip(*ends, strict=True), color=colour, linewidth=0.5 + 5 * values["count"] / most, zorder=1)


def _draw_nodes(axes: Any, graph: networkx.Graph) -> None:
    types = sorted({values["type"] for _, values in graph.nodes(data=True)})
    most = max(values["mentions"] for _, values in graph.nodes(data=True))
    for number, kind in enumerate(types):
        nodes = [values for _, values in graph.nodes(data=True) if values["type"] == kind]
        places = [[values[axis] for values in nodes] for axis in ("x", "y")]
        sizes = [40 + 620 * values["mentions"] / most for values in nodes]
        style: dict[str, Any] = {"color": COLOURS[number], "marker": MARKERS[number % len(MARKERS)], "label": kind}
        axes.scatter(*places, s=sizes, edgecolor="white", zorder=2, **style)
    from matplotlib import patheffects

    outline = [patheffects.withStroke(linewidth=2.5, foreground="white")]
    for name, values in graph.nodes(data=True):
        place = (values["x"], values["y"])
        shift = (0, 6 + 9 * (values["mentions"] / most) ** 0.5)
        options: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "fontsize": 8.5, "zorder": 3}
        axes.annotate(shorten(name, 24), place, shift, path_effects=outline, **options)
    axes.legend(loc="upper left", fontsize=9, markerscale=0.6)


def dispersion(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 10) -> Drawing:
    """Draw where in the corpus each actor is named: one stroke per mention, articles one after the other."""
    lengths = corpus.sentences.groupby("doc_id", sort=True)["end"].max()
    begins = lengths.cumsum().shift(fill_value=0)
    counts = mentions.groupby("entry").agg(count=("start", "size"), range=("doc_id", "nunique"))
    table = counts.reset_index().sort_values(["count", "entry"], ascending=[False, True], ignore_index=True).head(top_n)
    everywhere = int((table["range"] == len(lengths)).sum())
    title = f"{everywhere} of the {len(table)} actors named most stand in every one of the {articles(len(lengths))}."
    figure, axes = canvas(len(table), title)
    with styled():
        for row, entry in enumerate(table["entry"]):
            own = mentions[mentions["entry"] == entry]
            places = own["start"] + own["doc_id"].map(begins)
            axes.vlines(places, row - 0.36, row + 0.36, color=COLOURS[0], linewidth=1.2)
        name_rows(axes, list(table["entry"]))
        axes.set_xticks(begins.tolist(), [])
        axes.set_xlabel("the articles one after the other, in the order of their file names; a line opens each")
    caption = "Each stroke is a mention at its place in the text."
    return drawing(figure, title, caption, table, numbers=listed(table.set_index("entry")["range"], "articles"))
