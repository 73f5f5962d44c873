"""Paths: where a study begins, which file is meant, which files a folder holds, and who holds a lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

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
    """Return the absolute path that is meant.

    A relative path begins at the root of the study, or in the working folder where only that one
    exists. So one path means the same file from JupyterLab, papermill and the command line.
    """
    given = Path(path).expanduser()
    at_root, here = find_root() / given, Path.cwd() / given
    return (here if here.exists() and not at_root.exists() else at_root).resolve()


def walk(folder: Path, refuse: Callable[[str, str], None] | None = None) -> Iterator[str]:
    """Yield the POSIX path below `folder` of each of its files, unsorted.

    Dot files and dot folders are passed over. Links are followed, but a folder is entered once.

    Args:
        folder: the folder to walk.
        refuse: called with path and reason for each folder that is not entered.
    """
    refuse = refuse or (lambda path, reason: None)
    start = len(folder.as_posix().rstrip("/")) + 1

    def denied(error: OSError) -> None:
        refuse(error.filename[start:], f"cannot be opened: {error.strerror}")

    entered = {os.path.realpath(folder)}
    for place, folders, names in os.walk(str(folder), followlinks=True, onerror=denied):
        # Names are joined as text: a Path for each takes five times as long.
        below = f"{place[start:]}/" if len(place) > start else ""
        for name in sorted(folders):
            real = os.path.realpath(f"{place}/{name}")
            if name.startswith(".") or real in entered:
                folders.remove(name)
                if not name.startswith("."):
                    refuse(f"{below}{name}", "links to a folder already read")
            entered.add(real)
        yield from (f"{below}{name}" for name in names if not name.startswith("."))


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


def lock(path: Path, busy: Exception) -> filelock.BaseFileLock:
    """Return the lock file `path`, acquired; use it as a context. It is released when a process dies.

    Raises:
        Exception: `busy`, where another process holds the lock.
    """
    held = filelock.FileLock(path, blocking=False)
    try:
        held.acquire()
    except filelock.Timeout:
        raise busy from None
    return held
