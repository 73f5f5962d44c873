"""Text dumps of web pages, as lynx writes them: wrapped lines, marks of links, and their addresses.

The text of the article is the text taken from the dump: each paragraph is one line again, without
the marks of links and buttons. Marks decide roles: an entry of a list that begins with a link is a
menu or a teaser, and the list of addresses at the end is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.corpus.articles import Article
from nkru.corpus.formats.copied_text import read_text, repaired
from nkru.tokens.sentences import paragraph_lines

NAME = "dump"
MANY_ARTICLES = BOUNDED = False
RISKY = False

# The mark of a link precedes its first word: « [12]Kim ». The mark of a note follows a word.
_LINK = re.compile(r"(?<![^\s(«“\"'’/>|-])\[(\d{1,4})\](?=\S|$)", re.MULTILINE)
_MARK = re.compile(r"\[(\d{1,4})\]")
_SIGN = re.compile(r"\(BUTTON\)|\[(?:INS|DEL):|:(?:INS|DEL)\]")
# Links with nothing to show have a number too.
_SKIPPED = 20
_ENTRY = re.compile(r"(?:[*+o#@☆•-]|\d{1,3}\.)\s+\[\d{1,4}\]")
_ADDRESSES = re.compile(r"^ {0,3}(?:References|Références) ?:?[ \t]*$", re.MULTILINE)
_ADDRESS = re.compile(r"\s{1,9}(?:Visible links:?\s{1,9})?(?:\[\d{1,4}\]|\d{1,4}\.) [a-z]{3,12}:")
_SIGNS = re.compile(r"^[^\S\n]*+(?:IFRAME:|\(BUTTON\)|\[INS:)|\(BUTTON\)", re.MULTILINE)
# Fewer marks than this may be notes of an article.
_FEWEST = 5
# A longer entry that ends as a sentence does belongs to a list of the article.
_TEASER = 25


def recognises(data: bytes, name: str) -> bool:
    """Return whether the text holds the marks of links, numbered from 1, or of buttons."""
    if b"[1]" not in data and b"(BUTTON)" not in data and b"[INS:" not in data:
        return False
    text = repaired(data).text
    numbers = [int(number) for number in _LINK.findall(text)]
    rising = sum(after == before + 1 for before, after in zip(numbers, numbers[1:], strict=False))
    return rising >= _FEWEST or _addresses(text) < len(text) or bool(_SIGNS.search(text))


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a dump."""
    text, encoding, damaged = read_text(data)
    end = _addresses(text)
    lines = [*_lines(text[:end]), *(("boilerplate", line) for line in text[end:].split("\n"))]
    roles = {number: role for number, (role, line) in enumerate(lines, 1) if role and line.strip()}
    return [Article("\n".join(line for _, line in lines), encoding, damaged, roles=roles)]


def _addresses(text: str) -> int:
    """Return where the list of addresses begins that closes a dump; else the length of the text."""
    for heading in _ADDRESSES.finditer(text):
        if _ADDRESS.match(text, heading.end()):
            return heading.start()
    return len(text)


def _lines(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the role and the text of each paragraph; blank lines are kept, as one."""
    end, last = 0, 0
    for spans in paragraph_lines(text):
        yield from [(None, "")] * (text.count("\n", end, spans[0][0]) > 1)
        line, end = " ".join(text[start:stop] for start, stop in spans), spans[-1][1]
        bare, last = _without_marks(line, last)
        yield _role(line), bare


def _without_marks(line: str, last: int) -> tuple[str, int]:
    """Return a line without the marks of links above `last`, and the number of its last mark.

    Marks are numbered in order, unlike notes and years in brackets.
    """
    bare = ""
    end = 0
    for mark in _MARK.finditer(line):
        if last < int(mark[1]) <= last + _SKIPPED:
            last = int(mark[1])
            bare, end = bare + line[end : mark.start()], mark.end()
    return " ".join(_SIGN.sub("", bare + line[end:]).split()), last


def _role(line: str) -> str | None:
    if not _ENTRY.match(line):
        return None
    return None if line[-1] in ".!?…" and len(line.split()) > _TEASER else "boilerplate"
