"""A corpus made of tables, for tests that need many articles with known words and stories."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.lines.roles import COLUMNS
from nkru.corpus.tables import sentence_table


def small_corpus(texts: list[str], **columns: list[str]) -> Corpus:
    """Return the corpus of these texts: doc_id 00, 01 …, by default one story per text."""
    doc_ids = [f"{number:02}" for number in range(len(texts))]
    articles = pd.DataFrame({"doc_id": doc_ids, "raw": texts})
    given = {
        "date": None,
        "date_from": None,
        "date_to": None,
        "flags": "",
        "story_id": doc_ids,
        "outlet": None,
    }
    documents = pd.DataFrame({"doc_id": doc_ids, **given, **columns})
    rows = [
        (doc_id, number, start, start + len(line), "title" if number == 1 else "body", line)
        for doc_id, text in zip(doc_ids, texts, strict=True)
        for number, start, line in _lines(text)
    ]
    lines = pd.DataFrame(rows, columns=["doc_id", "line_no", "start", "end", "role", "text"])
    lines = lines.assign(kept=True, code="", reason="")[COLUMNS]
    sentences = sentence_table(articles, lines)
    return Corpus(articles, documents, lines, sentences, pd.DataFrame(columns=["source", "reason"]))


def _lines(text: str) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append((number, start, line))
        start += len(line) + 1
    return found
