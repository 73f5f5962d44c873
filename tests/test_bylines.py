"""Bylines: who signs, which agency, which section, on lines as sites write them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.documents import describe
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.lines.roles import line_table
from nkru.corpus.lines.signatures import (
    agencies_of,
    is_credit,
    is_name,
    is_section,
    people_of,
    signature,
)

PROSE = (
    "Le ministre a reçu vendredi ses homologues dans la capitale. Les discussions ont porté sur la sécurité du détroit "
    "et sur les droits de pêche, deux sujets que les délégations disent vouloir régler avant la fin de l'année."
)


def described(page: str, **stated: Any) -> pd.Series[Any]:
    articles = article_table([(Source("a.txt", "a.txt", "text", ""), Article(page, **stated))])
    return describe(articles, line_table(articles, repeated_among(line_numbers(articles)))).iloc[0]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Par Jeanne Martin", "byline"),
        ("Par la rédaction, avec AFP", "byline"),
        ("Par le service international", "byline"),
        ("Jeanne Martin avec AFP", "byline"),
        ("La Gazette (avec AFP)", "byline"),
        ("(AFP)", "byline"),
        ("AFP, publié le samedi 4 mai 2019 à 07h02", "byline"),
        ("De notre correspondante à Séoul, Camille Perrin", "byline"),
        ("Propos recueillis par Hélène Vandermeulen", "byline"),
        ("information fournie par Reuters•19/04/2018 à 11:08", "byline"),
        ("Jeanne Martin", "name"),
        ("Jeanne MartinJournaliste", "name"),
        ("Le 02/12/2022 à 16:37", "date"),
        ("Publié le 13 sept. 2023 à 6 h 30 - Mis à jour le 14 sept. 2023", "date"),
        ("Mercredi 29 avril 2015 10:15", "date"),
        ("Par ailleurs, rien n'a changé", ""),
        ("Et Moscou ?", ""),
        ("Le 12 juin 2018, une poignée de main", ""),
        ("Une Visite Sans Retour", ""),
        ("Un accord signé en 2018", ""),
        ("0:00", ""),
    ],
)
def test_a_signature_is_known_by_its_form(line: str, kind: str) -> None:
    assert signature(line, len(line.split()), sentence=False) == kind


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Par Jeanne Martin et Paul Durand", ["Jeanne Martin", "Paul Durand"]),
        ("Jeanne MARTIN, envoyée spéciale à Séoul, avec AFP", ["Jeanne MARTIN"]),
        ("Par Clémence Aubry (Dandong, Chine, envoyée spéciale)", ["Clémence Aubry"]),
        ("Auteur: Anna Kubišta", ["Anna Kubišta"]),
        ("Par Paul de La Tour, le 3 mai 2019 à 10h", ["Paul de La Tour"]),
        ("Par Jean-Luc D’Estrées", ["Jean-Luc D’Estrées"]),
        ("Par la rédaction, avec AFP", []),
    ],
)
def test_people_are_named_without_what_stands_beside_them(line: str, people: list[str]) -> None:
    assert people_of(line) == people


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("Avec AFP et REUTERS", ["AFP", "Reuters"]),
        ("L'Agence France-Presse et l'agence TASS", ["AFP", "TASS"]),
        ("La Presse canadienne", ["La Presse canadienne"]),
        ("Le chef de l'Agapanthe a rappelé MAPS et PAPIER", []),
        ("ATS/AFP", ["ATS", "AFP"]),
    ],
)
def test_agencies_have_one_name_each(text: str, agencies: list[str]) -> None:
    assert agencies_of(text) == agencies


def test_credits_close_their_line() -> None:
    assert is_credit("Une rue de Séoul. REUTERS/Jeanne Martin")
    assert is_credit("Le port, lundi. JEANNE MARTIN / LITTORAL")
    assert not is_credit("Les deux pays ont rompu leurs relations.")


def test_sections_may_stick_together() -> None:
    assert is_section("InternationalPolitique")
    assert is_section("Monde > Asie")
    assert not is_section("Monde du travail")
    assert not is_section("—")


def test_what_a_page_says_of_itself() -> None:
    page = (
        f"Accueil\n\nMonde\n\nLa pêche dans le détroit\n\nPar Jeanne Martin\n\n{PROSE}\n\n{PROSE} (Reuters)\n\n"
        "© 2024 Le Littoral™. Tous droits réservés.\nhttps://www.exemple.fr/monde/detroit"
    )
    found = described(page)
    assert found.drop("doc_id").to_dict() == {
        "title": "La pêche dans le détroit",
        "outlet": "Le Littoral",
        "author": "Jeanne Martin",
        "agency": "Reuters",
        "section": "Monde",
        "url": "https://www.exemple.fr/monde/detroit",
    }


@pytest.mark.parametrize(
    "head",
    ["MOSCOU, 19 avril (Reuters) - ", "PARIS (Reuters) — ", "SÉOUL, 3 mai /Reuters/. "],
)
def test_a_dispatch_names_its_agency_at_its_head(head: str) -> None:
    assert described(f"La pêche dans le détroit\n\n{head}{PROSE}")["agency"] == "Reuters"


def test_an_agency_that_is_quoted_does_not_sign() -> None:
    page = f"La pêche dans le détroit\n\n{PROSE} « Nous verrons », a dit à l'AFP un diplomate. Il n'a pas donné de date."
    assert pd.isna(described(page)["agency"])


def test_what_the_format_states_wins_and_outlets_get_one_name() -> None:
    found = described(
        f"Un titre\n\nPar Jeanne Martin\n\n{PROSE}",
        author="Paul Durand",
        outlet="Le Monde (site web)",
    )
    assert (found["author"], found["outlet"]) == ("Paul Durand", "Le Monde")


def test_unknown_is_missing() -> None:
    found = described(PROSE)
    assert found.drop("doc_id").isna().all()


@given(st.text(max_size=80))
def test_no_line_is_too_strange(line: str) -> None:
    assert signature(line, len(line.split()), sentence=False) in {"", "byline", "name", "date"}
    assert all(is_name(name) for name in people_of(line))
