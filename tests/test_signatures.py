"""Signatures: who signs, which agency, which section, on lines as sites write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.lines.signatures import (
    agencies_of,
    is_credit,
    is_name,
    is_section,
    people_of,
    signature,
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Par Jeanne Martin", "byline"),
        ("Par la rédaction, avec AFP", "byline"),
        ("Par le service international", "byline"),
        (
            "par La rédaction de Vallée Info (nouvelle fenêtre) | Reportage : Julie DUBOIS, Léa "
            "ROY et Tony MOREL",
            "byline",
        ),
        ("Jeanne Martin avec AFP", "byline"),
        ("La Gazette (avec AFP)", "byline"),
        ("(AFP)", "byline"),
        ("AFP, publié le samedi 4 mai 2019 à 07h02", "byline"),
        ("De notre correspondante à Séoul, Camille Perrin", "byline"),
        ("Propos recueillis par Hélène Vandermeulen", "byline"),
        ("information fournie par Reuters•19/04/2018 à 11:08", "byline"),
        ("H.Lefort, Ph.Aubin J.-P.Roy - France 3", "byline"),
        ("A. Lefort et B. Aubin – Canal Vallée", "byline"),
        ("J. Martin conteste, L. Roy approuve", ""),
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


@given(st.text(max_size=80))
def test_no_line_is_too_strange(line: str) -> None:
    assert signature(line, len(line.split()), sentence=False) in {"", "byline", "name", "date"}
    assert all(is_name(name) for name in people_of(line))
