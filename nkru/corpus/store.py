"""The store: a corpus as Parquet tables, each read when it is first needed.

A store holds `store.json`, which names the current tables of the whole, and `parts/`, folders of
some hundred articles or more. Nothing that `store.json` leads to is ever written again: what
changes goes into new files, and `store.json` is replaced last. So a crash at any moment leaves the
store as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.parquet import read_arrow
from nkru.corpus.part_tables import ParquetParts
from nkru.corpus.state import State

_LAZY = ("articles", "lines", "sentences")


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
        return self._tagged[0]

    @cached_property
    def tags(self) -> pd.Categorical[Any]:
        """The part of speech that each token has in its sentence."""
        return self._tagged[1]

    @cached_property
    def _tagged(self) -> tuple[pd.DataFrame, pd.Categorical[Any]]:
        table = self._rows("tokens")
        tags: pd.Categorical[Any] = table.pop("pos").array
        return table, tags

    def _rows(self, name: str) -> pd.DataFrame:
        return ParquetParts(self.store).rows(self.state.index, name)

    def raw(self, doc_id: str) -> str:
        """Return the text of an article as read, furniture included.

        Raises:
            ParameterError: no article has this doc_id.
        """
        self._require(doc_id)
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
