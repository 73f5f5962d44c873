"""Names that are common words, and names that the bodies of several states bear."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import nkru
from nkru.actors.known.countries import bearers, outlet_countries
from nkru.actors.mentions import article_mentions
from nkru.actors.names.merging import settle
from tests.small_corpus import small_corpus


def actors(text: str, title: str = "Un texte") -> list[tuple[str, str]]:
    """Return the organisations named in an article."""
    table = article_mentions(
        small_corpus([f"{title}\n\n{text}"]), nkru.read_codebook(), found=False
    )
    table = table[(table["type"] == "organisation") & (table["kind"] == "name")]
    return list(zip(table["text"], table["entry"], strict=True))


LE_MONDE, ORANGE = ("Le Monde", "Le Monde"), ("Orange", "Orange (opérateur)")
COMMON_WORDS = [
    # capitals inside a sentence
    ("L'enquête que publie Le Monde embarrasse la mairie.", [LE_MONDE]),
    ("Tout le monde attendait la pluie, et le monde entier avec eux.", []),
    ("Une panne a touché les abonnés de Orange toute la matinée.", [ORANGE]),
    ("Elle a pressé une orange, puis peint le mur en orange.", []),
    ("Il a posé la croix sur la table, devant Jésus en croix.", []),
    ("Un entretien donné à La Croix a relancé le débat.", [("La Croix", "La Croix")]),
    ("À la libération des otages, les familles ont pleuré.", []),
    ("Selon les informations de Libération, trois cadres partent.", "Libération (journal)"),
    ("Les trains ont vingt minutes de retard et 20 minutes d'attente.", []),
    ("Contacté par 20 Minutes, le club ne répond pas.", [("20 Minutes", "20 Minutes")]),
    # the first word of a sentence or of a quotation has a capital anyway
    ("Orange est la couleur préférée de sa fille.", []),
    ("Il a dit : « Libération immédiate des prisonniers ! »", []),
    ("Orange a gagné des clients. Les abonnés de Orange sont fidèles.", [ORANGE, ORANGE]),
    ("Casino fermé, jetons perdus : la ville s'interroge.", []),
    ("Le groupe Orange recrute.", [("groupe Orange", "Orange (opérateur)")]),
    # a longer name, or another thing of that name
    ("Elle habite à Orange, dans le Vaucluse.", []),
    ("La Coupe du Monde aura lieu en hiver, a écrit Le Monde.", [LE_MONDE]),
]


@pytest.mark.parametrize(("text", "found"), COMMON_WORDS)
def test_a_common_word_is_a_name_by_its_capitals(text: str, found: object) -> None:
    names = actors(text)
    assert [entry for _, entry in names] == [found] if isinstance(found, str) else names == found


DAKAR = "À Dakar, le président sénégalais a reçu les députés du Sénégal."
STATES = [
    ("L'Assemblée nationale a voté le budget jeudi soir.", "Assemblée nationale"),
    (f"{DAKAR} L'Assemblée nationale a voté.", "Assemblée nationale du Sénégal"),
    # the codebook has no entry for this parliament: it is not the French one
    ("À Caracas, le Venezuela se prépare. L'Assemblée nationale a voté.", None),
    (
        "L'Ukraine attend. Kiev espère. L'Assemblée nationale a voté une aide.",
        "Assemblée nationale",
    ),
    ("Le Sénat américain a confirmé sa nomination.", "Sénat américain"),
    ("Le Sénat italien a rejeté le texte.", None),
    ("À Rome, l'Italie tremble. Le Sénat a rejeté le texte en Italie.", None),
    ("Le ministère de l'Intérieur a publié les chiffres.", "Ministère de l'Intérieur"),
    ("À Madrid, l'Espagne débat. Le ministère de l'Intérieur a démenti.", None),
    ("Le ministère de l'Intérieur allemand a démenti.", None),
    (
        "La Belgique vote. Le PS belge recule en Wallonie, le PS perd.",
        "Parti socialiste (Belgique)",
    ),
]


@pytest.mark.parametrize(("text", "entry"), STATES)
def test_a_body_that_many_states_have_is_that_of_the_state_in_question(
    text: str, entry: str | None
) -> None:
    names = [name for _, name in actors(text)]
    assert names[-1:] == ([entry] if entry else [])


def test_the_states_that_have_a_body_are_listed_or_all() -> None:
    senate, ministry = bearers("senat"), bearers("ministere de la sante")
    assert senate
    assert "Italie" in senate
    assert ministry is None


def test_the_country_of_an_outlet_is_that_of_its_entry_or_address() -> None:
    corpus = small_corpus(
        ["Titre\n\nUn texte.", "Titre\n\nDeux.", "Titre\n\nTrois.", "T\n\nQuatre."]
    )
    documents = corpus.documents.assign(
        outlet=["Le Soir", "lalibre.be", None, "Inconnu"],
        url=[None, None, "https://www.example.ch/a.fr", None],
    )
    countries = outlet_countries(documents, nkru.read_codebook())
    assert list(countries.values()) == ["Belgique", "Belgique", "Suisse"]


def test_a_first_name_of_men_and_women_in_several_stories_is_as_many_persons() -> None:
    told = [("0", "m"), ("0", "f"), ("0", "f"), ("1", "m"), ("1", ""), ("2", "")]
    table = pd.DataFrame(told, columns=["doc_id", "gender"])
    table = table.assign(
        key="camille", type="person", entry="Camille", text="Camille", kind="name", sure=True
    )
    stories = pd.Series({str(n): f"story-{n}" for n in range(3)})
    settled = settle(table, stories, nkru.read_codebook())
    man, woman = "Camille (story-0, M.)", "Camille (story-0, Mme)"
    others = ["Camille (story-1)", "Camille (story-1)", "Camille (story-2)"]
    assert settled["entry"].tolist() == [man, woman, woman, *others]
    # The gender of one Camille says nothing of another.
    assert settled["gender"].tolist() == ["m", "f", "f", "m", "m", ""]


def test_initials_are_those_that_another_article_spells_out(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    texts = {
        "a.txt": "Étude\n\nL'Observatoire breton des marées et des tempêtes (OBMT) étudie la mer. "
        "L'Office fédéral de l'agriculture (OFAG) la salue.",
        "b.txt": "Bilan\n\nL'OBMT regrette un manque de moyens. L'OFAG et l'ARS se taisent.",
        "c.txt": "Santé\n\nL'Agence régionale de santé (ARS) ferme un service.",
        "d.txt": "Pluie\n\nL'Association des riverains de la Sarthe (ARS) attend la crue.",
    }
    mentions = nkru.find_mentions(corpus_of(texts))
    here = mentions[mentions["doc_id"] == "b.txt"].set_index("text")["entry"]
    assert here["OBMT"] == "Observatoire breton des marées et des tempêtes"
    assert here["OFAG"] == "Office fédéral de l'agriculture"
    assert here["ARS"] == "ARS"  # two bodies have these initials


def test_a_local_adjective_stays_in_the_name_of_a_body(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    text = "Rugby\n\nL'Association sportive montferrandaise (ASM) a gagné. L'ASM recrute."
    mentions = nkru.find_mentions(corpus_of(text))
    assert {*mentions["entry"]} == {"Association sportive montferrandaise"}


def test_a_preposition_of_several_words_ends_the_name_of_a_body(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    text = "Eau\n\nOn a défilé devant l'Agence de l'eau à l'appel de la FNSEA."
    entries = nkru.find_mentions(corpus_of(text))["entry"]
    assert {*entries} == {"Agence de l'eau", "FNSEA"}
