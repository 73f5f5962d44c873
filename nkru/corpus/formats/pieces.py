"""Several articles in one text: between rulers, each with its head, or as databases print them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, repeat

from nkru.corpus.articles import Article
from nkru.corpus.formats.copied_text import read_text, repaired
from nkru.corpus.formats.headers import find_header_date
from nkru.corpus.formats.press_reviews import mastheads, words_of_text
from nkru.corpus.lines.paragraphs import read_paragraphs
from nkru.corpus.lines.signatures import signature, without_dates
from nkru.corpus.outlets import outlet_in, outlet_name

NAME = "texts"
MANY_ARTICLES = True
BOUNDED = False
RISKY = False

# A ruler below a blank line; one of underscores is a rule of a page that a text browser drew.
_RULER = re.compile(r"\n[ \t]{0,20}\n[ \t]{0,20}([=*#~+—–-])\1{4,200}[ \t]{0,20}(?=\n)")
# How databases and people number documents: « Document 2 de 14 », « 2 of 14 DOCUMENTS ».
_COUNTED = re.compile(
    r"^[ \t]{0,40}(?:(?:document|article|texte) \d{1,4} ?(?:de|sur|of|/) ?\d{1,4}"
    r"|\d{1,4} (?:of|de|sur) \d{1,4} documents)[ \t]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
# A line with a number, and « article » or « texte » if any, above each of several articles.
_NUMBERED = re.compile(
    r"^[ \t]{0,9}[#*=(\[-]{0,6}[ \t]?(?:(?:article|texte|document)?[ \t]?(?:n[°o]\.?)?[ \t]?)?"
    r"(\d{1,4})[ \t]?[.):\]=*-]{0,6}[ \t]{0,9}$",
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
# Articles one below the other: words of a headline, characters of the line that signs it, and words
# of text in each article.
_HEADLINE, _SIGNATURE, _DENSE = range(4, 31), 120, 40
_LINE = re.compile(r"^[^\S\n]{0,80}\S[^\n]*", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]{0,20}\n")
_YEAR_OR_BY = re.compile(r"\b(?:19|20)\d\d\b|^\s{0,20}[Pp]ar ")


def recognises(data: bytes, name: str) -> bool:
    """Return whether the text divides into several pieces that each begin as an article does."""
    return len(_pieces(repaired(data).text)) > 1


def read(data: bytes, name: str) -> list[Article]:
    """Return the articles of a text."""
    text, encoding, damaged = read_text(data)
    pieces, starts = _pieces(text), mastheads(text)
    found = [_article(piece, encoding, damaged) for piece in pieces]
    if len(starts) == len(pieces):
        # The list of the articles of a press review stands above the first.
        above = text[: starts[0]].lstrip("\n").count("\n")
        listed = dict.fromkeys(range(1, above + 1), "boilerplate")
        found[0] = replace(found[0], roles={**listed, **found[0].roles})
    return found


def parted(article: Article) -> list[Article]:
    """Return the articles that the text of a document holds, with the roles of their lines.

    Only the first of several titles is one where they do not head an article each.
    """
    pieces = _pieces(article.raw)
    if len(pieces) < 2:
        pieces = _titled(article)
    if len(pieces) < 2:
        below = _titles(article)[1:]
        roles = {n: role if n not in below else "heading" for n, role in article.roles.items()}
        return [replace(article, roles=roles)]
    found, begin = [], 0
    for piece in pieces:
        one = _article(piece, article.encoding, piece.count("\ufffd"))
        first = article.raw.count("\n", 0, begin + piece.index(one.raw))
        last = first + one.raw.count("\n") + 1
        roles = {n - first: role for n, role in article.roles.items() if first < n <= last}
        found.append(replace(one, roles=roles | dict(one.roles)))
        begin += len(piece)
    return [replace(found[0], note=article.note), *found[1:]]


def _titled(article: Article) -> list[str]:
    """Return the articles of a document in which each has a line in the style of titles."""
    lines = article.raw.splitlines(keepends=True)
    bounds = [0, *(n - 1 for n in _titles(article)[1:]), len(lines)]
    pieces = ["".join(lines[start:end]) for start, end in pairwise(bounds)]
    return pieces if len(pieces) > 1 and all(map(_opens_article, pieces)) else []


def _titles(article: Article) -> list[int]:
    """Return the numbers of the lines where a title begins."""
    roles = article.roles
    return [n for n, role in sorted(roles.items()) if role == "title" != roles.get(n - 1)]


def _article(piece: str, encoding: str, damaged: int) -> Article:
    raw = piece.strip("\n")
    raw = raw[number.end() :].strip("\n") if (number := _above(raw)) else raw
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


def _above(raw: str) -> re.Match[str] | None:
    """Return the number that people write above an article."""
    return _COUNTED.match(raw) or _NUMBERED.match(raw)


def _pieces(text: str) -> list[str]:
    """Return the articles of a text; the text itself where it holds one."""
    for find in (_heads, _counted, _closed, _numbered, _ruled, mastheads, _signed):
        if len(starts := find(text)) > 1:
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
    folded = text.casefold()
    if not any(map(folded.__contains__, ("document ", "article ", "texte ", "documents"))):
        return []
    return [match.start() for match in _COUNTED.finditer(text)]


def _numbered(text: str) -> list[int]:
    """Return where the articles below the numbers 1, 2, 3 … begin, if each begins as one does."""
    numbers = list(_NUMBERED.finditer(text))
    if [int(number[1]) for number in numbers] != list(range(1, len(numbers) + 1)):
        return []
    if len(numbers) < 2 or text[: numbers[0].start()].strip():
        return []
    bounds = pairwise([*(number.end() for number in numbers), len(text)])
    return (
        [number.start() for number in numbers]
        if all(_opens_article(text[start:end]) for start, end in bounds)
        else []
    )


def _closed(text: str) -> list[int]:
    """Return where documents begin that each end with a number, if there are several."""
    ends = [match.end() for match in _CLOSED.finditer(f"{text}\n")] if "Document " in text else []
    return [0, *(end for end in ends if text[end:].strip())] if ends else []


def _ruled(text: str) -> list[int]:
    """Return where the pieces between rulers begin, if each of them begins as an article does."""
    if not (rulers := [match.end() for match in _RULER.finditer(text)]):
        return []
    bounds = [0, *rulers, len(text)]
    opens = [_opens_article(text[start:end]) for start, end in pairwise(bounds)]
    starts = [start for start, is_first in zip(bounds, opens, strict=False) if is_first]
    return starts if opens[0] else []


def _signed(text: str) -> list[int]:
    """Return where articles begin that have a headline, and right below it a source.

    The first line of the text must be such a headline, so that one article is never cut in two
    where it speaks of others.
    """
    first = _LINE.search(text)
    if first is None or not _heads_article(text, first):
        return []
    blocks = map(_LINE.search, repeat(text), (match.end() for match in _BLANK.finditer(text)))
    heads = [line.start() for line in blocks if line and _heads_article(text, line)]
    starts = sorted({first.start(), *heads})
    bounds = pairwise([*starts, len(text)])
    dense = [start for start, end in bounds if words_of_text(text[start:end]) >= _DENSE]
    return dense if dense[:1] == starts[:1] else []


def _heads_article(text: str, line: re.Match[str]) -> bool:
    """Return whether a line is a headline, with « Par … » or a newspaper and a day below."""
    head, below = line[0].strip(), _LINE.search(text, line.end())
    if below is None or len(below[0]) > _SIGNATURE or not _YEAR_OR_BY.search(below[0]):
        return False
    if len(head.split()) not in _HEADLINE or head[-1] in ".,;:" or head[:1].islower():
        return False
    kind = signature(below[0].strip(), len(below[0].split()), False)
    if kind == "byline":
        return below[0].lstrip()[:4].casefold() == "par "
    return kind == "date" and outlet_in(without_dates(below[0])) is not None


def _opens_article(piece: str) -> bool:
    """Return whether a text begins with a title and a day or an author, and has a text below."""
    paragraphs = read_paragraphs(piece)
    prose = sum(paragraph.words for paragraph in paragraphs if paragraph.kind == "prose")
    if prose < _FEWEST or paragraphs[0].sentence or paragraphs[0].words not in _TITLE:
        return False
    return any(paragraph.kind in {"date", "byline"} for paragraph in paragraphs[1:_TOP])
