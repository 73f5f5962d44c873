"""The store: a corpus as Parquet tables, each read when it is first needed.

A store holds `store.json`, which names the current tables of the whole, and `parts/`, folders of
some hundred articles or more. Nothing that `store.json` leads to is ever written again: what
changes goes into new files, and `store.json` is replaced last. So a crash at any moment leaves the
store as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.parquet import read_arrow, read_table, write_table
from nkru.corpus.part_tables import ParquetParts
from nkru.errors import StoreError

STATE_FILE = "store.json"
# The layout of the tables; a store of another layout is made again.
_FORMAT = 2
_LAZY = ("articles", "lines", "sentences")
_TYPES = {
    "files": {"source": "str", "size": "int64", "mtime": "int64", "ctime": "int64"},
    "index": {
        "doc_id": "str",
        "file": "str",
        "part": "str",
        "corrections": "str",
        "counted": "bool",
    },
    "documents": {"doc_id": "str"},
    "repeated": {"key": "uint64", "articles": "int64"},
    "unread": {"source": "str", "reason": "str", "file": "str"},
}


@dataclass(frozen=True)
class State:
    """The tables of a whole corpus, beside those of its parts.

    Attributes:
        files: one row per file or folder looked at: source, size, mtime, ctime (ns).
        index: one row per article, by doc_id: doc_id, file, part, corrections (digest of its rows
            in metadata.csv and overrides.csv), counted (whether it has a sentence).
        documents: as `Corpus.documents`, in the order of `index`.
        repeated: lines that occur in several articles: key, articles.
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
        return cls(
            **{
                name: pd.DataFrame(columns=list(types)).astype(types)
                for name, types in _TYPES.items()
            }
        )

    @classmethod
    def read(cls, store: Path) -> State:
        """Return the state that `store.json` names."""
        number, _ = read_state_file(store)
        return cls(**{name: read_table(store / f"{name}-{number}.parquet") for name in _TYPES})

    def write(self, store: Path, number: int, build: str) -> None:
        """Write the tables, then make them the current ones."""
        for name in _TYPES:
            write_table(getattr(self, name), store / f"{name}-{number}.parquet")
        write_state_file(store, number, build)


def is_store(folder: Path) -> bool:
    """Return whether a folder is a store made by `nkru prepare`, finished or not."""
    return (folder / STATE_FILE).is_file()


def write_state_file(store: Path, number: int, build: str) -> None:
    """Write the number of the current state (0 before the first) and the build that wrote it."""
    draft = store / f".{STATE_FILE}"
    about = {"format": _FORMAT, "number": number, "build": build}
    draft.write_text(json.dumps(about) + "\n", encoding="utf-8")
    draft.replace(store / STATE_FILE)


def read_state_file(store: Path) -> tuple[int, str]:
    """Return the number of the current state of a store, and the digest of the build that wrote it.

    Raises:
        StoreError: `store.json` is damaged, or of another version of nkru, or the store unfinished.
    """
    again = f"run `nkru prepare CORPUS --out {store}` again"
    try:
        about = json.loads((store / STATE_FILE).read_text(encoding="utf-8"))
        version, number, build = about.get("format"), int(about["number"]), str(about["build"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(f"{store / STATE_FILE} is damaged; {again}") from None
    if version != _FORMAT:
        raise StoreError(f"{store} was made by another version of nkru; {again}")
    if number < 1:
        raise StoreError(f"{store} is unfinished; {again}")
    return number, build


class StoredCorpus(Corpus):
    """A corpus in a store: each table is read when it is first asked for."""

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
        self.__dict__[name] = table = self._rows(name)
        return table

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """One row per token: doc_id, sent_no, token_no, start, end, token, norm, lemma, kind."""
        return self._rows("tokens")

    def _rows(self, name: str) -> pd.DataFrame:
        return ParquetParts(self.store).rows(self.state.index, name)

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
            path = self.store / "parts" / part / "articles.parquet"
            table = read_arrow(path, ["doc_id", "raw"])
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
    def is_partitioned(self) -> bool:
        """Whether analyses take `parts()` one after the other; a single part is read once."""
        return bool(self.state.index["part"].nunique() > 1)

    @property
    def counted(self) -> int:
        """The number of articles that have a sentence to be counted."""
        return int(self.state.index["counted"].sum())
