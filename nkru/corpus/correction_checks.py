"""Checks of metadata.csv and overrides.csv: the faults of a table, and what to do about each."""

from __future__ import annotations

import re

import pandas as pd

from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.side_files import quoted
from nkru.language import gettext
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
        return [
            gettext(
                "no column doc_id (there are: {known}); name the articles in a column doc_id",
                known=_columns(table),
            )
        ]
    computed = sorted(_COMPUTED.intersection(table.columns))
    faults: list[str] = [
        gettext("column {name} is computed by nkru; rename it", name=name) for name in computed
    ]
    faults += _faults_of_names(table["doc_id"])
    names = table["doc_id"].dropna()
    for row, name in names[names.duplicated()].items():
        faults.append(
            gettext(
                "row {row}: a second row for {name}; keep one row per article",
                row=row,
                name=one_line(name),
            )
        )
    for name in table.columns.intersection(["date", "updated"]):
        for row, text in table[name].dropna().items():
            if parse_day(text) is None:
                faults.append(
                    gettext(
                        "row {row}: {name} {value} is no date; write 2019-04-24, 24/04/2019, 24 "
                        "avril 2019, 2019-04 or 2019",
                        row=row,
                        name=name,
                        value=quoted(text),
                    )
                )
    return faults


def _faults_of_names(names: pd.Series[str]) -> list[str]:
    unnamed = names.index[names.isna()]
    return [
        gettext("row {row}: no doc_id; name the article or delete the row", row=row)
        for row in unnamed
    ]


def _columns(table: pd.DataFrame) -> str:
    return quoted(", ".join(table.columns))


def faults_of_overrides(table: pd.DataFrame) -> list[str]:
    """Return the faults of a table of overrides, each with its row and the remedy."""
    if missing := [name for name in OVERRIDES_COLUMNS if name not in table]:
        return [
            gettext(
                "no column {name} (there are: {known}); it needs {needed}",
                name=missing[0],
                known=_columns(table),
                needed=", ".join(OVERRIDES_COLUMNS),
            )
        ]
    faults = _faults_of_names(table["doc_id"])
    known = set()
    named = table[table["doc_id"].notna()]
    for row, *values in named[["doc_id", "line_no", "action"]].fillna("").itertuples():
        doc_id, line_no, action = map(str.strip, values)
        if action not in ("keep", "drop"):
            told = gettext(
                "row {row}: action {value}; write keep or drop", row=row, value=quoted(action)
            )
            faults.append(told)
        if not _LINE_NO.fullmatch(line_no):
            told = gettext(
                "row {row}: line_no {value} is not a line number; count lines from 1, blank ones "
                "too",
                row=row,
                value=quoted(line_no),
            )
            faults.append(told)
            continue
        line = gettext("{name}, line {line}", name=one_line(doc_id), line=int(line_no))
        if line in known:
            told = gettext(
                "row {row}: a second row for {line}; keep one row per line", row=row, line=line
            )
            faults.append(told)
        known.add(line)
    return faults
