"""Finished chapters: each in a folder of its own, with the record of how it was made.

A chapter is written into a temporary folder, which is renamed to the name of its notebook once the
notebook has run without error. So a folder with such a name is a whole chapter, and a run that was
killed can be resumed. The file `record.json` in it holds its fingerprint, parameters, files and
seconds; a chapter with a damaged record or file is made anew.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nkru.errors import RunError
from nkru.paths import shown
from nkru.report.runs.manifest import NAME as MANIFEST
from nkru.report.runs.manifest import hash_files, is_made, is_regular
from nkru.report.runs.plans import Plan, Task
from nkru.report.runs.settlement import EDITED
from nkru.rights import make_private

RECORD = "record.json"
_FIELDS = {"fingerprint", "parameters", "files", "seconds"}
# Errors of a disk without hard links.
_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def keep_chapters(
    plan: Plan, ready: Path, last: Mapping[str, Any] | None, altered: Iterable[str] = ()
) -> None:
    """Fill the folder `ready` with the chapters that need not run again.

    They come from a run that was killed, or from the last report.

    Args:
        plan: the plan of the run.
        ready: the folder.
        last: the manifest of the last report.
        altered: files of that report that were altered since: their chapters are not kept.
    """
    make_private(ready)
    for folder in ready.iterdir():
        task = plan.tasks.get(folder.name)
        if task is None or not _is_whole(folder, task.fingerprint):
            shutil.rmtree(folder)
    for name, record in (last["chapters"] if last else {}).items():
        intact = not set(altered) & set(record["files"])
        if intact and _can_be_kept(plan, name, record, last) and not (ready / name).exists():
            _copy_chapter(plan.out, ready, name, record)


def _is_whole(folder: Path, fingerprint: str) -> bool:
    """Return whether a folder holds the chapter with this fingerprint, as it was written."""
    record = read_record(folder)
    if not record or record["fingerprint"] != fingerprint:
        return False
    return all(is_made(folder, name, digest) for name, digest in record["files"].items())


def _copy_chapter(report: Path, ready: Path, name: str, record: Mapping[str, Any]) -> None:
    """Copy a chapter, so that an edit of the report's file does not change the chapter."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=ready))
    for file in record["files"]:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(report / file, folder / file)
    write_record(folder, record)
    folder.rename(ready / name)


def _can_be_kept(
    plan: Plan, name: str, record: Mapping[str, Any], last: Mapping[str, Any] | None
) -> bool:
    """Return whether a chapter of the last report can be kept; its notebook may be in no task."""
    if name in plan.tasks:
        return bool(record["fingerprint"] == plan.tasks[name].fingerprint)
    return last is not None and bool(last["common"] == plan.common)


def finish_chapter(task: Task, executed: Any, folder: Path, ready: Path, seconds: float) -> None:
    """Write an executed notebook and the record of its chapter, which makes it a finished one."""
    from nkru.report.runs.notebooks import translate_prose, write_notebook

    told = {name: value for name, value in task.told.items() if name != "output"}
    translate_prose(executed, task.language)
    write_notebook(executed, folder / f"{task.name}.ipynb", told)
    record = {
        "fingerprint": task.fingerprint,
        "parameters": task.told,
        "files": _hash_chapter(task.name, folder),
        "seconds": round(seconds, 3),
    }
    write_record(folder, record)
    folder.rename(ready / task.name)


def _hash_chapter(name: str, folder: Path) -> dict[str, str]:
    """Return the hashes of what a notebook wrote.

    Raises:
        RunError: it wrote something other than a file, or a file with a reserved name.
    """
    files = hash_files(folder)
    for file in files:
        way = [folder / file, *(folder / part for part in Path(file).parents)]
        if not is_regular(way[0]) or any(part.is_symlink() for part in way):
            raise RunError(
                "notebook {name} wrote {file}, which is no file: write a copy",
                name=name,
                file=shown(file),
            )
        if file in {MANIFEST, RECORD, EDITED} or file.startswith(f"{EDITED}/"):
            raise RunError(
                "notebook {name} wrote {file}: choose another name for it",
                name=name,
                file=shown(file),
            )
    return files


def read_record(folder: Path) -> dict[str, Any]:
    """Return the record of a chapter, empty if it is missing or damaged."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    is_record = isinstance(record, dict) and record.keys() == _FIELDS
    return record if is_record and isinstance(record["files"], dict) else {}


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write the record of a chapter, which makes it a finished one."""
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")


def read_records(ready: Path) -> dict[str, dict[str, Any]]:
    """Return the record of each chapter in `ready` by name."""
    records = {folder.name: read_record(folder) for folder in sorted(ready.iterdir())}
    return {name: record for name, record in records.items() if record}


def link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    """Hard-link the files `names` of `source` into `target`, or copy them.

    exFAT and some network disks have no hard links.
    """
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, target / name)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copyfile(source / name, target / name)
