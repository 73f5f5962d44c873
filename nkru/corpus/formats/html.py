"""Saved web pages: the page's lines in order, with what its markup says of them, and what it declares of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple
from unicodedata import normalize

from lxml import etree

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.corpus.formats.markup import parse
from nkru.corpus.formats.web_metadata import declared
from nkru.corpus.lines.paragraphs import read_paragraphs
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "html"
MANY_ARTICLES = BOUNDED = False

# The longest pages saved with their pictures inside hold 15 MB.
MAX_BYTES = 20 << 20
_HEAD = 1 << 12
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.I | re.S,
)
_SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "select",
    "textarea",
    "object",
    "head",
)
_TAGS = dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "heading") | {
    "figcaption": "caption",
    "li": "list",
    "tr": "table",
    "blockquote": "quote",
}
_NO_LETTERS = re.compile(r"[\W_]+")
# Letters from which on a line found in the extracted text is no chance find.
_SURE = 40
# Characters of a caption, a byline, a standfirst or a quotation set apart, at most.
_SHORT = 400
# Words of a name that is a link; longer links between title and text lead to other articles.
_NAME = 4
# Roles that the markup states where the extracted text does not hold the line.
_OUTSIDE = ("standfirst", "caption", "byline", "date")
# Roles of text set apart, which may follow the last paragraph.
_APART = ("quote", "table")
# Roles of lines that extraction may miss among others of one element.
_MISSED = ("body", "heading")


@dataclass(frozen=True)
class _Line:
    text: str
    role: str | None = None
    linked: bool = False
    container: Any = None


class _Region(NamedTuple):
    """Where the article stands: its title, its first paragraph, its last, and what is set apart below that."""

    title: int
    start: int
    end: int
    last: int


def recognises(data: bytes, name: str) -> bool:
    """Say whether the file begins as a web page does."""
    return bool(_OPENING.match(decode(data[:_HEAD]).text))


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a saved page.

    `raw` holds every line of the page; what is no part of the article has the role boilerplate.

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
            "the page declares entities of its own, which may name other files; save it again as HTML"
        )
    page = parse(text)
    stated = declared(page, text)
    etree.strip_elements(page, *_SILENT, with_tail=False)
    lines = list(_lines(page))
    if not lines:
        raise CorpusError("the page holds no text; open it in a browser and save it again")
    if stated["title"] and all(line.text != stated["title"] for line in lines):
        lines.insert(0, _Line(stated["title"]))
    roles = enumerate(_roles(lines, stated["title"], _letters(_extracted(text))))
    # A blank line between two lines keeps them apart: lines of one length would be one paragraph,
    # wrapped by hand.
    said = {2 * place + 1: role for place, role in roles if role}
    return [
        Article("\n\n".join(line.text for line in lines), encoding, damaged, roles=said, **stated)
    ]


def _extracted(text: str) -> str:
    """Return the article's text as trafilatura finds it; it works on the text given and fetches nothing."""
    import trafilatura

    return trafilatura.extract(text, include_comments=False, include_tables=True) or ""


def _roles(lines: Sequence[_Line], title: str | None, article: str) -> Iterator[str | None]:
    """Give each line the role that its markup and the extracted text state, None where the line itself must tell."""
    named = [n for n, line in enumerate(lines) if line.text == title]
    first = next((n for n in named if lines[n].role == "heading"), min(named, default=-1))
    letters = [_letters(line.text) for line in lines]
    held = [n > first and line in article for n, line in enumerate(letters)]
    sure = [n for n, line in enumerate(letters) if held[n] and len(line) >= _SURE]
    start, last = (sure[0], sure[-1]) if sure else (len(lines), len(lines))
    # Lists of related articles and of subjects follow the last paragraph; a list of the article's
    # own precedes one.
    end = max((n for n in sure if lines[n].role != "list"), default=last)
    region = _Region(first, start, end, last + sum(1 for _ in takewhile(bool, held[last + 1 :])))
    beside = {lines[n].container for n in sure}
    for number, line in enumerate(lines):
        if line.text == title:
            yield "title" if number == first else "boilerplate"
        else:
            yield _stated(line, number, region, held[number], line.container in beside)


def _stated(line: _Line, number: int, region: _Region, held: bool, beside: bool) -> str | None:
    """Return the role of a line by its place, and by whether the extracted text holds it, or its neighbours.

    From the title on, a line that the extracted text does not hold is furniture, but for prose
    beside prose that it holds. Between title and text, where extraction is weakest, the markup only
    tells captions, links and the like.
    """
    if not region.title < number <= region.last:
        return "boilerplate"
    if line.role in _OUTSIDE and number <= region.end:
        return line.role
    if held and number >= region.start:
        role = _inside(line, "heading" if number < region.end else "body")
        return role if number <= region.end or role in _APART else None
    if beside and number < region.end and (role := _inside(line)) in _MISSED:
        return role
    return None if number < region.start and not _leads_elsewhere(line) else "boilerplate"


def _inside(line: _Line, short: str | None = None) -> str | None:
    """Return the role of a line among the paragraphs of an article; `short` is that of a line without a sentence."""
    if _leads_elsewhere(line):
        return "boilerplate"
    return line.role or {"prose": "body", "short": short}.get(read_paragraphs(line.text)[0].kind)


def _leads_elsewhere(line: _Line) -> bool:
    return line.linked and (line.role == "list" or len(line.text.split()) > _NAME)


def _lines(page: Any) -> Iterator[_Line]:
    """Yield the lines of a page as a browser shows them, each with the role of the elements around it."""
    pieces: list[tuple[str, bool]] = []
    links = 0
    for event, node in etree.iterwalk(page, events=("start", "end"), tag="*"):
        opens = event == "start"
        if _is_block(node) or _holds_layout(node):
            yield from _line(pieces, node.getparent() if opens else node)
            pieces.clear()
        links += (1 if opens else -1) if node.tag == "a" else 0
        space = " " if node.tag in ("td", "th") else ""
        pieces.append((space + ((node.text if opens else node.tail) or ""), links > 0))


def _line(pieces: Sequence[tuple[str, bool]], node: Any) -> Iterator[_Line]:
    text = " ".join(
        normalize("NFC", "".join(piece for piece, _ in pieces)).replace("\xad", "").split()
    )
    if text:
        linked = all(linked for piece, linked in pieces if piece.strip())
        yield _Line(text, _role(node), linked, node.getparent())


def _role(node: Any) -> str | None:
    """Return what the nearest telling element around a line says of it."""
    for element in (node, *node.iterancestors()):
        role = _mark(element) or _TAGS.get(element.tag)
        # A mark on what holds a whole article says nothing of its lines.
        if role in ("heading", "list") or (role and len(element.text_content()) <= _SHORT):
            return role if role != "table" or len(element) > 1 else None
    return None


def _mark(element: Any) -> str | None:
    marks, named = (element.get("class") or "").casefold().split(), element.get("itemprop")
    return min((_marks()[mark] for mark in (*marks, named) if mark in _marks()), default=(0, None))[
        1
    ]


def _is_block(node: Any) -> bool:
    # Elements that HTML does not know are inline; those that a site defines, whose names have a
    # hyphen, are not, nor are a caption or a date among other words.
    return node.tag in _blocks() or "-" in node.tag or _mark(node) is not None


def _holds_layout(node: Any) -> bool:
    """Tell whether a cell stands in a row too long to be one of a table of figures: it lays out the page."""
    return node.tag in ("td", "th") and len(node.getparent().text_content()) > _SHORT


@cache
def _blocks() -> frozenset[str]:
    return frozenset(read_toml("pages/webpages.toml")["blocks"])


@cache
def _marks() -> dict[str, tuple[int, str]]:
    """Return the role of each mark after its rank: an element may carry several marks."""
    roles = enumerate(read_toml("pages/webpages.toml")["roles"].items())
    return {word: (rank, role) for rank, (role, words) in reversed([*roles]) for word in words}


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())
