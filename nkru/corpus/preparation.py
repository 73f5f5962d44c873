"""Preparation: bringing a store up to date by reading only what is new or changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from nkru import resources
from nkru.corpus.building import Given, describe, is_store, no_article, resolve, strangers
from nkru.corpus.copies import group_stories, signature_table
from nkru.corpus.documents import COLUMNS
from nkru.corpus.lines.repetition import keys_of, line_numbers, repeated_among
from nkru.corpus.metadata import apply_metadata
from nkru.corpus.overrides import apply_overrides
from nkru.corpus.reading import File, list_files, read_files
from nkru.corpus.scheduling import BATCH, LARGEST, batches, by_doc_id, in_parts, run
from nkru.corpus.store import State, read_parts, read_table, stated, stored_parts, write_table
from nkru.corpus.tables import token_table
from nkru.errors import CorpusError

_STAMP = ["source", "size", "changed", "touched"]
# Libraries that decide what a table holds.
_LIBRARIES = [
    "Babel",
    "datasketch",
    "lxml",
    "pandas",
    "python-docx",
    "simplemma",
    "striprtf",
    "trafilatura",
]
# Roles ask whether a line stands in one, two or more articles: a higher count changes nothing.
_MANY = 3
# Articles whose shingles are held in memory, in 0.3 GB.
_AT_ONCE = 65_536


def prepare(
    source: str | Path, out: str | Path, *, jobs: int = 1, scheduler: Any = None
) -> dict[str, int]:
    """Read a corpus into the store `out`, or bring that store up to date.

    Only new and changed files are read; what a deleted file held disappears. Articles whose roles
    of lines depend on what has changed elsewhere are done again. The store is the one made from
    scratch, row for row.

    Args:
        source: a folder, file or archive, as for `nkru.read_corpus`.
        out: the folder of the store.
        jobs: processes on this machine.
        scheduler: the address of a Dask scheduler or a `distributed.Client`; its workers must see
            both folders.

    Returns:
        How many files were read, articles done (new or again), and articles the store holds: read,
        done, articles.

    Raises:
        CorpusError: as for `nkru.read_corpus`; or `out` holds other things, or another process is
            preparing it.
    """
    folder, store = resolve(source), Path(out)
    if (
        store.exists()
        and not is_store(store)
        and not (store / "parts").is_dir()
        and any(store.iterdir())
    ):
        raise CorpusError(f"{out} holds other files; give a new folder for the store")
    (store / "parts").mkdir(parents=True, exist_ok=True)
    with _held(store):
        update = _Update(folder, store, partial(run, jobs=jobs, scheduler=scheduler))
        if update.needed:
            update.state().write(store, update.number, maker())
    done = int(update.index["part"].isin(update.parts).sum())
    return {"read": len(update.fresh), "done": done, "articles": len(update.index)}


@cache
def maker() -> str:
    """Return a digest of the rules, data and libraries that make tables: what others have made is made anew."""
    home = resources.FOLDER.parent
    rules = (
        path for room in ("tokens", "corpus", "resources") for path in (home / room).rglob("*")
    )
    digest = hashlib.sha256(repr([metadata.version(name) for name in _LIBRARIES]).encode())
    for path in sorted(
        path for path in rules if path.is_file() and "__pycache__" not in path.parts
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _Update:
    """One run: what is known of the files, and the index of articles as it grows."""

    def __init__(self, folder: Path, store: Path, work: Callable[..., list[Any]]) -> None:
        self.folder, self.store, self.work = folder, store, work
        self.number, self.before = _before(store)
        self.files, self.closed = list_files(folder)
        # What stands beside the articles gives work too when it changes.
        beside = [
            File(f"{folder}/{name}", name)
            for name in ("metadata.csv", "overrides.csv", *self.closed["source"])
        ]
        stamps = [_stamp(file) for file in (*self.files, *beside)]
        self.given = Given.read(folder)
        self.stamps = pd.DataFrame(stamps, columns=_STAMP)
        self.needed = not self.stamps.equals(self.before.files)
        old = set(zip(*(self.before.files[name].tolist() for name in _STAMP), strict=True))
        self.fresh = [
            file for file, stamp in zip(self.files, stamps, strict=False) if stamp not in old
        ]
        gone = {source for source, *_ in old.difference(stamps)}
        self.index = self.before.index[~self.before.index["file"].isin(gone)]
        self.unread = self.before.unread[
            self.before.unread["file"].notna() & ~self.before.unread["file"].isin(gone)
        ]
        self.parts: list[str] = []

    def state(self) -> State:
        """Do the work and return the new state."""
        read = self._make(_read_part, batches(self.fresh))
        self.index = pd.concat([self.index, *(index for index, _ in read)], ignore_index=True)
        self.parts += sorted(
            {part for index, _ in read for part in index["part"]}.difference(self.parts)
        )
        self.unread = pd.concat([self.unread, *(unread for _, unread in read)], ignore_index=True)
        if self.index.empty:
            raise no_article(self.folder, self.unread, len(self.files))
        repeated = self._find_repeated()
        path = self.store / f"repeated-{self.number}.parquet"
        write_table(repeated, path)
        made = sorted(set(self.parts).intersection(self.index["part"]))
        self.work(partial(_describe_part, self.store, path, self.given), made)
        stories = group_stories(self._shingles())
        documents, _ = apply_metadata(
            read_parts(self.store, self.index, "documents"), self.given.metadata
        )
        story = documents["doc_id"].map(stories).astype("str")
        index = self.index.assign(counted=self.index["doc_id"].isin(stories.index))
        return State(
            files=self.stamps,
            index=by_doc_id(index),
            documents=documents.assign(story_id=story.fillna(documents["doc_id"])),
            repeated=repeated,
            unread=self._unread(),
        )

    def _shingles(self) -> Callable[[], Iterable[pa.Table]]:
        """Return what reads the tables that copies are told by; where they are few, they are read once."""
        read = partial(stored_parts, self.store, self.index, "shingles")
        if len(self.index) > _AT_ONCE:
            return read
        tables = list(read())
        return lambda: tables

    def _make(self, action: Callable[..., Any], contents: Sequence[Any]) -> list[Any]:
        """Make new parts of `contents`."""
        names = [
            f"{self.number:06}-{place:06}" for place, _ in enumerate(contents, len(self.parts))
        ]
        self.parts += names
        return self.work(partial(action, self.store), list(zip(names, contents, strict=True)))

    def _find_repeated(self) -> pd.DataFrame:
        """Count the lines that stand in several articles, and put the articles where that changes things anew."""
        numbers = read_parts(self.store, self.index, "numbers")
        repeated = repeated_among(numbers)
        repeated["articles"] = repeated["articles"].clip(upper=_MANY)
        changed = pd.concat([self.before.repeated, repeated]).drop_duplicates(keep=False)["key"]
        other = numbers.loc[numbers["key"].isin(changed), "doc_id"].unique().tolist()
        given = self.index["doc_id"].map(_digests(self.given)).astype("str").fillna("")
        outdated = (self.index["given"] != given) | self.index["doc_id"].isin(other)
        self.index = self.index.assign(given=given)
        again = self.index[outdated & ~self.index["part"].isin(self.parts)]
        if len(again) and self.parts:
            # Two short parts take longer than one: what is done again goes together with the last
            # that was read.
            last = self.index[self.index["part"] == self.parts[-1]]
            again = pd.concat([again, last]) if len(last) < BATCH // 2 else again
        copies = self._make(_copy_part, in_parts(again))
        self.index = pd.concat([self.index.drop(again.index), *copies], ignore_index=True)
        return repeated

    def _unread(self) -> pd.DataFrame:
        rows = [self.unread, self.closed, strangers(self.index["doc_id"], self.given)]
        if self.given.overrides is not None:
            theirs = self.index[self.index["doc_id"].isin(self.given.overrides["doc_id"])]
            lines = read_parts(self.store, theirs, "lines")
            rows.append(apply_overrides(lines, self.given.of(theirs["doc_id"]).overrides)[1])
        return pd.concat(rows).sort_values(["source", "reason"], ignore_index=True)


def _before(store: Path) -> tuple[int, State]:
    """Return the number of the next state, and the state to go on from: none where others have made it."""
    number, made_by = stated(store) if is_store(store) else (0, "")
    if made_by != maker():
        return number + 1, State.empty()
    state = State.read(store)
    _sweep(store, number, set(state.index["part"]))
    return number + 1, state


def _sweep(store: Path, number: int, parts: set[str]) -> None:
    """Delete what the current state does not name: what it replaced, and what a crash has left.

    This is done before a run, not after it, so that a corpus that is open while the store changes
    can still be read.
    """
    for path in store.iterdir():
        if path.suffix == ".parquet" and not path.stem.endswith(f"-{number}"):
            path.unlink()
    for path in (store / "parts").iterdir():
        if path.name not in parts:
            shutil.rmtree(path)


def _stamp(file: File) -> tuple[str, int, int, int]:
    """Return what tells a file from what it was. No program can set the second time: rsync, cp -p and unzip set one."""
    try:
        stat = os.stat(file.path)  # noqa: PTH116  # no Path: it takes twice as long
    except OSError:  # a link that leads nowhere: reading tells
        return file.source, -1, -1, -1
    return file.source, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _digests(given: Given) -> dict[str, str]:
    """Return for each article that metadata.csv or overrides.csv names a digest of its rows."""
    tables = (
        given.metadata if given.metadata is None else given.metadata.reset_index(),
        given.overrides,
    )
    rows: dict[str, list[str]] = {}
    for row in (row for table in tables if table is not None for row in table.to_dict("records")):
        rows.setdefault(row["doc_id"], []).append(repr(row))
    return {
        doc_id: hashlib.sha256("\n".join(told).encode()).hexdigest()
        for doc_id, told in rows.items()
    }


def _read_part(store: Path, task: tuple[str, Sequence[File]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the files of a new part, or more where exports hold many articles; return the index, and the unread."""
    name, files = task
    read, unread = read_files(files)
    file_of = partial(_file_of, names={file.source for file in files})
    unread["file"] = list(map(file_of, unread["source"]))
    index = read[["doc_id"]].assign(
        file=list(map(file_of, read["source"])), part=name, given="", counted=False
    )
    for number, articles in enumerate(in_parts(read, LARGEST)):
        part = f"{name}.{number}" if number else name
        index.loc[articles.index, "part"] = part
        _write_articles(store / "parts" / part, articles.reset_index(drop=True))
    return index, unread


def _write_articles(folder: Path, articles: pd.DataFrame) -> None:
    """Write the articles of a part, and the numbers of their lines."""
    folder.mkdir(exist_ok=True)
    write_table(articles, folder / "articles.parquet")
    numbers = line_numbers(articles)
    names = dict(
        zip(keys_of(articles["doc_id"]).tolist(), articles["doc_id"].tolist(), strict=True)
    )
    numbers["doc_id"] = numbers["doc"].map(names).astype("category")
    write_table(numbers, folder / "numbers.parquet")


def _file_of(source: str, names: set[str]) -> str:
    """Return the file that holds `source`, itself or an archive above it."""
    while source not in names:
        source = source.rpartition("/")[0]
    return source


def _copy_part(store: Path, task: tuple[str, pd.DataFrame]) -> pd.DataFrame:
    """Put articles that are to be done again into a new part; return its rows of the index."""
    part, index = task
    folder = store / "parts" / part
    folder.mkdir(exist_ok=True)
    for name in ("articles", "numbers"):
        write_table(read_parts(store, index, name), folder / f"{name}.parquet")
    return index.assign(part=part)


def _describe_part(store: Path, repeated: Path, given: Given, part: str) -> None:
    """Write what follows from each article of a part and from the table `repeated`."""
    folder = store / "parts" / part
    articles = read_table(folder / "articles.parquet")
    documents, lines, sentences, _ = describe(articles, repeated=read_table(repeated), given=given)
    tables = {
        "documents": documents[COLUMNS],
        "lines": lines,
        "sentences": sentences,
        "tokens": token_table(sentences),
        "shingles": signature_table(sentences),
    }
    for name, table in tables.items():
        write_table(table, folder / f"{name}.parquet")


@contextmanager
def _held(store: Path) -> Iterator[None]:
    """Hold the store against another process that would prepare it; a crash lets go of it."""
    import fcntl

    with (store / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CorpusError(
                f"another process is preparing {store}; wait until it has ended"
            ) from None
        yield
