"""Queries find words, regular expressions and patterns of tokens, and refuse what they are not."""

from __future__ import annotations

import pytest

import nkru
from nkru.errors import ParameterError
from nkru.measures.queries import parse_query
from tests.small_corpus import small_corpus

TEXT = (
    "Une journée au village\n\nElle aide son voisin. Ils aideront les deux jeunes agriculteurs de "
    "la vallée. Le maire a aidé. Les anti-corruption grondent. La grande et belle maison blanche "
    "est vendue. Aide-toi."
)
CASES = [
    ('[lemma="aider"] []{0,2} [pos="NOUN"]', ["aide son voisin"]),
    (
        '[lemma="aider"] []{0,3} [pos="NOUN"]',
        ["aide son voisin", "aideront les deux jeunes agriculteurs"],
    ),
    ('[lemma="aider" & norm!="aide"]', ["aideront", "aidé"]),
    ('[pos="DET|NUM"] [pos="DET|NUM"]', ["les deux"]),
    ('[norm="vois*"]', ["voisin"]),
    ('[token="L?"] [norm="m*"]', ["Le maire"]),
    ("[]", None),
    ("aid*", ["aide", "aideront", "aidé"]),
    ("anti*", ["anti-corruption"]),
    ("vall?e", ["vallée"]),
    ("/aid(e|é)/", ["aide", "aidé"]),
    ("les deux jeunes", ["les deux jeunes"]),
]


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus([TEXT])


@pytest.mark.parametrize(("query", "found"), CASES)
def test_a_query_finds(corpus: nkru.Corpus, query: str, found: list[str] | None) -> None:
    nodes = nkru.kwic(corpus, query)["node"].tolist()
    if found is None:
        assert len(nodes) == len(corpus.tokens)
    else:
        assert nodes[: len(found)] == found


def test_a_repeated_token_takes_in_what_stands_before(corpus: nkru.Corpus) -> None:
    pattern = '[pos="ADJ"]? [norm="et"]? [pos="ADJ"] [pos="NOUN"]'
    assert "grande et belle maison" in nkru.kwic(corpus, pattern)["node"].tolist()


def test_no_match_crosses_a_sentence(corpus: nkru.Corpus) -> None:
    assert nkru.kwic(corpus, '[norm="voisin"] [norm="."] [norm="ils"]').empty


@pytest.mark.parametrize(
    "query",
    [
        '[lemma="aider"',
        "[lemma=aider]",
        '[lemme="aider"]',
        '[lemma="aider" pos="VERB"]',
        '[lemma="aider"] within s',
        '[lemma="aider"]{3,1}',
        '[lemma="aider"]{0,99}',
        '[lemma="aider"] | [lemma="sauver"]',
        '([lemma="aider"])',
        "[]{0}",
        '[lemma=="aider"]',
        '[lemma="aider"] []{0,2} [pos="NOM"]',
        '[pos="NOUN|NON"]',
        '[lemma="aid.*"]',
        "/aid(er/",
        " ",
    ],
)
def test_unknown_syntax_is_refused_in_one_sentence(corpus: nkru.Corpus, query: str) -> None:
    with pytest.raises(ParameterError) as error:
        nkru.kwic(corpus, query)
    assert str(error.value).startswith("query")
    assert "\n" not in str(error.value)


def test_the_message_shows_where_and_how() -> None:
    message = r"query: 'lemme=\"aider\"\]' is not understood \(an attribute is one of norm, lemma"
    with pytest.raises(ParameterError, match=message):
        parse_query('[pos="VERB"] [lemme="aider"]')


def test_parts_of_speech_are_asked_for_only_where_they_are_needed() -> None:
    assert not parse_query("aide").tagged
    assert not parse_query('[norm="aide"] []').tagged
    assert parse_query('[pos="VERB"]').tagged
    assert parse_query("aider", "lemma").tagged


def test_collocates_are_counted_once_and_in_their_sentence(corpus: nkru.Corpus) -> None:
    table = nkru.collocates(corpus, '[lemma="aider"]', 4, min_count=1).set_index("term")
    assert table.loc["agriculteur", ["near", "total"]].tolist() == [1, 1]
    assert table.loc["voisin", "near"] == 1
    assert "maison" not in table.index
    assert "aider" not in table.index
    assert set(table["nodes"]) == {3}


def test_collocates_have_the_measures_of_their_table() -> None:
    texts = [
        "Un\n\nLe port est fermé. Le port est vide.",
        "Deux\n\nLe quai est vide. Le chat dort.",
    ]
    table = nkru.collocates(small_corpus(texts), "port", 3, min_count=1).set_index("term")
    row = table.loc["vide"]
    # Le, est, fermé and Le, est, vide stand near the two nodes, of 17 words with the titles.
    assert row[["near", "total", "nodes"]].tolist() == [1, 2, 2]
    assert row["expected"] == pytest.approx(2 * 6 / 17)
    assert row["log_dice"] == pytest.approx(13.0)


@pytest.mark.parametrize(
    ("query", "window", "message"),
    [("zzz", 5, "has no match in 1 article"), ("aide", 0, "window = 0: give 1 or more tokens")],
)
def test_collocates_of_nothing_are_refused(
    corpus: nkru.Corpus, query: str, window: int, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        nkru.collocates(corpus, query, window)
