"""`nkru code`: from a corpus to a blind sheet, from filled-in sheets to corrected shares."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from nkru.corpus.side_files import read_table
from nkru.errors import CodingError, ParameterError
from nkru.language import using
from nkru.report.code_commands import code_app
from nkru.report.coded_measures import measures, rules_of

OPENINGS = ("La récolte a doublé.", "La digue a cédé.", "Le bac traverse à midi.")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    for number in range(30):
        text = f"Le bulletin {number}\n\nUne équipe {number} travaille. {OPENINGS[number % 3]}\n"
        (tmp_path / "corpus" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(code_app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def fill(study: Path, sheet: str, *coders: str) -> None:
    """Let coders label the sentences on a digue -1 and all others 0."""
    table = pd.read_csv(study / sheet)
    table["label"] = table["text"].str.contains("digue").map({True: -1, False: 0})
    for coder in coders:
        (study / coder).mkdir(exist_ok=True)
        table.to_csv(study / coder / sheet, index=False)


def test_a_sample_is_drawn_scored_and_corrected(study: Path) -> None:
    options = ["--size", "60", "--design", "random", "--seed", "2"]
    drawn = run("sample", "corpus", "--out", "sheet.csv", *options)
    assert "wrote 60 units to" in drawn
    fill(study, "sheet.csv", "ada", "bob")
    sheets = ["ada/sheet.csv", "bob/sheet.csv"]
    assert "Krippendorff's alpha 1.00" in run("score", *sheets, "--key", "sheet.key.csv")
    options = ["--key", "sheet.key.csv", "--by", "outlet", "--out", "tables/corrected.csv"]
    printed = run("correct", "corpus", *sheets, *options)
    assert printed.startswith("tone, 60 units coded by ada/sheet, bob/sheet")
    table = read_table(study / "tables/corrected.csv").set_index("label")
    row = table.loc["-1", ["labels", "low", "high"]].astype(float)
    assert row["low"] <= 10 / 90 <= row["high"]
    assert row["labels"] == 60


def test_a_code_of_ones_own_is_corrected_too(study: Path) -> None:
    run("sample", "corpus", "--out", "own.csv", "--measure", "sentence", "--size", "40")
    fill(study, "own.csv", "ada")
    printed = run("correct", "corpus", "ada/own.csv", "--key", "own.key.csv")
    assert printed.startswith("sentence, 40 units coded by own")


def test_a_corpus_that_has_grown_is_refused(study: Path) -> None:
    run("sample", "corpus", "--out", "sheet.csv", "--size", "30")
    fill(study, "sheet.csv", "ada")
    (study / "corpus" / "new.txt").write_text(
        "Un titre\n\nLe bac est en panne.\n", encoding="utf-8"
    )
    with pytest.raises(CodingError, match="from another corpus than this one, or articles have"):
        run("correct", "corpus", "ada/sheet.csv", "--key", "sheet.key.csv")


TOPICS = ("Le tribunal a condamné le prévenu.", "Le club a perdu la finale du championnat.")
BOOK = """name = "water"
version = "1"
licence = "CC0"
source = "test"
[[theme]]
name = "eau"
label = "Water"
lemmas = ["digue"]
"""


def test_an_agenda_is_coded_article_by_article(study: Path) -> None:
    for number in range(40):
        text = f"Le bulletin {number}\n\n{TOPICS[number % 2]} Le texte {number} dit le reste.\n"
        (study / "corpus" / f"n{number:02}.txt").write_text(text, encoding="utf-8")
    run("sample", "corpus", "--out", "agenda.csv", "--measure", "agenda", "--size", "40")
    table = pd.read_csv(study / "agenda.csv")
    sport = table["text"].str.contains("club")
    law = table["text"].str.contains("tribunal")
    table["label"] = "autre"
    table.loc[sport, "label"], table.loc[law, "label"] = "sport", "justice_criminalite"
    table.to_csv(study / "agenda.csv", index=False)
    printed = run("correct", "corpus", "agenda.csv", "--key", "agenda.key.csv", "--out", "out.csv")
    assert printed.startswith("agenda, 40 units coded by agenda")
    shares = read_table(study / "out.csv").set_index("label").astype({"low": float, "high": float})
    assert shares.loc["sport", "low"] <= 20 / 70 <= shares.loc["sport", "high"]
    table["label"] = "football"
    table.to_csv(study / "agenda.csv", index=False)
    with pytest.raises(CodingError, match="football"):
        run("correct", "corpus", "agenda.csv", "--key", "agenda.key.csv")


def test_the_topics_of_a_codebook_are_the_labels_of_an_agenda(study: Path) -> None:
    (study / "water.toml").write_text(BOOK, encoding="utf-8")
    options = ["--measure", "agenda", "--codebook", "water.toml", "--size", "20"]
    run("sample", "corpus", "--out", "agenda.csv", *options)
    table = pd.read_csv(study / "agenda.csv")
    table["label"] = table["text"].str.contains("digue").map({True: "eau", False: "autre"})
    table.to_csv(study / "agenda.csv", index=False)
    options = ["--key", "agenda.key.csv", "--codebook", "water.toml", "--out", "out.csv"]
    run("correct", "corpus", "agenda.csv", *options)
    shares = read_table(study / "out.csv").set_index("label").astype({"corrected": float})
    assert shares.loc["eau", "corrected"] == pytest.approx(1 / 3)
    assert set(shares.index) == {"eau", "autre"}


def test_a_sheet_in_french_has_french_words_and_is_read_back(study: Path) -> None:
    options = ["--size", "30", "--design", "random", "--lang", "fr"]
    drawn = run("sample", "corpus", "--out", "feuille.xlsx", *options)
    assert "30 unités écrites dans" in drawn
    pages = pd.read_excel(study / "feuille.xlsx", sheet_name=None)
    assert list(pages) == ["étiquettes", "consignes"]
    assert list(pages["étiquettes"]) == ["numéro", "avant", "texte", "après", "étiquette"]
    assert list(pages["consignes"]) == ["étiquette", "sens", "exemple"]
    table = pages["étiquettes"]
    table["étiquette"] = table["texte"].str.contains("digue").map({True: -1, False: 0})
    for coder in ("ada", "bob"):
        table.to_csv(study / f"{coder}.csv", index=False)
    options = ["--key", "feuille.key.csv", "--lang", "fr"]
    printed = run("score", "ada.csv", "bob.csv", *options)
    assert printed.startswith("Alpha de Krippendorff 1,00 [1,00\u202f; 1,00]")
    printed = run("correct", "corpus", "ada.csv", *options)
    assert printed.startswith("tone, 30 unités codées par ada")


def test_the_rules_of_every_measure_are_in_both_languages() -> None:
    for measure in measures():
        english = rules_of(measure)
        with using("fr"):
            french = rules_of(measure)
        assert (french["example"] == english["example"]).all()
        assert (french.loc[1:, "label"] == english.loc[1:, "label"]).all()
        said = {*zip(english["meaning"], french["meaning"], strict=True)} - {("", "")}
        # Some topics of the agenda are written alike.
        assert sum(one == other for one, other in said) <= (2 if measure == "agenda" else 0), said
        assert french["label"].iloc[0] != english["label"].iloc[0]


def test_a_sheet_has_one_language_that_is_known(study: Path) -> None:
    for lang, told in (("de", "language 'de' is unknown"), ("fr,en", "choose one language here")):
        with pytest.raises(ParameterError, match=told):
            run("sample", "corpus", "--out", "sheet.csv", "--lang", lang)
    assert not (study / "sheet.csv").exists()
