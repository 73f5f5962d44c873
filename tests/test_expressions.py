"""Expressions of a list are found by lemma, as forms of an expression, or as names."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import nkru
from nkru.measures.expressions import Expressions

CASES = [
    # A word is found by its lemma, as its part of speech has it.
    ("grève", "Les grèves de mai ont duré. Cela grève le budget.", ["grèves"]),
    ("munitions", "Une munition et des munitions.", ["munitions"]),
    ("sanction économique", "Les sanctions économiques demeurent.", ["sanctions économiques"]),
    ("sanctions économiques", "Une sanction économique et des sanctions économiques.", None),
    ("accord de paix", "Les accords de paix, puis l'accord d'hier.", ["accords de paix"]),
    ("prix du pétrole", "Le prix du pétrole monte.", ["prix du pétrole"]),
    # A name needs its capital, an acronym its capitals, and both may lose accents.
    ("Orange", "Le groupe Orange vend une orange.", ["Orange"]),
    ("AME", "L'AME est débattue, et son âme aussi.", ["AME"]),
    ("Otan", "L'OTAN et l'Otan, mais pas l'otan.", ["OTAN", "Otan"]),
    ("États-Unis", "Les Etats-Unis et les États-Unis.", ["Etats-Unis", "États-Unis"]),
    # A common noun is no first name; with an article it may be an institution.
    ("marine", "Selon Marine, la Marine nationale attend.", ["Marine"]),
    # No expression crosses a sentence or a sign.
    ("pouvoir achat", "Il a le pouvoir. Achat fait.", []),
]


@pytest.mark.parametrize(("form", "text", "found"), CASES)
def test_a_form_finds(
    corpus_of: Callable[..., nkru.Corpus], form: str, text: str, found: list[str] | None
) -> None:
    texts, _ = find(corpus_of(f"Une journée ordinaire à la campagne\n\n{text}\n"), [form])
    if found is None:
        found = ["sanctions économiques"]
    assert texts == found


def find(corpus: nkru.Corpus, forms: list[str]) -> tuple[list[str], list[str]]:
    """Return the texts found, and the form that found each."""
    tokens = corpus.tagged_tokens
    table = Expressions(forms).find(tokens)
    doc_id = corpus.fileids()[0]
    spans = zip(
        tokens["start"].iloc[table["first"]], tokens["end"].iloc[table["last"]], strict=True
    )
    texts = [corpus.raw(doc_id)[start:end] for start, end in spans]
    return texts, [forms[index] for index in table["expression"]]


def test_the_longest_expression_counts_alone(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of("Un texte\n\nLe prix de l'électricité grimpe encore cet hiver.\n")
    forms = ["prix", "électricité", "prix de l'électricité"]
    assert find(corpus, forms) == (["prix de l'électricité"], ["prix de l'électricité"])


def test_an_expression_may_begin_inside_another_that_failed(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    corpus = corpus_of("Un texte\n\nLa loi de finances publiques est votée ce matin.\n")
    forms = ["loi de finances rectificative", "finances publiques"]
    assert find(corpus, forms)[1] == ["finances publiques"]


def test_no_expressions_find_nothing(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of("Un texte\n\nRien ne se passe dans la ville ce matin.\n")
    table = Expressions([]).find(corpus.tagged_tokens)
    assert isinstance(table, pd.DataFrame)
    assert table.empty
