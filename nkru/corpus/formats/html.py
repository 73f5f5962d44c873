"""Saved web pages: the lines of a page, with roles by its markup and by trafilatura's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from lxml import etree

from nkru.corpus.articles import Article, join_lines
from nkru.corpus.decoding import decode
from nkru.corpus.formats.html_tree import parse
from nkru.corpus.formats.page_lines import PageLine, page_lines
from nkru.corpus.formats.web_metadata import declared_metadata
from nkru.corpus.lines.paragraphs import read_paragraphs
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "html"
MANY_ARTICLES = BOUNDED = False

# The largest pages saved with their pictures inside have 15 MB.
MAX_BYTES = 20 << 20
_HEAD = 1 << 12
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_LETTERS = re.compile(r"[\W_]+")
# A line of this many letters or more is in the extracted text by more than chance.
_CERTAIN = 40
# Most words of a link that is a name; longer links between title and text lead to other articles.
_NAME = 4
# The markup gives these roles also to lines that the extracted text lacks.
_OUTSIDE = ("standfirst", "caption", "byline", "date")
# Text set apart, which may follow the last paragraph.
_APART = ("quote", "table")
# Extraction may miss lines of these roles among others of one element.
_MISSED = ("body", "heading")


class _Region(NamedTuple):
    """The lines of the article: its title, first and last paragraph, and last line set apart."""

    title: int
    start: int
    end: int
    last: int


def recognises(data: bytes, name: str) -> bool:
    """Return whether the file begins as a web page does."""
    return bool(_OPENING.match(decode(data[:_HEAD]).text))


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a saved page.

    `raw` holds every line of the page; lines outside the article have the role boilerplate.

    Raises:
        CorpusError: the page is too large, declares entities (which may name other files), or has
            no text.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(
            f"the page is larger than {MAX_BYTES >> 20} MB; save it again without its pictures"
        )
    text, encoding, damaged = decode(data)
    if "<!entity" in text[:_HEAD].casefold():
        raise CorpusError(
            "the page declares entities of its own, which may name other files; "
            "save it again as HTML"
        )
    page = parse(text)
    metadata = declared_metadata(page, text)
    etree.strip_elements(page, *read_toml("pages/webpages.toml")["hidden"], with_tail=False)
    lines = list(page_lines(page))
    if not lines:
        raise CorpusError("the page holds no text; open it in a browser and save it again")
    title = metadata["title"]
    if title and all(line.text != title for line in lines):
        lines.insert(0, PageLine(title))
    roles = _roles(lines, title, _letters(_extracted(text)))
    raw, by_number = join_lines(list(zip(roles, (line.text for line in lines), strict=True)))
    return [Article(raw, encoding, damaged, roles=by_number, **metadata)]


def _extracted(text: str) -> str:
    """Return the article's text as trafilatura extracts it, without fetching anything."""
    import trafilatura

    return trafilatura.extract(text, include_comments=False, include_tables=True) or ""


def _roles(lines: Sequence[PageLine], title: str | None, article: str) -> Iterator[str | None]:
    """Yield each line's role by markup and extracted text, None if only its words can decide.

    Args:
        lines: the lines of the page.
        title: the article's title.
        article: the letters of the extracted text.
    """
    letters = [_letters(line.text) for line in lines]
    titles = [index for index, line in enumerate(lines) if line.text == title]
    headings = (index for index in titles if lines[index].role == "heading")
    first = next(headings, min(titles, default=-1))
    held = [index > first and text in article for index, text in enumerate(letters)]
    certain = [n for n, text in enumerate(letters) if held[n] and len(text) >= _CERTAIN]
    region = _region(lines, first, held, certain)
    containers = {lines[index].container for index in certain}
    for index, line in enumerate(lines):
        if line.text == title:
            yield "title" if index == first else "boilerplate"
        else:
            yield _role(line, index, region, held[index], line.container in containers)


def _region(
    lines: Sequence[PageLine], title: int, held: Sequence[bool], certain: Sequence[int]
) -> _Region:
    if not certain:
        return _Region(title, len(lines), len(lines), len(lines))
    last = certain[-1]
    # Lists of related articles and of subjects follow the last paragraph; a paragraph follows a
    # list of the article's own.
    end = max((index for index in certain if lines[index].role != "list"), default=last)
    return _Region(title, certain[0], end, last + sum(1 for _ in takewhile(bool, held[last + 1 :])))


def _role(line: PageLine, index: int, region: _Region, held: bool, beside: bool) -> str | None:
    """Return the role of a line.

    After the title, a line that the extracted text lacks is furniture, unless it is prose in an
    element with prose of that text. Between title and text, where extraction is weakest, the markup
    only gives captions, links and the like.

    Args:
        line: the line.
        index: its index in the page.
        region: the lines of the article.
        held: whether the extracted text holds the line.
        beside: whether it holds a line of the same container.
    """
    if not region.title < index <= region.last:
        return "boilerplate"
    if line.role in _OUTSIDE and index <= region.end:
        return line.role
    if held and index >= region.start:
        role = _inner_role(line, "heading" if index < region.end else "body")
        return role if index <= region.end or role in _APART else None
    if beside and index < region.end and (role := _inner_role(line)) in _MISSED:
        return role
    return None if index < region.start and not _leads_elsewhere(line) else "boilerplate"


def _inner_role(line: PageLine, short: str | None = None) -> str | None:
    """Return the role of a line among paragraphs; `short` is the one of a line without sentence."""
    if _leads_elsewhere(line):
        return "boilerplate"
    return line.role or {"prose": "body", "short": short}.get(read_paragraphs(line.text)[0].kind)


def _leads_elsewhere(line: PageLine) -> bool:
    return line.linked and (line.role == "list" or len(line.text.split()) > _NAME)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())
