"""The table of segments: stretches of about equal length over the kept sentences of an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.errors import ParameterError
from nkru.tokens.segments import segment_spans

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

SEGMENTS = ["doc_id", "segment_no", "start", "end", "sent_first", "sent_last", "text"]


def segment_table(corpus: Corpus, size: int = 40) -> pd.DataFrame:
    """Return the segments of a corpus; a segment may cross sentences and lines, never articles.

    Args:
        corpus: only its sentences are read.
        size: words aimed at (see `nkru.split_segments`).

    Returns:
        One row per segment: doc_id, segment_no (from 1 in its article), start, end, sent_first, sent_last, text
        (its kept slices joined by a space).

    Raises:
        ParameterError: `size` is below 1.
    """
    if size < 1:
        raise ParameterError(f"size = {size}: a segment has at least 1 word")
    articles = corpus.sentences.groupby("doc_id", sort=True, observed=True)
    records = [(doc_id, *record) for doc_id, sentences in articles for record in _segments(sentences, size)]
    table = pd.DataFrame(records, columns=SEGMENTS)
    return table.astype(dict.fromkeys(SEGMENTS[1:6], "int32") | {"doc_id": "str", "text": "str"})


def _segments(sentences: pd.DataFrame, size: int) -> Iterator[tuple[int, int, int, int, int, str]]:
    """Yield segment_no, start, end, sent_first, sent_last and text of one article."""
    texts = sentences["text"].tolist()
    joined = " ".join(texts)
    # A hard-wrapped sentence holds line feeds: they part words as spaces do, and lengths stay.
    spans = np.array(segment_spans(joined.replace("\n", " "), size), dtype=np.int64).reshape(-1, 2)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    places = np.searchsorted(begins, spans - [0, 1], side="right") - 1
    offsets = spans + (sentences["start"].to_numpy() - begins)[places]
    numbers = sentences["sent_no"].to_numpy()[places]
    for number, (span, (start, end), (first, last)) in enumerate(zip(spans, offsets, numbers, strict=True), 1):
        yield number, start, end, first, last, joined[slice(*span)]
