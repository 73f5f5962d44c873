"""Shapes of tables: the separator and the header of lines that are a table, known by their rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from nkru.corpus.formats.cell_kinds import is_address
from nkru.corpus.formats.table_columns import (
    SAMPLE,
    Columns,
    column_key,
    find_columns,
    named_columns,
    stated_names,
)
from nkru.corpus.formats.table_dates import parse_date

SEPARATORS = ",;\t|"
# The first line by which Excel knows the separator.
_SEP = re.compile(r"\"?sep=(.)\"?[ \t]*\n", re.IGNORECASE)
# A name of a column is short, and not a sentence.
_LONGEST_NAME, _MOST_WORDS = 60, 6
_SENTENCE = re.compile(r"[.!?…]\s*+$")
# The share of the first rows that must have as many fields as the header.
_MOST = 0.8
_ROWS_WITHOUT_NAMES = 2
# The fewest rows of a table that is known only by the likeness of its rows.
_GRID = 5
# The lines that may be the header, with those about the whole table above it.
_ABOVE = 4
_PARTS = re.compile(f"[{SEPARATORS}]")


class Shape(NamedTuple):
    """A table in lines: its separator, the names of its columns, and the line of its first row."""

    separator: str
    header: list[str]
    first: int
    columns: Columns


def find_shape(text: str) -> Shape | None:
    r"""Return the shape of a table by its first rows, or None for other lines.

    >>> find_shape("Jour|Papier\n12/03/2021|Kim a parlé\n13/03/2021|Lee a écouté\n").separator
    '|'
    >>> find_shape("Kim, hier, a parlé.\nLee, aussi, a parlé.\n")
    """
    declared = _SEP.match(text)
    lines = text[declared.end() if declared else 0 :].split("\n", 10 * SAMPLE)[: 10 * SAMPLE]
    skipped = 1 if declared else 0
    if column := _column(lines):
        return column
    if len(lines[0]) > 1 << 16:
        return None
    separators = declared[1] if declared else SEPARATORS
    for above in range(min(_ABOVE, len(lines) - 1)):
        shapes = (_shape(lines[above:], separator, skipped + above) for separator in separators)
        shape = next((shape for shape in shapes if shape), None)
        if shape and (not above or len(named_columns(shape.header)) > 1):
            return shape
        # A line about the whole table has one field, and may have empty ones.
        if sum(bool(part.strip()) for part in _PARTS.split(lines[above])) > 1:
            return None
    return None


def _column(lines: Sequence[str]) -> Shape | None:
    """Return the shape of a single column of quoted texts below its name."""
    name = lines[0].strip().strip('"')
    if named_columns([name]).get("text") != name or not lines[1:2] or lines[1][:1] != '"':
        return None
    rows = _fields(lines[1:], ",")
    is_column = bool(rows) and all(len(row) == 1 for row in rows)
    return Shape(",", [name], 1, find_columns([name], [])) if is_column else None


def _shape(lines: Sequence[str], separator: str, skipped: int) -> Shape | None:
    if separator not in lines[0]:
        return None
    header = _fields(lines[:1], separator)
    if not header:
        return None
    names = [name.strip() for name in header[0]]
    rows = _fields(lines[1:], separator)
    if lines[0].count('"') % 2 and (whole := _fields(lines, separator)):
        # A text of the first row goes on below: there is no header.
        return _unnamed(whole, separator, skipped) if _fit(whole, whole[0]) else None
    if _are_known(names):
        return _named(names, rows, separator, skipped)
    if not rows or not _fit(rows, names):
        return None
    if _are_names(names):
        shape = _named(names, rows, separator, skipped)
        is_known = bool(shape.columns.names) and (skipped or _is_table(shape, rows))
        is_table = is_known or _is_quoted(lines, separator) or _is_grid(names, rows)
        return shape if is_table else None
    return _unnamed([header[0], *rows], separator, skipped)


def _named(names: list[str], rows: list[list[str]], separator: str, skipped: int) -> Shape:
    # R writes the numbers of rows without a name above them.
    if rows and all(_is_numbered(row, len(names)) for row in rows):
        names = ["", *names]
    records = [dict(zip(names, row, strict=False)) for row in rows]
    return Shape(separator, names, skipped + 1, find_columns(names, records))


def _is_numbered(row: Sequence[str], width: int) -> bool:
    return len(row) == width + 1 and bool(row[-1].strip()) and row[0].strip().isdecimal()


def _unnamed(rows: list[list[str]], separator: str, skipped: int) -> Shape | None:
    """Return the shape of a table without a header: rows with dates or addresses, and texts."""
    names = [f"column {number}" for number in range(1, len(rows[0]) + 1)]
    columns = find_columns(names, [dict(zip(names, row, strict=False)) for row in rows])
    found = columns.names
    is_table = len(rows) >= _ROWS_WITHOUT_NAMES and not {"date", "url"}.isdisjoint(found)
    has_first = any(parse_date(cell) or is_address(cell) for cell in map(str.strip, rows[0]))
    if not (is_table and has_first and columns.have_articles):
        return None
    return Shape(separator, names, skipped, columns)


def _fields(lines: Sequence[str], separator: str) -> list[list[str]]:
    """Return the fields of the first rows, without empty ones at the end of a row."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    rows = []
    try:
        for row in islice(reader, SAMPLE):
            if any(field.strip() for field in row):
                rows.append(row)
    except csv.Error:
        pass
    return rows


def _are_known(names: Sequence[str]) -> bool:
    """Return whether a line names columns, one of them of texts; no prose has such lines.

    A line with a column that the researcher names counts too.
    """
    named = [name for name in names if name]
    if set(map(column_key, named)) & stated_names().keys():
        return len(named) > 1
    are_names = all(name.replace(" ", "_").isidentifier() for name in named)
    return len(named) > 1 and are_names and "text" in named_columns(names)


def _are_names(names: Sequence[str]) -> bool:
    """Return whether a line may be a header: short names, each once, no date and no address."""
    named = [name for name in names if name]
    return len(named) > 1 and len({*named}) == len(named) and all(map(_is_name, named))


def _is_name(name: str) -> bool:
    is_short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    is_value = parse_date(name) or is_address(name) or _SENTENCE.search(name) or name.isdecimal()
    return is_short and not is_value and any(map(str.isalpha, name))


def _fit(rows: Sequence[Sequence[str]], names: Sequence[str]) -> bool:
    fitting = sum(len(row) - len(names) in (0, 1) or _is_padded(row, names) for row in rows)
    return fitting >= _MOST * len(rows)


def _is_padded(row: Sequence[str], names: Sequence[str]) -> bool:
    return len(row) > len(names) and not any(field.strip() for field in row[len(names) :])


def _is_quoted(lines: Sequence[str], separator: str) -> bool:
    """Return whether most lines have quoted fields, with no space between them, as no prose has."""
    marks = (f'"{separator}', f'{separator}"')
    rows = [line for line in lines if line.strip()]
    found = sum(any(mark in line for mark in marks) for line in rows[1:])
    return len(rows) > _GRID and found >= _MOST * (len(rows) - 1)


def _is_grid(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether lines have so many like fields that they are a table of some kind."""
    are_names = all(name.replace(" ", "_").isidentifier() for name in names)
    is_full = all(len(row) == len(names) for row in rows)
    columns = zip(*(row[1:] for row in rows), strict=True) if is_full else ()
    # In prose a space follows each comma.
    tight = sum(not any(cell[:1].isspace() for cell in cells) for cells in columns) > 1
    return len(names) > 2 and len(rows) >= _GRID and are_names and is_full and tight


def _is_table(shape: Shape, rows: Sequence[Sequence[str]]) -> bool:
    """Return whether lines are a table, not prose: by known names, dates, addresses or rows."""
    known = named_columns(shape.header)
    if len(known) > 1 or {"date", "url"} & {*shape.columns.names}:
        return True
    full = sum(len(row) >= len(shape.header) for row in rows)
    has_lines = len(rows) > _ROWS_WITHOUT_NAMES and full == len(rows)
    is_unusual = shape.separator != "," or len(shape.header) > 2
    return (
        has_lines and is_unusual and all(not field[:1].isspace() for row in rows for field in row)
    )
