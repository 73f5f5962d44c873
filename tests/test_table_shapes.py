"""Tables known by their shape: separators, headers, dates, rows and cells of many makers."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus import formats
from nkru.corpus.articles import Article, Loss
from nkru.corpus.formats.table_cells import cell_text
from nkru.corpus.formats.table_dates import is_month_first, parse_date
from nkru.corpus.formats.table_shapes import find_shape
from nkru.errors import CorpusError

TEXTS = (
    "Le maire du port a reçu les pêcheurs mardi, et la criée a rouvert ses portes.",
    "Les dockers ont voté la reprise du travail ; le directeur a salué leur calme.",
)
TITLES = ("La criée du port rouvre", "Les dockers reprennent le travail")
DAYS = ("2021-03-12", "2021-03-14")


def read(data: str | bytes, name: str = "essai") -> tuple[str, list[Article | Loss]]:
    content = data.encode() if isinstance(data, str) else data
    reader, items = formats.read(content, name)
    return reader.NAME, items


def lines(separator: str, *names: str, quote: str = "") -> str:
    rows = [names, *zip(TITLES, DAYS, TEXTS, strict=True)]
    quoted = ([f"{quote}{cell}{quote}" for cell in row] for row in rows)
    return "\n".join(map(separator.join, quoted)) + "\n"


FRAME = pd.DataFrame({"titre": TITLES, "date": DAYS, "texte": TEXTS})
TABLES = {
    "a bar": lines("|", "titre", "date", "texte"),
    "tabs": lines("\t", "titre", "date", "texte"),
    "a line for Excel": "sep=|\n" + lines("|", "titre", "date", "texte"),
    "long names": lines("|", "Titre de l'article", "Date de parution", "Texte (intégral)"),
    "English names": lines("\t", "news_title", "pub_date", "full_text"),
    "unknown names": lines("|", "Manchette", "Parution", "Papier"),
    "no names": lines("|", "titre", "date", "texte").partition("\n")[2],
    "quotes": lines(",", "Manchette", "Parution", "Papier", quote='"'),
    "pandas": FRAME.to_csv(),
    "pandas, semicolons": FRAME.to_csv(sep=";", quoting=1),
    "R": FRAME.rename(index=lambda row: row + 1).to_csv(quoting=2).replace("\n0", "\n1"),
    "R without a name for its rows": "titre\tdate\ttexte\n" + FRAME.to_csv(sep="\t", header=False),
    "BOM": "\ufeff" + FRAME.to_csv(index=False),
    "Windows-1252": FRAME.to_csv(index=False, sep=";", quoting=1).encode("cp1252"),
    "records": FRAME.to_json(orient="records"),
    "records, indented": FRAME.to_json(orient="records", indent=2),
    "JSON Lines": FRAME.to_json(orient="records", lines=True),
    "columns": FRAME.to_json(orient="columns"),
    "split": FRAME.to_json(orient="split"),
    "by row": FRAME.to_json(orient="index"),
    "columns of lists": json.dumps(FRAME.to_dict("list")),
    "rows of lists": json.dumps([list(FRAME), *FRAME.to_numpy().tolist()]),
    "in an object": json.dumps({"total": 2, "reponse": {"docs": FRAME.to_dict("records")}}),
    "values": FRAME.to_json(orient="table"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_any_shape_gives_its_articles(kind: str) -> None:
    name, items = read(TABLES[kind])
    assert name == "table"
    found = [(item.title, item.date, item.raw) for item in items if isinstance(item, Article)]
    wanted = zip(TITLES, DAYS, TEXTS, strict=True)
    assert found == [(title, day, f"{title}\n\n{text}") for title, day, text in wanted]


def test_what_is_guessed_is_told_once() -> None:
    notes = [item.note for item in read(TABLES["unknown names"])[1] if isinstance(item, Article)]
    assert "text = 'Papier'" in notes[0]
    assert "date = 'Parution'" in notes[0]
    assert notes[1] == ""


@pytest.mark.parametrize(
    "text",
    [
        "Kim, hier, a parlé.\nLee, aussi, a parlé.\n",
        "Le port rouvre ; la criée aussi\n\nLe maire a parlé ; il est parti.\n",
        "Paris, le 12 mars 2021\n\nLe maire, dit-on, a parlé.\n\nIl est parti, enfin.\n",
        "Accueil | Politique | Sport\n\nLe port rouvre\n\nLe maire a parlé aux pêcheurs.\n",
        "Le port\t12 mars\nLe maire a parlé aux pêcheurs.\nIl est parti.\n",
        "Nom, prénom, âge\n\nLe maire, dit-on, a parlé. Il est parti, enfin, à midi.\n",
    ],
)
def test_prose_with_separators_is_no_table(text: str) -> None:
    assert read(text)[0] == "text"


def test_titles_alone_are_articles() -> None:
    rows = "".join(
        f"{title};{day};https://exemple.fr/{day}\n" for title, day in zip(TITLES, DAYS, strict=True)
    )
    name, items = read(f"title;date;link\n{rows}")
    assert name == "table"
    assert [item.raw for item in items if isinstance(item, Article)] == [*TITLES]


def test_a_table_without_texts_is_refused() -> None:
    with pytest.raises(CorpusError, match="without a column of texts or titles"):
        read("date;prix;quantité\n2021-03-12;4;5\n2021-03-13;7;8\n2021-03-14;7;8\n")


@pytest.mark.parametrize(
    "value",
    [
        "12/03/2021",
        "12/3/2021 08:15",
        "12.03.2021",
        "12-03-2021",
        "12/03/21",
        "12-Mar-21",
        "12 mars 2021",
        "vendredi 12 mars 2021 à 8 h 15",
        "20210312",
        "20210312T081500Z",
        "20210312081500",
        "Fri, 12 Mar 2021 08:00:00 +0100",
        "Fri Mar 12 17:03:00 CET 2021",
        "2021-3-12T08:00:00",
        "2021-03-12 08:00:00+01:00",
        "March 12, 2021",
        "1615507200",
        "1615507200000",
    ],
)
def test_a_day_in_any_spelling_is_read(value: str) -> None:
    assert parse_date(value) == "2021-03-12"


@pytest.mark.parametrize("value", ["31/02/2021", "n.d.", "hier", "12/03", "44267", "12/03/2121x"])
def test_what_is_no_date_is_none(value: str) -> None:
    assert parse_date(value) is None


def test_a_date_that_cannot_be_read_is_told_by_its_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        f"titre;date;texte\nUn;31/02/2021;{TEXTS[0]}\nDeux;14/03/2021;{TEXTS[1]}\n", "utf-8"
    )
    unread = nkru.read_corpus(tmp_path).unread
    assert unread["source"].tolist() == ["t.csv#1"]
    assert "its date '31/02/2021' cannot be read" in unread["reason"][0]


def test_a_column_with_the_month_first_is_read_so() -> None:
    assert is_month_first(["03/12/2021", "03/25/2021"])
    assert not is_month_first(["03/12/2021", "25/03/2021", "03/25/2021"])
    _, items = read(f"titre;date;texte\nUn;03/12/2021;{TEXTS[0]}\nDeux;03/25/2021;Fin.\n")
    assert [item.date for item in items if isinstance(item, Article)] == [
        "2021-03-12",
        "2021-03-25",
    ]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("Un;2020-01-01;Kim parle ; Lee écoute.", ("Un", "Kim parle ; Lee écoute.")),
        ("Un;2020-01-01;Kim parle;Lee écoute.", ("Un", "Kim parle;Lee écoute.")),
        ("Un ; deux;2020-01-01;Kim parle.", ("Un ; deux", "Kim parle.")),
        ("Un;2020-01-01;a ; b ; c", ("Un", "a ; b ; c")),
    ],
)
def test_a_row_with_a_separator_too_many_is_mended(row: str, fields: tuple[str, str]) -> None:
    _, (item,) = read(f"titre;date;texte\n{row}\n")
    assert isinstance(item, Article)
    assert (item.title, item.date) == (fields[0], "2020-01-01")
    assert item.raw == "\n\n".join(fields)


@pytest.mark.parametrize("row", ["Un;Kim parle ; Lee écoute.", "x;y;pas de date;Kim;Lee"])
def test_a_row_that_could_be_read_in_two_ways_is_refused(row: str) -> None:
    names = "titre;texte" if row.startswith("Un") else "titre;date;texte"
    _, (item, other) = read(f"{names}\n{row}\nDeux;{'2020-01-01;' * ('date' in names)}Fin.\n")
    assert isinstance(item, Loss)
    assert isinstance(other, Article)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Gr&egrave;ve", "Grève"),
        ("Gr&amp;egrave;ve", "Grève"),
        ("<p>Un <b>port</b>.</p><p>Deux.</p>", "Un port.\nDeux."),
        ("&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;", "Un.\nDeux."),
        ("Un.<br/>Deux.<script>alert(1)</script>", "Un.\nDeux."),
        ("1 < 2 et 3 > 2", "1 < 2 et 3 > 2"),
        ("R&D, AT&T", "R&D, AT&T"),
        ("<http://exemple.fr>", "<http://exemple.fr>"),
        ("Un&nbsp;port", "Un port"),
        ("<!-- note -->Un port", "Un port"),
    ],
)
def test_markup_in_cells_becomes_text(cell: str, text: str) -> None:
    assert cell_text(cell) == text


def test_columns_of_ones_own_are_columns_of_documents(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        f"titre,date,texte,bord,id\nUn,2020-01-01,{TEXTS[0]!r},gauche,7\n".replace("'", '"'),
        "utf-8",
    )
    (tmp_path / "i.txt").write_text(
        f"**** *source_lemonde *an_2024 *mois_09 *jour_11 *bord_droite\n{TEXTS[1]}\n", "utf-8"
    )
    (tmp_path / "metadata.csv").write_text("doc_id,bord\nt.csv#1,centre\n", "utf-8")
    corpus = nkru.read_corpus(tmp_path)
    found = corpus.documents.set_index("doc_id")
    assert found["bord"].to_dict() == {"i.txt#1": "droite", "t.csv#1": "centre"}
    assert found["date"]["i.txt#1"] == "2024-09-11"
    assert found["id"]["t.csv#1"] == "7"
    assert sorted(corpus.labels("bord")) == ["centre", "droite"]


@pytest.mark.parametrize(
    ("variables", "date"),
    [
        ("*annee_2009", "2009"),
        ("*year_2010", "2010"),
        ("*an_2010 *mois_mars", "2010-03"),
        ("*am_2024-09", "2024-09"),
        ("*mois_2024-09", "2024-09"),
        ("*date_20240911", "2024-09-11"),
        ("*date_11_09_2024", "2024-09-11"),
        ("*date_2024-09-11 *date_2024", "2024-09-11"),
        ("*date_2024 *date_2024-09-11", "2024-09-11"),
        ("*jour_11 *mois_09 *an_2024", "2024-09-11"),
        ("*an_2024 *mois_13", "2024"),
    ],
)
def test_dates_of_starred_lines(variables: str, date: str) -> None:
    _, (item,) = read(f"**** {variables}\n{TEXTS[0]}\n")
    assert isinstance(item, Article)
    assert item.date == date


def test_a_starred_date_that_cannot_be_read_is_told() -> None:
    _, (item,) = read(f"**** *date_hier\n{TEXTS[0]}\n")
    assert isinstance(item, Article)
    assert "*date_hier" in item.note


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Corpus du pont;;\nTitre;Date;Texte\nUn pont;12/03/2021;Le pont a rouvert.\n", 2),
        ("Export du 3 mai\n\nTitre;Date;Texte\nUn pont;12/03/2021;Le pont a rouvert.\n", 3),
        ("Un pont rouvre\n\nParis, Lyon, Nevers\nLe pont, hier, a rouvert.\n", None),
        ("Un pont rouvre\nPar Léa Morvan, Nevers\nLe pont, hier, a rouvert.\n", None),
    ],
)
def test_a_line_about_the_table_may_stand_above_its_header(text: str, first: int | None) -> None:
    shape = find_shape(text)
    assert (shape.first if shape else None) == first
