"""Collocates: the terms near the matches of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.corpus.parts import portions
from nkru.errors import ParameterError
from nkru.measures.association import log_dice, log_likelihood, npmi, specificity
from nkru.measures.concordance import find_query
from nkru.measures.counting import Unit, is_term
from nkru.measures.positions import sentence_numbers
from nkru.notes import note

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

FORMULA = "near the node against the rest of the corpus: G², logDice, NPMI, specificity (Lafon)"


def collocates(
    corpus: Corpus, query: str, window: int = 5, *, unit: Unit = "lemma", min_count: int = 2
) -> pd.DataFrame:
    """Return the terms within `window` tokens of a query, in the same sentence.

    Args:
        corpus: the articles.
        query: as in `nkru.kwic`; its own tokens are not collocates.
        window: tokens on either side.
        unit: of the terms: lemma, norm or token.
        min_count: least count of a term near the query.

    Returns:
        One row per term, by falling g2: term, near (occurrences in the windows, each counted once),
        total (in the corpus), expected (near, if spread evenly), articles (in which it is near), g2
        (signed), log_dice, npmi, specificity, nodes (matches of the query), and in attrs formula
        and basis.

    Raises:
        ParameterError: the query cannot be read or has no match, or the window is below 1.

    Note:
        g2 and specificity measure evidence, log_dice and npmi exclusiveness. A window counts words
        near the query, not words that depend on it.

    References:
        Evert 2008, Corpora and collocations.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.collocates(corpus, "réserve")
    >>> table.loc[table["term"] == "six", ["near", "articles"]].values.tolist()
    [[4, 3]]
    """
    if window < 1:
        raise ParameterError("window = {window!r}: give 1 or more tokens", window=window)
    parts = [_near(part, query, window, unit) for part in portions(corpus)]
    counts = pd.concat([table for table, *_ in parts]).groupby(level=0).sum()
    nodes, size, total = (sum(part[place] for part in parts) for place in (1, 2, 3))
    if not nodes:
        raise ParameterError(
            "query {query!r} has no match in {basis:cell}: try fewer letters",
            query=query,
            basis=corpus.basis,
        )
    counts = counts[counts["near"] >= min_count]
    near, whole = counts["near"].to_numpy(), counts["total"].to_numpy()
    cells = (near, whole - near, size, total - size)
    table = counts.assign(
        expected=whole * size / total,
        g2=log_likelihood(*cells),
        log_dice=log_dice(near, nodes, whole),
        npmi=npmi(near, size, whole, total),
        specificity=specificity(*cells),
    )
    table = table.rename_axis("term").reset_index()
    columns = ["term", "near", "total", "expected", "articles"]
    columns += ["g2", "log_dice", "npmi", "specificity"]
    table = table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)[columns]
    return note(table.assign(nodes=nodes), formula=FORMULA, basis=corpus.basis)


def _near(
    corpus: Corpus, query: str, window: int, unit: Unit
) -> tuple[pd.DataFrame, int, int, int]:
    """Return near, total and articles of each term; and the nodes, words near and all words."""
    first, last = find_query(corpus, query, unit)
    tokens: Any = corpus.tagged_tokens if unit == "lemma" else corpus.tokens
    near = _windows(tokens, first, last, window)
    words = tokens["kind"].isin(["word", "number"]).to_numpy()
    chosen = is_term(tokens, unit, "content")
    names = tokens[unit].astype("str")
    articles = tokens["doc_id"].astype("str")[chosen & near].groupby(names[chosen & near])
    columns = {
        "near": names[chosen & near].value_counts(),
        "total": names[chosen].value_counts(),
        "articles": articles.nunique(),
    }
    table = pd.DataFrame(columns).fillna(0).astype("int64")
    return table, len(first), int((near & words).sum()), int(words.sum())


def _windows(tokens: pd.DataFrame, first: Ints, last: Ints, window: int) -> Bools:
    """Return which tokens are in the window of a node, and not in a node."""
    sentence = sentence_numbers(tokens)
    left = np.maximum(first - window, np.searchsorted(sentence, sentence[first]))
    ends = np.searchsorted(sentence, sentence[last], side="right")
    right = np.minimum(last + window + 1, ends)
    near = _covered(left, right, len(tokens))
    return near & ~_covered(first, last + 1, len(tokens))


def _covered(starts: Ints, ends: Ints, size: int) -> Bools:
    steps = np.zeros(size + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    return np.cumsum(steps[:-1]) > 0
