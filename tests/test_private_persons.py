"""Private persons: who is called by a description in a public edition, and who is named."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from nkru.actors.private_persons import private_persons
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.chapter.private_names import HIDDEN
from tests.small_corpus import small_corpus

TEXTS = {
    "Procès à Nîmes": "Le prévenu, Kevin Marsal, 34 ans, est jugé à Nîmes. Sa voisine Élodie "
    "Bastide a témoigné. « Rien ne l’arrête », dit Me Hugo Lanthier, avocat. Le prévenu se tait.",
    "Une maire réélue": "Sandrine Vaugel, maire de Saint-Cloux, a été réélue. La nageuse Zoé "
    "Perthuis, 15 ans, l’a félicitée. Paul Astier a voté. Emmanuel Macron aussi.",
    "Astier revient": "Paul Astier est revenu. La mairie de Saint-Cloux est fermée.",
}
HIDDEN_PERSONS = {"Kevin Marsal", "Élodie Bastide", "Zoé Perthuis"}


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus([f"{title}\n\n{text}" for title, text in TEXTS.items()])


def test_who_holds_an_office_or_stands_in_two_stories_is_named(corpus: nkru.Corpus) -> None:
    table = private_persons(corpus)
    assert set(table["entry"]) == HIDDEN_PERSONS
    labels = dict(zip(table["entry"], table["label"], strict=True))
    assert labels["Kevin Marsal"].lower().startswith("le prévenu (name withheld, ")
    assert len(set(labels.values())) == len(labels)


def test_a_public_edition_names_no_private_person(corpus: nkru.Corpus) -> None:
    policy = QuotePolicy(corpus, public=True)
    called = policy.called(nkru.register(corpus))
    assert HIDDEN_PERSONS.isdisjoint(called["entry"])
    assert {"Sandrine Vaugel", "Paul Astier", "Emmanuel Macron"} <= set(called["entry"])
    assert not called["forms"].str.contains("Marsal|Bastide").any()
    sentences = policy.sentences()
    named = sentences["text"].str.contains("Marsal|Bastide|Perthuis")
    assert named.any()
    assert not sentences.loc[named, "quoted"].any()
    assert policy.title("00", "Kevin Marsal jugé") == f"{HIDDEN} jugé"
    assert policy.title("02", "Kevin Marsal jugé") == "Kevin Marsal jugé"  # of another article
    assert policy.called(pd.DataFrame({"term": ["marsal", "nîmes"]}))["term"].tolist() == [
        HIDDEN,
        "nîmes",
    ]
    counts = nkru.Counts([[1, 2, 3]], ["00"], ["kevin_marsal", "marsal", "nîmes"], ["00"])
    assert policy.usable(counts).terms.tolist() == ["nîmes"]
    assert policy.called(pd.DataFrame({"term": ["le_marsal"]}))["term"].tolist() == [f"le_{HIDDEN}"]
    private = QuotePolicy(corpus)
    assert private.usable(counts) is counts
    assert private.called(called) is called
    assert private.sentences()["quoted"].all()
