"""Articles as readers return them, the table they make, before any line is judged, and the rows that others have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Article:
    """One article: its text with LF line ends, and what its format itself states of it.

    `date` and `updated` are ISO 8601 at the precision stated; `roles` maps a line's number (from 1)
    to the role that the markup gives it; `encoding` and `damaged` (replaced characters) say how its
    bytes became text.
    """

    raw: str
    encoding: str = ""
    damaged: int = 0
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    section: str | None = None
    date: str | None = None
    date_evidence: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Where an article was read: its doc_id, its file below the corpus folder, its format, the file's sha256."""

    doc_id: str
    source: str
    format: str
    sha256: str


def compose(
    paragraphs: Iterable[str],
    *,
    encoding: str = "",
    damaged: int = 0,
    title: str | None = None,
    standfirst: str | None = None,
    **stated: str | None,
) -> Article:
    """Return an article whose text is its title, standfirst and paragraphs, each a line, with blank lines between.

    A field that is empty is not stated.

    >>> compose(["Kim est arrivé."], title="Un train à Vladivostok").roles
    {1: 'title'}
    """
    head = [
        ("title", title),
        ("standfirst", standfirst),
        *((None, paragraph) for paragraph in paragraphs),
    ]
    lines = [
        (role, line) for role, text in head if text for line in text.split("\n") if line.strip()
    ]
    roles = {2 * place + 1: role for place, (role, _) in enumerate(lines) if role}
    raw = "\n\n".join(line.strip() for _, line in lines)
    filled = {name: value or None for name, value in stated.items()}
    return Article(raw, encoding, damaged, title or None, roles=roles, **filled)


_SOURCE = [item.name for item in fields(Source)]
_ARTICLE = [item.name for item in fields(Article)]
_TEXT = {"raw", "encoding", "damaged"}
COLUMNS = [*_SOURCE, *(name if name in _TEXT else f"stated_{name}" for name in _ARTICLE)]


def article_table(rows: Iterable[tuple[Source, Article]]) -> pd.DataFrame:
    """Return the articles table: the columns of `Source`, `raw`, and each stated field as `stated_<name>`."""
    records = [
        [
            *(getattr(source, name) for name in _SOURCE),
            *(getattr(article, name) for name in _ARTICLE),
        ]
        for source, article in rows
    ]
    types = dict.fromkeys(COLUMNS, "str") | {"damaged": "int64", "stated_roles": "object"}
    return (
        pd.DataFrame(records, columns=COLUMNS)
        .astype(types)
        .sort_values("doc_id", ignore_index=True)
    )


def rows_by_article(table: pd.DataFrame, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return these columns of each article's rows, by its doc_id, in the order of the table.

    >>> rows_by_article(pd.DataFrame({"doc_id": ["a", "b", "a"], "text": ["Un", "Deux", "Trois"]}), "text")
    {'a': [('Un',), ('Trois',)], 'b': [('Deux',)]}
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    rows = zip(*(table[name].tolist() for name in columns), strict=True)
    for doc_id, row in zip(table["doc_id"].tolist(), rows, strict=True):
        found.setdefault(doc_id, []).append(row)
    return found
