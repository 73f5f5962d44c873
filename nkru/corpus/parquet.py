"""Tables in Parquet: written whole or not at all, read as they were written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nkru.errors import StoreError


def write_table(table: pd.DataFrame | pa.Table, path: Path) -> None:
    """Write a table whole or not at all."""
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    if not isinstance(table, pa.Table):
        table = pa.Table.from_pandas(table, preserve_index=False)
    types = [_stored_type(field.type) for field in table.schema]
    columns = list(zip(table.column_names, types, strict=True))
    schema = pa.schema(columns, metadata=table.schema.metadata)
    # List columns hold unique hashes, so dictionary encoding would not help. Statistics, which
    # nothing reads, take half of the time of writing tokens.
    coded = [field.name for field in schema if not pa.types.is_list(field.type)]
    pq.write_table(
        table.cast(schema),
        draft,
        use_dictionary=coded,
        write_statistics=False,
        write_page_checksum=True,
    )
    draft.replace(path)


def _stored_type(given: pa.DataType) -> pa.DataType:
    """Return one type for a column, whether a part fills it or leaves it empty."""
    if pa.types.is_dictionary(given):
        # The categories of all parts together may need a wider index than those of one.
        values = given.value_type
        return pa.dictionary(pa.int32(), pa.large_string() if pa.types.is_null(values) else values)
    return pa.large_string() if pa.types.is_null(given) else given


def read_arrow(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Return the Arrow table of a Parquet file that `write_table` wrote.

    Raises:
        StoreError: the file is missing or damaged.
    """
    with _opened(path) as file:
        return file.read(columns)


def check_file(path: Path) -> None:
    """Check that a Parquet file is there and was written to its end.

    Raises:
        StoreError: it is missing, empty or cut off.
    """
    with _opened(path):
        pass


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    # On a small file, pq.read_table takes twice as long.
    with damage_reported(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield file


@contextmanager
def damage_reported(path: Path) -> Iterator[None]:
    """Raise `StoreError` for whatever a missing or damaged table makes Arrow raise."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise StoreError(
            "{path} is missing or damaged; prepare the store again, or run the report with --force",
            path=path,
        ) from error


def read_table(path: Path) -> pd.DataFrame:
    """Return a table as it was written.

    Raises:
        StoreError: the file is missing or damaged.
    """
    with damage_reported(path):
        return to_pandas([read_arrow(path)])


def to_pandas(tables: list[pa.Table]) -> pd.DataFrame:
    """Return the rows of all tables; categories are those in use, sorted. Empties the list.

    Memory is given back column by column: a table of 50 M tokens is never in memory twice.
    """
    joined = pa.concat_tables(tables).unify_dictionaries()
    tables.clear()
    table: pd.DataFrame = joined.to_pandas(split_blocks=True, self_destruct=True)
    del joined
    for name in table.select_dtypes("category"):
        table[name] = _sort_categories(table[name].array)
    return table


def _sort_categories(column: pd.Categorical) -> pd.Categorical:
    """Return a column with the categories that it uses, sorted."""
    # Faster than `remove_unused_categories`, which sorts the codes.
    used = pd.unique(column.codes)
    return column.set_categories(column.categories[used[used >= 0]].sort_values())
