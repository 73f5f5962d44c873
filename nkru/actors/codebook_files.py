"""Read codebooks: the actors or themes that a study counts, with the forms that name them.

A codebook is a TOML file. It begins with `name`, `version`, `licence` and `source`, followed by
`[[actor]]` or `[[theme]]` tables and, for actors, `[[office]]` tables. Actors are added to those
that ship with nkru, unless `alone = true` is written at the top; themes replace the shipped ones.
`include = ["more.toml", "states.csv"]` reads further files, your own or shipped.

    [[actor]]
    name = "Kim Jong Un"             # canonical, as French usage has it
    type = "person"                  # person | state | organisation (themes have no type)
    label = "Kim Jong-un"            # English
    country = "Corée du Nord"        # an entry of the codebook; `party` likewise
    gender = "m"                     # "f" for Mme
    forms = ["Kim Jong Un"]          # first letter: case counts; accents and hyphens never do
    short = ["Kim"]                  # counts only in an article that has one of the forms
    metonyms = []                    # capitals and seats
    demonyms = []                    # "chinois|chinoise"; `prefixes` for compounds: "sino"
    descriptors = []                 # without their article: "royaume ermite"
    lemmas = []                      # "sanction économique" finds « sanctions économiques »
    exclusions = ["Kim Jong Unique"] # longer forms that name somebody or something else

    [[office]]
    of = "Corée du Nord"
    roles = ["leader"]               # as in constructions.toml
    holders = [{actor = "Kim Jong Un", from = "2011-12-17"}]   # `to` is the first day after
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nkru import resources
from nkru.actors.codebook import KINDS, TYPES, Codebook, Entry, Forms, Holder, Kind, Office
from nkru.actors.codebook_checks import check
from nkru.errors import CodebookError

Table = Mapping[str, Any]
SHIPPED = {"actors": "actors/actors.toml", "themes": "themes/themes.toml"}
PARAMETERS = {"actors": "codebook", "themes": "themes"}  # of a report
TABLES: dict[str, Kind] = {"actor": "actors", "office": "actors", "theme": "themes"}
HEAD = ("name", "version", "licence", "source")
REMEDIES = {
    str: "one text in quotes",
    bool: "true or false",
    list: "a list in square brackets",
}
KEYS = tuple(field.name for field in fields(Entry))


def read_codebook(source: str | Path | None = None, kind: Kind | None = None) -> Codebook:
    """Read and check a codebook: one of the user's, or one that ships with nkru.

    Actors of the user's are added to the shipped actors. An entry replaces the shipped one of the
    same name, its forms and its offices win over those of shipped entries. A file with
    `alone = true` at its top, and a codebook of themes, replaces what is shipped.

    Args:
        source: a TOML file; None for the shipped codebook, "themes" for the shipped themes.
        kind: the only kind to accept, "actors" or "themes"; the shipped codebook has this kind.

    Raises:
        CodebookError: the file is missing or no TOML, an entry breaks the schema, or the codebook
            is of the other kind; the message names the file and the remedy.
    """
    if source is None or source == "themes":
        codebook = _read_shipped("themes" if source else kind or "actors")
    else:
        codebook = _read(Path(source).resolve())
    if kind not in (None, codebook.kind):
        raise CodebookError(
            f"{source}: this codebook holds {codebook.kind}, not {kind}: "
            f"use `-p {PARAMETERS[codebook.kind]}={source}`"
        )
    return codebook


@cache
def _read_shipped(kind: Kind) -> Codebook:
    return _read(resources.path(SHIPPED[kind]).resolve())


@cache
def _shipped_actors() -> dict[Path, Table]:
    return _collect(resources.path(SHIPPED["actors"]).resolve())


def _read(path: Path) -> Codebook:
    """Read a file, and the shipped actors after it: whatever is one's own comes first and wins."""
    files, shipped = _collect(path), _shipped_actors()
    kind, head = _kind(path, files), files[path]
    if kind == "actors" and not _expect(bool, head.get("alone", False), "alone", path.name):
        files |= shipped
    entries, offices = _contents({f: files[f] for f in files if f not in shipped}, kind)
    others, other_offices = _contents({f: files[f] for f in files if f in shipped}, kind)
    names = {entry.name for entry in entries}
    filled = {(office.of, role) for office in offices for role in office.roles}
    name, version, licence, source = (
        _expect(str, head.get(key, ""), key, path.name) for key in HEAD
    )
    all_entries = (*entries, *(entry for entry in others if entry.name not in names))
    all_offices = (*offices, *_unfilled(other_offices, filled))
    codebook = Codebook(
        name, version, licence, source, kind, all_entries, all_offices, own=len(entries)
    )
    check(codebook, path.name)
    return codebook


def _kind(path: Path, files: Mapping[Path, Table]) -> Kind:
    kinds = {kind for table in files.values() for key, kind in TABLES.items() if key in table}
    if len(kinds) != 1:
        raise CodebookError(
            f"{path.name}: write [[actor]] or [[theme]] tables: a codebook has entries of one kind"
        )
    return kinds.pop()


def _contents(files: Mapping[Path, Table], kind: Kind) -> tuple[list[Entry], list[Office]]:
    entries = [_entry(raw, file, kind) for raw, file in _rows(files, kind.removesuffix("s"))]
    return entries, [_office(raw, file) for raw, file in _rows(files, "office")]


def _rows(files: Mapping[Path, Table], key: str) -> Iterator[tuple[Any, str]]:
    """Yield the tables called `key` in some files, each with the name of its file."""
    for file, table in files.items():
        for raw in _expect(list, table.get(key, []), key, file.name):
            yield raw, file.name


def _unfilled(offices: Iterable[Office], filled: Set[tuple[str, str]]) -> Iterator[Office]:
    """Yield the offices with those roles that own offices have not filled."""
    for office in offices:
        roles = tuple(role for role in office.roles if (office.of, role) not in filled)
        if roles:
            yield replace(office, roles=roles)


def _collect(path: Path, above: tuple[Path, ...] = ()) -> dict[Path, Table]:
    """Read a file and the files it includes, each once."""
    if path in above:
        raise CodebookError(
            f"{path.name}: include goes in a circle through {above[-1].name}: take one out"
        )
    table = _read_csv(path) if path.suffix == ".csv" else _read_toml(path)
    files = {path: table}
    for name in _texts(table.get("include", []), "include", path.name):
        own = path.parent / name
        included = own if own.is_file() else resources.path(f"actors/{name}")
        files |= _collect(included.resolve(), (*above, path))
    return files


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise CodebookError(f"{path}: no such codebook: give the path of a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: not a TOML file: {error}: correct it there") from error


def _read_csv(path: Path) -> Table:
    """Read a table of actors, states by default; `;` separates values, `#` opens a comment."""
    if not path.is_file():
        raise CodebookError(f"{path}: no such file: correct `include`")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    actors = [
        {key: cell.split(";") if key in KINDS else cell for key, cell in row.items() if cell}
        for row in rows
    ]
    return {"actor": [{"type": "state", **actor} for actor in actors]}


def _entry(raw: Any, file: str, kind: Kind) -> Entry:
    """Return the entry that a table of the file describes."""
    name = raw.get("name") if isinstance(raw, dict) else None
    where = f"{file}: entry {name or raw!r}"
    if not name:
        raise CodebookError(f'{where} has no name: add name = "..."')
    unknown = sorted(set(raw) - set(KEYS))
    if unknown:
        raise CodebookError(f"{where}: unknown key {unknown[0]!r}: use one of {', '.join(KEYS)}")
    values: dict[str, Any] = {
        key: _texts(value, key, where) if key in KINDS else _expect(str, value, key, where)
        for key, value in raw.items()
    }
    if kind == "actors" and values.get("type") not in TYPES:
        raise CodebookError(
            f"{where}: type is {values.get('type')!r}: write one of {', '.join(TYPES)}"
        )
    return Entry(**values)


def _office(raw: Any, file: str) -> Office:
    """Return the office that a table of the file describes."""
    where = f"{file}: office {raw!r}"
    if not isinstance(raw, dict) or set(raw) != {"of", "roles", "holders"}:
        raise CodebookError(
            f"{where}: an office has the keys of, roles and holders: add or take out keys"
        )
    where = f"{file}: office of {raw['of']!r}"
    holders = [_holder(holder, where) for holder in _expect(list, raw["holders"], "holders", where)]
    return Office(
        _expect(str, raw["of"], "of", where), _texts(raw["roles"], "roles", where), tuple(holders)
    )


def _holder(raw: Any, where: str) -> Holder:
    if not isinstance(raw, dict) or "actor" not in raw or set(raw) - {"actor", "from", "to"}:
        raise CodebookError(
            f'{where}: holder {raw!r}: write {{actor = "...", from = "2019-04-25", to = "..."}}'
        )
    days = [_expect(str, raw.get(key, ""), key, where) for key in ("from", "to")]
    for day in filter(None, days):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise CodebookError(f"{where}: {day!r} is not a day: write 2019-04-25") from error
    return Holder(_expect(str, raw["actor"], "actor", where), *days)


def _expect(wanted: type, value: Any, key: str, where: str) -> Any:
    if not isinstance(value, wanted):
        raise CodebookError(f"{where}: {key} is {value!r}: write {REMEDIES[wanted]}")
    return value


def _texts(value: Any, key: str, where: str) -> Forms:
    return tuple(_expect(str, item, key, where) for item in _expect(list, value, key, where))
