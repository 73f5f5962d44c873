"""Expressions of several words as terms, such as collocations that a reader has chosen."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.expressions import Expressions


def find_expressions(corpus: Corpus, expressions: Iterable[str]) -> pd.DataFrame:
    """Return where expressions occur, so that `count` takes each as one term.

    Args:
        corpus: the articles.
        expressions: words or sequences of words, such as the column collocation of `collocations`
            after you have taken rows out of it; each is found in every form of its words.

    Returns:
        One row per occurrence, of overlapping ones the longest: doc_id, start, end, entry (the
        expression).

    Raises:
        ParameterError: none is given.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> spans = nkru.find_expressions(corpus, ["eau potable"])
    >>> counts = nkru.count(corpus, names=spans)
    >>> int(counts.totals()["eau_potable"])
    5
    """
    forms = list(dict.fromkeys(expressions))
    if not forms:
        raise ParameterError("expressions: none is given; give words such as « eau potable »")
    tokens = corpus.tagged_tokens
    found = Expressions(forms).find(tokens)
    table = tokens.iloc[found["first"]][["doc_id", "start"]].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[found["last"]]
    table["entry"] = pd.Series(forms, dtype="str").iloc[found["expression"]].to_numpy()
    return table.astype({"doc_id": "str", "entry": "str"})
