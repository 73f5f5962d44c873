"""The table of documents: one row per article with what is known of it, and how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.dates import date_table
from nkru.corpus.languages import languages
from nkru.corpus.lines.signatures import agencies_of, people_of
from nkru.corpus.outlets import outlet_name

COLUMNS = (
    ["doc_id", "source", "format", "encoding", "title", "outlet", "author", "agency", "section"]
    + ["date", "date_from", "date_to", "date_precision", "date_method", "date_evidence", "updated"]
    + ["url", "language", "story_id", "flags", "sha256"]
)


def document_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the documents of the articles table, before metadata.csv, flags and copies (see `COLUMNS`)."""
    found = describe(articles, lines).assign(language=languages(articles, lines).to_numpy())
    read = articles[["source", "format", "encoding", "sha256"]].reset_index(drop=True)
    table = pd.concat([found, date_table(articles, lines).drop(columns="doc_id"), read], axis=1)
    return table.assign(story_id=table["doc_id"], flags="")[COLUMNS]


FIELDS = ["title", "outlet", "author", "agency", "section", "url"]
_COPYRIGHT = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
_NO_NAME = re.compile(r"©|\(c\)|\bcopyright\b|\b\d{4}\b|^[\s,–-]+|[\s,–-]+$", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\.(?!\w)|[|®™]|\s[-–—]\s")
_MARKUP = re.compile(r"^#{1,6}\s+|^[*_]{2,}|[*_]{2,}$")
# Labels stick together when a page is pasted: « InternationalPolitique ».
_STUCK = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_ADDRESS = re.compile(r"https?://\S+")
# A dispatch names its agency in brackets or slashes at the head of its text, or alone in brackets
# at its end.
_HEAD = re.compile(
    r"^.{0,80}?[(/]([^()/]{2,40})[)/]\s*[-–—.]|^.{0,60}?[-–—]\s*([A-Za-zÀ-ÿ ]{2,25})\s*[-–—]\s"
)
_END = re.compile(r"[(\[](?:avec )?([^()\[\]]{2,40})[)\]]\s*\.?$")


def describe(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of each article: doc_id, title, outlet, author, agency, section, url.

    What its format states wins over what its lines say; unknown is missing.

    Args:
        articles: doc_id and the stated_ columns of the fields.
        lines: as from `line_table`.
    """
    pages = rows_by_article(lines, "role", "text")
    found = [_read(pages.get(doc_id, ())) for doc_id in articles["doc_id"].tolist()]
    table = pd.DataFrame(found, columns=FIELDS, dtype="str")
    for name in FIELDS:
        table[name] = articles[f"stated_{name}"].reset_index(drop=True).fillna(table[name])
    table["outlet"] = table["outlet"].map(outlet_name, na_action="ignore")
    return table.assign(doc_id=articles["doc_id"].to_numpy())[["doc_id", *FIELDS]]


def _read(page: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    texts: dict[str, list[str]] = {}
    for role, text in page:
        texts.setdefault(role, []).append(text)
    bylines, left_out = texts.get("byline", []), texts.get("boilerplate", [])
    return {
        "title": _MARKUP.sub("", " ".join(" ".join(texts.get("title", [])).split())) or None,
        "outlet": _outlet(left_out),
        "author": _joined([name for line in bylines for name in people_of(line)]),
        "agency": _joined(
            [name for line in [*bylines, *_dispatch_marks(texts)] for name in agencies_of(line)]
        ),
        "section": _joined([_STUCK.sub(", ", text) for text in texts.get("section", [])[:1]]),
        "url": _url(left_out),
    }


def _joined(names: list[str]) -> str | None:
    return ", ".join(dict.fromkeys(names)) or None


def _outlet(left_out: list[str]) -> str | None:
    """Return the name in the page's notice of copyright: « © 2024 Le Littoral. Tous droits réservés. »."""
    notices = (line for line in left_out if _COPYRIGHT.search(line[:20]))
    parts = (part for line in notices for part in _AFTER_NAME.split(_NO_NAME.sub(" ", line)))
    return next(
        (" ".join(part.split()).strip(" ,–-") for part in parts if sum(map(str.isalpha, part)) > 1),
        None,
    )


def _url(left_out: list[str]) -> str | None:
    """Return the only address of a page, or the one that stands alone at its head or end."""
    found = [match[0] for line in left_out for match in [_ADDRESS.search(line)] if match]
    return found[0] if len(found) == 1 else None


def _dispatch_marks(texts: Mapping[str, list[str]]) -> list[str]:
    body = [*texts.get("standfirst", [])[:1], *texts.get("body", [])]
    heads = [
        part
        for text in body[:2]
        for match in [_HEAD.match(text)]
        if match
        for part in match.groups()
        if part
    ]
    ends = [match[1] for text in body[-1:] for match in [_END.search(text)] if match]
    return heads + ends
