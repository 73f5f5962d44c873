"""Articles as readers return them, and the table that holds them before any line is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import pandas as pd

# The fields of one article that a reader of exports found: arguments of `compose`.
Fields = dict[str, Any]


@dataclass(frozen=True)
class Article:
    """One article: its text with LF line ends, and the metadata that its format states.

    `date` and `updated` are ISO 8601 at the precision stated; `roles` maps a line's number (from 1)
    to the role that the markup gives it; `encoding` and `damaged` (the number of characters
    replaced by U+FFFD) come from `decode`.
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


class Source(NamedTuple):
    """The file of an article, as a path below the corpus folder, its format and its sha256."""

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
    """Return an article with the text of its title, standfirst and paragraphs.

    Each line of these is a line, with blank lines between; an empty field counts as not stated.

    >>> compose(["Kim est arrivé."], title="Un train à Vladivostok").roles
    {1: 'title'}
    """
    body = ((None, paragraph) for paragraph in paragraphs)
    texts = [("title", title), ("standfirst", standfirst), *body]
    lines = [(role, line.strip()) for role, text in texts if text for line in text.split("\n")]
    raw, roles = join_lines([(role, line) for role, line in lines if line])
    filled = {name: value or None for name, value in stated.items()}
    return Article(raw, encoding, damaged, title or None, roles=roles, **filled)


def compose_all(articles: Iterable[Fields], encoding: str = "", damaged: int = 0) -> list[Article]:
    """Return the articles of one file from their fields (see `compose`)."""
    return [compose(encoding=encoding, damaged=damaged, **fields) for fields in articles]


def join_lines(lines: Sequence[tuple[str | None, str]]) -> tuple[str, dict[int, str]]:
    r"""Return a text of these lines (role, text), and the roles by line number.

    Blank lines separate them: lines of equal length without one would be read as one paragraph,
    wrapped by hand.

    >>> join_lines([("title", "Un train à Vladivostok"), (None, "Kim est arrivé.")])
    ('Un train à Vladivostok\n\nKim est arrivé.', {1: 'title'})
    """
    roles = {2 * index + 1: role for index, (role, _) in enumerate(lines) if role}
    return "\n\n".join(text for _, text in lines), roles


_TEXT = {"raw", "encoding", "damaged"}
_ARTICLE = [field.name for field in fields(Article)]
COLUMNS = [*Source._fields, *(name if name in _TEXT else f"stated_{name}" for name in _ARTICLE)]


def article_table(rows: Iterable[tuple[Source, Article]]) -> pd.DataFrame:
    """Return the table of articles, sorted by doc_id.

    Returns:
        The fields of `Source`, raw, encoding, damaged, and the other fields of `Article`, each as
        stated_<name>; stated_roles is JSON, a list of [line, role].
    """
    records = []
    for source, article in rows:
        *stated, roles = vars(article).values()
        records.append([*source, *stated, json.dumps(list(roles.items()))])
    types = dict.fromkeys(COLUMNS, "str") | {"damaged": "int64"}
    table = pd.DataFrame(records, columns=COLUMNS).astype(types)
    return table.sort_values("doc_id", ignore_index=True)


def rows_by_article(table: pd.DataFrame, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return these columns of each article's rows, by its doc_id, in the order of the table.

    >>> lines = pd.DataFrame({"doc_id": ["a", "b", "a"], "text": ["Un", "Deux", "Trois"]})
    >>> rows_by_article(lines, "text")
    {'a': [('Un',), ('Trois',)], 'b': [('Deux',)]}
    """
    articles: dict[str, list[tuple[Any, ...]]] = {}
    rows = zip(*(table[name].tolist() for name in columns), strict=True)
    for doc_id, row in zip(table["doc_id"].tolist(), rows, strict=True):
        articles.setdefault(doc_id, []).append(row)
    return articles
