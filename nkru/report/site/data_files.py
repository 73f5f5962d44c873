"""Data files: what each column of each table means, and all tables for spreadsheets."""

from __future__ import annotations

import filecmp
import re
import shutil
from collections.abc import Container, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.corpus.spreadsheets import without_guard, write_csv
from nkru.language import NAMES, gettext, using
from nkru.report.chapter.columns import find_column
from nkru.report.site.workbooks import Columns, write_sheets

COLUMNS, WORKBOOK, EXCEL = "tables/columns.csv", "tables.xlsx", "excel"
MOST_ROWS = 3_000  # of a sheet; a workbook of all lines of thousands of articles opens nowhere
_is_number = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[+-]?\d+)?").fullmatch
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_TOLD = [f"{part}_{language}" for language in NAMES for part in ("label", "meaning")]
_NEVER_NUMBERS = {"doc_id", "story_id", "date", "value", "group"}
_LONGEST_NAME = 31  # characters of the name of a sheet


def write_columns(site: Path) -> None:
    """Write tables/columns.csv: table, column, and its label and meaning in each language."""
    rows = [
        _describe(path.stem, without_guard(str(name)))
        for path, table in _tables(site, rows=0)
        for name in table
    ]
    described = pd.DataFrame(rows, columns=["table", "column", *_TOLD])
    (site / COLUMNS).parent.mkdir(exist_ok=True)
    write_csv(described, site / COLUMNS)


def _describe(table: str, name: str) -> dict[str, str]:
    column = find_column(table.partition("_")[2], name)
    row = {"table": table, "column": name}
    for language in NAMES:
        with using(language):
            row |= {f"label_{language}": column.spoken_label()}
            row |= {f"meaning_{language}": gettext(column.meaning) if column.meaning else ""}
    return row


def write_tables(site: Path, *, excel: bool = False) -> None:
    """Write tables.xlsx, and with `excel` a CSV of each table for a French spreadsheet.

    Args:
        site: the folder of the report, with its tables.
        excel: whether to write excel/TABLE.csv too: semicolons, decimal commas, and the mark by
            which a spreadsheet knows UTF-8.
    """
    sheets: dict[str, Columns] = {}
    listed = []
    for path, table in _tables(site):
        if excel:
            _write_for_excel(table.copy(), site / EXCEL / path.name)
        name = _name_sheet(path.stem, sheets)
        sheets[name] = _typed(table.head(MOST_ROWS))
        listed.append((name, path.name, len(table), min(len(table), MOST_ROWS)))
    names = ["sheet", "file", "rows", "rows_here"]
    contents: Columns = {name: [row[at] for row in listed] for at, name in enumerate(names)}
    columns = pd.read_csv(site / COLUMNS, dtype="str", keep_default_na=False)
    write_sheets({"contents": contents, "columns": _typed(columns), **sheets}, site / WORKBOOK)


def copy_tables(site: Path, edition: Path, *, excel: bool = False) -> bool:
    """Copy what `write_tables` writes from an edition in another language, if it fits.

    Args:
        site: the folder of the report, with its tables.
        edition: that of the other edition, published.
        excel: as for `write_tables`.

    Returns:
        Whether the editions have the same tables, and the files were copied.
    """
    names, others = (
        sorted(path.name for path in (folder / "tables").glob("*.csv"))
        for folder in (site, edition)
    )
    same, *_ = filecmp.cmpfiles(site / "tables", edition / "tables", names, shallow=False)
    if not names == others == same:
        return False
    shutil.copyfile(edition / WORKBOOK, site / WORKBOOK)
    if excel:
        (site / EXCEL).mkdir()
        # Only those of tables: the folder may also hold files of the user.
        for name in set(names) & {path.name for path in (edition / EXCEL).iterdir()}:
            shutil.copyfile(edition / EXCEL / name, site / EXCEL / name)
    return True


def _tables(site: Path, rows: int | None = None) -> Iterator[tuple[Path, pd.DataFrame]]:
    """Yield the tables of a report as text; a file of a chapter's own that is no table is left out.

    Args:
        site: the folder of the report.
        rows: the most rows to read; by default all.
    """
    for path in sorted((site / "tables").glob("*.csv")):
        if path.name == Path(COLUMNS).name:
            continue
        with suppress(pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
            yield path, pd.read_csv(path, dtype="str", keep_default_na=False, nrows=rows)


def _name_sheet(stem: str, sheets: Container[str]) -> str:
    """Return a name that a sheet may have, and that no other sheet has."""
    name = _NO_NAME.sub(" ", stem)[:_LONGEST_NAME]
    others = (f"{name[: _LONGEST_NAME - 4]} {number}" for number in range(2, 1000))
    return next(other for other in chain([name], others) if other not in sheets)


def _typed(table: pd.DataFrame) -> Columns:
    """Return a table of text with its numbers as numbers, and texts without their guard."""
    return {without_guard(str(name)): _typed_column(table[name]) for name in table}


def _typed_column(column: pd.Series[str]) -> list[Any]:
    if _is_numeric(column):
        return list(map(_number, column.tolist()))
    return list(map(without_guard, column.tolist()))


def _number(text: str) -> float | None:
    """Return the number of a cell, None if it is empty."""
    if not text:
        return None
    return int(text) if text.removeprefix("-").isdigit() else float(text)


def _is_numeric(column: pd.Series[str]) -> bool:
    known = list(filter(None, column.tolist()))
    return column.name not in _NEVER_NUMBERS and bool(known) and all(map(_is_number, known))


def _write_for_excel(table: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    for name in table:
        if _is_numeric(table[name]):
            table[name] = table[name].str.replace(".", ",", regex=False)
    table.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")
