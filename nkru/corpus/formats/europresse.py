"""Europresse (Eureka.cc): HTML exports of up to 1,000 articles, in the three generations of its markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import Stated, find_date
from nkru.corpus.formats.markup import classed, parse, text_of
from nkru.errors import CorpusError

NAME = "europresse"
EXPORT = True

_CLUES = (b"DocPublicationName", b"titreArticleVisu", b"ubliC_lblNodoc", b"ubliC-lblNodoc")
_NUMBER = re.compile(r"\b[a-z]+·(\d{4})(\d{2})(\d{2})·[^·\s]+·\S+")
# « , no. 24837 », « , Vol. 14, no 4 »: the issue, not the paper's name.
_ISSUE = re.compile(r",?\s+(?:no\.?|n°|vol\.)\s*\d.*$", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:^|[\s,]+)(?:\w+di|dimanche|\w+day),?\s*$", re.IGNORECASE)
_PRINTED_IN = "Cet article est paru dans"
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
    articles = [_modern(node) for node in page.iter("article")] or [_early(node) for node in _early_nodes(page)]
    if not articles:
        raise CorpusError("an Europresse page without an article; export the documents again as HTML")
    return [compose(encoding=encoding, damaged=damaged, **parts) for parts in articles]


def _modern(node: Any) -> dict[str, Any]:
    title = next(classed(node, "titreArticleVisu"), None)
    header = _header(node)
    body = _body(node)
    link = next((a for a in body.iter("a") if _PRINTED_IN in text_of(a)), None) if body is not None else None
    paragraphs = [p for p in _paragraphs(body) if not p.startswith(_PRINTED_IN)]
    number = next((text_of(n) for key in ("lblNodoc",) for n in node.iter() if _marked(n, key)), "")
    return {
        "title": text_of(title) or None,
        "standfirst": text_of(next(classed(node, "rdp__subtitle"), None)) or None,
        "paragraphs": paragraphs,
        "outlet": _outlet(text_of(next(classed(node, "DocPublicationName"), None))),
        "author": _author(node),
        "url": link.get("href") if link is not None else None,
        **_dated(header, number),
    }


def _early_nodes(page: Any) -> Iterator[Any]:
    return (span.getparent() for span in classed(page, "DocPublicationName") if span.getparent().tag == "td")


def _early(cell: Any) -> dict[str, Any]:
    """Read the first generation: everything of an article is a sibling in one table cell."""
    blocks = _blocks(cell)
    title = next((i for i, (kind, _) in enumerate(blocks) if kind == "title"), -1)
    end = next((i for i, (_, text) in enumerate(blocks) if text.startswith(("©", "Numéro de document"))), len(blocks))
    author = blocks[title + 1][1] if blocks[title + 1 : end] and blocks[title + 1][0] == "break" else None
    head = [text for kind, text in blocks[: max(title, 0)] if kind == "break"]
    header = "".join(text_of(span, strip=False) for span in classed(cell, "DocHeader"))
    return {
        "title": blocks[title][1] if title >= 0 else None,
        "standfirst": head[-1] if head else None,
        "paragraphs": [text for _, text in blocks[title + 1 + (author is not None) : end]],
        "outlet": _outlet(text_of(next(classed(cell, "DocPublicationName"), None))),
        "author": author,
        **_dated(header, text_of(cell)),
    }


def _blocks(cell: Any) -> list[tuple[str, str]]:
    """Return the texts of a cell: ("title", …), ("break", …) where <br> ends it, else ("paragraph", …)."""
    blocks: list[tuple[str, str]] = []
    run = ""
    for child in cell:
        name = str(child.get("class", ""))
        if child.tag in {"br", "p"} or name == "TitreArticleVisu":
            if run.strip():
                blocks.append(("break" if child.tag == "br" else "paragraph", " ".join(run.split())))
            run = ""
        if name == "TitreArticleVisu":
            blocks.append(("title", text_of(child)))
        elif child.tag != "table" and name not in {"DocHeader", "DocPublicationName"}:
            run += text_of(child, strip=False)
        run += child.tail or ""
    return [*blocks, ("paragraph", " ".join(run.split()))] if run.strip() else blocks


def _header(node: Any) -> str:
    header = next(classed(node, "DocHeader"), None)
    if header is None:
        header = next(classed(node, "DocTitreSousSection"), None)
        after = header.getnext() if header is not None else None
        return f"{text_of(header)}, {text_of(after)}" if after is not None else text_of(header)
    return text_of(header)


def _dated(header: str, number: str) -> dict[str, str | None]:
    """Return section, date and its evidence: of the header, else of the document's number."""
    found = find_date(header)
    if found:
        return {"section": _section(header, found), "date": found.iso, "date_evidence": header.strip()}
    match = _NUMBER.search(number)
    if match:
        return {"section": None, "date": "-".join(match.groups()), "date_evidence": match[0]}
    return {"section": header or None, "date": None, "date_evidence": None}


def _section(header: str, found: Stated) -> str | None:
    before = _WEEKDAY.sub("", header[: found.start]).strip(" ,")
    return before or None


def _author(node: Any) -> str | None:
    stated = next(classed(node, "docAuthors"), None)
    if stated is None:
        titles = next(classed(node, "titreArticle"), None)
        stated = titles.getnext() if titles is not None else None
        if stated is not None and stated.get("class") not in {None, "", "sm-margin-bottomNews"}:
            stated = None
    return text_of(stated) or None


def _body(node: Any) -> Any:
    """Return the node of the text: the innermost known container that holds any."""
    for name in ("docOcurrContainer", "DocText"):
        body = next((found for found in classed(node, name) if text_of(found)), None)
        if body is not None:
            break
    else:
        body = next(node.iter("section"), None)
    if body is not None and body.find(".//p") is None and "<p" in (body.text_content() or ""):
        return parse(_unescaped(body.text_content()))
    return body


def _paragraphs(body: Any) -> list[str]:
    if body is None:
        return []
    nodes = list(body.iter("p")) or [body]
    return [text for text in map(text_of, nodes) if text]


def _marked(node: Any, key: str) -> bool:
    return isinstance(node.tag, str) and (key in (node.get("class") or "") or key in (node.get("id") or ""))


def _outlet(text: str) -> str | None:
    return _ISSUE.sub("", text).strip() or None


def _unescaped(text: str) -> str:
    """Undo HTML escapes until nothing changes: some pages are escaped up to three times."""
    while (plain := html.unescape(text)) != text:
        text = plain
    return text
