"""Declared metadata: what a saved page says of itself to machines, in JSON-LD, meta elements and time elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from unicodedata import normalize

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.formats.headers import find_date
from nkru.corpus.outlets import outlet_name
from nkru.resources import read_toml

_SCRIPT = re.compile(r"<script[^>]*ld\+json[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
# What follows the title of a page: nothing, or « | La Gazette ».
_SITE = re.compile(r"\s*(?:$|[|–—·:-])")
_ADDRESS = re.compile(r"^(?:https?:)?//", re.IGNORECASE)


def declared(page: Any, source: str) -> dict[str, str | None]:
    """Return the fields of `Article` that a page declares, each None where it does not.

    JSON-LD of an article wins over meta elements, these over elements of the body marked as the day
    of publication. The language is not read: pages in French that declare English are common.

    Args:
        page: the root of the page.
        source: its HTML, whose scripts the root may lack.
    """
    names = read_toml("pages/webpages.toml")
    linked, meta = _article(source), _meta(page)
    published = _first(linked, meta, names["published"]) or _marked(page, names["published"])
    updated = _first(linked, meta, names["updated"]) or _marked(page, names["updated"])
    outlet = _text(meta.get("og:site_name")) or _named(linked.get("publisher"))
    return {
        "title": _title(page, linked, meta, outlet),
        "outlet": outlet_name(outlet) if outlet else None,
        "author": _author(linked, meta, outlet),
        "section": _text(meta.get("article:section")) or _text(_one(linked.get("articleSection"))),
        "date": published and _iso(published[1]),
        "date_evidence": published and " ".join(published),
        "updated": updated and _iso(updated[1]),
        "url": _link(page) or _text(meta.get("og:url")),
    }


def _article(source: str) -> dict[str, Any]:
    """Return the JSON-LD object that describes the article: one of an article's types, else any that is dated."""
    found = [item for script in _SCRIPT.findall(source) for item in _objects(_parsed(script))]
    typed = [
        item
        for item in found
        if re.search(r"Article|Posting|Episode|Report", str(item.get("@type")))
    ]
    return next(
        (item for item in (*typed, *found) if "datePublished" in item), typed[0] if typed else {}
    )


def _parsed(script: str) -> Any:
    try:
        return json.loads(script.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        # A page whose JSON-LD is broken, or nested beyond reason, declares nothing in it.
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
        yield from _objects(value.get("mainEntity"))
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _meta(page: Any) -> dict[str, str]:
    """Return the content of each meta element by its property or name; the first of a name wins."""
    found: dict[str, str] = {}
    for node in page.iter("meta"):
        for key in ("property", "name"):
            if node.get(key) and node.get("content"):
                found.setdefault(node.get(key).casefold(), node.get("content"))
    return found


def _first(
    linked: dict[str, Any], meta: dict[str, str], names: list[str]
) -> tuple[str, str] | None:
    """Return the first of these names that holds a day, with what it says."""
    said = ((name, _text(values.get(name))) for name in names for values in (linked, meta))
    return next(((name, value) for name, value in said if value and _iso(value)), None)


def _marked(page: Any, names: list[str]) -> tuple[str, str] | None:
    """Return the day of the elements that a page marks so, where they name one day: teasers carry such marks too."""
    for attribute in ("itemprop", "class"):
        nodes = [
            node
            for node in page.iter("meta", "time", "span")
            if {*node.get(attribute, "").split()} & set(names)
        ]
        values = [
            node.get("content") or node.get("datetime") or _text(node.text_content()) or ""
            for node in nodes
        ]
        days = {_iso(value): value for value in values if _iso(value)}
        if len(days) == 1:
            return attribute, days.popitem()[1]
    return None


def _iso(value: str) -> str | None:
    day = next((found.iso for found in find_dates(value) if found.precision == "day"), None)
    # Months in six languages take long to load: few pages need them.
    return day or ((printed := find_date(value)) and printed.iso)


def _title(
    page: Any, linked: dict[str, Any], meta: dict[str, str], outlet: str | None
) -> str | None:
    """Return the heading that the page declares as its title, else its only heading, else the title declared."""
    declared = [_text(meta.get("og:title")), _text(linked.get("headline"))]
    named = [title for title in (*declared, _text(page.findtext(".//title"))) if title]
    first, second = (
        [_text(node.text_content()) or "" for node in page.iter(level)] for level in ("h1", "h2")
    )
    for title in named:
        for heading in (*first, *second):
            alike = title.casefold().startswith(heading.casefold())
            if (
                alike
                and (len(heading.split()) > 2 or heading == title)
                and _SITE.match(title[len(heading) :])
            ):
                return heading
    if not any(declared) and len(first) == 1 and len(first[0].split()) > 2:
        return first[0]
    stated = next(iter(named), None)
    return (
        re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}$", "", stated, flags=re.I)
        if stated and outlet
        else stated
    )


def _author(linked: dict[str, Any], meta: dict[str, str], outlet: str | None) -> str | None:
    authors = linked.get("author") or meta.get("author") or meta.get("article:author")
    names = [_named(author) for author in (authors if isinstance(authors, list) else [authors])]
    own = outlet_name(outlet) if outlet else None
    return (
        ", ".join(
            dict.fromkeys(n for n in names if n and not _ADDRESS.match(n) and outlet_name(n) != own)
        )
        or None
    )


def _named(value: Any) -> str | None:
    value = _one(value)
    return _text(value.get("name") if isinstance(value, dict) else value)


def _one(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(normalize("NFC", unescape(value)).replace("\xad", "").split()) or None


def _link(page: Any) -> str | None:
    return next(
        (node.get("href") for node in page.iter("link") if node.get("rel") == "canonical"), None
    )
