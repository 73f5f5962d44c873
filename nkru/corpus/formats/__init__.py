"""Readers, one module per family of formats, chosen by what a file contains and never by its name alone.

Each module has `NAME`, `EXPORT` (a file holds several articles, so that each doc_id ends in #n),
`recognises(data, name) -> bool` and `read(data, name) -> list[Article]`.
"""

from __future__ import annotations

from types import ModuleType

from nkru.corpus.articles import Article
from nkru.corpus.formats import (
    documents,
    europresse,
    factiva,
    html,
    iramuteq,
    lexis,
    pasted,
    refused,
    tables,
)

# The first that recognises a file reads it: exports before plain HTML, pasted text last.
READERS: tuple[ModuleType, ...] = (
    refused,
    europresse,
    factiva,
    lexis,
    documents,
    tables,
    iramuteq,
    html,
    pasted,
)


def read(data: bytes, name: str) -> tuple[ModuleType, list[Article]]:
    """Return the reader that recognises a file, and the file's articles.

    Raises:
        CorpusError: the file is empty, not text, damaged, or of a format that nkru does not read.
    """
    reader = next(reader for reader in READERS if reader.recognises(data, name))
    return reader, reader.read(data, name)
