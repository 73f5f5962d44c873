"""overrides.csv: lines that the researcher puts back or takes out, each row checked against the text it names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nkru.corpus.metadata import read_sheet
from nkru.corpus.reading import unread_table
from nkru.corpus.roles import KEPT
from nkru.errors import CorpusError
from nkru.tokens.norms import fold

NAME = "overrides.csv"
COLUMNS = ["doc_id", "line_no", "text_starts", "action"]


def read_overrides(folder: Path) -> pd.DataFrame | None:
    """Return the rows of overrides.csv (comma, semicolon or tab; any encoding), or None where there is none.

    Returns:
        doc_id, line_no, text_starts, action (keep or drop; the file may call this column
        otherwise).

    Raises:
        CorpusError: the file is no table, lacks a column, has two rows for a line, a bad number or
            action.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    table = read_sheet(path)
    others = table.columns.difference(COLUMNS)
    if "action" not in table and len(others) == 1:
        table = table.rename(columns={others[0]: "action"})
    if fault := _fault(table):
        raise CorpusError(f"{path}: {fault}")
    return table[COLUMNS].astype({"line_no": "int64"}).fillna({"text_starts": ""})


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
            misfits.append((f"{NAME}: {doc_id}, line {line_no}", _misfit(text, begins)))
        else:
            roles[row], kept[row], reasons[row] = _verdict(roles[row], action)
    role, reason = (
        pd.Series(values, index=lines.index, dtype="str") for values in (roles, reasons)
    )
    return lines.assign(role=role, kept=kept, reason=reason), unread_table(misfits)


def _verdict(role: str, action: str) -> tuple[str, bool, str]:
    if action == "drop":
        return "boilerplate", False, f"left out by {NAME}"
    return (role if role in KEPT else "body"), True, ""


def _misfit(text: str, begins: str) -> str:
    if not text:
        return "no article has this line; compare the line numbers of `nkru check`"
    return (
        f"not applied: the line begins {text[:40]!r}, not {begins.strip()[:40]!r}; correct the row"
    )


def _fault(table: pd.DataFrame) -> str | None:
    if missing := [name for name in COLUMNS if name not in table]:
        return f"no column {missing[0]} (there are: {', '.join(table.columns)}); it needs {', '.join(COLUMNS)}"
    seen = set()
    for number, row in enumerate(table[COLUMNS].itertuples(index=False), 2):
        if not str(row.line_no).isdigit():
            return f"row {number}: line_no {row.line_no!r} is no line number; count lines from 1, blank ones too"
        if row.action not in ("keep", "drop"):
            return f"row {number}: action {row.action!r}; write keep or drop"
        if (row.doc_id, row.line_no) in seen:
            return f"row {number}: {row.doc_id}, line {row.line_no} stands twice; keep one row per line"
        seen.add((row.doc_id, row.line_no))
    return None
