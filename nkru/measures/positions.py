"""Positions: the tokens that a span covers, and the segment or sentence that holds a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru._typing import Ints

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus


def token_ranges(tokens: pd.DataFrame, spans: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the first and the last token of each span.

    Args:
        tokens: doc_id, start, end; `corpus.tokens`.
        spans: doc_id, start, end; for instance mentions.

    Returns:
        Two arrays of row numbers of `tokens`, one entry per span.
    """
    articles = tokens["doc_id"].cat
    keys = _keys(articles.codes)
    documents = _keys(articles.categories.get_indexer(pd.Index(spans["doc_id"])))
    starts, ends = keys + tokens["start"].to_numpy(), keys + tokens["end"].to_numpy()
    first = np.searchsorted(ends, documents + spans["start"].to_numpy(), side="right")
    last = np.searchsorted(starts, documents + spans["end"].to_numpy()) - 1
    return first, last


def sentence_numbers(tokens: pd.DataFrame) -> Ints:
    """Return the number of the sentence of each token, counted from 1 over all articles."""
    return np.cumsum(tokens["token_no"].to_numpy() == 1)


def unit_rows(corpus: Corpus, by: str, size: int) -> tuple[pd.Index[Any], Ints]:
    """Return the labels of the units of a corpus, and the unit of each token.

    Args:
        corpus: the articles.
        by: "doc_id", "segment" or "sentence".
        size: words of a segment.

    Returns:
        The labels (doc_id, or doc_id and number), and for each token the index of its label, −1
        if no unit holds the token.
    """
    articles = corpus.tokens["doc_id"].cat
    if by == "doc_id":
        labels = pd.Index(articles.categories, name="doc_id")
        return labels, np.asarray(articles.codes, dtype=np.int64)
    units = corpus.segments(size) if by == "segment" else corpus.sentences
    number = "segment_no" if by == "segment" else "sent_no"
    labels = pd.MultiIndex.from_frame(units[["doc_id", number]].astype({number: "int64"}))
    documents = _keys(articles.categories.get_indexer(pd.Index(units["doc_id"])))
    starts, ends = (documents + units[column].to_numpy() for column in ("start", "end"))
    position = _keys(articles.codes) + corpus.tokens["start"].to_numpy()
    row = np.searchsorted(starts, position, side="right") - 1
    row[(row < 0) | (position >= ends[row])] = -1
    return labels, row


def _keys(codes: Any) -> Ints:
    """Return a key for each article, so that key + offset orders all tokens on one axis."""
    # Every article has far fewer than 2³² characters.
    return np.asarray(codes, dtype=np.int64) << 32
