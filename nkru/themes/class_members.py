"""Members of classes: the segments behind each pair of a value and a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus
    from nkru.themes.classes import Classes


def segments_by_value(classes: Classes, corpus: Corpus, by: str, *, n: int = 10) -> pd.DataFrame:
    """Return the n most typical segments of each value of a variable in each class.

    Args:
        classes: from `nkru.reinert`.
        corpus: the corpus that was counted.
        by: year, month or a column of its documents.
        n: segments of each pair.

    Returns:
        value, class, doc_id, start, end, rule (the rank in the class).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> table = nkru.segments_by_value(classes, corpus, "outlet", n=1)
    >>> table["value"].nunique()
    3
    """
    every = len(classes.counts.doc_ids)
    table = classes.typical(n=every, segments=corpus.segments())
    values = table["doc_id"].map(corpus.labels(by).astype("object"))
    table = table.assign(value=values).dropna(subset="value")
    table["value"] = table["value"].astype(str)
    table["rule"] = "typical segment " + table["rank"].astype(str)
    first = table.groupby(["value", "class"]).head(n)
    return first[["value", "class", "doc_id", "start", "end", "rule"]].reset_index(drop=True)
