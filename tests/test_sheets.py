"""Sheets that nkru fills in: only the cells that a researcher changes state something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import nkru
from nkru.corpus.corrections import Corrections
from nkru.corpus.pipeline import prepare
from nkru.corpus.sheets import MARKS
from nkru.errors import CorpusError, ParameterError
from nkru.report.site.checks import write_check, write_sheets

BRIDGE = (
    "Le pont de Loire rouvre lundi\n\n12 mars 2021\n\nAprès six mois de travaux, les voitures "
    "passent de nouveau sur le pont de Loire, a annoncé la mairie de Nevers dans un communiqué.\n\n"
    "Recevez notre lettre chaque matin\n\nLes camions, plus lourds, "
    "attendront l'été et passeront d'ici là par la déviation de l'ouest.\n"
)
LORRIES = BRIDGE.splitlines()[-1]
MARKET = (
    "Un marché de producteurs à Decize\n\nLes maraîchers du canton se retrouvent chaque samedi "
    "sur la place, où la Ville a refait le sol et planté des tilleuls.\n"
)
Edit = Callable[[pd.DataFrame], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "pont.txt").write_text(BRIDGE, encoding="utf-8")
    (articles / "marché.txt").write_text(MARKET, encoding="utf-8")
    return articles


def write(folder: Path) -> Path:
    """Write the pages and sheets of a check beside the folder of articles."""
    corpus, out = nkru.read_corpus(folder), folder.parent / "check"
    write_check(corpus, out)
    list(write_sheets(corpus, folder, out))
    return out


def fill_in(sheet: Path, target: Path, edit: Edit, **form: str) -> None:
    """Edit a sheet as a researcher would, and save it as a workbook or a CSV."""
    table = pd.read_excel(sheet, dtype="str", keep_default_na=False).set_index("doc_id")
    edit(table)
    if target.suffix == ".xlsx":
        table.reset_index().to_excel(target, index=False)
    else:
        text = table.reset_index().to_csv(index=False, sep=form.get("sep", ","))
        target.write_bytes(text.encode(form.get("encoding", "utf-8")))


def state_two_cells(table: pd.DataFrame) -> None:
    table.loc["marché.txt", "date"] = "22/11/2024"
    table.loc["pont.txt", "author"] = "Léa Morvan"


def test_a_sheet_holds_what_is_known_and_marks_the_gaps(folder: Path) -> None:
    out = write(folder)
    page = load_workbook(out / "metadata.xlsx").active
    names = [cell.value for cell in page[1]]
    rows = {row[0].value: dict(zip(names, row, strict=True)) for row in page.iter_rows(min_row=2)}
    assert rows["pont.txt"]["title"].value == "Le pont de Loire rouvre lundi"
    assert rows["pont.txt"]["date"].value == "2021-03-12"
    assert rows["marché.txt"]["gaps"].value == "outlet, author, date"
    colours = {name: rows["marché.txt"][name].fill.fgColor.rgb[2:] for name in ("title", "date")}
    assert colours == {"title": "000000", "date": "FFF2CC"}
    assert page.column_dimensions[page.cell(1, names.index(MARKS) + 1).column_letter].hidden
    overrides = pd.read_excel(out / "overrides.xlsx").set_index("text_starts")["action"]
    assert overrides["Recevez notre lettre chaque matin"] == "drop"
    assert overrides[LORRIES[:80]] == "keep"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("metadata.xlsx", {}),
        ("metadata.csv", {"sep": ";", "encoding": "cp1252"}),
        ("metadata.csv", {"encoding": "utf-8-sig"}),
    ],
)
def test_only_changed_cells_state_something(folder: Path, name: str, form: dict[str, str]) -> None:
    fill_in(write(folder) / "metadata.xlsx", folder / name, state_two_cells, **form)
    stated = Corrections.read(folder).metadata
    assert stated is not None
    assert stated.stack().dropna().to_dict() == {
        ("marché.txt", "date"): "2024-11-22",
        ("pont.txt", "author"): "Léa Morvan",
    }
    # The article's title is inferred anew.
    (folder / "pont.txt").write_text(BRIDGE.replace("rouvre", "ferme"), encoding="utf-8")
    documents = nkru.read_corpus(folder).documents.set_index("doc_id")
    assert documents.loc["pont.txt", "title"] == "Le pont de Loire ferme lundi"
    assert documents.loc["marché.txt", "date"] == "2024-11-22"


def test_a_date_that_a_spreadsheet_shows_otherwise_has_not_changed(folder: Path) -> None:
    def show(table: pd.DataFrame) -> None:
        table.loc["pont.txt", "date"] = "12/03/2021"

    fill_in(write(folder) / "metadata.xlsx", folder / "metadata.csv", show)
    stated = Corrections.read(folder).metadata
    assert stated is not None
    assert stated.empty


def test_a_changed_action_moves_a_line(folder: Path) -> None:
    def drop(table: pd.DataFrame) -> None:
        table.loc[table["text_starts"].str.startswith("Les camions"), "action"] = "drop"
        table["reason"] = "je note ici pourquoi"

    fill_in(write(folder) / "overrides.xlsx", folder / "overrides.xlsx", drop)
    lines = nkru.read_corpus(folder).lines.query("code == 'override'")
    assert lines["text"].tolist() == [LORRIES]


def test_a_sheet_made_again_states_the_corrections_of_before(folder: Path) -> None:
    fill_in(write(folder) / "metadata.xlsx", folder / "metadata.xlsx", state_two_cells)
    out = write(folder)
    (out / "metadata.xlsx").replace(folder / "metadata.xlsx")
    documents = nkru.read_corpus(folder).documents.set_index("doc_id")
    assert documents.loc["marché.txt", "date"] == "2024-11-22"
    assert documents.loc["pont.txt", "author"] == "Léa Morvan"


def test_a_sheet_that_was_filled_in_is_not_written_over(folder: Path) -> None:
    out = write(folder)
    fill_in(out / "metadata.xlsx", out / "metadata.xlsx", state_two_cells)
    before = (out / "metadata.xlsx").read_bytes()
    told = list(write_sheets(nkru.read_corpus(folder), folder, out))
    assert "stays" in told[0]
    assert "stays" not in told[1]
    assert (out / "metadata.xlsx").read_bytes() == before


def test_the_faults_of_both_tables_are_told_at_once(folder: Path) -> None:
    (folder / "metadata.csv").write_text(
        "doc_id,date\npont.txt,31/02/2021\nmarché.txt,hier\npont.txt,2021\n", encoding="utf-8"
    )
    (folder / "overrides.csv").write_text(
        "doc_id,line_no,text_starts,action\npont.txt,un,,keep\n", encoding="utf-8"
    )
    with pytest.raises(CorpusError) as error:
        nkru.read_corpus(folder)
    for told in ("row 2: date '31/02/2021'", "row 3: date 'hier'", "row 4: a second row", "'un'"):
        assert told in str(error.value)


CSV = "Quand;Propos;Qui\n12/03/2021;{} ;Ouest\n13/03/2021;{} ;Est\n".format(
    "Le pont a rouvert lundi, et les voitures y passent de nouveau depuis ce matin",
    "Le marché a repris samedi, et les maraîchers y vendent leurs légumes à midi",
)


def test_columns_that_the_researcher_names_win(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(CSV, encoding="utf-8")
    named = {"text": "propos", "author": "Qui"}
    documents = nkru.read_corpus(tmp_path, columns=named).documents
    assert documents["author"].tolist() == ["Ouest", "Est"]
    guessed = nkru.read_corpus(tmp_path)
    assert "columns guessed" in guessed.unread["reason"].iloc[0]
    (tmp_path / "corpus.toml").write_text('[columns]\nauthor = "Qui"\n', encoding="utf-8")
    assert nkru.read_corpus(tmp_path).documents["author"].tolist() == ["Ouest", "Est"]
    corpus = nkru.read_corpus(tmp_path, columns={"outlet": "Support"})
    assert "it has no 'Support'" in corpus.unread["reason"].iloc[0]
    with pytest.raises(ParameterError, match="'texte' is no field"):
        nkru.read_corpus(tmp_path, columns={"texte": "Propos"})


def test_a_workbook_knows_the_named_columns_in_its_own_process(tmp_path: Path) -> None:
    table = pd.DataFrame({"Quand": ["2021-03-12"], "Propos": [MARKET], "Qui": ["Ouest"]})
    table.to_excel(tmp_path / "table.xlsx", index=False)
    documents = nkru.read_corpus(tmp_path, columns={"outlet": "Qui"}).documents
    assert documents["outlet"].tolist() == ["Ouest"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[columns]\ntexte = "Propos"\n', "'texte' is no field"),
        ("[columns]\ntext = 3\n", "no name of a column"),
        ('[colonnes]\ntext = "Propos"\n', "'colonnes' is not known"),
        ("columns = 1\n", "is no table"),
        ("[columns\n", "no TOML"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(folder: Path, settings: str, told: str) -> None:
    (folder / "corpus.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"corpus\.toml") as error:
        nkru.read_corpus(folder)
    assert told in str(error.value)


def test_a_store_is_read_anew_when_its_columns_change(tmp_path: Path) -> None:
    source, store = tmp_path / "articles", tmp_path / "store"
    source.mkdir()
    (source / "table.csv").write_text(CSV, encoding="utf-8")
    prepare(source, store)
    (source / "corpus.toml").write_text('[columns]\nauthor = "Qui"\n', encoding="utf-8")
    assert prepare(source, store)["read"] == 1
    assert nkru.read_corpus(store).documents["author"].tolist() == ["Ouest", "Est"]


def test_a_list_of_paths_is_read_with_its_corrections(folder: Path) -> None:
    other = folder.parent / "autres"
    other.mkdir()
    (other / "gare.txt").write_text(MARKET.replace("marché", "gare"), encoding="utf-8")
    (other / "metadata.csv").write_text("doc_id,outlet\ngare.txt,La Gazette\n", encoding="utf-8")
    (folder / "metadata.csv").write_text("doc_id,outlet\nmarché.txt,Le Phare\n", encoding="utf-8")
    chosen = nkru.read_corpus([folder / "pont.txt", str(other)])
    assert chosen.fileids() == ["articles/pont.txt", "autres/gare.txt"]
    assert chosen.documents["outlet"].fillna("").tolist() == ["", "La Gazette"]
    assert chosen.unread.empty
    same_folder = nkru.read_corpus(sorted(folder.glob("*")))
    assert same_folder.fileids() == ["marché.txt", "pont.txt"]
    assert same_folder.documents["outlet"].iloc[0] == "Le Phare"
    with pytest.raises(CorpusError, match="empty list"):
        nkru.read_corpus([])
    with pytest.raises(CorpusError, match="no folder or file"):
        nkru.read_corpus([folder, folder / "absent.txt"])
