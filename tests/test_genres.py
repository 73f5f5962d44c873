"""Genres: the form of an article decides, its subject does not."""

from __future__ import annotations

import pytest

from nkru.corpus.genres import find_genre
from nkru.corpus.notices import PageLine

SENTENCE = "Le conseil municipal a voté lundi soir la rénovation du port, attendue depuis dix ans. "
TITLE, BODY = "Le port sera rénové", SENTENCE * 3


def page(*texts: str, title: str = TITLE, above: tuple[str, ...] = ()) -> list[PageLine]:
    head = [
        *(PageLine("boilerplate", False, text) for text in above),
        PageLine("title", True, title),
    ]
    return [*head, *(PageLine("body", True, text) for text in texts)]


ANSWER = "Je crois que nous aurions dû commencer par les quais, parce que tout y est usé."
QUESTIONS = [
    text
    for question in ("Pourquoi rénover le port ?", "Qui paiera les travaux ?", "Et les pêcheurs ?")
    for text in (question, ANSWER)
]
FACTS = "La ville prend en charge la moitié des travaux, la région et l'État se partagent le reste."
SCORES = ["Nantes - Lens : 2-1", "Brest - Lille : 0-0", "Rennes - Nice : 3-1", "Metz 1-4 Monaco"]
ENTRIES = [f"{hour}h05 {SENTENCE}" for hour in range(9, 15)]


@pytest.mark.parametrize(
    ("lines", "genre"),
    [
        (page(BODY, title="Tribune : sauvons le port"), "opinion"),
        (page(BODY, title="[Édito] Sauvons le port"), "opinion"),
        (page(BODY, above=("Éditorial",)), "opinion"),
        (page("Tribune", BODY), "opinion"),
        (page(BODY, "Propos recueillis par Jeanne Martel"), "interview"),
        (page(BODY + "(Propos recueillis par J. Martel)"), "interview"),
        (page(*QUESTIONS), "interview"),
        (page(BODY, title="Entretien avec la maire de Port-Louis"), "interview"),
        (page(*ENTRIES), "live"),
        (page(*ENTRIES[:3], title="EN DIRECT - Le port rénové"), "live"),
        (page(SENTENCE, title="VIDÉO. Le port rénové"), "video"),
        (page(SENTENCE, "Durée : 2 min"), "video"),
        (page(*SCORES), "sport_result"),
        (page("Signez la pétition !", BODY, "12 430 signatures"), "petition"),
        (page(BODY), None),
        (page(BODY, title="La tribune du stade sera rénovée"), None),
        (page(BODY, title="Une pétition : signez avant lundi, dit la maire"), None),
        (page("Signez la pétition pour le square", BODY), None),
        (page("Pourquoi ?", FACTS, "Qui paiera les travaux ?", FACTS, "Quand ?", FACTS), None),
        (page(BODY, "Le match s'est terminé sur le score de 2-1.", BODY), None),
        (page(BODY * 5, title="VIDÉO. Le port rénové"), None),
        (page(BODY, "10h : ouverture des portes", BODY, "12h : repas", BODY), None),
        (page(BODY, above=("Tribunes", "Éditoriaux", "Société")), None),
        (page(BODY, "À lire aussi : un entretien avec le maire"), None),
    ],
)
def test_genre_by_form(lines: list[PageLine], genre: str | None) -> None:
    assert find_genre(lines) == genre


def test_an_article_of_a_news_agency_is_news() -> None:
    assert find_genre(page(BODY), agency="AFP") == "news"
    assert find_genre(page(BODY), section="Tribune", agency="AFP") == "opinion"
