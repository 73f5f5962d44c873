"""Corrections: values that the researcher states in metadata.csv and overrides.csv, which win.

metadata.csv holds known values of articles; overrides.csv puts lines back or takes them out. Each
may be saved by any spreadsheet (see `nkru.corpus.side_files`). Of a sheet that `nkru check --out`
has filled in, only the cells that were changed state something (see `nkru.corpus.sheets`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkru.corpus.correction_checks import OVERRIDES_COLUMNS, faults_of_metadata, faults_of_overrides
from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.dating.iso import bounds, precision
from nkru.corpus.line_corrections import NO_LINE, OVERRIDES, override_name
from nkru.corpus.reading import unread_table
from nkru.corpus.sheets import MARKS, changed_cells
from nkru.corpus.side_files import read_table
from nkru.errors import CorpusError
from nkru.language import gettext, join, table_text

METADATA = "metadata.csv"
_DATE = ["date_from", "date_to", "date_precision", "date_method", "date_evidence"]
# Columns of a report's table of articles that are not values to correct.
_BESIDE = ["date_evidence", "date_precision", "flags", "words", "basis"]
# What spreadsheets and statistics programs write for a missing value.
_MISSING = ("", "#N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
# The most faults of a table that one error lists.
_MOST_FAULTS = 20


@dataclass(frozen=True)
class Corrections:
    """The rows of metadata.csv and of overrides.csv; None for a file that does not exist.

    `files` holds the names of the two, which may be workbooks.
    """

    metadata: pd.DataFrame | None
    overrides: pd.DataFrame | None
    files: tuple[str, str] = (METADATA, OVERRIDES)

    @classmethod
    def read(cls, folder: Path) -> Corrections:
        """Return the corrections in the folder of a corpus.

        Raises:
            CorpusError: see `read_metadata` and `read_overrides`; it lists the faults of both.
        """
        tables: list[pd.DataFrame | None] = []
        faults: list[str] = []
        for read in (read_metadata, read_overrides):
            try:
                tables.append(read(folder))
            except CorpusError as error:
                faults.append(error.message)
        if faults:
            raise CorpusError(join(*faults, by=gettext("; and ")))
        metadata, overrides = (_find(folder, name).name for name in (METADATA, OVERRIDES))
        return cls(tables[0], tables[1], (metadata, overrides))

    @classmethod
    def join(cls, parts: Iterable[Corrections]) -> Corrections:
        """Return the corrections of several folders; of two for an article or line, the first."""
        given = list(parts)
        metadata = [one.metadata for one in given if one.metadata is not None]
        overrides = [one.overrides for one in given if one.overrides is not None]
        rows, lines = (pd.concat(tables) if tables else None for tables in (metadata, overrides))
        return cls(
            None if rows is None else rows[~rows.index.duplicated()],
            None if lines is None else lines.drop_duplicates(["doc_id", "line_no"]),
            (
                _common([one.files[0] for one in given if one.metadata is not None] or [METADATA]),
                _common(
                    [one.files[1] for one in given if one.overrides is not None] or [OVERRIDES]
                ),
            ),
        )

    def below(self, folder: str) -> Corrections:
        """Return the same corrections with `folder` put before the names of their articles."""
        if folder == ".":
            return self
        metadata, overrides = self.metadata, self.overrides
        named = None if metadata is None else metadata.rename(index=lambda name: f"{folder}/{name}")
        if overrides is not None:
            overrides = overrides.assign(doc_id=f"{folder}/" + overrides["doc_id"])
        return Corrections(named, overrides, self.files)

    def about(self, doc_ids: pd.Series[str]) -> Corrections:
        """Return the rows about these articles."""
        metadata, overrides = self.metadata, self.overrides
        return Corrections(
            None if metadata is None else metadata[metadata.index.isin(doc_ids)],
            None if overrides is None else overrides[overrides["doc_id"].isin(doc_ids)],
            self.files,
        )

    def unmatched_rows(self, doc_ids: pd.Series[str]) -> pd.DataFrame:
        """Return the rows about no article of the corpus: source, reason.

        Args:
            doc_ids: the articles of the corpus.
        """
        rows: list[tuple[str, str]] = []
        if self.metadata is not None:
            reason = table_text("no article has this doc_id; compare `nkru check`")
            unknown = self.metadata.index[~self.metadata.index.isin(doc_ids)]
            rows += [(f"{self.files[0]}: {name}", reason) for name in unknown]
        if self.overrides is not None:
            lines = self.overrides[~self.overrides["doc_id"].isin(doc_ids)]
            pairs = zip(lines["doc_id"], lines["line_no"], strict=True)
            rows += [(override_name(self.files[1], *pair), NO_LINE) for pair in pairs]
        return unread_table(rows)


def read_metadata(folder: Path) -> pd.DataFrame | None:
    """Return the rows of metadata.csv, or None if the file does not exist.

    Raises:
        CorpusError: the file is not a table, lacks the column doc_id or a value in it, has two rows
            for an article, a column that nkru computes, or a bad date; lists all of these.
    """
    path = _find(folder, METADATA)
    table = _read(path)
    if table is None:
        return None
    if {"words", "basis"} <= {*table.columns}:
        table = table.drop(columns=_BESIDE, errors="ignore")
    table = changed_cells(table, ["doc_id"])
    _refuse(path, faults_of_metadata(table))
    for name in table.columns.intersection(["date", "updated"]):
        table[name] = table[name].map(parse_day, na_action="ignore")
    return table.set_index("doc_id")


def _common(names: list[str]) -> str:
    """Return the name of files in several folders; without its suffix where that differs."""
    return names[0] if len({*names}) == 1 else Path(names[0]).stem


def _find(folder: Path, name: str) -> Path:
    """Return the path of this name in a folder, or that of the workbook if only it exists."""
    path = folder / name
    workbook = path.with_suffix(".xlsx")
    if path.exists() and workbook.exists():
        raise CorpusError(
            "{path} and {other} are there; keep one of the two", path=path, other=workbook.name
        )
    return workbook if workbook.exists() else path


def _refuse(path: Path, faults: list[str]) -> None:
    if faults:
        told, more = faults[:_MOST_FAULTS], len(faults) - _MOST_FAULTS
        if more > 0:
            told.append(gettext("{more} more", more=more))
        raise CorpusError("{file}: {fault}", file=path, fault=join(*told, by=gettext("; and ")))


def _read(path: Path) -> pd.DataFrame | None:
    """Return a table with the number of each row as its index, or None if there is no such file."""
    if not path.exists() and not path.is_symlink():
        return None
    table = read_table(path, of_articles=True)
    return table.mask(table.isin(_MISSING)).astype("str")


def apply_metadata(
    documents: pd.DataFrame, metadata: pd.DataFrame | None, file: str = METADATA
) -> pd.DataFrame:
    """Return the documents with the values of `metadata` in place of inferred ones.

    Args:
        documents: one row per article, with doc_id.
        metadata: as from `read_metadata`; an empty cell leaves the inferred value, and columns that
            the documents lack are passed over (see `add_columns`).
        file: the name of the file with `metadata`, for `date_method`.
    """
    if metadata is None:
        return documents
    documents = documents.copy()
    stated = metadata.reindex(documents["doc_id"]).set_axis(documents.index)
    for name in stated.columns.intersection(documents.columns):
        documents[name] = stated[name].combine_first(documents[name])
    for row, iso in stated.get("date", pd.Series(dtype="str")).dropna().items():
        documents.loc[row, _DATE] = (*bounds(iso), precision(iso), file, iso)
    return documents


def add_columns(documents: pd.DataFrame, metadata: pd.DataFrame | None) -> pd.DataFrame:
    """Return the documents with those columns of `metadata` that they lack."""
    if metadata is None:
        return documents
    further = metadata[metadata.columns.difference(documents.columns, sort=False)]
    return documents.join(further, on="doc_id")


def read_overrides(folder: Path) -> pd.DataFrame | None:
    """Return the rows of overrides.csv, or None if the file does not exist.

    Returns:
        doc_id, line_no, text_starts, action (keep or drop; the file may give this column another
        name).

    Raises:
        CorpusError: the file is not a table, lacks a column, has two rows for a line, a bad number
            or action; lists all of these.
    """
    path = _find(folder, OVERRIDES)
    table = _read(path)
    if table is None:
        return None
    others = table.columns.difference(OVERRIDES_COLUMNS)
    if "action" not in table and len(others) == 1:
        table = table.rename(columns={others[0]: "action"})
    if MARKS in table:
        table = table[table.columns.intersection([*OVERRIDES_COLUMNS, MARKS])]
        table = changed_cells(table, OVERRIDES_COLUMNS[:3])
    _refuse(path, faults_of_overrides(table))
    table = table[OVERRIDES_COLUMNS].fillna({"text_starts": ""}).reset_index(drop=True)
    numbers = table["line_no"].map(int).astype("int64")
    return table.assign(line_no=numbers, action=table["action"].str.strip())
