"""The tables of a corpus's parts: kept in memory, or as Parquet files of a store.

Both kinds have `write`, `table`, `arrow_tables` and `rows`. `only` selects the tables that a
process needs, and `take` adds the tables it made; files need neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkru.corpus.parallel import run
from nkru.corpus.parquet import (
    check_file,
    damage_reported,
    read_arrow,
    read_table,
    to_pandas,
    write_table,
)
from nkru.corpus.parts import by_doc_id, join

TABLES = ("articles", "numbers", "documents", "lines", "sentences", "shingles", "tokens")
Content = TypeVar("Content")
Result = TypeVar("Result")


class MemoryParts:
    """The tables of parts, in memory. All articles of a part are in the index of the corpus."""

    keeps_tokens = False

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], Any] = {}

    def write(self, part: str, name: str, table: pd.DataFrame | pa.Table) -> None:
        """Keep a table of a part."""
        self._tables[part, name] = table

    def table(self, part: str, name: str) -> pd.DataFrame:
        """Return a table of a part."""
        table: pd.DataFrame = self._tables[part, name]
        return table

    def arrow_tables(self, index: pd.DataFrame, name: str) -> Iterator[pa.Table]:
        """Yield an Arrow table of each part of these articles."""
        return (self._tables[part, name] for part in sorted(set(index["part"])))

    def rows(self, index: pd.DataFrame, name: str) -> pd.DataFrame:
        """Return the rows of these articles in the tables `name` of their parts, by doc_id."""
        return join([self._tables[part, name] for part in sorted(set(index["part"]))])

    def only(self, part: str) -> MemoryParts:
        """Return the tables of one part, empty if it has no tables yet."""
        chosen = MemoryParts()
        chosen._tables = {key: table for key, table in self._tables.items() if key[0] == part}
        return chosen

    def take(self, made: MemoryParts) -> None:
        """Add the tables that another process has made."""
        self._tables |= made._tables


class ParquetParts:
    """The tables of parts as files of a store: parts/PART/NAME.parquet."""

    keeps_tokens = True

    def __init__(self, store: Path) -> None:
        self.folder = store / "parts"

    def write(self, part: str, name: str, table: pd.DataFrame | pa.Table) -> None:
        """Write a table of a part."""
        (self.folder / part).mkdir(exist_ok=True)
        write_table(table, self._path(part, name))

    def table(self, part: str, name: str) -> pd.DataFrame:
        """Return a table of a part."""
        return read_table(self._path(part, name))

    def arrow_tables(self, index: pd.DataFrame, name: str) -> Iterator[pa.Table]:
        """Yield the rows of these articles in the table `name` of each of their parts."""
        for part, doc_ids in index.groupby("part", sort=True)["doc_id"]:
            table = read_arrow(self._path(str(part), name))
            mine = pc.is_in(table["doc_id"], pa.array(doc_ids, pa.large_string()))
            yield table if pc.all(mine).as_py() else table.filter(mine)

    def rows(self, index: pd.DataFrame, name: str) -> pd.DataFrame:
        """Return the rows of these articles in the tables `name` of their parts, by doc_id."""
        tables = list(self.arrow_tables(index, name))
        if not tables:
            some = min(self.folder.glob(f"*/{name}.parquet"))
            tables.append(read_arrow(some).slice(0, 0))
        with damage_reported(self.folder):
            return by_doc_id(to_pandas(tables))

    def check(self, index: pd.DataFrame) -> None:
        """Check that each table of the parts of these articles is there and was written to its end.

        Raises:
            StoreError: one is missing, empty or cut off.
        """
        for part in sorted(set(index["part"])):
            for name in TABLES:
                check_file(self._path(part, name))

    def only(self, part: str) -> ParquetParts:
        """Return these files, which every process sees."""
        return self

    def take(self, made: ParquetParts) -> None:
        """Do nothing: another process has written its tables to the store."""

    def _path(self, part: str, name: str) -> Path:
        return self.folder / part / f"{name}.parquet"


Parts = MemoryParts | ParquetParts
Step = Callable[[Any, str, Content], Result]


def run_on(
    parts: Parts,
    step: Step[Content, Result],
    tasks: Sequence[tuple[str, Content]],
    jobs: int | None,
) -> list[Result]:
    """Return step(parts, part, content) for every task (part, content), run in parallel."""
    calls = [(parts.only(part), part, content) for part, content in tasks]
    done = run(partial(_call, step), calls, jobs=jobs)
    for made, _ in done:
        parts.take(made)
    return [result for _, result in done]


def _call(step: Step[Content, Result], call: tuple[Any, str, Content]) -> tuple[Any, Result]:
    parts, part, content = call
    return parts, step(parts, part, content)
