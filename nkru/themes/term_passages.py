"""Terms in their articles: their places, and how many segments and stories hold them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from nkru.corpus.corpus import Corpus
from nkru.corpus.parts import by_doc_id, portions
from nkru.measures.counting import Vocabulary, is_term
from nkru.measures.counts import Counts
from nkru.measures.name_terms import join_names
from nkru.notes import note


def term_passages(
    corpus: Corpus,
    terms: Iterable[str],
    *,
    vocabulary: Vocabulary = "content",
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the occurrences of terms: doc_id, start, end, term.

    Args:
        corpus: the corpus that was counted.
        terms: lemmas, or names.
        vocabulary: that was counted (see `nkru.count`).
        mentions: those that were counted as names.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> len(nkru.term_passages(corpus, ["sécheresse"]))
    4
    """
    wanted = pd.Index(list(terms))
    tables = [_passages(part, wanted, vocabulary, mentions) for part in portions(corpus)]
    return by_doc_id(pd.concat(tables)).reset_index(drop=True)


def _passages(
    corpus: Corpus, terms: pd.Index[str], vocabulary: Vocabulary, mentions: pd.DataFrame | None
) -> pd.DataFrame:
    tokens = corpus.tagged_tokens
    inside = np.zeros(len(tokens), dtype=bool)
    if mentions is not None or vocabulary == "themes":
        tokens, inside = join_names(tokens, mentions, "lemma", fixed=vocabulary == "themes")
    wanted = tokens["lemma"].isin(terms).to_numpy() & ~inside
    rows = np.flatnonzero(wanted & is_term(tokens, "lemma", vocabulary))
    # The last token of a name is the one before the next that is in no name.
    outside = np.append(np.flatnonzero(~inside), len(tokens))
    last = outside[np.searchsorted(outside, rows, side="right")] - 1
    table = tokens.iloc[rows][["doc_id", "start", "lemma"]].rename(columns={"lemma": "term"})
    table.insert(2, "end", tokens["end"].to_numpy()[last])
    return table.astype({"doc_id": "str", "term": "str"})


def term_table(counts: Counts, terms: Iterable[str]) -> pd.DataFrame:
    """Return how many segments, articles and stories hold each of these terms.

    Args:
        counts: counts by segment.
        terms: those wanted; one that was not counted is left out.

    Returns:
        term, segments, articles, stories, and in attrs basis; the most frequent first.

    >>> import nkru
    >>> segments = nkru.count(nkru.example_corpus(), by="segment")
    >>> table = nkru.term_table(segments, ["sécheresse"])
    >>> table[["term", "segments", "articles"]].values.tolist()
    [['sécheresse', 4, 4]]
    """
    wanted = np.unique(list(terms)).astype(object)
    chosen = counts.with_terms(np.intersect1d(wanted, counts.terms.astype(object)))
    held = sparse.csc_array(chosen.matrix > 0)
    rows, column = held.nonzero()
    cells = pd.DataFrame({"term": chosen.terms[column], "segments": rows})
    cells["articles"] = np.asarray(chosen.doc_ids)[rows]
    cells["stories"] = np.asarray(chosen.stories)[rows]
    table = cells.groupby("term").nunique().reset_index()
    order = ["segments", "term"]
    table = table.sort_values(order, ascending=[False, True], ignore_index=True)
    return note(table, basis=counts.basis)
