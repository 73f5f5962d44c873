"""The register as a sheet: merge, rename, retype, group, drop, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.actors.register import register_to_correct
from nkru.actors.register_sheet import RegisterSheet, keep_corrections, register_sheet
from nkru.corpus.corpus import Corpus
from nkru.corpus.pipeline import prepare
from nkru.corpus.sheets import write_sheet
from nkru.errors import CodebookError, CorpusError
from tests.small_corpus import small_corpus

TEXT = """Une grève au port

Lucie Tarrade, déléguée du personnel, a lu la lettre. Mme Tarrade a remercié Vladimir Poutine.
La société Dragues du Ponant a répondu à Lucie Tarrade. L. Tarrade attend.
La Russie se tait."""


def sheet(**columns: list[str]) -> RegisterSheet:
    table = pd.DataFrame(columns, dtype="str")
    table.index = pd.RangeIndex(2, len(table) + 2)
    return register_sheet(table, "register.xlsx")


def test_a_sheet_merges_renames_retypes_groups_and_drops() -> None:
    stated = sheet(
        entry=["A", "B", "C", "D", "E"],
        merge=["", "A", "b", "", ""],
        rename=["Alpha", "", "", "", ""],
        retype=["", "", "", "person", ""],
        group=["amis", "", "", "", ""],
        drop=["", "", "", "", "x"],
    )
    mentions = pd.DataFrame({"entry": [*"ABCDEF"], "type": ["organisation"] + ["state"] * 5})
    table = stated.applied(mentions)
    assert table["entry"].tolist() == ["Alpha", "Alpha", "Alpha", "D", "F"]
    assert table["type"].tolist() == ["organisation"] * 3 + ["person", "state"]
    assert stated.groups == {"Alpha": "amis"}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"entry": ["A", "A"]}, "register.xlsx, row 3: 'A' has row 2 too: keep one"),
        ({"entry": ["A", ""]}, "row 3: no entry"),
        ({"entry": ["A"], "retype": ["firm"]}, "row 2: retype is 'firm': write one of person,"),
        ({"entry": ["A"], "merge": ["Z"]}, "row 2: merge names 'Z', which has no row"),
        ({"entry": ["A", "B"], "merge": ["B", "A"]}, "merge goes in a circle with 'A'"),
        ({"entry": ["A"], "merge": ["A"]}, "merge goes in a circle"),
        ({"entry": ["A"], "colour": ["red"]}, "no column is called 'colour': use entry,"),
    ],
)
def test_a_broken_sheet_is_refused_with_file_row_and_remedy(
    columns: dict[str, list[str]], words: str
) -> None:
    with pytest.raises(CodebookError) as error:
        sheet(**columns)
    assert words in str(error.value)
    assert str(error.value).startswith("register.xlsx")


def test_a_corrected_register_is_a_codebook(tmp_path: Path) -> None:
    corpus = small_corpus([TEXT])
    table = register_to_correct(corpus)
    row = table.set_index("entry").loc["Lucie Tarrade"]
    assert "déléguée du personnel" in row["examples"]
    table.loc[table["entry"] == "Lucie Tarrade", ["rename", "group"]] = ["Lucie T.", "syndicats"]
    table.loc[table["entry"] == "Russie", "drop"] = "oui"
    for path in (tmp_path / "register.xlsx", tmp_path / "register.csv"):
        if path.suffix == ".xlsx":
            write_sheet(table, path, marked=["merge"])
        else:
            table.to_csv(path, index=False)
        codebook = nkru.read_codebook(path, "actors")
        again = nkru.register(corpus, codebook).set_index("entry")
        assert again.loc["Lucie T.", "group"] == "syndicats"
        assert again.loc["Lucie T.", "source"] == "sheet"
        assert again.loc["Vladimir Poutine", "source"] == "codebook"
        assert "Russie" not in again.index
        assert "Russie" not in set(nkru.find_mentions(corpus, codebook)["entry"])


def _folder_of_articles(folder: Path) -> Path:
    folder.mkdir()
    (folder / "greve.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_a_register_beside_the_articles_is_read_and_kept_in_their_store(tmp_path: Path) -> None:
    folder = _folder_of_articles(tmp_path / "articles")
    table = register_to_correct(nkru.read_corpus(folder))
    table.loc[table["entry"] == "Lucie Tarrade", ["rename", "group"]] = ["Lucie T.", "syndicats"]
    table.loc[table["entry"] == "Russie", "drop"] = "oui"
    sheet = folder / "register.csv"
    table.to_csv(sheet, index=False)
    prepare(folder, tmp_path / "store")
    corpus = nkru.read_corpus(folder)
    assert [*corpus.documents["source"]] == ["greve.txt"]
    for articles in (corpus, nkru.read_corpus(tmp_path / "store"), corpus.where(mask_of(corpus))):
        found = set(nkru.find_mentions(articles)["entry"])
        assert "Lucie T." in found
        assert not {"Lucie Tarrade", "Russie"} & found
        assert nkru.register(articles).set_index("entry").loc["Lucie T.", "group"] == "syndicats"
    sheet.unlink()
    prepare(folder, tmp_path / "store")
    assert "Russie" in set(nkru.find_mentions(nkru.read_corpus(tmp_path / "store"))["entry"])


def mask_of(corpus: Corpus) -> list[bool]:
    return [True] * len(corpus.documents)


def test_a_bad_register_beside_the_articles_is_refused(tmp_path: Path) -> None:
    folder = _folder_of_articles(tmp_path / "articles")
    sheet = folder / "register.csv"
    sheet.write_text("entry,merge\nRussie,\nRussie,\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"register.csv, row 3: 'Russie' has row 2 too: keep"):
        nkru.find_mentions(nkru.read_corpus(folder))
    (folder / "register.xlsx").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"register.csv and register.xlsx are there; keep one"):
        nkru.read_corpus(folder)


def test_a_corrected_register_is_not_written_over(tmp_path: Path) -> None:
    sheet = tmp_path / "register.csv"
    keep_corrections(sheet)
    sheet.write_text("entry,drop\nRussie,\n", encoding="utf-8")
    keep_corrections(sheet)
    sheet.write_text("entry,drop\nRussie,oui\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="it holds corrections: give another file"):
        keep_corrections(sheet)
    with pytest.raises(CodebookError, match=r"x.pdf: a register is a sheet: give --out a name"):
        keep_corrections(tmp_path / "x.pdf")
