"""Articles as readers return them, and the table that holds them before any line is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

import pandas as pd

from nkru.corpus.decoding import composed

# A shorter standfirst, in characters, may be a label that the text happens to begin with.
_LABEL = 25
# The fields of one article that a reader of exports found: arguments of `compose`.
Fields = dict[str, Any]


@dataclass(frozen=True)
class Article:
    """One article: its text with LF line ends, and the metadata that its format states.

    `date` and `updated` are ISO 8601 at the precision stated; `roles` maps a line's number (from 1)
    to the role that the markup gives it; `encoding` and `damaged` (the number of characters
    replaced by U+FFFD) come from `decode`. `own` holds the columns of a table that nkru has no
    field for; `note` names the parts of the article that could not be read.
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
    own: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


class Loss(NamedTuple):
    """A part of a file, such as a row of a table, that holds no article, and why."""

    reason: str


class Source(NamedTuple):
    """The file of an article, as a path below the corpus folder, its format and its sha256."""

    doc_id: str
    source: str
    format: str
    sha256: str


def with_whole_characters(article: Article) -> Article:
    r"""Return an article without halves of characters.

    A letter and its accent, and the two surrogates of a pair, become one character; a lone
    surrogate becomes U+FFFD.

    Word's RTF writes an emoji as a surrogate pair, and JSON may hold half of one.

    >>> with_whole_characters(Article("Kim \ud83d\ude00 \udc80")).raw
    'Kim 😀 �'
    """
    texts = {name: value for name, value in vars(article).items() if isinstance(value, str)}
    wrong: dict[str, Any] = {name: _joined(text) for name, text in texts.items() if _is_wrong(text)}
    own = {_joined(name): _joined(value) for name, value in article.own.items()}
    if not wrong and own == article.own:
        return article
    lost = wrong.get("raw", article.raw).count("\ufffd") - article.raw.count("\ufffd")
    return replace(article, damaged=article.damaged + lost, own=own, **wrong)


def _is_wrong(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return composed(text) is not text


def _joined(text: str) -> str:
    return composed(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def compose(
    paragraphs: Iterable[str],
    *,
    encoding: str = "",
    damaged: int = 0,
    title: str | None = None,
    standfirst: str | None = None,
    own: Mapping[str, str] | None = None,
    note: str = "",
    **stated: str | None,
) -> Article:
    """Return an article with the text of its title, standfirst and paragraphs.

    Each line of these is a line, with blank lines between; an empty field counts as not stated.
    A standfirst that is only the opening of the text is not repeated above it.

    >>> compose(["Kim est arrivé."], title="Un train à Vladivostok").roles
    {1: 'title'}
    """
    body = list(paragraphs)
    if standfirst and _opens(standfirst, body):
        standfirst = None
    texts = [("title", title), ("standfirst", standfirst), *((None, line) for line in body)]
    lines = [(role, line.strip()) for role, text in texts if text for line in text.split("\n")]
    raw, roles = join_lines([(role, line) for role, line in lines if line])
    filled: Fields = {name: value or None for name, value in stated.items()}
    filled |= {"roles": roles, "own": own or {}, "note": note}
    return Article(raw, encoding, damaged, title or None, **filled)


def _opens(standfirst: str, paragraphs: Sequence[str]) -> bool:
    """Return whether a text begins with its standfirst, which may be cut: « Kim est arr… »."""
    opening = " ".join(standfirst.split()).rstrip(" .…[]")
    length = 2 * len(standfirst) + _LABEL
    head = " ".join("\n".join(paragraphs)[:length].split())
    return len(opening) >= _LABEL and head.startswith(opening)


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
_ARTICLE = [field.name for field in fields(Article) if field.name != "note"]
COLUMNS = [*Source._fields, *(name if name in _TEXT else f"stated_{name}" for name in _ARTICLE)]


def article_table(rows: Iterable[tuple[Source, Article]]) -> pd.DataFrame:
    """Return the table of articles, sorted by doc_id.

    Returns:
        The fields of `Source`, raw, encoding, damaged, and the other fields of `Article`, each as
        stated_<name>, except its note; stated_roles is JSON, a list of [line, role], and stated_own
        an object, or missing.
    """
    records = []
    for source, article in rows:
        *stated, roles, own, _ = vars(article).values()
        columns = json.dumps(own, ensure_ascii=False) if own else None
        records.append([*source, *stated, json.dumps(list(roles.items())), columns])
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
