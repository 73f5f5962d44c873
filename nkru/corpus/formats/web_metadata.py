"""Metadata of a web page, as declared in JSON-LD, meta elements and time elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import chain, product
from typing import Any
from unicodedata import normalize

from nkru.corpus.articles import Fields
from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.formats.headers import find_header_date
from nkru.corpus.formats.html_tree import text_of
from nkru.corpus.formats.page_addresses import page_address
from nkru.corpus.outlets import outlet_name
from nkru.resources import read_toml

_SCRIPT = re.compile(r"<script\b([^<>]*+)>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
# The rest of a declared title after the heading: nothing, or « | La Gazette ».
_SITE = re.compile(r"\A\s*+(?:$|[|–—·:-])")
_SITE_FIRST = re.compile(r"\w\s{1,3}[|–—·:-]\s{1,3}\Z")
_TYPE = re.compile(r"Article|Posting|Episode|Report")
_TAG = re.compile(r"<[^<>]{1,500}>")
# Default values of publishing systems for an unknown day; `find_dates` reads no year before 1900.
_DEFAULT = ("1970-01-01", "1969-12-31", "1900-01-01")
# A longer line, in words, is a paragraph of the text, not a line of its head.
_PROSE = 25
_CHANGED = re.compile(r"\b(?:mise?|modifi|maj|màj|actualis|updated)", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?:)?//", re.IGNORECASE)


_TYPED = re.compile(r"LibreOffice|OpenOffice|Microsoft Word|StarOffice|Google Docs", re.IGNORECASE)


# The names and values of JSON-LD or of meta elements.
Metadata = dict[str, Any]


def declared_metadata(page: Any, source: str) -> Fields:
    """Return the fields of `Article` that a page declares, None where it does not.

    JSON-LD of an article wins over meta elements, and these over elements of the body marked as the
    day of publication. The language is not read: pages in French that declare English are common.

    Args:
        page: the root of the page.
        source: its HTML, with the scripts that `parse` removes.
    """
    names = read_toml("pages/webpages.toml")
    linked, meta = _article(source), _meta(page)
    date, evidence = _declared_day(page, linked, meta, names["published"])
    updated, _ = _declared_day(page, linked, meta, names["updated"])
    outlet = _text(meta.get("og:site_name")) or _name(linked.get("publisher"))
    section = _text(meta.get("article:section")) or _text(_one(linked.get("articleSection")))
    return {
        "title": _title(page, linked, meta, outlet),
        "outlet": outlet_name(outlet) if outlet else None,
        "author": None if _is_typed(meta) and not linked else _author(linked, meta, outlet),
        "section": section,
        "date": date,
        "date_evidence": evidence,
        "updated": updated,
        "url": page_address(page, _text(meta.get("og:url")), source),
    }


def _is_typed(meta: Metadata) -> bool:
    """Return whether a word processor wrote the page: its author is who typed the file."""
    return _TYPED.search(str(meta.get("generator"))) is not None


def declared_text(source: str) -> str:
    """Return the text of the article that a page declares in JSON-LD, without markup; else ""."""
    if "articleBody" not in source:
        return ""
    return _TAG.sub(" ", unescape(str(_article(source).get("articleBody") or "")))


def _article(source: str) -> Metadata:
    """Return the JSON-LD object of the article: one of an article's types, else one with a date."""
    objects = [item for script in _scripts(source) for item in _objects(_parsed(script))]
    typed = [item for item in objects if _TYPE.search(str(item.get("@type")))]
    dated = (item for item in (*typed, *objects) if "datePublished" in item)
    return next(dated, typed[0] if typed else {})


def _scripts(source: str) -> Iterator[str]:
    """Yield the texts of the scripts of JSON-LD."""
    end: re.Match[str] | None
    for opening in _SCRIPT.finditer(source):
        if "ld+json" in opening[1].casefold():
            if (end := _SCRIPT_END.search(source, opening.end())) is None:
                return
            yield source[opening.end() : end.start()]


def _parsed(script: str) -> Any:
    try:
        return json.loads(script.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        # Broken JSON-LD, or JSON-LD nested too deeply, declares nothing.
        return None


def _objects(value: Any) -> Iterator[Metadata]:
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
        yield from _objects(value.get("mainEntity"))
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _meta(page: Any) -> Metadata:
    """Return the content of each meta element by its property or name; the first of a name wins."""
    contents: Metadata = {}
    for node, key in product(page.iter("meta"), ("property", "name")):
        if node.get(key) and node.get("content"):
            contents.setdefault(node.get(key).casefold(), node.get("content"))
    return contents


def _declared_day(
    page: Any, linked: Metadata, meta: Metadata, names: list[str]
) -> tuple[str | None, str | None]:
    """Return the first day that has one of these names, and the name with its value."""
    values = [(name, _text(source.get(name))) for name in names for source in (linked, meta)]
    for name, value in chain(values, _marked_days(page, set(names)), _head_days(page, names)):
        if value and (day := _day(value)) and not day.startswith(_DEFAULT):
            return day, f"{name} {value}"
    return None, None


def _head_days(page: Any, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the day of the time elements between the only h1 and the first paragraph, if one.

    Those of links and lists are of other articles; one that says « mis à jour » is the last change.
    """
    heads = list(page.iter("h1"))
    if "datePublished" not in names or len(heads) != 1:
        return
    days: dict[str, str] = {}
    for node in heads[0].itersiblings() if heads[0].getnext() is not None else _after(heads[0]):
        for time in node.iter("p", "time", "a", "ul", "aside", "nav"):
            if time.tag == "p" and len(_words(time)) > _PROSE:
                break
            if time.tag == "time" and _is_own(time) and (day := _day(time.get("datetime") or "")):
                days[day] = time.get("datetime")
        else:
            continue
        break
    if len(days) == 1:
        yield "time", days.popitem()[1]


def _after(head: Any) -> Iterator[Any]:
    """Return the elements after the one that holds only the heading."""
    parent = head.getparent()
    return iter(()) if parent is None else parent.itersiblings()


def _is_own(time: Any) -> bool:
    around = {node.tag for node in time.iterancestors()}
    label = f"{time.getparent().text or ''} {getattr(time.getprevious(), 'tail', '') or ''}"
    return around.isdisjoint(("a", "ul", "aside", "nav", "figure", "footer")) and not (
        _CHANGED.search(f"{label} {text_of(time)}")
    )


def _words(node: Any) -> list[str]:
    return text_of(node).split()


def _marked_days(page: Any, names: set[str]) -> Iterator[tuple[str, str]]:
    """Yield an attribute, and a value of the elements that it gives one of these names.

    All of these elements have to name one day: teasers of other articles have such marks too.
    """
    for attribute in ("itemprop", "class"):
        nodes = page.iter("meta", "time", "span")
        marked = (node for node in nodes if names & {*node.get(attribute, "").split()})
        values = [
            node.get("content") or node.get("datetime") or _text(text_of(node)) or ""
            for node in marked
        ]
        days = {day: value for value in values if (day := _day(value))}
        if len(days) == 1:
            yield attribute, days.popitem()[1]


def _day(value: str) -> str | None:
    """Return the first day in a value, as ISO 8601."""
    days = (written.iso for written in find_dates(value) if written.year and written.day)
    # Month names in six languages take long to load, and few pages need them.
    return next(days, None) or ((printed := find_header_date(value)) and printed.iso)


def _title(page: Any, linked: Metadata, meta: Metadata, outlet: str | None) -> str | None:
    """Return the heading that the page declares as its title, else its only h1 or that title."""
    declared = [_text(meta.get("og:title")), _text(linked.get("headline"))]
    titles = [title for title in (*declared, _text(page.findtext(".//title"))) if title]
    main, lower = ([_text(text_of(node)) or "" for node in page.iter(tag)] for tag in ("h1", "h2"))
    for title, heading in product(titles, (*main, *lower)):
        if _is_heading(heading, title):
            return heading
    if not any(declared) and len(main) == 1 and len(main[0].split()) > 2:
        return main[0]
    title = next(iter(titles), "")
    endings = [f" {sign} {outlet}" for sign in "|–—-"] if outlet else []
    ending = next((end for end in endings if title.casefold().endswith(end.casefold())), "")
    return title[: len(title) - len(ending)] or None


def _is_heading(heading: str, title: str) -> bool:
    """Return whether a declared title is this heading, with or without the name of the site."""
    if len(heading.split()) < 3 and heading != title:
        return False
    named, own = title.casefold(), heading.casefold()
    if named.startswith(own) and _SITE.match(title[len(heading) :]):
        return True
    return named.endswith(own) and _SITE_FIRST.search(named.removesuffix(own)) is not None


def _author(linked: Metadata, meta: Metadata, outlet: str | None) -> str | None:
    authors = linked.get("author") or meta.get("author") or meta.get("article:author")
    names = map(_name, authors if isinstance(authors, list) else [authors])
    own = outlet_name(outlet) if outlet else None
    people = (name for name in names if name and not _ADDRESS.match(name))
    return ", ".join(dict.fromkeys(name for name in people if outlet_name(name) != own)) or None


def _name(value: Any) -> str | None:
    value = _one(value)
    return _text(value.get("name") if isinstance(value, dict) else value)


def _one(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _text(value: Any) -> str | None:
    """Return a value's text without HTML entities, soft hyphens and layout; None if it is empty."""
    if not isinstance(value, str):
        return None
    return " ".join(normalize("NFC", unescape(value)).replace("\xad", "").split()) or None
