"""Tables as a reader sees them: captioned, bounded, each row opening the sentences behind its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.report.evidence import Fields, Key, Quoting, located, marked_parts
from nkru.report.markup import render

SHOWN_ROWS = 100
_LONGEST_CELL, _EXCERPTS = 240, 5
# Columns that hold words of the articles: they are French, and a public edition cuts them short.
FRENCH = frozenset(
    ["date_evidence", "example", "examples", "left", "lemma", "node", "right", "segment", "sentence", "term"]
    + ["terms", "text", "title", "words"]
)
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
        common, columns = _split_common(self.frame)
        columns = columns if self.columns is None else [name for name in self.columns if name in columns]
        shown = self.frame.head(self.rows)
        if len(shown) < len(self.frame):
            common.append(f"{len(shown):,} of {len(self.frame):,} rows are shown.")
        return str(
            render(
                "table.html.j2",
                id=f"table-{self.name}" if self.name else "",
                caption=self.caption,
                note=" ".join(common),
                csv=self.csv,
                columns=[_heading(self.frame, column) for column in columns],
                rows=[self._row(row, columns) for _, row in shown.iterrows()],
            )
        )

    def _row(self, row: pd.Series[Any], columns: Sequence[str]) -> Fields:
        key = tuple(row[column] for column in self.on)
        opening = next((column for column in reversed(self.on) if column in columns), columns[0])
        cells = [_cell(row[column], self.frame[column]) | {"opens": column == opening} for column in columns]
        return {"cells": cells, "href": self.links.get(key, ""), "excerpts": self.excerpts.get(key, [])}

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
        corpus: where the passages stand; with it whole sentences are shown, else the `text` of the evidence.
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
            raise ParameterError(f"on={list(on)}: the {name} has no such column; it has {', '.join(columns)}")


def _excerpts(evidence: pd.DataFrame, on: list[str], corpus: Corpus | None) -> dict[Key, list[Fields]]:
    groups = (located(evidence, Quoting(corpus)) if corpus else evidence).groupby(on, observed=True)
    return {key: [_excerpt(hit, corpus) for hit in _rows(group.head(_EXCERPTS))] for key, group in groups}


def _rows(hits: pd.DataFrame) -> list[pd.DataFrame]:
    return [hits.iloc[[number]] for number in range(len(hits))]


def _excerpt(hit: pd.DataFrame, corpus: Corpus | None) -> Fields:
    row = hit.iloc[0]
    if corpus is None:
        return {
            "parts": [{"text": str(row.get("text", "")), "mark": True}],
            "where": f"{row['doc_id']}, {row['start']}",
        }
    return {"parts": marked_parts(hit, Quoting(corpus)), "where": f"{row['doc_id']}, line {int(row['line_no'])}"}


def _split_common(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return what is the same in every row, as sentences, and the other columns."""
    common = [name for name in _COMMON if name in frame and len(frame) and frame[name].nunique(dropna=False) == 1]
    told = [f"{_label(name).capitalize()}: {frame[name].iloc[0]}." for name in common if pd.notna(frame[name].iloc[0])]
    return told, [str(column) for column in frame.columns if column not in common]


def _heading(frame: pd.DataFrame, column: str) -> Fields:
    return {"label": _label(column), "number": pd.api.types.is_numeric_dtype(frame[column])}


def _label(column: str) -> str:
    return column.replace("_", " ")


def _cell(value: Any, column: pd.Series[Any]) -> Fields:
    text = format_value(value)
    text = f"{text[:_LONGEST_CELL]}…" if len(text) > _LONGEST_CELL else text
    number = ' class="number"' if pd.api.types.is_numeric_dtype(column) else ""
    language = ' lang="fr"' if column.name in FRENCH else ""
    return {"text": text, "attributes": Markup(number + language)}  # noqa: S704


def format_value(value: Any) -> str:
    """Return a value as a reader wants it: 1,234; 0.25; 0.0013; – for what is missing or undefined.

    >>> [format_value(value) for value in (1234, 0.25, 0.00131, float("nan"), True)]
    ['1,234', '0.25', '0.0013', '–', 'yes']
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, float):
        text = f"{value:,.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.2g}"
        return text.replace("-", "−")
    if isinstance(value, int) or hasattr(value, "dtype"):
        return f"{int(value):,}".replace("-", "−") if float(value).is_integer() else format_value(float(value))
    return str(value)
