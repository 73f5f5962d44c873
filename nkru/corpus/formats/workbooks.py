"""Workbooks: tables of articles in XLSX and in ODS, each sheet that holds some."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from nkru.corpus.articles import Article, Loss
from nkru.corpus.budgets import MAX_COLUMNS, check_amounts
from nkru.corpus.formats.archives import DAMAGED, check_size, document_kind
from nkru.corpus.formats.article_tables import read_rows
from nkru.corpus.formats.open_documents import is_spreadsheet, sheets_of
from nkru.corpus.formats.table_columns import SAMPLE, Columns, find_columns, named_columns
from nkru.corpus.formats.table_rows import Row
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "workbook"
MANY_ARTICLES = BOUNDED = True
RISKY = True

# Rows among which the names of the columns are.
_ABOVE = 10
# The fewest known names of a row that names columns.
_FEWEST = 2
_NO_COLUMN = table_text("sheet {name} is not read: it has no column of texts or titles")
_NO_TEXTS = table_text(
    "a workbook without a column of texts or titles; name one of its columns 'text'"
)


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a workbook of Excel or of LibreOffice."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    return document_kind(data) == "workbook" or is_spreadsheet(data)


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each row of the sheets that have a column of texts or titles.

    Each other sheet with rows is a loss.

    Raises:
        CorpusError: the workbook is damaged, or no sheet has such a column.
    """
    sheets = sheets_of(data) if is_spreadsheet(data) else _excel_sheets(data)
    tables = [(name, list(_records(sheet, len(data)))) for name, sheet in sheets]
    found = [find_columns(list(rows[0]), rows[:SAMPLE]) if rows else None for _, rows in tables]
    have_texts = any(columns and "text" in columns.names for columns in found)
    items: list[Article | Loss] = []
    losses: list[Loss] = []
    for (name, rows), columns in zip(tables, found, strict=True):
        if columns and columns.have_articles and not (have_texts and _is_of_notes(columns)):
            items += read_rows(rows)
        elif rows:
            losses.append(Loss(table_text(_NO_COLUMN, name=repr(name))))
    if not items:
        raise CorpusError(_NO_TEXTS)
    return items + losses


def _is_of_notes(columns: Columns) -> bool:
    """Return whether a sheet holds short remarks, in a column that only may be one of titles."""
    return set(columns.names) == {"title"} and "title" in columns.guessed


def _records(sheet: Iterable[list[str]], size: int) -> Iterator[Row]:
    """Yield the rows below the first that is not empty, which names the columns.

    Lines about the whole table, of one cell each, may precede the names.
    """
    header: list[str] = []
    text = count = 0
    rows = iter(sheet)
    above = list(islice(rows, _ABOVE))
    is_wide = [sum(map(bool, cells)) > 1 for cells in above]
    first = is_wide.index(True) if any(is_wide) else 0
    # Names of groups of columns may stand above the names of the columns.
    known = [len(named_columns(filter(None, cells))) for cells in above]
    if known and known[first] < _FEWEST <= max(known):
        first = known.index(max(known))
    for cells in chain(above[first:], rows):
        if not any(cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            continue
        count, text = count + 1, text + sum(map(len, cells))
        check_amounts(count, text, size)
        yield dict(reversed([*zip(header, cells, strict=False)]))


def _excel_sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    from openpyxl import load_workbook

    try:
        check_size(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            yield (
                sheet.title,
                ([_cell(value) for value in islice(row, MAX_COLUMNS)] for row in rows),
            )
    except MemoryError:
        raise
    except (*DAMAGED, LookupError, AttributeError, TypeError, SyntaxError) as error:
        reason = next(iter(str(error).splitlines()), "") or "cut short"
        raise CorpusError(
            "a damaged workbook ({reason}); save it again, or as CSV", reason=reason
        ) from None


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
