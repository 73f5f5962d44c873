"""Saved web pages: the lines of a page, with roles by its markup and by trafilatura's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from lxml import etree

from nkru.corpus.articles import Article, join_lines
from nkru.corpus.budgets import check_page
from nkru.corpus.decoding import decode
from nkru.corpus.formats.html_tree import extracted, letters, parse_whole, without_scripts
from nkru.corpus.formats.page_articles import heading_above, whole_articles, whole_pages
from nkru.corpus.formats.page_lines import PageLine, page_lines, teasers
from nkru.corpus.formats.prologs import after_prolog
from nkru.corpus.formats.web_metadata import declared_metadata, declared_text
from nkru.corpus.lines.page_patterns import thread_roles
from nkru.corpus.lines.paragraphs import read_line
from nkru.corpus.lines.signatures import is_name, is_section
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "html"
MANY_ARTICLES = BOUNDED = False
RISKY = True

_HEAD = 1 << 12
_OPENING = re.compile(
    r"<(?:!doctype\s++html|html|head|body|article|main|div|p|h1)\b", re.IGNORECASE
)
# A line of this many letters or more is in the extracted text by more than chance.
_CERTAIN = 40
# Words of a label, labels between two headings with the title that are a menu, lines that sign.
_LABEL, _MENU, _SIGNED = 8, 3, 3
# The fewest paragraphs in blocks of one shape; the shape has a class.
_ALIKE, _CLASSED = 3, re.compile(r"\.\S")
_HEADINGS = frozenset({"h2", "h3", "h4"})
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
    return bool(_OPENING.match(after_prolog(decode(data[:_HEAD]).text)))


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a saved page.

    `raw` holds every line of the page; lines outside the article have the role boilerplate.

    Raises:
        CorpusError: the page is too large, declares entities (which may name other files), or has
            no text.
    """
    check_page(len(data))
    text, encoding, damaged = decode(data)
    if "<!entity" in text[:_HEAD].casefold():
        raise CorpusError(
            "the page declares entities, which may name other files; save it again as HTML"
        )
    pages = whole_pages(text)
    if len(pages) == 1:
        page = parse_whole(text)
        pages = whole_articles(page) if text.count("<article") > 1 else []
    if len(pages) > 1:
        return [_read(parse_whole(one), one, encoding, damaged) for one in pages]
    return [_read(page, text, encoding, damaged)]


def _read(page: Any, text: str, encoding: str, damaged: int) -> Article:
    """Return the article of a page, from its root and its HTML."""
    article = letters(extracted(page))
    metadata = declared_metadata(without_scripts(page), text)
    etree.strip_elements(page, *read_toml("pages/webpages.toml")["hidden"], with_tail=False)
    declared = declared_text(text)
    lines = list(page_lines(page))
    if declared and not any(map(_is_prose, lines)):
        # A page that a script fills has its text only in JSON-LD.
        lines += map(PageLine, filter(None, map(str.strip, declared.split("\n"))))
    if not lines:
        raise CorpusError("the page holds no text; open it in a browser and save it again")
    title = metadata["title"]
    if title and all(line.text != title for line in lines):
        lines.insert(0, PageLine(title))
    roles = list(_roles(lines, title, f"{article}\n{letters(declared)}"))
    if not title and (heading := heading_above(roles)) is not None:
        roles[heading], metadata["title"] = "title", lines[heading].text
    raw, by_number = join_lines(list(zip(roles, (line.text for line in lines), strict=True)))
    by_number |= thread_roles(raw)
    return Article(raw, encoding, damaged, roles=by_number, **metadata)


def _roles(lines: Sequence[PageLine], title: str | None, article: str) -> Iterator[str | None]:
    """Yield each line's role by markup and extracted text, or None to let its words decide.

    Args:
        lines: the lines of the page.
        title: the article's title.
        article: the letters of the extracted text.
    """
    lettered = [letters(line.text) for line in lines]
    first = _title_index(lines, title)
    linked = teasers(lines)
    held = [
        index > first and text in article and index not in linked
        for index, text in enumerate(lettered)
    ]
    certain = [n for n, text in enumerate(lettered) if held[n] and len(text) >= _CERTAIN]
    for index in list(_blocks_alike(lines, certain, held)):
        held[index] = True
        certain.append(index)
    region = _region(lines, first, held, certain)
    containers = {lines[index].container for index in certain}
    for index, line in enumerate(lines):
        if line.text == title:
            yield "title" if index == first else "boilerplate"
        else:
            # A heading may be outside the block of its paragraphs.
            heads = held[index + 1 : index + 2] == [True] and _is_heading(line)
            beside = heads or line.container in containers
            opens = heads and index == region.start - 1
            yield "heading" if opens else _role(line, index, region, held[index], beside)


def _title_index(lines: Sequence[PageLine], title: str | None) -> int:
    """Return the index of the title: the first heading that is it, unless a menu is below it."""
    titles = [index for index, line in enumerate(lines) if line.text == title]
    headings = [index for index in titles if lines[index].role == "heading"] or titles[:1]
    for index, following in pairwise(headings):
        between = lines[index + 1 : following]
        if sum(map(_is_label, between)) < _MENU or any(map(_is_prose, between)):
            return index
    return headings[-1] if headings else -1


def _is_label(line: PageLine) -> bool:
    return line.role in (None, "list", "heading") and len(line.text.split()) <= _LABEL


def _blocks_alike(
    lines: Sequence[PageLine], certain: Sequence[int], held: Sequence[bool]
) -> Iterator[int]:
    """Yield the paragraphs in further blocks like those that hold the extracted text.

    Extraction may stop at the first of several blocks of an article. A block is alike if tags and
    classes down to it are the same; another headline, day or author begins another article.
    """
    shapes = Counter(lines[index].shape for index in certain)
    shape, count = max(shapes.items(), key=lambda item: item[1], default=("", 0))
    if 2 * count <= len(certain) or count < _ALIKE or not _CLASSED.search(shape):
        return
    whole = lines[certain[0]].whole
    for index in range(certain[-1] + 1, len(lines)):
        line = lines[index]
        if line.tag == "h1" or line.role in ("date", "byline") or line.whole is not whole:
            return
        if line.shape == shape and not held[index] and not line.linked and _kind(line) == "prose":
            yield index


def _is_heading(line: PageLine) -> bool:
    is_short = line.tag in _HEADINGS and read_line(line.text).kind == "short"
    return is_short and not (line.linked or is_section(line.text))


def _is_prose(line: PageLine) -> bool:
    return _kind(line) == "prose" and read_line(line.text).strong


def _kind(line: PageLine) -> str:
    return read_line(line.text).kind if line.role in (None, "quote") else ""


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
    if region.last < index <= region.last + _SIGNED:
        # The author and the day may be below the text.
        return None if read_line(line.text).kind in ("byline", "date") else "boilerplate"
    if not region.title < index <= region.last:
        return "boilerplate"
    if line.role in _OUTSIDE and index <= region.end:
        # What readers call credits is the author, right below the title.
        is_author = line.role == "caption" and index == region.title + 1 and is_name(line.text)
        return "byline" if is_author else line.role
    if held and index >= region.start:
        role = _inner_role(line, "heading" if index < region.end else "body")
        return role if index <= region.end or role in _APART else None
    if beside and index < region.end and (role := _inner_role(line)) in _MISSED:
        return role
    return None if index < region.start and not _leads_elsewhere(line) else "boilerplate"


def _inner_role(line: PageLine, short: str | None = None) -> str | None:
    """Return the role of a line among paragraphs; `short` is the one of a line without sentence."""
    paragraph = read_line(line.text)
    if _leads_elsewhere(line) or (line.role == "heading" and paragraph.furniture):
        return "boilerplate"
    return line.role or {"prose": "body", "short": short}.get(paragraph.kind)


def _leads_elsewhere(line: PageLine) -> bool:
    return line.linked and (line.role == "list" or len(line.text.split()) > _NAME)
