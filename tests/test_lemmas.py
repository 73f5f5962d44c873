"""Lemmas and stop words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nkru.tokens.lemmas import lemmatize, stop_words
from nkru.tokens.norms import fold


@pytest.mark.parametrize(
    ("words", "lemmas"),
    [
        (
            "l' d’ qu' N’ s' j' m' t' c' jusqu' lorsqu'",
            "le de que ne se je me te ce jusque lorsque",
        ),
        ("-t-il -elle -vous -ce -là -le", "il elle vous ce là le"),
        ("du au aux des les Les LES", "de à à un le le le"),
        ("signent signées signait signera", "signer signer signer signer"),
        ("missiles Missiles MISSILES chevaux", "missile missile missile cheval"),
        ("nord-coréennes alliés économiques", "nord-coréen allié économique"),
        ("aujourd’hui Aujourd’hui presqu’îles", "aujourd'hui aujourd'hui presqu'île"),
        ("Paris Moscou Poutine", "paris moscou poutine"),
        ("2024 11\u202f000 3,5 …", "2024 11\u202f000 3,5 …"),
    ],
)
def test_a_word_has_its_dictionary_form(words: str, lemmas: str) -> None:
    given = words.split(" ")
    assert lemmatize(given) == [fold(lemma) for lemma in lemmas.split(" ")]


def test_a_word_without_hyphen_has_the_lemma_of_all_strategies() -> None:
    from simplemma.strategies import DefaultStrategy

    known = ["signées", "Chevaux", "inconnaîtrions", "prévoyaient", "redirons", "œufs"]
    words = [*known, "Vladivostok"]
    full = DefaultStrategy()
    assert lemmatize(words) == [fold(full.get_lemma(word, "fr") or word) for word in words]


def test_stop_words_are_norms() -> None:
    assert stop_words() == {fold(word) for word in stop_words()}
    assert len(stop_words()) > 300


def test_words_of_the_subject_are_not_stop_words() -> None:
    subject = "état guerre sommet kim nord accord dire nouveau monde"
    assert stop_words().isdisjoint(subject.split())


def test_reading_tokens_loads_neither_nltk_nor_simplemma() -> None:
    modules = ", ".join(
        f"nkru.tokens.{name}" for name in ("words", "sentences", "lemmas", "segments")
    )
    code = (
        f"import sys, {modules};"
        "sys.exit(bool({'nltk', 'simplemma', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
