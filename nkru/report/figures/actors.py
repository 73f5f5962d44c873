"""Figures of the actors: who is named, how, when and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.drawings import (
    COLOURS,
    Drawing,
    canvas,
    drawing,
    name_rows,
    stacked_bars,
    styled,
)
from nkru.report.figures.labels import articles, listed

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
