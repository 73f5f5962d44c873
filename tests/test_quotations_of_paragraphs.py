"""Quotations whose speaker stands outside their clause, and reported speech parted or sourced."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from tests.small_corpus import small_corpus

# Text with paragraphs parted by « | », the words that are said, and who says them (- for nobody).
CASES = [
    (
        "Le pilier Lucas Moreau avait la mine des mauvais jours. | « Je n'ai pas d'explication. »",
        "Je n'ai pas d'explication.",
        "Lucas Moreau",
    ),
    (
        "Vient le tour de Nadia Renard, qui a perdu sa sœur. | « J'entends encore les cris. »",
        "J'entends encore les cris.",
        "Nadia Renard",
    ),
    (
        "Corinne Vidal a envoyé deux cents lettres. Elle a reçu onze réponses. | « On m'ignore. »",
        "On m'ignore.",
        "Corinne Vidal",
    ),
    (
        "Claire Hubert préside la cour. Un avocat l'avait accusée de mentir. | « J'ai tenu bon. »",
        "J'ai tenu bon.",
        "-",
    ),
    (
        "Les commerçants, comme Julie Mercier, ont peur. « Nos clients partent un à un. »",
        "Nos clients partent un à un.",
        "-",
    ),
    (
        "Ses parents ont lancé un appel. | « Aidez-nous, nous ne dormons plus depuis samedi. »",
        "Aidez-nous, nous ne dormons plus depuis samedi.",
        "Ses parents",
    ),
    (
        "« Après trois ans, on me parle enfin. » | Odile Ferrand, 52 ans, sort du tribunal.",
        "Après trois ans, on me parle enfin.",
        "Odile Ferrand",
    ),
    (
        "Julie Mercier tient la boutique. Le constat est sans appel : « On va tout perdre ici. »",
        "On va tout perdre ici.",
        "Julie Mercier",
    ),
    (
        "Le club annonce le départ de son entraîneur. « Je pars fier de nous », réagit ce dernier.",
        "Je pars fier de nous",
        "son entraîneur",
    ),
    (
        "Il ne faudra pas venir seul, prévient le délégué, pour qui la colère monte partout.",
        "Il ne faudra pas venir seul",
        "le délégué",
    ),
    (
        "Yvonne Petit se tait. Sa petite-fille a porté plainte. « On l'a volée », dit-elle.",
        "On l'a volée",
        "Sa petite-fille",
    ),
    (
        "« Il faut tenir », lance Paul Roche. Son frère hoche la tête. « On a vendu trop tôt. »",
        "On a vendu trop tôt.",
        "Son frère",
    ),
    (
        "Paul Roche s'est voulu rassurant : le revenu des fermes sera « préservé ».",
        "le revenu des fermes sera « préservé »",
        "Paul Roche",
    ),
    (
        "Julie Mercier tient la boutique. Pas question de vendre. « J'y mourrai. »",
        "J'y mourrai.",
        "Julie Mercier",
    ),
    (
        "« Où est l'argent ? », a lancé Clara Vidal au ministre. Réponse de l'intéressé : "
        "« Il est là où il doit être. »",
        "Il est là où il doit être.",
        "l'intéressé",
    ),
    (
        "« Vous regrettez ? », demande la présidente. « Oui », répond Marc Dubois. "
        "« Alors pourquoi avoir menti ? »",
        "Alors pourquoi avoir menti ?",
        "la présidente",
    ),
    (
        "Le rectorat refuse d'en parler. « Chaque équipe reste libre », y explique-t-on.",
        "Chaque équipe reste libre",
        "Le rectorat",
    ),
    (
        "Camille Roche chante. C'est sa mère qui s'alarme. « Elle ne mangeait plus », dit-elle.",
        "Elle ne mangeait plus",
        "sa mère",
    ),
    (
        "Léa Brun entre en scène. Il fut question de « rendre la fierté aux villages ».",
        "rendre la fierté aux villages",
        "-",
    ),
    ("« On va perdre nos clients » (Julie Mercier).", "On va perdre nos clients", "Julie Mercier"),
    ("« Tout ça pour ça », grince un pénaliste.", "Tout ça pour ça", "un pénaliste"),
    ("« J'avais très peur », finit par répondre l'accusé.", "J'avais très peur", "l'accusé"),
    (
        "Le conseiller du président lâche « que rien n'est encore décidé ».",
        "que rien n'est encore décidé",
        "Le conseiller du président",
    ),
    ("Paul Roche s'est dit « très déçu ».", "très déçu", "Paul Roche"),
    ("Bruno Fabre appelle à la « clarification ».", "clarification", "Bruno Fabre"),
    (
        "Le premier réseau, précise la préfète, sera mis en service en mai.",
        "Le premier réseau, précise la préfète, sera mis en service en mai",
        "la préfète",
    ),
    (
        "Comme l'a rappelé Bruno Fabre, la loi n'est pas votée.",
        "la loi n'est pas votée",
        "Bruno Fabre",
    ),
    ("Bruno Fabre est catégorique : la digue tiendra.", "la digue tiendra", "Bruno Fabre"),
    (
        "La loi passera en mai, a-t-il été annoncé mardi par Bruno Fabre.",
        "La loi passera en mai",
        "Bruno Fabre",
    ),
    (
        "Bruno Fabre a appelé les élus à voter la loi.",
        "voter la loi",
        "Bruno Fabre",
    ),
    ("Le docker affirme l'avoir vu partir.", "l'avoir vu partir", "Le docker"),
    (
        "La grève a été reconduite, a-t-on appris de source syndicale.",
        "La grève a été reconduite",
        "source syndicale",
    ),
    (
        "Pour la directrice, Sylvie Blanc, le problème est ailleurs.",
        "le problème est ailleurs",
        "Sylvie Blanc",
    ),
    # who is asked answers, whoever is the subject of the question
    (
        "Le juge invite Sabine Morel à raconter la soirée. « Je voulais juste rentrer chez moi. »",
        "Je voulais juste rentrer chez moi.",
        "Sabine Morel",
    ),
    (
        "La revue, qui a interrogé une habitante : « Les loyers ont doublé en trois ans ici. »",
        "Les loyers ont doublé en trois ans ici.",
        "une habitante",
    ),
    (
        "Claire Dumas dirige le collège. Le préfet l'interroge. « Il nous manque trois lits. »",
        "Il nous manque trois lits.",
        "Claire Dumas",
    ),
    (
        "Aline Roux loue un studio. Le gérant lui réclame cent euros. « J'ai déjà deux emplois. »",
        "J'ai déjà deux emplois.",
        "-",
    ),
    # what stands between two quotations may leave the first speaker, or not
    (
        "« Le quai est vide », dit Luc Morel. Il faut attendre midi. « On perd une matinée. »",
        "On perd une matinée.",
        "Luc Morel",
    ),
    (
        "« Le quai est vide », dit Luc Morel. Elle hausse les épaules. « Il exagère toujours. »",
        "Il exagère toujours.",
        "-",
    ),
    (
        "« C'est lent », dit Luc Morel. | Le dossier attend depuis mars. « On nous promène. »",
        "On nous promène.",
        "Luc Morel",
    ),
    (
        "14 h 10. « La route est coupée », dit Luc Morel. | 13 h 55. « Tout est perdu chez nous. »",
        "Tout est perdu chez nous.",
        "-",
    ),
    (
        "À la sortie, la mère de Samir pleure. « Mon fils n'a jamais rien volé à personne. »",
        "Mon fils n'a jamais rien volé à personne.",
        "la mère de Samir",
    ),
    (
        "« On a tout quitté pour venir. » | Une main d'œuvre indispensable",
        "On a tout quitté pour venir.",
        "-",
    ),
    (
        "Pour l'ONG Terre Neuve, la loi arrive trop tard. Elle sera votée jeudi.",
        "la loi arrive trop tard",
        "Terre Neuve",
    ),
]


@pytest.fixture(scope="module")
def quotations() -> pd.DataFrame:
    texts = [f"Brève du jour\n\n{text}".replace(" | ", "\n\n") for text, _, _ in CASES]
    return nkru.find_quotations(small_corpus(texts))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_quotation_has_the_speaker_that_the_text_around_tells(
    quotations: pd.DataFrame, number: int
) -> None:
    _, words, speaker = CASES[number]
    rows = quotations[quotations["doc_id"] == f"{number:02}"]
    found = rows[rows["text"] == words]["speaker"].fillna("-").tolist()
    assert found == [speaker]


def test_name_between_commas_leaves_the_verb_to_the_subject_before() -> None:
    text = "Le terrain est vide, et la maire, Odile Renaud, promet un loyer gratuit."
    assert nkru.find_quotations(small_corpus([f"Brève\n\n{text}"])).empty


def test_pronoun_far_from_its_name_means_the_person_of_the_title() -> None:
    text = (
        "Claire Ferrand et son atelier\n\nLe bois vient de loin.\n\nLe lieu est froid.\n\n"
        "Raymond Cazals loue ses mains : « Elle travaille mieux que nous tous. »\n\n"
        "Elle n'en tire aucune gloire. « Je monte des murs. »"
    )
    speakers = nkru.find_quotations(small_corpus([text]))["speaker"]
    assert speakers.tolist() == ["Raymond Cazals", "Claire Ferrand"]
