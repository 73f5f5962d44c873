"""Concordance: a word, phrase, lemma or actor in its context (key word in context)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.errors import ParameterError
from nkru.tokens.norms import fold
from nkru.tokens.words import tokenize

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
    """Find a word or phrase and the words around it; `*` stands for any letters.

    Args:
        corpus: the articles.
        query: "sanction*", "armes nucléaires", or with `mentions` the name of an entry.
        window: tokens of the same sentence shown on either side.
        unit: what the words of the query are compared with: "lemma" finds « imposé » for "imposer".
        mentions: a table of mentions; then the query is the name of its entry.
        sort: order by the word before ("left") or after ("right"); by place in the corpus where
            None.

    Returns:
        One row per occurrence: doc_id, sent_no, start, end (of the node), left, node, right.

    Raises:
        ParameterError: the query is empty, or the window is below 0.
    """
    if not query.strip() or window < 0:
        raise ParameterError(
            f"query {query!r}, window {window}: give a word, and a window of 0 or more"
        )
    tokens = corpus.tokens
    if mentions is None:
        first, last = _phrase(tokens, query, unit)
    else:
        first, last = token_spans(tokens, mentions[mentions["entry"] == query])
    return _sorted(_context(corpus, first, last, window), sort)


def _phrase(
    tokens: pd.DataFrame, query: str, unit: str
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and last token of each occurrence of a phrase."""
    words = _words(query)
    codes = tokens[unit].cat.codes.to_numpy()
    names = tokens[unit].cat.categories
    sentence = _sentence_numbers(tokens)
    starts = np.arange(len(tokens) - len(words) + 1) if len(tokens) >= len(words) else np.arange(0)
    for place, word in enumerate(words):
        pattern = re.compile(re.escape(word).replace(r"\*", r"\w*"))
        wanted = np.array([bool(pattern.fullmatch(name)) for name in names], dtype=bool)
        starts = starts[wanted[codes[starts + place]]]
    starts = starts[sentence[starts] == sentence[starts + len(words) - 1]]
    return starts, starts + len(words) - 1


def _words(query: str) -> list[str]:
    """Return the words of a query as tokens have them: « l'accord » is two, "sanction*" stays one."""
    words = []
    for part in fold(query).split():
        if "*" in part:
            words.append(part)
        else:
            found = tokenize([part])
            words += [found.norms[code] for code in found.code]
    return words


def token_spans(
    tokens: pd.DataFrame, chosen: pd.DataFrame
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and last token of each mention."""
    doc_ids = tokens["doc_id"].cat.categories
    # Two integers, article and offset, as one number in the order of the table.
    keys = tokens["doc_id"].cat.codes.to_numpy().astype(np.int64) << 32
    documents = doc_ids.get_indexer(pd.Index(chosen["doc_id"])).astype(np.int64) << 32
    first = np.searchsorted(
        keys + tokens["end"].to_numpy(), documents + chosen["start"].to_numpy(), side="right"
    )
    last = (
        np.searchsorted(keys + tokens["start"].to_numpy(), documents + chosen["end"].to_numpy()) - 1
    )
    return first, last


def _sentence_numbers(tokens: pd.DataFrame) -> NDArray[np.int64]:
    return np.cumsum(tokens["token_no"].to_numpy() == 1)


def _context(
    corpus: Corpus, first: NDArray[np.intp], last: NDArray[np.intp], window: int
) -> pd.DataFrame:
    tokens, sentence = corpus.tokens, _sentence_numbers(corpus.tokens)
    left = np.maximum(first - window, np.searchsorted(sentence, sentence[first]))
    right = np.minimum(last + window, np.searchsorted(sentence, sentence[last], side="right") - 1)
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    rows = (
        tokens.iloc[first][["doc_id", "sent_no"]].astype({"doc_id": "str"}).reset_index(drop=True)
    )
    rows["start"], rows["end"] = starts[first], ends[last]
    raws = [corpus.raw(doc_id) for doc_id in rows["doc_id"]]
    for name, begin, stop in (
        ("left", starts[left], starts[first]),
        ("node", starts[first], ends[last]),
        ("right", ends[last], ends[right]),
    ):
        rows[name] = [
            " ".join(raw[a:b].split()) for raw, a, b in zip(raws, begin, stop, strict=True)
        ]
    return rows.astype({name: "str" for name in ("left", "node", "right")})


def _sorted(rows: pd.DataFrame, sort: Sort | None) -> pd.DataFrame:
    if sort is None:
        return rows
    words = rows[sort].map(
        lambda text: [
            fold(word) for word in (text.split()[::-1] if sort == "left" else text.split())
        ]
    )
    order = sorted(range(len(rows)), key=lambda row: (words.iloc[row], row))
    return rows.iloc[order].reset_index(drop=True)
