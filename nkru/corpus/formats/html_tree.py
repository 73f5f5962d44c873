"""HTML trees: a tolerant parser without network, elements by class, and the text of a node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

from lxml import etree, html

from nkru.corpus.budgets import MAX_ATTRIBUTES
from nkru.errors import CorpusError
from nkru.resources import read_toml

# lxml refuses NUL and other control characters.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_NO_LETTERS = re.compile(r"[\W_]++")
Result = TypeVar("Result")


def parse(text: str) -> Any:
    """Return the root of an HTML text, without scripts (see `parse_whole`)."""
    return without_scripts(parse_whole(text))


def without_scripts(root: Any) -> Any:
    """Return a page after its styles and scripts have been taken out."""
    etree.strip_elements(root, "style", "script", with_tail=False)
    return root


def parse_whole(text: str) -> Any:
    """Return the root of an HTML text; nothing is fetched.

    Raises:
        CorpusError: an element has more attributes than a parser can take in good time.
    """
    # The parser compares each attribute of an element with each other.
    long = (part for part in text.split("<") if len(part) > MAX_ATTRIBUTES)
    if any(part.partition(">")[0].count("=") > MAX_ATTRIBUTES for part in long):
        raise CorpusError("a page with thousands of attributes in one element; save it again")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True
    )
    data = _CONTROLS.sub("", text).encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        # An empty text, or an open comment, is an empty page.
        return html.document_fromstring("<p></p>")


@cache
def blocks() -> frozenset[str]:
    """Return the tags of the elements that begin and end a line."""
    return frozenset(read_toml("pages/webpages.toml")["blocks"])


def classed(node: Any, name: str) -> Iterator[Any]:
    """Yield the elements below `node` that have the class `name`, in document order."""
    return (item for item in node.iter(etree.Element) if name in item.get("class", "").split())


def first(node: Any, name: str) -> Any:
    """Return the first element below `node` that has the class `name`, or None."""
    return next(classed(node, name), None)


def text_of(node: Any) -> str:
    """Return the text of an element with single spaces; "" without an element."""
    return "" if node is None else " ".join(node.text_content().split())


def read_apart(nodes: Iterable[Any], read: Callable[[Any], Result]) -> list[Result]:
    """Return read(node) for each node, without the nodes nested in it; empties the page.

    Where end tags are missing, each article of a page lies in the one before it.
    """
    results = []
    for node in reversed(list(nodes)):
        results.append(read(node))
        node.drop_tree()
    return results[::-1]


def letters(text: str) -> str:
    """Return the letters and digits of a text, to compare two readings of a page."""
    return _NO_LETTERS.sub("", text.casefold())


def lines_of(node: Any) -> list[str]:
    """Return the lines of an element as a browser shows them; a table row is a line."""
    if node.tag == "table":
        lines = [" ".join(map(text_of, row)) for row in node.iter("tr")]
    else:
        lines = [""]
        for event, item in etree.iterwalk(node, events=("start", "end"), tag="*"):
            if item.tag in blocks():
                lines.append("")
            tail = "" if item is node else item.tail
            lines[-1] += (item.text if event == "start" else tail) or ""
    return [" ".join(line.split()) for line in lines if line.strip()]


def extracted(page: Any) -> str:
    """Return the article's text as trafilatura extracts it, without fetching anything."""
    import trafilatura

    # It takes elements out of its page.
    return trafilatura.extract(deepcopy(page), include_comments=False, include_tables=True) or ""
