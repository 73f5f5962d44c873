"""Tables of articles: CSV, JSON and Parquet, as from Europarser or minet, or self-made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nkru.corpus.articles import Article, Fields, Loss, compose
from nkru.corpus.budgets import MAX_COLUMNS
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import language_of_value
from nkru.corpus.formats.json_rows import is_json, json_rows
from nkru.corpus.formats.line_lists import CONCORDANCE, is_concordance
from nkru.corpus.formats.table_cells import UNKNOWN, cell_text
from nkru.corpus.formats.table_columns import Columns, find_columns
from nkru.corpus.formats.table_dates import (
    is_month_first,
    parse_date,
    serial_date,
    stated_date,
)
from nkru.corpus.formats.table_mending import follower, mender, without_outer_quotes
from nkru.corpus.formats.table_parts import joined_rows
from nkru.corpus.formats.table_rows import Row, csv_rows, parquet_rows
from nkru.corpus.formats.table_shapes import Shape, find_shape
from nkru.errors import CorpusError
from nkru.language import table_text
from nkru.resources import read_toml

NAME = "table"
MANY_ARTICLES = BOUNDED = True
RISKY = False

_PARQUET = b"PAR1"
_HEAD = 1 << 16
# Excel cuts a cell at this many characters.
_EXCEL = 32_767
_CUT = table_text("its text has 32,767 characters, the most of a cell: Excel cut it")
_EMPTY = Loss(table_text("the row has no text and no title; fill it or delete it"))
# A separator of columns in a header; in a sentence a space follows it.
_BETWEEN = re.compile(r"[,;\t|](?=\S)")
# A table with more rows than this that cannot be read is refused, if they are half of its rows.
_FEW = 10
# A longer cell, in characters, is not a value by which articles are grouped.
_LONGEST_VALUE = 200


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is JSON, or lines in the shape of a table."""
    if data.startswith(_PARQUET):
        return True
    head = decode(data[:_HEAD]).text
    # The head of a page may be one line of styles with a thousand commas.
    is_page = head.lstrip("\ufeff \n")[:1] == "<"
    is_wide = not is_page and len(_BETWEEN.findall(head.partition("\n")[0])) > MAX_COLUMNS
    if is_wide or is_json(head.lstrip(), data):
        return True
    return find_shape(without_outer_quotes(head.lstrip("\n "))) is not None


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each row.

    Raises:
        CorpusError: the table is damaged or has no column of texts, or its rows do not fit it.
    """
    if data.startswith(_PARQUET):
        return read_rows(parquet_rows(data))
    text, encoding, damaged = decode(data)
    text = text.lstrip("\n ")
    if text.lstrip().startswith(("{", "[")):
        return read_rows(json_rows(text.lstrip()), None, encoding, damaged)
    text = without_outer_quotes(text)
    shape = find_shape(text)
    if shape is None:
        raise CorpusError(
            "a table of more than 1,000 columns, or whose rows do not fit its header; "
            "save it with the columns of the articles only"
        )
    return read_rows(_rows(text, shape), shape.columns, encoding, damaged)


def _rows(text: str, shape: Shape) -> Iterator[Row | Loss]:
    if not shape.columns.have_articles:
        raise CorpusError(
            "a table without a column of texts or titles; name one of its columns 'text'"
        )
    mend = mender(shape.separator, shape.header, shape.columns.names)
    goes_on = follower(shape.header, shape.columns.names)
    return csv_rows(text, shape.separator, shape.header, shape.first, mend, goes_on)


def read_rows(
    rows: Iterable[Row | Loss], columns: Columns | None = None, encoding: str = "", damaged: int = 0
) -> list[Article | Loss]:
    """Return the article of each row; without `columns`, they are found in the rows.

    Raises:
        CorpusError: no column holds texts, or most of the rows do not fit the table.
    """
    given = list(rows)
    records = [row for row in given if not isinstance(row, Loss)]
    if is_concordance(records):
        raise CorpusError(CONCORDANCE)
    if joined := joined_rows(records, columns):
        parts = list(_articles([*joined.rows], columns, encoding, damaged))
        return [*_with_note(parts, joined.note), *(row for row in given if isinstance(row, Loss))]
    items = list(_articles(given, columns, encoding, damaged))
    losses = [item for item in items if isinstance(item, Loss) and item is not _EMPTY]
    if len(losses) > max(_FEW, len(items) // 2):
        raise CorpusError(
            "a table most of whose rows are damaged: {reason}", reason=losses[0].reason
        )
    return items


def _with_note(items: list[Article | Loss], note: str) -> list[Article | Loss]:
    if isinstance(first := items[0], Article):
        items[0] = replace(first, note="; ".join(filter(None, (first.note, note))))
    return items


def _articles(
    rows: list[Row | Loss], given: Columns | None, encoding: str, damaged: int
) -> Iterator[Article | Loss]:
    tables: dict[tuple[str, ...], _Table] = {}
    for row in rows:
        if not isinstance(row, Loss):
            tables.setdefault(() if given else tuple(row), _Table(given)).rows.append(row)
    if len({name for names in tables for name in names}) > MAX_COLUMNS:
        for number, table in enumerate(tables.values()):
            table.leave_out_own(tell=not number)
    if tables and not any(table.columns().have_articles for table in tables.values()):
        raise CorpusError("a table without a column of texts; name one of its columns 'text'")
    for row in rows:
        if isinstance(row, Loss):
            yield row
        else:
            article = tables[() if given else tuple(row)].article(row)
            yield (
                replace(article, encoding=encoding, damaged=damaged)
                if isinstance(article, Article)
                else article
            )


class _Table:
    """The rows of a table that have the same columns, and how these are read."""

    def __init__(self, columns: Columns | None) -> None:
        self.rows: list[Row] = []
        self._columns, self._month_first = columns, False
        self._keeps_own = True
        self._told: set[str] = set()
        self._notes: list[str] = []

    def leave_out_own(self, *, tell: bool) -> None:
        """Leave out the columns that nkru has no field for: there are too many in all rows."""
        self._keeps_own = False
        if tell:
            self._notes.append(
                table_text(
                    "over {most} different columns: those without a field left out",
                    most=MAX_COLUMNS,
                )
            )

    def columns(self) -> Columns:
        """Return the columns of the fields."""
        if self._columns is None:
            self._columns = find_columns(list(self.rows[0]), self.rows)
        if not self._told:
            self._told.add("")
            date = self._columns.names.get("date")
            values = (cell_text(row.get(date)) for row in self.rows) if date else ()
            self._month_first = is_month_first(values)
        return self._columns

    def article(self, row: Row) -> Article | Loss:
        """Return the article of a row."""
        names = self.columns().names
        try:
            texts = self.columns().cells(row)
            own = {str(name): cell_text(row[name]) for name in self._own(row)}
        except RecursionError:
            return Loss(table_text("JSON nested too deeply; export it again"))
        fields: Fields = {
            name: text for name, text in texts.items() if text.casefold() not in UNKNOWN
        }
        if "language" in fields:
            fields["language"] = language_of_value(fields["language"])
        printed = fields.pop("date", "")
        iso = parse_date(printed, month_first=self._month_first) or serial_date(printed)
        fields |= stated_date(printed, iso, own)
        notes = [fields.pop("note")] if "note" in fields else []
        if {"text", "title", "standfirst"}.isdisjoint(fields):
            return _EMPTY
        paragraphs = fields.pop("text", "").split("\n")
        if "title" in fields:
            fields["title"] = " ".join(fields["title"].split())
        if "author" in fields:
            fields["author"] = ", ".join(fields["author"].split("\n"))
        if len(str(row.get(names.get("text", "")))) == _EXCEL:
            notes.append(_CUT)
        short = {name: value for name, value in own.items() if len(value) <= _LONGEST_VALUE}
        notes = [*self._guess(), *notes, *self._left_out(own.keys() - short.keys()), *self._notes]
        self._notes.clear()
        known = {name: v for name, v in short.items() if v.casefold() not in UNKNOWN}
        return replace(compose(paragraphs, **fields), own=known, note="; ".join(notes))

    def _own(self, row: Row) -> Iterator[str]:
        known = {*self.columns().names.values(), *self.columns().texts}
        numbers = read_toml("pages/fields.toml")["row_numbers"]["names"]
        return (
            name
            for name in row
            if self._keeps_own and name not in known and str(name).strip().casefold() not in numbers
        )

    def _guess(self) -> list[str]:
        note = self.columns().note()
        if "guess" in self._told or not note:
            return []
        self._told.add("guess")
        return [note]

    def _left_out(self, names: Iterable[str]) -> list[str]:
        new = sorted({*names} - self._told)
        self._told.update(new)
        return [
            table_text(
                "column {name} left out: its cells are too long to group by", name=repr(name)
            )
            for name in new
        ]
