"""Markdown: notes, and pages that a browser's extension saved, with their front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.corpus.articles import Article, Fields, join_lines
from nkru.corpus.decoding import decode
from nkru.corpus.formats.labels import find_labels
from nkru.corpus.formats.table_columns import named_columns
from nkru.corpus.formats.table_dates import parse_date, stated_date
from nkru.errors import CorpusError

NAME = "markdown"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 14
# Front matter, between rulers: « title: … ».
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n((?:[^\n]{0,2000}\n){1,200}?)\1[ \t]*(?:\n|\Z)")
# « title: … » as in YAML, « title = "…" » as in TOML, and an item of a list below its key.
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]{0,9}[:=](?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]{0,8}-[ \t]+(.*)")
_HEADING = re.compile(r"\A(#{1,6})[ \t]++(?=[^\n]*?[^\W\d_])(.*[^ \t#])[ \t#]*+")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_STRONG = re.compile(
    r"(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1|(?<![\w*])([*_])(?=\S)([^\n*_]{1,500}?)\3(?!\w)"
)
_MARKS = ((re.compile(r">[ \t]?"), "quote"), (re.compile(r"[*+-][ \t]+"), "list"))
_RULER = re.compile(r"(?:[-*_][ \t]?){3,}")
# The fewest headings or links of Markdown in a text without front matter.
_FEWEST = 2
_QUOTES = " \t\"'[]"


def recognises(data: bytes, name: str) -> bool:
    """Return whether a text has keys above it, or headings and links as Markdown has them."""
    if not any(map(data[:8].__contains__, (b"---", b"+++"))) and b"# " not in data[:_HEAD]:
        return False
    text = decode(data[:_HEAD]).text.lstrip("\ufeff\n ")
    if front := _FRONT.match(text):
        return any(_KEY.fullmatch(line) for line in front[2].split("\n"))
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
    fields = _fields(front[2]) if front else {}
    text = text[front.end() :] if front else text
    labelled, text = _labelled(text)
    fields = labelled | fields
    lines = list(_lines(text))
    if not any(line for _, line in lines):
        raise CorpusError("a Markdown file without a text below its keys; write it there")
    is_headed = any(role == "title" for role, _ in lines)
    if fields.get("title") and not is_headed:
        lines.insert(0, ("title", str(fields["title"])))
    fields["title"] = next((line for role, line in lines if role == "title"), None)
    raw, roles = join_lines(lines)
    return [Article(raw, encoding, damaged, roles=roles, **fields)]


def _fields(front: str) -> Fields:
    stated: dict[str, str] = {}
    key = ""
    for line in front.split("\n"):
        if match := _KEY.fullmatch(line):
            key = match[1].strip().casefold()
            stated[key] = (match[2] or "").strip(_QUOTES)
        elif key and (item := _ITEM.fullmatch(line)):
            stated[key] = ", ".join(filter(None, (stated[key], item[1].strip(_QUOTES))))
    columns = named_columns(stated)
    fields: Fields = {
        field: stated[name] or None
        for field, name in columns.items()
        if field in ("title", "author", "outlet", "url", "section")
    }
    printed = stated.get(columns.get("date", ""), "")
    return fields | stated_date(printed, parse_date(printed))


def _labelled(text: str) -> tuple[Fields, str]:
    """Return what lines of labels right below the title state, and the text without them."""
    title, _, below = text.partition("\n")
    block = find_labels(below.split("\n")) if _HEADING.fullmatch(title.strip()) else None
    if block is None:
        return {}, text
    rest = "\n".join(below.split("\n")[block.lines :])
    return {name: v for name, v in block.fields.items() if name != "title"}, f"{title}\n\n{rest}"


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
