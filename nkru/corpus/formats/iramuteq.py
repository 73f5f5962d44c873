"""IRaMuTeQ corpora: each text follows a line of four stars and starred variables."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article, Fields, compose_all
from nkru.corpus.decoding import decode
from nkru.corpus.formats.table_dates import date_parts, joined_date
from nkru.language import table_text
from nkru.resources import read_toml

NAME = "iramuteq"
MANY_ARTICLES = BOUNDED = True
RISKY = False

# Alceste numbers its texts where IRaMuTeQ has four stars: « 0001 *journal_lemonde ».
_STARS = re.compile(r"^[ \t]*+(?:\*{4}|\d{4}(?=[ \t]++\*\w))(?:[ \t]++(.*+))?$", re.MULTILINE)
_VARIABLE = re.compile(r"\*([^_\s*]++)_(\S++)")
_UNREAD = table_text("its date {date} cannot be read; write *date_2021-03-12")
# What nkru's own export writes for a value that is not known.
_MISSING = "nil"
# Its variables that state a field of an article.
_STATED = ("outlet", "title", "author", "section")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file begins with a starred line."""
    return _STARS.match(decode(data[:4096]).text.lstrip()) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Return the text after each starred line, with the metadata in the line's variables."""
    text, encoding, damaged = decode(data)
    parts = _STARS.split(text)[1:]
    articles = (
        {"paragraphs": body.split("\n"), **_fields(variables or "")}
        for variables, body in zip(parts[::2], parts[1::2], strict=True)
    )
    return compose_all(articles, encoding, damaged)


def _fields(variables: str) -> Fields:
    columns = read_toml("pages/fields.toml")["columns"]
    known = {name: field for field in _STATED for name in columns[field]}
    pairs = [(name, value) for name, value in _VARIABLE.findall(variables) if value != _MISSING]
    is_date = {*columns["date"], *date_parts()}.__contains__
    dates = [(name, value) for name, value in pairs if is_date(name.casefold())]
    stated: Fields = {}
    own: dict[str, str] = {}
    for name, value in pairs:
        if field := known.get(name.casefold()):
            stated.setdefault(field, value.replace("_", " "))
        elif (name, value) not in dates:
            own.setdefault(name, value)
    return {**stated, **_date(dates), "own": own}


def _date(dates: list[tuple[str, str]]) -> Fields:
    found = joined_date(dates)
    if found:
        return {"date": found[0], "date_evidence": f"*{found[1].replace(': ', '_')}"}
    told = ", ".join(f"*{name}_{value}" for name, value in dates)
    return {"note": table_text(_UNREAD, date=told)} if told else {}
