"""Workbooks: all tables of a report as sheets, written row by row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.corpus.spreadsheets import remove_time
from nkru.tokens.characters import visible

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Columns = dict[str, list[Any]]  # the cells of each column by its name
_WIDEST = 60  # characters of a column
_SEEN = 50  # rows that the width of a column fits


def write_sheets(sheets: Mapping[str, Columns], path: Path) -> None:
    """Write tables with frozen heads, filters and wide enough columns; no cell is a formula.

    The same tables give the same bytes.

    Args:
        sheets: the columns of each table, by the name of the sheet.
        path: the file (.xlsx).
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, columns in sheets.items():
        _write(book.create_sheet(name), columns)
    book.save(path)
    remove_time(path)


def _write(page: WriteOnlyWorksheet, columns: Columns) -> None:
    from openpyxl.utils import get_column_letter

    cells = [[name, *values] for name, values in columns.items()]
    letters = [get_column_letter(place) for place in range(1, len(cells) + 1)]
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{letters[-1]}{len(cells[0])}"
    for letter, values in zip(letters, cells, strict=True):
        longest = max(len(str(value)) for value in values[:_SEEN] if value is not None)
        page.column_dimensions[letter].width = min(longest, _WIDEST) + 3
    for row in zip(*cells, strict=True):
        page.append([_cell(page, value) if isinstance(value, str) else value for value in row])


def _cell(page: WriteOnlyWorksheet, text: str) -> Any:
    """Return a text, kept from being a formula (« = ») or an error (« #N/A »)."""
    from openpyxl.cell import WriteOnlyCell

    text = visible(text)
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell
