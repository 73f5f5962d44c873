"""Coders against one another and against the scores: examples, limits, and unusable files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from sentence_corpus import sentence_corpus

import nkru
from nkru.corpus.corpus import Corpus
from nkru.errors import CodingError
from nkru.tone.coding import KEY, SHEET, draw_sample, read_labels, score_coding, write_sheet

TEXTS = [
    "Un succès éclatant.",
    "Un échec cuisant.",
    "La réunion aura lieu mardi.",
    "Un massacre.",
    "Un accord de paix.",
] * 8


@pytest.fixture
def corpus() -> Corpus:
    return sentence_corpus(TEXTS)


@pytest.fixture
def drawn(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    return draw_sample(corpus, nkru.score_sentences(corpus), size=12, seed=1)


def test_a_sample_is_blind_and_stratified(
    drawn: tuple[pd.DataFrame, pd.DataFrame], corpus: Corpus
) -> None:
    sheet, key = drawn
    assert list(sheet) == SHEET
    assert list(key) == KEY
    assert key["found"].value_counts().tolist() == [4, 4, 4]
    assert key["weight"].sum() == len(TEXTS)
    texts = [
        corpus.raw("a.txt")[start:end] for start, end in zip(key["start"], key["end"], strict=True)
    ]
    assert texts == sheet["text"].tolist()


def test_the_same_seed_draws_the_same_sample(corpus: Corpus) -> None:
    scores = nkru.score_sentences(corpus)
    first, again, other = (draw_sample(corpus, scores, size=12, seed=seed)[0] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_the_spreadsheet_has_the_sheet_and_a_codebook(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    write_sheet(drawn[0], tmp_path / "sample.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    assert book.sheetnames == ["labels", "codebook"]
    assert {"-1", "0", "1"} <= {str(cell.value) for cell in book["codebook"]["A"]}


@pytest.mark.parametrize("name", ["sample.csv", "sample.xlsx", "SAMPLE.XLSX"])
def test_a_sheet_filled_in_is_read_back_under_its_own_suffix(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path, name: str
) -> None:
    sheet, key = drawn
    write_sheet(sheet.assign(label=key["found"]), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(b"PK") is (not name.endswith("csv"))
    assert read_labels(tmp_path / name, key).tolist() == key["found"].tolist()


@pytest.mark.parametrize("name", ["sample", "sample.ods"])
def test_a_sheet_of_another_suffix_is_refused(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path, name: str
) -> None:
    with pytest.raises(CodingError, match=r"sample.*: a sheet is \.xlsx or \.csv; end its name"):
        write_sheet(drawn[0], tmp_path / name)
    assert not (tmp_path / name).exists()


def test_coders_from_spreadsheet_and_csv_are_compared(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    sheet, key = drawn
    right = sheet.assign(label=key["found"])
    right.assign(label=right["label"].astype(float)).to_excel(tmp_path / "ada.xlsx", index=False)
    wrong = right.assign(label=["0", *right["label"][1:]])
    wrong.sample(frac=1, random_state=0).to_csv(tmp_path / "llm.csv", index=False)
    result = score_coding([tmp_path / "ada.xlsx", tmp_path / "llm.csv"], key)
    assert set(result.confusion) == {"ada", "llm"}
    assert result.classes["ada"]["f1"].tolist() == [1, 1, 1]
    np.testing.assert_allclose(
        result.prevalence["ada"]["corrected"], result.prevalence["ada"]["found"]
    )
    assert 0.7 < result.alpha[0] <= 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda table: table.assign(label=["good", *table["label"][1:]]),
            "row 2: label 'good' is unknown; use one of -1, 0, 1",
        ),
        (
            lambda table: table.assign(label=[*table["label"][:-1], ""]),
            "row 13: label '' is unknown",
        ),
        (lambda table: table[1:], "no row for id 1; code every row"),
        (lambda table: table[3:], "no row for id 1 and 2 more"),
        (lambda table: pd.concat([table, table[:1]]), "row 14: its id occurs twice"),
        (lambda table: table.drop(columns="label"), "no column 'label'"),
    ],
)
def test_a_file_that_cannot_be_scored_is_told(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path, change: object, message: str
) -> None:
    sheet, key = drawn
    assert callable(change)
    change(sheet.assign(label=key["found"])).to_csv(tmp_path / "coder.csv", index=False)
    with pytest.raises(CodingError, match=rf"coder\.csv.*{message}"):
        read_labels(tmp_path / "coder.csv", key)


def test_one_coder_or_no_file_is_told(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    sheet, key = drawn
    sheet.assign(label=key["found"]).to_csv(tmp_path / "only.csv", index=False)
    with pytest.raises(CodingError, match="one coder only"):
        score_coding([tmp_path / "only.csv"], key)
    with pytest.raises(CodingError, match=r"none\.csv: cannot be read"):
        read_labels(tmp_path / "none.csv", key)
    (tmp_path / "broken.xlsx").write_bytes(b"no spreadsheet")
    with pytest.raises(CodingError, match=r"broken\.xlsx: cannot be read"):
        read_labels(tmp_path / "broken.xlsx", key)
