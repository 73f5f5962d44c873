"""The state of a store: the tables of the whole corpus, and the file that names them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.corpus.parquet import read_table, write_table
from nkru.errors import StoreError
from nkru.language import gettext

STATE_FILE = "store.json"
# The layout of the tables; a store of another layout is made again.
_FORMAT = 3
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
    again = gettext("run `nkru prepare CORPUS --out {store}` again", store=store)
    try:
        about = json.loads((store / STATE_FILE).read_text(encoding="utf-8"))
        version, number, build = about.get("format"), int(about["number"]), str(about["build"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(
            "{file} is damaged; {again}", file=store / STATE_FILE, again=again
        ) from None
    if version != _FORMAT:
        raise StoreError(
            "{store} was made by another version of nkru; {again}", store=store, again=again
        )
    if number < 1:
        raise StoreError("{store} is unfinished; {again}", store=store, again=again)
    return number, build
