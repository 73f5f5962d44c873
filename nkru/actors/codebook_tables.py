"""The tables of a codebook's files: TOML, CSV and XLSX, with the files that they include."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nkru import resources
from nkru.actors.codebook import KINDS, Forms
from nkru.actors.register_sheet import is_register, register_sheet
from nkru.corpus.decoding import decode
from nkru.corpus.side_files import quoted, read_content, read_table
from nkru.errors import CodebookError, CorpusError
from nkru.language import deferred, gettext

Table = Mapping[str, Any]
REGISTER = "register"  # the key of the corrections in the sheet of a register
ROWS = "rows"  # the key of the numbers of the rows in the table of a sheet
_CIRCLE = deferred("{file}: include goes in a circle through {other}: take one out")
_TOO_DEEP = deferred("{file}: include goes too deep through {other}: take one out")
DEEPEST = 20  # files that include one another
REMEDIES = {
    str: deferred("one text in quotes"),
    bool: deferred("true or false"),
    list: deferred("a list in square brackets"),
}


def collect(path: Path) -> dict[Path, Table]:
    """Return the table of a file and of the files it includes, each once.

    Raises:
        CodebookError: a file cannot be read, or includes itself.
    """
    files: dict[Path, Table] = {}
    _collect(path, (), files)
    return files


def _collect(path: Path, above: tuple[Path, ...], files: dict[Path, Table]) -> None:
    if path in above or len(above) > DEEPEST:
        raise CodebookError(
            _CIRCLE if path in above else _TOO_DEEP, file=path.name, other=above[-1].name
        )
    if path in files:
        return
    files[path] = table = _read(path)
    for name in texts(table.get("include", []), "include", path.name):
        _collect(_included(name, path), (*above, path), files)


def _read(path: Path) -> Table:
    return _read_rows(path) if _has_rows(path) else _read_toml(path)


def _has_rows(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".xlsx")


def _included(name: str, by: Path) -> Path:
    own, shipped = by.parent / name, resources.path(f"actors/{name}")
    try:
        return next(path.resolve() for path in (own, shipped) if path.is_file())
    except (OSError, StopIteration, ValueError):
        raise CodebookError(
            "{file}: include {name}: no such file: correct it", file=by.name, name=quoted(name)
        ) from None


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(decode(read_content(path)).text)
    except CorpusError as error:
        raise CodebookError(*error.args, **error.values) from None
    except ValueError as error:
        raise CodebookError(
            "{path}: not a TOML file: {error:cell}: correct it there", path=path, error=str(error)
        ) from None


def _read_rows(path: Path) -> Table:
    """Read a register, or a table of actors, states by default.

    `;` separates values, and `#` opens a comment.
    """
    try:
        table = read_table(path, comment="#")
    except CorpusError as error:
        raise CodebookError(*error.args, **error.values) from None
    if is_register(table):
        return {REGISTER: register_sheet(table, path.name)}
    readers = [(str(key), _values if key in KINDS else str) for key in table]
    actors = [
        {key: read(cell) for (key, read), cell in zip(readers, cells, strict=True) if cell}
        for cells in zip(*(table[key].tolist() for key in table), strict=True)
    ]
    return {"actor": [{"type": "state", **actor} for actor in actors], ROWS: table.index.tolist()}


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


class Place(NamedTuple):
    """Where a value stands in a codebook; a message that names it writes it out."""

    message: str  # as `deferred` returns it
    file: object
    row: int = 0
    name: object = ""

    def __str__(self) -> str:
        return gettext(self.message, file=self.file, row=self.row, name=quoted(self.name))


def rows(files: Mapping[Path, Table], key: str) -> Iterator[tuple[Any, str | Place]]:
    """Yield the tables called `key` in some files, each with its place: file, and row of a CSV."""
    for file, table in files.items():
        found = expect(list, table.get(key, []), key, file.name)
        if found and _has_rows(file):
            row = deferred("{file}, row {row}")
            places: list[str | Place] = [Place(row, file.name, n) for n in table[ROWS]]
        else:
            places = [file.name] * len(found)
        yield from zip(found, places, strict=True)


def expect(wanted: type, value: Any, key: str, where: str | Place) -> Any:
    """Return a value of a file if it has the type that is wanted.

    Raises:
        CodebookError: it has another type.
    """
    if not isinstance(value, wanted):
        raise CodebookError(
            "{where}: {key} is {value}: write {remedy}",
            where=where,
            key=key,
            value=quoted(value),
            remedy=gettext(REMEDIES[wanted]),
        )
    return value


def texts(value: Any, key: str, where: str | Place) -> Forms:
    """Return a list of texts of a file.

    Raises:
        CodebookError: it is something else.
    """
    return tuple(expect(str, item, key, where) for item in expect(list, value, key, where))
