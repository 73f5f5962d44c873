"""Tables as a reader sees them: captioned, bounded, each row opening the sentences behind its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.report.chapter.evidence import Fields, Key, Quoting, located, marked_parts
from nkru.report.site.markup import render

SHOWN_ROWS = 100
_LONGEST_CELL, _EXCERPTS = 240, 5
# Columns that hold words of the articles: they are French; of a public edition running text is left
# out.
RUNNING_TEXT = frozenset(["example", "examples", "left", "right", "segment", "sentence", "text"])
FRENCH = RUNNING_TEXT | {
    "collocation",
    "date_evidence",
    "lemma",
    "node",
    "term",
    "terms",
    "title",
    "word",
    "words",
}
# What is the same in every row is told once, under the caption.
_COMMON = ("basis", "label", "formula", "measure", "method")


@dataclass(frozen=True)
class Table:
    """A table to look at: the rows, a caption, and the link or the excerpts behind each key."""

    frame: pd.DataFrame
    caption: str = "Table"
    on: tuple[str, ...] = ()
    links: Mapping[Key, str] = field(default_factory=dict)
    excerpts: Mapping[Key, list[Fields]] = field(default_factory=dict)
    name: str = ""
    csv: str = ""
    columns: Sequence[str] | None = None
    rows: int = SHOWN_ROWS

    def _repr_html_(self) -> str:
        frame = self.frame.head(self.rows).rename(columns=str)
        columns, told = _fold(frame, self.columns)
        if len(self.frame) > self.rows:
            told.append(f"{self.rows:,} of {len(self.frame):,} rows are shown.")
        texts = (
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        )
        return str(
            render(
                "table.html.j2",
                id=f"table-{self.name}" if self.name else "",
                caption=self.caption,
                note=" ".join(told),
                csv=self.csv,
                columns=[
                    {"label": _label(name), "number": _is_numeric(frame, name)} for name in columns
                ],
                rows=[
                    self._row(row, key, frame) for row, key in zip(texts, self._keys(), strict=True)
                ],
            )
        )

    def _keys(self) -> list[Key]:
        shown = self.frame.head(self.rows)
        return (
            list(shown[list(self.on)].itertuples(index=False, name=None))
            if self.on
            else [()] * len(shown)
        )

    def _row(self, texts: Mapping[str, str], key: Key, frame: pd.DataFrame) -> Fields:
        opening = next(
            (column for column in reversed(self.on) if column in texts), next(iter(texts), "")
        )
        cells = [
            _cell(text, frame, name) | {"opens": name == opening} for name, text in texts.items()
        ]
        return {
            "cells": cells,
            "href": self.links.get(key, ""),
            "excerpts": self.excerpts.get(key, []),
        }

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.frame.head(self.rows).to_string(index=False)}"


def show(
    table: pd.DataFrame,
    *,
    evidence: pd.DataFrame | None = None,
    on: Sequence[str] = (),
    corpus: Corpus | None = None,
    caption: str = "Table",
    rows: int = SHOWN_ROWS,
) -> Table:
    """Return a table to look at in a notebook, whose rows open the passages behind them.

    Args:
        table: any result of nkru.
        evidence: its unit table (doc_id, start, end and the columns `on`): mentions, hits, scores.
        on: the key columns, which both tables have.
        corpus: where the passages stand; with it whole sentences are shown, else the `text` of the
            evidence.
        caption: what the table shows.
        rows: how many rows are shown at most.

    Raises:
        ParameterError: a key column is missing from one of the tables.
    """
    check_key(table, evidence, on)
    excerpts = {} if evidence is None else _excerpts(evidence, list(on), corpus)
    return Table(table, caption, tuple(on), excerpts=excerpts, rows=rows)


def check_key(table: pd.DataFrame, evidence: pd.DataFrame | None, on: Sequence[str]) -> None:
    """Refuse evidence whose key is not in both tables."""
    if evidence is None:
        return
    for name, columns in (("table", table.columns), ("evidence", evidence.columns)):
        missing = [column for column in on if column not in columns]
        if missing or not on:
            raise ParameterError(
                f"on={list(on)}: the {name} has no such column; it has {', '.join(columns)}"
            )


def _excerpts(
    evidence: pd.DataFrame, on: list[str], corpus: Corpus | None
) -> dict[Key, list[Fields]]:
    groups = (located(evidence, Quoting(corpus)) if corpus else evidence).groupby(on, observed=True)
    heads = ((key, group.head(_EXCERPTS).to_dict("records")) for key, group in groups)
    return {
        key: [_excerpt({str(name): hit[name] for name in hit}, corpus) for hit in hits]
        for key, hits in heads
    }


def _excerpt(hit: Fields, corpus: Corpus | None) -> Fields:
    if corpus is None:
        return {
            "parts": [{"text": str(hit.get("text", "")), "mark": True}],
            "where": f"{hit['doc_id']}, {hit['start']}",
        }
    return {
        "parts": marked_parts([hit], Quoting(corpus)),
        "where": f"{hit['doc_id']}, line {int(hit['line_no'])}",
    }


def _fold(
    frame: pd.DataFrame, columns: Sequence[str] | None
) -> tuple[dict[str, pd.Series[str]], list[str]]:
    """Return what is shown: intervals beside their value, and what every row shares as sentences."""
    common = [
        name
        for name in _COMMON
        if name in frame and len(frame) and frame[name].nunique(dropna=False) == 1
    ]
    shared = {name: frame[name].iloc[0] for name in common}
    told = [
        f"{_label(name).capitalize()}: {value}."
        for name, value in shared.items()
        if isinstance(value, str) and value
    ]
    names = [
        name for name in columns or list(frame.columns) if name in frame and name not in common
    ]
    shown = {name: format_column(frame[name]) for name in names}
    for name in names:
        if f"{name}_low" in frame and f"{name}_high" in frame:
            low, high = (format_column(frame[f"{name}_{end}"]) for end in ("low", "high"))
            interval = shown[name] + " [" + low + ", " + high + "]"
            shown[name] = interval.where(
                frame[f"{name}_low"].notna() | frame[f"{name}_high"].notna(), shown[name]
            )
            shown = {
                key: texts
                for key, texts in shown.items()
                if key not in (f"{name}_low", f"{name}_high")
            }
    return shown, told


def _is_numeric(frame: pd.DataFrame, name: str) -> bool:
    return pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(
        frame[name]
    )


def _label(column: str) -> str:
    return column.replace("_", " ")


def _cell(text: str, frame: pd.DataFrame, name: str) -> Fields:
    text = f"{text[:_LONGEST_CELL]}…" if len(text) > _LONGEST_CELL else text
    number = ' class="number"' if _is_numeric(frame, name) else ""
    language = ' lang="fr"' if name in FRENCH else ""
    return {"text": text, "attributes": Markup(number + language)}  # noqa: S704


def format_column(values: pd.Series[Any]) -> pd.Series[str]:
    """Return values as a reader wants them: 1,234; 0.25; <0.001 for a p; – for what is missing or undefined.

    >>> format_column(pd.Series([1234.5, -0.25, float("nan")])).tolist()
    ['1,234.50', '−0.25', '–']
    """
    if pd.api.types.is_bool_dtype(values):
        texts = values.map({True: "yes", False: "no"})
    elif pd.api.types.is_integer_dtype(values):
        texts = values.map(lambda value: f"{value:,}".replace("-", "−"), na_action="ignore")
    elif pd.api.types.is_float_dtype(values):
        texts = values.map(
            _probability if re.match(r"p(_|$)", str(values.name)) else _decimal, na_action="ignore"
        )
    else:
        texts = values.map(str, na_action="ignore")
    return texts.astype("object").where(values.notna(), "–")


def _decimal(value: float) -> str:
    text = f"{value:,.2f}".replace("-", "−")
    return "0.00" if text == "−0.00" else text


def _probability(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
