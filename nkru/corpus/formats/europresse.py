"""Europresse (Eureka.cc): HTML exports of up to 1,000 articles, in three generations of markup."""

from __future__ import annotations

import html
import re
from typing import Any

from nkru.corpus.articles import Article, Fields, compose_all
from nkru.corpus.dating.iso import parse_iso
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import find_header_date, first_index
from nkru.corpus.formats.html_tree import classed, first, parse, read_apart, text_of

NAME = "europresse"
MANY_ARTICLES = BOUNDED = True
RISKY = True

_CLUES = (b"DocPublicationName", b"titreArticleVisu", b"ubliC_lblNodoc", b"ubliC-lblNodoc")
_NUMBER = re.compile(r"\b[a-z]++·([0-9]{4})([0-9]{2})([0-9]{2})·[^·\s]++·\S++")
# « , no. 24837 », « , Vol. 14, no 4 »: the issue, not the paper's name.
_ISSUE = re.compile(r",?(?<!\s)\s++(?:no\.?+|n°|vol\.)\s*+\d.*+", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:^|(?<![\s,])[\s,]++)\w++(?:(?<=\wdi)|(?<=dimanche)|(?<=\wday)),?+\s*+$", re.IGNORECASE
)
# How often a page may be escaped; each time may cost the time of the whole page.
_ESCAPED = 5
_PRINTED_IN = "Cet article est paru dans"
_END = ("©", "Numéro de document")
# Marks the breaks between the parts of a cell: a private character, which no text has.
_PART = "\ue000"
# The page of one article for telephones holds it in a script: var documentText = `…`;
_SCRIPTED = re.compile(r"var\s++documentText\s*+=\s*+`([^`]*+)`")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file has Europresse's markup."""
    return any(clue in data[: 1 << 18] for clue in _CLUES)


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of an export, in its order."""
    text, encoding, damaged = decode(data)
    scripted = _SCRIPTED.search(text)
    page = parse(_unescaped(scripted[1]) if scripted else text)
    cells = (span.getparent() for span in classed(page, "DocPublicationName"))
    articles = read_apart(page.iter("article"), _modern)
    articles = articles or [_early(cell) for cell in cells if cell.tag == "td"]
    return compose_all(articles, encoding, damaged)


def _modern(node: Any) -> Fields:
    body = _body(node)
    links = (link.get("href") for link in body.iter("a") if _PRINTED_IN in text_of(link))
    paragraphs = map(text_of, list(body.iter("p")) or [body])
    return {
        "title": text_of(first(node, "titreArticleVisu")),
        "standfirst": text_of(first(node, "rdp__subtitle")),
        "paragraphs": [text for text in paragraphs if not text.startswith(_PRINTED_IN)],
        "author": _author(node),
        "url": next(links, None),
        **_header(node),
    }


def _early(cell: Any) -> Fields:
    """Read the first generation: all parts of an article are siblings in one table cell."""
    stated, title = _header(cell), text_of(first(cell, "TitreArticleVisu"))
    above, head, *parts = _cell_parts(cell)
    # <br> ends the standfirst above the title, and the author below it; a paragraph ends otherwise.
    standfirst = [line for line in above.split("\n")[:-1] if line.strip()]
    author, broken, rest = head.lstrip().partition("\n")
    text = "\n".join([rest if broken else author, *parts])
    paragraphs = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    end = first_index(paragraphs, lambda line: line.startswith(_END), len(paragraphs))
    return {
        "title": title,
        "standfirst": " ".join(standfirst[-1].split()) if standfirst else None,
        "paragraphs": paragraphs[:end],
        "author": author.strip() if broken else None,
        **stated,
    }


def _cell_parts(cell: Any) -> list[str]:
    """Return the text above the title and the texts of the parts below it; <br> breaks a line."""
    breaks = [("\n", node) for node in cell.iter("br")]
    breaks += [(_PART, node) for node in (*cell.iter("p"), *classed(cell, "TitreArticleVisu"))]
    for mark, node in breaks:
        node.tail = mark + (node.tail or "")
    classes = ("TitreArticleVisu", "DocHeader", "DocPublicationName")
    apart = [node for name in classes for node in classed(cell, name)]
    for node in [*cell.iter("table"), *apart]:
        node.drop_tree()
    return f"{cell.text_content()}{_PART}{_PART}".split(_PART)


def _header(node: Any) -> Fields:
    """Return outlet, section, date and its evidence, the date also from the document's number."""
    spans = list(classed(node, "DocHeader"))
    if not spans and (heading := first(node, "DocTitreSousSection")) is not None:
        spans = [heading, heading.getnext()]
    header = " ".join(filter(None, map(text_of, spans))).replace(" ,", ",")
    outlet = _ISSUE.sub("", text_of(first(node, "DocPublicationName")))
    if printed := find_header_date(header):
        section = _WEEKDAY.sub("", header[: printed.start]).strip(" ,")
        return {"outlet": outlet, "section": section, "date": printed.iso, "date_evidence": header}
    number = _NUMBER.search(text_of(node))
    if number and (day := parse_iso("-".join(number.groups()))):
        return {"outlet": outlet, "date": day, "date_evidence": number[0]}
    return {"outlet": outlet, "section": header}


def _author(node: Any) -> str:
    authors = first(node, "docAuthors")
    titles = first(node, "titreArticle")
    if authors is None and titles is not None:
        below = titles.getnext()
        if below is not None and below.get("class", "") in {"", "sm-margin-bottomNews"}:
            authors = below
    return text_of(authors)


def _body(node: Any) -> Any:
    """Return the node of the text: the innermost known container with text."""
    containers = (
        container
        for name in ("docOcurrContainer", "DocText")
        for container in classed(node, name)
        if text_of(container)
    )
    body = next(containers, None)
    if body is None:
        body = next(node.iter("section"), node)
    escaped = body.find(".//p") is None and "<p" in body.text_content()
    return parse(_unescaped(body.text_content())) if escaped else body


def _unescaped(text: str) -> str:
    """Undo HTML escapes: some pages are escaped up to three times."""
    for _ in range(_ESCAPED):
        text = html.unescape(text)
    return text
