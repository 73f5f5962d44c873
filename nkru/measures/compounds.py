"""Compounds, each one term (« gilet jaune »), and locutions, which are none (« grâce à »)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.measures.expressions import Expressions
from nkru.resources import read_toml
from nkru.tokens.norms import fold


class Compounds(NamedTuple):
    """The first and the last token of each compound, its term, and the tokens of locutions."""

    first: Ints
    last: Ints
    terms: list[str]
    locutions: Ints


def compounds(tokens: pd.DataFrame, covered: Bools) -> Compounds:
    """Return the compounds and the locutions in tokens with parts of speech.

    Args:
        tokens: `corpus.tagged_tokens`.
        covered: which tokens are part of a mention; a compound or locution holds none of them.

    >>> import nkru
    >>> tokens = nkru.example_corpus().tagged_tokens
    >>> found = compounds(tokens, np.zeros(len(tokens), dtype=bool))
    >>> len(found.first) == len(found.terms), len(found.locutions) > 0
    (True, True)
    """
    expressions, terms = _lists()
    found = expressions.find(tokens)
    before = np.append(0, np.cumsum(covered))
    free = before[found["last"] + 1] == before[found["first"]]
    first, last, index = found[free].astype(np.int64).to_numpy().T
    is_compound = index < len(terms)
    runs = zip(first[~is_compound], last[~is_compound], strict=True)
    return Compounds(
        first[is_compound],
        last[is_compound],
        [terms[number] for number in index[is_compound]],
        np.array([row for begin, end in runs for row in range(begin, end + 1)], dtype=np.int64),
    )


@cache
def _lists() -> tuple[Expressions, list[str]]:
    """Return the expressions, compounds first, and the terms of these; hyphens make no other."""
    table = read_toml("words/compounds.toml")
    forms = [fold(form) for form in table["compounds"]]
    hyphened = {form.replace("-", " "): form for form in forms if "-" in form}
    terms = [hyphened.get(form, form).replace(" ", "_") for form in forms]
    return Expressions([*table["compounds"], *table["locutions"]]), terms
