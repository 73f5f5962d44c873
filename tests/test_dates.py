from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

import nkru
from nkru.corpus.dating.calendar import bounds, find_dates
from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.dates import Dating, date_article, date_table

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
TEXT = "Le conseil municipal a longuement débattu du projet de tramway. " * 12


def page(*lines: tuple[str, str], body: str = TEXT) -> list[Line]:
    """A page: a title, the given (role, text) lines, and a body."""
    kept = {"title", "standfirst", "heading", "body", "list", "quote"}
    rows = [("title", "Le tramway attendra"), *lines, ("body", body)]
    return [Line(role, role in kept, text) for role, text in rows]


def dated(body: str) -> Dating:
    return date_article(page(body=body))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 août 2024 à 14h30", "2024-08-03"),
        ("1er mars 2020", "2020-03-01"),
        ("1 er mars 2020", "2020-03-01"),
        ("13 sept. 2023", "2023-09-13"),
        ("ven. 3 déc. 2021", "2021-12-03"),
        ("24/04/2019", "2019-04-24"),
        ("Août 16, 2025 at 3:12", "2025-08-16"),
        ("Sep 24, 2025 - 08:05", "2025-09-24"),
        ("Friday, March 1st 2024", "2024-03-01"),
        ("24.04.19", "2019-04-24"),
        ("05-11-1998", "1998-11-05"),
        ("2019-04-24T23:30:00-05:00", "2019-04-24"),
        ("Publié12 février 2022, 21:35", "2022-02-12"),
        ("12 FÉVRIER 2022", "2022-02-12"),
        ("Mars 2019", "2019-03"),
        ("depuis 2018", "2018"),
        ("12 fe\u0301vrier 2022", "2022-02-12"),
        ("12\u00a0février\u202f2022", "2022-02-12"),
    ],
)
def test_french_date_is_read_at_the_precision_written(text: str, iso: str) -> None:
    assert [found.iso for found in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "31 février 2020",
        "mardi 24 avril 2019",
        "2 019 tonnes",
        "2019 électeurs",
        "192.168.10.20",
        "en 2010 000",
        "0 mai 2020",
    ],
)
def test_what_the_calendar_does_not_have_is_no_day(text: str) -> None:
    assert not [found for found in find_dates(text) if found.precision in ("day", "year")]


@pytest.mark.parametrize(("around", "kept"), [("Le tramway attendra.", True), (TEXT, False)])
def test_no_paragraph_is_kept_alive_for_its_dates(around: str, kept: bool) -> None:
    text = f"{around} Le 24 avril 2019."
    before = sys.getrefcount(text)
    assert [found.iso for found in find_dates(text)][-1] == "2019-04-24"
    assert (sys.getrefcount(text) > before) == kept


def test_weekday_leaves_the_years_in_which_it_fits() -> None:
    (found,) = find_dates("mercredi 24 avril")
    assert found.precision == "none"
    assert {2013, 2019, 2024} <= set(found.years())
    assert 2018 not in found.years()


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2060, 12, 31)))
def test_every_day_is_read_back_in_every_spelling(day: datetime.date) -> None:
    words = format_date(day, "EEEE d MMMM y", locale="fr")
    short = format_date(day, "EEE d MMM y", locale="fr")
    for text in (words, short, day.strftime("%d/%m/%Y"), day.strftime("%d.%m.%Y"), day.isoformat()):
        assert [found.iso for found in find_dates(f"le {text}, à midi")] == [day.isoformat()]
    assert bounds(day.isoformat()) == (day.isoformat(), day.isoformat())


WORDS = [
    "hier,",
    "demain,",
    "ce",
    "le",
    "mardi",
    "jeudi",
    "29",
    "31",
    "1er",
    "février",
    "avril",
    "2019",
    "2024-02-29",
    "24/04",
]
WORDS += [
    "a quitté",
    "sera",
    "l'an dernier,",
    "en",
    "depuis",
    "il y a un an",
    "Publié",
    "«",
    "»",
    ".",
    "(",
    ")",
    "AFP -",
    "mis à jour",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.sampled_from(["body", "date", "byline", "title", "boilerplate"]),
)
def test_whatever_a_line_says_the_date_lies_in_its_bounds(words: list[str], role: str) -> None:
    text = " ".join(words)
    for expression in find_dates(text):
        assert text[expression.start : expression.end] == expression.text
        assert expression.exists()
    found = date_article(page((role, text)))
    if found.date:
        assert (found.date_from, found.date_to) == bounds(found.date)
        assert len(found.date) == {"year": 4, "month": 7, "day": 10}[found.date_precision]
    assert bool(found.date_evidence) == (found.date_method != "none")
    assert (found.date_from or "") <= (found.date_to or "9")


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


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("La ministre a quitté Genève ce mercredi 24 avril 2019.", "2019-04-24"),
        ("La ministre s'est rendue à Genève, ce mercredi 24 avril 2019.", "2019-04-24"),
        ("Ce mercredi 24 avril 2019, la ministre a quitté Genève.", "2019-04-24"),
        ("Le train est arrivé à Brest ce mercredi 24 avril 2019.", "2019-04-24"),
        ("Le maire a annoncé ce mercredi 24 avril 2019 une enquête.", "2019-04-24"),
        ("Hier, mardi 23 avril 2019, le maire recevait la presse.", "2019-04-24"),
        ("Les élus votent demain, jeudi 25 avril 2019.", "2019-04-24"),
        ("GENÈVE, 24 avril 2019 (ATS) - Le Conseil fédéral a tranché.", "2019-04-24"),
        ("Dakar, 24 avril 2019(APS)-Le Conseil a tranché.", "2019-04-24"),
        ("24 Avril 2019 à 15h09 | Le Conseil a tranché.", "2019-04-24"),
        ("Hier, lundi 31 décembre 2018, tout était calme.", "2019-01-01"),
    ],
)
def test_day_that_the_text_ties_to_its_writing_dates_it(text: str, date: str) -> None:
    found = dated(text)
    assert (found.date, found.date_method) == (date, "day_of_writing")


@pytest.mark.parametrize(
    "text",
    [
        "Les sirènes ne pourront pas sonner ce mercredi 1er mai 2019.",
        "Le procès s'ouvrira ce mercredi 24 avril 2019.",
        "La séance a lieu ce mercredi 24 avril 2019.",
        "Les syndicats ont appelé à la grève ce mercredi 24 avril 2019.",
        "Le maire est attendu ce mercredi 24 avril 2019 à Lyon.",
        "Celui qui a perdu la finale joue ce mercredi 24 avril 2019.",
        "Ce mercredi 24 avril 2019, le maire inaugurera la place qu'il a voulue.",
        "En ce mercredi 24 avril 1974, Lisbonne a dormi.",
        "La rencontre a eu lieu le 25 avril 2019.",
        "« Il a démissionné ce mercredi 24 avril 2019 », lit-on dans ses mémoires.",
        "Le texte a été rejeté ce mercredi 24 avril 2019. Un autre l'a été depuis 2021.",
        "La ministre a quitté Genève ce mercredi 24 avril.",
        "Le parti, fondé en 2018, a quitté la coalition ce mercredi 24 avril.",
    ],
)
def test_day_that_may_not_be_that_of_writing_is_not_taken(text: str) -> None:
    assert dated(text).date is None


def test_year_comes_from_a_phrase_tied_to_a_named_year() -> None:
    found = dated(
        "Le train est parti ce mercredi 24 avril. L'an dernier, en 2018, il avait attendu."
    )
    assert (found.date, found.date_method) == ("2019-04-24", "weekday_and_year")
    assert found.date_evidence is not None
    assert all(
        quote in found.date_evidence
        for quote in ("ce mercredi 24 avril", "L'an dernier", "en 2018")
    )
    assert (
        dated("Le train est parti ce mercredi 24 avril. L'an dernier, en 2020, il attendait.").date
        == "2021"
    )


def test_two_phrases_and_the_year_beside_choose_among_the_years_of_a_weekday() -> None:
    lines = page(
        (
            "body",
            "La ligne a été fermée ce mercredi 24 avril, rouverte l'an passé, dit-on, par erreur.",
        ),
        ("body", "La région a acheté en 2018 douze rames. Le débat a commencé il y a un an."),
    )
    assert date_article(lines).date == "2019-04-24"
    lone = page(
        (
            "body",
            "La ligne a été fermée ce mercredi 24 avril, rouverte l'an passé, dit-on, par erreur.",
        ),
        ("body", "La région a acheté en 2018 douze rames."),
    )
    assert date_article(lone).date is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("L'an dernier (2022), la récolte fut bonne.", "2023"),
        ("Depuis le début de l'année 2023, rien ne bouge.", "2023"),
        ("Le chantier finira l'an prochain, en 2026.", "2025"),
        ("La trêve navale signée l'an dernier tient. La trêve navale provisoire, non.", None),
        (
            "Un pacte de pêche côtière conclu l'an dernier. Le pacte de pêche côtière signé en 2021 tient.",
            "2022",
        ),
        (
            "Le festival de danse moderne de l'an dernier. Le festival de danse moderne créé en 2011 dure.",
            None,
        ),
        ("L'an dernier, on battait le record de 2018.", None),
        ("Tout a changé l'an dernier, en 2017. Depuis 2020, on attend.", None),
    ],
)
def test_year_alone_is_given_only_where_it_is_entailed(text: str, date: str | None) -> None:
    found = dated(text)
    assert found.date == date
    assert found.date_precision == ("year" if date else "none")


def test_copyright_and_past_years_are_bounds_only() -> None:
    lines = [
        *page(body="Les échanges ont repris depuis 2019."),
        Line("boilerplate", False, "© 2020-2024 La Gazette"),
    ]
    found = date_article(lines)
    assert (found.date, found.date_from, found.date_to) == (None, "2019-01-01", "2024-12-31")
    assert found.date_method == "bounds"


def test_year_to_come_is_no_bound() -> None:
    assert (
        dated(
            "Le pont, prévu en 2031, sera livré en 2033 ; il a été voté en 2035 par erreur ?"
        ).date_from
        is None
    )
    assert dated("Le maire a annoncé la fermeture du site en 2028.").date_from is None


def test_what_the_format_states_wins() -> None:
    found = date_article(
        page(("date", "Publié le 3 août 2024")),
        "2024-08-02",
        "datePublished 2024-08-02T23:00-05:00",
        None,
    )
    assert (found.date, found.date_method) == ("2024-08-02", "stated")
    assert found.date_evidence == "datePublished 2024-08-02T23:00-05:00"


def test_table_has_a_row_per_article_even_without_lines() -> None:
    articles = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "stated_date": [None, "2024-03"],
            "stated_date_evidence": [None, None],
        }
        | {"stated_updated": [None, "2024-03-09"]},
        dtype="str",
    )
    lines = pd.DataFrame(
        {"doc_id": ["a"], "role": ["body"], "kept": [True], "text": ["Rien."], "code": [""]}
    )
    table = date_table(articles, lines)
    assert table["doc_id"].tolist() == ["a", "b"]
    assert table["date_precision"].tolist() == ["none", "month"]
    assert table.loc[1, ["date_from", "date_to", "updated"]].tolist() == [
        "2024-03-01",
        "2024-03-31",
        "2024-03-09",
    ]
    assert table["date"].isna().tolist() == [True, False]


def test_real_articles_get_no_day_that_their_text_does_not_entail(shared: Path) -> None:
    documents = nkru.read_corpus(shared / "seeds").documents.set_index("doc_id")
    assert documents["date"].str.len().eq(10).sum() == 1
    assert documents.loc["004_77668cfdf02d4779.txt", "date"] == "2019-04-24"
