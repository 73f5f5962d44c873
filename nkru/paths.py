"""Paths: the root of a study, the meaning of a relative path, the files of a folder.

A name of a file is bytes. Python holds bytes that are not UTF-8 as lone surrogates, with which a
file can be opened but which no table, page or terminal takes: `shown` makes a text of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from nkru.errors import CorpusError, ParameterError

PACKAGE = Path(__file__).parent
# A folder with one of these is the root of a study, or of a checkout of nkru.
_LANDMARKS = ("pyproject.toml", "notebooks")
# A surrogate, or a backslash that could be taken for the sign of one.
_ESCAPED = re.compile(r"[\ud800-\udfff]|\\(?=x[0-9a-f]{2})")


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
            f"{shorten(str(path))!r} cannot be a path: {_reason(error)}"
        ) from error


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
    r"""Return a name as valid text, different for every name: a byte that is no UTF-8 as `\xe9`.

    >>> print(shown("caf\udce9.txt"), shown("café.txt"), shown(r"caf\xe9.txt"))
    caf\xe9.txt café.txt caf\x5cxe9.txt
    """
    return _ESCAPED.sub(lambda match: _escape(ord(match[0])), name)


def _escape(code: int) -> str:
    return rf"\x{code & 0xFF:02x}" if code == 0x5C or 0xDC80 <= code <= 0xDCFF else rf"\u{code:04x}"


def find_corpus(source: str | Path) -> Path:
    """Return the absolute path of a corpus.

    Raises:
        CorpusError: there is no file or folder at this path.
    """
    path = resolve(source)
    if not path.exists():
        raise CorpusError(
            f"no folder or file {source} (looked for {path}); give the path of a folder of articles"
        )
    return path


def walk(folder: Path, refuse: Callable[[str, str], None] | None = None) -> Iterator[str]:
    """Yield the POSIX path below `folder` of each of its files, unsorted.

    Dot files and dot folders are skipped. Links are followed, but a folder is entered once only.

    Args:
        folder: the folder to walk.
        refuse: called with path and reason for each folder that is not entered.
    """
    refuse = refuse or (lambda path, reason: None)
    start = len(folder.as_posix().rstrip("/")) + 1

    def denied(error: OSError) -> None:
        refuse(error.filename[start:], f"cannot be opened: {error.strerror}")

    entered = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(str(folder), followlinks=True, onerror=denied):
        # Names are joined as text: creating a Path for each takes five times as long.
        prefix = f"{parent[start:]}/" if len(parent) > start else ""
        for name in sorted(folders):
            real = os.path.realpath(f"{parent}/{name}")
            if name.startswith(".") or real in entered:
                folders.remove(name)
                if not name.startswith("."):
                    refuse(f"{prefix}{name}", "links to a folder already read")
            entered.add(real)
        yield from (f"{prefix}{name}" for name in names if not name.startswith("."))
