"""Tables for spreadsheets: each cell shows the text that it was given, and does nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.spreadsheets import guard_formula, without_guard, write_csv, write_workbook

FORMULAS = [
    *("=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "+33 1", "-2+3", "@SUM(A1)", "\t=1"),
    *("\n=1", "＝1+1", "- Oui, dit-il.", "'=1", "''=1", "@"),
]
PLAIN = ["Non", "'ndrangheta", "l'=", "1+1", "", "–5", "à 80 $", "#N/A", "#REF!"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded_and_read_back(text: str) -> None:
    guarded = guard_formula(text)
    assert guarded == f"'{text}"
    assert without_guard(guarded) == text


def test_a_return_that_ends_a_row_is_a_symbol() -> None:
    assert guard_formula("\r=1") == "␍=1"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_as_it_is(text: str) -> None:
    assert guard_formula(text) == text
    assert without_guard(text) == text


@given(st.text("=+-@'\ta1 ", max_size=6))
def test_the_guard_can_always_be_undone(text: str) -> None:
    assert without_guard(guard_formula(text)) == text


@pytest.fixture
def table() -> pd.DataFrame:
    texts = [*FORMULAS, *PLAIN, None, "a\x1bb\rc"]
    kinds = pd.Categorical(["=a", "b"] * (len(texts) // 2))
    return pd.DataFrame({"=cmd|'x'": texts, "n": range(len(texts)), "kind": kinds, "\x1b": -0.5})


def test_a_csv_holds_no_formula_and_no_control_character(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    write_csv(table, tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes().decode()
    assert "\x1b" not in raw
    assert "\r" not in raw
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == ["'=cmd|'x'", "n", "kind", "␛"]
    cells = [cell for row in rows for cell in (row[0], row[2])]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝"))]
    assert [without_guard(row[0]) for row in rows] == [*FORMULAS, *PLAIN, "", "a␛b␍c"]
    assert [row[1] for row in rows] == [str(number) for number in table["n"]]
    assert {row[3] for row in rows} == {"-0.5"}


def test_a_workbook_holds_texts_only_and_the_same_bytes(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        write_workbook({"page": table}, tmp_path / name, {"page": (30, 5)})
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    page = openpyxl.load_workbook(tmp_path / "one.xlsx")["page"]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {"f", "e"}.isdisjoint(cell.data_type for cell in cells)
    assert page["A1"].value == "=cmd|'x'"
    assert page["A2"].value == "=1+1"
    assert page.column_dimensions["A"].width == 30
    assert "a␛b␍c" in [cell.value for cell in cells]


def test_the_table_that_was_given_stays(table: pd.DataFrame, tmp_path: Path) -> None:
    before = table.copy()
    write_csv(table, tmp_path / "t.csv", mark=True)
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    pd.testing.assert_frame_equal(table, before)
