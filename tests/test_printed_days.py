"""Printed days: the day that a page prints, where its head or a box of another article differs."""

from __future__ import annotations

import pytest
from dated_page import TEXT, page

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.dates import date_article

TITLE = "Le tramway attendra"


@pytest.mark.parametrize(
    ("stated", "evidence", "printed", "day"),
    [
        ("1970-01-01", "date 1970-01-01T00:00:00Z", "Publié le 3 août 2024", "2024-08-03"),
        ("0001-01-01", "date 0001-01-01", "Publié le 3 août 2024", "2024-08-03"),
        ("2098-01-01", "date 2098-01-01", "Publié le 3 août 2024", "2024-08-03"),
        ("2024-08-02", "date 2024-08-02T23:10:00Z", "Publié le 3 août 2024", "2024-08-03"),
        ("2024-08-04", "date 2024-08-04T02:10:00+07:00", "Publié le 3 août 2024", "2024-08-03"),
        ("2024-08-02", "date 2024-08-02T10:00:00Z", "Publié le 3 août 2024", "2024-08-02"),
        ("2024-08-02", "date 2024-08-02", "Publié le 3 août 2024", "2024-08-02"),
        ("2024-07-01", "date 2024-07-01T23:10:00Z", "Publié le 3 août 2024", "2024-07-01"),
        ("2024-08-02", "date 2024-08-02T23:10:00Z", "Mis à jour le 3 août 2024", "2024-08-02"),
        ("2024-08-02", "date 2024-08-02T23:10:00Z", "3 août", "2024-08-02"),
        ("2024-08-02", "date 2024-08-02T23:10:00Z", "Août 2024", "2024-08-02"),
    ],
)
def test_printed_day_and_stated_day(stated: str, evidence: str, printed: str, day: str) -> None:
    assert date_article(page(("date", printed)), stated, evidence).date == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("4 décembre 20234 décembre 2023", ["2023-12-04"]),
        ("1er mai 20231er mai 2023", ["2023-05-01"]),
        ("04/12/202304/12/2023", ["2023-12-04"]),
        ("04.12.202304.12.2023", ["2023-12-04"]),
        ("4 décembre 202310h30", ["2023-12-04"]),
        ("04/12/202310:30", ["2023-12-04"]),
        ("lundi 4 décembre 2023lundi 4 décembre 2023", ["2023-12-04"] * 2),
        ("4 décembre 2023Mis à jour le 5 décembre 2023", ["2023-12-04", "2023-12-05"]),
        ("29 déce. 2022", ["2022-12-29"]),
        ("12 mai 20235 000 euros", [""]),
        ("le lot 04/12/20230", []),
    ],
)
def test_days_printed_without_a_space(text: str, days: list[str]) -> None:
    assert [date.iso for date in find_dates(text)] == days


def lines(*rows: tuple[str, str]) -> list[Line]:
    kept = {"title", "standfirst", "body", "table"}
    return [Line(role, role in kept, text) for role, text in [*rows, ("body", TEXT)]]


BOX = [
    ("boilerplate", "Dossier"),
    ("date", "Paru le 04.01.2022"),
    ("boilerplate", "Un lac disparaît"),
]
AGAIN = ("boilerplate", TITLE)


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([*BOX, AGAIN, ("date", "26.11.2021, par")], "2021-11-26"),
        ([*BOX, AGAIN, ("date", "Publié le 26 novembre 2021")], "2021-11-26"),
        ([*BOX, AGAIN], None),
        ([("date", "26/11/2021"), ("boilerplate", "Play"), AGAIN], "2021-11-26"),
        ([("caption", "© La Gazette - jeudi 06 janvier 2022 - 11:30")], "2022-01-06"),
        ([("caption", "La gare, le 6 janvier 2022. © La Gazette")], None),
        ([("caption", "Le stade, jeudi 6 janvier 2022 à Brest")], None),
        ([("standfirst", TEXT[:80]), ("caption", "© AFP - jeudi 06 janvier 2022 - 11:30")], None),
        ([("table", "Jeanne Martel • 12 octobre 2022")], "2022-10-12"),
        ([("standfirst", "Jeanne Martel | 12.10.2022")], "2022-10-12"),
        ([("standfirst", "La ligne a été votée le 12 octobre 2022.")], None),
        (
            [
                ("byline", "Jean Roy 07h06, le 31 août 2022, modifié à 07h59, le 31"),
                ("date", "août 2022"),
            ],
            "2022-08-31",
        ),
    ],
)
def test_day_of_a_page(rows: list[tuple[str, str]], day: str | None) -> None:
    assert date_article(lines(("title", TITLE), *rows)).date == day


@pytest.mark.parametrize(
    ("below", "day"),
    [
        (["par Louise Fabre et Paul Roy", "publié le 6 janvier 2022 à 18h56"], "2022-01-06"),
        (["Publié le 6 janvier 2022"], "2022-01-06"),
        (["Le métro avance", "Publié le 6 janvier 2022"], None),
        (["À lire aussi", "par Louise Fabre", "publié le 6 janvier 2022"], None),
        (["6 janvier 2022"], None),
    ],
)
def test_signature_below_the_text(below: list[str], day: str | None) -> None:
    rows = [
        *lines(("title", TITLE)),
        *(Line("boilerplate", False, text, "format") for text in below),
    ]
    assert date_article(rows).date == day


def test_a_dateline_between_two_places_of_the_title_is_read() -> None:
    page = lines(
        ("title", TITLE),
        ("standfirst", "La métropole a voté, et les communes de la rive sud attendront."),
        ("byline", "Céline Renard  • 12 octobre 2022"),
        ("boilerplate", "Article paru"),
        ("boilerplate", "Partager :"),
        ("boilerplate", TITLE),
    )
    assert date_article(page).date == "2022-10-12"
