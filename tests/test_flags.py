"""Flags: what in an article limits conclusions from it."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import combining, normalize

import pytest

import nkru
from nkru.corpus.notices import PageLine, find_notices

PROSE = (
    "Le ministre a reçu vendredi ses homologues dans la capitale. Les discussions ont porté sur "
    "la sécurité du détroit "
    "et sur les droits de pêche, deux sujets que les délégations disent vouloir régler avant la "
    "fin de l'année.\n\n"
    "Les négociateurs se retrouveront au printemps. D'ici là, chacun devra convaincre son "
    "parlement, ce qui ne va pas "
    "de soi : les pêcheurs du nord, eux, ont déjà promis de bloquer les ports si le texte était "
    "adopté en l'état."
)
BARE = "".join(sign for sign in normalize("NFD", PROSE) if not combining(sign))


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Note : cet article compte plus de 2 000 mots.", {"generated"}),
        ("Cet article a été rédigé avec l'aide d'une intelligence artificielle.", {"generated"}),
        ("Résumé généré par IA, relu par la rédaction", {"generated"}),
        ("En tant qu’IA, je n’ai pas d’opinion.", {"prompt_residue"}),
        ("Bien sûr ! Voici un article de 600 mots sur le sujet :", {"prompt_residue"}),
        ("Le traité a été signé à [insérer la date].", {"prompt_residue"}),
        ("Meta description : tout savoir sur le traité", {"prompt_residue"}),
        ("Il vous reste 72.5% de cet article à lire.", {"paywall"}),
        ("La suite est réservée aux abonnés", {"paywall"}),
        ("Pour lire la suite, abonnez-vous.", {"paywall"}),
        ("L'intelligence artificielle sera au menu du sommet, a dit le ministre.", set()),
        ("Le rapport a été rédigé par trois experts indépendants.", set()),
        ("Un texte de 600 mots a été remis aux délégations.", set()),
        ("Il ne reste à Kim que ses abonnés aux réseaux sociaux.", set()),
        ("Voici l'article 4 du traité signé en juin.", set()),
    ],
)
def test_what_the_words_of_a_page_tell(text: str, flags: set[str]) -> None:
    assert {notice.flag for notice in find_notices([PageLine("body", True, text)])} == flags


@pytest.mark.parametrize(
    ("page", "flags"),
    [
        (f"Le détroit et la pêche\n\nPar Jeanne Martin\nPublié le 3 août 2024\n\n{PROSE}", ""),
        (f"Le détroit et la pêche\n\nPublié le 3 août 2024\n\n{PROSE}", "no_byline"),
        (f"Le détroit et la pêche\n\nPar la rédaction\n\n{PROSE}", "no_date"),
        (
            f"Le détroit et la pêche\n\nPar Jeanne Martin\nPublié le 3 août 2024\n\n{PROSE[:100]}.",
            "too_short",
        ),
        (f"Le port\n\nPar Jeanne Martin\nPublié le 3 août 2024\n\n{PROSE.upper()}", "capitals"),
        (f"Le port\n\nPar Jeanne Martin\nPublié le 3 août 2024\n\n{BARE}", "no_accents"),
        (
            "The strait and the fish\n\nPar Jeanne Martin\nPublié le 3 août 2024\n\n"
            + "The minister said on Monday that he would not travel to the border before the "
            "talks. " * 5,
            "not_french",
        ),
    ],
)
def test_what_an_article_lacks(
    corpus_of: Callable[..., nkru.Corpus], page: str, flags: str
) -> None:
    # A second article, since a corpus without one in French is refused.
    corpus = corpus_of({"a.txt": page, "b.txt": f"Autre titre\n\n{PROSE}"})
    assert corpus.documents["flags"].iloc[0] == flags


def test_a_short_text_of_names_is_not_called_foreign(corpus_of: Callable[..., nkru.Corpus]) -> None:
    flags = (
        corpus_of({"a.txt": "Kim Jong Un, Vladimir Poutine", "b.txt": f"Titre\n\n{PROSE}"})
        .documents["flags"]
        .iloc[0]
    )
    assert "not_french" not in flags.split(";")
    assert "too_short" in flags.split(";")


def test_damaged_characters_are_flagged(corpus_of: Callable[..., nkru.Corpus]) -> None:
    page = f"Le détroit\n\n{PROSE * 5}".encode() + b"\xff"
    assert "encoding_damaged" in corpus_of({"a.txt": page}).documents["flags"].iloc[0]


def test_a_note_that_several_articles_share_is_flagged(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    note = "Passionnée de géopolitique, j'écris sur l'Asie depuis quinze ans pour ce site."
    pages = {
        f"{who}.txt": f"Le {who} reçoit\n\n{PROSE.replace('ministre', who)}\n\n{note}"
        for who in ("maire", "roi")
    }
    alone = {
        "nonce.txt": f"Le nonce reçoit\n\n{PROSE.replace('ministre', 'nonce')}\n\nPassionné "
        "d'oiseaux, j'écris ici."
    }
    flags = (
        corpus_of(pages | alone).documents.set_index("doc_id")["flags"].str.contains("stock_bio")
    )
    assert flags.to_dict() == {"maire.txt": True, "nonce.txt": False, "roi.txt": True}


def test_a_note_to_the_readers_that_closes_several_articles_is_flagged(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    note = "Chaque jour, nous racontons pour vous la vie des ports et des pêcheurs de la côte."
    pages = {
        f"{who}.txt": f"Le {who} reçoit\n\n{PROSE.replace('ministre', who)}\n\n{note}"
        for who in ("maire", "roi")
    }
    # A third article has the prose that is not changed, so that the first two are not copies.
    pages["nonce.txt"] = f"Le nonce reçoit\n\n{PROSE}"
    corpus = corpus_of(pages)
    assert corpus.lines.loc[corpus.lines["text"] == note, "code"].tolist() == ["repeated"] * 2
    flags = corpus.documents["flags"].str.contains("stock_bio")
    assert flags.tolist() == [True, False, True]
