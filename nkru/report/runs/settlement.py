"""Settlement: move the reader's files from a replaced report into the new one.

A file that nkru published, and nobody altered, is deleted. A published file that someone altered (a
notebook opened in JupyterLab) goes to `edited/DATE/`. All else is the reader's: it is moved to the
same path in the new report; if a published file has that path, to `edited/DATE/` too. Files are
moved, never copied, and links are not followed, so that links, pipes and hidden folders are
preserved. The next run finishes a settlement that was stopped.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from nkru.language import deferred, gettext
from nkru.paths import shown
from nkru.report.runs.manifest import NAME, is_made, read_manifest
from nkru.report.runs.renames import move

_EDITED = (
    deferred("files of the last report in {folder} had been changed by hand: see {file}"),
    deferred(
        "files of the last report in {folder} had been changed by hand: see {file} and {more} more"
    ),
)
_STUCK = (
    deferred("files cannot be moved back into {folder}, and the next run tries: {file}"),
    deferred(
        "files cannot be moved back into {folder}, and the next run tries: {file} and {more} more"
    ),
)
EDITED = "edited"  # the folder of files that nkru published and someone altered


@dataclass
class Settlement:
    """The settlement of one folder, as it goes on.

    Attributes:
        old: the folder of the replaced report.
        new: the folder of the report that replaced it.
        published: the hashes of the files that nkru published into `old`.
        returned: how many files and folders of the reader's are at their place in `new`.
        edited: the files that someone altered, by their paths in `new`.
        stuck: the files and folders that the system did not let go, by their paths in `old`.
    """

    old: Path
    new: Path
    published: Mapping[str, str]
    returned: int = 0
    edited: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """Yield the messages to the user."""
        if self.edited:
            values = {"folder": str(self.new), "file": str(self.edited[0])}
            yield gettext(_EDITED[bool(self.edited[1:])], more=len(self.edited) - 1, **values)
        if self.stuck:
            values = {"folder": str(self.new), "file": str(self.old / shown(self.stuck[0]))}
            yield gettext(_STUCK[bool(self.stuck[1:])], more=len(self.stuck) - 1, **values)


def settle(old: Path, new: Path, marker: Mapping[str, str]) -> Settlement:
    """Empty the folder `old` of a replaced report, and delete it.

    Args:
        old: the folder.
        new: the folder of the report that replaced it.
        marker: the hashes of the files that nkru published last, used if the report's own manifest
            is damaged.
    """
    manifest = read_manifest(old)
    settlement = Settlement(old, new, manifest["files"] if manifest else marker)
    _settle_folder(settlement, old, "")
    if not settlement.stuck:
        # The manifest goes last: a settlement that was stopped needs it.
        if manifest:
            (old / NAME).unlink(missing_ok=True)
        elif os.path.lexists(old / NAME):
            _set_aside(settlement, old / NAME, NAME)
        old.rmdir()
    return settlement


def _settle_folder(settlement: Settlement, folder: Path, below: str) -> None:
    """Settle the entries of a folder of the old report; `below` is its path with a slash."""
    for path in sorted(folder.iterdir()):
        name = f"{below}{path.name}"
        if name == NAME:
            continue
        try:
            if _is_folder(path) and _is_folder_of(settlement.published, name):
                _settle_folder(settlement, path, f"{name}/")
                with suppress(OSError):  # something in it is stuck
                    path.rmdir()
            elif name not in settlement.published:
                _give_back(settlement, path, name)
            elif is_made(settlement.old, name, settlement.published[name]):
                path.unlink()
            else:
                _set_aside(settlement, path, name)
        except OSError:
            settlement.stuck.append(name)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_folder_of(published: Mapping[str, str], name: str) -> bool:
    return any(file.startswith(f"{name}/") for file in published)


def _give_back(settlement: Settlement, path: Path, name: str) -> None:
    """Move a file or folder of the reader to the same path in the new report."""
    target = settlement.new / name
    try:
        _make_folder(settlement.new, PurePosixPath(name).parent)
        move(path, target)
        settlement.returned += 1
    except (FileExistsError, NotADirectoryError):
        if not (_is_folder(path) and _is_folder(target)):
            _set_aside(settlement, path, name)
            return
        for inner in sorted(path.iterdir()):
            _give_back(settlement, inner, f"{name}/{inner.name}")
        path.rmdir()


def _make_folder(top: Path, below: PurePosixPath) -> Path:
    """Make a folder below `top`, through real folders only.

    Raises:
        NotADirectoryError: something else has its path.
    """
    folder = top
    for part in below.parts:
        folder /= part
        if not os.path.lexists(folder):
            folder.mkdir()
        elif not _is_folder(folder):
            raise NotADirectoryError(folder)
    return folder


def _set_aside(settlement: Settlement, path: Path, name: str) -> None:
    """Move a file or folder to `edited/DATE/` in the new report."""
    day = time.strftime("%Y-%m-%d")
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        # A reader may have a file called `edited`, or a link.
        for place in (f"{EDITED}/{day}{again}", f"{EDITED}{again}/{day}"):
            target = PurePosixPath(place, name)
            with suppress(FileExistsError, NotADirectoryError):
                _make_folder(settlement.new, target.parent)
                move(path, settlement.new / target)
                settlement.edited.append(shown(target.as_posix()))
                return
