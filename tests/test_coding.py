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
from nkru.measures.agreement import (
    classes,
    confusion,
    kappas,
    krippendorff,
    prevalence,
    rogan_gladen,
)
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


def test_alpha_of_a_published_example() -> None:
    """Krippendorff (2011), two coders and ten binary units: 0.095."""
    codings = pd.DataFrame({"a": list("0100000010"), "b": list("1110010000")})
    assert krippendorff(codings, draws=20)[0] == pytest.approx(0.095, abs=0.001)


def test_alpha_is_one_when_all_agree_and_undefined_when_nothing_can_differ() -> None:
    assert krippendorff(pd.DataFrame({"a": ["1", "0"], "b": ["1", "0"]}), draws=20)[0] == 1
    assert np.isnan(krippendorff(pd.DataFrame({"a": ["1", "1"], "b": ["1", "1"]}), draws=2)[0])


def test_the_interval_holds_alpha_and_depends_on_the_seed_alone() -> None:
    random = np.random.default_rng(0)
    truth = random.choice(["-1", "0", "1"], 60)
    other = np.where(random.random(60) < 0.8, truth, "0")
    codings = pd.DataFrame({"a": truth, "b": other})
    value, low, high = krippendorff(codings, draws=100)
    assert low < value < high
    assert krippendorff(codings, draws=100) == (value, low, high)
    assert krippendorff(codings, draws=100, seed=1) != (value, low, high)


def test_kappa_is_that_of_sklearn() -> None:
    from sklearn.metrics import cohen_kappa_score

    one, other = list("1100110010"), list("1000110110")
    found = kappas(pd.DataFrame({"a": one, "b": other}))
    assert found["kappa"].tolist() == [pytest.approx(cohen_kappa_score(one, other))]
    assert found["agreement"].tolist() == [pytest.approx(0.8)]


def test_precision_and_recall_by_hand() -> None:
    matrix = confusion(["1", "1", "1", "0", "-1"], ["1", "1", "0", "1", "-1"])
    table = classes(matrix)
    assert table.loc["1", "precision"] == pytest.approx(2 / 3)
    assert table.loc["1", "recall"] == pytest.approx(2 / 3)
    assert table.loc["0", "f1"] != table.loc["0", "f1"] or table.loc["0", "precision"] == 0


def test_rogan_gladen_limits() -> None:
    assert rogan_gladen(0.3, 1, 1) == pytest.approx(0.3)
    assert rogan_gladen(0.05, 0.9, 0.9) == 0
    assert np.isnan(rogan_gladen(0.3, 0.5, 0.5))


def test_corrected_prevalence_finds_the_truth_of_a_simulated_corpus() -> None:
    random = np.random.default_rng(0)
    truth = random.choice(["-1", "0", "1"], 20000, p=[0.2, 0.5, 0.3])
    found = np.where(random.random(20000) < 0.75, truth, random.choice(["-1", "0", "1"], 20000))
    matrix = confusion(truth[:5000].tolist(), found[:5000].tolist())
    table = prevalence(matrix, pd.Series(found).value_counts(normalize=True))
    np.testing.assert_allclose(table["corrected"], [0.2, 0.5, 0.3], atol=0.02)


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
