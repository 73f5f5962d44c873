"""References: RIS and BibTeX, as databases and reference managers export titles and abstracts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.corpus.articles import Article, Loss
from nkru.corpus.decoding import decode
from nkru.corpus.formats.article_tables import read_rows
from nkru.corpus.formats.table_rows import Row
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "references"
MANY_ARTICLES = BOUNDED = True
RISKY = False

_HEAD = 1 << 12
_RIS = re.compile(r"\A\s*TY  ?- ?\w+", re.MULTILINE)
_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)(.*)")
_BIBTEX = re.compile(r"\A(?:\s|%[^\n]{0,500}\n)*@[A-Za-z]{4,20}\s?\{[^\n{}=]{0,200},?[ \t]*\n")
_ENTRY = re.compile(r"^[ \t]{0,8}@([A-Za-z]{4,20})\s?\{", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]{0,8}([A-Za-z][\w-]{0,40})[ \t]{0,8}=[ \t]{0,8}", re.MULTILINE)
_BRACE = re.compile(r"[{}]")
_NO_REFERENCE = {"comment", "string", "preamble"}
# The tags of RIS that state each field, the best first.
_TAGS = {
    "title": ("TI", "T1", "CT"),
    "text": ("AB", "N2"),
    "author": ("AU", "A1"),
    "outlet": ("T2", "JO", "JF", "JA", "PB"),
    "date": ("DA", "Y1", "PY"),
    "url": ("UR", "L1"),
    "language": ("LA",),
}
_NAMES = {
    "title": ("title",),
    "text": ("abstract",),
    "author": ("author",),
    "outlet": ("journal", "journaltitle", "publisher"),
    "date": ("date",),
    "url": ("url",),
    "language": ("langid", "language"),
}
_NO_TITLE = table_text(
    "a list of references without a title; save the articles as text, HTML or CSV"
)


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is RIS or BibTeX."""
    head = decode(data[:_HEAD]).text.lstrip("\ufeff \n")
    return bool(_RIS.match(head) or _BIBTEX.match(head))


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of each reference: its title and its abstract.

    Raises:
        CorpusError: no reference has a title.
    """
    text, encoding, damaged = decode(data)
    is_ris = _RIS.match(text.lstrip("\ufeff \n"))
    rows = [*(_ris(text) if is_ris else _bibtex(text))]
    if not any(row.get("title") or row.get("text") for row in rows):
        raise CorpusError(_NO_TITLE)
    return read_rows(rows, None, encoding, damaged)


def _ris(text: str) -> Iterator[Row]:
    values: dict[str, list[str]] = {}
    last = ""
    for line in text.split("\n"):
        if match := _LINE.match(line):
            last = match[1]
            if last == "ER":
                yield _row(values, _TAGS)
                values = {}
            else:
                values.setdefault(last, []).append(match[2].strip())
        elif last and line.strip() and last in values:
            values[last][-1] += f" {line.strip()}"
    if values:
        yield _row(values, _TAGS)


def _row(values: dict[str, list[str]], names: dict[str, tuple[str, ...]]) -> Row:
    row = {
        field: next(("; ".join(values[name]) for name in tags if values.get(name)), "")
        for field, tags in names.items()
    }
    # « 2021/03/12/ », as RIS has it.
    return row | {"date": row["date"].strip("/; ")}


def _bibtex(text: str) -> Iterator[Row]:
    starts = [(match.end(), match[1].casefold()) for match in _ENTRY.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, kind), end in zip(starts, ends, strict=True):
        if kind not in _NO_REFERENCE:
            values = _fields(text[start:end])
            row = _row(values, _NAMES)
            yield row if row["date"] else {**row, "date": _date(values)}


def _fields(entry: str) -> dict[str, list[str]]:
    """Return the first value of each field of an entry of BibTeX."""
    values: dict[str, list[str]] = {}
    place = 0
    while match := _FIELD.search(entry, place):
        value, place = _value(entry, match.end())
        values.setdefault(match[1].casefold(), [" ".join(value.split())])
    return values


def _value(entry: str, place: int) -> tuple[str, int]:
    """Return a value, in braces, in quotation marks or up to the comma, and where it ends."""
    if entry[place : place + 1] == "{":
        depth = 0
        for match in _BRACE.finditer(entry, place):
            depth += 1 if match[0] == "{" else -1
            if not depth:
                return _BRACE.sub("", entry[place : match.end()]), match.end()
        return _BRACE.sub("", entry[place:]), len(entry)
    quote = entry[place : place + 1] == '"'
    end = entry.find('"' if quote else ",", place + quote)
    end = end if end >= 0 else len(entry)
    return entry[place + quote : end].strip("\n }"), end + quote


def _date(values: dict[str, list[str]]) -> str:
    """Return the date that the fields year, month and day state."""
    parts = [values[name][0] for name in ("day", "month", "year") if values.get(name)]
    return " ".join(parts)
