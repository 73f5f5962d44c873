"""Datelines: the lines around a title that date the page, as the French press writes them."""

from __future__ import annotations

import re

import pytest

from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.dates import date_article
from tests.dated_page import page


@pytest.mark.parametrize(
    ("lines", "date", "updated"),
    [
        ([("date", "Publié le 3 août 2024 à 14h30")], "2024-08-03", None),
        (
            [("date", "Publié le 03/08/2024 à 19h38 - Modifié le 05/08/2024 à 06h08")],
            "2024-08-03",
            "2024-08-05",
        ),
        (
            [("byline", "AFP 3 août 2024 à 07:19 (Mis à jour : 4 août 2024 à 07:38)")],
            "2024-08-03",
            "2024-08-04",
        ),
        (
            [("date", "3 août 2024"), ("date", "Mise à jour 24.12.2024 à 16:01")],
            "2024-08-03",
            "2024-12-24",
        ),
        ([("boilerplate", "Publié le"), ("date", "3 août 2024")], "2024-08-03", None),
        (
            [("boilerplate", "Mis à jour le :"), ("date", "5 août 2024"), ("date", "3 août 2024")],
            "2024-08-03",
            "2024-08-05",
        ),
        ([("byline", "La Gazette avec AFP 15h39, le 3 août 2024")], "2024-08-03", None),
        ([("date", "Août 2024 - 5 minutes de lecture")], "2024-08", None),
        ([("caption", "Le chantier, le 3 août 2024. © Agence du Centre")], None, None),
        ([("boilerplate", "Journal du jour"), ("date", "3 août 2024")], None, None),
        ([("date", "Mis à jour le 5 août 2024")], None, "2024-08-05"),
        ([("byline", "Jeanne Roux, correspondante à Lima depuis mars 2018")], None, None),
        ([("boilerplate", "La Gazette, 3 août 2024 à 07:19")], "2024-08-03", None),
        ([("standfirst", "3 août 2024 | Par Jeanne Roux")], "2024-08-03", None),
        ([("body", "AFP , le 03/08/2024 à 11:15  Lecture en 2 min.")], "2024-08-03", None),
        (
            [("boilerplate", "11:15 03.08.2024 (mis à jour 12:00 04.08.2024)")],
            "2024-08-03",
            "2024-08-04",
        ),
        ([("standfirst", "Concert le 3 août 2024 à 20h")], None, None),
        ([("standfirst", "La Gazette, publié le 3 août 2024")], "2024-08-03", None),
        ([("date", "Photo : J. Roux - Publié le 3 août 2024")], "2024-08-03", None),
        ([("heading", "3 août 2024")], None, None),
        ([("date", "Du 1er au 3 août 2024")], None, None),
        ([("byline", "Par Jeanne Roux, 3 août 2024")], "2024-08-03", None),
    ],
)
def test_dateline_dates_the_article(
    lines: list[tuple[str, str]], date: str | None, updated: str | None
) -> None:
    found = date_article(page(*lines))
    assert (found.date, found.updated) == (date, updated)
    if found.date:
        assert found.date_method == "dateline"
        assert found.date_evidence is not None
        assert lines[-1][1] in found.date_evidence or lines[0][1] in found.date_evidence


@pytest.mark.parametrize(
    "text",
    [
        "Publié le 3 août 2024 à 11h15 - Mis à jour le 4 août 2024 à 06h08",
        "Par La Gazette avec AFP\nPublié le 3 août 2024 à 09:12, mis à jour le 4 août 2024 à 09:30",
        "Modifié le 04/08/2024 à 10h00\nPublié le 03/08/2024 à 07h19",
        "Publié le 03/08/24 à 11h15 — Mis à jour le 04/08/24 à 11h15",
        "Publié le : 03/08/2024 - 07:19 Modifié le : 04/08/2024 - 08:00",
        "Publié le :\n03/08/2024 - 07:19",
        "Le 3 août 2024 à 16h17, modifié le 4 août 2024 à 10h00",
        "publié le 03/08/2024 à 11:15 , mis à jour à 12:00",
        "La Gazette (avec AFP), le 03/08/2024 à 07:19 Modifié le 04/08/2024 à 08:00",
        "Publié samedi 3 août 2024 à 11:15\nModifié dimanche 4 août 2024 à 12:00",
        "Publié le 3 août 2024 à 4 h 15 HAE",
        "3 août 2024 à 08:24\nTemps de lecture 2 min",
        "Mis en ligne le 03/08/2024 à 08:24",
        "03/08/2024 11:15 CEST | Actualisé 04/08/2024 12:00 CEST",
        "information fournie par Reuters•03/08/2024 à 11:15",
        "Publié le 2024-08-03 à 11:15 | gazette.example",
        "Rédigé par Jeanne Roux le Samedi 3 Août 2024",
        "Posté par Jeanne Roux\n3 août 2024",
        "Mis à jour le 04/08/2024 | 10:00 – Publié le 03/08/2024 | 07:30",
        "Dernière modification : 04/08/2024\nPublié le 03/08/2024",
    ],
)
def test_datelines_of_the_french_press_are_read_whatever_their_role(text: str) -> None:
    found = date_article(page(*(("boilerplate", line) for line in text.split("\n"))))
    assert found.date == "2024-08-03"
    assert found.updated == ("2024-08-04" if re.search(r"(?:0?4)(?: août |/08/)", text) else None)


@pytest.mark.parametrize(
    "text", ["Publié il y a 3 heures", "Hier à 18:30", "Publié le 12/04 à 10h", "3 commentaires"]
)
def test_dateline_without_a_date_dates_nothing(text: str) -> None:
    assert date_article(page(("date", text))).date is None


def test_datelines_that_disagree_keep_what_they_share() -> None:
    found = date_article(page(("date", "3 août 2024"), ("date", "5 août 2024")))
    assert (found.date, found.date_precision) == ("2024-08", "month")


def test_dates_around_an_article_do_not_date_it() -> None:
    furniture = [
        ("boilerplate", "À lire aussi"),
        ("date", "Publié le 9 janvier 2023"),
        ("date", "09/01/23 - 12:11"),
    ]
    comments = [("boilerplate", f"Lecteur {n}, le {n} mai 2023 à 10h") for n in range(1, 9)]
    lines = [*page(), *(Line(role, False, text) for role, text in [*comments, *furniture])]
    assert date_article(lines).date is None
    teaser = [
        Line("boilerplate", False, "Le port rouvre"),
        Line("date", False, "Publié le 9 janvier 2023"),
    ]
    assert date_article([*page(), *teaser]).date is None
    assert date_article([*page(), Line("byline", False, "J. Roux"), teaser[1]]).date == "2023-01-09"
    share = Line("boilerplate", False, "Partager cet article", "share_shared")
    assert date_article([*page(), share, teaser[1]]).date == "2023-01-09"
    other = Line("boilerplate", False, "À lire aussi : Le port rouvre", "link")
    assert date_article([*page(), share, other, teaser[1]]).date is None
    menu = [
        Line("boilerplate", False, text)
        for text in ("11/11/2021", "Accueil", "Sport", "Culture", "Météo")
    ]
    assert date_article([*menu, *page()]).date is None
