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
        _draw_spans(axes, table.sort_values(["date_from", "date_to", "doc_id"]), list(names))
        name_rows(axes, list(names))
    caption = "Mentions in each article, the number at its date or in the middle of the time in which the date lies "
    caption += f"(the line). {undated} articles without a bounded date are left out."
    return drawing(figure, title, caption, table, numbers=listed(table.groupby("entry")["mentions"].sum(), "mentions"))


def _draw_spans(axes: Any, table: pd.DataFrame, names: Sequence[str]) -> None:
    """Draw one line per article in the row of each actor, those of one row below each other."""
    first, last = (pd.to_datetime(table[name]) for name in ("date_from", "date_to"))
    place = table.groupby("entry", observed=True).cumcount()
    depth = table.groupby("entry", observed=True)["doc_id"].transform("size")
    rows = table["entry"].map({name: row for row, name in enumerate(names)}) + 0.62 * ((place + 0.5) / depth - 0.5)
    axes.hlines(rows, first, last, color=COLOURS[4], linewidth=2.5)
    for when, row, number in zip(first + (last - first) / 2, rows, table["mentions"], strict=True):
        box = {"boxstyle": "round,pad=0.18", "facecolor": COLOURS[0], "edgecolor": "white"}
        axes.text(when, row, str(number), ha="center", va="center", fontsize=8, color="white", bbox=box)
    axes.margins(x=0.06)
    axes.set_xlabel("date of publication")
