"""Arguments: one of another kind is told in one sentence that names the parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nkru
from nkru.actors.candidates import candidates
from nkru.errors import ParameterError

CALLS: list[tuple[Callable[[Any, Any], Any], str]] = [
    (lambda corpus, table: nkru.find_quotations(corpus, table), "codebook is a value of type Data"),
    (lambda corpus, table: nkru.find_mentions(corpus, table), "codebook is a value of type Data"),
    (lambda corpus, table: candidates(corpus, table), "codebook is a value of type DataFrame"),
    (lambda corpus, table: nkru.find_mentions(corpus, "actors"), "codebook is a value of type str"),
    (lambda corpus, table: nkru.score_sentences(corpus, table), "lexicon is a value of type Data"),
    (
        lambda corpus, table: nkru.score_targets(corpus, table, {}),
        "lexicon is a value of type dict",
    ),
    (lambda corpus, table: nkru.score_targets(corpus, None), "mentions is a value of type None"),
    (lambda corpus, table: nkru.frequency(corpus, table), "mentions is a value of type Corpus"),
    (lambda corpus, table: nkru.frequency(corpus.documents, corpus), "mentions has no column"),
    (lambda corpus, table: nkru.cooccurrence(corpus, table), "mentions is a value of type Corpus"),
    (lambda corpus, table: nkru.find_mentions("seeds"), "corpus is a value of type str"),
    (lambda corpus, table: nkru.score_sentences(table), "corpus is a value of type DataFrame"),
    (lambda corpus, table: nkru.find_quotations(None), "corpus is a value of type NoneType"),
]


@pytest.mark.parametrize(("call", "told"), CALLS)
def test_a_wrong_argument_is_named(
    seeds: nkru.Corpus, call: Callable[[Any, Any], Any], told: str
) -> None:
    table = nkru.find_mentions(seeds)
    with pytest.raises(ParameterError, match=told) as error:
        call(seeds, table)
    assert "; give " in str(error.value)
