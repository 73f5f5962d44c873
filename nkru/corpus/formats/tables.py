"""Tables of articles: CSV, JSON Lines and Parquet, with the columns of Europarser, of minet or of one's own."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pandas as pd

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "table"
EXPORT = True

# Names that tools give to columns, by the field of an article they state; the first that a table has is read.
_COLUMNS = {
    "text": ("text", "texte", "content", "contenu", "body", "raw", "raw_content", "article", "fulltext"),
    "title": ("title", "titre", "headline"),
    "outlet": ("outlet", "journal_clean", "journal", "media", "source_name", "newspaper", "source"),
    "author": ("author", "auteur", "authors", "byline"),
    "date": ("date", "date_published", "published", "publication_date", "pubdate"),
    "section": ("section", "rubrique"),
    "url": ("url", "link", "lien"),
    "language": ("language", "langue", "lang"),
    "standfirst": ("standfirst", "chapo", "chapeau", "description", "subtitle"),
}
_ISO = re.compile(r"(\d{4})[-/ ](\d{2})[-/ ](\d{2})|(\d{4})(?:-(\d{2}))?$")
_UNKNOWN = {"", "unknown", "nan", "none", "null", "inconnu"}


def recognises(data: bytes, name: str) -> bool:
    """Say whether a file is a table with a column of texts."""
    if data.startswith(b"PAR1"):
        return True
    head = decode(data[: 1 << 16]).text.lstrip()
    return _is_json_lines(head) or _separator(head.split("\n", 1)[0]) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of each row.

    Raises:
        CorpusError: the table is damaged or has no column of texts.
    """
    table, encoding, damaged = _table(data)
    columns = _columns(table)
    if "text" not in columns:
        raise CorpusError(f"a table without a column of texts; name one of its columns {_COLUMNS['text'][0]!r}")
    return [
        _article({f: row.get(c) for f, c in columns.items()}, encoding, damaged) for row in table.to_dict("records")
    ]


def _table(data: bytes) -> tuple[pd.DataFrame, str, int]:
    text, encoding, damaged = ("", "", 0) if data.startswith(b"PAR1") else decode(data)
    try:
        if not text:
            return pd.read_parquet(io.BytesIO(data)), "", 0
        if _is_json_lines(text.lstrip()):
            return pd.DataFrame([json.loads(line) for line in text.split("\n") if line.strip()]), encoding, damaged
        separator = _separator(text.lstrip().split("\n", 1)[0])
        return pd.read_csv(io.StringIO(text), sep=separator, dtype="str", keep_default_na=False), encoding, damaged
    except (ValueError, OSError, pd.errors.ParserError) as error:
        raise CorpusError(f"a damaged table ({str(error).splitlines()[0]}); save it again") from None


def _is_json_lines(head: str) -> bool:
    if not head.startswith("{"):
        return False
    first = head.split("\n", 1)[0]
    try:
        fields = json.loads(first)
    except ValueError:
        return False
    return isinstance(fields, dict) and bool({str(name).casefold() for name in fields} & set(_COLUMNS["text"]))


def _separator(header: str) -> str | None:
    """Return what separates the columns of a header that names texts, or None where the line is no such header."""
    for separator in ",;\t":
        names = {name.strip(' "').casefold() for name in header.split(separator)}
        if (
            len(names) > 1
            and names & set(_COLUMNS["text"])
            and all(name.replace(" ", "_").isidentifier() for name in names)
        ):
            return separator
    return None


def _columns(table: pd.DataFrame) -> dict[str, str]:
    there = {str(name).strip().casefold(): str(name) for name in reversed(table.columns)}
    chosen = {field: next((there[n] for n in names if n in there), None) for field, names in _COLUMNS.items()}
    return {field: name for field, name in chosen.items() if name is not None}


def _article(row: dict[str, Any], encoding: str, damaged: int) -> Article:
    fields = {name: str(value).strip() for name, value in row.items() if value is not None}
    stated = {name: value for name, value in fields.items() if value.casefold() not in _UNKNOWN}
    printed = stated.pop("date", "")
    match = _ISO.match(printed)
    if match:
        stated |= {"date": "-".join(part for part in match.groups() if part), "date_evidence": f"date: {printed}"}
    return compose(stated.pop("text", "").split("\n"), encoding=encoding, damaged=damaged, **stated)
