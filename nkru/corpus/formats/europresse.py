"""Europresse (Eureka.cc): HTML exports of up to 1,000 articles, in the three generations of its markup."""

from __future__ import annotations

import html
import re
from itertools import chain
from typing import Any

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import find_date
from nkru.corpus.formats.markup import classed, first, parse, text_of
from nkru.errors import CorpusError

NAME = "europresse"
MANY_ARTICLES = BOUNDED = True

_CLUES = (b"DocPublicationName", b"titreArticleVisu", b"ubliC_lblNodoc", b"ubliC-lblNodoc")
_NUMBER = re.compile(r"\b[a-z]+·(\d{4})(\d{2})(\d{2})·[^·\s]+·\S+")
# « , no. 24837 », « , Vol. 14, no 4 »: the issue, not the paper's name.
_ISSUE = re.compile(r",?\s+(?:no\.?|n°|vol\.)\s*\d.*$", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:^|[\s,]+)(?:\w+di|dimanche|\w+day),?\s*$", re.IGNORECASE)
_PRINTED_IN = "Cet article est paru dans"
# Stands between the paragraphs of a cell, where no text has it.
_PART = "\ue000"
# The page of one article for telephones keeps it in a script: var documentText = `…`;
_SCRIPTED = re.compile(r"var\s+documentText\s*=\s*`(.*?)`", re.DOTALL)


def recognises(data: bytes, name: str) -> bool:
    """Say whether the markup is Europresse's."""
    return any(clue in data[: 1 << 18] for clue in _CLUES)


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of an export, in its order.

    Raises:
        CorpusError: the markup is Europresse's, but there is no article in it.
    """
    text, encoding, damaged = decode(data)
    scripted = _SCRIPTED.search(text)
    page = parse(_unescaped(scripted[1]) if scripted else text)
    cells = (span.getparent() for span in classed(page, "DocPublicationName"))
    articles = [_modern(node) for node in page.iter("article")] or [
        _early(c) for c in cells if c.tag == "td"
    ]
    if not articles:
        raise CorpusError(
            "an Europresse page without an article; export the documents again as HTML"
        )
    return [compose(encoding=encoding, damaged=damaged, **parts) for parts in articles]


def _modern(node: Any) -> dict[str, Any]:
    body = _body(node)
    links = (link.get("href") for link in body.iter("a") if _PRINTED_IN in text_of(link))
    paragraphs = map(text_of, list(body.iter("p")) or [body])
    return {
        "title": text_of(first(node, "titreArticleVisu")),
        "standfirst": text_of(first(node, "rdp__subtitle")),
        "paragraphs": [
            paragraph for paragraph in paragraphs if not paragraph.startswith(_PRINTED_IN)
        ],
        "author": _author(node),
        "url": next(links, None),
        **_header(node),
    }


def _early(cell: Any) -> dict[str, Any]:
    """Read the first generation: everything of an article is a sibling in one table cell."""
    stated = _header(cell)
    title = text_of(first(cell, "TitreArticleVisu"))
    for mark, nodes in (
        ("\n", cell.iter("br")),
        (_PART, cell.iter("p")),
        (_PART, classed(cell, "TitreArticleVisu")),
    ):
        for node in nodes:
            node.tail = mark + (node.tail or "")
    apart = (
        list(classed(cell, name))
        for name in ("TitreArticleVisu", "DocHeader", "DocPublicationName")
    )
    for node in [*cell.iter("table"), *chain.from_iterable(apart)]:
        node.drop_tree()
    above, head, *parts = f"{cell.text_content()}{_PART}{_PART}".split(_PART)
    # <br> ends the standfirst above the title, and the author below it; a paragraph ends otherwise.
    standfirst = [line for line in above.split("\n")[:-1] if line.strip()]
    author, broken, rest = head.lstrip().partition("\n")
    lines = [
        *(rest if broken else author).split("\n"),
        *(line for part in parts for line in part.split("\n")),
    ]
    paragraphs = [" ".join(line.split()) for line in lines if line.strip()]
    end = next(
        (i for i, line in enumerate(paragraphs) if line.startswith(("©", "Numéro de document"))),
        None,
    )
    return {
        "title": title,
        "standfirst": " ".join(standfirst[-1].split()) if standfirst else None,
        "paragraphs": paragraphs[:end],
        "author": author.strip() if broken else None,
        **stated,
    }


def _header(node: Any) -> dict[str, str | None]:
    """Return outlet, section, date and its evidence: of the header, else of the document's number."""
    spans = list(classed(node, "DocHeader"))
    if not spans and (heading := first(node, "DocTitreSousSection")) is not None:
        spans = [heading, heading.getnext()]
    header = " ".join(filter(None, map(text_of, spans))).replace(" ,", ",")
    outlet = _ISSUE.sub("", text_of(first(node, "DocPublicationName")))
    if found := find_date(header):
        section = _WEEKDAY.sub("", header[: found.start]).strip(" ,")
        return {"outlet": outlet, "section": section, "date": found.iso, "date_evidence": header}
    if number := _NUMBER.search(text_of(node)):
        return {"outlet": outlet, "date": "-".join(number.groups()), "date_evidence": number[0]}
    return {"outlet": outlet, "section": header}


def _author(node: Any) -> str:
    stated = first(node, "docAuthors")
    if stated is None and (titles := first(node, "titreArticle")) is not None:
        below = titles.getnext()
        stated = (
            below
            if below is not None and below.get("class", "") in {"", "sm-margin-bottomNews"}
            else None
        )
    return text_of(stated)


def _body(node: Any) -> Any:
    """Return the node of the text: the innermost known container that holds any."""
    known = (
        found
        for name in ("docOcurrContainer", "DocText")
        for found in classed(node, name)
        if text_of(found)
    )
    body = next(iter((*known, *node.iter("section"), node)))
    escaped = body.find(".//p") is None and "<p" in body.text_content()
    return parse(_unescaped(body.text_content())) if escaped else body


def _unescaped(text: str) -> str:
    """Undo HTML escapes until nothing changes: some pages are escaped up to three times."""
    while (plain := html.unescape(text)) != text:
        text = plain
    return text
