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
_TAGS = dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "heading") | {
    "figcaption": "caption",
    "li": "list",
    "tr": "table",
    "blockquote": "quote",
}
# Letters from which on a line found in the extracted text is no chance find.
_SURE = 40
# Words of a linked name, at most, and of a quotation, a caption or a byline set apart.
_NAME, _APART = 4, 80
# Roles that the markup states where the extracted text does not hold the line.
_OUTSIDE = ("standfirst", "caption", "byline", "date")


@dataclass(frozen=True)
class _Line:
    text: str
    role: str | None = None
    linked: bool = False

    @property
    def letters(self) -> str:
        return _letters(self.text)


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
    shown = not title or any(line.text == title for line in lines)
    return lines if shown or not lines else [_Line(title or ""), *lines]


def _roles(lines: Sequence[_Line], title: str | None, article: str) -> Iterator[str | None]:
    """Give each line the role that its markup states, None where the line itself must tell.

    From the title to the last line that the extracted text holds, a line that it does not hold is furniture; but
    between title and text, where extraction is weakest, only captions, links and the like are told by their markup.
    """
    first = next((n for n, line in enumerate(lines) if line.text == title), 0)
    letters = [line.letters for line in lines]
    held = [n > first and text in article for n, text in enumerate(letters)]
    sure = [n for n, text in enumerate(letters) if held[n] and len(text) >= _SURE]
    start, end = (sure[0], sure[-1]) if sure else (len(lines), len(lines))
    for number, line in enumerate(lines):
        if number == first and line.text == title:
            yield "title"
        elif first < number <= end and (held[number] and number >= start or line.role in _OUTSIDE):
            yield line.role
        elif first < number < start and not (line.linked and len(line.text.split()) > _NAME):
            yield None
        else:
            yield "boilerplate"


def _lines(page: Any) -> Iterator[_Line]:
    """Yield the lines of a page as a browser shows them, each with the role of the elements around it."""
    pieces: list[tuple[str, bool]] = []
    links = 0
    for event, node in etree.iterwalk(page, events=("start", "end")):
        opens = event == "start"
        if node.tag not in _INLINE:
            yield from _line(pieces, node.getparent() if opens else node)
            pieces.clear()
        links += (1 if opens else -1) if node.tag == "a" else 0
        space = " " if node.tag in ("td", "th") else ""
        pieces.append((space + ((node.text if opens else node.tail) or ""), links > 0))


def _line(pieces: Sequence[tuple[str, bool]], node: Any) -> Iterator[_Line]:
    text = " ".join("".join(piece for piece, _ in pieces).replace("\xad", "").split())
    if text:
        yield _Line(text, _role(text, node), all(linked for piece, linked in pieces if piece.strip()))


def _role(text: str, node: Any) -> str | None:
    """Return what the nearest telling element around a line says of it."""
    named = read_toml("webpages.toml")["roles"]
    short = len(text.split()) <= _APART
    for element in (node, *node.iterancestors()):
        marks = {*(element.get("class") or "").casefold().split(), element.get("itemprop")}
        role = next((role for role, words in named.items() if marks & set(words)), _TAGS.get(element.tag))
        if role and (short or role in ("standfirst", "list")) and (role != "table" or len(element) > 1):
            return str(role)
    return None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
