"""The one count of words of a report: strings between white space that hold a letter or digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.parts import counted_parts

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

_WORD = re.compile(r"(?<!\S)[^\w\s]{0,20}\w")


def words_in(texts: pd.Series[str]) -> pd.Series[int]:
    """Count the words of each text; a sign between two spaces, as « or :, is no word.

    >>> words_in(pd.Series(["« L'accord » : il y en a 2 !", ""])).tolist()
    [6, 0]
    """
    counts = [len(_WORD.findall(text)) for text in texts.tolist()]
    return pd.Series(counts, texts.index, dtype="int64")


def words_by_article(corpus: Corpus) -> dict[str, int]:
    """Return the words of the sentences that are counted, by doc_id."""
    words: dict[str, int] = {}
    for part in counted_parts(corpus):
        sentences = part.sentences
        counts = words_in(sentences["text"]).groupby(sentences["doc_id"].to_numpy()).sum()
        words |= {str(name): int(count) for name, count in counts.items()}
    return words
