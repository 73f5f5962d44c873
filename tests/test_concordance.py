"""Concordance: words, wildcards, phrases, lemmas and actors in their context."""

from __future__ import annotations

import pytest

import nkru
from nkru.errors import ParameterError
from tests.small_corpus import small_corpus


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus(
        [
            "Titre\n\nLes sanctions pèsent. "
            "L’Union sanctionne l’alliance nouvelle de la Corée du Nord.",
            "Autre titre\n\nUne sanction de plus, l'alliance tient bon. "
            "Moscou et Pékin se taisent.",
        ]
    )


def nodes(corpus: nkru.Corpus, query: str, **options: object) -> list[str]:
    return nkru.kwic(corpus, query, **options)["node"].tolist()


def test_star_stands_for_any_letters(corpus: nkru.Corpus) -> None:
    assert nodes(corpus, "sanction*") == ["sanctions", "sanctionne", "sanction"]
    assert nodes(corpus, "sanction") == ["sanction"]


def test_phrase_and_elision_are_found_with_either_apostrophe(corpus: nkru.Corpus) -> None:
    assert nodes(corpus, "corée du nord") == ["Corée du Nord"]
    assert (
        nodes(corpus, "l'alliance") == nodes(corpus, "l’alliance") == ["l’alliance", "l'alliance"]
    )


def test_lemma_finds_inflected_forms(corpus: nkru.Corpus) -> None:
    assert nodes(corpus, "sanction", unit="lemma") == ["sanctions", "sanction"]


def test_actor_is_a_query(corpus: nkru.Corpus) -> None:
    mentions = nkru.find_mentions(corpus)
    assert nodes(corpus, "Russie", mentions=mentions) == ["Moscou"]


def test_context_stays_in_the_sentence_and_offsets_lead_back(corpus: nkru.Corpus) -> None:
    table = nkru.kwic(corpus, "sanction*", window=2)
    assert table["left"].tolist() == ["Les", "L’Union", "Une"]
    assert table["right"].tolist() == ["pèsent.", "l’alliance", "de plus"]
    for row in table.itertuples():
        assert corpus.raw(row.doc_id)[row.start : row.end] == row.node


def test_rows_can_be_sorted_by_either_side(corpus: nkru.Corpus) -> None:
    assert nkru.kwic(corpus, "sanction*", sort="right")["right"].str[0].tolist() == ["d", "l", "p"]
    left = nkru.kwic(corpus, "sanction*", sort="left")["left"].tolist()
    assert [words.split()[-1].casefold() for words in left] == ["l’union", "les", "une"]


def test_nothing_found_is_an_empty_table_with_columns(corpus: nkru.Corpus) -> None:
    table = nkru.kwic(corpus, "introuvable")
    assert table.empty
    assert list(table.columns) == ["doc_id", "sent_no", "start", "end", "left", "node", "right"]


@pytest.mark.parametrize(("query", "window"), [("", 5), ("  ", 5), ("a", -1)])
def test_senseless_query_is_refused(corpus: nkru.Corpus, query: str, window: int) -> None:
    with pytest.raises(ParameterError):
        nkru.kwic(corpus, query, window)
