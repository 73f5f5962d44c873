"""Checks of metadata.csv and overrides.csv: the faults of a table, and what to do about each."""

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


def faults_of_metadata(table: pd.DataFrame) -> list[str]:
    """Return the faults of a table of metadata, each with its row and the remedy."""
    if "doc_id" not in table:
        return [f"{_missing('doc_id', table)}; name the articles in a column doc_id"]
    computed = sorted(_COMPUTED.intersection(table.columns))
    faults = [f"column {name} is computed by nkru; rename it" for name in computed]
    faults += _faults_of_names(table["doc_id"])
    names = table["doc_id"].dropna()
    for row, name in names[names.duplicated()].items():
        faults.append(f"row {row}: a second row for {one_line(name)}; keep one row per article")
    for name in table.columns.intersection(["date", "updated"]):
        for row, text in table[name].dropna().items():
            if parse_day(text) is None:
                remedy = "write 2019-04-24, 24/04/2019, 24 avril 2019, 2019-04 or 2019"
                faults.append(f"row {row}: {name} {quoted(text)} is no date; {remedy}")
    return faults


def _faults_of_names(names: pd.Series[str]) -> list[str]:
    unnamed = names.index[names.isna()]
    return [f"row {row}: no doc_id; name the article or delete the row" for row in unnamed]


def _missing(column: str, table: pd.DataFrame) -> str:
    return f"no column {column} (there are: {quoted(', '.join(table.columns))})"


def faults_of_overrides(table: pd.DataFrame) -> list[str]:
    """Return the faults of a table of overrides, each with its row and the remedy."""
    if missing := [name for name in OVERRIDES_COLUMNS if name not in table]:
        return [f"{_missing(missing[0], table)}; it needs {', '.join(OVERRIDES_COLUMNS)}"]
    faults = _faults_of_names(table["doc_id"])
    known = set()
    named = table[table["doc_id"].notna()]
    for row, *values in named[["doc_id", "line_no", "action"]].fillna("").itertuples():
        doc_id, line_no, action = map(str.strip, values)
        if action not in ("keep", "drop"):
            faults.append(f"row {row}: action {quoted(action)}; write keep or drop")
        if not _LINE_NO.fullmatch(line_no):
            remedy = "count lines from 1, blank ones too"
            faults.append(f"row {row}: line_no {quoted(line_no)} is not a line number; {remedy}")
            continue
        line = f"{one_line(doc_id)}, line {int(line_no)}"
        if line in known:
            faults.append(f"row {row}: a second row for {line}; keep one row per line")
        known.add(line)
    return faults
