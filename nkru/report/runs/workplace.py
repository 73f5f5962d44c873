"""The workplace of a run: a private folder beside its output, and the lock of the output.

The folder `.NAME.work` holds whole articles, in a store and in unfinished chapters. So only its
owner can read it, and a folder that another user planted under this name is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nkru.errors import LockedError, ParameterError
from nkru.locks import lock
from nkru.report.runs.publication import PREVIOUS, SITE, STANDBY, Tell, check_output, recover
from nkru.rights import make_private, require_own

# The store; that of a public run, which is deleted with it; chapters that are finished; the prefix
# of a run's temporary settings.
STORE, PUBLIC_STORE, CHAPTERS, SETTINGS = "store", "store.public", "chapters", "settings."


def work_folder(out: Path) -> Path:
    """Return the work folder of an output folder."""
    return out.parent / f".{out.name}.work"


@contextmanager
def lock_output(out: Path, tell: Tell = lambda sentence: None) -> Iterator[Path]:
    """Lock the output folder for one run and yield its work folder.

    Remains of a stopped run are put back or deleted.

    Args:
        out: the output folder.
        tell: receives a sentence for each thing put back or deleted.

    Raises:
        LockedError: another run has the lock.
        ParameterError: the folder cannot hold a report, cannot be written, or is another user's.
    """
    work = work_folder(out)
    busy = LockedError("another run is writing {out}: wait for it to end", out=out)
    try:
        _check_owner(out, work)
        check_output(out, work)
        make_private(work)
        locked = lock(work / "lock", busy)
    except OSError as error:
        raise ParameterError(
            "cannot write beside {out} ({reason:cell}): choose another --out",
            out=out,
            reason=error.strerror,
        ) from error
    with locked:
        recover(out, work, tell)
        _sweep(work)
        yield work


def _check_owner(out: Path, work: Path) -> None:
    """Check that no other user has planted one of the folders of a run."""
    if out.is_dir() and any(out.iterdir()):
        require_own(out, shared=True)
    if not work.is_dir() and not work.is_symlink():
        return
    require_own(work)
    for folder in sorted(work.iterdir()):
        if folder.is_dir() or folder.is_symlink():
            is_report = folder.name in {SITE, PREVIOUS} or folder.name.startswith(STANDBY)
            require_own(folder, shared=is_report)


def _sweep(work: Path) -> None:
    """Delete what runs that were stopped have left."""
    for leftover in (work / SITE, work / PUBLIC_STORE, *work.glob(f"{SETTINGS}*")):
        shutil.rmtree(leftover, ignore_errors=True)
