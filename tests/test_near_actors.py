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
    # one row for each kind of body, party and calling
    (
        "La Société générale a publié ses comptes mardi. La banque supprime 900 postes au siège.",
        "La banque",
        "Société générale",
    ),
    (
        "La Fifa a suspendu le tournoi jeudi à Zurich. L'instance attend un rapport.",
        "L'instance",
        "Fifa",
    ),
    (
        "Le Medef a claqué la porte vendredi. L'organisation patronale réclame un report.",
        "L'organisation patronale",
        "Medef",
    ),
    (
        "La Philharmonie de Paris a rouvert samedi. L'institution fête ses dix ans.",
        "L'institution",
        "Philharmonie de Paris",
    ),
    (
        "Le tribunal judiciaire de Créteil siège lundi. La juridiction manque de greffiers.",
        "La juridiction",
        "tribunal judiciaire de Créteil",
    ),
    (
        "Le parquet de Toulon a ouvert une enquête mercredi. Le parquet n'exclut rien.",
        "Le parquet",
        "parquet de Toulon",
    ),
    (
        "La préfecture de la Creuse a interdit la marche. La préfecture craint des heurts.",
        "La préfecture",
        "préfecture de la Creuse",
    ),
    (
        "Le ministère de la Culture finance le chantier. Le ministère promet dix millions.",
        "Le ministère",
        "Ministère de la Culture",
    ),
    (
        "La Ville de Nantes a signé la convention. La municipalité versera deux millions.",
        "La municipalité",
        "Ville de Nantes",
    ),
    (
        "La Haute Autorité de santé a rendu son avis lundi. L'agence recommande un rappel.",
        "L'agence",
        "Haute Autorité de santé",
    ),
    (
        "Le Conseil constitutionnel siège jeudi. L'institution attend soixante députés.",
        "L'institution",
        "Conseil constitutionnel",
    ),
    (
        "L'Unesco a inscrit le site mardi. L'organisation lancera une collecte.",
        "L'organisation",
        "Unesco",
    ),
    (
        "La CFDT a signé l'accord hier. Le syndicat y voit un progrès.",
        "Le syndicat",
        "CFDT",
    ),
    (
        "Olivier Faure a pris la parole à Blois. Le député socialiste veut un congrès.",
        "Le député socialiste",
        "Olivier Faure",
    ),
    (
        "Fabien Roussel a pris la parole à Lens. Le député communiste veut un congrès.",
        "Le député communiste",
        "Fabien Roussel",
    ),
    (
        "Manuel Bompard a pris la parole à Aubagne. Le député insoumis veut un vote.",
        "Le député insoumis",
        "Manuel Bompard",
    ),
    (
        "Mathilde Panot a pris la parole à Vitry. La députée insoumise veut un vote.",
        "La députée insoumise",
        "Mathilde Panot",
    ),
    (
        "Jean-Paul Mattei a pris la parole à Pau. Le député centriste veut un vote.",
        "Le député centriste",
        "Jean-Paul Mattei",
    ),
    (
        "L'écrivain Pierre Lanoux publie un essai en mars. Le romancier vit à Sète.",
        "Le romancier",
        "Pierre Lanoux",
    ),
    (
        "L'infirmière Aude Morin a saisi le tribunal. La soignante travaillait de nuit.",
        "La soignante",
        "Aude Morin",
    ),
    (
        "Le médecin Paul Cazal a été entendu mardi. Le praticien exerçait à Dax.",
        "Le praticien",
        "Paul Cazal",
    ),
    (
        "L'avocat Paul Cazal a été entendu mardi. Le pénaliste exerçait à Dax.",
        "Le pénaliste",
        "Paul Cazal",
    ),
    (
        "L'imam Idriss Benali a été entendu mardi. Le religieux exerçait à Dax.",
        "Le religieux",
        "Idriss Benali",
    ),
    (
        "L'accusé, Paul Cazal, a été entendu mardi. Le prévenu nie tout.",
        "Le prévenu",
        "Paul Cazal",
    ),
    (
        "Le commissaire Paul Cazal a été entendu mardi. Le policier dirigeait la brigade de Dax.",
        "Le policier",
        "Paul Cazal",
    ),
    (
        "L'éleveuse Aude Morin a bloqué la rocade. L'agricultrice demande un rendez-vous.",
        "L'agricultrice",
        "Aude Morin",
    ),
    (
        "Le ministre des Sports, Paul Cazal, arrive. Le membre du gouvernement évite la presse.",
        "Le membre du gouvernement",
        "Paul Cazal",
    ),
    (
        "La militante Aude Morin a bloqué la rocade. L'activiste sera jugée en mai.",
        "L'activiste",
        "Aude Morin",
    ),
    (
        "Aude Morin soutient la grève depuis lundi. L'urgentiste travaille à Dax.",
        "L'urgentiste",
        "Aude Morin",
    ),
    (
        "Netflix augmente ses prix en janvier. Le géant du streaming gagne des abonnés.",
        "Le géant du streaming",
        "Netflix",
    ),
    (
        "Xavier Niel a investi dans la presse. Le fondateur de l'opérateur Free veut aller vite.",
        "Le fondateur de l'opérateur Free",
        "Xavier Niel",
    ),
    (
        "L'université de Rouen ouvre un campus. Elle se rend à l'université à vélo.",
        "l'université",
        None,
    ),
    (
        "Le Théâtre du Nord a rouvert. Il attend devant le théâtre.",
        "le théâtre",
        None,
    ),
    (
        "La Croix-Rouge a ouvert un centre. Le groupe de musique jouera ce soir.",
        "Le groupe",
        None,
    ),
    (
        "Le Centre Pompidou ferme lundi. Le centre est désert le dimanche soir.",
        "Le centre",
        None,
    ),
    (
        "Le parquet de Toulon a ouvert une enquête. Le ministère public requiert dix ans.",
        "Le ministère public",
        "parquet de Toulon",
    ),
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
