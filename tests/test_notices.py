"""Notices: an article is called generated or cut where it says so of itself, not of its subject."""

from __future__ import annotations

import pytest

from nkru.corpus.notices import PageLine, find_notices

SENTENCE = "Le conseil municipal a voté lundi soir la rénovation du port, attendue depuis dix ans. "
BODY = [PageLine("title", True, "Le port sera rénové"), *[PageLine("body", True, SENTENCE * 3)] * 8]
SHORT = BODY[:2]
OPEN = [*BODY, PageLine("body", True, SENTENCE + "Les pêcheurs, eux, redoutent que les…")]


def flags(page: list[PageLine], last_day: str | None = None, **options: bool) -> set[str]:
    return {notice.flag for notice in find_notices(page, last_day, **options)}


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("Cet article a été généré par une intelligence artificielle.", "generated"),
        ("Ce texte a été entièrement rédigé par ChatGPT, puis relu par nos soins.", "generated"),
        ("(Note : cet article compte 1 500 mots, comme demandé.)", "generated"),
        ("Cette synthèse a été produite à l’aide d’un outil d’IA.", "generated"),
        ("Texte généré par IA", "generated"),
        ("NB : Ce résumé a été créé avec l'IA.", "generated"),
        ("Cette dépêche a été générée automatiquement.", "generated"),
        ("Contenu généré automatiquement", "generated"),
        ("En tant que modèle de langage, je ne peux pas donner d’avis.", "prompt_residue"),
        ("Souhaitez-vous que je développe la partie sur le port ?", "prompt_residue"),
        ("Bien sûr ! Voici une version plus courte de l’article :", "prompt_residue"),
        ("Meta description : le port rénové en dix points", "prompt_residue"),
        ("Le port de [insérer le nom de la ville] sera rénové.", "prompt_residue"),
    ],
)
def test_a_text_that_speaks_of_itself_is_flagged(words: str, flag: str) -> None:
    assert flags([*BODY, PageLine("body", True, words)]) == {flag}
    if flag == "generated":
        assert flags([*BODY, PageLine("body", True, words)], "2019-12-31") == set()


@pytest.mark.parametrize(
    "words",
    [
        "L’image a été générée par une intelligence artificielle, selon les enquêteurs.",
        "Des milliers de textes rédigés par ChatGPT circulent déjà sur le réseau.",
        "Ce texte a été généré par une IA, a conclu le jury du concours.",
        "L’étudiant a fini par avouer que cet article avait été généré par ChatGPT.",
        "« Cet article a été généré par une IA », indique le site en bas de chaque page.",
        "« En tant que modèle de langage, je ne peux pas répondre », répond la machine.",
        "Cet article n’a pas été généré par une intelligence artificielle.",
        "En tant qu’assistant parlementaire, je voyais passer tous les amendements.",
        "Voici le texte intégral de la déclaration des deux ministres :",
        "Avec l’aide d’une intelligence artificielle, les médecins repèrent les tumeurs.",
        "J’espère que cet article vous a plu, à la semaine prochaine.",
        "Introduction :",
        "Cet article a été rédigé par Claude Martin, correspondant à Nantes.",
        "Témoignage de Lou [nom d’emprunt], qui travaille au port.",
        "Cet article compte 1 500 mots.",
    ],
)
def test_a_text_about_programs_is_not_flagged(words: str) -> None:
    assert flags([*BODY, PageLine("body", True, words)]) == set()
    assert flags([*BODY[:2], PageLine("body", True, words), *BODY[2:]]) == set()


def test_words_of_a_program_are_its_own_in_an_interview() -> None:
    page = [*BODY, PageLine("body", True, "En tant que modèle de langage, je n’ai pas d’avis.")]
    assert flags(page, is_interview=True) == set()


@pytest.mark.parametrize(
    "notice",
    [
        "Il vous reste 72 % de cet article à lire.",
        "Cet article est réservé aux abonnés.",
        "Pour lire la suite, abonnez-vous.",
        "Article réservé aux abonnés",
        "Abonnez-vous pour lire la suite de l’article",
        "La suite est réservée à nos abonnés",
    ],
)
def test_a_notice_below_a_cut_text_is_flagged(notice: str) -> None:
    line = PageLine("boilerplate", False, notice)
    assert flags([*SHORT, line]) == {"paywall"}
    assert flags([*OPEN, line]) == {"paywall"}
    # The text goes on after it: a label of another article, or a notice that a reader passed.
    assert flags([*BODY[:3], line, *BODY[3:]]) == set()


@pytest.mark.parametrize(
    "notice",
    [
        "Article réservé aux abonnés",
        "Abonnez-vous pour lire tous nos articles",
        "Pour lire la suite de nos enquêtes, abonnez-vous",
        "Cet article est réservé aux abonnés.",
    ],
)
def test_a_whole_text_is_not_called_cut(notice: str) -> None:
    line = PageLine("boilerplate", False, notice)
    menu = [PageLine("boilerplate", False, "Économie"), line]
    assert flags([*BODY, line]) == set()
    assert flags([*menu * 4, *BODY]) == set()
    assert flags([BODY[0], line, *BODY[1:]]) == set()


def test_an_article_about_pay_walls_is_not_called_cut() -> None:
    words = "« Il vous reste 72 % de cet article à lire » : la formule agace, dit le médiateur."
    assert flags([*SHORT, PageLine("body", True, words)]) == set()
    words = "La suite est réservée aux abonnés depuis que le journal a changé de propriétaire. "
    assert flags([*BODY, PageLine("body", True, words * 2), *BODY[1:]]) == set()
