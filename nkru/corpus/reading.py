"""Reading: the table of the articles in a folder or a file, and the table of unread files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from nkru.corpus import formats
from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.formats import archives
from nkru.errors import CorpusError
from nkru.paths import walk

# The largest exports, of thousands of articles, are smaller.
MAX_BYTES = 1 << 30
_ACCOMPANYING = {"metadata.csv", "overrides.csv"}
# Levels of archives in an archive: reading one that holds itself would never end.
_DEPTH = 2


class File(NamedTuple):
    """A file of a corpus: its path, and its POSIX path below the corpus folder."""

    path: str
    source: str


def list_files(folder: Path) -> tuple[list[File], pd.DataFrame]:
    """Return the files of a corpus, sorted by name, and the folders that could not be entered.

    README*, metadata.csv, overrides.csv, *.toml and dot files are never articles. Links are
    followed; a link to a folder that was entered before is listed, not entered again.
    """
    if folder.is_file():
        return [File(str(folder), folder.name)], unread_table([])
    unread: list[tuple[str, str]] = []
    names = sorted(walk(folder, lambda path, reason: unread.append((path, reason))))
    files = [File(f"{folder}/{name}", name) for name in names if _may_be_article(name)]
    return files, unread_table(unread)


def unread_table(rows: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return the table of files that were not read: source, reason."""
    return pd.DataFrame(sorted(rows), columns=["source", "reason"], dtype="str")


def read_files(files: Iterable[File]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles table (see `article_table`) and the unread table of these files."""
    rows: list[tuple[Source, Article]] = []
    unread: list[tuple[str, str]] = []
    for file in files:
        with _noting_failure(file.source, unread):
            path = Path(file.path)
            if path.stat().st_size > MAX_BYTES:
                limit = f"{MAX_BYTES >> 20} MB"
                raise CorpusError(f"the file is larger than {limit}; split it into several files")
            rows.extend(_read_bytes(file.source, path.read_bytes(), unread))
    return article_table(rows), unread_table(unread)


def _read_bytes(
    source: str, data: bytes, unread: list[tuple[str, str]], depth: int = 0
) -> Iterator[tuple[Source, Article]]:
    """Yield the articles of a file; a file in an archive may fail without the others."""
    if not archives.is_archive(data):
        reader, articles = formats.read(data, source)
        digest = hashlib.sha256(data).hexdigest()
        for number, article in enumerate(articles, 1):
            doc_id = f"{source}#{number}" if reader.MANY_ARTICLES else source
            yield Source(doc_id, source, reader.NAME, digest), article
        return
    if depth == _DEPTH:
        raise CorpusError("archives in archives in archives; unpack the outer ones")
    for name, unpack in archives.members(data):
        inside = f"{source}/{name}"
        with _noting_failure(inside, unread):
            content = unpack()
            if _may_be_article(name):
                yield from _read_bytes(inside, content, unread, depth + 1)


@contextmanager
def _noting_failure(source: str, unread: list[tuple[str, str]]) -> Iterator[None]:
    """Add the reason why a file could not be read to `unread`, and suppress the error."""
    try:
        yield
    except CorpusError as error:
        unread.append((source, str(error)))
    except OSError as error:
        unread.append((source, f"cannot be opened: {error.strerror or error}"))


def _may_be_article(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return not (name.startswith((".", "README")) or name in _ACCOMPANYING or name.endswith(".toml"))
