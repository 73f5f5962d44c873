"""Corrections: values that the researcher states in metadata.csv and overrides.csv, which win.

metadata.csv holds known values of articles; overrides.csv puts lines back or takes them out. Each
may be saved by any spreadsheet (see `nkru.corpus.side_files`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.dating.iso import bounds, precision
from nkru.corpus.lines.roles import KEPT, Verdict
from nkru.corpus.reading import unread_table
from nkru.corpus.side_files import quoted, read_table
from nkru.errors import CorpusError
from nkru.tokens.characters import one_line
from nkru.tokens.norms import fold

METADATA, OVERRIDES = "metadata.csv", "overrides.csv"
_DATE = ["date_from", "date_to", "date_precision", "date_method", "date_evidence"]
# Columns that nkru computes from the text itself: a table cannot state them.
_COMPUTED = {"source", "format", "encoding", "sha256", "flags", *_DATE[:3]}
# Columns that stand beside the values in a report's table of articles.
_BESIDE = ["date_evidence", "date_precision", "flags", "words", "basis"]
_OVERRIDES_COLUMNS = ["doc_id", "line_no", "text_starts", "action"]
# What spreadsheets and statistics programs write for a missing value.
_MISSING = ("", "#N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
# Digits as a keyboard has them, up to the lines of the longest text.
_LINE_NO = re.compile("0*+[1-9][0-9]{0,8}")
_NO_LINE = "no article has this line; compare the line numbers of `nkru check`"


@dataclass(frozen=True)
class Corrections:
    """The rows of metadata.csv and of overrides.csv; None for a file that does not exist."""

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
        """Return the rows about no article of the corpus: source, reason.

        Args:
            doc_ids: the articles of the corpus.
        """
        rows: list[tuple[str, str]] = []
        if self.metadata is not None:
            reason = "no article has this doc_id; compare `nkru check`"
            unknown = self.metadata.index[~self.metadata.index.isin(doc_ids)]
            rows += [(f"{METADATA}: {name}", reason) for name in unknown]
        if self.overrides is not None:
            lines = self.overrides[~self.overrides["doc_id"].isin(doc_ids)]
            pairs = zip(lines["doc_id"], lines["line_no"], strict=True)
            rows += [(_override_name(*pair), _NO_LINE) for pair in pairs]
        return unread_table(rows)


def read_metadata(folder: Path) -> pd.DataFrame | None:
    """Return the rows of metadata.csv, or None if the file does not exist.

    Raises:
        CorpusError: the file is not a table, lacks the column doc_id or a value in it, has two rows
            for an article, a column that nkru computes, or a date that is not ISO 8601.
    """
    path = _find(folder, METADATA)
    table = _read(path)
    if table is None:
        return None
    if {"words", "basis"} <= {*table.columns}:
        table = table.drop(columns=_BESIDE, errors="ignore")
    if fault := _fault_of_metadata(table):
        raise CorpusError(f"{path}: {fault}")
    for name in table.columns.intersection(["date", "updated"]):
        table[name] = table[name].map(parse_day, na_action="ignore")
    return table.set_index("doc_id")


def _find(folder: Path, name: str) -> Path:
    """Return the file of this name in a folder, or the workbook beside which there is none."""
    path = folder / name
    workbook = path.with_suffix(".xlsx")
    if path.exists() and workbook.exists():
        raise CorpusError(f"{path} and {workbook.name} are there; keep one of the two")
    return workbook if workbook.exists() else path


def _read(path: Path) -> pd.DataFrame | None:
    """Return a table with the number of each row as its index, or None if there is no such file."""
    if not path.exists() and not path.is_symlink():
        return None
    table = read_table(path, of_articles=True)
    return table.mask(table.isin(_MISSING)).astype("str")


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


def _fault_of_metadata(table: pd.DataFrame) -> str | None:
    if "doc_id" not in table:
        return f"{_missing('doc_id', table)}; name the articles in a column doc_id"
    if computed := sorted(_COMPUTED.intersection(table.columns)):
        return f"column {computed[0]} is computed by nkru; rename it"
    if fault := _fault_of_names(table["doc_id"]):
        return fault
    for row, name in table.loc[table["doc_id"].duplicated(), "doc_id"].items():
        return f"row {row}: a second row for {one_line(name)}; keep one row per article"
    for row, text in table.get("date", pd.Series(dtype="str")).dropna().items():
        if not _is_date(text):
            remedy = "write 2019-04-24, 24/04/2019, 24 avril 2019, 2019-04 or 2019"
            return f"row {row}: date {quoted(text)} is no date; {remedy}"
    return None


def _fault_of_names(names: pd.Series[str]) -> str | None:
    for row in names.index[names.isna()]:
        return f"row {row}: no doc_id; name the article or delete the row"
    return None


def _missing(column: str, table: pd.DataFrame) -> str:
    return f"no column {column} (there are: {quoted(', '.join(table.columns))})"


def _is_date(text: str) -> bool:
    return parse_day(text) is not None


def read_overrides(folder: Path) -> pd.DataFrame | None:
    """Return the rows of overrides.csv, or None if the file does not exist.

    Returns:
        doc_id, line_no, text_starts, action (keep or drop; the file may give this column another
        name).

    Raises:
        CorpusError: the file is not a table, lacks a column, has two rows for a line, a bad number
            or action.
    """
    path = _find(folder, OVERRIDES)
    table = _read(path)
    if table is None:
        return None
    others = table.columns.difference(_OVERRIDES_COLUMNS)
    if "action" not in table and len(others) == 1:
        table = table.rename(columns={others[0]: "action"})
    if fault := _fault_of_overrides(table):
        raise CorpusError(f"{path}: {fault}")
    table = table[_OVERRIDES_COLUMNS].fillna({"text_starts": ""}).reset_index(drop=True)
    numbers = table["line_no"].map(int).astype("int64")
    return table.assign(line_no=numbers, action=table["action"].str.strip())


def apply_overrides(
    lines: pd.DataFrame, overrides: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines with the overrides applied, and the rows that were not: source, reason.

    A row is applied where its line exists and begins with `text_starts`, in any typography. A line
    put back is body text, unless its role is one that is kept; a line taken out is boilerplate.
    """
    if overrides is None:
        return lines, unread_table([])
    rows = {key: n for n, key in enumerate(zip(lines["doc_id"], lines["line_no"], strict=True))}
    roles, texts = lines["role"].tolist(), lines["text"].tolist()
    verdicts, misfits = {}, []
    for doc_id, line_no, begins, action in overrides.itertuples(index=False):
        row = rows.get((doc_id, line_no), -1)
        text = texts[row] if row >= 0 else ""
        if text and fold(text).startswith(fold(begins.strip())):
            verdicts[lines.index[row]] = (*_verdict(roles[row], action), action == "keep")
        else:
            misfits.append((_override_name(doc_id, line_no), _misfit(text, begins)))
    changed = pd.DataFrame.from_dict(verdicts, "index", columns=[*Verdict._fields, "kept"])
    corrected = lines.copy()
    corrected.loc[changed.index, changed.columns] = changed
    return corrected, unread_table(misfits)


def _override_name(doc_id: str, line_no: int) -> str:
    return f"{OVERRIDES}: {doc_id}, line {line_no}"


def _verdict(role: str, action: str) -> Verdict:
    if action == "drop":
        return Verdict("boilerplate", "override", f"left out by {OVERRIDES}")
    return Verdict(role if role in KEPT else "body")


def _misfit(text: str, begins: str) -> str:
    if not text:
        return _NO_LINE
    shown, wanted = text[:40], begins.strip()[:40]
    return f"not applied: the line begins {shown!r}, not {wanted!r}; correct the row"


def _fault_of_overrides(table: pd.DataFrame) -> str | None:
    for name in _OVERRIDES_COLUMNS:
        if name not in table:
            return f"{_missing(name, table)}; it needs {', '.join(_OVERRIDES_COLUMNS)}"
    if fault := _fault_of_names(table["doc_id"]):
        return fault
    known = set()
    for row, *values in table[["doc_id", "line_no", "action"]].fillna("").itertuples():
        doc_id, line_no, action = map(str.strip, values)
        if not _LINE_NO.fullmatch(line_no):
            remedy = "count lines from 1, blank ones too"
            return f"row {row}: line_no {quoted(line_no)} is not a line number; {remedy}"
        if action not in ("keep", "drop"):
            return f"row {row}: action {quoted(action)}; write keep or drop"
        line = f"{one_line(doc_id)}, line {int(line_no)}"
        if line in known:
            return f"row {row}: a second row for {line}; keep one row per line"
        known.add(line)
    return None
