"""Names as terms: each name of a mention table counts as one term, « corée_du_nord »."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.errors import ParameterError
from nkru.measures.name_runs import name_runs
from nkru.measures.positions import token_ranges
from nkru.tokens.norms import fold

COLUMNS = ["doc_id", "start", "end"]


def join_names(
    tokens: pd.DataFrame, mentions: pd.DataFrame, unit: str
) -> tuple[pd.DataFrame, Bools]:
    """Join each name into one term; return the tokens, and which of them continue a name.

    Args:
        tokens: doc_id, start, end, the column `unit`, and pos if they are tagged.
        mentions: doc_id, start, end, and entry or text, from `find_mentions` or any table of spans;
            of a table with the column kind, only the names count. Where spans overlap the longest
            counts, of equals the first.
        unit: the column of terms.

    Returns:
        The tokens, with the name of the entry in the column `unit` of the first token of each name,
        folded and joined by "_", a word and a PROPN; if the tokens are tagged, other names of
        several words are joined as they are written (see `nkru.measures.name_runs`); and for each
        token whether it is in a name after its first token, and so not a term.

    Raises:
        ParameterError: the mentions lack a column.

    >>> columns = {"doc_id": pd.Categorical(["a"] * 3), "start": [0, 6, 9], "end": [5, 8, 13]}
    >>> tokens = pd.DataFrame(columns | {"lemma": pd.Categorical(["corée", "de", "nord"])})
    >>> span = pd.DataFrame([("a", 0, 13, "Corée du Nord")], columns=[*COLUMNS, "entry"])
    >>> joined, inside = join_names(tokens, span, "lemma")
    >>> joined["lemma"].tolist()[0], inside.tolist()
    ('corée_du_nord', [False, True, True])
    """
    spans = _names(mentions, tokens)
    first, last = token_ranges(tokens, spans)
    chosen = _longest(first, last)
    first, last, spans = first[chosen], last[chosen], spans.iloc[chosen]
    terms = ["_".join(fold(name).split()) for name in spans["name"].tolist()]
    inside = _covered(first, last, len(tokens))
    if "pos" in tokens:
        held = inside.copy()
        held[first] = True
        other_first, other_last, others = name_runs(tokens, held)
        inside |= _covered(other_first, other_last, len(tokens))
        first, terms = np.append(first, other_first), [*terms, *others]
    # A name may open with a number or a function word: « 20 Minutes », « Le Monde ».
    words = {
        "norm": terms,
        unit: terms,
        "kind": ["word"] * len(terms),
        "pos": ["PROPN"] * len(terms),
    }
    columns = {
        column: _replaced(tokens[column], first, values)
        for column, values in words.items()
        if column in tokens
    }
    return tokens.assign(**columns), inside


def _replaced(column: pd.Series[str], at: Ints, values: list[str]) -> pd.Categorical:
    """Return a column of categories with other values at these rows."""
    known = column.cat.categories.append(pd.Index(values, dtype="str")).unique()
    codes = column.cat.codes.to_numpy(np.int64, copy=True)
    codes[at] = known.get_indexer(pd.Index(values, dtype="str"))
    return pd.Categorical.from_codes(codes, known)


def _names(mentions: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return doc_id, start, end and name of the mentions by name in the articles of the tokens."""
    missing = [column for column in COLUMNS if column not in mentions]
    named = "entry" if "entry" in mentions else "text"
    if missing or named not in mentions:
        lacking = missing[0] if missing else "entry"
        raise ParameterError(
            "names: no column {lacking!r}; give a table of mentions, as find_mentions returns it",
            lacking=lacking,
        )
    here = mentions["doc_id"].isin(tokens["doc_id"].cat.categories)
    if "kind" in mentions:
        here &= mentions["kind"] == "name"
    return mentions.loc[here, [*COLUMNS, named]].rename(columns={named: "name"})


def _longest(first: Ints, last: Ints) -> Ints:
    """Return which spans of tokens share no token with a longer one, or an earlier one as long."""
    free: set[int] = set()
    chosen = []
    for row in np.lexsort((first, first - last)).tolist():
        span = range(int(first[row]), int(last[row]) + 1)
        if span and free.isdisjoint(span):
            free.update(span)
            chosen.append(row)
    return np.array(sorted(chosen), dtype=np.int64)


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    """Return which tokens follow the first one of a span that holds them."""
    steps = np.zeros(size + 1, dtype=np.int64)
    np.add.at(steps, first + 1, 1)
    np.add.at(steps, last + 1, -1)
    return np.cumsum(steps[:-1]) > 0
