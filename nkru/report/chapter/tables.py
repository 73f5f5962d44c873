"""Tables for readers: captioned, bounded, each row opening the sentences behind its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.language import gettext, number
from nkru.report.chapter.columns import Column, find_column
from nkru.report.chapter.evidence import Key
from nkru.report.chapter.passages import QuotePolicy, mark_hits, with_sentences
from nkru.report.chapter.quotas import FRENCH
from nkru.report.markup import Fields, article_page, render
from nkru.tokens.characters import visible

SHOWN_ROWS = 100
_EXCERPTS = 5  # passages of a row
# A value that is the same in every row is written once, under the caption.
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
    articles: str | None = None  # the folder of the report, where articles have pages

    def _repr_html_(self) -> str:
        frame = self.frame.head(self.rows).rename(columns=str)
        columns, notes = _readable(self.name, frame, self.columns)
        known = {name: find_column(self.name, name) for name in columns}
        if len(self.frame) > self.rows:
            shown, total = self.rows, len(self.frame)
            note = gettext("{shown} of {total} rows are shown.", shown=shown, total=total)
            notes.append(note)
        opening = next((name for name in [*reversed(self.on), *columns] if name in columns), "")
        numeric = frame.select_dtypes("number")
        keys = map(tuple, frame[list(self.on)].astype("object").to_numpy())
        html = render(
            "table.html.j2",
            id=f"table-{self.name}" if self.name else "",
            caption=self.caption,
            note=" ".join(notes),
            csv=self.csv,
            columns=[
                {
                    "label": known[name].spoken_label(),
                    "meaning": known[name].tooltip(),
                    "number": name in numeric,
                    "french": name in FRENCH,
                    "opens": name == opening,
                }
                for name in columns
            ],
            rows=[
                (
                    list(zip(cells, self._pages(columns, frame, row), strict=True)),
                    self.links.get(key, ""),
                    self.excerpts.get(key, []),
                )
                for row, (*cells, key) in enumerate(zip(*columns.values(), keys, strict=True))
            ],
        )
        return str(html)

    def _pages(self, columns: Iterable[str], frame: pd.DataFrame, row: int) -> list[str]:
        """Return the address of the article that each cell of a row names; "" for other cells."""
        return [
            f"{self.articles}articles/{article_page(frame[name].iloc[row])}"
            if name == "doc_id" and self.articles is not None
            else ""
            for name in columns
        ]

    def __repr__(self) -> str:
        return visible(f"{self.caption}\n{self.frame.head(self.rows).to_string(index=False)}")


def show(
    table: pd.DataFrame,
    *,
    evidence: pd.DataFrame | None = None,
    on: Sequence[str] = (),
    corpus: Corpus | None = None,
    caption: str = "Table",
    rows: int = SHOWN_ROWS,
) -> Table:
    """Return a table for a notebook; each row opens the passages behind it.

    Args:
        table: any result of nkru.
        evidence: its unit table (doc_id, start, end and the columns `on`): mentions, hits, scores.
        on: the key columns, which both tables have.
        corpus: the articles, for whole sentences; without it the `text` of the evidence is shown.
        caption: the title of the table.
        rows: the most rows to show.

    Raises:
        ParameterError: a key column is missing from one of the tables.
    """
    check_key(table, evidence, on)
    excerpts = {} if evidence is None else _excerpts(evidence, list(on), corpus)
    return Table(table, caption, tuple(on), excerpts=excerpts, rows=rows)


def check_key(table: pd.DataFrame, evidence: pd.DataFrame | None, on: Sequence[str]) -> None:
    """Refuse evidence if its key is not in both tables."""
    if evidence is None:
        return
    for name, columns in (("table", table.columns), ("evidence", evidence.columns)):
        if not on or not set(on) <= set(columns):
            raise ParameterError(
                f"on={list(on)}: the {name} has no such column; it has {', '.join(columns)}"
            )


def _excerpts(
    evidence: pd.DataFrame, on: list[str], corpus: Corpus | None
) -> dict[Key, list[Fields]]:
    """Return the first passages of each key."""
    policy = QuotePolicy(corpus) if corpus else None
    hits = with_sentences(evidence, policy) if policy else evidence
    return {
        key: [_excerpt(hit, policy) for hit in group.head(_EXCERPTS).to_dict("records")]
        for key, group in hits.groupby(on, observed=True)
    }


def _excerpt(hit: dict[Any, Any], policy: QuotePolicy | None) -> Fields:
    if policy is None:
        parts = [{"text": str(hit.get("text", "")), "mark": True}]
        return {"parts": parts, "where": f"{hit['doc_id']}, {hit['start']}"}
    line = gettext("line {number}", number=int(hit["line_no"]))
    where = f"{hit['doc_id']}, {line}"
    return {"parts": mark_hits([hit], policy), "where": where}


def _readable(
    table: str, frame: pd.DataFrame, columns: Sequence[str] | None
) -> tuple[dict[str, pd.Series[str]], list[str]]:
    """Return the columns as texts, intervals after their value, and notes on shared values."""
    common = {
        name: frame[name].iloc[0]
        for name in _COMMON
        if name in frame and frame[name].nunique(dropna=False) == 1
    }
    notes = [
        _note(find_column(table, name), value)
        for name, value in common.items()
        if isinstance(value, str) and value
    ]
    names = [str(name) for name in columns or frame if name in frame and name not in common]
    shown = {name: format_column(frame[name]) for name in names}
    for name in names:
        if (column := find_column(table, name)).cells:
            shown[name] = shown[name].map(column.spoken_cell)
    for name in names:
        low, high = f"{name}_low", f"{name}_high"
        if low in frame and high in frame:
            shown[name] = _with_interval(shown[name], frame[low], frame[high])
            shown.pop(low, None)
            shown.pop(high, None)
    return shown, notes


def _note(column: Column, value: str) -> str:
    """Return what all rows share, with its name."""
    name = column.spoken_label().capitalize()
    return gettext("{name}: {value}.", name=name, value=column.spoken_cell(value))


def _with_interval(
    texts: pd.Series[str], low: pd.Series[Any], high: pd.Series[Any]
) -> pd.Series[str]:
    rows = zip(texts, format_column(low), format_column(high), strict=True)
    whole = [gettext("{value} [{low}, {high}]", value=v, low=a, high=b) for v, a, b in rows]
    interval = pd.Series(whole, texts.index, dtype="object")
    return interval.where(low.notna() | high.notna(), texts)


def format_column(values: pd.Series[Any]) -> pd.Series[str]:
    """Return values as text for readers: 1,234; 0.25; <0.001 for a p; – if missing or undefined.

    >>> format_column(pd.Series([1234.5, -0.25, float("nan")])).tolist()
    ['1,234.50', '−0.25', '–']
    """
    if pd.api.types.is_bool_dtype(values):
        texts = values.map({True: gettext("yes"), False: gettext("no")})
    elif pd.api.types.is_integer_dtype(values):
        texts = values.map(number, na_action="ignore")
    elif pd.api.types.is_float_dtype(values):
        is_probability = re.match(r"p(_|$)", str(values.name))
        texts = values.map(_probability if is_probability else _decimal, na_action="ignore")
    else:
        texts = values.map(str, na_action="ignore")
    return texts.astype("object").where(values.notna(), "–")


def _decimal(value: float) -> str:
    return number(value, ".2f")


def _probability(value: float) -> str:
    return f"<{number(0.001, '.3f')}" if value < 0.001 else number(value, ".3f")
