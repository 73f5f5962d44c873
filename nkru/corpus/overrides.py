"""overrides.csv: lines that the researcher puts back or takes out, each row checked against the text it names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nkru.corpus.roles import KEPT
from nkru.corpus.sheets import read_sheet
from nkru.errors import CorpusError

NAME = "overrides.csv"
COLUMNS = ["doc_id", "line_no", "text_starts", "action"]
ACTIONS = ("keep", "drop")


def read_overrides(folder: Path) -> pd.DataFrame | None:
    """Return the rows of overrides.csv (comma, semicolon or tab; any encoding), or None where there is none.

    Returns:
        doc_id, line_no, text_starts, action (keep or drop).

    Raises:
        CorpusError: the file is no table, lacks a column, or a row has no line number or another action.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    table = _rows(path)
    fault = _column_fault(table) or _row_fault(table)
    if fault:
        raise CorpusError(f"{path}: {fault}")
    return table[COLUMNS].astype({"line_no": "int64"}).fillna({"text_starts": ""})


def apply_overrides(lines: pd.DataFrame, overrides: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines with the overrides applied, and the rows that were not: source, reason.

    A row is applied where its line exists and begins with `text_starts` (white space at the ends apart). A line put
    back is body text, unless its role is one that is kept; a line taken out is boilerplate.
    """
    if overrides is None:
        return lines, _misfits([])
    place = {key: row for row, key in enumerate(zip(lines["doc_id"], lines["line_no"], strict=True))}
    verdicts = lines[["role", "kept", "reason"]].to_numpy(dtype=object)
    misfits = []
    for doc_id, line_no, begins, action in overrides.itertuples(index=False):
        row = place.get((doc_id, line_no))
        fault = _misfit(None if row is None else str(lines["text"].iat[row]), begins)
        if fault or row is None:
            misfits.append((f"{NAME}: {doc_id}, line {line_no}", fault))
        else:
            verdicts[row] = _verdict(verdicts[row][0], action)
    types = {"role": "str", "kept": "bool", "reason": "str"}
    changed = pd.DataFrame(verdicts, columns=list(types), index=lines.index).astype(types)
    return lines.assign(**{name: changed[name] for name in types}), _misfits(misfits)


def _verdict(role: str, action: str) -> tuple[str, bool, str]:
    if action == "drop":
        return "boilerplate", False, f"left out by {NAME}"
    return (role if role in KEPT else "body"), True, ""


def _misfit(text: str | None, begins: str) -> str:
    if text is None:
        return "no article has this line; compare the line numbers of `nkru check`"
    if not text.strip().startswith(begins.strip()):
        return f"not applied: the line begins {text.strip()[:40]!r}, not {begins.strip()[:40]!r}; correct the row"
    return ""


def _misfits(rows: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "reason"], dtype="str")


def _rows(path: Path) -> pd.DataFrame:
    table = read_sheet(path)
    others = table.columns.difference(COLUMNS)
    # The design leaves the name of the last column open: « action », « keep|drop »…
    return table if "action" in table or len(others) != 1 else table.rename(columns={others[0]: "action"})


def _column_fault(table: pd.DataFrame) -> str | None:
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        return f"no column {missing[0]} (there are: {', '.join(table.columns)}); it needs {', '.join(COLUMNS)}"
    return None


def _row_fault(table: pd.DataFrame) -> str | None:
    for number, row in enumerate(table[COLUMNS].itertuples(index=False), 2):
        if not str(row.line_no).isdigit():
            return f"row {number}: line_no {row.line_no!r} is no line number; count lines from 1, blank ones too"
        if row.action not in ACTIONS:
            return f"row {number}: action {row.action!r}; write keep or drop"
    return None
