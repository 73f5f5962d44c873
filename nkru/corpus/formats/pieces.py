"""Several articles in one text file: pieces between rulers, and the text of a database's PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from nkru.corpus.articles import Article
from nkru.corpus.formats.copied_text import read_text, repaired
from nkru.corpus.formats.headers import find_header_date
from nkru.corpus.lines.paragraphs import read_paragraphs
from nkru.corpus.outlets import outlet_name

NAME = "texts"
MANY_ARTICLES = True
BOUNDED = False
RISKY = False

# A ruler below a blank line; one of underscores is a rule of a page that a text browser drew.
_RULER = re.compile(r"\n[ \t]{0,20}\n[ \t]{0,20}([=*#~+—–-])\1{4,200}[ \t]{0,20}(?=\n)")
# How databases number their documents: « Document 2 de 14 », « 2 of 14 DOCUMENTS ».
_COUNTED = re.compile(
    r"^[ \t]{0,40}(?:document \d{1,4} (?:de|sur|of) \d{1,4}"
    r"|\d{1,4} (?:of|de|sur) \d{1,4} documents)[ \t]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
# The number with which Factiva closes a document.
_CLOSED = re.compile(
    r"^[ \t]{0,20}Document [A-Z]{2,12}0{0,4}20?\d{6,10}\w{4,12}[ \t]{0,20}\n", re.MULTILINE
)
# The line with an article's section, day, length and page: « Monde, mardi 3 mars 2024 412 mots ».
_HEAD = re.compile(
    r"^[^\n]{0,200}\b\d{4}\b[^\n]{0,20}\b\d{1,3}(?:[ \u00a0\u202f]?\d{3})? mots\b[^\n]{0,40}$",
    re.MULTILINE,
)
# The fewest words of an article's text; lines at its top that have its title, and day or author.
_FEWEST, _TOP = 20, 6
_TITLE = range(2, 40)


def recognises(data: bytes, name: str) -> bool:
    """Return whether the text divides into several pieces that each begin as an article does."""
    return len(_pieces(repaired(data).text)) > 1


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of a text."""
    text, encoding, damaged = read_text(data)
    return [_article(piece, encoding, damaged) for piece in _pieces(text)]


def parted(article: Article) -> list[Article]:
    """Return the articles that the text of a document holds, with the roles of their lines."""
    pieces = _pieces(article.raw)
    if len(pieces) < 2:
        return [article]
    found, begin = [], 0
    for piece in pieces:
        first = article.raw.count("\n", 0, begin + len(piece) - len(piece.lstrip("\n")))
        one = _article(piece, article.encoding, piece.count("\ufffd"))
        last = first + one.raw.count("\n") + 1
        roles = {n - first: role for n, role in article.roles.items() if first < n <= last}
        found.append(replace(one, roles=roles | dict(one.roles)))
        begin += len(piece)
    return [replace(found[0], note=article.note), *found[1:]]


def _article(piece: str, encoding: str, damaged: int) -> Article:
    raw = piece.strip("\n")
    head = _HEAD.search(raw)
    found = find_header_date(head[0]) if head else None
    if head is None or found is None:
        return Article(raw, encoding, damaged)
    above = raw[: head.start()].strip().split("\n")[-1]
    last = raw.count("\n", 0, head.start()) + 1
    return Article(
        raw,
        encoding,
        damaged,
        outlet=outlet_name(above) if above else None,
        section=head[0].split(",")[0].strip() or None,
        date=found.iso,
        date_evidence=head[0].strip(),
        roles=dict.fromkeys(range(1, last + 1), "boilerplate"),
    )


def _pieces(text: str) -> list[str]:
    """Return the articles of a text; the text itself where it holds one."""
    for starts in (_heads(text), _counted(text), _closed(text), _ruled(text)):
        if len(starts) > 1:
            bounds = [0, *starts[1:], len(text)]
            return [text[start:end] for start, end in pairwise(bounds)]
    return [text]


def _heads(text: str) -> list[int]:
    """Return where the articles of a database begin: above the head of each, with its newspaper."""
    if text.count(" mots") < 2:
        return []
    heads = [match for match in _HEAD.finditer(text) if find_header_date(match[0])]
    return [max(text.rfind("\n\n", 0, match.start()) + 1, 0) for match in heads]


def _counted(text: str) -> list[int]:
    return [match.start() for match in _COUNTED.finditer(text)]


def _closed(text: str) -> list[int]:
    """Return where documents begin that each end with a number, if there are several."""
    ends = [match.end() for match in _CLOSED.finditer(f"{text}\n")] if "Document " in text else []
    return [0, *(end for end in ends if text[end:].strip())] if ends else []


def _ruled(text: str) -> list[int]:
    """Return where the pieces between rulers begin, if each of them begins as an article does."""
    if not (rulers := [match.end() for match in _RULER.finditer(text)]):
        return []
    bounds = [0, *rulers, len(text)]
    pieces = [text[start:end] for start, end in pairwise(bounds)]
    opens = list(map(_opens_article, pieces))
    starts = [start for start, is_first in zip(bounds, opens, strict=False) if is_first]
    return starts if opens[0] else []


def _opens_article(piece: str) -> bool:
    """Return whether a text begins with a title and a day or an author, and has a text below."""
    paragraphs = read_paragraphs(piece)
    prose = sum(paragraph.words for paragraph in paragraphs if paragraph.kind == "prose")
    if prose < _FEWEST or paragraphs[0].sentence or paragraphs[0].words not in _TITLE:
        return False
    return any(paragraph.kind in {"date", "byline"} for paragraph in paragraphs[1:_TOP])
