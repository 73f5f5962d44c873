"""Sheets: tables that nkru fills in for a researcher, and the cells of them that were changed.

The last column of each row holds digests of its cells as nkru wrote them. So the sheet may be
sorted, cut and saved as CSV, and only cells that the researcher changed are corrections.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.spreadsheets import write_workbook

# The column of the marks, as « title=1f0c9a2b outlet=77aa01cd ».
MARKS = "nkru"
# The column that names the gaps of a row; their cells have this colour.
GAPS, _GAP_COLOUR = "gaps", "FFF2CC"
_LETTERS = 8
_MARK = re.compile(rf"(?<!\S)([^\s=]++)=((?:[0-9a-f]{{{_LETTERS}}}/?)++)")
_WIDTH = 24


def write_sheet(
    table: pd.DataFrame,
    path: Path,
    *,
    marked: Collection[str],
    stated: Collection[tuple[int, str]] = (),
    gaps: Collection[str] = (),
) -> None:
    """Write a table as a workbook that `changed_cells` reads back.

    Args:
        table: texts and whole numbers.
        path: the file (.xlsx).
        marked: the columns with cells that count as corrections once they are changed.
        stated: the cells (row, column) of these that are corrections already.
        gaps: the columns with empty cells to fill in; these are coloured.
    """
    rows = table[[*marked]].astype("object").to_dict("records")
    marks = [
        " ".join(
            f"{name}={_mark(value)}" for name, value in row.items() if (place, name) not in stated
        )
        for place, row in enumerate(rows)
    ]
    sheet = table.assign(**{MARKS: marks})

    def finish(page: Any) -> None:
        _colour(page, [*sheet.columns], gaps)

    write_workbook({path.stem: sheet}, path, finish=finish)


def changed_cells(table: pd.DataFrame, keys: Collection[str]) -> pd.DataFrame:
    """Return the cells of a sheet that differ from what nkru wrote, and the rows that have one.

    A table without marks is returned unchanged. An emptied cell is not a correction.

    Args:
        table: texts, missing for an empty cell.
        keys: the columns that name a row.
    """
    if MARKS not in table:
        return table
    marks = [dict(_MARK.findall(text)) for text in table[MARKS].fillna("")]
    changed = table.drop(columns=[MARKS, GAPS], errors="ignore")
    for name in changed.columns.difference([*keys]):
        same = [
            name in row and _digest(value) in row[name].split("/")
            for row, value in zip(marks, changed[name], strict=True)
        ]
        changed[name] = changed[name].mask(pd.Series(same, changed.index))
    values = changed.columns.difference([*keys])
    return changed[changed[values].notna().any(axis=1)]


def _mark(value: Any) -> str:
    """Return the digest of a cell; two where a spreadsheet may save it with signs replaced."""
    plain = _plain(value)
    narrow = plain.encode("cp1252", "replace").decode("cp1252")
    return "/".join(map(_digest, dict.fromkeys((plain, narrow))))


def _digest(value: Any) -> str:
    return hashlib.sha256(_plain(value).encode("utf-8", "replace")).hexdigest()[:_LETTERS]


def _plain(value: Any) -> str:
    """Return a cell in its form for comparison: date as ISO 8601, spaces and accents normalised."""
    if not isinstance(value, str):
        return "" if value is None or pd.isna(value) else str(value)
    text = " ".join(unicodedata.normalize("NFC", value).split())
    return parse_day(text) or text


def _colour(page: Any, names: list[str], gaps: Iterable[str]) -> None:
    """Mark the gaps, hide the marks, and let the head stay in view."""
    from openpyxl.styles import PatternFill

    fill, columns = PatternFill("solid", start_color=_GAP_COLOUR), page.column_dimensions
    wanted = {names.index(name) for name in gaps}
    for row in page.iter_rows(min_row=2) if wanted else ():
        for place in wanted:
            if row[place].value in (None, ""):
                row[place].fill = fill
    for cell in page[1]:
        columns[cell.column_letter].width = _WIDTH
    columns[page[1][names.index(MARKS)].column_letter].hidden = True
    page.freeze_panes = "B2"
