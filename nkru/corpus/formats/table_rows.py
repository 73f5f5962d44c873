"""Rows of tables: CSV and Parquet of anything, one row after the other.

A row that cannot be read is a `Loss`; the rows after it are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from nkru.corpus.articles import Loss
from nkru.corpus.budgets import MAX_COLUMNS, MAX_PAGE, check_amounts
from nkru.errors import CorpusError
from nkru.language import table_text

Row = Mapping[str, Any]
Mend = Callable[[list[str]], list[str] | None]
GoesOn = Callable[[list[str]], bool]
# Rows of Parquet unpacked at a time: a few bytes may unpack to 64 long texts.
_BATCH = 64


def csv_rows(
    text: str, separator: str, header: Sequence[str], first: int, mend: Mend, goes_on: GoesOn
) -> Iterator[Row | Loss]:
    """Yield the rows of a table from line `first`; of two columns of one name the first counts.

    A row may lack fields at its end, or have further empty ones. If a field opens with a quote that
    no field's end closes, the quote is a character of the text: the row is its first line, so that
    it swallows no other row. `goes_on` tells whether a row is a further line of the text that ends
    the row above. `mend` takes a row with too many fields, and returns it with the parts
    of a text joined, or None if that is possible in several ways.

    Raises:
        CorpusError: there are more than 1,000 columns.
    """
    lines = text.split("\n")
    with _long_fields():
        _check_columns(header)
        width = len(header)
        for fields in _whole(_records(lines, separator, width, first), width, goes_on):
            if not fields:
                told = table_text(
                    "a field of more than {most} MB; keep one article in a row", most=MAX_PAGE >> 20
                )
                yield Loss(told)
            elif len(fields) > width:
                yield _mended(fields, header, mend)
            elif any(field.strip() for field in fields):
                yield dict(reversed([*zip(header, fields, strict=False)]))


def _whole(records: Iterator[list[str]], width: int, goes_on: GoesOn) -> Iterator[list[str]]:
    """Yield the rows; lines below a row that continue its last text are joined to it."""
    above: list[str] | None = None
    for fields in records:
        if above and len(above) == width and goes_on(fields):
            above = [*above[:-1], f"{above[-1]}\n{fields[0]}"]
            continue
        if above is not None:
            yield above
        above = fields
    if above is not None:
        yield above


def _mended(fields: list[str], header: Sequence[str], mend: Mend) -> Row | Loss:
    if mended := mend(fields):
        return dict(reversed([*zip(header, mended, strict=True)]))
    reason = table_text(
        "the row has {fields} fields, the header {columns}; check its separators and quotes",
        fields=len(fields),
        columns=len(header),
    )
    return Loss(reason)


def _records(lines: Sequence[str], separator: str, width: int, place: int) -> Iterator[list[str]]:
    """Yield the fields of each row from line `place`, without empty ones beyond `width`.

    A row with a field that is too long is yielded without fields.
    """
    while place < len(lines):
        reader = csv.reader(_following(lines, place), delimiter=separator, strict=True)
        read = 0
        try:
            for row in reader:
                fields = _trimmed(row, width)
                if len(fields) > width and reader.line_num - read > 1:
                    break
                if fields:
                    yield fields
                read = reader.line_num
            else:
                return
        except csv.Error:
            pass
        place += read
        is_whole = reader.line_num - read < 2
        yield _trimmed(_odd_record(lines[place], separator, is_whole), width)
        place += 1


def _odd_record(line: str, separator: str, is_whole: bool) -> list[str]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if is_whole else csv.QUOTE_NONE
    try:
        return next(csv.reader([line], delimiter=separator, quoting=quoting))
    except csv.Error:
        return []


def _following(lines: Sequence[str], place: int) -> Iterator[str]:
    return (f"{lines[number]}\n" for number in range(place, len(lines)))


def _trimmed(fields: list[str], width: int) -> list[str]:
    while len(fields) > width and not fields[-1].strip():
        fields.pop()
    return fields


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a field of a CSV file be as long as an article may be."""
    before = csv.field_size_limit(MAX_PAGE)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def parquet_rows(data: bytes) -> Iterator[Row]:
    """Yield the rows of a Parquet file, without nested columns other than lists of words.

    Raises:
        CorpusError: the file is damaged, has more than 1,000 columns, or more rows or text than its
            size can hold.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        names = file.schema_arrow.names
        _check_columns(names)
        check_amounts(file.metadata.num_rows, 0, len(data))
        text = 0
        for batch in file.iter_batches(_BATCH, columns=_flat(file.schema_arrow), use_threads=False):
            for row in batch.to_pylist():
                text += sum(len(value) for value in row.values() if isinstance(value, str))
                check_amounts(0, text, len(data))
                yield row
    except MemoryError:
        raise
    except (pa.ArrowException, LookupError, OSError, OverflowError, TypeError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), "cut short")
        raise CorpusError("a damaged table ({reason}); save it again", reason=reason) from None


def _flat(schema: Any) -> list[str]:
    """Return the names of the columns of words, of numbers, and of lists of words."""
    import pyarrow as pa

    def is_flat(kind: Any) -> bool:
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            return bool(pa.types.is_string(kind.value_type))
        return not pa.types.is_nested(kind)

    return list(dict.fromkeys(field.name for field in schema if is_flat(field.type)))


def _check_columns(names: Sequence[object]) -> None:
    if len(names) > MAX_COLUMNS:
        raise CorpusError(
            "a table of more than {most} columns; keep those of articles", most=MAX_COLUMNS
        )
