"""Names as terms: each name of a mention table counts as one term, « corée_du_nord »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.errors import ParameterError
from nkru.measures.compounds import compounds
from nkru.measures.name_runs import name_runs
from nkru.measures.positions import token_ranges
from nkru.tokens.norms import fold

COLUMNS = ["doc_id", "start", "end"]


def join_names(
    tokens: pd.DataFrame, mentions: pd.DataFrame | None, unit: str, *, fixed: bool = False
) -> tuple[pd.DataFrame, Bools]:
    """Join each name into one term; return the tokens, and which of them continue a name.

    Args:
        tokens: doc_id, start, end, the column `unit`, and pos if they are tagged.
        mentions: doc_id, start, end, and entry or text, from `find_mentions` or any table of spans;
            of a table with the column kind, only the names count. Where spans overlap the longest
            counts, of equals the first. None joins no name.
        unit: the column of terms.
        fixed: whether compounds are joined too, and locutions no terms; the tokens must be tagged
            (see `nkru.measures.compounds`).

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
    runs = [] if mentions is None else [_Runs(*_mentioned(tokens, mentions), "PROPN")]
    if fixed:
        found = compounds(tokens, _held(runs, len(tokens)))
        tokens = tokens.assign(pos=_replaced(tokens["pos"], found.locutions, "ADP"))
        runs.append(_Runs(found.first, found.last, found.terms, "NOUN"))
    if mentions is not None and "pos" in tokens:
        runs.append(_Runs(*name_runs(tokens, _held(runs, len(tokens))), "PROPN"))
    return _joined(tokens, runs, unit), _held(runs, len(tokens), after=1)


class _Runs(NamedTuple):
    """The first and the last token of terms of one kind, the terms, their part of speech."""

    first: Ints
    last: Ints
    terms: list[str]
    pos: str


def _joined(tokens: pd.DataFrame, runs: Sequence[_Runs], unit: str) -> pd.DataFrame:
    """Return the tokens with each term in the place of its first token."""
    for run in runs:
        # A name may open with a number or a function word: « 20 Minutes », « Le Monde ».
        words = {"norm": run.terms, unit: run.terms, "kind": "word", "pos": run.pos}
        columns = {
            column: _replaced(tokens[column], run.first, values)
            for column, values in words.items()
            if column in tokens
        }
        tokens = tokens.assign(**columns)
    return tokens


def _mentioned(tokens: pd.DataFrame, mentions: pd.DataFrame) -> tuple[Ints, Ints, list[str]]:
    """Return the first and the last token of each name of a table of mentions, and its term."""
    spans = _names(mentions, tokens)
    first, last = token_ranges(tokens, spans)
    chosen = _longest(first, last)
    terms = ["_".join(fold(name).split()) for name in spans["name"].iloc[chosen].tolist()]
    return first[chosen], last[chosen], terms


def _replaced(column: pd.Series[str], at: Ints, values: Sequence[str] | str) -> pd.Categorical:
    """Return a column of categories with another value, or other values, at these rows."""
    new = pd.Index([values] if isinstance(values, str) else [*values], dtype="str")
    known = column.cat.categories.append(new).unique()
    codes = column.cat.codes.to_numpy(np.int64, copy=True)
    codes[at] = known.get_indexer(new)
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


def _held(runs: Sequence[_Runs], size: int, after: int = 0) -> Bools:
    """Return which tokens are in a run, those left out that many tokens after its beginning."""
    steps = np.zeros(size + 1, dtype=np.int64)
    for run in runs:
        np.add.at(steps, run.first + after, 1)
        np.add.at(steps, run.last + 1, -1)
    return np.cumsum(steps[:-1]) > 0
