"""What is exported can be read back, by nkru and by what other tools expect."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus.exports import SUFFIXES, TABLES, Form, export, starred_line
from nkru.corpus.spreadsheets import without_guard
from nkru.errors import CorpusError, ParameterError

FORMS: list[Form] = ["iramuteq", "texts", "csv", "parquet", "excel"]
ARTICLE = """La mer est calme

L'Écho des rives, le 3 mars 2024

Le port reprend * ses * départs. Rien ne presse, dit-on.

= Douze départs sont prévus cette semaine, selon la capitainerie du port.
"""


@pytest.fixture
def corpus(corpus_of: Callable[..., nkru.Corpus]) -> nkru.Corpus:
    metadata = (
        "doc_id,outlet,date,ma_région\na.txt,L’Écho d’Été,2024-03-04,Nord\nsous "
        "dossier/a.txt,,2023,\n"
    )
    return corpus_of(
        {
            "a.txt": ARTICLE,
            "sous dossier/a.txt": "Un second titre\n\nLes ministres se sont revus ; rien n'a "
            "filtré de l'entretien.\n",
            "metadata.csv": metadata,
        }
    )


def files(target: Path) -> dict[str, bytes]:
    paths = (
        [target]
        if target.is_file()
        else sorted(path for path in target.rglob("*") if path.is_file())
    )
    return {path.name: path.read_bytes() for path in paths}


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_are_identical(corpus: nkru.Corpus, tmp_path: Path, form: Form) -> None:
    targets = [tmp_path / f"{name}{SUFFIXES.get(form, '')}" for name in ("one", "other")]
    one, other = (files(export(corpus, form, target)) for target in targets)
    assert list(one.values()) == list(other.values())
    assert one


def test_iramuteq_variables_follow_its_rules(corpus: nkru.Corpus, tmp_path: Path) -> None:
    lines = (
        export(corpus, "iramuteq", tmp_path / "corpus.txt").read_text(encoding="utf-8").splitlines()
    )
    starred = [line for line in lines if line.startswith("****")]
    assert len(starred) == 2
    for line in starred:
        assert line.isascii()
        names = [word.split("_", 1)[0] for word in line.split()[1:]]
        assert names == [word.split("_", 1)[0] for word in starred[0].split()[1:]]
        assert all(name.startswith("*") and name[1:].isalnum() for name in names)
    assert "*outlet_L_Echo_d_Ete" in starred[0]
    assert "*maregion_Nord" in starred[0]
    assert "*maregion_nil" in starred[1]
    assert not any("*" in line for line in lines if not line.startswith("****"))


def test_an_iramuteq_file_is_read_back_text_for_text(corpus: nkru.Corpus, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    back = nkru.read_corpus(export(corpus, "iramuteq", tmp_path / "back" / "corpus.txt"))
    assert set(back.documents["format"]) == {"iramuteq"}
    assert back.documents["date"].tolist() == ["2024-03-04", "2023"]
    texts = [corpus.text(doc_id).replace("*", " ").split() for doc_id in corpus.fileids()]
    assert [back.raw(doc_id).split() for doc_id in back.fileids()] == texts


def test_a_folder_of_texts_is_read_back_with_its_metadata(
    corpus: nkru.Corpus, tmp_path: Path
) -> None:
    folder = export(corpus, "texts", tmp_path / "textes")
    metadata = pd.read_csv(folder / "metadata.csv")
    assert metadata.columns[0] == "id"
    assert metadata["original"].tolist() == corpus.fileids()
    assert sorted(f"{name}.txt" for name in metadata["id"]) == sorted(
        p.name for p in folder.glob("*.txt")
    )
    back = nkru.read_corpus(folder)
    assert len(back.unread) == 0
    for name in ("title", "outlet", "date", "ma_région"):
        assert (
            back.documents[name].fillna("").tolist() == corpus.documents[name].fillna("").tolist()
        )
    assert [back.raw(doc_id).split() for doc_id in back.fileids()] == [
        corpus.text(d).split() for d in corpus.fileids()
    ]


def test_names_that_collide_stay_apart(
    corpus_of: Callable[..., nkru.Corpus], tmp_path: Path
) -> None:
    text = "Un titre\n\nLe ministre a rendu visite à ses voisins et il en est revenu content.\n"
    corpus = corpus_of({"A b.txt": text, "a_b.txt": text, "a b/c.txt": text, "a_b_c.txt": text})
    folder = export(corpus, "texts", tmp_path / "textes")
    assert len({path.name.casefold() for path in folder.glob("*.txt")}) == 4


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_are_read_back_row_for_row(corpus: nkru.Corpus, tmp_path: Path, form: Form) -> None:
    folder = export(corpus, form, tmp_path / form)
    for name in TABLES:
        table = corpus.segments() if name == "segments" else getattr(corpus, name)
        path = folder / f"{name}.{form}"
        back = (
            pd.read_parquet(path)
            if form == "parquet"
            else pd.read_csv(path, keep_default_na=False, na_values=[""])
        )
        assert back.columns.tolist() == table.columns.tolist()
        cells = back.astype("str").fillna("").map(without_guard if form == "csv" else str)
        assert cells.values.tolist() == table.astype("str").fillna("").values.tolist()


FORMULA = "=cmd|' /C calc'!A0"


def test_no_export_holds_a_formula_and_metadata_come_back(
    corpus_of: Callable[..., nkru.Corpus], tmp_path: Path
) -> None:
    text = f"{FORMULA} : le port reprend ses départs.\n\x1b[31mRien ne presse.\n"
    corpus = corpus_of(
        {
            "-a.txt": f"Un titre\n\n{text}",
            "metadata.csv": f'doc_id,title,"{FORMULA}",@note\n-a.txt,"{FORMULA}",+1,\x1b\n',
        }
    )
    for form in ("csv", "texts"):
        folder = export(corpus, form, tmp_path / form)
        for path in folder.iterdir():
            assert "\x1b" not in path.read_text(encoding="utf-8")
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as stream:
                cells = {cell for row in csv.reader(stream) for cell in row}
            numbers = {cell for cell in cells if cell.lstrip("-").isdigit()}
            assert not [cell for cell in cells - numbers if cell[:1] in set("=+-@\t\r")]
    header = (tmp_path / "texts" / "metadata.csv").read_text(encoding="utf-8").split("\n")[0]
    assert f"'{FORMULA}" in header
    back = nkru.read_corpus(tmp_path / "texts").documents
    assert back[["title", FORMULA, "@note"]].to_numpy().tolist() == [[FORMULA, "+1", "␛"]]
    assert back["doc_id"].tolist() == ["a.txt"]


def test_a_workbook_has_a_sheet_per_table_and_no_formula(
    corpus: nkru.Corpus, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = export(corpus, "excel", tmp_path / "corpus.xlsx")
    assert load_workbook(path).sheetnames == list(TABLES)
    sentences = pd.read_excel(path, sheet_name="sentences")
    assert sentences["text"].tolist() == corpus.sentences["text"].tolist()
    assert any(text.startswith("=") for text in sentences["text"])


def test_a_workbook_too_small_for_a_table_says_what_to_do(
    corpus: nkru.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nkru.corpus.exports.EXCEL_ROWS", 3)
    with pytest.raises(ParameterError, match="lines has .* rows .* csv or parquet"):
        export(corpus, "excel", tmp_path / "corpus.xlsx")


def test_a_folder_in_use_is_left_as_it_is(corpus: nkru.Corpus, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    with pytest.raises(ParameterError, match="not an empty folder"):
        export(corpus, "texts", tmp_path)


@pytest.mark.parametrize(
    ("form", "remedy"), [("excel", "name it mer.xlsx"), ("iramuteq", "name it mer.txt")]
)
@pytest.mark.parametrize("name", ["mer", "mer.csv"])
def test_a_file_without_its_suffix_is_refused(
    corpus: nkru.Corpus, tmp_path: Path, form: Form, remedy: str, name: str
) -> None:
    with pytest.raises(ParameterError, match=remedy):
        export(corpus, form, tmp_path / name)
    assert not list(tmp_path.glob("mer*"))


@pytest.mark.parametrize("form", FORMS)
def test_a_corpus_without_an_article_in_french_is_an_error(
    corpus_of: Callable[..., nkru.Corpus], tmp_path: Path, form: Form
) -> None:
    english = (
        "The sea is calm\n\nThe harbour has opened again and the ships are leaving this "
        "week, they said.\n"
    )
    target = tmp_path / f"mer{SUFFIXES.get(form, '')}"
    with pytest.raises(CorpusError, match="no article in French"):
        export(corpus_of({"a.txt": english}), form, target)
    assert not target.exists()


def test_an_unknown_form_names_those_there_are(corpus: nkru.Corpus, tmp_path: Path) -> None:
    with pytest.raises(
        ParameterError, match="'alceste': choose iramuteq, texts, csv, parquet, excel"
    ):
        export(corpus, "alceste", tmp_path / "x")  # type: ignore[arg-type]


def test_a_value_without_a_letter_is_none() -> None:
    assert starred_line({"outlet": "«»"}) == "**** *outlet_nil"
