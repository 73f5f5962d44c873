"""Rights: folders for their owner only, which no other user has planted or can change."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from nkru.errors import ParameterError
from nkru.paths import absolute, resolve

_PRIVATE = 0o700
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SPECIAL = stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX


def _user() -> int:
    """Return the number of this user; 0 on a system without user numbers, as `st_uid` there is."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def make_private(folder: Path, source: Path | None = None) -> None:
    """Make a folder for its owner, or take the rights of others from one that exists.

    Args:
        folder: the folder; the folders above it are made too.
        source: the origin of the content; an existing folder keeps the rights that this one gives.

    Raises:
        ParameterError: it is not a folder, belongs to another user, or others could write into it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=_PRIVATE)
    except FileExistsError:
        kept = _PRIVATE | (source.stat().st_mode if source else 0)
        # Nobody has put anything into an empty folder, so that others may have written into it.
        require_own(folder, shared=_is_empty(folder))
        _restrict(folder, kept)


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False


def _restrict(folder: Path, kept: int) -> None:
    rights = stat.S_IMODE(folder.stat().st_mode)
    if rights & ~(kept | _SPECIAL):
        with suppress(PermissionError):  # a disk that keeps no rights
            folder.chmod(rights & (kept | _SPECIAL))


def require_own(folder: Path, *, shared: bool = False) -> None:
    """Check that a folder is this user's, and not a link.

    Args:
        folder: the folder, which exists.
        shared: whether others may write into it.

    Raises:
        ParameterError: it is not so; the message says what to do.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise ParameterError(
            "{folder} is a link or a file where nkru makes a folder: delete it, or choose another "
            "folder with --out",
            folder=folder,
        )
    if _is_fit(found, folder, shared):
        return
    if found.st_uid != _user():
        raise ParameterError(
            "{folder} belongs to another user: ask them to delete it, or choose another folder "
            "with --out",
            folder=folder,
        )
    raise ParameterError(
        "{folder} can be written by other users: look what is in it, and `chmod go-w` it, or "
        "choose another folder with --out",
        folder=folder,
    )


def _is_fit(found: os.stat_result, folder: Path, shared: bool) -> bool:
    """Return whether a folder is safe, or lies on a disk that keeps no rights (exFAT, SMB)."""
    is_own = found.st_uid == _user()
    if is_own and (shared or not found.st_mode & _OTHERS_WRITE):
        return True
    try:
        with tempfile.TemporaryDirectory(prefix=".nkru.", dir=folder.parent) as name:
            probe = Path(name).stat()
    except OSError:
        return False
    return probe.st_uid != _user() or bool(probe.st_mode & _OTHERS_WRITE)


def resolve_output(path: str | Path) -> Path:
    """Return the absolute path of a file or folder to write (see `nkru.paths.resolve`).

    Raises:
        ParameterError: it leads through a link that another user made.
    """
    resolved, given = resolve(path), absolute(path)
    for place in (given, *given.parents):
        if place.is_symlink() and place.lstat().st_uid not in {0, _user()}:
            raise ParameterError(
                "{place} is a link that another user made: choose another folder with --out",
                place=place,
            )
    return resolved
