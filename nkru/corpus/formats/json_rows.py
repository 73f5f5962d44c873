"""Rows of JSON: an array of objects, wherever it lies, a table by column, or JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nkru.corpus.articles import Loss
from nkru.corpus.budgets import MAX_COLUMNS
from nkru.corpus.decoding import decode
from nkru.corpus.formats.table_columns import named_columns
from nkru.corpus.formats.table_rows import Row
from nkru.language import table_text

_NO_OBJECT = table_text("no object of JSON, but a value; give each article as an object with keys")
# How deep a list of objects may lie in others.
_DEPTH = 4
# How JSON with objects begins; other JSON is known only when all of it is parsed.
_JSON = re.compile(r'(?:\[\s*+)?\{\s*+(?:"[^"\n]{0,200}+"\s*+:|\})')


def json_rows(text: str) -> Iterator[Row | Loss]:
    """Yield the objects of a JSON array, of the longest array in an object, or of JSON Lines.

    A table by column, as pandas writes it, gives its rows.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        lines = (line for line in text.split("\n") if line.strip())
        yield from map(_json_row, map(_parsed_line, lines))
        return
    yield from map(_json_row, _listed(whole))


def is_json(head: str, data: bytes) -> bool:
    """Return whether a file is JSON with objects or lists, by how it begins, else as a whole."""
    if not head.startswith(("{", "[")):
        return False
    if _JSON.match(head):
        return True
    if data.rstrip()[-1:] not in (b"}", b"]"):
        return False
    try:
        json.loads(decode(data).text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _listed(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        return _with_header(value) or value
    if not isinstance(value, dict):
        return [value]
    return _split_rows(value) or _column_rows(value) or _longest_list(value) or [value]


def _with_header(rows: list[Any]) -> list[Row]:
    """Return the rows of an array of arrays; the first one holds the names of the columns."""
    if len(rows) < 2 or not all(isinstance(row, list) for row in rows):
        return []
    header = rows[0]
    if not header or not all(isinstance(name, str) for name in header):
        return []
    return [dict(zip(header, row, strict=False)) for row in rows[1:]]


def _split_rows(value: dict[str, Any]) -> list[Row]:
    """Return the rows of pandas' form "split": columns and data."""
    columns, data = value.get("columns"), value.get("data")
    if not (isinstance(columns, list) and isinstance(data, list)):
        return []
    if not all(isinstance(row, list) for row in data):
        return []
    return [dict(zip(map(str, columns), row, strict=False)) for row in data]


def _column_rows(value: dict[str, Any]) -> Sequence[Row]:
    """Return the rows of an object of columns: each an object by row, or a list of cells.

    An object of rows, each with the names of columns, gives these.
    """
    columns: dict[str, dict[Any, Any]] = {
        name: dict(enumerate(cells)) if isinstance(cells, list) else cells
        for name, cells in value.items()
    }
    if not 1 < len(columns) <= MAX_COLUMNS or not all(map(_is_column, columns.values())):
        return []
    keys = list(next(iter(columns.values())))
    if named_columns(keys) and not named_columns(columns):
        return [dict(row) for row in columns.values()]
    if not keys or any(list(cells) != keys for cells in columns.values()):
        return []
    return [{name: cells[key] for name, cells in columns.items()} for key in keys]


def _is_column(cells: Any) -> bool:
    return isinstance(cells, dict) and not any(isinstance(cell, dict) for cell in cells.values())


def _longest_list(value: dict[str, Any]) -> Sequence[Any]:
    """Return the longest list of objects in an object, or the objects of one by key."""
    level: list[dict[str, Any]] = [value]
    for _ in range(_DEPTH):
        inner = [item for node in level for item in node.values()]
        lists = [item for item in inner if isinstance(item, list) and _holds_objects(item)]
        if lists:
            return max(lists, key=len)
        level = [item for item in inner if isinstance(item, dict)]
        if len(level) > 1 and len({tuple(item) for item in level}) == 1:
            return level
    return []


def _holds_objects(items: list[Any]) -> bool:
    return bool(items) and isinstance(items[0], dict)


def _parsed_line(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        return Loss(table_text("damaged JSON ({error}); export it again", error=str(error)))
    except RecursionError:
        return Loss(table_text("JSON nested too deeply; export it again"))


def _json_row(value: Any) -> Row | Loss:
    if isinstance(value, dict):
        return _lifted(value)
    if isinstance(value, Loss):
        return value
    return Loss(_NO_OBJECT)


def _lifted(row: Row) -> Row:
    """Return a row with the fields of the objects in it, such as its "meta", as cells of its own.

    An object that is itself a field, such as the "source" with a name, stays.
    """
    cells: dict[str, Any] = {}
    for name, value in row.items():
        inner = named_columns(value) if isinstance(value, dict) else {}
        if inner and not named_columns([name]):
            cells |= {key: cell for key, cell in value.items() if key not in row}
        else:
            cells[name] = value
    return cells
