"""Feeds: RSS, Atom and the export of a WordPress site, an article in each of their entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nkru.corpus.articles import Article, Fields, Loss, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.prologs import after_prolog
from nkru.corpus.formats.table_cells import cell_text
from nkru.corpus.formats.table_dates import parse_date, stated_date
from nkru.corpus.formats.xml_corpora import element_name, parse_elements
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "feed"
MANY_ARTICLES = BOUNDED = True
RISKY = True

_HEAD = 1 << 14
_OPENING = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_ENTRIES = ("item", "entry")
# The elements of an entry that state each field, the first that is there.
_FIELDS = {
    "text": ("encoded", "content", "description", "summary"),
    "title": ("title",),
    "author": ("creator", "author"),
    "date": ("pubdate", "published", "date", "post_date", "issued", "updated"),
    "url": ("link", "guid", "id"),
    "section": ("category",),
}
# A site also exports its menus and pictures; drafts are left out.
_KINDS, _STATES = (None, "post", "page"), (None, "publish")
_NO_TEXT = table_text("an entry of a feed without title and text; export it again")
_UNPUBLISHED = table_text("no published article (its type is {kind}, its state {state})")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a feed with entries."""
    opening = after_prolog(decode(data[:_HEAD]).text.lstrip("\ufeff \n"))
    return bool(_OPENING.match(opening)) and any(b"<" + tag in data for tag in (b"item", b"entry"))


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each entry.

    Raises:
        CorpusError: the file is damaged, or no entry has a text.
    """
    text, encoding, damaged = decode(data)
    root = parse_elements(text)
    outlet = next((_words(node) for node in _channel(root) if element_name(node) == "title"), "")
    entries = [node for node in root.iter(etree.Element) if element_name(node) in _ENTRIES]
    items = [_item(node, outlet, encoding, damaged) for node in entries]
    if not any(isinstance(item, Article) for item in items):
        raise CorpusError("a news feed without an article; save its articles as HTML")
    return items


def _channel(root: Any) -> Iterator[Any]:
    """Yield the elements about the whole feed: beside its entries, or around them."""
    for node in root.iter(etree.Element):
        if element_name(node) in ("channel", "feed"):
            yield from (child for child in node if isinstance(child.tag, str))


def _item(node: Any, outlet: str, encoding: str, damaged: int) -> Article | Loss:
    children: dict[str, Any] = {}
    for child in node:
        if isinstance(child.tag, str):
            children.setdefault(element_name(child), child)
    kind, state = (_value(children.get(name)) for name in ("post_type", "status"))
    if kind not in _KINDS or state not in _STATES:
        return Loss(table_text(_UNPUBLISHED, kind=str(kind), state=str(state)))
    stated = {
        field: next((text for name in names if (text := _words(children.get(name)))), "")
        for field, names in _FIELDS.items()
    }
    link = children.get("link")
    if link is not None and link.get("href"):
        stated["url"] = link.get("href")
    body = cell_text(stated.pop("text"))
    fields: Fields = {name: " ".join(cell_text(value).split()) for name, value in stated.items()}
    if not body and not fields["title"]:
        return Loss(_NO_TEXT)
    # A feed that collects others names the source of each entry, also at the end of its title.
    outlet = _words(children.get("source")) or outlet
    fields["title"] = fields["title"].removesuffix(f" - {outlet}")
    printed = fields.pop("date")
    fields |= stated_date(printed, parse_date(printed))
    return compose(body.split("\n"), encoding=encoding, damaged=damaged, outlet=outlet, **fields)


def _value(node: Any) -> str | None:
    return None if node is None else _words(node) or None


def _words(node: Any) -> str:
    return "" if node is None else "".join(node.itertext()).strip()
