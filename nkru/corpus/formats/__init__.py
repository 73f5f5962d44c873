"""Readers, one module per family of formats, chosen by what a file contains and never by its name alone.

Each module has `NAME`, `MANY_ARTICLES` (a file may hold several, so that each doc_id ends in #n),
`BOUNDED` (an article is read without the page around it), `recognises(data, name) -> bool` and
`read(data, name) -> list[Article]`.
"""

from __future__ import annotations

from types import ModuleType

from nkru.corpus.articles import Article
from nkru.corpus.formats import (
    europresse,
    factiva,
    html,
    iramuteq,
    lexis,
    pasted,
    tables,
    unsupported,
    word,
)

# The first that recognises a file reads it: exports before plain HTML, pasted text last.
READERS: tuple[ModuleType, ...] = (
    unsupported,
    europresse,
    factiva,
    lexis,
    word,
    tables,
    iramuteq,
    html,
    pasted,
)
# Formats that state where each article begins and ends.
BOUNDED = frozenset(reader.NAME for reader in READERS if reader.BOUNDED)


def read(data: bytes, name: str) -> tuple[ModuleType, list[Article]]:
    """Return the reader that recognises a file, and the file's articles.

    Raises:
        CorpusError: the file is empty, not text, damaged, or of a format that nkru does not read.
    """
    reader = next(reader for reader in READERS if reader.recognises(data, name))
    return reader, reader.read(data, name)
