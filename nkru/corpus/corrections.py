"""Corrections: what the researcher states in metadata.csv and overrides.csv, which wins over inference.

metadata.csv holds what is known of articles; overrides.csv puts lines back or takes them out. Each
may be saved by any spreadsheet: commas, semicolons or tabs, in any encoding.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.corpus.dating.iso import bounds, parse_iso, precision
from nkru.corpus.decoding import decode
from nkru.corpus.lines.roles import KEPT
from nkru.corpus.reading import unread_table
from nkru.errors import CorpusError
from nkru.tokens.norms import fold

METADATA, OVERRIDES = "metadata.csv", "overrides.csv"
_DATE = ["date_from", "date_to", "date_precision", "date_method", "date_evidence"]
# Columns that nkru computes from the text itself: a table cannot state them.
_COMPUTED = {
    "source",
    "format",
    "encoding",
    "sha256",
    "flags",
    "date_from",
    "date_to",
    "date_precision",
}


@dataclass(frozen=True)
class Corrections:
    """The rows of metadata.csv and of overrides.csv; None where there is no such file."""

    metadata: pd.DataFrame | None
    overrides: pd.DataFrame | None

    @classmethod
    def read(cls, folder: Path) -> Corrections:
        """Return the corrections in the folder of a corpus.

        Raises:
            CorpusError: see `read_metadata` and `read_overrides`.
        """
        return cls(read_metadata(folder), read_overrides(folder))

    def about(self, doc_ids: pd.Series[str]) -> Corrections:
        """Return the rows about these articles."""
        metadata, overrides = self.metadata, self.overrides
        return Corrections(
            None if metadata is None else metadata[metadata.index.isin(doc_ids)],
            None if overrides is None else overrides[overrides["doc_id"].isin(doc_ids)],
        )

    def unmatched_rows(self, doc_ids: pd.Series[str]) -> pd.DataFrame:
        """Return the rows about no article of the corpus, whose doc_ids are given: source, reason."""
        rows: list[tuple[str, str]] = []
        if self.metadata is not None:
            unknown = self.metadata.index[~self.metadata.index.isin(doc_ids)]
            reason = "no article has this doc_id; compare `nkru check`"
            rows += [(f"{METADATA}: {name}", reason) for name in unknown]
        if self.overrides is not None:
            unknown = self.overrides[~self.overrides["doc_id"].isin(doc_ids)]
            rows += [
                (_override_name(row.doc_id, row.line_no), _NO_LINE)
                for row in unknown.itertuples(index=False)
            ]
        return unread_table(rows)


def read_metadata(folder: Path) -> pd.DataFrame | None:
    """Return the rows of metadata.csv (comma, semicolon or tab; any encoding), or None where there is none.

    Raises:
        CorpusError: there is no column doc_id, an article stands twice, a column is one that nkru
            computes, or a date is not ISO 8601.
    """
    path = folder / METADATA
    if not path.is_file():
        return None
    table = read_sheet(path)
    if fault := _fault_of_metadata(table):
        raise CorpusError(f"{path}: {fault}")
    return table.set_index("doc_id")


def apply_metadata(documents: pd.DataFrame, metadata: pd.DataFrame | None) -> pd.DataFrame:
    """Return the documents with the values of `metadata` in place of inferred ones.

    Args:
        documents: one row per article, with doc_id.
        metadata: as from `read_metadata`; an empty cell leaves the inferred value, and columns that
            the documents lack are passed over (see `add_columns`).
    """
    if metadata is None:
        return documents
    documents = documents.copy()
    stated = metadata.reindex(documents["doc_id"]).set_axis(documents.index)
    for name in stated.columns.intersection(documents.columns):
        documents[name] = stated[name].combine_first(documents[name])
    for row, iso in stated.get("date", pd.Series(dtype="str")).dropna().items():
        documents.loc[row, _DATE] = (*bounds(iso), precision(iso), METADATA, iso)
    return documents


def add_columns(documents: pd.DataFrame, metadata: pd.DataFrame | None) -> pd.DataFrame:
    """Return the documents with those columns of `metadata` that they lack."""
    if metadata is None:
        return documents
    further = metadata[metadata.columns.difference(documents.columns, sort=False)]
    return documents.join(further, on="doc_id")


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a table of texts: commas, semicolons or tabs between columns, any encoding; an empty cell is missing.

    Raises:
        CorpusError: the file is no table.
    """
    text = decode(path.read_bytes()).text
    head = text.split("\n", 1)[0]
    try:
        table = pd.read_csv(
            io.StringIO(text), sep=max(",;\t", key=head.count), dtype="str", skipinitialspace=True
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise CorpusError(
            f"{path}: not a table ({error}); save it as CSV with a row of column names"
        ) from None
    return table.rename(columns=str.strip)


def _fault_of_metadata(table: pd.DataFrame) -> str | None:
    if "doc_id" not in table:
        return f"no column doc_id (there are: {', '.join(table.columns)}); name the articles in a column doc_id"
    if computed := sorted(_COMPUTED.intersection(table.columns)):
        return f"column {computed[0]} is computed by nkru; rename it"
    twice = table.loc[table["doc_id"].duplicated(), "doc_id"]
    if len(twice):
        return f"row {twice.index[0] + 2}: {twice.iloc[0]} stands twice; keep one row per article"
    dates = table.get("date", pd.Series(dtype="str")).dropna()
    wrong = dates[~dates.map(_is_date).astype(bool)]
    if len(wrong):
        return f"row {wrong.index[0] + 2}: date {wrong.iloc[0]!r} is not ISO 8601; write 2019-04-24, 2019-04 or 2019"
    return None


def _is_date(text: str) -> bool:
    return parse_iso(text) == text


_NO_LINE = "no article has this line; compare the line numbers of `nkru check`"
_OVERRIDES_COLUMNS = ["doc_id", "line_no", "text_starts", "action"]


def read_overrides(folder: Path) -> pd.DataFrame | None:
    """Return the rows of overrides.csv (comma, semicolon or tab; any encoding), or None where there is none.

    Returns:
        doc_id, line_no, text_starts, action (keep or drop; the file may call this column
        otherwise).

    Raises:
        CorpusError: the file is no table, lacks a column, has two rows for a line, a bad number or
            action.
    """
    path = folder / OVERRIDES
    if not path.is_file():
        return None
    table = read_sheet(path)
    others = table.columns.difference(_OVERRIDES_COLUMNS)
    if "action" not in table and len(others) == 1:
        table = table.rename(columns={others[0]: "action"})
    if fault := _fault_of_overrides(table):
        raise CorpusError(f"{path}: {fault}")
    return table[_OVERRIDES_COLUMNS].astype({"line_no": "int64"}).fillna({"text_starts": ""})


def apply_overrides(
    lines: pd.DataFrame, overrides: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines with the overrides applied, and the rows that were not: source, reason.

    A row is applied where its line exists and begins with `text_starts`, whatever its typography. A
    line put back is body text, unless its role is one that is kept; a line taken out is
    boilerplate.
    """
    if overrides is None:
        return lines, unread_table([])
    place = {
        key: row for row, key in enumerate(zip(lines["doc_id"], lines["line_no"], strict=True))
    }
    roles, kept, reasons = (lines[name].tolist() for name in ("role", "kept", "reason"))
    misfits = []
    for doc_id, line_no, begins, action in overrides.itertuples(index=False):
        row = place.get((doc_id, line_no))
        text = "" if row is None else str(lines["text"].iat[row])
        if row is None or not fold(text).startswith(fold(begins.strip())):
            misfits.append((_override_name(doc_id, line_no), _misfit(text, begins)))
        else:
            roles[row], kept[row], reasons[row] = _verdict(roles[row], action)
    role, reason = (
        pd.Series(values, index=lines.index, dtype="str") for values in (roles, reasons)
    )
    return lines.assign(role=role, kept=kept, reason=reason), unread_table(misfits)


def _override_name(doc_id: str, line_no: int) -> str:
    return f"{OVERRIDES}: {doc_id}, line {line_no}"


def _verdict(role: str, action: str) -> tuple[str, bool, str]:
    if action == "drop":
        return "boilerplate", False, f"left out by {OVERRIDES}"
    return (role if role in KEPT else "body"), True, ""


def _misfit(text: str, begins: str) -> str:
    if not text:
        return _NO_LINE
    return (
        f"not applied: the line begins {text[:40]!r}, not {begins.strip()[:40]!r}; correct the row"
    )


def _fault_of_overrides(table: pd.DataFrame) -> str | None:
    if missing := [name for name in _OVERRIDES_COLUMNS if name not in table]:
        return f"no column {missing[0]} (there are: {', '.join(table.columns)}); it needs {', '.join(_OVERRIDES_COLUMNS)}"
    seen = set()
    for number, row in enumerate(table[_OVERRIDES_COLUMNS].itertuples(index=False), 2):
        if not str(row.line_no).isdigit():
            return f"row {number}: line_no {row.line_no!r} is no line number; count lines from 1, blank ones too"
        if row.action not in ("keep", "drop"):
            return f"row {number}: action {row.action!r}; write keep or drop"
        if (row.doc_id, row.line_no) in seen:
            return f"row {number}: {row.doc_id}, line {row.line_no} stands twice; keep one row per line"
        seen.add((row.doc_id, row.line_no))
    return None
