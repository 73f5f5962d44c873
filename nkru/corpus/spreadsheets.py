"""Spreadsheets: tables written so that no text of an article or a file name acts as a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nkru.tokens.characters import visible

# A cell that begins so is a formula to a spreadsheet. An apostrophe makes it text; it is given to
# cells that begin with one before such a sign, too, so that `without_guard` undoes it exactly.
_FORMULA = re.compile(r"\A'*+[=+\-@\t\r\n＝＋－＠]")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_UTF8_MARK = "utf-8-sig"  # without the byte order mark, spreadsheets read a CSV as Latin-1


def guard_formula(cell: Any) -> Any:
    """Return a text that a spreadsheet does not evaluate; other values unchanged.

    >>> [guard_formula(cell) for cell in ("=1+1", "- Oui.", "Non", -1)]
    ["'=1+1", "'- Oui.", 'Non', -1]
    """
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return f"'{text}" if _FORMULA.match(text) else text


def without_guard(cell: str) -> str:
    """Return the text of a cell that `guard_formula` wrote.

    >>> without_guard("'=1+1"), without_guard("'ndrangheta")
    ('=1+1', "'ndrangheta")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_csv(
    table: pd.DataFrame, path: Path, *, mark: bool = False, digits: int | None = None
) -> None:
    """Write a table as CSV in UTF-8, without its index; texts and column names are guarded.

    Args:
        table: the table.
        path: the file.
        mark: whether it opens with the byte order mark, without which a spreadsheet takes UTF-8 for
            another encoding.
        digits: of a number that is no whole one; by default all that it has.
    """
    form = f"%.{digits}g" if digits else None
    encoding = _UTF8_MARK if mark else "utf-8"
    guarded = _map_texts(table, guard_formula)
    guarded.to_csv(path, index=False, encoding=encoding, lineterminator="\n", float_format=form)


def write_workbook(
    sheets: Mapping[str, pd.DataFrame],
    path: Path,
    widths: Mapping[str, Sequence[int]] | None = None,
    *,
    finish: Callable[[Any], None] = lambda page: None,
) -> None:
    """Write tables as the sheets of a workbook, without their index; no cell is a formula.

    The same tables give the same bytes.

    Args:
        sheets: the tables by name.
        path: the file (.xlsx).
        widths: the widths of the first columns of a sheet, in characters.
        finish: called with each sheet of openpyxl when it is filled.
    """
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, table in sheets.items():
            _map_texts(table, _shown).to_excel(writer, sheet_name=name, index=False)
            columns = zip("ABCDEFGH", (widths or {}).get(name, ()), strict=False)
            for column, width in columns:
                writer.sheets[name].column_dimensions[column].width = width
            finish(writer.sheets[name])
        rows = chain.from_iterable(sheet.iter_rows() for sheet in writer.book.worksheets)
        for cell in chain.from_iterable(rows):
            # Keep a sentence that begins with « = » from being a formula, and « #N/A » an error.
            cell.data_type = "s" if cell.data_type in "fe" else cell.data_type
    remove_time(path)


def _map_texts(table: pd.DataFrame, change: Callable[[Any], Any]) -> pd.DataFrame:
    """Return the table with `change` applied to its column names and to each value of a text."""
    changed = table.copy(deep=False)
    for position, kind in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            changed.isetitem(position, _map_column(table.iloc[:, position], change).array)
    return changed.set_axis([change(name) for name in table.columns], axis=1)


def _map_column(column: pd.Series[Any], change: Callable[[Any], Any]) -> pd.Series[Any]:
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("object").map(change, na_action="ignore")
    # Millions of tokens are of some thousand words.
    names = [change(name) for name in column.cat.categories]
    return pd.Series(np.array([*names, None], dtype="object")[column.cat.codes], column.index)


def _shown(cell: Any) -> Any:
    return visible(cell) if isinstance(cell, str) else cell


def remove_time(path: Path) -> None:
    """Take the time of writing out of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["docProps/core.xml"] = _MOMENT.sub(b"1980-01-01T00:00:00Z", parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
