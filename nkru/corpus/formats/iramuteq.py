"""IRaMuTeQ corpora: each text follows a line of four stars and starred variables."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article, Fields, compose_all
from nkru.corpus.dating.iso import parse_iso
from nkru.corpus.decoding import decode
from nkru.resources import read_toml

NAME = "iramuteq"
MANY_ARTICLES = BOUNDED = True

_STARS = re.compile(r"^\*{4}(?:[ \t]+(.*))?$", re.MULTILINE)
_VARIABLE = re.compile(r"\*([^_\s]+)_(\S+)")
# Its variables that state a field of an article.
_STATED = ("outlet", "title", "author")


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
    fields: Fields = {}
    for name, value in _VARIABLE.findall(variables):
        key = name.casefold()
        if key == "date" and (iso := parse_iso(value)):
            fields |= {"date": iso, "date_evidence": f"*{name}_{value}"}
        for field in _STATED:
            if key in columns[field] and value != "nil":
                fields.setdefault(field, value.replace("_", " "))
    return fields
