"""Reading: the table of the articles in a folder or a file, and the table of unread files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from nkru.corpus import formats
from nkru.corpus.articles import Article, Loss, Source, article_table
from nkru.corpus.budgets import MAX_BYTES, MAX_DEPTH, Unpacking
from nkru.corpus.companions import companion_reason, is_silent, saved_folders
from nkru.corpus.formats import archives
from nkru.corpus.formats.reader_process import PROCESS
from nkru.corpus.formats.table_columns import stating
from nkru.corpus.names import own_names
from nkru.errors import CorpusError
from nkru.language import gettext, join, ngettext, table_text, using
from nkru.paths import read_regular, shown, walk

# The most reasons listed for a corpus without a readable article.
_TOLD = 5
_Unread = list[tuple[str, str]]


class File(NamedTuple):
    """A file of a corpus: its path, and its name, the printable POSIX path below the folder.

    The path may hold bytes that are not UTF-8 (see `nkru.paths`), the name may not.
    """

    path: str
    source: str


def list_files(folder: Path) -> tuple[list[File], pd.DataFrame]:
    """Return the files of a corpus, sorted by name, and the folders that could not be entered.

    README*, metadata.csv, overrides.csv, *.toml and dot files are never articles; other companions
    of articles (see `companion_reason`) are listed with the reason. Links are
    followed; a link to a folder that was entered before is listed, not entered again. A file with a
    name that an article of another file could have is listed, and read under a unique name.
    """
    if folder.is_file():
        return [File(str(folder), shown(folder.name))], unread_table([])
    return list_chosen(folder, [folder])


def list_chosen(top: Path, chosen: Iterable[Path]) -> tuple[list[File], pd.DataFrame]:
    """Return the files among and below `chosen`, named from the folder `top` around them all.

    The same files are left out as by `list_files`.
    """
    unread: _Unread = []
    start = len(top.as_posix().rstrip("/")) + 1
    walked: set[str] = set()
    for path in chosen:
        below = path.as_posix()[start:]
        if path.is_file():
            walked.add(below)
        else:
            walked.update(_below(path, below and f"{below}/", unread))
    paths = sorted(path for path in walked if not is_silent(path))
    folders = saved_folders(paths)
    companions = {path: told for path in paths if (told := companion_reason(path, folders))}
    unread += [(shown(path), told) for path, told in companions.items()]
    paths = [path for path in paths if path not in companions]
    names = list(map(shown, paths))
    files = [File(f"{top}/{path}", own) for path, own in zip(paths, own_names(names), strict=True)]
    renamed = zip(names, files, strict=True)
    unread += [_renamed(name, file.source) for name, file in renamed if name != file.source]
    return files, unread_table(unread)


def _below(folder: Path, prefix: str, unread: _Unread) -> Iterator[str]:
    """Yield the paths of the files below a folder, and note the folders that are not entered."""

    def refuse(path: str, reason: str) -> None:
        unread.append((shown(f"{prefix}{path}"), reason))

    return (f"{prefix}{path}" for path in walk(folder, refuse))


def unread_table(rows: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return the table of files that were not read: source, reason."""
    return pd.DataFrame(sorted(rows), columns=["source", "reason"], dtype="str")


def read_files(
    files: Iterable[File], columns: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles table (see `article_table`) and the unread table of these files.

    Args:
        files: the files.
        columns: the columns of tables by field, where the researcher names them.
    """
    rows: list[tuple[Source, Article]] = []
    unread: _Unread = []
    try:
        with stating(columns or {}):
            for file in files:
                with _noting_failure(file.source, unread):
                    rows.extend(_read_bytes(file.source, _content(file.path), unread))
    finally:
        PROCESS.rest()
    return article_table(rows), unread_table(unread)


def _content(path: str) -> bytes:
    try:
        return read_regular(path, MAX_BYTES)
    except ValueError as error:
        raise CorpusError(*error.args) from None


def _read_bytes(source: str, data: bytes, unread: _Unread) -> list[tuple[Source, Article]]:
    """Return the articles of a file; a file in an archive may fail without the others."""
    if archives.is_archive(data):
        return list(_read_archive(source, data, unread, Unpacking(len(data)), 1))
    return list(_read_file(source, data, unread))


def _read_file(source: str, data: bytes, unread: _Unread) -> Iterator[tuple[Source, Article]]:
    reader, items = formats.read(data, source)
    digest = hashlib.sha256(data).hexdigest()
    are_many = reader.MANY_ARTICLES or len(items) > 1
    for number, item in enumerate(items, 1):
        doc_id = f"{source}#{number}" if are_many else source
        if isinstance(item, Loss):
            unread.append((doc_id, item.reason))
        else:
            if item.note:
                unread.append((doc_id, shown(item.note)))
            yield Source(doc_id, source, reader.NAME, digest), item


def _read_archive(
    source: str, data: bytes, unread: _Unread, budget: Unpacking, depth: int
) -> Iterator[tuple[Source, Article]]:
    if depth > MAX_DEPTH:
        raise CorpusError("archives in archives in archives; unpack the outer ones")
    folders = saved_folders(archives.file_names(data))
    is_told = False
    for name, own, unpack in archives.members(data, budget):
        inside = f"{source}/{own}"
        if is_silent(name):
            with _noting_failure(inside, unread):
                unpack()
            continue
        is_told = True
        if told := companion_reason(name, folders):
            unread.append((inside, told))
            continue
        if own != name:
            unread.append(_renamed(f"{source}/{name}", inside))
        with _noting_failure(inside, unread):
            content = unpack()
            if archives.is_archive(content):
                yield from _read_archive(inside, content, unread, budget, depth + 1)
            else:
                # A list, so that a file that fails half-way yields nothing.
                yield from list(_read_file(inside, content, unread))
    if not is_told:
        raise CorpusError("an archive without an article; pack the articles again")


@contextmanager
def _noting_failure(source: str, unread: _Unread) -> Iterator[None]:
    """Add the reason why a file could not be read to `unread`, and suppress the error."""
    try:
        yield
    except CorpusError as error:
        with using("en"):
            unread.append((source, shown(str(error))))
    except OSError as error:
        reason = table_text("cannot be opened: {error}", error=error.strerror or str(error))
        unread.append((source, reason))
    except MemoryError:
        reason = table_text("it takes more memory than there is; split it into several files")
        unread.append((source, reason))
    except RecursionError:
        unread.append((source, table_text("it is nested too deeply; save or export it again")))


def _renamed(name: str, own: str) -> tuple[str, str]:
    return name, table_text(
        "another article may have this name; read as {name}, rename it", name=repr(own)
    )


def empty_corpus_error(folder: Path, unread: pd.DataFrame, files: int) -> CorpusError:
    """Return the error of a corpus without a readable article."""
    # Reasons that differ in their remedy only count together.
    causes = unread["reason"].groupby(unread["reason"].str.split(";").str[0], sort=False)
    reasons = causes.agg(["size", "first"]).sort_values("size", ascending=False, kind="stable")
    told: list[str] = [
        gettext("{count}: {reason:cell}", count=size, reason=reason)
        for size, reason in reasons.head(_TOLD).itertuples(index=False)
    ]
    where = shown(str(folder))
    if not files:
        return CorpusError(
            "no readable article in {where} (no file); put articles there", where=where
        )
    if len(reasons) > _TOLD:
        told.append(gettext("and other reasons"))
    counts = ngettext("{n} file", "{n} files", files)
    return CorpusError(
        "no readable article in {where} ({counts}; {reasons}); put articles there",
        where=where,
        counts=counts,
        reasons=join(*told, by=", "),
    )
