"""Texts below labels: « Titre : … », « Date : … » above each article of a file, one or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nkru.corpus.articles import Article, Fields, join_lines
from nkru.corpus.decoding import decode
from nkru.corpus.formats.copied_text import read_text, repaired
from nkru.corpus.formats.labels import MOST_LINES, Labels, find_labels, may_be_label
from nkru.corpus.formats.table_cells import UNKNOWN

NAME = "labelled"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 12
# Between two articles: a ruler, a number, « Article 2 ».
_BETWEEN = re.compile(
    r"\W{0,80}(?:(?:[Aa]rticle|ARTICLE|[Tt]exte|[Dd]ocument)?\s?\d{1,4})?\W{0,80}"
)


def recognises(data: bytes, name: str) -> bool:
    """Return whether a text begins with labels."""
    if b":" not in data[:_HEAD] and b"=" not in data[:_HEAD]:
        return False
    lines = decode(data[:_HEAD]).text.lstrip("\ufeff\n ").split("\n")
    start = _first(lines)
    return start < len(lines) and find_labels(lines[start:]) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Return the article below each block of labels.

    Raises:
        CorpusError: the file is empty, holds only white space, or is not text.
    """
    read_text(data)
    text, encoding, damaged = repaired(data)
    lines = text.lstrip("\ufeff\n ").split("\n")
    blocks = list(_blocks(lines))
    starts = [start for start, _ in blocks]
    bounds = pairwise([*starts, len(lines)])
    articles = []
    for (start, end), (_, labels) in zip(bounds, blocks, strict=True):
        body = lines[start + labels.lines : end]
        while body and end < len(lines) and _BETWEEN.fullmatch(body[-1]):
            body.pop()
        articles.append(_article(labels, "\n".join(body).strip("\n"), encoding, damaged))
    return articles


def _first(lines: list[str]) -> int:
    """Return the number of the first line that is no ruler and no number above the labels."""
    return next((n for n, line in enumerate(lines) if not _BETWEEN.fullmatch(line)), len(lines))


def _blocks(lines: list[str]) -> Iterator[tuple[int, Labels]]:
    """Yield the first line of each block of labels that begins as the first one does."""
    place, first = _first(lines), ""
    while place < len(lines):
        labels = None
        if not first or may_be_label(lines[place]):
            labels = find_labels(lines[place : place + MOST_LINES])
        if labels and labels.first in ("", first or labels.first):
            yield place, labels
            first, place = labels.first, place + labels.lines
        else:
            place += 1


def _article(labels: Labels, body: str, encoding: str, damaged: int) -> Article:
    """Return an article: its title, and below it the lines of its text, unchanged."""
    fields: Fields = {name: value for name, value in labels.fields.items() if _is_known(value)}
    texts = [(role, fields.get(role)) for role in ("title", "standfirst")]
    fields.pop("standfirst", None)
    body = f"{labels.opening}\n{body}" if labels.opening else body
    head = body.lstrip("\n").partition("\n")[0].strip()
    above = [(role, text) for role, text in texts if text and text != head]
    raw, roles = join_lines(above)
    return Article("\n\n".join(filter(None, (raw, body))), encoding, damaged, roles=roles, **fields)


def _is_known(value: object) -> bool:
    return not isinstance(value, str) or value.casefold() not in UNKNOWN
