"""The table of documents: one row per article with title, outlet, author, date and the like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.dates import date_table
from nkru.corpus.formats.headers import first_index
from nkru.corpus.genres import genre_table
from nkru.corpus.languages import languages
from nkru.corpus.lines.signatures import agencies_of, people_of, without_dates
from nkru.corpus.outlets import is_outlet, outlet_in, outlet_name, outlet_of_address
from nkru.tokens.sentences import paragraph_lines

COLUMNS = (
    ["doc_id", "source", "format", "encoding", "title", "outlet", "author", "agency", "section"]
    + ["genre"]
    + ["date", "date_from", "date_to", "date_precision", "date_method", "date_evidence", "updated"]
    + ["url", "language", "story_id", "flags", "sha256"]
)
FIELDS = ["title", "outlet", "author", "agency", "section", "url"]
_COPYRIGHT = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
_NO_NAME = re.compile(r"^\W*(?:par|by)\s|©|\(c\)|\bcopyright\b|\b\d{4}\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\.(?!\w)|[|®™]|\s[-–—]\s|\s?[:,;]\s(?=tou(?:te|s)\b)", re.IGNORECASE)
_MARKUP = re.compile(r"^#{1,6}\s+|^[*_]{2,}|(?<![*_])[*_]{2,}$")
# Labels stick together when a page is pasted: « InternationalPolitique ».
_STUCK = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_ABOVE, _NAME = 4, 60  # lines above a title that may name an outlet, characters of its name
# Roles of lines that may name an outlet beside a title, and of the text below.
_NAMING, _TEXT = frozenset({"boilerplate", "byline"}), frozenset({"body", "standfirst", "list"})
_HEAD_PARTS = re.compile(r"[·•|]|\s[–—-]\s")  # « Le Littoral · 12 mars 2024 · 7 · Luc Petit »
_DAYS = 2  # lines of dates among which an outlet is looked for
_ADDRESS = re.compile(r"https?://\S+")
# A dispatch names its agency in brackets, slashes or dashes at the head of its text, or in brackets
# at its end.
_HEAD = re.compile(
    r"^.{0,80}?[(/]([^()/]{2,40})[)/]\s{0,9}[-–—.]"
    r"|^.{0,60}?[-–—]\s{0,9}([A-Za-zÀ-ÿ ]{2,25})\s{0,9}[-–—]\s"
)
_END = re.compile(r"[(\[](?:avec )?([^()\[\]]{2,40})[)\]]\s{0,9}\.?$")


def document_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the documents (see `COLUMNS`), before metadata.csv, flags and copies are known.

    Args:
        articles: as from `nkru.corpus.articles.article_table`.
        lines: as from `nkru.corpus.lines.roles.line_table`.
    """
    lines = joined_lines(articles, lines)
    fields = field_table(articles, lines).assign(language=languages(articles, lines).to_numpy())
    dates = date_table(articles, lines).drop(columns="doc_id")
    files = articles[["source", "format", "encoding", "sha256"]].reset_index(drop=True)
    table = pd.concat([fields, dates, files], axis=1)
    table["genre"] = genre_table(table, lines)
    return table.assign(story_id=table["doc_id"], flags="")[COLUMNS]


def add_own_columns(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with a column for each of the tables' own, in the place of `own`.

    A value that metadata.csv states wins; a column that has the name of one of nkru's is called
    own_<name>.

    >>> table = pd.DataFrame({"doc_id": ["a", "b"], "own": ['{"bord": "gauche"}', None]})
    >>> add_own_columns(table).fillna("—").to_dict("list")
    {'doc_id': ['a', 'b'], 'bord': ['gauche', '—']}
    """
    values: dict[str, dict[Any, str]] = {}
    for row, text in documents["own"].dropna().items():
        for name, value in json.loads(text).items():
            named = f"own_{name}" if name in COLUMNS else name
            values.setdefault(named, {})[row] = value
    documents = documents.drop(columns="own")
    for name, cells in values.items():
        column = pd.Series(cells, dtype="str").reindex(documents.index)
        documents[name] = documents[name].fillna(column) if name in documents else column
    return documents


def joined_lines(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines, those of one role in a hard-wrapped paragraph as one.

    Names and dates break at line ends too: « Par Jeanne / Martin », « le 3 / août 2024 ».
    """
    wrapped = dict(
        zip(articles["doc_id"].tolist(), map(_continuations, articles["raw"]), strict=True)
    )
    if not any(wrapped.values()):
        return lines
    columns = (lines[name].tolist() for name in ("doc_id", "role", "start", "text"))
    kept: list[int] = []
    texts: list[str] = []
    above = ("", "")
    for number, (doc_id, role, start, text) in enumerate(zip(*columns, strict=True)):
        if (doc_id, role) == above and start in wrapped[doc_id]:
            texts[-1] += f" {text}"
        else:
            kept.append(number)
            texts.append(text)
        above = (doc_id, role)
    return lines.iloc[kept].assign(text=texts)


def _continuations(raw: str) -> set[int]:
    """Return the starts of the lines that continue a hard-wrapped paragraph."""
    return {start for spans in paragraph_lines(raw) for start, _ in spans[1:]}


def field_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return doc_id, title, outlet, author, agency, section and url of each article.

    A field that the format states wins over one that is read from the lines; unknown is missing.

    Args:
        articles: doc_id and the stated_ columns of the fields.
        lines: as from `nkru.corpus.lines.roles.line_table`.
    """
    pages = rows_by_article(lines, "role", "text")
    fields = [_read_fields(pages.get(doc_id, ())) for doc_id in articles["doc_id"].tolist()]
    table = pd.DataFrame(fields, columns=FIELDS, dtype="str")
    for name in FIELDS:
        table[name] = articles[f"stated_{name}"].reset_index(drop=True).fillna(table[name])
    hosts = [outlet_of_address(url) for url in articles["stated_url"].fillna("").tolist()]
    outlets = table["outlet"].map(outlet_name, na_action="ignore").astype("str")
    table["outlet"] = outlets.fillna(pd.Series(hosts, dtype="str"))
    table.insert(0, "doc_id", articles["doc_id"].to_numpy())
    return table


def _read_fields(page: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    lines = list(page)
    texts: dict[str, list[str]] = {}
    for role, text in lines:
        texts.setdefault(role, []).append(text)
    dates = texts.get("date", [])
    bylines, left_out = texts.get("byline", []), texts.get("boilerplate", [])
    signed = [*bylines, *_dispatch_marks(texts)]
    title = " ".join(" ".join(texts.get("title", [])).split())
    return {
        "title": _MARKUP.sub("", title) or None,
        "outlet": _outlet(left_out) or _outlet_of_day([*dates, *bylines]) or _outlet_of_head(lines),
        "author": _joined(name for line in bylines or dates for name in people_of(line)),
        "agency": _joined(name for line in signed for name in agencies_of(line)),
        "section": _joined(_STUCK.sub(", ", text) for text in texts.get("section", [])[:1]),
        "url": _url(left_out),
    }


def _joined(names: Iterable[str]) -> str | None:
    return ", ".join(dict.fromkeys(names)) or None


def _outlet(left_out: list[str]) -> str | None:
    """Return the name in the page's notice of copyright: « © 2024 Le Littoral. Tous droits … »."""
    lines = (line.replace("\u00ad", "") for line in left_out)
    notices = (line for line in lines if _COPYRIGHT.search(line[:20]))
    parts = (part for line in notices for part in _AFTER_NAME.split(_NO_NAME.sub(" ", line)))
    names = (part for part in parts if sum(map(str.isalpha, part)) > 1)
    return next((" ".join(name.split()).strip(" ,–-") for name in names), None)


def _outlet_of_day(dates: list[str]) -> str | None:
    """Return the name beside the first day of a page: « Le Littoral, 12 mars 2024, p. 4 »."""
    lines = list(map(without_dates, dates[:_DAYS]))
    parts = [*lines, *(part for line in lines for part in _HEAD_PARTS.split(line))]
    return next(filter(None, map(outlet_in, parts)), None)


def _outlet_of_head(page: Sequence[tuple[str, str]]) -> str | None:
    """Return the outlet that a line by the title is: one of nkru's table, or one beside a day."""
    title = first_index(page, lambda line: line[0] == "title", len(page))
    rest = page[title + 1 :]
    text = first_index(rest, lambda line: line[0] in _TEXT, min(len(rest), _ABOVE))
    head = [*page[max(title - _ABOVE, 0) : title], *rest[: min(text, _ABOVE)]]
    named = [(role, text) for role, text in head if role in _NAMING and len(text) < _NAME]
    names = {outlet_name(text) for _, text in named if is_outlet(text) and not agencies_of(text)}
    if not names:
        pairs = [*pairwise(head), *pairwise(reversed(head))]
        dated = (line[1] for line, beside in pairs if line in named and beside[0] == "date")
        names = {*filter(None, map(outlet_in, dated))}
    return names.pop() if len(names) == 1 else None


def _url(left_out: list[str]) -> str | None:
    """Return the address of a page if one of the lines left out has an address, and only one."""
    matches = [match for match in map(_ADDRESS.search, left_out) if match]
    return matches[0][0] if len(matches) == 1 else None


def _dispatch_marks(texts: Mapping[str, list[str]]) -> list[str]:
    """Return the words at head and end of the text where a dispatch names its agency."""
    body = [*texts.get("standfirst", [])[:1], *texts.get("body", [])]
    heads = [match for match in map(_HEAD.match, body[:2]) if match]
    ends = [match for match in map(_END.search, body[-1:]) if match]
    return [part for match in [*heads, *ends] for part in match.groups() if part]
