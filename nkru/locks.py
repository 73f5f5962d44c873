"""Locks: one process at a time writes a folder."""

from __future__ import annotations

import errno
from contextlib import AbstractContextManager
from pathlib import Path

import filelock

# Errors of a disk that cannot lock files: some network disks, and some in user space.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}


def lock(path: Path, busy: Exception) -> AbstractContextManager[object]:
    """Lock the file `path` and return a context that releases it.

    The system releases the lock of a process that dies. On a disk that cannot lock files, a file
    `path`.held names the process; once that process has ended, the next one may take over.

    Raises:
        Exception: `busy`, if another process has the lock.
    """
    try:
        return filelock.FileLock(path, blocking=False, fallback_to_soft=False).acquire()
    except filelock.Timeout:
        raise busy from None
    except NotImplementedError:
        return _lock_by_file(path, busy)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        return _lock_by_file(path, busy)


def _lock_by_file(path: Path, busy: Exception) -> AbstractContextManager[object]:
    held = path.with_name(f"{path.name}.held")
    try:
        return filelock.SoftFileLock(held, blocking=False).acquire()
    except filelock.Timeout:
        raise busy from None
