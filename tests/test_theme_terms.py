"""The terms of themes: names in one piece, and none of the wrong words that once led a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.errors import ParameterError

# Wrong lemmas of names and nouns, pieces of names, words of buttons: each once stood among the
# first words of a class, a topic or an article.
TRAPS = {
    *("gazer", "nuire", "compromettre", "bar", "restaurer", "envier", "rochelle", "valley"),
    *("immeubles", "school", "authority", "autre", "gauler", "cookie", "abonnement"),
    *("abord", "au-delà", "au-dessus", "icône", "abonner", "misérable"),
    *("newsletter", "commentaire", "javascript", "connecter"),
}
# Buttons of pages, but also words of single articles: « un référendum d'initiative partagée ».
BUTTONS = {"partager", "cliquer"}
FOLDERS = ["press/texts", "pairs/html", "seeds"]

NO_NAMES = pd.DataFrame({"doc_id": [], "start": [], "end": [], "entry": []})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le sommet de Camp David a réuni trois présidents hier.", {"camp_david"}),
        ("Ils quittent La Rochelle pour le port de Saint-Nazaire.", {"la_rochelle"}),
        ("La Rochelle attend ses marins. Le port de La Rochelle est prêt.", {"la_rochelle"}),
        ("Le patron de Loire Valley Lodges a vendu son domaine.", {"loire_valley_lodges"}),
        ("Dans « Les Indociles », la police tire. Il filme les indociles.", {"les_indociles"}),
        ("Le film “La Grande Traversée” sort mercredi.", {"la_grande_traversée"}),
        ("« Les Élus votent la loi », dit la maire. « Non », dit Brest.", {"brest"}),
        ("Entre Brest, Lorient et Vannes, les trains roulent.", {"brest", "lorient", "vannes"}),
    ],
)
def test_a_name_of_several_words_is_one_term(
    text: str, expected: set[str], corpus_of: Callable[..., nkru.Corpus]
) -> None:
    counts = nkru.count(corpus_of(f"{text}\n" * 3), names=NO_NAMES, pos=("PROPN",))
    assert expected <= set(counts.terms)
    pieces = {piece for term in expected if "_" in term for piece in term.split("_")}
    assert not pieces & set(counts.terms)


def test_chosen_collocations_are_terms(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of("Le prix de l'eau potable monte. Les eaux potables manquent ici.\n")
    spans = nkru.find_expressions(corpus, ["eau potable", "eau", "eau potable"])
    assert spans["entry"].tolist() == ["eau potable"] * 2
    counts = nkru.count(corpus, names=spans)
    assert counts.totals()["eau_potable"] == 2
    assert not {"eau", "potable"} & set(counts.terms)
    with pytest.raises(ParameterError, match="none is given"):
        nkru.find_expressions(corpus, [])


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_wrong_word_leads_a_class_a_topic_or_an_article(folder: str, shared: Path) -> None:
    corpus = nkru.read_corpus(shared / folder).one_per_story()
    chosen = {"vocabulary": "themes", "names": nkru.find_mentions(corpus)}
    counts = nkru.count(corpus, **chosen)
    segments = nkru.count(corpus, by="segment", **chosen)
    classes = nkru.reinert(segments, 6, min_class_share=0.05)
    groups = [
        nkru.class_summary(classes, 15)["words"].str.split(", ").explode(),
        nkru.topics(segments, 5).terms(15)["term"],
    ]
    found = {term for table in groups for term in table}
    assert not found & (TRAPS | BUTTONS)
    assert not TRAPS & {*nkru.keyness_by(counts, n=15)["term"]}
