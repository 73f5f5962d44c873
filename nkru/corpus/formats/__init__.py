"""Readers of files, one module per family of formats; the content of a file chooses its reader.

Each reader has `NAME` (the documents' column `format`), `MANY_ARTICLES` (a file may hold several,
so each doc_id ends in #n; in other formats it does where a file holds more than one), `BOUNDED`
(the format itself bounds an article, so that no page is around it), `RISKY` (libraries parse it, so
it is read in a process of its own, see `reader_process`), `recognises(data, name) -> bool` and
`read(data, name)`, which returns the articles, with a `Loss` in the place of each one that cannot
be read, or raises CorpusError with a remedy for a file that it cannot read.

To add a format, write a module with these six names and put it into `READERS`, before the readers
that would also recognise its files: a reader may get any bytes, and may use the name of a file only
to confirm its content. What runs outside of a process of its own takes time and memory in
proportion to the file: no pattern that backtracks, no loop in a loop over the text, no recursion.
Return articles by `compose_all`, which numbers the lines with a role. The readers share `headers`
(dates and languages in headers), `html_tree`, `page_lines` and `web_metadata` (HTML), `archives`
(zip), and `parse_iso` of `dating.iso`. Add examples of the format, whole and damaged, to the tests,
and its name to the README.
"""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

from nkru.corpus.articles import Article, Loss, with_whole_characters
from nkru.corpus.budgets import check_articles, without_giants
from nkru.corpus.formats import (
    article_tables,
    dumps,
    europresse,
    factiva,
    feeds,
    gallica,
    html,
    iramuteq,
    labelled,
    lexis,
    markdown,
    open_documents,
    pasted,
    pdf,
    pieces,
    references,
    subtitles,
    tei,
    unsupported,
    web_archives,
    word,
    workbooks,
    xml_corpora,
)
from nkru.corpus.formats.reader_process import PROCESS
from nkru.errors import CorpusError

# The first reader that recognises a file reads it: exports before plain HTML, pasted text last.
READERS: tuple[ModuleType, ...] = (
    tei,
    feeds,
    xml_corpora,
    workbooks,
    open_documents,
    pdf,
    web_archives,
    gallica,
    unsupported,
    europresse,
    factiva,
    lexis,
    word,
    references,
    subtitles,
    article_tables,
    iramuteq,
    html,
    markdown,
    labelled,
    pieces,
    dumps,
    pasted,
)
BOUNDED = frozenset(reader.NAME for reader in READERS if reader.BOUNDED)


_BY_NAME = {reader.NAME: reader for reader in READERS}
# RTF, PDF, office documents and Parquet: libraries already parse them to recognise their reader.
# Only these readers read what begins as a page.
_PAGE = re.compile(rb"\s*+<(?:!doctype\s++html|html)\b", re.IGNORECASE)
_PAGE_READERS = (gallica, europresse, factiva, lexis, html)
_BINARY = (b"{\\rtf", b"PK\x03\x04", b"PAR1", b"%PDF")
_Read = tuple[ModuleType, list[Article | Loss]]


def read(data: bytes, name: str) -> _Read:
    """Return the reader that recognises a file, and the file's articles, as valid text.

    Raises:
        CorpusError: the file is empty, not text, damaged, without an article, of a format that nkru
            does not read, or takes more time or memory than its size allows.
    """
    reader = None if data.startswith(_BINARY) else _reader_of(data, name)
    if reader is not None and not reader.RISKY:
        return _read_by(reader, data, name)
    answer = PROCESS.ask(data, name, reader.NAME if reader else "")
    if reason := answer.get("error"):
        raise CorpusError(reason)
    return _BY_NAME[answer["reader"]], [_item(item) for item in answer["articles"]]


def read_here(data: bytes, name: str, reader: str = "") -> _Read:
    """Read a file in this process, as `read` does; `reader` is the name of its reader, if known.

    Raises:
        CorpusError: as for `read`.
    """
    return _read_by(_BY_NAME[reader] if reader else _reader_of(data, name), data, name)


def _read_by(reader: ModuleType, data: bytes, name: str) -> _Read:
    items: list[Article | Loss] = reader.read(data, name)
    if not items:
        raise CorpusError(
            "a file of the format {format} without an article; save it again",
            format=repr(reader.NAME),
        )
    check_articles(items, len(data))
    items = without_giants(items)
    return reader, [with_whole_characters(i) if isinstance(i, Article) else i for i in items]


def _reader_of(data: bytes, name: str) -> ModuleType:
    readers = _PAGE_READERS if _PAGE.match(data) else READERS
    return next(reader for reader in readers if reader.recognises(data, name))


def _item(item: Any) -> Article | Loss:
    """Return an article or a loss from its form in JSON."""
    if isinstance(item, list):
        return Loss(*item)
    roles = {int(number): role for number, role in item["roles"].items()}
    return Article(**{**item, "roles": roles})
