"""Tables for readers: captioned, bounded, each row opening the sentences behind its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.language import deferred, gettext
from nkru.notes import with_notes
from nkru.report.chapter.cells import readable
from nkru.report.chapter.columns import find_column
from nkru.report.chapter.evidence import Key, row_id
from nkru.report.chapter.passages import QuotePolicy, mark_hits, with_sentences
from nkru.report.chapter.quotas import FRENCH
from nkru.report.markup import TEMPLATES, Fields, render
from nkru.tokens.characters import visible

SHOWN_ROWS = 100
_EXCERPTS = 5  # passages of a row
_PRINTED = 10  # rows of a table in a terminal, and in the text of an executed notebook
CONCORDANCE = ("left", "node", "right")
_PASSAGE = ("doc_id", "start")  # the key of a table whose rows are passages


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
    places: Sequence[str] = ()  # the address of the article of each row

    def _repr_html_(self) -> str:
        frame = with_notes(self.frame.head(self.rows)).rename(columns=str)
        columns, notes = readable(self.name, frame, self.columns)
        known = {name: find_column(self.name, name) for name in columns}
        if self.frame.empty:
            notes.append(gettext("No rows."))
        if len(self.frame) > self.rows:
            shown, total = self.rows, len(self.frame)
            note = gettext("{shown} of {total} rows are shown.", shown=shown, total=total)
            notes.append(note)
        opening = _opening(self.on, columns)
        numeric = frame.select_dtypes("number")
        keys = list(map(tuple, frame[list(self.on)].astype("object").to_numpy()))
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
                    "side": name if name in CONCORDANCE else "",
                    "opens": name == opening,
                }
                for name in columns
            ],
            rows=[
                (
                    list(zip(cells, self._pages(columns, row), strict=True)),
                    self.links.get(key, ""),
                    self.excerpts.get(key, []),
                    name,
                )
                for row, (*cells, key, name) in enumerate(
                    zip(*columns.values(), keys, self._ids(keys), strict=True)
                )
            ],
        )
        return str(html) if self.name else f"<style>{_low_rows()}</style>{html}"

    def _ids(self, keys: Sequence[Key]) -> list[str]:
        """Return the id of each row; "" for one without a key of its own."""
        if not self.on or not self.name:
            return [""] * len(keys)
        first = {key: row for row, key in reversed(list(enumerate(keys)))}
        return [row_id(self.name, key) if first[key] == row else "" for row, key in enumerate(keys)]

    def _pages(self, columns: Iterable[str], row: int) -> list[str]:
        """Return the address that each cell of a row leads to; "" for most.

        Of a row of an article the doc_id does; where that is not shown, the first cell.
        """
        place = self.places[row] if self.places else ""
        names = list(columns)
        opening = "doc_id" if "doc_id" in names else names[0]
        return [place if name == opening else "" for name in names]

    def __repr__(self) -> str:
        return visible(f"{self.caption}\n{self.frame.head(_PRINTED).to_string(index=False)}")


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

    A concordance is aligned on its node. Rows are one line high, and a value that all of them share
    is written once, under the caption. A table whose rows are passages (a concordance, mentions,
    quotations, scores) needs the corpus only for each row to open its sentence.

    Args:
        table: any result of nkru.
        evidence: its unit table (doc_id, start, end and the columns `on`): mentions, hits, scores.
        on: the key columns, which both tables have.
        corpus: the articles, for whole sentences; without it the `text` of the evidence is shown.
        caption: the title of the table.
        rows: the most rows to show.

    Raises:
        ParameterError: a key column is missing from one of the tables.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> shown = show(nkru.kwic(corpus, "citerne*"), corpus=corpus, caption="Citernes")
    >>> "<details>" in shown._repr_html_()
    True
    """
    columns = None
    if evidence is None and corpus and set(table.columns) >= {*_PASSAGE, "end"}:
        evidence, on = table, _PASSAGE
    if set(table.columns) >= {*CONCORDANCE}:
        places = {"sent_no", "start", "end", *CONCORDANCE}
        columns = [name for name in table.columns if name not in places] + [*CONCORDANCE]
    check_key(table, evidence, on)
    excerpts = {} if evidence is None else _excerpts(evidence, list(on), corpus)
    return Table(table, caption, tuple(on), excerpts=excerpts, rows=rows, columns=columns)


def _opening(on: Sequence[str], columns: Iterable[str]) -> str:
    """Return the column whose cells open the passages: the node, else the last of the key."""
    known = list(columns)
    passage = ("node", "text") if tuple(on) == _PASSAGE else ()
    return next((name for name in (*passage, *reversed(on), *known) if name in known), "")


@cache
def _low_rows() -> str:
    """Return the style of a table in a notebook, which lacks the style of the report."""
    return (TEMPLATES / "shown.css").read_text(encoding="utf-8")


_NOT_IN_TABLE = deferred("on={on}: the table has no such column; it has {known}")
_NOT_IN_EVIDENCE = deferred("on={on}: the evidence has no such column; it has {known}")


def check_key(table: pd.DataFrame, evidence: pd.DataFrame | None, on: Sequence[str]) -> None:
    """Refuse evidence if its key is not in both tables."""
    if evidence is None:
        return
    for told, columns in ((_NOT_IN_TABLE, table.columns), (_NOT_IN_EVIDENCE, evidence.columns)):
        if not on or not set(on) <= set(columns):
            raise ParameterError(told, on=list(on), known=", ".join(columns))


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
