"""Renames: two folders change places in one step, and no move overwrites anything."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from pathlib import Path

_HERE = -100  # AT_FDCWD of renameat2(2)
_NO_REPLACE, _EXCHANGE = 1, 2
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_OWNER_MAY = stat.S_IRUSR | stat.S_IWUSR | stat.S_IXUSR


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically; return False if the system cannot."""
    return _rename(first, second, _EXCHANGE)


def move(path: Path, target: Path) -> None:
    """Move a file, folder or link, which is not opened, within one disk.

    Raises:
        FileExistsError: something has the path `target`.
        OSError: it cannot be moved.
    """
    try:
        _move(path, target)
    except PermissionError:
        # A folder takes a new parent only if its owner may write into it.
        rights = path.lstat().st_mode
        if not stat.S_ISDIR(rights) or rights & _OWNER_MAY == _OWNER_MAY:
            raise
        path.chmod(stat.S_IMODE(rights) | _OWNER_MAY)
        _move(path, target)
        target.chmod(stat.S_IMODE(rights))


def _move(path: Path, target: Path) -> None:
    if _rename(path, target, _NO_REPLACE):
        return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    path.rename(target)


def _rename(first: Path, second: Path, flag: int) -> bool:
    """Call renameat2(2); return False if the system or the disk does not have it."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    renameat2 = getattr(library, "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_HERE, os.fsencode(first), _HERE, os.fsencode(second), flag) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(second))
