"""The manifest of a report: what it was made from, with what, and the hash of every file in it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nkru
from nkru import resources
from nkru.errors import RunError
from nkru.paths import PACKAGE

NAME = "manifest.json"
_PACKAGES = [
    "jupyterlab",
    "ipykernel",
    "lxml",
    "matplotlib",
    "nbconvert",
    "networkx",
    "nltk",
    "numpy",
    "pandas",
] + [
    "papermill",
    "pyahocorasick",
    "pyarrow",
    "scikit-learn",
    "scipy",
    "simplemma",
    "trafilatura",
]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value of JSON types."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def hash_files(path: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return the SHA-256 of a file, or of each file below a folder by its POSIX path; dot files are left out.

    A file that cannot be opened stands there as "unreadable": that it becomes readable is a change.
    Files whose hashes are `known` are not read.
    """
    files = [path] if path.is_file() else sorted(_walk(path))
    names = [file.name if path.is_file() else file.relative_to(path).as_posix() for file in files]
    return {
        name: known.get(name) or _hash_or_reason(file)
        for name, file in zip(names, files, strict=True)
    }


def _walk(folder: Path) -> Iterator[Path]:
    entered = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        entered.add(os.path.realpath(place))
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and os.path.realpath(os.path.join(place, name)) not in entered  # noqa: PTH118
        ]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _hash_or_reason(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return "unreadable"


def code_hash() -> str:
    """Return the hash of the package's own files: its code and its resources."""
    files = (
        path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return sha256_of({path.relative_to(PACKAGE).as_posix(): sha256(path) for path in files})


def environment() -> dict[str, Any]:
    """Return the versions that a result may depend on: nkru, Python, the platform, the packages."""
    packages = {name: metadata.version(name) for name in _PACKAGES}
    versions = {
        "nkru": nkru.__version__,
        "python": platform.python_version(),
        "platform": platform.machine(),
    }
    return versions | {"packages": packages}


def resource_versions() -> dict[str, dict[str, str]]:
    """Return name, version, licence and SHA-256 of each codebook and lexicon that ships with nkru."""
    found = {}
    for path in sorted([*resources.FOLDER.rglob("*.toml"), *resources.FOLDER.rglob("*.csv")]):
        head = (
            tomllib.loads(path.read_text(encoding="utf-8"))
            if path.suffix == ".toml"
            else _csv_head(path)
        )
        stated = {key: str(head[key]) for key in ("name", "version", "licence") if key in head}
        found[path.relative_to(resources.FOLDER).as_posix()] = stated | {"sha256": sha256(path)}
    return found


def _csv_head(path: Path) -> dict[str, str]:
    """Read the `# key: value` lines that open a table of language data."""
    lines = path.read_text(encoding="utf-8").splitlines()[:12]
    pairs = (line.lstrip("# ").partition(":") for line in lines if line.startswith("#"))
    return {key.strip(): value.strip() for key, colon, value in pairs if colon}


def git_commit(root: Path) -> str | None:
    """Return the commit checked out in the study's folder, or None where it is not under git."""
    if not (root / ".git").exists():
        return None
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None


class NoReportError(RunError):
    """A folder that is taken for a report holds none: bad input, where the run is not at fault."""

    exit_code = 2


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a report, or None where there is none.

    Raises:
        RunError: the manifest is damaged.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return manifest if manifest["files"] else None
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path} is damaged: make the report again with --force") from error


def require_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a report.

    Raises:
        NoReportError: the folder holds no report.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise NoReportError(f"{folder} holds no report: there is no {NAME} in it")
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of `folder` with the hash of every file in it."""
    # The files of chapters have been hashed; a page may have taken the place of one that lies in no
    # folder.
    made = (chapter["files"].items() for chapter in manifest["chapters"].values())
    known = {name: digest for files in made for name, digest in files if "/" in name}
    files = {name: digest for name, digest in hash_files(folder, known).items() if name != NAME}
    text = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def verify(folder: Path) -> list[str]:
    """Return one sentence per file of a report that was altered or is missing; none means it is whole.

    Raises:
        NoReportError: the folder holds no report.
    """
    manifest = require_manifest(folder)
    now = hash_files(folder)
    altered = (
        name for name in sorted(manifest["files"]) if now.get(name) != manifest["files"][name]
    )
    return [f"{name} is missing" if name not in now else f"{name} was altered" for name in altered]


def added_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files of a report's folder that the run did not make: the reader's own."""
    return [
        name
        for name in hash_files(folder, manifest["files"])
        if name != NAME and name not in manifest["files"]
    ]
