"""Readers of files, one module per family of formats; the content of a file chooses its reader.

Each reader has `NAME` (the documents' column `format`), `MANY_ARTICLES` (a file may hold several,
so each doc_id ends in #n), `BOUNDED` (the format itself bounds an article, so that no page is
around it), `recognises(data, name) -> bool` and `read(data, name) -> list[Article]`, which raises
CorpusError with a remedy for a file that it cannot read.

To add a format, write a module with these five names and put it into `READERS`, before the readers
that would also recognise its files: a reader may get any bytes, and may use the name of a file only
to confirm its content. Return articles by `compose_all`, which numbers the lines with a role. The
readers share `headers` (dates and languages in headers), `html_tree`, `page_lines` and
`web_metadata` (HTML), `archives` (limits for unpacking), and `parse_iso` of `dating.iso`. Add
examples of the format, whole and damaged, to the tests, and its name to the README.
"""

from __future__ import annotations

from types import ModuleType

from nkru.corpus.articles import Article
from nkru.corpus.formats import (
    article_tables,
    dumps,
    europresse,
    factiva,
    html,
    iramuteq,
    lexis,
    pasted,
    pieces,
    unsupported,
    word,
)
from nkru.errors import CorpusError

# The first reader that recognises a file reads it: exports before plain HTML, pasted text last.
READERS: tuple[ModuleType, ...] = (
    unsupported,
    europresse,
    factiva,
    lexis,
    word,
    article_tables,
    iramuteq,
    html,
    pieces,
    dumps,
    pasted,
)
BOUNDED = frozenset(reader.NAME for reader in READERS if reader.BOUNDED)


def read(data: bytes, name: str) -> tuple[ModuleType, list[Article]]:
    """Return the reader that recognises a file, and the file's articles.

    Raises:
        CorpusError: the file is empty, not text, damaged, without an article, or of a format that
            nkru does not read.
    """
    reader = next(reader for reader in READERS if reader.recognises(data, name))
    articles = reader.read(data, name)
    if not articles:
        raise CorpusError(f"a file of the format {reader.NAME!r} without an article; save it again")
    return reader, articles
