"""Publication: the lock of an output folder, and the exchange of the old report for the new one.

A run prepares its report in a work folder beside the output (`.NAME.work`), on the same disk. The
two folders then change places in one step, so that the output holds a whole report at every moment.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nkru.errors import LockedError, ParameterError
from nkru.paths import lock
from nkru.report.runs.manifest import NAME

# Prefix of a run's temporary settings folder.
SETTINGS_PREFIX = "settings."
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def work_folder(out: Path) -> Path:
    """Return the work folder of an output folder."""
    return out.parent / f".{out.name}.work"


@contextmanager
def lock_output(out: Path) -> Iterator[Path]:
    """Lock the output folder for one run and yield its work folder.

    Raises:
        LockedError: another run has the lock.
        ParameterError: the folder cannot hold a report, or cannot be written.
    """
    _check_folder(out)
    work = work_folder(out)
    busy = LockedError(f"another run is writing {out}: wait for it to end")
    try:
        work.mkdir(parents=True, exist_ok=True)
        locked = lock(work / "lock", busy)
    except OSError as error:
        raise ParameterError(
            f"cannot write beside {out} ({error.strerror}): choose another --out"
        ) from error
    with locked:
        _recover(out, work)
        yield work


def _check_folder(out: Path) -> None:
    if out.is_mount():
        raise ParameterError(
            f"{out} is a mount point and cannot be replaced: choose a folder in it"
        )
    if out.exists() and not out.is_dir():
        raise ParameterError(f"{out} is a file: choose a folder for --out")
    if out.is_dir() and not (out / NAME).exists() and any(out.iterdir()):
        raise ParameterError(f"{out} is not empty and holds no report: choose another --out")
    if out.is_dir() and not os.access(out, os.W_OK):
        raise ParameterError(f"{out} cannot be written: change its rights, or choose another --out")


def publish(site: Path, out: Path) -> None:
    """Replace the folder `out` by `site`: in one step if the system can exchange two folders."""
    if not out.exists():
        site.rename(out)
    elif _exchange(site, out):
        shutil.rmtree(site)
    else:
        previous = site.with_name("previous")
        out.rename(previous)
        site.rename(out)
        shutil.rmtree(previous)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically; return False if the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(second))


def _recover(out: Path, work: Path) -> None:
    """Restore a report that a killed run was replacing in two steps, and delete its leftovers."""
    previous = work / "previous"
    if previous.is_dir() and not out.exists():
        previous.rename(out)
    for leftover in (previous, work / "site", *work.glob(f"{SETTINGS_PREFIX}*")):
        shutil.rmtree(leftover, ignore_errors=True)
