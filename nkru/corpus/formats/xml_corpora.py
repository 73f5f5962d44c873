"""XML corpora: an article in each element of a corpus, as for Sketch Engine, Trameur or TXM."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from nkru.corpus.articles import Article, Fields, Loss, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.cell_kinds import is_address
from nkru.corpus.formats.line_lists import kind_of_lists
from nkru.corpus.formats.prologs import after_prolog
from nkru.corpus.formats.table_cells import UNKNOWN, cell_text
from nkru.corpus.formats.table_columns import named_columns
from nkru.corpus.formats.table_dates import parse_date, stated_date
from nkru.corpus.formats.unsupported import is_other_xml
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "xml"
MANY_ARTICLES = BOUNDED = True
RISKY = True

_HEAD = 1 << 16
# The elements that hold an article each; the outermost of them count.
_ARTICLES = ("doc", "document", "article", "text", "texte", "page", "item", "news", "depeche")
_OPENING = re.compile(rf"<(?:{'|'.join(_ARTICLES)})[\s>]", re.IGNORECASE)
_TAG = re.compile(rf"<(?:{'|'.join(_ARTICLES)})\s[^<>]{{0,4000}}+>", re.IGNORECASE)
# Sketch Engine allows attributes without quotes.
_BARE = re.compile(r"(\s[\w:.-]{1,60}+=)([^\s\"'<>=]{1,2000}+)(?=[\s>])")
_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_UNKNOWN = table_text("an XML file of unknown kind; save the articles as text, HTML or CSV")
_LONGEST_VALUE = 200
_LINKS = ("ref", "link", "a")
_THREADS = ("comments", "commentaires")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is XML with elements that hold articles."""
    head = decode(data[:_HEAD]).text
    if not head.lstrip().startswith("<") or not _OPENING.search(head):
        return False
    return is_other_xml(_without_doctype(head.lstrip()), data)


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each element that holds one.

    Raises:
        CorpusError: the file is not XML, or its elements hold no text.
    """
    text, encoding, damaged = decode(data)
    root = parse_elements(text)
    found = [_article(node, encoding, damaged) for node in _outermost(root)]
    if not any(item.raw for item in found):
        raise CorpusError(_UNKNOWN)
    empty = Loss(table_text("an element without a text; export it again"))
    return [item if item.raw else empty for item in found]


def parse_elements(text: str) -> Any:
    """Return an element around all; of malformed XML, the elements that a parser can recover.

    Raises:
        CorpusError: it recovers nothing.
    """
    elements = _without_doctype(after_prolog(text.lstrip("\ufeff \n")))
    body = _AMPERSAND.sub("&amp;", _TAG.sub(_quoted, elements))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(f"<all>{body}</all>".encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise CorpusError("damaged XML ({error}); export it again", error=error.msg) from None
    if root is None:
        raise CorpusError("damaged XML; export it again")
    return root


def _without_doctype(text: str) -> str:
    begin = text[:20].casefold()
    if not begin.startswith("<!doctype") or begin.startswith("<!doctype html"):
        return text
    declared, _, rest = text.partition(">")
    return rest if "[" not in declared else text.partition("]")[2].partition(">")[2]


def _quoted(match: re.Match[str]) -> str:
    return _BARE.sub(r'\1"\2"', match[0])


def _outermost(root: Any) -> Iterator[Any]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if element_name(node) in _ARTICLES:
            yield node
        else:
            waiting.extend(child for child in reversed(node) if isinstance(child.tag, str))


def element_name(node: Any) -> str:
    """Return the name of an element, without its namespace, in small letters."""
    return str(etree.QName(node).localname).casefold()


def _article(node: Any, encoding: str, damaged: int) -> Article:
    """Return the article of an element; attributes and childless children state its metadata."""
    stated = {etree.QName(name).localname: value for name, value in node.attrib.items()}
    children = {
        element_name(child): child for child in reversed(node) if isinstance(child.tag, str)
    }
    if (link := _link_above(node)) is not None:
        stated.setdefault("url", link.get("target") or link.get("href"))
    columns = named_columns(children)
    # « text » in an article is its text; other children with names of fields state these.
    body = children.get(columns.get("text", ""))
    for field, name in columns.items():
        if field != "text":
            stated.setdefault(field, " ".join(_words(children[name]).split()))
    told = {id(children[name]) for field, name in columns.items() if field != "text"}
    told |= {id(link), *(id(children[name]) for name in _THREADS if name in children)}
    texts = list(block_lines(node if body is None else body, told))
    if kind := kind_of_lists("\n".join(texts)):
        raise CorpusError(kind)
    return compose(texts, encoding=encoding, damaged=damaged, **_fields(stated))


def _link_above(node: Any) -> Any | None:
    """Return the link to the page of an article above its text, or None."""
    first = next(iter(node), None)
    if first is None or not isinstance(first.tag, str) or (node.text or "").strip():
        return None
    address = first.get("target") or first.get("href") or ""
    return first if element_name(first) in _LINKS and is_address(address) else None


def _fields(stated: dict[str, str]) -> Fields:
    columns = named_columns(stated)
    columns.pop("text", None)
    values = {field: cell_text(stated[name]) for field, name in columns.items()}
    fields: Fields = {
        field: value for field, value in values.items() if value.casefold() not in UNKNOWN
    }
    own = {
        name: value
        for name, value in stated.items()
        if name not in columns.values() and value.strip() and len(value) <= _LONGEST_VALUE
    }
    printed = fields.pop("date", "")
    return fields | stated_date(printed, parse_date(printed), own) | {"own": own}


def _words(node: Any) -> str:
    return "".join(node.itertext())


INLINE = frozenset(
    {"b", "i", "em", "strong", "a", "span", "hi", "g", "w", "name", "persname", "u", "sup"}
)


def block_lines(
    node: Any, told: Collection[int], inline: Collection[str] = INLINE
) -> Iterator[str]:
    """Yield the lines of an element; each element in it begins a line, except those in sentences.

    Args:
        node: the element.
        told: the ids of elements that are left out.
        inline: the names of elements that occur inside sentences.
    """
    pieces: list[str] = [node.text or ""]
    for child in node:
        is_block = isinstance(child.tag, str) and element_name(child) not in inline
        if is_block:
            pieces.append("\n")
        if isinstance(child.tag, str) and id(child) not in told:
            lines = block_lines(child, told, inline)
            pieces.append("\n".join(lines) if is_block else _words(child))
        pieces.append(("\n" if is_block else "") + (child.tail or ""))
    yield from ("".join(pieces)).split("\n")
