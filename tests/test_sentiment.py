"""The tone of sentences: constructions, invariances, and what a score carries."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.corpus.corpus import Corpus
from nkru.errors import LexiconError
from nkru.tone import cues
from nkru.tone.cues import find_cues
from nkru.tone.summaries import lexicon_agreement, score_with
from nkru.tone.terms import Vocabulary, vocabulary

CONSTRUCTIONS = Path(__file__).parent / "data" / "tone_constructions.csv"


def corpus_of_sentences(texts: list[str]) -> Corpus:
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    numbers = range(1, len(texts) + 1)
    table = {"doc_id": "a.txt", "sent_no": numbers, "line_no": numbers}
    sentences = pd.DataFrame(
        {**table, "start": ends - [len(text) for text in texts], "end": ends, "text": texts}
    )
    articles = pd.DataFrame({"doc_id": ["a.txt"], "raw": ["\n".join(texts)]})
    return Corpus(articles, articles[["doc_id"]], sentences, sentences, pd.DataFrame())


def tones(*texts: str) -> list[float]:
    return nkru.score_sentences(corpus_of_sentences(list(texts)))["polarity"].tolist()


def signs(*texts: str) -> list[int]:
    return [int(np.sign(np.nan_to_num(tone))) for tone in tones(*texts)]


@pytest.mark.parametrize("half", ["tune", "held"])
def test_constructions_are_read_right(half: str) -> None:
    table = pd.read_csv(CONSTRUCTIONS)
    table = table[table["half"] == half]
    assert len(table) >= 150
    assert (np.array(signs(*table["text"])) == table["label"]).mean() >= 0.85


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("L'accord a été salué.", 1),
        ("L'accord n'a pas été salué.", -1),
        ("Aucun accord n'a été trouvé.", -1),
        ("Ils sont partis sans incident.", 1),
        ("Paris lève les sanctions.", 1),
        ("Paris ne lève pas les sanctions.", -1),
        ("Paris refuse de lever les sanctions.", -1),
        ("Les violences diminuent.", 1),
        ("La violence a été condamnée, mais elle continue.", -1),
        ("Malgré la guerre, la récolte est excellente.", 1),
        ("Le ministre est arrivé mardi.", 0),
        ("Les Nations unies se réuniront lundi.", 0),
        ("Le groupe a bloqué les sanctions.", -1),
        ("Les députés n'ont pas réussi à adopter les sanctions.", -1),
        ("Le pays n'est pas en mesure de rembourser.", -1),
        ("La mission n'a pas mis fin aux combats.", -1),
        ("Le ministre entrave les négociations.", -1),
        ("La mission dit avoir mis fin à « une longue guerre ».", 1),
    ],
)
def test_rules_act_on_words(text: str, sign: int) -> None:
    assert signs(text) == [sign]


def test_hearsay_counts_less_than_fact() -> None:
    fact, hearsay = tones(
        "Le régime a exécuté un ministre corrompu.",
        "Selon un transfuge, le régime a exécuté un ministre corrompu.",
    )
    assert fact < hearsay < 0


def test_an_intensifier_strengthens_and_a_diminisher_weakens() -> None:
    weak, plain, strong = tones(
        "Un résultat un peu décevant.", "Un résultat décevant.", "Un résultat très décevant."
    )
    assert strong < plain < weak < 0


def test_a_score_carries_its_words_and_rules() -> None:
    row = nkru.score_sentences(corpus_of_sentences(["Bruxelles n'a pas levé les sanctions."])).iloc[
        0
    ]
    assert row["words"] == "lever; sanction"
    assert row["rule"] == "negation; shifter"


def test_nothing_decides_is_nan_without_words() -> None:
    row = nkru.score_sentences(corpus_of_sentences(["La réunion aura lieu jeudi à Vienne."])).iloc[
        0
    ]
    assert np.isnan(row["polarity"])
    assert (row["words"], row["rule"]) == ("", "")


def test_a_row_for_every_sentence_with_its_offsets() -> None:
    corpus = corpus_of_sentences(["Un succès.", "Rien.", "Un échec !"])
    scores = nkru.score_sentences(corpus)
    keys = ["doc_id", "sent_no", "start", "end"]
    pd.testing.assert_frame_equal(scores[keys], corpus.sentences[keys])
    assert scores["polarity"].between(-1, 1).sum() == 2


def test_both_apostrophes_score_alike() -> None:
    texts = pd.read_csv(CONSTRUCTIONS)["text"]
    straight = texts[texts.str.contains("'")].tolist()
    assert len(straight) > 50
    np.testing.assert_array_equal(
        tones(*straight), tones(*(text.replace("'", "’") for text in straight))
    )


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_the_score_of_a_sentence_does_not_depend_on_its_neighbours(order: list[int]) -> None:
    texts = pd.read_csv(CONSTRUCTIONS)["text"].tolist()[::60]
    alone = tones(*texts)
    assert len(alone) == 6
    np.testing.assert_array_equal(
        tones(*(texts[place] for place in order)), [alone[place] for place in order]
    )


def test_a_lexicon_of_two_columns_keeps_the_grammar(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("term,polarity\nzorglub,1\n", encoding="utf-8")
    corpus = corpus_of_sentences(
        ["Le projet est zorglub.", "Le projet n'est pas zorglub.", "Un échec."]
    )
    found = nkru.score_sentences(corpus, nkru.read_lexicon(file))["polarity"]
    assert np.sign(found[0]) == 1
    assert np.sign(found[1]) == -1
    assert np.isnan(found[2])


def test_what_was_read_with_a_lexicon_goes_when_others_are_used(tmp_path: Path) -> None:
    file, corpus = tmp_path / "mine.csv", corpus_of_sentences(["Le projet est zorglub."])
    file.write_text("term,polarity\nzorglub,1\n", encoding="utf-8")

    def used() -> weakref.ref[Vocabulary]:
        words = vocabulary(nkru.read_lexicon(file))
        find_cues(corpus.tokens, words)
        return weakref.ref(words)

    references = [used() for _ in range(4)]
    gc.collect()
    assert [reference() is None for reference in references] == [True, True, False, False]


def test_a_corpus_without_sentences_gives_an_empty_table() -> None:
    corpus = corpus_of_sentences(["Un succès."])
    empty = Corpus(
        corpus.articles, corpus.documents, corpus.lines, corpus.sentences[:0], pd.DataFrame()
    )
    assert nkru.score_sentences(empty).empty


def test_second_opinions_agree_on_what_both_lexicons_know(tmp_path: Path) -> None:
    for name, success in (("kind", 1), ("contrary", -1)):
        (tmp_path / f"{name}.csv").write_text(
            f"term,polarity\nsuccès,{success}\néchec,-1\n", encoding="utf-8"
        )
    lexicons = [nkru.read_lexicon(tmp_path / f"{name}.csv") for name in ("kind", "contrary")]
    corpus = corpus_of_sentences(
        ["Un succès.", "Un échec.", "La réunion aura lieu.", "Ce n'est plus un échec."]
    )
    opinions = score_with(corpus, lexicons)
    assert np.sign(opinions["kind"].fillna(0)).tolist() == [1, -1, 0, 1]
    assert np.sign(opinions["contrary"].fillna(0)).tolist() == [-1, -1, 0, 1]
    row = lexicon_agreement(opinions).iloc[0]
    assert (row["lexicon"], row["other"], row["agreement"], row["decided"]) == (
        "kind",
        "contrary",
        0.75,
        0.75,
    )
    assert row["opposed"] == pytest.approx(1 / 3)


def test_two_lexicons_of_one_name_are_told(tmp_path: Path) -> None:
    shipped = nkru.read_lexicon()
    with pytest.raises(LexiconError, match="two lexicons are called 'nkru-tone'"):
        score_with(corpus_of_sentences(["Un succès."]), [shipped, shipped])


def test_a_word_with_two_lemmas_is_two_types_whatever_stands_beside_it() -> None:
    lemmas = ["il", "parler", "lui", "il"]
    tokens = pd.DataFrame({"norm": ["il", "parle", "il", "il"], "lemma": lemmas}).astype("category")
    types, norms, of_types = cues._types(tokens)
    assert [of_types[number] for number in types] == lemmas
    assert (norms, of_types) == (["il", "parle", "il"], ["il", "parler", "lui"])
