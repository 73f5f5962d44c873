"""Paths: the root of a study, the meaning of a relative path, the files of a folder, and a lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import filelock

from nkru.errors import CorpusError

PACKAGE = Path(__file__).parent
# A folder with one of these is the root of a study, or of a checkout of nkru.
_LANDMARKS = ("pyproject.toml", "notebooks")


def find_root(start: Path | None = None) -> Path:
    """Return the nearest parent that holds pyproject.toml or notebooks/, else the folder itself."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / landmark).exists() for landmark in _LANDMARKS):
            return folder
    return here


def resolve(path: str | Path) -> Path:
    """Return the absolute form of a path.

    A relative path starts at the root of the study; it starts at the working folder if it exists
    there only. So the same path means the same file in JupyterLab, in papermill and on the command
    line.
    """
    path = Path(path).expanduser()
    at_root, here = find_root() / path, Path.cwd() / path
    return (here if here.exists() and not at_root.exists() else at_root).resolve()


def find_corpus(source: str | Path) -> Path:
    """Return the absolute path of a corpus.

    Raises:
        CorpusError: there is no file or folder at this path.
    """
    path = resolve(source)
    if not path.exists():
        raise CorpusError(
            f"no folder or file {source} (looked for {path}); give the path of a folder of articles"
        )
    return path


def walk(folder: Path, refuse: Callable[[str, str], None] | None = None) -> Iterator[str]:
    """Yield the POSIX path below `folder` of each of its files, unsorted.

    Dot files and dot folders are skipped. Links are followed, but a folder is entered once only.

    Args:
        folder: the folder to walk.
        refuse: called with path and reason for each folder that is not entered.
    """
    refuse = refuse or (lambda path, reason: None)
    start = len(folder.as_posix().rstrip("/")) + 1

    def denied(error: OSError) -> None:
        refuse(error.filename[start:], f"cannot be opened: {error.strerror}")

    entered = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(str(folder), followlinks=True, onerror=denied):
        # Names are joined as text: creating a Path for each takes five times as long.
        prefix = f"{parent[start:]}/" if len(parent) > start else ""
        for name in sorted(folders):
            real = os.path.realpath(f"{parent}/{name}")
            if name.startswith(".") or real in entered:
                folders.remove(name)
                if not name.startswith("."):
                    refuse(f"{prefix}{name}", "links to a folder already read")
            entered.add(real)
        yield from (f"{prefix}{name}" for name in names if not name.startswith("."))


def make_private(folder: Path, source: Path) -> None:
    """Make a folder for what is made of `source`: for its owner, never more readable than `source`.

    A folder that exists keeps its rights, but for those that `source` does not give.
    """
    if folder.exists():
        rights = folder.stat().st_mode
        folder.chmod(rights & (source.stat().st_mode | 0o700) & 0o777)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)


def lock(path: Path, busy: Exception) -> AbstractContextManager[object]:
    """Lock the file `path` and return a context that releases it.

    The system releases the lock of a process that dies.

    Raises:
        Exception: `busy`, if another process has the lock.
    """
    try:
        return filelock.FileLock(path, blocking=False).acquire()
    except filelock.Timeout:
        raise busy from None
