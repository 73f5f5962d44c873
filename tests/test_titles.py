"""The title of a page, where it stands several times, and what above the text is no title."""

from __future__ import annotations

import pandas as pd
import pytest

from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.lines.roles import line_table

TITLE = "Le tramway de Brest ira jusqu'au port"
TEXT = (
    "La métropole de Brest a voté lundi la prolongation du tramway jusqu'au port de commerce, où "
    "travaillent quatre mille personnes. Les travaux commenceront au printemps.\n\n"
    "Le chantier du tramway durera deux ans, et la rue de Siam restera ouverte aux piétons. Les "
    "commerçants du port ont obtenu une aide pour la durée des travaux.\n\n"
    "La prolongation coûtera cent millions d'euros, que la métropole emprunte sur vingt ans. Une "
    "enquête publique aura lieu en juin, et les habitants du port y donneront leur avis.\n"
)


def lines_of(*pages: str) -> pd.DataFrame:
    rows = [(Source(f"{n}.txt", f"{n}.txt", "text", ""), Article(p)) for n, p in enumerate(pages)]
    articles = article_table(rows)
    lines = line_table(articles, repeated_among(line_numbers(articles)))
    return lines[lines["doc_id"] == "0.txt"]


@pytest.mark.parametrize(
    ("head", "left_out"),
    [
        (f"{TITLE}\n\nPar Anne Le Goff\n\n{TITLE}\n\n", [TITLE]),
        (f"Accueil > Bretagne > {TITLE}\n\n{TITLE}\n\n3 août 2024\n\n", None),
        (f"{TITLE}\n\nPubliez un commentaire\n\nBrest : {TITLE}\n\n", [f"Brest : {TITLE}"]),
        (f"{TITLE}\n\nInfo en plus : {TITLE}\n\n", [f"Info en plus : {TITLE}"]),
    ],
)
def test_a_title_that_stands_twice_is_one_title(head: str, left_out: list[str] | None) -> None:
    lines = lines_of(head + TEXT)
    assert lines.loc[lines["role"] == "title", "text"].tolist() == [TITLE]
    again = lines.loc[lines["code"] == "title_again", "text"].tolist()
    assert left_out is None or again == left_out
    assert lines["role"].tolist()[-3:] == ["body"] * 3


def test_a_standfirst_with_the_words_of_the_title_stays() -> None:
    standfirst = (
        f"{TITLE} : la métropole l'a voté lundi, après dix ans de débats entre les communes, et "
        "les travaux commenceront au printemps. Ce qu'il faut savoir."
    )
    lines = lines_of(f"{TITLE}\n\n{standfirst}\n\n{TEXT}")
    assert lines.loc[lines["text"] == standfirst, "kept"].tolist() == [True]


def test_a_headline_of_several_articles_is_a_title_above_a_dated_credit() -> None:
    headline = "Rails : la ville choisit enfin sa rive"
    other = f"{headline}\n\nUne rédaction en fait un autre récit, plus long et plus précis.\n"
    others = [other, other.replace("Une", "Et une")]
    for credit, role in (("© La Gazette - jeudi 6 janvier 2022 - 11:30", "title"), ("", "")):
        lines = lines_of(f"{headline}\n\n{credit}\n\n{TEXT}", *others)
        assert (lines["role"].iloc[0] == "title") == (role == "title")


CREDIT = "Le tramway au bord de la Penfeld, le 3 mars 2024. ANNE LE GOFF/AFP"


@pytest.mark.parametrize(
    ("picture", "roles"),
    [
        ("Le tramway au bord de la Penfeld, le 3 mars 2024.\n\nANNE LE GOFF/AFP\n" + CREDIT, 3),
        ("Le tramway de la Penfeld\n\nLe tramway sur la Penfeld, à Brest (2024) / AdobeStock", 2),
        ("Les rails attendent depuis mars, rue de Siam. Photo Sipa/ Anne LE GOFF", 1),
        ("Les rails, rue de Siam, à Brest.Crédit : AP", 1),
    ],
)
def test_descriptions_of_pictures_are_captions(picture: str, roles: int) -> None:
    lines = lines_of(f"{TITLE}\n\n3 août 2024\n\n{picture}\n\n{TEXT}")
    assert lines["role"].tolist()[2 : 2 + roles] == ["caption"] * roles
    assert lines["role"].tolist()[2 + roles :] == ["body"] * 3


@pytest.mark.parametrize(
    "sentence",
    ["Le maire, lui, refuse. Photo truquée.", "Qui paiera le tramway, et qui en profitera ?"],
)
def test_a_sentence_that_looks_like_a_caption_stays(sentence: str) -> None:
    lines = lines_of(f"{TITLE}\n\n3 août 2024\n\n{TEXT}\n{sentence}\n\n{TEXT}")
    assert lines.loc[lines["text"] == sentence, "kept"].all()


def test_an_article_that_was_pasted_twice_keeps_its_title() -> None:
    lines = lines_of(f"{TITLE}\n\nPar Anne Le Goff\n\n{TEXT}\n" * 2)
    assert lines["role"].tolist()[:5] == ["title", "byline", "body", "body", "body"]
