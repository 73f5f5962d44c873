"""Updates of a store: its last state, the changes since then, and the tables no longer needed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

import pandas as pd

from nkru.corpus.corrections import Corrections
from nkru.corpus.part_tables import ParquetParts
from nkru.corpus.reading import File
from nkru.corpus.state import State, read_state_file
from nkru.errors import StoreError
from nkru.paths import PACKAGE

# Libraries with versions that may change a table.
_LIBRARIES = [
    *("Babel", "datasketch", "lxml", "pandas", "python-docx", "simplemma", "striprtf"),
    "trafilatura",
]
# Names of the files and folders that nkru makes in a store.
_TABLE = re.compile(r"(?:files|index|documents|repeated|unread)-(\d+)\.parquet")
_PART = re.compile(r"\d{6}-\d{6}(\.\d+)?")
FILE_COLUMNS = ["source", "size", "mtime", "ctime"]


def stamp_files(files: Sequence[File]) -> pd.DataFrame:
    """Return path, size, mtime and ctime of files: source, size, mtime, ctime (ns).

    ctime is needed because rsync, cp -p and unzip restore mtime.
    """
    return pd.DataFrame([_stamp(file) for file in files], columns=FILE_COLUMNS)


def _stamp(file: File) -> tuple[str, int, int, int]:
    try:
        stat = os.stat(file.path)  # noqa: PTH116  # a Path takes twice as long
    except OSError:  # a broken link: reading reports it
        return file.source, -1, -1, -1
    return file.source, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


@cache
def build_digest() -> str:
    """Return a hash of the code, resources and library versions that make tables.

    A store written under another hash is rebuilt.
    """
    rules = (
        path for room in ("tokens", "corpus", "resources") for path in (PACKAGE / room).rglob("*")
    )
    digest = hashlib.sha256(repr([metadata.version(name) for name in _LIBRARIES]).encode())
    for path in sorted(
        path for path in rules if path.is_file() and "__pycache__" not in path.parts
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def correction_digests(corrections: Corrections) -> dict[str, str]:
    """Return for each corrected article a digest of its rows in metadata.csv and overrides.csv."""
    tables = [corrections.metadata, corrections.overrides]
    if tables[0] is not None:
        tables[0] = tables[0].reset_index()
    rows: dict[str, list[str]] = {}
    for file, table in zip(corrections.files, tables, strict=True):
        for row in [] if table is None else table.to_dict("records"):
            rows.setdefault(row["doc_id"], []).append(f"{file} {row!r}")
    return {
        doc_id: hashlib.sha256("\n".join(stated).encode()).hexdigest()
        for doc_id, stated in rows.items()
    }


def is_damaged(store: Path) -> bool:
    """Return whether a store cannot be brought up to date because it is damaged or unfinished."""
    try:
        if read_state_file(store)[1] == build_digest():
            ParquetParts(store).check(State.read(store).index)
    except StoreError:
        return True
    return False


def last_state(store: Path) -> tuple[int, State]:
    """Return the number of the store's next state, and the state to start from.

    That is the empty state where the store is new, damaged, or written by another build: then all
    is made anew.
    """
    number = 1 + max(_numbers(store), default=0)
    try:
        current, build = read_state_file(store)
        if build != build_digest():
            return number, State.empty()
        state = State.read(store)
        ParquetParts(store).check(state.index)
    except StoreError:
        return number, State.empty()
    _sweep(store, current, set(state.index["part"]))
    return number, state


def _numbers(store: Path) -> Iterator[int]:
    return (int(match[1]) for path in store.iterdir() if (match := _TABLE.fullmatch(path.name)))


def _sweep(store: Path, current: int, parts: set[str]) -> None:
    """Delete the tables that the current state replaced, and those that a crash left.

    Files that nkru did not make stay. This is done before an update, not after it, so that a corpus
    that is open while the store changes can still be read.
    """
    for path in store.iterdir():
        if (match := _TABLE.fullmatch(path.name)) and int(match[1]) != current:
            path.unlink()
    for folder in (store / "parts").iterdir():
        if _PART.fullmatch(folder.name) and folder.name not in parts and not folder.is_symlink():
            for path in folder.glob("*.parquet"):
                path.unlink()
            with suppress(OSError):  # a file of somebody else is in it
                folder.rmdir()
