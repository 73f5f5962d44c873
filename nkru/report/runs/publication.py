"""Publication: the exchange of the old report for the new one, at any moment whole.

A run prepares its report in the work folder beside the output (see `workplace`), on the same disk.
The two folders then change places in one step, and the old one is settled (see `settlement`). What
is done in the work folder, in this order:

    site/          under construction; the next run deletes it
    exchange.X/    the finished site, then the report that it replaced; the next run settles it
    previous/      the last report, while a system that cannot exchange folders renames both; the
                   next run puts it back
    manifest.json  a copy of that of the report published last: it marks the output as nkru's
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nkru.errors import ParameterError, RunError
from nkru.language import deferred, gettext
from nkru.report.runs.manifest import NAME, read_manifest
from nkru.report.runs.renames import exchange
from nkru.report.runs.settlement import settle

_FILES_BACK = deferred(
    "a run was stopped while it replaced {folder}: your files were put back there"
)
_REPORT_BACK = deferred(
    "a run was stopped while it replaced {folder}: the report was put back there"
)
SITE, STANDBY, PREVIOUS = "site", "exchange.", "previous"
Tell = Callable[[str], None]


def check_output(out: Path, work: Path) -> None:
    """Check that a folder can hold a report: it is new, empty, or nkru's.

    Raises:
        ParameterError: it is not so.
    """
    if out.is_mount():
        raise ParameterError(
            "{out} is a mount point and cannot be replaced: choose a folder in it", out=out
        )
    if out.exists() and not out.is_dir():
        raise ParameterError("{out} is a file: choose a folder for --out", out=out)
    if not out.is_dir():
        return
    if not os.access(out, os.W_OK | os.R_OK):
        raise ParameterError(
            "{out} cannot be written: change its rights, or choose another --out", out=out
        )
    if any(out.iterdir()) and not read_manifest(out) and not read_manifest(work):
        raise ParameterError(
            "{out} is not empty and holds no report: choose another --out", out=out
        )


def find_published(out: Path, work: Path, tell: Tell) -> dict[str, Any] | None:
    """Return the manifest of the report in `out`; of a damaged one, that of its publication."""
    manifest = read_manifest(out)
    if manifest or not out.is_dir() or not any(out.iterdir()):
        return manifest
    file = str(out / NAME)
    tell(gettext("{file} is damaged or missing: the report is made anew", file=file))
    return read_manifest(work)


def recover(out: Path, work: Path, tell: Tell) -> None:
    """Finish the publication of a run that was stopped."""
    if out.exists() and (work / PREVIOUS).is_dir():
        (work / PREVIOUS).rename(_new_standby(work))
    for folder in [*work.glob(PREVIOUS), *sorted(work.glob(f"{STANDBY}*"))]:
        if out.exists():
            if _settle(folder, out, work, tell):
                tell(gettext(_FILES_BACK, folder=str(out)))
        elif any(folder.iterdir()):
            folder.rename(out)
            tell(gettext(_REPORT_BACK, folder=str(out)))
        else:
            folder.rmdir()
    mark(out, work)


def _new_standby(work: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=STANDBY, dir=work))


def publish(site: Path, out: Path, tell: Tell) -> None:
    """Replace the folder `out` by `site`; what others put into it stays.

    Raises:
        RunError: it cannot be replaced; the message says where the last report is.
    """
    work = site.parent
    if not out.exists():
        site.rename(out)
    else:
        _take_rights(site, out)
        standby = _new_standby(work)
        site.rename(standby)
        if not exchange(standby, out):
            _replace(standby, out, work / PREVIOUS)
        _settle(standby, out, work, tell)
    mark(out, work)


def mark(out: Path, work: Path) -> None:
    """Keep a copy of the manifest of `out`, by which a damaged report is known as nkru's."""
    if read_manifest(out):
        draft = work / f".{NAME}"
        shutil.copyfile(out / NAME, draft)
        draft.replace(work / NAME)


def _settle(old: Path, out: Path, work: Path, tell: Tell) -> int:
    marker: Mapping[str, Any] = read_manifest(work) or {"files": {}}
    settlement = settle(old, out, marker["files"])
    for sentence in settlement.sentences():
        tell(sentence)
    return settlement.returned


def _take_rights(site: Path, out: Path) -> None:
    """Give the new folder the rights of the one that it replaces."""
    found = out.stat()
    with suppress(OSError):  # a group that the user does not belong to
        os.chown(site, -1, found.st_gid)
    with suppress(OSError):  # a disk that keeps no rights
        site.chmod(stat.S_IMODE(found.st_mode))


def _replace(standby: Path, out: Path, previous: Path) -> None:
    """Exchange two folders in three steps; a run that is stopped in between is recovered."""
    out.rename(previous)
    try:
        standby.rename(out)
    except OSError as error:
        _put_back(previous, out, error)
    previous.rename(standby)


def _put_back(previous: Path, out: Path, error: OSError) -> None:
    try:
        previous.rename(out)
        place = gettext("the last report stands")
    except OSError:
        place = gettext(
            "the last report lies in {folder}, and the next run puts it back", folder=str(previous)
        )
    raise RunError(
        "cannot publish {out} ({reason:cell}): {place}", out=out, reason=error.strerror, place=place
    ) from error
