"""Markdown: notes, and pages that a browser's extension saved, with their front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.corpus.articles import Article, Fields, join_lines
from nkru.corpus.decoding import decode
from nkru.corpus.formats.table_columns import named_columns
from nkru.corpus.formats.table_dates import parse_date
from nkru.errors import CorpusError

NAME = "markdown"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 14
# Front matter, between rulers: « title: … ».
_FRONT = re.compile(r"\A---[ \t]*\n((?:[^\n]{0,2000}\n){1,200}?)---[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?")
_HEADING = re.compile(r"\A(#{1,6})[ \t]++(.*[^ \t#])[ \t#]*+")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_STRONG = re.compile(
    r"(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1|(?<![\w*])([*_])(?=\S)([^\n*_]{1,500}?)\3(?!\w)"
)
_MARKS = ((re.compile(r">[ \t]?"), "quote"), (re.compile(r"[*+-][ \t]+"), "list"))
_RULER = re.compile(r"(?:[-*_][ \t]?){3,}")
# The fewest headings or links of Markdown in a text without front matter.
_FEWEST = 2


def recognises(data: bytes, name: str) -> bool:
    """Return whether a text has keys above it, or headings and links as Markdown has them."""
    if b"---" not in data[:8] and b"# " not in data[:_HEAD]:
        return False
    text = decode(data[:_HEAD]).text.lstrip("\ufeff\n ")
    if front := _FRONT.match(text):
        return any(_KEY.fullmatch(line) for line in front[1].split("\n"))
    headings = sum(bool(_HEADING.fullmatch(line)) for line in text.split("\n"))
    is_named = name.casefold().endswith((".md", ".markdown", ".qmd"))
    return headings >= (1 if is_named or _LINK.search(text) else _FEWEST)


def read(data: bytes, name: str) -> list[Article]:
    """Return the article, with roles by its marks and metadata by its front matter.

    Raises:
        CorpusError: the file has no text.
    """
    text, encoding, damaged = decode(data)
    text = text.lstrip("\ufeff\n ")
    front = _FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    lines = list(_lines(text[front.end() :] if front else text))
    if not any(line for _, line in lines):
        raise CorpusError("a Markdown file without a text below its keys; write it there")
    is_headed = any(role == "title" for role, _ in lines)
    if fields.get("title") and not is_headed:
        lines.insert(0, ("title", str(fields["title"])))
    fields["title"] = next((line for role, line in lines if role == "title"), None)
    raw, roles = join_lines(lines)
    return [Article(raw, encoding, damaged, roles=roles, **fields)]


def _fields(front: str) -> Fields:
    stated = {
        match[1].strip().casefold(): (match[2] or "").strip(" \t\"'[]")
        for line in front.split("\n")
        if (match := _KEY.fullmatch(line))
    }
    columns = named_columns(stated)
    fields: Fields = {
        field: stated[name] or None
        for field, name in columns.items()
        if field in ("title", "author", "outlet", "url", "section")
    }
    printed = stated.get(columns.get("date", ""), "")
    if iso := parse_date(printed):
        fields |= {"date": iso, "date_evidence": f"date: {printed}"}
    return fields


def _lines(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the role and the words of each paragraph; the first heading of all is the title."""
    titled = False
    for block in re.split(r"\n[ \t]*\n", text):
        pending: list[str] = []
        for line in filter(None, map(str.strip, block.split("\n"))):
            heading = _HEADING.fullmatch(line)
            marked = next(((p, role) for p, role in _MARKS if p.match(line)), None)
            if not (heading or marked or _RULER.fullmatch(line)):
                pending.append(line)
                continue
            if pending:
                yield None, _plain(" ".join(pending))
                pending = []
            if heading:
                yield ("heading" if titled else "title"), _plain(heading[2])
                titled = True
            elif marked and not _RULER.fullmatch(line):
                yield marked[1], _plain(marked[0].sub("", line, count=1))
        if pending:
            yield None, _plain(" ".join(pending))


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _PICTURE.sub("", text))
    text = _STRONG.sub(lambda match: match[2] or match[4], text)
    return " ".join(text.split())
