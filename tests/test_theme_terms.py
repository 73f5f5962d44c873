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
    *("semainefrance", "copie", "cc", "haedrich_l", "conseil_italien", "grâce", "matière"),
    *("issue", "dessus", "nôtre", "œuvre", "oeuvre", "conduire"),
    *("merlus", "afghans", "chercheur·euse·", "peiner", "orsay", "gilet", "wall"),
}
# Buttons of pages, but also words of single articles: « un référendum d'initiative partagée ».
BUTTONS = {"partager", "cliquer"}
FOLDERS = ["press/texts", "pairs/html", "seeds", "samples/html"]

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


@pytest.mark.parametrize(
    ("text", "expected", "absent"),
    [
        ("La main-d'œuvre manque.", {"main-d'œuvre"}, {"main", "œuvre"}),
        ("Il faut de la main d'oeuvre.", {"main-d'œuvre"}, {"main", "œuvre", "oeuvre"}),
        ("Des chefs-d'œuvre dorment là.", {"chef-d'œuvre"}, {"œuvre"}),
        ("Les gilets jaunes défilent.", {"gilet_jaune"}, {"gilet", "jaune"}),
        ("La double peine choque.", {"double_peine"}, {"peiner"}),
        ("Le quai d'Orsay se tait.", {"quai_d'orsay"}, {"quai", "orsay"}),
        ("La Maison Blanche se tait.", {"maison-blanche"}, {"maison"}),
        ("Le pont tient grâce à l'acier.", {"pont", "acier"}, {"grâce"}),
        ("Le président refuse la grâce.", {"président", "grâce"}, set()),
        ("Il agit en matière de sécurité, à l'issue du vote.", {"vote"}, {"matière", "issue"}),
        ("Une issue existe : le train.", {"issue", "train"}, set()),
        ("Ils sont en train de dormir.", {"dormir"}, {"train"}),
    ],
)
def test_a_compound_is_one_term_and_a_locution_none(
    text: str, expected: set[str], absent: set[str], corpus_of: Callable[..., nkru.Corpus]
) -> None:
    corpus = corpus_of(f"Une journée ordinaire\n\n{text}\n")
    for names in (None, NO_NAMES):
        terms = set(nkru.count(corpus, vocabulary="themes", names=names).terms)
        assert expected <= terms
        assert not absent & terms
    passages = nkru.term_passages(corpus, expected, vocabulary="themes")
    assert set(passages["term"]) == expected


def test_a_compound_opens_its_whole_passage(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of("Une journée ordinaire\n\nLes gilets jaunes défilent à Brest.\n")
    hit = nkru.term_passages(corpus, ["gilet_jaune"], vocabulary="themes").iloc[0]
    assert corpus.raw(hit["doc_id"])[hit["start"] : hit["end"]] == "gilets jaunes"


def test_chosen_collocations_are_terms(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of("Le prix de l'eau potable monte. Les eaux potables manquent ici.\n")
    spans = nkru.find_expressions(corpus, ["eau potable", "eau", "eau potable"])
    assert spans["entry"].tolist() == ["eau potable"] * 2
    counts = nkru.count(corpus, names=spans)
    assert counts.totals()["eau_potable"] == 2
    # What is shown, and edited by the reader, before it becomes terms.
    shown = nkru.collocations(corpus_of("L'eau potable manque. L'eau potable coule.\n" * 3))
    chosen = shown["collocation"][shown["collocation"] != "manque"].head(1)
    assert chosen.tolist() == ["eau potable"]
    assert nkru.find_expressions(corpus, chosen)["entry"].unique().tolist() == ["eau potable"]
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
    graph = nkru.similarity_graph(segments)
    groups = [
        nkru.class_summary(classes, 15)["words"].str.split(", ").explode(),
        *(nkru.topics(segments, number).terms(15)["term"] for number in (5, 8)),
        nkru.figure_terms(graph, None, classes),
    ]
    found = {term for table in groups for term in table}
    assert found & (TRAPS | BUTTONS) == set()
    assert TRAPS & {*nkru.keyness_by(counts, n=15)["term"]} == set()
