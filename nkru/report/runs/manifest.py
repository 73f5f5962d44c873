"""The manifest of a report: its inputs, the versions that made it, and the hash of each file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import stat
import subprocess
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nkru
from nkru import resources
from nkru.errors import NoReportError
from nkru.language import deferred, gettext
from nkru.paths import PACKAGE, shown, walk

NAME = "manifest.json"
_FORMAT = 1
_ALTERED, _MISSING = deferred("{file} was altered"), deferred("{file} is missing")
_PIECE = 1 << 20  # bytes read at once
_PACKAGES = [
    *("ipykernel", "jupyterlab", "lxml", "matplotlib", "nbconvert", "networkx", "nltk", "numpy"),
    *("pandas", "papermill", "pyahocorasick", "pyarrow", "scikit-learn", "scipy", "simplemma"),
    "trafilatura",
]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, up to the size that it has when it is opened.

    Raises:
        OSError: it cannot be opened, or is not a file.
    """
    # Opening a named pipe would wait for a writer, and a device or growing file may have no end.
    with open(path, "rb", opener=_open_at_once) as stream:  # noqa: PTH123  # Path has no opener
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is no file", str(path))
        digest, left = hashlib.sha256(), found.st_size
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value of JSON types."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def hash_files(path: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return the SHA-256 of a file, or of each file below a folder, by its POSIX path.

    Dot files are left out. A path that cannot be opened, or is not a file, has "unreadable" as its
    hash, so that making it readable counts as a change. Files with a `known` hash are not read.
    """
    if path.is_file():
        return {path.name: _hash_or_reason(path)}
    return {name: known.get(name) or _hash_or_reason(path / name) for name in sorted(walk(path))}


def _hash_or_reason(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return "unreadable"


def is_regular(path: Path) -> bool:
    """Return whether this is a file, not a link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_made(folder: Path, name: str, digest: str) -> bool:
    """Return whether `name` is a file below `folder`, reached through no link, with this hash."""
    path = folder / name
    if not is_regular(path) or any((folder / way).is_symlink() for way in Path(name).parents):
        return False
    return _hash_or_reason(path) == digest


def code_hash() -> str:
    """Return one hash of the files of the package: its code and its resources."""
    names = (name for name in walk(PACKAGE) if "__pycache__" not in name)
    return sha256_of({name: sha256(PACKAGE / name) for name in names})


def environment() -> dict[str, Any]:
    """Return the versions that a result may depend on: nkru, Python, the platform, the packages."""
    return {
        "nkru": nkru.__version__,
        "python": platform.python_version(),
        "platform": platform.machine(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
    }


def resource_versions() -> dict[str, dict[str, str]]:
    """Return name, version, licence and SHA-256 of each file of language data in the package."""
    versions = {}
    for path in sorted([*resources.FOLDER.rglob("*.toml"), *resources.FOLDER.rglob("*.csv")]):
        text = path.read_text(encoding="utf-8")
        head = tomllib.loads(text) if path.suffix == ".toml" else resources.read_notes(text)
        stated = {key: str(head[key]) for key in ("name", "version", "licence") if key in head}
        name = path.relative_to(resources.FOLDER).as_posix()
        versions[name] = stated | {"sha256": sha256(path)}
    return versions


def git_commit(root: Path) -> str | None:
    """Return the commit checked out in the study's folder, or None outside git."""
    if not (root / ".git").exists():
        return None
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest that nkru wrote into a folder, if it is there and whole."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_bytes()) if is_regular(path) else None
    except (OSError, ValueError, RecursionError):
        return None
    return manifest if _is_whole(manifest) else None


def _is_whole(manifest: Any) -> bool:
    """Return whether this is a manifest of this format, as it was written."""
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        return False
    if manifest.get("sha256") != _own_hash(manifest):
        return False
    made = [manifest, *manifest["chapters"].values()]
    return all(_is_below(name) for files in made for name in files["files"])


def _own_hash(manifest: Mapping[str, Any]) -> str:
    return sha256_of({key: value for key, value in manifest.items() if key != "sha256"})


def _is_below(name: str) -> bool:
    """Return whether a name is the path of a file below a folder."""
    parts = name.split("/")
    return not {"", ".", ".."} & {*parts} and "\0" not in name


_DAMAGED = deferred(
    "{folder} holds no report: its {file} is damaged, or not of this version of nkru"
)
_NO_REPORT = deferred("{folder} holds no report: there is no {file} in it")


def require_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a report.

    Raises:
        NoReportError: the folder holds no report.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        told = _DAMAGED if (folder / NAME).exists() else _NO_REPORT
        raise NoReportError(told, folder=folder, file=NAME)
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of `folder` with the hash of every file in it, and of itself."""
    # The files of chapters have been hashed already. Those at the top of the folder are hashed
    # again, because a page may have replaced one of them.
    made = (chapter["files"].items() for chapter in manifest["chapters"].values())
    known = {name: digest for files in made for name, digest in files if "/" in name}
    files = {name: digest for name, digest in hash_files(folder, known).items() if name != NAME}
    whole = json.loads(json.dumps({**manifest, "files": files, "format": _FORMAT}))
    whole["sha256"] = _own_hash(whole)
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    # A byte of a file's name that is not UTF-8 becomes an escape of JSON, as \udce9.
    (folder / NAME).write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")


def verify(folder: Path) -> list[str]:
    """Return one sentence per file of a report that was altered or is missing.

    Raises:
        NoReportError: the folder holds no report.
    """
    return [
        gettext(_ALTERED if os.path.lexists(folder / name) else _MISSING, file=shown(name))
        for name in find_altered(folder, require_manifest(folder))
    ]


def find_altered(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files of a report that are missing, or not as published, by name.

    Files that the reader added to the folder are ignored.
    """
    published = sorted(manifest["files"].items())
    return [name for name, digest in published if not is_made(folder, name, digest)]
