from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.outlets import outlet_name
from nkru.resources import read_toml

TABLE = read_toml("pages/outlets.toml")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Le Monde (site web)", "Le Monde"),
        ("lemonde.fr", "Le Monde"),
        ("LeMonde.fr", "Le Monde"),
        ("LE MONDE", "Le Monde"),
        ("\n   Le Monde      ", "Le Monde"),
        ("https://www.lemonde.fr/international/article/2024/x.html", "Le Monde"),
        ("Le Monde diplomatique", "Le Monde diplomatique"),
        ("Le Figaro, no. 24837", "Le Figaro"),
        ("Les Echos, no. 23456, p. 3", "Les Échos"),
        ("L’Humanité", "L'Humanité"),
        ("L'HUMANITE", "L'Humanité"),
        ("madame.lefigaro.fr", "Le Figaro Madame"),
        ("Libération - site web", "Libération"),
        ("Le Soir (Belgique)", "Le Soir"),
        ("Le Soleil (Sénégal)", "Le Soleil (Sénégal)"),
        ("Le Soleil (Québec)", "Le Soleil"),
        ("20 Minutes (Suisse)", "20 Minutes (Suisse)"),
        ("La Dernière Heure", "DH Les Sports+"),
    ],
)
def test_every_spelling_of_an_outlet_is_one_name(raw: str, name: str) -> None:
    assert outlet_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Revue des ponts, Vol. 14, no 4", "Revue des ponts"),
        ("Gazette du Larzac (site web)", "Gazette du Larzac"),
        ("Gazette du Larzac (avec AFP)", "Gazette du Larzac"),
        ("Gazette du Larzac - https://www.gazette.example", "Gazette du Larzac"),
        ("Gazette du Larzac (Millau)", "Gazette du Larzac (Millau)"),
        ("https://www.gazette-larzac.example/une/", "gazette-larzac.example"),
        ("L'Écho de 2 rives", "L'Écho de 2 rives"),
    ],
)
def test_unknown_outlet_keeps_its_name_without_edition(raw: str, name: str) -> None:
    assert outlet_name(raw) == name


def test_no_spelling_belongs_to_two_outlets() -> None:
    written = [spelling for name, others in TABLE["names"].items() for spelling in {name, *others}]
    assert len(written) > 300
    assert [spelling for spelling in written if written.count(spelling) > 1] == []
    for name, others in TABLE["names"].items():
        assert {outlet_name(spelling) for spelling in (name, *others)} == {name}


@given(st.text(max_size=60))
def test_a_name_once_found_stays(raw: str) -> None:
    assert outlet_name(outlet_name(raw)) == outlet_name(raw)
