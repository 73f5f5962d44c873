"""Figures of the actors: who is named, how, when and with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.drawings import (
    COLOURS,
    Drawing,
    canvas,
    drawing,
    name_rows,
    require,
    shorten,
    stacked_bars,
    styled,
)
from nkru.report.figures.labels import articles, listed, percent

if TYPE_CHECKING:
    import networkx

MARKERS = ("o", "s", "^", "D")
# Beyond so many bars the mentions of a month are one; so many articles can be told apart on an
# axis.
_MOST_STRIPS, _MOST_TICKS = 400, 150
_STRETCHES = 100
_SHADES = (
    "The darker a hundredth of the corpus, the more often it names the actor: one scale for all."
)
KINDS = ("name", "metonym", "demonym", "descriptor")


def by_kind(mentions: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw how often each actor is named, by name, metonym, demonym and descriptor."""
    require(mentions, "the articles name no actor of the codebook")
    table = mentions.pivot_table(
        index="entry", columns="kind", values="start", aggfunc="size", fill_value=0
    )
    table = table.reindex(columns=[kind for kind in KINDS if kind in table]).assign(
        total=table.sum(axis=1)
    )
    table = table.reset_index().sort_values(
        ["total", "entry"], ascending=[False, True], ignore_index=True
    )
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
    names = (
        mentions["entry"]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
        .index[:top_n]
    )
    counts = (
        mentions[mentions["entry"].isin(names)].groupby(["entry", "doc_id"], observed=True).size()
    )
    require(counts, "the articles name no actor of the codebook")
    table = counts.rename("mentions").reset_index()
    table = table.merge(
        documents[["doc_id", "date", "date_from", "date_to", "date_precision"]], on="doc_id"
    )
    require(table, "no article that names an actor has a bounded date")
    monthly = len(table) > _MOST_STRIPS
    strips = _by_month(table) if monthly else table
    undated = len(corpus.documents) - len(documents)
    title = f"{len(documents):,} of {articles(len(corpus.documents))} can be placed in time; {undated} cannot."
    figure, axes = canvas(len(names), title, row=0.62)
    with styled():
        _draw_strips(axes, strips, list(names), pd.Timedelta(days=31 if monthly else 0))
        name_rows(axes, list(names))
    unit, known = ("month", "a month") if monthly else ("article", "a day is a stroke")
    caption = f"Mentions in each {unit}: the height is their number, the width the time in which the article must have "
    caption += f"appeared ({known}; hatched where it is known less closely). {undated} without a bounded date left out."
    return drawing(
        figure,
        title,
        caption,
        table,
        numbers=listed(table.groupby("entry")["mentions"].sum(), "mentions"),
    )


def _by_month(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions of each actor summed by month, or by the longer time in which an article must lie."""
    first, last = (
        pd.to_datetime(table[name]).dt.to_period("M") for name in ("date_from", "date_to")
    )
    spans = table.assign(date_from=first.dt.start_time, date_to=last.dt.end_time.dt.normalize())
    return (
        spans.groupby(["entry", "date_from", "date_to"], observed=True)["mentions"]
        .sum()
        .reset_index()
    )


def _draw_strips(axes: Any, table: pd.DataFrame, names: Sequence[str], sure: pd.Timedelta) -> None:
    """Draw one bar per row of the table in the row of its actor, hatched if its time is longer than `sure`."""
    first, last = (pd.to_datetime(table[name]) for name in ("date_from", "date_to"))
    known = pd.concat([first, last])
    stroke = (known.max() - known.min()) / 160 + pd.Timedelta(days=1)
    row = table["entry"].map({name: row for row, name in enumerate(names)}).astype(float)
    height = 0.82 * table["mentions"] / table["mentions"].max()
    width = (last - first).where(last - first > stroke, stroke)
    is_sure = (last - first <= sure).to_numpy()
    for days, style in ((~is_sure, {"alpha": 0.3, "hatch": "///"}), (is_sure, {})):
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


def network(graph: networkx.Graph, top_n: int = 20) -> Drawing:
    """Draw who goes with whom, the actors named most on a circle, where no name hides another."""
    require(pd.Series(list(graph.edges)), "no two actors are named in one sentence")
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["count"], edge[:2]))
    first = edges[0]
    title = f"{first[0]} and {first[1]} are named together most: in {first[2]['count']} sentences."
    nodes = sorted(graph.nodes, key=lambda name: (-graph.nodes[name]["mentions"], name))[:top_n]
    angles = 2 * np.pi * np.arange(len(nodes)) / len(nodes)
    places = {
        name: (float(np.sin(angle)), float(np.cos(angle)))
        for name, angle in zip(nodes, angles, strict=True)
    }
    figure, axes = canvas(16, title)
    with styled():
        _draw_edges(
            axes, [edge for edge in edges if edge[0] in places and edge[1] in places], places
        )
        _draw_nodes(axes, graph, places)
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set(xlim=(-1.75, 1.75), ylim=(-1.2, 1.15))
    table = pd.DataFrame(
        [{"source": one, "target": other, **values} for one, other, values in edges]
    )
    caption = f"The {len(nodes)} actors named most among those named in one sentence with another: the area of a mark is "
    caption += "the number of mentions, the width of a line that of sentences; dark lines stand out against chance "
    caption += "(disparity filter, α < .05)."
    numbers = listed(
        pd.Series({f"{one} and {other}": values["count"] for one, other, values in edges}),
        "sentences",
    )
    return drawing(figure, title, caption, table, numbers=numbers)


def _draw_edges(axes: Any, edges: Sequence[Any], places: Mapping[str, tuple[float, float]]) -> None:
    most = edges[0][2]["count"]
    for one, other, values in reversed(edges):
        colour = "#3b4148" if values["kept"] else "#c9ced4"
        width = 0.6 + 5 * values["count"] / most
        axes.plot(
            *zip(places[one], places[other], strict=True), color=colour, linewidth=width, zorder=1
        )


def _draw_nodes(
    axes: Any, graph: networkx.Graph, places: Mapping[str, tuple[float, float]]
) -> None:
    types = sorted({graph.nodes[name]["type"] for name in places})
    most = max(graph.nodes[name]["mentions"] for name in places)
    for number, kind in enumerate(types):
        names = [name for name in places if graph.nodes[name]["type"] == kind]
        sizes = [40 + 520 * graph.nodes[name]["mentions"] / most for name in names]
        style: dict[str, Any] = {
            "color": COLOURS[number],
            "marker": MARKERS[number % len(MARKERS)],
            "label": kind,
        }
        axes.scatter(
            *zip(*(places[name] for name in names), strict=True),
            s=sizes,
            edgecolor="white",
            zorder=2,
            **style,
        )
    for name, (x, y) in places.items():
        side = "left" if x > 0.05 else "right" if x < -0.05 else "center"
        shift = (14 * x, 14 * y + (4 if abs(x) <= 0.05 else 0) * (1 if y > 0 else -1))
        axes.annotate(
            shorten(name, 30),
            (x, y),
            shift,
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=9,
        )
    axes.legend(loc="lower left", fontsize=9, markerscale=0.6)


def dispersion(mentions: pd.DataFrame, corpus: Corpus, top_n: int = 10) -> Drawing:
    """Draw where in the corpus each actor is named: one stroke per mention, articles one after the other."""
    require(mentions, "the articles name no actor of the codebook")
    lengths = corpus.sentences.groupby("doc_id", sort=True)["end"].max()
    begins = lengths.cumsum().shift(fill_value=0)
    counts = mentions.groupby("entry").agg(count=("start", "size"), range=("doc_id", "nunique"))
    table = (
        counts.reset_index()
        .sort_values(["count", "entry"], ascending=[False, True], ignore_index=True)
        .head(top_n)
    )
    title = _widest(table, len(lengths))
    places = [
        own["start"] + own["doc_id"].map(begins)
        for own in (mentions[mentions["entry"] == e] for e in table["entry"])
    ]
    figure, axes = canvas(len(table), title)
    with styled():
        few = len(lengths) <= _MOST_TICKS
        (_draw_strokes if few else _draw_shades)(axes, places, int(lengths.sum()))
        name_rows(axes, list(table["entry"]))
        axes.grid(visible=few)
        axes.set_xticks(begins.tolist() if few else [], [])
        opened = "; a line opens each" if few else ""
        axes.set_xlabel(
            f"the articles one after the other, in the order of their file names{opened}"
        )
    caption = "Each stroke is a mention at its place in the text." if few else _SHADES
    return drawing(
        figure, title, caption, table, numbers=listed(table.set_index("entry")["range"], "articles")
    )


def _widest(table: pd.DataFrame, number: int) -> str:
    """Say which of the actors of a table (entry, range) stand in most of the articles."""
    among = f"of the {len(table)} actors named most"
    everywhere = int((table["range"] == number).sum())
    if everywhere:
        return f"{everywhere} {among} {'stand' if everywhere > 1 else 'stands'} in every one of the {articles(number)}."
    first = table.loc[table["range"] == table["range"].max(), "entry"]
    name, verb = (
        (first.iloc[0], "stands")
        if len(first) == 1
        else (f"{first.iloc[0]} and {len(first) - 1} more", "stand")
    )
    return f"{name} {verb} in {percent(int(table['range'].max()), number)} of the {articles(number)}, the most {among}."


def _draw_strokes(axes: Any, places: Sequence[pd.Series[Any]], length: int) -> None:
    for row, place in enumerate(places):
        axes.vlines(place, row - 0.36, row + 0.36, color=COLOURS[0], linewidth=1.2)


def _draw_shades(axes: Any, places: Sequence[pd.Series[Any]], length: int) -> None:
    """Shade each stretch of the corpus by its mentions: strokes of thousands of articles would be one block."""
    counts = np.array([np.histogram(place, _STRETCHES, (0, length))[0] for place in places])
    axes.imshow(
        counts, aspect="auto", cmap="Blues", vmin=0, extent=(0, length, len(places) - 0.5, -0.5)
    )
