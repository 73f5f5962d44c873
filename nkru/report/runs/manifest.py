"""The manifest of a report: its inputs, the versions that made it, and the hash of each file."""

from __future__ import annotations

import hashlib
import json
import platform
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
from nkru.paths import PACKAGE, walk

NAME = "manifest.json"
_PACKAGES = [
    *("ipykernel", "jupyterlab", "lxml", "matplotlib", "nbconvert", "networkx", "nltk", "numpy"),
    *("pandas", "papermill", "pyahocorasick", "pyarrow", "scikit-learn", "scipy", "simplemma"),
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
    """Return the SHA-256 of a file, or of each file below a folder, by its POSIX path.

    Dot files are left out. A file that cannot be opened gets "unreadable" as its hash, so that
    making it readable counts as a change. Files with a `known` hash are not read.
    """
    if path.is_file():
        return {path.name: _hash_or_reason(path)}
    return {name: known.get(name) or _hash_or_reason(path / name) for name in sorted(walk(path))}


def _hash_or_reason(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return "unreadable"


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
        head = tomllib.loads(text) if path.suffix == ".toml" else _csv_head(text)
        stated = {key: str(head[key]) for key in ("name", "version", "licence") if key in head}
        name = path.relative_to(resources.FOLDER).as_posix()
        versions[name] = stated | {"sha256": sha256(path)}
    return versions


def _csv_head(text: str) -> dict[str, str]:
    """Return the `# key: value` lines at the head of a table of language data."""
    lines = text.splitlines()[:12]
    pairs = (line.lstrip("# ").partition(":") for line in lines if line.startswith("#"))
    return {key.strip(): value.strip() for key, colon, value in pairs if colon}


def git_commit(root: Path) -> str | None:
    """Return the commit checked out in the study's folder; None outside git."""
    if not (root / ".git").exists():
        return None
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a report; None if the folder has no manifest.

    Raises:
        NoReportError: the manifest is damaged.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return manifest if manifest["files"] else None
    except (ValueError, KeyError, TypeError) as error:
        raise NoReportError(f"{path} is damaged: move {folder} away and run again") from error


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
    # The files of chapters have been hashed already. Those at the top of the folder are hashed
    # again, because a page may have replaced one of them.
    made = (chapter["files"].items() for chapter in manifest["chapters"].values())
    known = {name: digest for files in made for name, digest in files if "/" in name}
    files = {name: digest for name, digest in hash_files(folder, known).items() if name != NAME}
    text = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def verify(folder: Path) -> list[str]:
    """Return one sentence per file of a report that was altered or is missing.

    Raises:
        NoReportError: the folder holds no report.
    """
    published, present = require_manifest(folder)["files"], hash_files(folder)
    return [
        f"{name} was altered" if name in present else f"{name} is missing"
        for name in sorted(published)
        if present.get(name) != published[name]
    ]


def find_own_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files in a report's folder that no run made: the reader's own."""
    files = manifest["files"]
    return [name for name in hash_files(folder, files) if name != NAME and name not in files]
