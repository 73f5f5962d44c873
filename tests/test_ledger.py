"""The ledger adds up to the pages it accounts for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import nkru
from nkru.corpus.ledger import (
    COLUMNS,
    compare_choices,
    describe_articles,
    explain_flags,
    kept_words,
    ledger,
    reasons_left_out,
    shared_stories,
)
from nkru.corpus.word_counts import words_in

PAGE = """Le sommet des deux rives

Les deux présidents se rencontrent jeudi à la frontière, devant des invités de toute la région.

Lire aussi : Le prix du blé recule encore

L'accord prévoit un pont, une route et un marché commun, attendus depuis plus de dix ans.

Partager sur Facebook
"""


@pytest.fixture
def corpus(corpus_of: Callable[..., nkru.Corpus]) -> nkru.Corpus:
    return corpus_of({"a.txt": PAGE, "b.txt": PAGE.replace("jeudi", "lundi"), "vide.txt": ""})


def test_shares_of_an_article_add_up_and_reasons_are_told(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    page = (
        "La pêche dans le détroit\n\nLe ministre a reçu vendredi ses homologues. Les discussions "
        "ont porté sur les "
        "quotas, que les délégations disent vouloir régler avant la fin de l'année.\n\nPartager "
        "cet article\nFacebook"
    )
    table = ledger(corpus_of({"a.txt": page, "b.txt": page.replace("pêche", "chasse")}))
    assert list(table.columns) == COLUMNS
    assert table.groupby("doc_id")["share"].sum().round(9).tolist() == [1.0, 1.0]
    first = table[table["doc_id"] == "a.txt"]
    assert first["kept"].tolist() == [True, True, False]
    assert first["lines"].tolist() == [1, 1, 2]
    assert first["words"].tolist() == [25, 5, 4]
    assert first["reason"].tolist() == ["", "", "share buttons"]


def test_words_kept_and_left_out_are_the_words_of_the_file(corpus: nkru.Corpus) -> None:
    table = kept_words(corpus).set_index("doc_id")
    assert (
        table.loc["a.txt", "kept"] + table.loc["a.txt", "left_out"]
        == words_in(pd.Series([PAGE])).sum()
    )
    assert 0 < table.loc["a.txt", "left_out"] < 20


def test_every_reason_has_its_lines_and_an_example(corpus: nkru.Corpus) -> None:
    table = reasons_left_out(corpus)
    assert table["lines"].sum() == (~corpus.lines["kept"]).sum() >= 4
    assert table["articles"].max() == 2
    assert set(table["example"]) <= set(corpus.lines["text"])


def test_each_choice_says_what_it_leaves(corpus: nkru.Corpus) -> None:
    table = compare_choices(corpus).set_index("choice")
    assert table.loc["all", "articles"] == 2
    assert table.loc["one per story", "articles"] == 1
    assert shared_stories(corpus)["doc_id"].tolist() == ["a.txt", "b.txt"]


def test_each_article_is_described_with_its_kept_words(corpus: nkru.Corpus) -> None:
    table = describe_articles(corpus)
    assert table["doc_id"].tolist() == ["a.txt", "b.txt"]
    assert table["words"].tolist() == kept_words(corpus)["kept"].tolist()


def test_each_flag_is_explained_with_its_evidence(corpus_of):
    text = "Un pont\n\nLe pont est ouvert depuis lundi matin, et les voitures y passent.\n\n"
    corpus = corpus_of({"a.txt": text + "Article rédigé par une intelligence artificielle\n"})
    told = explain_flags(corpus).set_index("flag")
    assert ";".join(told.index) == corpus.documents["flags"].iloc[0]
    assert told.loc["generated", "evidence"] == "Article rédigé par une intelligence artificielle"
    assert told.loc["too_short", "evidence"].endswith("words kept")
    assert told["meaning"].str.len().gt(10).all()
