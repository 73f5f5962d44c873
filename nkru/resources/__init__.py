"""The language data that ships with nkru, each file with its source and licence."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """Return the path of the resource `name` (a file name such as "actors.toml")."""
    return FOLDER / name


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return the tables of the TOML resource `name`."""
    with path(name).open("rb") as stream:
        return tomllib.load(stream)


def read_notes(text: str) -> dict[str, str]:
    r"""Return the values in the comments of a table: its name, version, licence and source.

    >>> read_notes("# name: nkru-tone\n# version: 1\nterm,polarity\n")
    {'name': 'nkru-tone', 'version': '1'}
    """
    comments = (line.strip("# ") for line in text.splitlines() if line.startswith("#"))
    pairs = (comment.partition(":") for comment in comments)
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


@cache
def read_list(name: str) -> tuple[str, ...]:
    """Return the entries of a word list, one per line; `#` begins a comment."""
    lines = path(name).read_text(encoding="utf-8").splitlines()
    entries = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(entry for entry in entries if entry)
