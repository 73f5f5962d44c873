"""Factiva: articles saved as HTML (display or index view) or RTF, up to 100 per file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nkru.corpus.articles import Article, Fields, compose_all
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import (
    date_fields,
    find_header_date,
    first_index,
    language_code,
)
from nkru.corpus.formats.html_tree import (
    classed,
    first,
    lines_of,
    parse,
    read_apart,
    text_of,
)
from nkru.corpus.formats.word import rtf_text

NAME = "factiva"
MANY_ARTICLES = BOUNDED = True
RISKY = True

_HTML_CLUES = (b"<title>Factiva</title>", b"fcpNavContainer", b"articleParagraph")
_ARTICLE = re.compile(r"(?:^|\s)([a-z]{2})[a-z]*+Article(?:\s|$)")
# « 1 204 mots », « 664 Wörter »: a display header is arranged around this line.
_LENGTH = re.compile(
    r"\A\d[\d.,\s]*+(?:words?|mots?|Wörter|Wort|palabras?|parole|woorden|字|文字|단어)"
)
_TIME = re.compile(r"\d{1,2}:\d{2}")
_NUMBERING = re.compile(r"\A\d++\)\s")
_ENDING = re.compile(
    r"^(?:Documento?|Dokument)\s++(?=[A-Za-z0-9]{2})\w{14,}+[^\S\n]*+$", re.MULTILINE
)
_CODED = re.compile(r"^([A-Z]{2,3})\|", re.MULTILINE)
_CODED_ENDING = re.compile(r"^AN\|.*+$", re.MULTILINE)
_BYLINE = re.compile(r"(?:par|by|von|por|di|door)\s", re.IGNORECASE)


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a Factiva page or a Factiva RTF."""
    if data.startswith(b"{\\rtf"):
        return b"Factiva" in data[:4096] or b"Factiva, Inc" in data[-4096:]
    return any(clue in data for clue in _HTML_CLUES) and b"<" in data[:1024]


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of a Factiva page or RTF, in its order.

    Raises:
        CorpusError: the RTF is damaged.
    """
    text, encoding, damaged = decode(data)
    articles = _rtf(text) if data.startswith(b"{\\rtf") else _html(text)
    return compose_all(articles, encoding, damaged)


def _html(text: str) -> Iterable[Fields]:
    nodes = parse(text).iter("div")
    return read_apart((node for node in nodes if _ARTICLE.search(node.get("class", ""))), _article)


def _article(node: Any) -> Fields:
    language = _ARTICLE.search(node.get("class", ""))
    is_index = first(node, "index") is not None
    parts = _index(_cells(node)) if is_index else _display(*_header(node))
    return {**parts, "language": language and language[1]}


def _cells(node: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the code and the lines of each field of an index view."""
    for code in classed(node, "index"):
        if (value := code.getnext()) is not None:
            yield text_of(code), lines_of(value)


def _index(cells: Iterable[tuple[str, list[str]]]) -> Fields:
    """Read fields with codes: HD headline, PD date, SN source, LP lead, TD text."""
    fields = dict(cells)
    line = {code: " ".join(lines) for code, lines in fields.items()}
    return {
        "title": _headline(line.get("HD", "")),
        "paragraphs": fields.get("LP", []) + fields.get("TD", []),
        "outlet": line.get("SN"),
        "author": line.get("BY"),
        "section": line.get("SE"),
        "language": language_code(line.get("LA", "")),
        **date_fields(line.get("PD", "")),
    }


def _header(node: Any) -> tuple[list[str], int, str | None, list[str]]:
    """Return a display header: its lines, the index of the headline, the author; the paragraphs."""
    lines: list[str] = []
    head, author, paragraphs = 0, None, []
    for item in node.iter("div", "p"):
        text, mark = text_of(item), item.get("class", "")
        if "articleParagraph" in mark:
            paragraphs.append(text)
        elif not paragraphs and item.tag == "div" and item.find(".//div") is None and text:
            if item.get("id") == "hd":
                head = len(lines)
            elif mark == "author":
                author = author or text
            lines.append(text)
    return lines, head, author, paragraphs


def _display(lines: list[str], head: int, author: str | None, paragraphs: list[str]) -> Fields:
    """Read a display header by the order of its lines; `head` is the index of the headline.

    Before the length are section, headline and author; after it date, time, source, its code,
    language and copyright.
    """
    anchor = first_index(lines, _LENGTH.match, len(lines))
    after = [line for line in lines[anchor + 1 :] if not _TIME.fullmatch(line)]
    date = first_index(after, find_header_date, -1)
    outlet, *rest = [*after[date + 1 :], ""]
    return {
        "title": _headline(lines[head]) if anchor else None,
        "paragraphs": paragraphs,
        "section": "; ".join(lines[:head]),
        "author": author,
        "outlet": outlet,
        "language": next(filter(None, map(language_code, rest)), None),
        **date_fields(after[date] if date >= 0 else ""),
    }


def _rtf(text: str) -> Iterator[Fields]:
    plain = rtf_text(text, "ignore").replace("\u2028", "\n")
    coded = _CODED.search(plain)
    blocks = (_CODED_ENDING if coded else _ENDING).split(plain)[:-1]
    listed = {line.split("\t")[0].strip() for line in plain.split("\n") if "\t" in line}
    return (_index(_codes(block)) if coded else _rtf_display(block, listed) for block in blocks)


def _codes(block: str) -> Iterator[tuple[str, list[str]]]:
    parts = _CODED.split(block)[1:]
    for code, value in zip(parts[::2], parts[1::2], strict=True):
        # A value may hold bars ("code : label | code : label"): only the last bar ends the field.
        lines = value.rstrip().removesuffix("|").split("\n")
        yield code, [line.strip() for line in lines if line.strip()]


def _rtf_display(block: str, listed: set[str]) -> Fields:
    lines = [line.strip() for line in block.split("\n")]
    anchor = first_index(lines, _LENGTH.fullmatch, -1)
    if anchor < 0:
        title, *paragraphs = [line for line in lines if line] or [""]
        return {"title": title, "paragraphs": paragraphs}
    above = [index for index, line in enumerate(lines[:anchor]) if not line or "\t" in line]
    start = above[-1] + 1 if above else 0
    end = anchor + first_index(lines[anchor:], lambda line: not line, len(lines))
    head = _rtf_headline(lines[start:anchor], listed)
    author = next(iter(lines[start + head + 1 : anchor]), None)
    return _display(lines[start:end], head, author, lines[end:])


def _rtf_headline(before: Sequence[str], listed: set[str]) -> int:
    """Return the index of the headline.

    It is the line that the table of contents lists, else the last line that is not a byline.
    """
    known = [index for index, line in enumerate(before) if line in listed]
    unsigned = [index for index, line in enumerate(before) if not _BYLINE.match(line)]
    return (known or unsigned[-1:] or [0])[0]


def _headline(text: str) -> str:
    return _NUMBERING.sub("", text).strip()
