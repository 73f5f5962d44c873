"""Coders against one another and against the scores: examples, limits, and unusable files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from sentence_corpus import sentence_corpus

import nkru
from nkru.corpus.corpus import Corpus
from nkru.errors import CodingError
from nkru.measures.agreement import LABELS
from nkru.measures.coders import score_coding
from nkru.measures.coding_samples import KEY, SHEET, draw_sample
from nkru.measures.coding_sheets import (
    read_coders,
    read_key,
    read_labels,
    write_key,
    write_sheet,
)
from nkru.report.coded_measures import coded_units, labels_of, measures, rules_of

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
    return draw_sample(corpus, coded_units(corpus, "tone"), size=12, seed=1, measure="tone")


def test_a_sample_is_blind_and_stratified(
    drawn: tuple[pd.DataFrame, pd.DataFrame], corpus: Corpus
) -> None:
    sheet, key = drawn
    assert list(sheet) == SHEET
    assert list(key) == KEY
    # 16, 16 and 8 sentences: 12 are shared in proportion to the roots.
    assert key["found"].value_counts().tolist() == [4, 4, 4]
    assert key["weight"].sum() == pytest.approx(len(TEXTS))
    assert key["measure"].unique().tolist() == ["tone"]
    texts = [
        corpus.raw("a.txt")[start:end] for start, end in zip(key["start"], key["end"], strict=True)
    ]
    assert texts == sheet["text"].tolist()


def test_the_same_seed_draws_the_same_sample(corpus: Corpus) -> None:
    units = coded_units(corpus, "tone")
    first, again, other = (draw_sample(corpus, units, size=12, seed=seed)[0] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_the_spreadsheet_has_the_sheet_and_a_codebook(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    write_sheet(drawn[0], tmp_path / "sample.xlsx", rules_of("tone"))
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
        (
            lambda table: pd.concat([table, table[:1].assign(id=99)]),
            "row 14: the key has no id 99; give the sheet and the key of one sample",
        ),
        (
            lambda table: table.assign(text=["Une autre phrase.", *table["text"][1:]]),
            "row 2: its text is not that of the key",
        ),
    ],
)
def test_a_file_that_cannot_be_scored_is_told(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path, change: object, message: str
) -> None:
    sheet, key = drawn
    assert callable(change)
    change(sheet.assign(label=key["found"])).to_csv(tmp_path / "coder.csv", index=False)
    with pytest.raises(CodingError, match=rf"coder\.csv.*{message}"):
        read_labels(tmp_path / "coder.csv", key, LABELS)


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


FORMULA = "=1+1 fait deux, et la paix est un succès."


def test_a_sentence_is_no_formula_in_a_sheet(tmp_path: Path) -> None:
    corpus = sentence_corpus([FORMULA, *TEXTS])
    sheet, key = draw_sample(corpus, coded_units(corpus, "tone"), size=200)
    assert FORMULA in sheet["text"].tolist()
    for name in ("sample.xlsx", "sample.csv"):
        write_sheet(sheet.assign(label=key["found"]), tmp_path / name)
        assert read_labels(tmp_path / name, key).tolist() == key["found"].tolist()
    cells = [
        cell for row in openpyxl.load_workbook(tmp_path / "sample.xlsx")["labels"] for cell in row
    ]
    assert FORMULA in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    text = (tmp_path / "sample.csv").read_text(encoding="utf-8-sig")
    assert f"'{FORMULA}" in text
    assert f"\n{FORMULA}" not in text


def test_the_same_sample_gives_the_same_workbook(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        write_sheet(drawn[0], tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_a_key_is_read_back_and_holds_no_formula(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    key = drawn[1].assign(doc_id="=cmd|'x'.txt")
    write_key(key, tmp_path / "key.csv")
    back = read_key(tmp_path / "key.csv")
    for column in ("id", "found", "weight"):
        assert back[column].tolist() == key[column].tolist()
    assert pd.read_csv(tmp_path / "key.csv")["doc_id"].unique().tolist() == ["'=cmd|'x'.txt"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no entry"),
        ("id,found\n1,0\n", "no column 'weight'; name the key that was written with the sheet"),
        ("id,found,weight\n1,0,1\n1,0,1\n", "row 3: its id occurs twice"),
        ("id,found,weight\nx,0,1\n", "row 2: id 'x' is unknown; keep the numbers of the sheet"),
        ("id,found,weight\n1,0,0\n", "row 2: weight '0' is unknown; give a number above 0"),
        ("id,found,weight\n1,0,inf\n", "row 2: weight 'inf'"),
        ("id,found,weight\n1,0,1,9\n", "row 2: 4 values for 3 columns"),
        (f"id,found,weight\n1,0,{'9' * 200_000}\n", "row 2: no CSV"),
    ],
)
def test_a_broken_key_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "key.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CodingError, match=rf"key\.csv.*{message}"):
        read_key(tmp_path / "key.csv")


def test_a_key_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "id;found;weight;doc_id\n1.0;+1;2.5;é\n"
    (tmp_path / "key.csv").write_bytes(text.encode("utf-16"))
    key = read_key(tmp_path / "key.csv")[["id", "found", "weight"]]
    assert key.to_numpy().tolist() == [[1.0, "1", 2.5]]


def test_sheets_of_one_name_are_told_apart_by_folder_or_suffix(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    sheet, key = drawn
    files = [tmp_path / "ada" / "s.csv", tmp_path / "bob" / "s.csv", tmp_path / "bob" / "s.xlsx"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        write_sheet(sheet.assign(label=key["found"]), file)
    assert list(read_coders(files[:2], key)) == ["ada/s", "bob/s"]
    assert list(read_coders(files[1:], key)) == ["s.csv", "s.xlsx"]
    assert list(read_coders(files, key)) == ["ada/s.csv", "bob/s.csv", "bob/s.xlsx"]
    result = score_coding(files, key)
    assert result.kappas["coder"].tolist() == ["ada/s.csv", "ada/s.csv", "bob/s.csv"]
    assert result.kappas["kappa"].tolist() == [1.0] * 3


def test_a_sheet_given_twice_is_refused(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    write_sheet(drawn[0].assign(label=drawn[1]["found"]), tmp_path / "ada.csv")
    with pytest.raises(CodingError, match=r"ada\.csv is given twice; give the sheet of each coder"):
        score_coding([tmp_path / "ada.csv", tmp_path / "." / "ada.csv"], drawn[1])


def test_a_code_of_ones_own_may_have_any_labels(tmp_path: Path) -> None:
    corpus = sentence_corpus(TEXTS)
    sheet, key = draw_sample(corpus, coded_units(corpus, "sentence"), size=10, design="random")
    words = ["Oui", "non "] * 5
    write_sheet(sheet.assign(label=words), tmp_path / "ada.csv")
    write_sheet(sheet.assign(label=["oui", "non"] * 5), tmp_path / "bob.csv")
    coders = [tmp_path / "ada.csv", tmp_path / "bob.csv"]
    assert score_coding(coders, key, labels_of("sentence")).alpha[0] == 1
    assert set(read_coders(coders, key).to_numpy().ravel()) == {"Oui", "non"}


def test_a_sheet_that_a_spreadsheet_saved_in_its_own_way_is_that_of_its_key(tmp_path: Path) -> None:
    corpus = sentence_corpus(["« L’été », dit‑elle\u202f: Kyïv tient, cœur serré."] * 3 + TEXTS)
    sheet, key = draw_sample(corpus, coded_units(corpus, "tone"), size=40)
    filled = sheet.assign(label=key["found"].replace("-1", "−1"))
    lossy = filled.to_csv(sep=";", index=False).replace("−", "-").encode("cp1252", "replace")
    (tmp_path / "ada.csv").write_bytes(lossy)
    assert read_labels(tmp_path / "ada.csv", key, LABELS).tolist() == key["found"].tolist()


UNIT_TEXTS = """Moscou bombarde le port d'Odessa

« Nous tiendrons le port », a déclaré Volodymyr Zelensky mardi. La Russie est accusée de crimes.
Le blé manque en Égypte.
"""


@pytest.mark.parametrize(
    "measure",
    ["tone", "target", "situation", "stance", "mention:Russie", "speaker", "agenda", "article"],
)
def test_every_measure_has_units_rules_and_a_blind_sheet(
    corpus_of: Callable[..., Corpus], measure: str
) -> None:
    corpus = corpus_of({"a.txt": UNIT_TEXTS})
    units = coded_units(corpus, measure)
    assert len(units)
    assert set(units["found"]) <= {*labels_of(measure)} or not labels_of(measure)
    sheet, key = draw_sample(corpus, units, size=4, measure=measure)
    assert "found" not in sheet
    assert sheet["text"].str.len().gt(0).all()
    assert len(key) == len(sheet)
    assert rules_of(measure)["label"].str.len().gt(0).any()


def test_themes_are_coded_sentence_by_sentence(corpus_of: Callable[..., Corpus]) -> None:
    corpus = corpus_of({"a.txt": UNIT_TEXTS})
    theme = nkru.read_codebook(kind="themes").entries[0].name
    units = coded_units(corpus, f"theme:{theme.upper()}")
    assert units["about"].unique().tolist() == [theme]
    assert set(units["found"]) <= {"0", "1"}


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        ("tune", "measure 'tune' is unknown; use one of tone, target"),
        ("mention", "measure 'mention' needs an actor after it; write mention:NAME"),
        ("tone:Russie", "measure 'tone:Russie' needs nothing after it; write tone"),
        ("mention:Atlantide", "'Atlantide' is neither in the codebook nor named by the articles"),
    ],
)
def test_an_unknown_measure_is_told(corpus: Corpus, measure: str, message: str) -> None:
    with pytest.raises(CodingError, match=message):
        coded_units(corpus, measure)


def test_a_sample_needs_units_and_one_span_each(corpus: Corpus) -> None:
    units = coded_units(corpus, "tone")
    with pytest.raises(CodingError, match="no unit to code, measure = 'tone'"):
        draw_sample(corpus, units[:0], measure="tone")
    with pytest.raises(CodingError, match="two units have the same doc_id, start and end"):
        draw_sample(corpus, pd.concat([units, units[:1]]))


def test_rare_labels_are_one_stratum(corpus: Corpus) -> None:
    units = coded_units(corpus, "sentence").assign(found=[f"n{i % 20:02}" for i in range(40)])
    _, key = draw_sample(corpus, units, size=20)
    assert "other labels" in set(key["stratum"])
    assert key["stratum"].nunique() == 8
    assert key["weight"].sum() == pytest.approx(40)
    assert {"tone", "stance", "speaker", "sentence"} <= set(measures())


def test_a_damaged_workbook_is_told(
    drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    sheet, key = drawn
    write_sheet(sheet.assign(label=key["found"]), tmp_path / "ada.xlsx")
    whole = (tmp_path / "ada.xlsx").read_bytes()
    (tmp_path / "ada.xlsx").write_bytes(whole[:500] + whole[600:])
    with pytest.raises(CodingError, match=r"ada\.xlsx: cannot be read \(a damaged workbook"):
        read_labels(tmp_path / "ada.xlsx", key)
