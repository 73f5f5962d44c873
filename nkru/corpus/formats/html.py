"""Saved web pages: the page's lines in order, with what its markup says of them, and what it declares of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.corpus.formats.declared import declared
from nkru.corpus.formats.markup import parse
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "html"
EXPORT = False

# The longest pages saved with their pictures inside hold 15 MB.
MAX_BYTES = 20 << 20
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b", re.I | re.S
)
_SILENT = ("script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "object", "head")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
    ]
    + [
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "source",
    ]
    + ["td", "th"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# Letters from which on a line found in the extracted text is no chance find; words of a quotation set apart.
_SURE, _QUOTE = 40, 80


@dataclass(frozen=True)
class _Line:
    text: str
    role: str | None
    letters: str


def recognises(data: bytes, name: str) -> bool:
    """Say whether the file begins as a web page does."""
    return bool(_OPENING.match(decode(data[: 1 << 12]).text))


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a saved page.

    `raw` holds every visible line of the page; what is no part of the article has the role boilerplate.

    Raises:
        CorpusError: the page is too large, or has no text.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(f"the page is larger than {MAX_BYTES >> 20} MB; save it again without its pictures")
    text, encoding, damaged = decode(data)
    page = parse(text)
    stated = declared(page, text)
    etree.strip_elements(page, *_SILENT, with_tail=False)
    lines = _with_title(list(_lines(page)), stated["title"])
    if not lines:
        raise CorpusError("the page holds no text; open it in a browser and save it again")
    roles = dict(enumerate(_roles(lines, stated["title"], _letters(_extracted(text))), 1))
    said = {number: role for number, role in roles.items() if role}
    return [Article("\n".join(line.text for line in lines), encoding, damaged, roles=said, **stated)]


def _extracted(text: str) -> str:
    """Return the article's text as trafilatura finds it; it works on the text given and fetches nothing."""
    import trafilatura

    return trafilatura.extract(text, include_comments=False, include_tables=True) or ""


def _with_title(lines: list[_Line], title: str | None) -> list[_Line]:
    """Put the declared title first where the page does not show it."""
    if not title or not lines or any(line.text == title for line in lines):
        return lines
    return [_Line(title, None, _letters(title)), *lines]


def _roles(lines: Sequence[_Line], title: str | None, article: str) -> Iterator[str | None]:
    """Give each line the role that its markup states, None where the line itself must tell.

    Between the title and the last line of the extracted text, a line is the article's where the extraction holds
    it; a paragraph of prose that it passed over is left to be judged by itself, as is the header.
    """
    first = next((n for n, line in enumerate(lines) if line.text == title), 0)
    sure = [n for n, line in enumerate(lines) if n > first and len(line.letters) >= _SURE and line.letters in article]
    start, end = (sure[0], sure[-1]) if sure else (len(lines), len(lines))
    for number, line in enumerate(lines):
        if number == first and line.text == title:
            yield "title"
        elif number < first or number > end:
            yield "boilerplate"
        elif number < start or line.letters in article:
            yield line.role
        else:
            yield line.role if line.role == "caption" else "boilerplate"


def _lines(page: Any) -> Iterator[_Line]:
    """Yield the lines of a page as a browser shows them, each with the role of the elements around it."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(page, events=("start", "end")):
        opens = event == "start"
        if node.tag not in _INLINE and pieces:
            yield from _line("".join(pieces), node if not opens else node.getparent())
            pieces = []
        if node.tag in ("td", "th"):
            pieces.append(" ")
        pieces.append((node.text if opens else node.tail) or "")
    yield from _line("".join(pieces), page)


def _line(text: str, node: Any) -> Iterator[_Line]:
    text = " ".join(text.replace("\xad", "").split())
    if text:
        yield _Line(text, _role(text, node), _letters(text))


def _role(text: str, node: Any) -> str | None:
    for element in (node, *node.iterancestors()):
        marks = {*(element.get("class") or "").casefold().split(), element.get("itemprop")}
        for role, words in read_toml("webpages.toml")["roles"].items():
            if marks & set(words):
                return str(role)
        if element.tag in _HEADINGS:
            return "heading"
        if element.tag == "figcaption":
            return "caption"
        if element.tag == "li":
            return "list"
        if element.tag == "tr" and len(element) > 1:
            return "table"
        if element.tag == "blockquote":
            return "quote" if len(text.split()) <= _QUOTE else None
    return None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
