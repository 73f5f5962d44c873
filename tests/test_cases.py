"""Each case of ../shared/cases is read as its `expected.txt` asks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus.exports import export
from nkru.errors import ParameterError

RAIL = "Grève du rail : la réunion de la dernière chance échoue"
BUDGET = "Budget régional : les maires demandent un délai"
CASES: dict[str, Callable[[Path], None]] = {}
Check = Callable[[Path], None]


def case(name: str) -> Callable[[Check], Check]:
    """Register the check of a folder of cases."""

    def register(check: Check) -> Check:
        CASES[name] = check
        return check

    return register


def documents(path: Path) -> pd.DataFrame:
    """Return the articles of a file, or of a folder without its `expected.txt`."""
    table = nkru.read_corpus(path).documents
    return table[~table["source"].eq("expected.txt")].reset_index(drop=True)


def read(path: Path, *columns: str) -> list[tuple[object, ...]]:
    """Return a row for each article; a missing value is None."""
    table = documents(path)[list(columns)].astype(object)
    return list(table.where(table.notna(), None).itertuples(index=False, name=None))


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and p.name != "expected.txt")


def text(path: Path) -> str:
    corpus = nkru.read_corpus(path)
    return "\n\n".join(corpus.text(doc_id) for doc_id in corpus.documents["doc_id"])


def paragraphs(path: Path) -> int:
    """Return the number of kept lines of an article, its title left out."""
    corpus = nkru.read_corpus(path)
    return int(corpus.lines["role"].eq("body").sum())


def counted(path: Path) -> list[str]:
    corpus = nkru.read_corpus(path)
    return nkru.find_mentions(corpus)["entry"].tolist()


def speakers(path: Path) -> list[str | None]:
    corpus = nkru.read_corpus(path)
    found = nkru.find_quotations(corpus).sort_values("start")["speaker"].astype(object)
    return found.where(found.notna(), None).tolist()


def signs(path: Path) -> list[int]:
    corpus = nkru.read_corpus(path)
    scores = nkru.score_sentences(corpus)["polarity"]
    return [int((score > 0) - (score < 0)) for score in scores]


def toward(path: Path) -> dict[str, list[int]]:
    corpus = nkru.read_corpus(path)
    table = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    table = table[table["situation"].notna()]
    table = table.assign(sign=(table["situation"] > 0) * 1 - (table["situation"] < 0) * 1)
    return {str(name): list(rows["sign"]) for name, rows in table.groupby("entry")}


@case("dated-box-wrong-day")
def _dated_box(folder: Path) -> None:
    assert all(read(path, "date") == [("2021-11-26",)] for path in files(folder))


@case("descriptor-with-complement")
def _descriptor(folder: Path) -> None:
    found = counted(folder / "p.txt")
    assert not {"Emmanuel Macron", "Joe Biden", "Antony Blinken"} & set(found)
    assert found.count("Justin Trudeau") == 1


@case("docx-lost-text")
def _word_text(folder: Path) -> None:
    assert "La réunion a eu lieu lundi" in text(folder / "tracked.docx")
    assert "Le ministre des Transports" in text(folder / "content_control.docx")
    table = text(folder / "table.docx")
    assert 0 <= table.index("Le ministre des Transports") < table.index("Les usagers attendent")
    assert "Encadré : la ligne transporte" in text(folder / "text_box.docx")


@case("export-drops-ligatures")
def _ligatures(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as target:
        path = export(nkru.read_corpus(folder / "a.txt"), "iramuteq", f"{target}/corpus.txt")
        assert "*author_Helene_Boeuf" in path.read_text(encoding="utf-8")


@case("extra-columns")
def _extra_columns(folder: Path) -> None:
    for path in files(folder):
        corpus = nkru.read_corpus(path)
        assert list(corpus.documents["orientation"]) == ["gauche", "droite"]
        assert set(corpus.labels("orientation")) == {"gauche", "droite"}
        table = nkru.frequency(nkru.find_mentions(corpus), corpus, by="orientation")
        assert "orientation" in table


@case("first-name-opens-sentence")
def _first_name(folder: Path) -> None:
    presidents = "Emmanuel Macron|Barack Obama|Nicolas Sarkozy|Vladimir Poutine|Joe Biden"
    assert not set(presidents.split("|")) & set(counted(folder / "p.txt"))


@case("furniture-is-the-topic")
def _furniture(folder: Path) -> None:
    kept = {path.name: paragraphs(path) for path in files(folder)}
    assert kept == {"article.txt": 6, "iramuteq.txt": 6, "moderation.txt": 4, "table.csv": 6}


@case("html-body-in-several-blocks")
def _blocks(folder: Path) -> None:
    for path in files(folder):
        corpus = nkru.read_corpus(path)
        roles = corpus.lines["role"].value_counts()
        assert (roles["body"], roles["heading"]) == (24, 4)


@case("html-date-outside-body")
def _dates_outside(folder: Path) -> None:
    assert all(read(path, "date") == [("2022-01-06",)] for path in files(folder))
    assert read(folder / "paywalled.html", "author") == [("Louise Fabre, Paul Roy",)]


@case("iramuteq-dates")
def _starred_dates(folder: Path) -> None:
    day = ("2024-09-11", "day")
    expected = {
        "year.txt": [("2009", "year"), ("2010", "year")],
        "month.txt": [("2024-09", "month")] * 2,
        "compact.txt": [day] * 2,
        "parts.txt": [day],
        "two.txt": [day],
    }
    assert {path.name: read(path, "date", "date_precision") for path in files(folder)} == expected


@case("json-array")
def _json(folder: Path) -> None:
    expected = [(RAIL, "2021-03-12"), (BUDGET, "2021-03-14")]
    for path in files(folder):
        assert read(path, "title", "date") == expected
        assert text(path).count("Les usagers attendent") == 1


@case("markup-in-cells")
def _markup(folder: Path) -> None:
    path = folder / "cells.csv"
    corpus = nkru.read_corpus(path)
    body = corpus.lines[corpus.lines["role"].eq("body")]
    assert read(path, "title") == [("Grève du rail",)]
    assert list(body["text"]) == ["Le ministre a reçu les syndicats.", "Rien n'a été signé."]
    assert not {"eacute", "p", "egrave", "b"} & set(corpus.words())


@case("nexis-rtf")
def _nexis(folder: Path) -> None:
    expected = [("Le Figaro", "2024-03-13"), ("Le Monde", "2024-03-14")]
    assert read(folder / "nexis.rtf", "outlet", "date") == expected


@case("not-articles")
def _not_articles(folder: Path) -> None:
    assert list(documents(folder)["source"]) == ["article.txt"]
    told = set(nkru.read_corpus(folder).unread["source"])
    assert told == {path.name for path in files(folder)} - {"article.txt"}


@case("party-initials")
def _initials(folder: Path) -> None:
    found = counted(folder / "p.txt")
    names = ("Rassemblement national", "Parti socialiste", "Les Républicains")
    assert [found.count(name) for name in names] == [3, 3, 3]


@case("pdf-copied-text")
def _copied(folder: Path) -> None:
    corpus = nkru.read_corpus(folder / "pdf.txt")
    assert {"syndicats", "médiation", "promet"} <= set(corpus.words())
    assert read(folder / "pdf.txt", "title") == [(f"{RAIL} devant la préfecture du Nord",)]
    ((title,),) = read(folder / "wrapped.txt", "title")
    assert str(title).startswith("Guerre des ondes")
    assert str(title).endswith("sur le réseau")


@case("pour-is-not-according-to")
def _pour(folder: Path) -> None:
    assert speakers(folder / "p.txt") == ["Angela Merkel", "Olaf Scholz"]


@case("same-headline-no-title")
def _headline(folder: Path) -> None:
    assert list(documents(folder)["title"]) == [RAIL] * 2


@case("several-articles-in-one-text")
def _several(folder: Path) -> None:
    for path in files(folder):
        assert read(path, "title") == [(RAIL,), (BUDGET,)]


@case("speaker-strings")
def _speakers(folder: Path) -> None:
    expected = ["Le syndicat", "le patron de la centrale", "un porte-parole"]
    expected += ["un diplomate européen", "Marine Le Pen", "Marine Le Pen"]
    assert speakers(folder / "p.txt") == [*expected, None]


@case("spokesman-in-apposition")
def _spokesman(folder: Path) -> None:
    corpus = nkru.read_corpus(folder / "p.txt")
    mentions = nkru.find_mentions(corpus).set_index("text")["entry"]
    presidents = {
        "président russe": "Vladimir Poutine",
        "président américain": "Joe Biden",
        "président ukrainien": "Volodymyr Zelensky",
        "président tunisien": "Kaïs Saïed",
    }
    assert {text: mentions[text] for text in presidents} == presidents


@case("table-dates")
def _table_dates(folder: Path) -> None:
    assert read(folder / "dates.csv", "date") == [("2021-03-12",)] * 8


@case("table-header-unknown")
def _headers(folder: Path) -> None:
    for path in files(folder):
        rows = read(path, "title", "date")
        assert [date for _, date in rows] == ["2021-03-12", "2021-03-14"]
        assert [str(title)[:13] for title, _ in rows] == [RAIL[:13], BUDGET[:13]]


@case("table-shift")
def _shift(folder: Path) -> None:
    for path in files(folder):
        assert read(path, "date") == [("2020-01-01",), ("2020-01-02",)]
        assert "élus" in text(path)
        assert "puis il est parti" in text(folder / "unquoted.csv")


@case("tone-end-of-evil")
def _end_of_evil(folder: Path) -> None:
    assert signs(folder / "p.csv") == [1, 1, 1, 1, 1, -1, -1, 1]


@case("tone-ne-cesser")
def _ne_cesser(folder: Path) -> None:
    assert signs(folder / "p.csv") == [-1, -1, -1, 1]


@case("tone-passive-shifter")
def _passive_shifter(folder: Path) -> None:
    assert signs(folder / "p.csv") == [1, 1, -1]
    assert toward(folder / "p.csv") == {"Russie": [1], "Ukraine": [-1]}


@case("web-page-complete")
def _complete_page(folder: Path) -> None:
    assert list(documents(folder)["source"]) == ["page.html"]
    parts = {f"page_fichiers/{path.name}" for path in (folder / "page_fichiers").iterdir()}
    assert set(nkru.read_corpus(folder).unread["source"]) == parts


@case("words-of-menus-as-headings-and-authors")
def _menus(folder: Path) -> None:
    authors = {path.name: read(path, "author")[0][0] for path in files(folder)}
    assert authors == {
        "follow.txt": "RFI",
        "podcast.txt": None,
        "share_author.txt": "CNEWS",
        "title_twice.html": "Ümit Dalman",
    }
    assert read(folder / "title_twice.html", "date") == [("2022-12-06",)]
    assert "Ümit" not in text(folder / "title_twice.html")


@case("wrong-argument-traceback")
def _wrong_argument(folder: Path) -> None:
    corpus = nkru.read_corpus(folder / "call.txt")
    mentions = nkru.find_mentions(corpus)
    calls: list[Callable[..., object]] = [nkru.find_quotations, nkru.candidates]
    for call in calls:
        with pytest.raises(ParameterError, match="type DataFrame"):
            call(corpus, mentions)


@case("xml-without-declaration")
def _xml(folder: Path) -> None:
    assert read(folder / "corpus.xml", "title") == [(RAIL,), (BUDGET,)]
    assert read(folder / "noroot.xml", "title") == [(None,), (None,)]
    assert all("<doc" not in text(path) for path in files(folder))


@pytest.mark.parametrize("name", CASES)
def test_the_case_is_right(shared: Path, name: str) -> None:
    CASES[name](shared / "cases" / name)


def test_no_case_is_left_out(shared: Path) -> None:
    assert CASES.keys() == {path.name for path in (shared / "cases").iterdir() if path.is_dir()}
