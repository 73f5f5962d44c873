"""The words that drive the tone of five unlike corpora: none is read in a wrong sense."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sentence_corpus import sentence_corpus

import nkru

WRONG = Path(__file__).parent / "data" / "wrong_senses.csv"
SHOWN = 30
CORPORA = {
    "hospital": [
        "La nuit, deux infirmières de garde veillent sur trente lits.",
        "L'infirmier de nuit prend la tension des malades à six heures.",
        "Une prise de sang est prévue chaque matin.",
        "La direction et les soignants ont trouvé un compromis sur les horaires de nuit.",
        "Le manque de personnel épuise les équipes.",
        "Une aide-soignante a été agressée aux urgences.",
        "Les malades sont bien soignés, dit une patiente guérie d'un cancer.",
        "Un chirurgien revenu de Gaza raconte sa mission.",
        "La terrasse du service reste fermée.",
        "La pénurie de médicaments inquiète les pharmaciens.",
        "Le nouveau scanner est une réussite.",
        "Les délais d'attente ont reculé de moitié.",
    ],
    "football": [
        "Le club de deuxième division a perdu aux tirs au but.",
        "La défense centrale a souffert, la ligne d'attaque a brillé.",
        "L'attaquant a ouvert le score d'une frappe du gauche.",
        "Victoire Leroy entraîne les gardiennes depuis mai.",
        "L'ailier a été sifflé par son public.",
        "Le capitaine, blessé au genou, manquera la finale.",
        "Les supporters ont fêté la montée dans la liesse.",
        "L'arbitre a refusé un but valable.",
        "Le stade affichait complet.",
        "Le match nul arrange les deux équipes.",
    ],
    "court": [
        "Le juge d'instruction a entendu trois témoins au palais de justice.",
        "Le compromis de vente a été signé rue de la Liberté.",
        "La justice de paix siège le mardi.",
        "Le restaurateur, accusé de fraude, a été relaxé.",
        "Le restaurant avait fermé en mars.",
        "Le prévenu nie avoir menacé son voisin.",
        "La victime a obtenu réparation.",
        "Le tribunal a condamné le notaire à six mois de prison.",
        "Son avocate dénonce une erreur judiciaire.",
        "Les cambriolages ont diminué de 20 %.",
    ],
    "garden": [
        "En mars, on sème les radis et on cultive la terre.",
        "Le froid revient avec une perturbation par l'ouest.",
        "La rivière coule au bas du jardin.",
        "La grêle a détruit la moitié des fraisiers.",
        "Les limaces ravagent les salades.",
        "Les tomates de cette année sont délicieuses.",
        "La sécheresse menace les jeunes arbres.",
        "Les abeilles reviennent dans le verger, et c'est une bonne nouvelle.",
        "Le compost enrichit le sol.",
        "Les bénévoles partagent leurs récoltes.",
    ],
    "counter": [
        "Les métiers en tension seront listés en mars.",
        "La préfecture délivre les titres de séjour le mardi.",
        "Le guichet a fait savoir qu'il ouvrirait lundi.",
        "Il se peut que le train de midi soit plein.",
        "Elle porte un œil critique sur les formulaires.",
        "Les personnes en situation irrégulière attendent devant la porte.",
        "La dynamique démographique se confirme dans l'ouest.",
        "L'attente épuise les familles.",
        "Un agent a été insulté par un visiteur.",
        "Les bénévoles aident les nouveaux venus avec patience.",
        "La grève a bloqué le service.",
        "L'accueil est chaleureux.",
        "Le logiciel est tombé en panne.",
        "Les délais sont scandaleux.",
    ],
}


@pytest.mark.parametrize("name", CORPORA)
def test_none_of_the_strongest_drivers_has_a_wrong_sense(name: str) -> None:
    scores = nkru.score_sentences(sentence_corpus(CORPORA[name]))
    drivers = nkru.driving_words(nkru.scored_words(scores)).head(SHOWN)["word"]
    listed = pd.read_csv(WRONG)
    wrong = listed.loc[listed["corpus"] == name, "term"]
    assert len(drivers) >= 6
    assert sorted({*drivers} & {*wrong}) == []
