"""Tables of articles: CSV, JSON and Parquet, as from Europarser or minet, or self-made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from nkru.corpus.articles import Article, Fields, Loss, compose
from nkru.corpus.dating.iso import parse_iso
from nkru.corpus.decoding import decode
from nkru.corpus.formats.table_rows import Row, csv_rows, json_rows, parquet_rows
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "table"
MANY_ARTICLES = BOUNDED = True
RISKY = False

_PARQUET = b"PAR1"
_HEAD = 1 << 16
_UNKNOWN = {"", "unknown", "nan", "none", "null", "inconnu"}
# How JSON with objects begins; other JSON is known only when all of it is parsed.
_JSON = re.compile(r'(?:\[\s*+)?\{\s*+(?:"[^"\n]{0,200}+"\s*+:|\})')
# A table with more rows than this that cannot be read is refused, if they are half of its rows.
_FEW = 10


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is JSON, or a table with a column of texts."""
    head = decode(data[:_HEAD]).text.lstrip()
    return data.startswith(_PARQUET) or _is_json(head, data) or _separator(head) is not None


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each row.

    Raises:
        CorpusError: the table is damaged or has no column of texts, or its rows do not fit it.
    """
    if data.startswith(_PARQUET):
        return list(_articles(parquet_rows(data, lambda names: _columns(names).values())))
    text, encoding, damaged = decode(data)
    text = text.lstrip()
    separator = None if text.startswith(("{", "[")) else _separator(text)
    rows = csv_rows(text, separator) if separator else json_rows(text)
    items = list(_articles(rows, encoding, damaged))
    losses = [item for item in items if isinstance(item, Loss)]
    if len(losses) > max(_FEW, len(items) // 2):
        raise CorpusError(f"a table most of whose rows are damaged: {losses[0].reason}")
    return items


def _articles(
    rows: Iterable[Row | Loss], encoding: str = "", damaged: int = 0
) -> Iterator[Article | Loss]:
    names: list[str] | None = None
    columns: dict[str, str] = {}
    found = False
    for row in rows:
        if isinstance(row, Loss):
            yield row
            continue
        if names != list(row):
            names, columns = list(row), _columns(row)
            found = found or "text" in columns
        yield _article(row, columns, encoding, damaged)
    if names is not None and not found:
        raise CorpusError("a table without a column of texts; name one of its columns 'text'")


def _is_json(head: str, data: bytes) -> bool:
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


def _separator(text: str) -> str | None:
    """Return the separator of columns in a header with a column of texts, None for other lines."""
    for separator in ",;\t":
        names = [name.strip(' "') for name in text.split("\n", 1)[0].split(separator)]
        named = [name for name in names if name]
        are_names = all(name.replace(" ", "_").isidentifier() for name in named)
        if len(named) > 1 and are_names and "text" in _columns(names):
            return separator
    return None


def _columns(names: Iterable[Any]) -> dict[str, str]:
    """Return the name of the column that states each field."""
    columns = {str(name).strip().casefold(): name for name in reversed(list(names))}
    known = {
        field: [columns[alias] for alias in aliases if alias in columns]
        for field, aliases in read_toml("pages/fields.toml")["columns"].items()
    }
    return {field: names[0] for field, names in known.items() if names}


def _article(row: Row, columns: dict[str, str], encoding: str, damaged: int) -> Article | Loss:
    try:
        texts = {field: _text(row.get(name)) for field, name in columns.items()}
    except RecursionError:
        return Loss("JSON nested too deeply; export it again")
    fields: Fields = {name: text for name, text in texts.items() if text.casefold() not in _UNKNOWN}
    printed = fields.pop("date", "")
    if iso := parse_iso(printed):
        fields |= {"date": iso, "date_evidence": f"date: {printed}"}
    paragraphs = fields.pop("text", "").split("\n")
    return compose(paragraphs, encoding=encoding, damaged=damaged, **fields)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
