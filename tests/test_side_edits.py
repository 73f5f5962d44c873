"""Each kind of side file, edited by a seeded hand: the same effect, or an error with its row."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from fuzzing import side_files
from fuzzing.cases import Case, write_study

import nkru
from nkru.errors import NkruError

Rows = list[list[str]]
TABLES = {
    "metadata": side_files.METADATA,
    "overrides": side_files.OVERRIDES,
    "states": side_files.STATES,
    "lexicon": side_files.LEXICON,
    "sheet": side_files.SHEET,
    "key": side_files.KEY,
}


def rows_of(kind: str) -> Rows:
    lines = [line for line in TABLES[kind].splitlines(keepends=True) if line[0] != "#"]
    return list(csv.reader(lines))


def as_csv(rows: Rows, **options: Any) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, **{"lineterminator": "\n"} | options).writerows(rows)
    return stream.getvalue()


def as_workbook(rows: Rows) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


def effect(kind: str, data: bytes, folder: Path, suffix: str) -> Any:
    """Return what a side file does, in a form that can be compared."""
    path = Path(side_files.KINDS[kind][0]).with_suffix(suffix)
    write_study(folder, Case("side", 0, kind, str(path).encode(), data))
    if suffix == ".xlsx" and kind in ("metadata", "overrides"):
        (folder / path.with_suffix(".csv")).unlink(missing_ok=True)
    with contextlib.chdir(folder):
        opened = side_files.KINDS[kind][-1](folder / path, folder)
    if isinstance(opened, nkru.Corpus):
        about = opened.documents.drop(columns="date_evidence")
        told = about.to_csv() + opened.lines.to_csv() + opened.unread.to_csv()
        return told.replace("data.xlsx", "data.csv").replace("overrides.xlsx", "overrides.csv")
    return opened.to_csv() if isinstance(opened, pd.DataFrame) else list(opened.lines())


def padded(rows: Rows, draw: random.Random) -> Rows:
    """Give some rows empty values beyond the last column."""
    return [row + [""] * draw.randrange(3) for row in rows]


def with_gaps(rows: Rows, draw: random.Random) -> Rows:
    """Put empty rows in."""
    return [one for row in rows for one in ([row], [[], row], [row, [""] * 9])[draw.randrange(3)]]


def turned(rows: Rows, draw: random.Random) -> Rows:
    """Put the columns into another order."""
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return [[row[place] for place in order] for row in rows]


def spaced(rows: Rows, draw: random.Random) -> Rows:
    """Put spaces around the names of the columns."""
    return [[f" {name} " if draw.random() < 0.5 else name for name in rows[0]], *rows[1:]]


EDITS = (turned, spaced, padded, with_gaps)
# How people and programs save one table.
FORMS: dict[str, Callable[[Rows], bytes]] = {
    "commas": lambda rows: as_csv(rows).encode(),
    "semicolons": lambda rows: as_csv(rows, delimiter=";").encode("utf-8-sig"),
    "tabs": lambda rows: as_csv(rows, delimiter="\t", lineterminator="\r\n").encode("utf-16"),
    "quoted": lambda rows: as_csv(rows, quoting=csv.QUOTE_ALL).encode("cp1252"),
    "workbook": as_workbook,
}


@pytest.mark.parametrize("kind", TABLES)
def test_one_table_has_one_effect_however_it_was_saved(kind: str, tmp_path: Path) -> None:
    expected = effect(kind, FORMS["commas"](rows_of(kind)), tmp_path / "whole", ".csv")
    for number, (form, save) in enumerate(FORMS.items()):
        draw = random.Random(f"{kind}/{form}")
        rows, edits = rows_of(kind), draw.sample(EDITS, 2)
        for edit in (one for one in EDITS if one in edits):
            rows = edit(rows, draw)
        suffix = ".xlsx" if form == "workbook" else ".csv"
        found = effect(kind, save(rows), tmp_path / str(number), suffix)
        assert found == expected, (form, edits)


def too_long(rows: Rows, draw: random.Random) -> int:
    at = draw.randrange(1, len(rows))
    rows[at] = [*rows[at], *[""] * draw.randrange(3), "de trop"]
    return at


def named_twice(rows: Rows, draw: random.Random) -> int:
    for row in rows:
        row.append(row[0])
    return 0


def nameless(rows: Rows, draw: random.Random) -> int:
    for row in rows:
        row.insert(1, "x")
    rows[0][1] = ""
    return 0


# What no form of a table may hide: an edit returns the row that the error names.
BREAKS = (too_long, named_twice, nameless)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("form", ["commas", "workbook"])
def test_a_table_that_does_not_fit_is_told_with_file_and_row(
    kind: str, form: str, tmp_path: Path
) -> None:
    suffix = ".xlsx" if form == "workbook" else ".csv"
    for change in BREAKS:
        rows = rows_of(kind)
        at = change(rows, random.Random(f"{kind}/{form}"))
        # A value of two lines is one row of a workbook.
        lines = sum(cell.count("\n") for row in rows[:at] for cell in row)
        row, folder = at + 1 + (lines if suffix == ".csv" else 0), tmp_path / change.__name__
        if change is nameless and kind in ("metadata", "overrides"):
            effect(kind, FORMS[form](rows), folder, suffix)  # a note without a name, passed over
            continue
        with pytest.raises(NkruError) as told:
            effect(kind, FORMS[form](rows), folder, suffix)
        name = Path(side_files.KINDS[kind][0]).with_suffix(suffix).name
        assert name in str(told.value), change.__name__
        assert f"row {row}:" in str(told.value), (change.__name__, str(told.value))


TOML = {"actors": side_files.ACTORS, "themes": side_files.THEMES, "config": side_files.CONFIG}
WRONG = ("3", "1.5", "true", "2019-01-01", '"x"', "[1]", "{a = 1}", "[[]]", '"\\u0000"')


def toml_effect(kind: str, text: str | bytes, folder: Path) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    path = side_files.KINDS[kind][0]
    write_study(folder, Case("side", 0, kind, path.encode(), data))
    with contextlib.chdir(folder):
        opened = side_files.KINDS[kind][-1](folder / path, folder)
    return opened.to_csv() if isinstance(opened, pd.DataFrame) else opened


@pytest.mark.parametrize("kind", TOML)
def test_a_toml_file_has_one_effect_however_it_was_saved(kind: str, tmp_path: Path) -> None:
    text = TOML[kind]
    expected = toml_effect(kind, text, tmp_path / "whole")
    saved = [text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode(), f"# é\n{text}\n\n"]
    saved.append(text.replace(" = ", "=").replace("\n\n", "\n# note\n\n"))
    for number, data in enumerate(saved):
        assert toml_effect(kind, data, tmp_path / str(number)) == expected


@pytest.mark.parametrize("kind", TOML)
def test_each_value_of_another_kind_is_told_with_its_file(kind: str, tmp_path: Path) -> None:
    lines = TOML[kind].split("\n")
    name, told = Path(side_files.KINDS[kind][0]).name, 0
    draw = random.Random(kind)
    for at, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        for number, wrong in enumerate(draw.sample(WRONG, 2) if equals else ()):
            new = "\n".join([*lines[:at], f"{key} = {wrong}", *lines[at + 1 :]])
            if isinstance(tomllib.loads(f"a = {wrong}")["a"], type(tomllib.loads(line)[key])):
                continue
            with pytest.raises(NkruError, match="^[^\n]+$") as error:
                toml_effect(kind, new, tmp_path / f"{at}-{number}")
            assert name in str(error.value), (key, wrong)
            told += 1
    assert told > 5
