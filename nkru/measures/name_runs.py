"""Names of several words that no mention covers: « Camp David », « La Rochelle »."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.tokens.norms import fold

LONGEST = 5  # words of a name: longer runs are lines in capitals
_ARTICLES = ("le", "la", "les")
_OPENING, _CLOSING = frozenset('«“"‘'), frozenset('»”"’')


def name_runs(tokens: pd.DataFrame, covered: Bools) -> tuple[Ints, Ints, list[str]]:
    """Return the first and last token of each name of several words, and its term.

    A name is a run of proper nouns with a space or a hyphen between them. An article with a capital
    inside a sentence belongs to it; at the start of a sentence, only if it does elsewhere. Several
    words with capitals that fill quotation marks are a title: « Les Misérables ».

    Args:
        tokens: doc_id, token_no, start, end, token, norm and pos.
        covered: which tokens are part of a mention.

    >>> columns = {"token_no": [1, 2, 3], "start": [0, 2, 7], "end": [1, 6, 12]}
    >>> columns |= {"token": ["À", "Camp", "David"], "pos": ["ADP", "PROPN", "PROPN"]}
    >>> tokens = pd.DataFrame(columns | {"norm": ["à", "camp", "david"]})
    >>> tokens = tokens.astype({"token": "category", "norm": "category"})
    >>> first, last, terms = name_runs(tokens, np.zeros(3, dtype=bool))
    >>> first.tolist(), last.tolist(), terms
    ([1], [2], ['camp_david'])
    """
    name = (tokens["pos"] == "PROPN").to_numpy() & ~covered
    name &= ~tokens["token"].isin(_OPENING | _CLOSING).to_numpy()
    name |= _titles(tokens) & ~covered
    name |= _named_articles(tokens, name, covered)
    start, end = tokens["start"].to_numpy(np.int64), tokens["end"].to_numpy(np.int64)
    gap = np.append(np.iinfo(np.int64).max, start[1:] - end[:-1])
    opens = (tokens["token_no"] == 1).to_numpy()
    joined = name & np.append(False, name[:-1]) & (gap >= 0) & (gap <= 1) & ~opens
    first = np.flatnonzero(name & ~joined)
    sizes = np.diff(np.append(np.flatnonzero(~joined), len(name)))
    last = first + sizes[np.searchsorted(np.flatnonzero(~joined), first)] - 1
    several = (last > first) & (last - first < LONGEST)
    first, last = first[several], last[several]
    folded = [fold(norm) for norm in tokens["norm"].cat.categories]
    codes = tokens["norm"].cat.codes.to_numpy()
    terms = [
        "_".join(folded[code] for code in codes[begin : until + 1])
        for begin, until in zip(first.tolist(), last.tolist(), strict=True)
    ]
    return first, last, terms


def _titles(tokens: pd.DataFrame) -> Bools:
    """Return which tokens belong to a title: quotation marks with words in capitals alone."""
    token = tokens["token"].cat
    capital, opening, closing = (
        np.array([held(form) for form in token.categories], dtype=bool)[token.codes]
        for held in (str.istitle, _OPENING.__contains__, _CLOSING.__contains__)
    )
    title = np.zeros(len(tokens), dtype=bool)
    for size in range(2, LONGEST + 1):
        ends = np.flatnonzero(opening[: -size - 1] & closing[size + 1 :]) + 1
        places = ends[:, None] + np.arange(size)
        title[places[capital[places].all(axis=1)]] = True
    return title


def _named_articles(tokens: pd.DataFrame, name: Bools, covered: Bools) -> Bools:
    """Return which articles with a capital open a name."""
    token, norm = tokens["token"].cat, tokens["norm"].cat
    capital = np.array([form.istitle() for form in token.categories], dtype=bool)[token.codes]
    article = capital & tokens["norm"].isin(_ARTICLES).to_numpy() & ~covered
    article &= np.append(name[1:], False)
    # An article and the word after it, as one number.
    word = norm.codes.to_numpy(np.int64)
    pair = word * len(norm.categories) + np.append(word[1:], 0)
    inside = article & (tokens["token_no"] > 1).to_numpy()
    return np.asarray(article & np.isin(pair, np.unique(pair[inside])), dtype=bool)
