"""Days in the names of files and in addresses: candidates, and the day where nothing is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import nkru
from nkru.corpus.dating.named_days import named_days

MakeCorpus = Callable[..., nkru.Corpus]
TEXT = (
    "Le port de Kerdo rouvre ses quais aux pêcheurs\n\nLes bateaux ont repris la mer à l'aube, "
    "après six semaines de travaux que la région a payés.\n\nLe patron de la criée attend trente "
    "tonnes de sardines avant la fin de la semaine, si le vent le veut bien."
)


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("2021-03-12_lemonde.txt", "2021-03-12"),
        ("a/b/20210312-port.html", "2021-03-12"),
        ("lemonde_2021.03.12.txt", "2021-03-12"),
        ("2021_03_12_001.docx", "2021-03-12"),
        ("Le Monde 12 mars 2021.txt", "2021-03-12"),
        ("LeMonde_12mars2021.txt", "2021-03-12"),
        ("12-mars-2021-LeFigaro.txt", "2021-03-12"),
        ("Libération, 1er mars 2021.pdf", "2021-03-01"),
        ("Le Monde mars 2021.txt", "2021-03"),
        ("25-03-2021_lefigaro.txt", "2021-03-25"),
        ("12-03-21.txt", None),
        ("03-04-2021.txt", None),
        ("12032021.txt", None),
        ("2021-02-30.txt", None),
        ("20210312101500.html", None),
        ("2021-03-12 10.15.22.html", None),
        ("capture_2021-03-12.html", None),
        ("Export du 12 mars 2021.txt", None),
        ("2021-03-12_2021-04-01.txt", None),
        ("Le massacre du 17 octobre 1961.txt", None),
        ("11 septembre 2001 vingt ans après.txt", None),
        ("rapport 2021.txt", None),
        ("2021-03-12", None),
    ],
)
def test_a_name_of_a_file_gives_a_day(name: str, iso: str | None) -> None:
    assert [(day.method, day.iso) for day in named_days(name, None)] == [("file_name", iso)] * bool(
        iso
    )


@pytest.mark.parametrize(
    ("address", "iso"),
    [
        ("https://www.lemonde.fr/planete/article/2021/03/12/port_1_3244.html", "2021-03-12"),
        ("https://a.example/2021/3/2/port", "2021-03-02"),
        ("https://a.example/actu/port-20210312", "2021-03-12"),
        ("https://a.example/2021-03-12-le-port", "2021-03-12"),
        ("https://a.example/2021/03/le-port/", "2021-03"),
        ("https://web.archive.org/web/20210314081512/https://a.example/le-port", None),
        ("https://a.example/le-port?date=2021-03-12", None),
        ("https://a.example/il-y-a-soixante-ans-le-17-octobre-1961", None),
        ("https://a.example/article/20219912", None),
        ("https://a.example/port-7712021031299", None),
    ],
)
def test_an_address_gives_a_day(address: str, iso: str | None) -> None:
    assert [(day.method, day.iso) for day in named_days(None, address)] == [
        ("address", iso)
    ] * bool(iso)


def test_a_name_dates_where_nothing_is_printed_and_is_told(corpus_of: MakeCorpus) -> None:
    printed = TEXT.replace("\n\n", "\n\nPublié le 3 mars 2021\n\n", 1)
    corpus = corpus_of({"2021-03-12_a.txt": TEXT, "2021-03-13_b.txt": printed})
    rows = corpus.documents[["date", "date_method", "date_evidence"]].to_numpy().tolist()
    assert rows[0] == ["2021-03-12", "file_name", "2021-03-12_a.txt"]
    assert rows[1][:2] == ["2021-03-03", "dateline"]
    flags = nkru.explain_flags(corpus).query("flag == 'named_day'")
    assert flags[["doc_id", "evidence"]].to_numpy().tolist() == [["2021-03-12_a.txt"] * 2]
    named = corpus.dates.query("role == 'file_name'")
    assert named[["date", "precision", "chosen"]].to_numpy().tolist() == [
        ["2021-03-12", "day", True],
        ["2021-03-13", "day", False],
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2021-03-12.txt", f"{TEXT} Le quai avait été fermé le 4 mai 2022, selon le maire."),
        ("2089-03-12.txt", TEXT),
        ("2021-03-12.csv", f'titre,texte\nUn,"{TEXT}"\nDeux,"{TEXT} Fin."\n'),
    ],
)
def test_a_name_is_no_day_of_a_later_text_or_of_several_articles(
    corpus_of: MakeCorpus, name: str, text: str
) -> None:
    assert corpus_of({name: text}).documents["date"].isna().all()


def test_the_address_of_a_page_dates_it(corpus_of: MakeCorpus) -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[1:])
    head = '<link rel="canonical" href="https://a.example/2021/03/12/le-port">'
    page = f"<html><head>{head}</head><body><h1>Le port de Kerdo</h1>{body}</body></html>"
    corpus = corpus_of({"2023-01-09.html": page})
    assert corpus.documents[["date", "date_method"]].to_numpy().tolist() == [
        ["2021-03-12", "address"]
    ]
    assert corpus.dates["role"].tolist() == ["address", "file_name"]
