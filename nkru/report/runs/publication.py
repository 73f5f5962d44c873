"""Publication: one run at a time, in a folder beside the output, which then takes its place in one step."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nkru.errors import LockedError, ParameterError
from nkru.report.runs.manifest import NAME

# What the name of a folder of settings begins with, which a run puts into its work folder.
SETTINGS = "settings."
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def work_folder(out: Path) -> Path:
    """Return the folder, beside the output and on its disk, where a run prepares what it will publish."""
    return out.parent / f".{out.name}.work"


@contextmanager
def hold(out: Path) -> Iterator[Path]:
    """Hold the output folder for one run, and give its work folder; the lock goes with the process.

    Raises:
        LockedError: another run holds it.
        ParameterError: it cannot be a report's folder, or cannot be written.
    """
    _check_folder(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = work_folder(out)
        work.mkdir(exist_ok=True)
        stream = (work / "lock").open("w")
    except OSError as error:
        raise ParameterError(
            f"cannot write beside {out} ({error.strerror}): choose another --out"
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"another run holds {out}: wait for it to end") from error
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
    """Put `site` in the place of `out` in one step, so that there is a whole report at every moment."""
    if not out.exists():
        site.rename(out)
        return
    if not _exchange(site, out):
        previous = site.with_name("previous")
        out.rename(previous)
        site.rename(out)
        shutil.rmtree(previous)
    else:
        shutil.rmtree(site)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _recover(out: Path, work: Path) -> None:
    """Put back the report that a run was replacing in two steps when it was killed, and delete what else it left."""
    previous = work / "previous"
    if previous.is_dir() and not out.exists():
        previous.rename(out)
    for leftover in (previous, work / "site", *work.glob(f"{SETTINGS}*")):
        shutil.rmtree(leftover, ignore_errors=True)
