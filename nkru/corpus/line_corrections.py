"""Corrections of lines: the rows of overrides.csv put lines back or take them out."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.lines.roles import KEPT, Verdict
from nkru.corpus.reading import unread_table
from nkru.language import table_text
from nkru.tokens.norms import fold

OVERRIDES = "overrides.csv"
NO_LINE = table_text("no article has this line; compare the line numbers of `nkru check`")


def apply_overrides(
    lines: pd.DataFrame, overrides: pd.DataFrame | None, file: str = OVERRIDES
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
            verdict = _verdict(roles[row], action, file)
            verdicts[lines.index[row]] = (*verdict, action == "keep")
        else:
            misfits.append((override_name(file, doc_id, line_no), _misfit(text, begins)))
    changed = pd.DataFrame.from_dict(verdicts, "index", columns=[*Verdict._fields, "kept"])
    corrected = lines.copy()
    corrected.loc[changed.index, changed.columns] = changed
    return corrected, unread_table(misfits)


def override_name(file: str, doc_id: str, line_no: int) -> str:
    """Return the name of a row of a file of overrides."""
    return f"{file}: {doc_id}, line {line_no}"


def _verdict(role: str, action: str, file: str) -> Verdict:
    if action == "drop":
        return Verdict("boilerplate", "override", table_text("left out by {file}", file=file))
    return Verdict(role if role in KEPT else "body")


def _misfit(text: str, begins: str) -> str:
    if not text:
        return NO_LINE
    shown, wanted = text[:40], begins.strip()[:40]
    return table_text(
        "not applied: the line begins {shown}, not {wanted}; correct the row",
        shown=repr(shown),
        wanted=repr(wanted),
    )
