"""TEI: the texts of a corpus encoded after the Text Encoding Initiative, each with its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nkru.corpus.articles import Article, Fields, Loss, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.table_dates import parse_date
from nkru.corpus.formats.xml_corpora import INLINE, block_lines, element_name, parse_elements
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "tei"
BOUNDED = True
MANY_ARTICLES = False
RISKY = True

_HEAD = 1 << 14
_OPENING = re.compile(r"<(?:\w{1,20}:)?(?:TEI|teiCorpus|TEI\.2)[\s>]")
_EMPTY = table_text("a TEI text without words; export it again")
# Elements of a text that are not words of the article.
_UNSEEN = ("note", "fw", "figDesc", "listBibl", "back", "front")
# Elements that mean a space, and elements inside sentences.
_BREAKS = ("lb", "pb", "cb")
_INLINE = frozenset(
    (
        *INLINE,
        *_BREAKS,
        *("placename", "orgname", "geogname", "surname", "forename", "rs", "date", "time", "num"),
        *("ref", "ptr", "q", "said", "soCalled", "foreign", "term", "title", "abbr", "expan"),
        *("seg", "s", "pc", "c", "cl", "phr", "choice", "orig", "reg", "sic", "corr", "add"),
        *("unclear", "supplied", "gap", "emph", "mentioned", "distinct", "gloss", "measure"),
    )
)
_ARTICLE, _NOTE = "article", {"note"}
_DATED = ("when", "when-iso", "notbefore", "from")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is TEI."""
    head = decode(data[:_HEAD]).text
    return head.lstrip("\ufeff \n").startswith("<") and bool(_OPENING.search(head))


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each text, or of each division of the type "article" in one.

    Raises:
        CorpusError: the file is damaged, or no text in it has words.
    """
    text, encoding, damaged = decode(data)
    items: list[Article | Loss] = []
    for node in _named(parse_elements(text), {"tei", "tei.2"}):
        fields = _fields(node) | _without_notes(node)
        items += [_article(part, fields, encoding, damaged) for part in _parts(node)]
    if not any(isinstance(item, Article) for item in items):
        raise CorpusError(_EMPTY)
    return items


def _parts(node: Any) -> list[Any]:
    """Return the divisions that are articles; else the body of the text."""
    divisions = [part for part in _named(node, {"div", "div1"}) if part.get("type") == _ARTICLE]
    bodies = [*_named(node, {"body"})] or [*_named(node, {"text"})]
    return divisions if len(divisions) > 1 else bodies[:1]


def _article(part: Any, fields: Fields, encoding: str, damaged: int) -> Article | Loss:
    heads = [node for node in part if isinstance(node.tag, str) and element_name(node) == "head"]
    divided = element_name(part) not in ("body", "text")
    # The title of a newspaper's issue is not that of its articles.
    title = _words(heads[0]) if heads and (divided or not fields.get("title")) else None
    title = title or fields.get("title")
    told = {id(head) for head in heads[:1] if _words(head) == title}
    lines = [" ".join(line.split()) for line in block_lines(part, told, _INLINE)]
    lines = [line for line in lines if line]
    if not lines:
        return Loss(_EMPTY)
    return compose(lines, encoding=encoding, damaged=damaged, **{**fields, "title": title})


def _without_notes(node: Any) -> Fields:
    """Remove the elements that are not words of the article, and return a note on its footnotes."""
    notes = sum(
        bool(_words(note)) for body in _named(node, {"body"}) for note in _named(body, _NOTE)
    )
    for one in _named(node, {*_BREAKS}):
        one.tail = f" {one.tail or ''}"
    etree.strip_elements(node, *(f"{{*}}{name}" for name in _UNSEEN), with_tail=False)
    return {"note": table_text("{n} notes in it are not read", n=notes)} if notes else {}


def _fields(node: Any) -> Fields:
    """Return the metadata of the header: of the source first, then of the file."""
    header = next(_named(node, {"teiheader"}), None)
    if header is None:
        return {}
    source = next(_named(header, {"sourcedesc"}), header)
    titles = [*_named(header, {"titlestmt"})]
    title = next((_words(one) for part in titles for one in _named(part, {"title"})), None)
    names = [_words(one) for part in (source, *titles) for one in _named(part, {"author"})]
    journal = [one for one in _named(source, {"title"}) if one.get("level") in ("j", "s")]
    outlet = [*journal, *_named(source, {"publisher"})]
    fields: Fields = {
        "title": title,
        "author": next(filter(None, names), None),
        "outlet": next(filter(None, map(_words, outlet)), None),
        "url": next((one.get("target") for one in _named(source, {"ref", "ptr"})), None),
    }
    for date in (date for part in (source, header) for date in _named(part, {"date"})):
        printed = next(filter(None, (date.get(name) for name in _DATED)), "") or _words(date)
        if iso := parse_date(printed):
            return fields | {"date": iso, "date_evidence": f"date: {printed}"}
    return fields


def _named(node: Any, names: set[str]) -> Iterator[Any]:
    return (one for one in node.iter() if isinstance(one.tag, str) and element_name(one) in names)


def _words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())
