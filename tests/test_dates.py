"""Dates of articles: what the text entails, and nothing that it does not."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkru
from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.dating.datelines import Line
from nkru.corpus.dating.dates import Dating, date_article, date_table
from nkru.corpus.dating.iso import bounds
from tests.dated_page import page

DATES = ("mardi", "jeudi", "29", "31", "1er", "février", "avril", "2019", "2024-02-29", "24/04")
ADVERBS = ("hier,", "demain,", "ce", "le", "l'an dernier,", "en", "depuis", "il y a un an")
OTHERS = ("a quitté", "sera", "Publié", "mis à jour", "AFP -", "«", "»", ".", "(", ")")


@given(
    st.lists(st.sampled_from(DATES + ADVERBS + OTHERS), max_size=14),
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


def dated(body: str) -> Dating:
    return date_article(page(body=body))


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
            "Un pacte de pêche côtière conclu l'an dernier. "
            "Le pacte de pêche côtière signé en 2021 tient.",
            "2022",
        ),
        (
            "Le festival de danse moderne de l'an dernier. "
            "Le festival de danse moderne créé en 2011 dure.",
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
        "datePublished 2024-08-02T10:00-05:00",
        None,
    )
    assert (found.date, found.date_method) == ("2024-08-02", "stated")
    assert found.date_evidence == "datePublished 2024-08-02T10:00-05:00"


def test_table_has_a_row_per_article_even_without_lines() -> None:
    articles = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "stated_date": [None, "2024-03"],
            "stated_date_evidence": [None, None],
            "stated_updated": [None, "2024-03-09"],
            "stated_url": [None, None],
            "source": ["a", "b"],
        },
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


@pytest.mark.parametrize(
    "unit",
    [
        "le 3 mai 2019, ",
        "l'an dernier en 2019 ",
        "MOSCOU, 23 avril (TASS) - ",
        "hier, mardi 23 avril ",
        "depuis 2018 ",
        "signé en 2018 ",
        "© 2019-",
        "Publié le 3 mai 2019 ",
    ],
)
@pytest.mark.parametrize("role", ["body", "date"])
def test_thousands_of_dates_are_dated_soon(unit: str, role: str) -> None:
    text = unit * (100_000 // len(unit))
    lines = [Line("title", True, "Un titre"), Line(role, role == "body", text)]
    start = time.process_time()
    for article in (lines, [*lines, *(Line("body", True, unit) for _ in range(5000))]):
        date_article(article)
    assert time.process_time() - start < 10
