"""Tables of articles: CSV, JSON Lines and Parquet, as from Europarser or minet, or self-made."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from nkru.corpus.articles import Article, Fields, compose_all
from nkru.corpus.dating.iso import parse_iso
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "table"
MANY_ARTICLES = BOUNDED = True

_PARQUET = b"PAR1"
_UNKNOWN = {"", "unknown", "nan", "none", "null", "inconnu"}


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a table with a column of texts."""
    head = decode(data[: 1 << 16]).text.lstrip()
    return data.startswith(_PARQUET) or _is_json_lines(head) or _separator(head) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of each row.

    Raises:
        CorpusError: the table is damaged or has no column of texts.
    """
    text, encoding, damaged = ("", "", 0) if data.startswith(_PARQUET) else decode(data)
    try:
        table = _table(text.lstrip()) if text else pd.read_parquet(io.BytesIO(data))
    except (ValueError, OSError, pd.errors.ParserError) as error:
        reason = str(error).splitlines()[0]
        raise CorpusError(f"a damaged table ({reason}); save it again") from None
    columns = _columns(table.columns)
    if "text" not in columns:
        raise CorpusError("a table without a column of texts; name one of its columns 'text'")
    rows = table[list(columns.values())].set_axis(list(columns), axis=1).to_dict("records")
    return compose_all(map(_fields, rows), encoding, damaged)


def _table(text: str) -> pd.DataFrame:
    if _is_json_lines(text):
        return pd.DataFrame([json.loads(line) for line in text.split("\n") if line.strip()])
    return pd.read_csv(io.StringIO(text), sep=_separator(text), dtype="str", keep_default_na=False)


def _is_json_lines(text: str) -> bool:
    try:
        return text.startswith("{") and "text" in _columns(json.loads(text.split("\n", 1)[0]))
    except ValueError:
        return False


def _separator(text: str) -> str | None:
    """Return the separator of columns in a header with a column of texts, None for other lines."""
    for separator in ",;\t":
        names = [name.strip(' "') for name in text.split("\n", 1)[0].split(separator)]
        are_names = all(name.replace(" ", "_").isidentifier() for name in names)
        if len(names) > 1 and are_names and "text" in _columns(names):
            return separator
    return None


def _columns(names: Iterable[Any]) -> dict[str, Any]:
    """Return the name of the column that states each field."""
    columns = {str(name).strip().casefold(): name for name in reversed(list(names))}
    known = {
        field: [columns[alias] for alias in aliases if alias in columns]
        for field, aliases in read_toml("pages/fields.toml")["columns"].items()
    }
    return {field: names[0] for field, names in known.items() if names}


def _fields(row: Mapping[Any, Any]) -> Fields:
    values = {name: str(value).strip() for name, value in row.items() if value is not None}
    fields: Fields = {name: v for name, v in values.items() if v.casefold() not in _UNKNOWN}
    printed = fields.pop("date", "")
    if iso := parse_iso(printed):
        fields |= {"date": iso, "date_evidence": f"date: {printed}"}
    return fields | {"paragraphs": fields.pop("text", "").split("\n")}
