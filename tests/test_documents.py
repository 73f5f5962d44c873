"""Documents: title, author, agency and the like, from a page or as its format states them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.documents import field_table
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.lines.roles import line_table

PROSE = (
    "Le ministre a reçu vendredi ses homologues dans la capitale. Les discussions ont porté sur "
    "la sécurité du détroit "
    "et sur les droits de pêche, deux sujets que les délégations disent vouloir régler avant la "
    "fin de l'année."
)


def described(page: str, **stated: Any) -> pd.Series[Any]:
    articles = article_table([(Source("a.txt", "a.txt", "text", ""), Article(page, **stated))])
    lines = line_table(articles, repeated_among(line_numbers(articles)))
    return field_table(articles, lines).iloc[0]


def test_what_a_page_says_of_itself() -> None:
    page = (
        f"Accueil\n\nMonde\n\nLa pêche dans le détroit\n\nPar Jeanne Martin\n\n{PROSE}\n\n{PROSE} "
        "(Reuters)\n\n"
        "© 2024 Le Littoral™. Tous droits réservés.\nhttps://www.exemple.fr/monde/detroit"
    )
    fields = described(page)
    assert fields.drop("doc_id").to_dict() == {
        "title": "La pêche dans le détroit",
        "outlet": "Le Littoral",
        "author": "Jeanne Martin",
        "agency": "Reuters",
        "section": "Monde",
        "url": "https://www.exemple.fr/monde/detroit",
    }


@pytest.mark.parametrize(
    ("notice", "outlet"),
    [
        ("par © Copyright littoral-infos.­fr | WEB12", "littoral-infos.fr"),
        ("Copyright 2024 - Le Littoral - Mentions légales", "Le Littoral"),
        ("© 2019-2024 Le Littoral : toute reproduction interdite", "Le Littoral"),
    ],
)
def test_a_notice_of_copyright_names_the_outlet(notice: str, outlet: str) -> None:
    page = f"La pêche dans le détroit\n\nPar Jeanne Martin\n\n{PROSE}\n\n{PROSE}\n\n{notice}"
    assert described(page)["outlet"] == outlet


@pytest.mark.parametrize(
    "head",
    ["MOSCOU, 19 avril (Reuters) - ", "PARIS (Reuters) — ", "SÉOUL, 3 mai /Reuters/. "],
)
def test_a_dispatch_names_its_agency_at_its_head(head: str) -> None:
    assert described(f"La pêche dans le détroit\n\n{head}{PROSE}")["agency"] == "Reuters"


def test_an_agency_that_is_quoted_does_not_sign() -> None:
    page = (
        f"La pêche dans le détroit\n\n{PROSE} « Nous verrons », a dit à l'AFP un diplomate. Il "
        "n'a pas donné de date."
    )
    assert pd.isna(described(page)["agency"])


def test_what_the_format_states_wins_and_outlets_get_one_name() -> None:
    fields = described(
        f"Un titre\n\nPar Jeanne Martin\n\n{PROSE}",
        author="Paul Durand",
        outlet="Le Monde (site web)",
    )
    assert (fields["author"], fields["outlet"]) == ("Paul Durand", "Le Monde")


def test_unknown_is_missing() -> None:
    fields = described(PROSE)
    assert fields.drop("doc_id").isna().all()
