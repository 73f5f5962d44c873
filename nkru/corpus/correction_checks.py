"""Checks of metadata.csv and overrides.csv: the first fault of a table, and what to do about it."""

from __future__ import annotations

import re

import pandas as pd

from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.side_files import quoted
from nkru.tokens.characters import one_line

# Columns that nkru computes from the text itself: a table cannot state them.
_COMPUTED = {"source", "format", "encoding", "sha256", "flags"}
_COMPUTED |= {"date_from", "date_to", "date_precision"}
OVERRIDES_COLUMNS = ["doc_id", "line_no", "text_starts", "action"]
# Digits as a keyboard has them, up to the lines of the longest text.
_LINE_NO = re.compile(r"\A0*+[1-9][0-9]{0,8}")


def fault_of_metadata(table: pd.DataFrame) -> str | None:
    """Return the first fault of a table of metadata, with its row and the remedy, or None."""
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


def fault_of_overrides(table: pd.DataFrame) -> str | None:
    """Return the first fault of a table of overrides, with its row and the remedy, or None."""
    for name in OVERRIDES_COLUMNS:
        if name not in table:
            return f"{_missing(name, table)}; it needs {', '.join(OVERRIDES_COLUMNS)}"
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
