"""The store: a corpus in Parquet, part by part, and the corpus that is read from it as it is needed.

A store holds `store.json`, which names the current tables of the whole, and `parts/`, folders of
some hundred articles or more. Nothing that `store.json` leads to is ever written again: what
changes goes into new files, and `store.json` is replaced last. So a crash at any moment leaves the
store as it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nkru.corpus.corpus import Corpus
from nkru.corpus.scheduling import by_doc_id
from nkru.errors import CorpusError

STATE = "store.json"
# Parquet has no dictionaries of numbers: roles that a format states are written as JSON.
_ROLES = "stated_roles"
_LAZY = ("articles", "lines", "sentences")


@dataclass(frozen=True)
class State:
    """The tables of a whole store.

    Attributes:
        files: one row per file or folder looked at: source, size, changed (contents, ns), touched
            (or rights, ns).
        index: one row per article, by doc_id: doc_id, file, part, given (what metadata.csv and
            overrides.csv say of it), counted (whether it has a sentence).
        documents: as `Corpus.documents`, in the order of `index`.
        repeated: the numbers of the whole corpus that the roles of lines depend on: key, articles.
        unread: source, reason, file (missing where no file is meant).
    """

    files: pd.DataFrame
    index: pd.DataFrame
    documents: pd.DataFrame
    repeated: pd.DataFrame
    unread: pd.DataFrame

    @classmethod
    def empty(cls) -> State:
        """Return the state of a store that holds nothing."""
        columns = {
            "files": {"source": "str", "size": "int64", "changed": "int64", "touched": "int64"},
            "index": {
                "doc_id": "str",
                "file": "str",
                "part": "str",
                "given": "str",
                "counted": "bool",
            },
            "documents": {"doc_id": "str"},
            "repeated": {"key": "uint64", "articles": "int64"},
            "unread": {"source": "str", "reason": "str", "file": "str"},
        }
        return cls(
            **{
                name: pd.DataFrame(columns=list(types)).astype(types)
                for name, types in columns.items()
            }
        )

    @classmethod
    def read(cls, store: Path) -> State:
        """Return the state that `store.json` names."""
        number, _ = stated(store)
        return cls(
            **{
                item.name: read_table(store / f"{item.name}-{number}.parquet")
                for item in fields(cls)
            }
        )

    def write(self, store: Path, number: int, maker: str) -> None:
        """Write the tables, then make them the current ones."""
        for item in fields(self):
            write_table(getattr(self, item.name), store / f"{item.name}-{number}.parquet")
        draft = store / f".{STATE}"
        draft.write_text(json.dumps({"number": number, "maker": maker}) + "\n", encoding="utf-8")
        draft.replace(store / STATE)


def stated(store: Path) -> tuple[int, str]:
    """Return the number of the current state of a store, and the digest of what made it.

    Raises:
        CorpusError: `store.json` is damaged.
    """
    try:
        state = json.loads((store / STATE).read_text(encoding="utf-8"))
        return int(state["number"]), str(state["maker"])
    except (ValueError, KeyError, TypeError):
        raise CorpusError(
            f"{store / STATE} is damaged; delete it and prepare the store again"
        ) from None


def write_table(table: pd.DataFrame | pa.Table, path: Path) -> None:
    """Write a table whole or not at all."""
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    if isinstance(table, pd.DataFrame) and _ROLES in table:
        table = table.assign(
            **{_ROLES: [json.dumps(list(roles.items())) for roles in table[_ROLES]]}
        )
    written = (
        table if isinstance(table, pa.Table) else pa.Table.from_pandas(table, preserve_index=False)
    )
    types = [_type(field) for field in written.schema]
    wide = pa.schema(
        list(zip(written.column_names, types, strict=True)), metadata=written.schema.metadata
    )
    # Statistics, for which nothing here asks, are half of the time of writing tokens. No number of
    # a list comes twice.
    coded = [field.name for field in wide if not pa.types.is_list(field.type)]
    pq.write_table(written.cast(wide), draft, use_dictionary=coded, write_statistics=False)
    draft.replace(path)


def _type(field: pa.Field) -> pa.DataType:
    # An empty column does not tell what it is of.
    if pa.types.is_dictionary(field.type):
        # The categories of all parts together may need a wider index than those of one.
        of = field.type.value_type
        return pa.dictionary(pa.int32(), pa.large_string() if pa.types.is_null(of) else of)
    if pa.types.is_null(field.type):
        return pa.large_string()
    return field.type


def read_table(path: Path) -> pd.DataFrame:
    """Return a table as it was written."""
    return _framed([pq.ParquetFile(path).read()])


def stored_parts(store: Path, index: pd.DataFrame, name: str) -> Iterator[pa.Table]:
    """Yield the rows of the articles of `index` in the table `name` of each of their parts."""
    for part, doc_ids in index.groupby("part", sort=True)["doc_id"]:
        # For a file so small, pq.read_table takes twice as long.
        table = pq.ParquetFile(store / "parts" / str(part) / f"{name}.parquet").read()
        mine = pc.is_in(table["doc_id"], pa.array(doc_ids, pa.large_string()))
        yield table if pc.all(mine).as_py() else table.filter(mine)


def read_parts(store: Path, index: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of the articles of `index` in the tables `name` of their parts, by doc_id."""
    tables = list(stored_parts(store, index, name))
    if not tables:
        some = min((store / "parts").glob(f"*/{name}.parquet"))
        tables.append(pq.read_schema(some).empty_table())
    return by_doc_id(_framed(tables))


def _framed(tables: list[pa.Table]) -> pd.DataFrame:
    """Return the rows of `tables` in one, with the categories that they have, in the order of their names.

    The tables are given up column by column: a table of 50 M tokens is never in memory twice.
    """
    joined = pa.concat_tables(tables).unify_dictionaries()
    tables.clear()
    table: pd.DataFrame = joined.to_pandas(split_blocks=True, self_destruct=True)
    del joined
    for name in table.select_dtypes("category"):
        table[name] = _in_order(table[name].array)
    if _ROLES in table:
        table[_ROLES] = pd.Series(
            [dict(json.loads(roles)) for roles in table[_ROLES]], dtype="object"
        )
    return table


def _in_order(column: pd.Categorical) -> pd.Categorical:
    """Return a column with the categories that it uses, sorted."""
    names = column.categories.tolist()
    used = np.flatnonzero(np.bincount(column.codes[column.codes >= 0], minlength=len(names)))
    kept = sorted(used.tolist(), key=names.__getitem__)
    if kept == list(range(len(names))):
        return column
    place = np.full(len(names) + 1, -1, dtype=column.codes.dtype)
    place[kept] = np.arange(len(kept))
    # The last place is that of −1: no value.
    return pd.Categorical.from_codes(
        place[column.codes], pd.Index([names[code] for code in kept], dtype="str")
    )


class StoredCorpus(Corpus):
    """A corpus in a store: a table is read when it is asked for, and of `parts()` only what one part needs."""

    def __init__(
        self, store: Path, state: State, *, choices: tuple[str, ...] = (), total: int | None = None
    ) -> None:
        self.store, self.state = store, state
        self.documents, self.unread = state.documents, state.unread[["source", "reason"]]
        self._choices, self._total = choices, len(state.documents) if total is None else total

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read a table when it is first asked for."""
        if name not in _LAZY:
            raise AttributeError(f"a corpus has no attribute {name!r}")
        self.__dict__[name] = table = read_parts(self.store, self.state.index, name)
        return table

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """One row per kept token: doc_id, sent_no, token_no, start, end, token, norm, lemma, kind."""
        return read_parts(self.store, self.state.index, "tokens")

    def raw(self, doc_id: str) -> str:
        """Return the text of an article as read, furniture included.

        Raises:
            KeyError: no article has this doc_id.
        """
        return self._texts(self._part_of[doc_id])[doc_id]

    @cached_property
    def _texts(self) -> Callable[[str], dict[str, str]]:
        """The texts of a part as read, by doc_id; the last few parts asked for are kept."""

        @lru_cache(maxsize=4)
        def texts(part: str) -> dict[str, str]:
            table = pq.read_table(
                self.store / "parts" / part / "articles.parquet", columns=["doc_id", "raw"]
            )
            return dict(zip(table["doc_id"].to_pylist(), table["raw"].to_pylist(), strict=True))

        return texts

    @cached_property
    def _part_of(self) -> dict[str, str]:
        return dict(zip(self.state.index["doc_id"], self.state.index["part"], strict=True))

    def _rows_of_parts(self) -> list[list[int]]:
        return [rows.index.tolist() for _, rows in self.state.index.groupby("part", sort=True)]

    def _restricted(self, rows: list[int], choices: tuple[str, ...]) -> Corpus:
        tables = (self.state.index, self.state.documents)
        index, documents = (table.iloc[rows].reset_index(drop=True) for table in tables)
        # A part goes to another process without the tables of the whole that only `prepare` needs.
        files, repeated = self.state.files.iloc[:0], self.state.repeated.iloc[:0]
        state = replace(
            self.state, files=files, index=index, documents=documents, repeated=repeated
        )
        return StoredCorpus(self.store, state, choices=choices, total=self._total)

    @property
    def in_parts(self) -> bool:
        """Whether analyses should take `parts()` one after the other; a single part is read once for all of them."""
        return bool(self.state.index["part"].nunique() > 1)

    @property
    def counted(self) -> int:
        """The number of articles that have a sentence to be counted."""
        return int(self.state.index["counted"].sum())
