"""Factiva: articles saved as HTML (display or index view) or RTF, up to 100 per file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import find_date, language_code
from nkru.corpus.formats.markup import classed, lines_of, parse, text_of
from nkru.errors import CorpusError

NAME = "factiva"
EXPORT = True

_HTML_CLUES = (b"<title>Factiva</title>", b"fcpNavContainer", b"articleParagraph")
_ARTICLE = re.compile(r"([a-z]{2})[a-z]*Article")
# « 1 204 mots », « 664 Wörter »: the line round which a display header is arranged.
_LENGTH = re.compile(r"\d[\d.,\s]*(?:words?|mots?|Wörter|Wort|palabras?|parole|woorden|字|文字|단어)")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_NUMBERING = re.compile(r"^\d+\)\s")
_ENDING = re.compile(r"^(?:Document|Dokument|Documento)\s+[A-Za-z0-9]{2,}\w{12,}\s*$", re.MULTILINE)
_CODED = re.compile(r"^([A-Z]{2,3})\|", re.MULTILINE)
_BYLINE = re.compile(r"(?:par|by|von|por|di|door)\s", re.IGNORECASE)


def recognises(data: bytes, name: str) -> bool:
    """Say whether a file is a Factiva page or a Factiva RTF."""
    if data.startswith(b"{\\rtf"):
        return b"Factiva" in data[:4096] or b"Factiva, Inc" in data[-4096:]
    return any(clue in data for clue in _HTML_CLUES) and b"<" in data[:1024]


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of a Factiva page or RTF, in its order.

    Raises:
        CorpusError: the file is Factiva's, but there is no article in it.
    """
    text, encoding, damaged = decode(data)
    found = _rtf(text) if data.startswith(b"{\\rtf") else _html(text)
    if not found:
        raise CorpusError("a Factiva file without an article; save the articles again in HTML, display view")
    return [compose(encoding=encoding, damaged=damaged, **parts) for parts in found]


def _html(text: str) -> list[dict[str, Any]]:
    articles = []
    for node in parse(text).iter("div"):
        language = next((m[1] for m in map(_ARTICLE.fullmatch, (node.get("class") or "").split()) if m), None)
        if language:
            indexed = next(classed(node, "index"), None) is not None
            parts = _index(_cells(node)) if indexed else _display(_header_lines(node), _paragraphs(node))
            articles.append({**parts, "language": language})
    return articles


def _cells(node: Any) -> list[tuple[str, list[str]]]:
    rows = ((cell, cell.getnext()) for cell in classed(node, "index"))
    return [(text_of(code), lines_of(value)) for code, value in rows if value is not None]


def _index(cells: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """Read an article whose fields carry codes: HD headline, PD date, SN source, LP lead, TD text."""
    fields = dict(cells)
    first = {code: " ".join(lines) for code, lines in fields.items()}
    return {
        "title": _headline(first.get("HD", "")),
        "paragraphs": fields.get("LP", []) + fields.get("TD", []),
        "outlet": first.get("SN"),
        "author": first.get("BY"),
        "section": first.get("SE"),
        "language": language_code(first.get("LA", "")),
        **_dated(first.get("PD", "")),
    }


def _header_lines(node: Any) -> list[tuple[str, str]]:
    """Return (mark, text) of each line of a display header; mark is "headline", "author" or ""."""
    lines = []
    for item in node.iter("div", "p"):
        if "articleParagraph" in (item.get("class") or ""):
            break
        if item.tag == "div" and item is not node and item.find(".//div") is None and text_of(item):
            mark = "headline" if item.get("id") == "hd" else "author" if item.get("class") == "author" else ""
            lines.append((mark, text_of(item)))
    return lines


def _paragraphs(node: Any) -> list[str]:
    return [text_of(p) for p in node.iter("p") if "articleParagraph" in (p.get("class") or "")]


def _display(lines: Sequence[tuple[str, str]], paragraphs: list[str]) -> dict[str, Any]:
    """Read a header by its places: section, headline, author; length; date, time, source, code… language, copyright."""
    anchor = next((i for i, (_, text) in enumerate(lines) if _LENGTH.match(text)), len(lines))
    head = next((i for i, (mark, _) in enumerate(lines[:anchor]) if mark == "headline"), 0)
    after = [text for _, text in lines[anchor + 1 :]]
    dated = next((i for i, text in enumerate(after) if find_date(text)), -1)
    rest = [text for text in after[dated + 1 :] if not _TIME.fullmatch(text)]
    marked = [text for mark, text in lines[:anchor] if mark == "author"]
    return {
        "title": _headline(lines[head][1]) if lines[:anchor] else None,
        "paragraphs": paragraphs,
        "section": "; ".join(text for _, text in lines[:head]) or None,
        "author": marked[0] if marked else None,
        "outlet": rest[0] if rest else None,
        "language": next((code for code in map(language_code, rest[1:]) if code), None),
        **_dated(after[dated] if dated >= 0 else ""),
    }


def _rtf(text: str) -> list[dict[str, Any]]:
    from striprtf.striprtf import rtf_to_text

    plain = rtf_to_text(text, errors="ignore").replace("\u2028", "\n")
    blocks = _ENDING.split(plain) if not _CODED.search(plain) else re.split(r"^AN\|.*$", plain, flags=re.MULTILINE)
    contents = {line.split("\t")[0].strip() for line in blocks[0].split("\n") if "\t" in line}
    return [_rtf_coded(block) if _CODED.search(block) else _rtf_display(block, contents) for block in blocks[:-1]]


def _rtf_coded(block: str) -> dict[str, Any]:
    parts = _CODED.split(block)[1:]
    # A value may hold bars of its own ("code : label | code : label"): only the last one closes the cell.
    values = (value.rstrip().removesuffix("|") for value in parts[1::2])
    cells = ([line.strip() for line in value.split("\n") if line.strip()] for value in values)
    return _index(zip(parts[::2], cells, strict=True))


def _rtf_display(block: str, contents: set[str]) -> dict[str, Any]:
    lines = [line.strip() for line in block.split("\n")]
    anchor = next((i for i, line in enumerate(lines) if _LENGTH.fullmatch(line)), None)
    if anchor is None:
        return {"title": next(filter(None, lines), None), "paragraphs": list(filter(None, lines))[1:]}
    start = max((i + 1 for i, line in enumerate(lines[:anchor]) if not line or "\t" in line), default=0)
    end = next((i for i, line in enumerate(lines[anchor:], anchor) if not line), len(lines))
    before = lines[start:anchor]
    head = _rtf_headline(before, contents)
    marked = [("headline" if i == head else "author" if i > head else "", line) for i, line in enumerate(before)]
    return _display(marked + [("", line) for line in lines[anchor:end]], list(filter(None, lines[end:])))


def _rtf_headline(before: Sequence[str], contents: set[str]) -> int:
    """Return which line is the headline: the one of the table of contents, else the last that is no byline."""
    listed = [i for i, line in enumerate(before) if line in contents]
    unsigned = [i for i, line in enumerate(before) if not _BYLINE.match(line)]
    return (listed or unsigned[-1:] or [0])[0]


def _headline(text: str) -> str | None:
    return _NUMBERING.sub("", text).strip() or None


def _dated(text: str) -> dict[str, str | None]:
    found = find_date(text)
    return {"date": found.iso, "date_evidence": text} if found else {"date": None, "date_evidence": None}
