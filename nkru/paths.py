"""Paths: the root of a study, the meaning of a relative path, the files of a folder.

A name of a file is bytes. Python holds bytes that are not UTF-8 as lone surrogates, with which a
file can be opened but which no table, page or terminal accepts: `shown` makes them text.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from nkru.errors import CorpusError, ParameterError

PACKAGE = Path(__file__).parent
# A folder with one of these is the root of a study, or of a checkout of nkru.
_LANDMARKS = ("pyproject.toml", "notebooks")
# A surrogate, or a backslash that could be taken for the sign of one.
_ESCAPED = re.compile(r"[\ud800-\udfff]|\\(?=x[0-9a-f]{2})")
# Folders in which the system shows its state as files that may be endless.
_OF_THE_SYSTEM = ("/proc", "/sys", "/dev")
_IN_MEMORY = "/dev/shm"  # holds ordinary files
# A larger file, in bytes, is sparse if less than one byte in _MOSTLY_HOLE is on the disk.
_ANY_HOLE, _MOSTLY_HOLE = 1 << 20, 50


def find_root(start: Path | None = None) -> Path:
    """Return the nearest parent that holds pyproject.toml or notebooks/, else the folder itself."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / landmark).exists() for landmark in _LANDMARKS):
            return folder
    return here


def resolve(path: str | Path) -> Path:
    """Return the absolute form of a path.

    A relative path starts at the root of the study; it starts at the working folder if it exists
    there only. So the same path means the same file in JupyterLab, in papermill and on the command
    line.

    Raises:
        ParameterError: no file can have this path.
    """
    try:
        return absolute(path).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # too long, ~nobody, a null character
        raise ParameterError(
            "{path!r} cannot be a path: {reason:cell}",
            path=shorten(str(path)),
            reason=_reason(error),
        ) from error


def resolve_file(path: str | Path) -> Path:
    """Return the absolute form of the path of a file that must be there.

    Raises:
        ParameterError: it is not, or no file can have this path.
    """
    file = resolve(path)
    if not file.is_file():
        raise ParameterError("{path}: there is no such file: correct the path", path=str(path))
    return file


def absolute(path: str | Path) -> Path:
    """Return what `resolve` returns, but with the links on the way."""
    path = Path(path).expanduser()
    at_root, here = find_root() / path, Path.cwd() / path
    return here if here.exists() and not at_root.exists() else at_root


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def shorten(text: str, length: int = 80) -> str:
    """Return the beginning of a text, for messages."""
    return text if len(text) <= length else text[: length - 2] + " …"


def shown(name: str) -> str:
    r"""Return a name as valid text, different for every name: a byte that is not UTF-8 as `\xe9`.

    >>> print(shown("caf\udce9.txt"), shown("café.txt"), shown(r"caf\xe9.txt"))
    caf\xe9.txt café.txt caf\x5cxe9.txt
    """
    return _ESCAPED.sub(lambda match: _escape(ord(match[0])), name)


def _escape(code: int) -> str:
    return rf"\x{code & 0xFF:02x}" if code == 0x5C or 0xDC80 <= code <= 0xDCFF else rf"\u{code:04x}"


def find_corpus(source: str | Path) -> Path:
    """Return the absolute path of a corpus.

    Raises:
        CorpusError: the path does not exist.
    """
    path = resolve(source)
    if not path.exists():
        raise CorpusError(
            "no folder or file {source} (looked for {path}); give the path of a folder of articles",
            source=shown(str(source)),
            path=shown(str(path)),
        )
    return path


def walk(folder: Path, refuse: Callable[[str, str], None] | None = None) -> Iterator[str]:
    """Yield the POSIX path below `folder` of each of its files, unsorted.

    Dot files and dot folders are passed over. Links are followed, but a folder is entered once, and
    neither a folder around `folder` nor one of the system's.

    Args:
        folder: the folder to walk.
        refuse: called with path and reason for each folder that is not entered.
    """
    refuse = refuse or (lambda path, reason: None)
    start = len(folder.as_posix().rstrip("/")) + 1

    def denied(error: OSError) -> None:
        refuse(error.filename[start:], f"cannot be opened: {error.strerror}")

    top = os.path.realpath(folder)
    entered = {top}
    for place, folders, names in os.walk(str(folder), followlinks=True, onerror=denied):
        # Names are joined as text: a Path for each takes five times as long.
        below = f"{place[start:]}/" if len(place) > start else ""
        for name in sorted(folders):
            real = os.path.realpath(f"{place}/{name}")
            reason = "" if name.startswith(".") else _reason_to_stay_out(real, top, entered)
            if name.startswith(".") or reason:
                folders.remove(name)
            if reason:
                refuse(f"{below}{name}", reason)
            entered.add(real)
        yield from (f"{below}{name}" for name in names if not name.startswith("."))


def _reason_to_stay_out(real: str, top: str, entered: set[str]) -> str:
    if real in entered:
        return "links to a folder already read"
    if _is_below(top, real):
        return "links to a folder around the corpus; link to the folder of the articles"
    ours = any(_is_below(top, folder) for folder in _OF_THE_SYSTEM)
    if not ours and _is_of_the_system(real):
        return "links to a folder of the system, which holds no articles"
    return ""


def _is_of_the_system(path: str) -> bool:
    below = any(_is_below(path, folder) for folder in _OF_THE_SYSTEM)
    return below and not _is_below(path, _IN_MEMORY)


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


def read_regular(path: str, largest: int) -> bytes:
    """Return the bytes of a regular file; refuse one that may block, be endless, or change.

    Raises:
        ValueError: it is not a regular file, larger than `largest` bytes, sparse, or it changed
            while it was read; the message is the reason with a remedy.
        OSError: it cannot be opened or read.
    """
    # Opening a named pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0))
    with open(descriptor, "rb", buffering=0) as stream:  # noqa: PTH123  # a descriptor
        before = os.fstat(descriptor)
        if reason := _reason_not_to_read(descriptor, before, largest):
            raise ValueError(reason)
        data = _read_up_to(stream, before.st_size)
        after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns, len(data)) != (
        before.st_size,
        before.st_mtime_ns,
        before.st_size,
    ):
        raise ValueError("the file changed while it was read; wait until it is written")
    return data


def _read_up_to(stream: io.RawIOBase, size: int) -> bytes:
    """Return the next `size` bytes: a read may give fewer, at most 2 GB on Linux."""
    pieces = []
    while size and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _reason_not_to_read(descriptor: int, found: os.stat_result, largest: int) -> str:
    if not stat.S_ISREG(found.st_mode):
        return "a device, pipe or socket; put ordinary files there"
    if found.st_size > largest:
        return f"the file is larger than {largest >> 20} MB; split it into several files"
    least = found.st_size // _MOSTLY_HOLE
    # The blocks are a hint: some disks count them late.
    may_be_hole = found.st_size > _ANY_HOLE and getattr(found, "st_blocks", least) * 512 < least
    if may_be_hole and _held_bytes(descriptor, found.st_size) < least:
        return "the file is mostly a hole without data; copy it anew"
    return ""


def _held_bytes(descriptor: int, size: int) -> int:
    """Return how many bytes of an open file are on the disk, as far as the system says."""
    held = end = 0
    try:
        while end < size:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
            end = os.lseek(descriptor, start, os.SEEK_HOLE)
            held += end - start
    except OSError as error:
        if error.errno != errno.ENXIO:  # no data after this place
            held = size
    os.lseek(descriptor, 0, os.SEEK_SET)
    return held
