"""Sources: the files of a corpus, and the researcher's tables about them."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.corpus.companions import REGISTERS, SIDE_FILES
from nkru.corpus.corrections import Corrections
from nkru.corpus.formats.table_columns import FIELDS
from nkru.corpus.reading import File, list_chosen, list_files
from nkru.corpus.side_files import quoted, read_content
from nkru.errors import CorpusError, ParameterError
from nkru.language import gettext, join
from nkru.paths import find_corpus, shown

SETTINGS = "corpus.toml"


@dataclass(frozen=True)
class Sources:
    """The files that a corpus is read from, and the corrections to them.

    Attributes:
        folder: the folder, or the one file.
        files: the files that may be articles.
        closed: files and folders passed over: source, reason.
        corrections: metadata.csv and overrides.csv.
        columns: the columns of tables that the researcher names, by field.
        beside: the files about the corpus, there or not.
        is_whole: whether all files of the folder are meant.
    """

    folder: Path
    files: list[File]
    closed: pd.DataFrame
    corrections: Corrections
    columns: Mapping[str, str]
    beside: list[File]
    is_whole: bool = True

    def unmatched_rows(self, doc_ids: pd.Series[str]) -> pd.DataFrame:
        """Return the corrections about no article: source, reason; empty for chosen files."""
        rows = self.corrections.unmatched_rows(doc_ids)
        return rows if self.is_whole else rows.iloc[:0]


def find_sources(folder: Path, columns: Mapping[str, str] | None = None) -> Sources:
    """Return the sources of a folder, or of one file or archive.

    Args:
        folder: its absolute path.
        columns: the columns of tables by field; they win over those of corpus.toml.

    Raises:
        CorpusError: a bad metadata.csv, overrides.csv or corpus.toml.
        ParameterError: `columns` names no field.
    """
    stated = _stated_columns(folder) | check_columns(columns or {})
    files, closed = list_files(folder)
    corrections = Corrections.read(folder)
    return Sources(folder, files, closed, corrections, stated, _beside([folder]))


def find_chosen(paths: Sequence[str | Path], columns: Mapping[str, str] | None = None) -> Sources:
    """Return the sources of several files, folders and archives, named from their common folder.

    Raises:
        CorpusError: `paths` is empty, a path does not exist, or a file about the corpus is bad.
        ParameterError: `columns` names no field.
    """
    if not paths:
        raise CorpusError("an empty list of paths; give the paths of articles")
    found = list(dict.fromkeys(map(find_corpus, paths)))
    top = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in found]))
    folders = list(dict.fromkeys([top, *(path for path in found if path.is_dir())]))
    stated: dict[str, str] = {}
    for folder in folders:
        stated = _stated_columns(folder) | stated
    files, closed = list_chosen(top, found)
    corrections = Corrections.join(
        Corrections.read(folder).below(shown(folder.relative_to(top).as_posix()))
        for folder in folders
    )
    named = stated | check_columns(columns or {})
    return Sources(top, files, closed, corrections, named, _beside(folders), is_whole=False)


def _beside(folders: Sequence[Path]) -> list[File]:
    names = (*SIDE_FILES, SETTINGS)
    return [File(f"{folder}/{name}", name) for folder in folders for name in names]


def register_beside(folder: Path | Sequence[File]) -> str:
    """Return the path of the register in a folder, or among files; "" without a register.

    Raises:
        CorpusError: there are two, a CSV and a workbook.
    """
    files = _beside([folder]) if isinstance(folder, Path) else folder
    paths = [Path(file.path) for file in files if file.source in REGISTERS]
    found = [path for path in paths if path.is_file()]
    if len(found) > 1 and found[0].parent == found[1].parent:
        raise CorpusError(
            "{file} and {other} are there; keep one of the two", file=found[0], other=found[1].name
        )
    return str(found[0]) if found else ""


def keep_register(files: Sequence[File], store: Path) -> None:
    """Copy the register beside the articles into their store; delete the copy of an earlier one."""
    path = register_beside(files)
    for name in REGISTERS:
        if not path.endswith(f"{os.sep}{name}"):
            (store / name).unlink(missing_ok=True)
    if path:
        shutil.copyfile(path, store / Path(path).name)


def check_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns by field, if each is one of a field that nkru knows.

    Raises:
        ParameterError: it is not.
    """
    if not isinstance(columns, Mapping):
        given = type(columns).__name__
        raise ParameterError(
            "columns is a value of type {given}; give {{'text': 'its column'}}", given=given
        )
    if fault := next(_faults(columns), None):
        raise ParameterError("columns: {fault}", fault=fault)
    return dict(columns)


def _faults(columns: Mapping[str, object]) -> Iterator[str]:
    for field, name in columns.items():
        if field not in FIELDS:
            yield gettext(
                "{field} is no field of an article; write {known}",
                field=quoted(field),
                known=", ".join(FIELDS),
            )
        elif not isinstance(name, str) or not name.strip():
            yield gettext(
                "{field} = {name} is no name of a column; write it as a text",
                field=field,
                name=quoted(name),
            )


def _stated_columns(folder: Path) -> dict[str, str]:
    """Return the table [columns] of corpus.toml."""
    path = folder / SETTINGS
    if not path.is_file():
        return {}
    try:
        stated = tomllib.loads(read_content(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CorpusError(
            "{path}: no TOML ({error:cell}); write [columns] and text = 'NAME'",
            path=path,
            error=str(error),
        ) from None
    faults: list[str] = [
        gettext("{name} is not known; write [columns]", name=quoted(name))
        for name in stated
        if name != "columns"
    ]
    columns = stated.get("columns", {})
    if not isinstance(columns, dict):
        faults.append(gettext("columns is no table; write [columns] and text = 'NAME' under it"))
    else:
        faults += _faults(columns)
    if faults:
        raise CorpusError("{file}: {fault}", file=path, fault=join(*faults, by=gettext("; and ")))
    return dict(columns)
