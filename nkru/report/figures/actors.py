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
    title = f"{articles(len(documents))} of {len(corpus.documents)} can be placed in time; {undated} cannot."
    figure, axes = canvas(len(names), title, row=0.5)
    with styled():
        _draw_bubbles(axes, table, list(names))
        name_rows(axes, list(names))
    caption = "Mentions in each article at its date: the area of a dot is the number of mentions; a line is the time "
    caption += f"in which the article must lie. {undated} articles without a bounded date are left out."
    return drawing(figure, title, caption, table, numbers=listed(table.groupby("entry")["mentions"].sum(), "mentions"))


def _draw_bubbles(axes: Any, table: pd.DataFrame, names: Sequence[str]) -> None:
    first, last = (pd.to_datetime(table[name]) for name in ("date_from", "date_to"))
    rows = table["entry"].map({name: row for row, name in enumerate(names)})
    most = max(1, table["mentions"].max()) if len(table) else 1
    axes.hlines(rows, first, last, color=COLOURS[4], linewidth=4)
    middle = first + (last - first) / 2
    axes.scatter(middle, rows, s=420 * table["mentions"] / most, color=COLOURS[0], alpha=0.75, edgecolor="white")
    for when, row, number in zip(middle, rows, table["mentions"], strict=True):
        axes.annotate(f"{number}", (when, row), (0, -13), textcoords="offset points", ha="center", fontsize=7.5)
    axes.margins(x=0.08)
    axes.set_xlabel("date of publication")
