"""Concordance: a word, phrase, lemma or actor in its context (key word in context)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from nkru._typing import Ints
from nkru.errors import ParameterError
from nkru.measures.positions import sentence_numbers, token_ranges
from nkru.measures.queries import parse_query
from nkru.tokens.norms import fold

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Sort = Literal["left", "right"]


def kwic(
    corpus: Corpus,
    query: str,
    window: int = 5,
    *,
    unit: Literal["norm", "lemma"] = "norm",
    mentions: pd.DataFrame | None = None,
    sort: Sort | None = None,
) -> pd.DataFrame:
    """Find a word, a phrase or a pattern, and the words around it.

    Args:
        corpus: the articles.
        query: "sanction*", "armes nucléaires", "/sanction(s|ner)?/", a pattern of tokens such as
            `[lemma="aider"] []{0,2} [pos="NOUN"]` (see `nkru.measures.queries.parse_query`), or
            with `mentions` the name of an entry.
        window: tokens of the same sentence shown on either side.
        unit: the form of a token that a word of the query is compared with: "lemma" finds
            « imposé » for "imposer".
        mentions: a table of mentions; then the query is the name of its entry.
        sort: order by the word before ("left") or after ("right"), by default by position in the
            corpus.

    Returns:
        One row per occurrence: doc_id, sent_no, start, end (of the node), left, node, right.

    Raises:
        ParameterError: the query is empty or cannot be read, or the window is below 0.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> lines = nkru.kwic(corpus, "citernes", window=3)
    >>> lines[["left", "node", "right"]].iloc[1].tolist()
    ['La facture des', 'citernes', 'dépasse déjà 40 000']
    """
    if not query.strip() or window < 0:
        raise ParameterError(
            "query {query!r}, window {window!r}: give a word, and a window of 0 or more",
            query=query,
            window=window,
        )
    if mentions is None:
        first, last = find_query(corpus, query, unit)
    else:
        first, last = token_ranges(corpus.tokens, mentions[mentions["entry"] == query])
    return _sorted(_context(corpus, first, last, window), sort)


def find_query(corpus: Corpus, query: str, unit: str = "norm") -> tuple[Ints, Ints]:
    """Return the first and last token of each match of a query, rows of `corpus.tokens`.

    Raises:
        ParameterError: the query is empty or cannot be read.
    """
    parsed = parse_query(query, unit)
    return parsed.find(corpus.tagged_tokens if parsed.tagged else corpus.tokens)


def _context(corpus: Corpus, first: Ints, last: Ints, window: int) -> pd.DataFrame:
    tokens, sentence = corpus.tokens, sentence_numbers(corpus.tokens)
    left = np.maximum(first - window, np.searchsorted(sentence, sentence[first]))
    right = np.minimum(last + window, np.searchsorted(sentence, sentence[last], side="right") - 1)
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    rows = tokens.iloc[first][["doc_id", "sent_no"]].reset_index(drop=True)
    rows["start"], rows["end"] = starts[first], ends[last]
    columns = {
        "left": (starts[left], starts[first]),
        "node": (starts[first], ends[last]),
        "right": (ends[last], ends[right]),
    }
    texts = {doc_id: corpus.raw(doc_id) for doc_id in rows["doc_id"].unique()}
    raws = list(map(texts.__getitem__, rows["doc_id"].tolist()))
    for name, bounds in columns.items():
        slices = zip(raws, *bounds, strict=True)
        rows[name] = [" ".join(raw[start:end].split()) for raw, start, end in slices]
    return rows.astype(dict.fromkeys(["doc_id", *columns], "str"))


def _sorted(rows: pd.DataFrame, sort: Sort | None) -> pd.DataFrame:
    if sort is None:
        return rows
    step = -1 if sort == "left" else 1
    words = [[fold(word) for word in text.split()[::step]] for text in rows[sort]]
    order = sorted(range(len(rows)), key=words.__getitem__)
    return rows.iloc[order].reset_index(drop=True)
