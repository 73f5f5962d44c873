"""Positions: spans and tokens lead to each other, in every article."""

from __future__ import annotations

import pandas as pd

import nkru
from nkru.measures.positions import token_ranges, unit_rows
from tests.small_corpus import small_corpus

TEXTS = [
    "Titre\n\nLa Corée du Nord se tait. Moscou répond.",
    "Titre\n\nOn parle de la Corée du Nord.",
]


def test_a_span_covers_the_tokens_that_it_touches() -> None:
    corpus = small_corpus(TEXTS)
    mentions = nkru.find_mentions(corpus)
    assert len(mentions) == 3
    first, last = token_ranges(corpus.tokens, mentions)
    tokens = corpus.tokens["token"].astype(str)
    covered = [" ".join(tokens[a : b + 1]) for a, b in zip(first, last, strict=True)]
    assert covered == mentions["text"].tolist() == ["Corée du Nord", "Moscou", "Corée du Nord"]


def test_part_of_a_token_leads_to_the_token() -> None:
    corpus = small_corpus(TEXTS)
    token = corpus.tokens[corpus.tokens["norm"] == "moscou"].iloc[0]
    part = pd.DataFrame({"doc_id": [token["doc_id"]], "start": token["start"] + 1})
    first, last = token_ranges(corpus.tokens, part.assign(end=token["end"] - 1))
    assert first.tolist() == last.tolist() == [token.name]


def test_every_token_has_the_sentence_of_its_row() -> None:
    corpus = small_corpus(TEXTS)
    labels, rows = unit_rows(corpus, "sentence", 40)
    columns = zip(corpus.tokens["doc_id"].astype(str), corpus.tokens["sent_no"], strict=True)
    assert [labels[row] for row in rows] == list(columns)
