"""Updates of a store: what has changed since its last state, and what of it can be deleted."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import pandas as pd

from nkru.corpus.corrections import Corrections
from nkru.corpus.reading import File
from nkru.corpus.store import State, is_store, read_state_file
from nkru.errors import CorpusError
from nkru.paths import PACKAGE

# Libraries that decide what a table holds.
_LIBRARIES = ["Babel", "datasketch", "lxml", "pandas", "python-docx"] + [
    "simplemma",
    "striprtf",
    "trafilatura",
]
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
    """Return a digest of the rows of metadata.csv and overrides.csv about each article they name."""
    tables = [corrections.metadata, corrections.overrides]
    if tables[0] is not None:
        tables[0] = tables[0].reset_index()
    rows: dict[str, list[str]] = {}
    for row in (row for table in tables if table is not None for row in table.to_dict("records")):
        rows.setdefault(row["doc_id"], []).append(repr(row))
    return {
        doc_id: hashlib.sha256("\n".join(stated).encode()).hexdigest()
        for doc_id, stated in rows.items()
    }


def last_state(store: Path) -> tuple[int, State]:
    """Return the number of the store's next state, and the state to start from.

    That is the empty state where the store is new, or was written by another build.
    """
    if not is_store(store):
        return 1, State.empty()
    try:
        number, digest = read_state_file(store)
    except CorpusError:
        return _next_number(store), State.empty()
    if digest != build_digest():
        return number + 1, State.empty()
    state = State.read(store)
    _sweep(store, number, set(state.index["part"]))
    return number + 1, state


def _next_number(store: Path) -> int:
    numbers = (path.stem.rpartition("-")[2] for path in store.glob("*-*.parquet"))
    return 1 + max((int(number) for number in numbers if number.isdigit()), default=0)


def _sweep(store: Path, number: int, parts: set[str]) -> None:
    """Delete what the current state does not name: what it replaced, and what a crash has left.

    This is done before an update, not after it, so that a corpus that is open while the store
    changes can still be read.
    """
    for path in store.iterdir():
        if path.suffix == ".parquet" and not path.stem.endswith(f"-{number}"):
            path.unlink()
    for path in (store / "parts").iterdir():
        if path.name not in parts:
            shutil.rmtree(path)
