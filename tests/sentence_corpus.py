"""A corpus of one article that has given sentences and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus


def sentence_corpus(texts: list[str]) -> Corpus:
    """Return the corpus of the article a.txt, one line for each sentence."""
    lengths = np.array([len(text) for text in texts])
    ends = np.cumsum(lengths + 1) - 1
    numbers = range(1, len(texts) + 1)
    keys = {"doc_id": "a.txt", "sent_no": numbers, "line_no": numbers}
    sentences = pd.DataFrame({**keys, "start": ends - lengths, "end": ends, "text": texts})
    articles = pd.DataFrame({"doc_id": ["a.txt"], "raw": ["\n".join(texts)]})
    columns = {"doc_id": ["a.txt"], "story_id": ["a.txt"], "date_from": [None], "date_to": [None]}
    documents = pd.DataFrame(columns)
    return Corpus(articles, documents, sentences, sentences, pd.DataFrame())
