"""Side files: the small tables beside a corpus, read whole, or refused with the faulty row.

A table is a CSV with commas, semicolons or tabs, in any encoding, or the first sheet of an .xlsx.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from nkru.corpus.decoding import decode
from nkru.corpus.spreadsheets import without_guard
from nkru.errors import CorpusError
from nkru.language import deferred, gettext
from nkru.tokens.characters import one_line

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 16 << 20, 200_000, 200
# Limits of a table with a row for each article of a corpus, or for each of its lines.
MAX_ARTICLES, MAX_ARTICLE_BYTES = 5_000_000, 1 << 30
# The parts of a workbook with its cells, and the bytes of all others: styles, names, themes.
_CELLS, _MAX_REST = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/media/"), 4 << 20
_SAVE = deferred("save it as .xlsx or as a CSV in UTF-8")
_LONGEST = 80  # characters of a value in a message
# What openpyxl raises for a workbook with a damaged byte.
_DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error),
)
_QUOTED = re.compile('"[^"]*"')
Record = tuple[int, list[str]]


def read_table(
    path: Path, *, comment: str | None = None, of_articles: bool = False
) -> pd.DataFrame:
    """Return a table of texts; an empty cell is an empty text.

    Rows without any value are left out, and so are empty values beyond the last column.

    Args:
        path: the file.
        comment: the sign that opens a line of comment.
        of_articles: whether it is about the articles of a corpus: then it may have no row, or as
            many as the largest corpora have articles, and a column without a name is left out.

    Returns:
        The columns of the file; the index holds the number of each row in a spreadsheet.

    Raises:
        CorpusError: the file cannot be read, is too large or not a table, has no row, a column
            twice, or a row with more or fewer values than columns.
    """
    data = read_content(path, MAX_ARTICLE_BYTES if of_articles else MAX_BYTES)
    limits = (0, MAX_ARTICLES) if of_articles else (1, MAX_ROWS)
    if data.startswith(b"PK") or path.suffix.lower() == ".xlsx":
        largest = MAX_ARTICLE_BYTES >> 2 if of_articles else MAX_BYTES
        return _table(path.name, _sheet(path.name, data, limits[1], largest), limits)
    return _table(path.name, _csv(path.name, decode(data).text, comment), limits)


def read_content(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a side file, at most `most`.

    Raises:
        CorpusError: it cannot be read, is not a file, or is too large.
    """
    try:
        if path.exists() and not path.is_file():
            raise OSError("it is no file")
        if path.stat().st_size <= most:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CorpusError(
            "{file}: cannot be read ({why:cell}); {remedy}",
            file=path.name,
            why=why,
            remedy=gettext(_SAVE),
        ) from None
    raise CorpusError(
        "{file}: larger than {most} MB; keep only the rows that are needed",
        file=path.name,
        most=most >> 20,
    )


def quoted(value: object) -> str:
    """Return a value for a message: in quotation marks, on one line, and not long."""
    try:
        text = one_line(str(value))
    except ValueError:  # a number of thousands of digits
        text = gettext("a number too long to be shown")
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _csv(name: str, text: str, comment: str | None) -> Iterator[Record]:
    lines, separator = io.StringIO(text), ""
    for number, line in enumerate(lines, 1):
        if not line.strip() or comment and line.startswith(comment):
            continue
        separator = separator or max(",;\t", key=_QUOTED.sub("", line).count)
        if '"' not in line and len(line) < csv.field_size_limit():
            # Ten times as fast as a reader for each line.
            if cells := _trimmed(cell.lstrip(" ") for cell in line.rstrip("\n").split(separator)):
                yield number, cells
            continue
        # The reader takes more lines while a quotation mark is open.
        whole = chain([line], lines)
        reader = csv.reader(whole, delimiter=separator, skipinitialspace=True, strict=True)
        try:
            cells = _trimmed(next(reader))
        except csv.Error as error:
            remedy = gettext("close every quotation mark, and double those inside a value")
            if "limit" in str(error):
                remedy = gettext("shorten the value")
            raise CorpusError(
                "{name}, row {row}: no CSV ({error:cell}); {remedy}",
                name=name,
                row=number,
                error=str(error),
                remedy=remedy,
            ) from None
        if any("\n" in cell and _holds_row(cell, separator) for cell in cells):
            raise CorpusError(
                "{name}, row {row}: a value runs on into what may be another row; close its "
                "quotation mark, or write it on one line",
                name=name,
                row=number,
            )
        if cells:
            yield number, cells


def _holds_row(cell: str, separator: str) -> bool:
    """Return whether a further line of a value contains the separator as between columns.

    In prose a space follows the sign.
    """
    parts = (part for line in cell.split("\n")[1:] for part in line.split(separator)[1:])
    return any(part and not part[0].isspace() for part in parts)


def _sheet(name: str, data: bytes, most: int, largest: int) -> list[Record]:
    """Return the rows of the first sheet of a workbook."""
    from openpyxl import load_workbook

    try:
        if not _is_small(data, largest):
            raise CorpusError(
                "{name}: unpacks to more than {most} MB; {remedy}",
                name=name,
                most=largest >> 20,
                remedy=gettext(_SAVE),
            )
        # openpyxl warns of parts that it leaves out, such as styles: not the user's concern.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=most + 2, max_col=MAX_COLUMNS + 1, values_only=True)
            # A row far below the others follows up to 100,000 empty ones.
            filled = ((no, row) for no, row in enumerate(rows, 1) if row.count(None) < len(row))
            return [(number, cells) for number, row in filled if (cells := _trimmed(row))]
    except _DAMAGED as error:
        raise CorpusError(
            "{name}: cannot be read (a damaged workbook: {kind}); {remedy}",
            name=name,
            kind=type(error).__name__,
            remedy=gettext(_SAVE),
        ) from None


def _is_small(data: bytes, largest: int) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sizes = [(part.filename.startswith(_CELLS), part.file_size) for part in book.infolist()]
    rest = sum(size for is_cells, size in sizes if not is_cells)
    return rest <= _MAX_REST and sum(size for _, size in sizes) <= largest


def _trimmed(row: Iterable[object]) -> list[str]:
    """Return the values of a row as texts, up to the last that is not empty."""
    cells = list(map(_text, row))
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _text(cell: object) -> str:
    """Return a cell as text: a day without its hour, a whole number without a decimal point."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def _table(name: str, records: Iterable[Record], limits: tuple[int, int]) -> pd.DataFrame:
    least, most = limits
    rows = list(islice(records, most + 2))
    if len(rows) < least + 1:
        raise CorpusError(
            "{name}: no entry; write a row of column names and one row per entry under it",
            name=name,
        )
    if len(rows) > most + 1:
        raise CorpusError(
            "{name}: more than {most} rows; keep those that are needed", name=name, most=most
        )
    (first, header), *rows = rows
    columns = [without_guard(column.strip()) for column in header]
    kept = [place for place, column in enumerate(columns) if column or least]
    if fault := _fault_of_columns([columns[place] for place in kept]):
        raise CorpusError("{name}, row {row}: {fault}", name=name, row=first, fault=fault)
    for number, row in rows:
        if len(row) > len(columns):
            raise CorpusError(
                "{name}, row {row}: {values} values for {columns} columns; quote values that hold "
                "a comma",
                name=name,
                row=number,
                values=len(row),
                columns=len(columns),
            )
        row += [""] * (len(columns) - len(row))
    cells = [[without_guard(row[place]) for place in kept] for _, row in rows]
    names = [columns[place] for place in kept]
    return pd.DataFrame(cells, [number for number, _ in rows], names, dtype="object")


def _fault_of_columns(columns: list[str]) -> str | None:
    if len(columns) > MAX_COLUMNS:
        return gettext("more than {most} columns; keep those that are needed", most=MAX_COLUMNS)
    if "" in columns:
        place = columns.index("") + 1
        return gettext("column {place} has no name; name it or leave it out", place=place)
    twice = next((name for place, name in enumerate(columns) if name in columns[:place]), None)
    told = gettext("two columns are called {name}; keep one", name=quoted(twice))
    return told if twice else None
