"""Codebooks: the entries (actors or themes) that a study counts, with the forms that name them.

A codebook is a TOML file. It opens with `name`, `version`, `licence` and `source`; then come tables `[[actor]]` or
`[[theme]]`, and for actors `[[office]]`. `include = ["actors.toml", "states.csv"]` takes in shipped files or one's own.

    [[actor]]
    name = "Kim Jong Un"             # canonical, as French usage has it
    type = "person"                  # person | state | organisation (a theme needs none)
    label = "Kim Jong-un"            # English
    country = "Corée du Nord"        # an entry of the codebook; `party` likewise; gender = "f" for Mme
    forms = ["Kim Jong Un"]          # case of the first letter counts; accents, hyphens and apostrophes do not
    short = ["Kim"]                  # counts only in an article that has one of the forms
    metonyms = []                    # capitals and seats; demonyms = ["chinois|chinoise"]; prefixes = ["sino"]
    descriptors = []                 # without their article: "royaume ermite"
    lemmas = []                      # "sanction économique" finds « sanctions économiques »
    exclusions = ["Kim Jong Unique"] # longer forms that are somebody or something else

    [[office]]
    of = "Corée du Nord"
    roles = ["leader"]               # as in constructions.toml
    holders = [{actor = "Kim Jong Un", from = "2011-12-17"}]   # `to` is the first day after
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from nkru import resources
from nkru.actors import schema
from nkru.actors.codebook import KINDS, Codebook, Forms
from nkru.errors import CodebookError


def read_codebook(
    source: str | Path | None = None, kind: Literal["actors", "themes"] | None = None
) -> Codebook:
    """Read and check a codebook.

    Args:
        source: a TOML file; None for the codebook that is shipped, "themes" for that of themes.
        kind: what the codebook must hold.

    Raises:
        CodebookError: the file is missing, is not TOML or holds the other kind, or an entry breaks
            the schema; the message names file and entry.
    """
    if source is None or source == "themes":
        room = kind or source or "actors"
        return _shipped(f"{room}/{room}.toml")
    codebook = _read(Path(source))
    if kind and kind != f"{codebook.kind}s":
        raise CodebookError(
            f"{Path(source).name}: this is a codebook of {codebook.kind}s, and one of {kind} is "
            "needed: a report takes actors as `codebook`, themes as `themes`"
        )
    return codebook


@cache
def _shipped(name: str) -> Codebook:
    return _read(resources.path(name))


def _read(path: Path) -> Codebook:
    files: dict[Path, Mapping[str, Any]] = {}
    _collect(path, files, ())
    kinds = [kind for kind in ("actor", "theme") if any(kind in table for table in files.values())]
    if len(kinds) != 1:
        raise CodebookError(
            f"{path.name}: a codebook has [[actor]] or [[theme]] tables, not both: write one entry at least"
        )
    codebook = _codebook(path, files, kinds[0])
    schema.check(codebook, path.name)
    return codebook


def _codebook(path: Path, files: Mapping[Path, Mapping[str, Any]], kind: str) -> Codebook:
    head = {
        key: schema.text(files[path].get(key, ""), key, path.name)
        for key in ("name", "version", "licence", "source")
    }
    tables = {
        key: [
            (raw, file.name)
            for file in files
            for raw in schema.sequence(files[file].get(key, []), key, file.name)
        ]
        for key in (kind, "office")
    }
    entries = [schema.entry(raw, file, kind) for raw, file in tables[kind]]
    offices = [schema.office(raw, file) for raw, file in tables["office"]]
    return Codebook(
        **head, kind=kind, entries=tuple(entries), offices=tuple(offices), files=tuple(files)
    )


def _collect(path: Path, files: dict[Path, Mapping[str, Any]], above: Forms) -> None:
    """Read a file and what it includes into `files`, each once."""
    if str(path) in above:
        raise CodebookError(
            f"{path.name}: include goes in a circle through {Path(above[-1]).name}: take one out"
        )
    if path in files:
        return
    files[path] = _read_table(path) if path.suffix == ".csv" else _read_toml(path)
    for name in schema.texts(files[path].get("include", []), "include", path.name):
        own = path.parent / name
        _collect(
            own if own.is_file() else resources.path(f"actors/{name}"), files, (*above, str(path))
        )


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise CodebookError(f"{path}: no such codebook: give the path of a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: not a TOML file: {error}: correct it there") from error


def _read_table(path: Path) -> Mapping[str, Any]:
    """Return a CSV file as tables of actors, states by default; `;` parts the values of a cell, `#` opens a note."""
    if not path.is_file():
        raise CodebookError(f"{path}: no such file: correct `include`")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    return {"actor": [_actor(row) for row in rows]}


def _actor(row: Mapping[str, str]) -> dict[str, Any]:
    filled = {
        key: value.split(";") if key in KINDS else value for key, value in row.items() if value
    }
    return {"type": "state", **filled}
