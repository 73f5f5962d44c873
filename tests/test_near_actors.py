"""Descriptions that mean the one actor of their kind near, and those that mean nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

import nkru
from tests.small_corpus import small_corpus

# A text, a description in it, and whom it means; None where nobody is told.
CASES = [
    ("Air Liquide embauche. Le groupe a signé un contrat.", "Le groupe", "Air liquide"),
    ("Air Liquide et Engie embauchent. Le groupe a signé un contrat.", "Le groupe", None),
    ("Air Liquide embauche. Le groupe parlementaire a ri.", "Le groupe parlementaire", None),
    ("Engie recrute. La société est divisée sur la retraite.", "La société", None),
    ("Le Stade brestois a gagné. Le club breton fête cela.", "Le club breton", "Stade brestois"),
    ("Stade brestois et FC Nantes ont joué. Le club attend.", "Le club", None),
    ("La police belge a arrêté deux hommes. La police attend.", "La police", "police belge"),
    ("La police belge aide la police suisse. La police attend.", "La police", None),
    ("Il est tombé dans la rue. La police attend.", "La police", None),
    (
        "Clémentine Autain et François Ruffin débattent. La députée a ri.",
        "La députée",
        "Clémentine Autain",
    ),
    (
        "Clémentine Autain et Sandrine Rousseau débattent. La députée a ri.",
        "La députée",
        None,
    ),
    (
        "Clémentine Autain et Sandrine Rousseau débattent. La députée écologiste a ri.",
        "La députée écologiste",
        "Sandrine Rousseau",
    ),
    (
        "L'ex-patronne du Medef a quitté la salle. Laurence Parisot n'a rien dit.",
        "L'ex-patronne du Medef",
        "Laurence Parisot",
    ),
    (
        "Le président de la région Bretagne, Loïg Chesnais-Girard, écrit. "
        "Le président de la région attend.",
        "Le président de la région",
        "Loïg Chesnais-Girard",
    ),
    ("Zoé Martel tourne à Lille. L'actrice a souri.", "L'actrice", "Zoé Martel"),
    ("Zoé Martel et Anne Duval tournent. L'actrice a souri.", "L'actrice", None),
    ("Paul Cazal dirige le film. L'actrice a souri.", "L'actrice", None),
    ("Selon Paul Cazal, l'acteur économique a payé.", "l'acteur économique", None),
    ("Le directeur de l'Établissement a dit non.", "Le directeur de l'Établissement", None),
    (
        "Luc Tarrade, actuel technicien du Red Star, sourit. L'entraîneur du Red Star attend.",
        "L'entraîneur du Red Star",
        "Luc Tarrade",
    ),
    ("La start-up Ardoval embauche. La jeune pousse recrute.", "La jeune pousse", "Ardoval"),
    ("Rexal ferme. La société est de plus en plus dure.", "La société", None),
    ("Le CHU de Nîmes recrute. L'hôpital ouvre des lits.", "L'hôpital", "CHU de Nîmes"),
    ("Le CHU de Nîmes recrute. Il va à l'hôpital.", "l'hôpital", None),
    ("Airbus défie Boeing. L'avionneur américain attend.", "L'avionneur américain", "Boeing"),
    ("Netflix recule. Le géant de la vidéo attend.", "Le géant de la vidéo", "Netflix"),
    ("Le Monde paraît. La radio annonce la neige.", "La radio", None),
    ("Engie recrute. Le groupe de travail attend.", "Le groupe", None),
    ("Aude Morin a porté plainte. La jeune femme attend.", "La jeune femme", "Aude Morin"),
    ("Aude Morin et Zoé Martel attendent. La jeune femme rit.", "La jeune femme", None),
    ("Selon Paul Cazal et Aude Morin, c'est fini. L'avocat part.", "L'avocat", None),
    ("Paul Cazal, éleveur, attend. L'avocat est parti.", "L'avocat", None),
    ("Son avocate, Me Aude Morin, attend. L'avocate a souri.", "L'avocate", "Aude Morin"),
    (
        "Le porte-parole de l'Unicef a répondu.",
        "Le porte-parole de l'Unicef",
        "porte-parole de l'Unicef",
    ),
    (
        "Le maire de Lyon Grégory Doucet a souri.",
        "Le maire de Lyon",
        "Grégory Doucet",
    ),
    ("La Commission s'est tue. Le locataire de la place Beauvau a parlé.", "Le locataire", None),
    # a party, a post or another title between a description and its name
    ("La sénatrice LR Aude Morin a souri.", "La sénatrice LR", "Aude Morin"),
    (
        "Le député LFI de Seine-Saint-Denis Paul Cazal quitte la salle.",
        "Le député LFI de Seine-Saint-Denis",
        "Paul Cazal",
    ),
    ("Le maire (PS) de Balma, Paul Cazal, a ri.", "Le maire (PS) de Balma", "Paul Cazal"),
    ("La chercheuse à Sciences Po Aude Morin rit.", "La chercheuse à Sciences Po", "Aude Morin"),
    (
        "Le président de la transition, le colonel Paul Cazal, a ri.",
        "Le président de la transition",
        "Paul Cazal",
    ),
    (
        "Le maire de Balma, le préfet Paul Cazal, la rectrice ont ri.",
        "Le maire de Balma",
        "maire de Balma",
    ),
    ("Le maire, Aude Morin, a ri.", "Le maire", "Aude Morin"),
    ("La tête de liste du RN, Paul Cazal, a ri.", "La tête de liste du RN", "Paul Cazal"),
    # bodies between commas
    ("Rexal, le fabricant de pneus, recrute.", "le fabricant de pneus", "Rexal"),
    ("Le géant danois, Rexal, a signé un accord.", "Le géant danois", "Rexal"),
    ("Airbus, le groupe Thales et Engie recrutent.", "le groupe", None),
    # one calling excludes another of its field
    ("Paul Cazal, entraîneur de Lens, attend. L'attaquant a ri.", "L'attaquant", None),
    ("Me Aude Morin et Zoé Martel arrivent. L'avocate a ri.", "L'avocate", "Aude Morin"),
    # nationalities
    (
        "Le Portugais Paulo Cazal arrive. Lens attend. Le Portugais a signé.",
        "Le Portugais",
        "Paulo Cazal",
    ),
    (
        "Les Portugais Paulo Cazal et Rui Morin arrivent. Le Portugais a signé.",
        "Le Portugais",
        None,
    ),
    ("Le Français moyen dépense peu. Emmanuel Macron le sait.", "Le Français", None),
    # who held an office or founded something has been named
    ("Aude Morin arrive. L'ex-patronne de Rexal nie tout.", "L'ex-patronne de Rexal", "Aude Morin"),
    ("Paul Cazal arrive. L'ex-patronne de Rexal nie tout.", "L'ex-patronne de Rexal", None),
    ("Emmanuel Macron arrive. L'ancien patron de Rexal rit.", "L'ancien patron de Rexal", None),
    (
        "Paul Cazal, délégué de la CGT, rit. Le syndicaliste attend.",
        "Le syndicaliste",
        "Paul Cazal",
    ),
    # an adjective that makes a noun of state another's
    ("L'Italie vote. Les autorités nord-africaines attendent.", "Les autorités", None),
    ("L'Italie vote. Les autorités attendent.", "Les autorités", "Italie"),
    ("Le Québec vote. Le gouvernement fédéral attend.", "Le gouvernement fédéral", "Canada"),
    ("La France vote. Le gouvernement fédéral attend.", "Le gouvernement fédéral", None),
]


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], str]:
    corpus = small_corpus([f"Une affaire\n\n{text}" for text, *_ in CASES])
    table = nkru.find_mentions(corpus)
    table = table[table["kind"] == "descriptor"].drop_duplicates(["doc_id", "text"], keep="last")
    keys = zip(table["doc_id"], table["text"], strict=True)
    return dict(zip(keys, table["entry"], strict=True))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_description_means_the_only_actor_of_its_kind_near(
    number: int, found: dict[tuple[str, str], str]
) -> None:
    _, description, actor = CASES[number]
    assert found.get((f"{number:02}", description)) == actor


def test_a_surname_after_m_with_a_dot_is_a_name_even_if_it_is_a_word() -> None:
    corpus = small_corpus(["Une affaire\n\nM. Vasseur parle. Ce matin, M. Rempart a écouté."])
    assert set(nkru.find_mentions(corpus)["entry"]) == {"Vasseur", "Rempart"}


def test_every_woman_of_the_codebook_is_found_after_mme() -> None:
    people = [entry for entry in nkru.read_codebook().entries if entry.type == "person"]
    assert {entry.gender for entry in people} == {"m", "f"}
    women = [entry for entry in people if entry.gender == "f"]
    texts = [f"Une visite\n\nHier, Mme {woman.forms[0]} a pris la parole." for woman in women]
    table = nkru.find_mentions(small_corpus(texts))
    found = set(zip(table["doc_id"], table["entry"], strict=True))
    missing = [w.name for n, w in enumerate(women) if (f"{n:02}", w.name) not in found]
    assert not missing


def test_mme_and_a_surname_is_the_woman_of_that_name_whom_the_article_names() -> None:
    women = [
        entry
        for entry in nkru.read_codebook().entries
        if entry.type == "person" and entry.gender == "f" and entry.short
    ]
    texts = [f"Une visite\n\n{w.forms[0]} est là. Hier, Mme {w.short[0]} a parlé." for w in women]
    table = nkru.find_mentions(small_corpus(texts))
    found = set(zip(table["doc_id"], table["text"], table["entry"], strict=True))
    missing = [w.name for n, w in enumerate(women) if (f"{n:02}", w.short[0], w.name) not in found]
    assert not missing


def test_after_a_civility_no_word_is_a_state_or_a_common_word() -> None:
    texts = [
        ("Mme Isabelle Rome préside. Hier, Mme Rome a parlé.", {"Isabelle Rome"}),
        ("Hier, Mme de Kervasdoué a parlé à M. du Plessis.", {"de Kervasdoué", "du Plessis"}),
        ("Hier, Mme Couturier a écouté M. Toussaint.", {"Couturier", "Toussaint"}),
        ("Aude Kerlan Riou est là. Mme Kerlan Riou attend.", {"Aude Kerlan Riou"}),
    ]
    table = nkru.find_mentions(small_corpus([f"Une visite\n\n{text}" for text, _ in texts]))
    for number, (_, actors) in enumerate(texts):
        assert set(table[table["doc_id"] == f"{number:02}"]["entry"]) == actors


def test_a_codebook_alone_without_the_home_state_works(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    entry = '[[actor]]\nname = "Club du Ponant"\ntype = "organisation"\nforms = ["Club du Ponant"]'
    path.write_text(f"alone = true\n{entry}\n", encoding="utf-8")
    corpus = small_corpus(["Une visite\n\nLe gouvernement aide le Club du Ponant. L'État attend."])
    table = nkru.find_mentions(corpus, nkru.read_codebook(path))
    assert set(table["entry"]) == {"Club du Ponant"}
