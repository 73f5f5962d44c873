"""Titles and nouns of state without a name in them, and titles inside other titles."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from nkru.actors.mentions import article_mentions
from tests.small_corpus import small_corpus


def described(text: str, day: str | None = None) -> list[tuple[str, str]]:
    """Return the descriptions in an article of this day, with the actor of each."""
    corpus = small_corpus([text])
    corpus.documents["date_from"] = corpus.documents["date_to"] = day
    table = article_mentions(corpus, nkru.read_codebook(), found=False)
    table = table[table["kind"] == "descriptor"]
    return list(zip(table["text"], table["entry"], strict=True))


DAY = "2023-02-10"
TITLES = [
    # the person beside
    (
        "Le ministre du Travail, Olivier Dussopt, recule. Le ministre du Travail se tait.",
        None,
        [("Le ministre du Travail", "Olivier Dussopt")] * 2,
    ),
    (
        "Bruno Le Maire, le ministre de l'Économie, des Finances et de la Souveraineté "
        "industrielle et numérique, signe.",
        None,
        [
            (
                "le ministre de l'Économie, des Finances et de la Souveraineté industrielle "
                "et numérique",
                "Bruno Le Maire",
            )
        ],
    ),
    ("Le ministre Martin Durand proteste.", DAY, []),
    ("L'ancien Premier ministre Manuel Valls revient.", None, "Manuel Valls"),
    # the office of the state in question, at the date
    ("Le ministre de l'Intérieur a porté plainte.", DAY, "Gérald Darmanin"),
    ("Le ministre de l'Intérieur a porté plainte.", "2013-05-02", "Manuel Valls"),
    ("Le ministre de l'Intérieur a porté plainte.", None, []),
    ("La ministre de l'Intérieur a porté plainte.", DAY, []),
    ("Le chef de l'État a pris la parole.", DAY, "Emmanuel Macron"),
    ("La Première ministre a consulté les partis.", DAY, "Élisabeth Borne"),
    ("Le garde des Sceaux sera jugé.", DAY, "Éric Dupond-Moretti"),
    ("Le ministre du Redressement productif visite l'usine.", None, "Arnaud Montebourg"),
    ("En Italie, Rome s'inquiète. Le ministre de l'Intérieur a démenti.", DAY, []),
    ("Le maire de Lyon a signé l'arrêté.", DAY, "Grégory Doucet"),
    ("Le maire de Trifouillis a signé l'arrêté.", DAY, []),
    ("La présidente de la région Île-de-France proteste.", DAY, "Valérie Pécresse"),
    # whom the article names in the role
    ("Olivier Dussopt a cédé. Le ministre a retiré son texte.", DAY, "Olivier Dussopt"),
    ("Clément Beaune et Olivier Dussopt hésitent. La ministre se tait.", DAY, []),
    ("Le ministre a retiré son texte.", DAY, []),
    ("Le président a ouvert la séance.", DAY, []),
    # somebody else's title
    ("Emmanuel Macron écoute. Le président du tribunal a suspendu l'audience.", DAY, []),
    ("Olivier Dussopt est là. Le ministre wallon aussi.", DAY, []),
    ("Le leader français du luxe publie ses comptes.", DAY, []),
    ("Le patron italien de la trattoria sourit.", DAY, []),
    ("Le président français de passage à Lille a souri.", DAY, "Emmanuel Macron"),
    ("Le président américain de la Fifa a souri.", DAY, "Gianni Infantino"),
    (
        "Le porte-parole du président russe, Dmitri Peskov, dément.",
        DAY,
        [
            ("Le porte-parole du président russe", "Dmitri Peskov"),
            ("président russe", "Vladimir Poutine"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "day", "found"), TITLES)
def test_a_title_means_a_person_beside_it_in_office_or_in_the_role(
    text: str, day: str | None, found: object
) -> None:
    result = described(f"Un texte\n\n{text}", day)
    assert [entry for _, entry in result] == [found] if isinstance(found, str) else result == found


NOUNS = [
    ("Le gouvernement a présenté son budget.", "France"),
    ("Les services de l'État sont débordés.", "France"),
    ("L'état de la route empire, l'état civil ferme.", None),
    ("Le chef de l'État islamique a fui.", None),
    ("Le coup d'État a échoué.", None),
    ("Le gouvernement de la région a voté.", None),
    ("Les autorités locales ferment le pont.", None),
    ("Le régime général est en déficit, le pays s'endort.", None),
    ("Au Mali, l'armée avance. Le régime a suspendu les partis au Mali.", "Mali"),
    ("La Belgique vote. Le pays est divisé.", "Belgique"),
    ("Le Mali et la Belgique signent. Le Mali paie. La Belgique doute. Le pays dort.", None),
    ("Berlin hésite. L'Allemagne recule, l'Allemagne doute. L'exécutif se tait.", "Allemagne"),
]


@pytest.mark.parametrize(("text", "entry"), NOUNS)
def test_a_noun_of_state_means_the_state_in_question(text: str, entry: str | None) -> None:
    assert [name for _, name in described(f"Un texte\n\n{text}")] == ([entry] if entry else [])


def test_the_country_of_the_outlet_is_the_state_in_question_where_no_other_is_named() -> None:
    text = "Un texte\n\nLe gouvernement a présenté son budget."
    corpus = small_corpus([text, text], outlet=["Le Soir", "Le Temps"])
    corpus.documents["url"] = pd.Series([None, None], dtype="object")
    assert article_mentions(corpus, nkru.read_codebook(), found=False)["entry"].tolist() == [
        "Belgique",
        "Suisse",
    ]
