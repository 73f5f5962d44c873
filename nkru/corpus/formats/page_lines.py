"""Lines of a web page as a browser shows them, each with the role that its markup gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import normalize

from lxml import etree

from nkru.corpus.formats.html_tree import blocks
from nkru.resources import read_toml

_TAGS = dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "heading") | {
    "figcaption": "caption",
    "li": "list",
    "tr": "table",
    "blockquote": "quote",
}
# Elements that hold a whole article, and the most levels of elements that name a container.
_WHOLE, _LEVELS = frozenset({"article", "main", "body"}), 4
# Most characters of a caption, a byline, a standfirst, a quotation set apart, or a table row.
_SHORT = 400
_HEADINGS = frozenset({"h2", "h3", "h4"})
# The fewest teasers of a list, and the most words of a link that is not a headline.
_SEVERAL, _LINK = 3, 4


class PageLine(NamedTuple):
    """A line of a page: its role by the markup, if any; whether all of it is links; its container.

    The container is the parent of the line's element: neighbouring paragraphs share one. Containers
    of one `shape`, the tags and classes down to them, hold text of one kind. `whole` is the
    `article` element around the line, `tag` the name of its own.
    """

    text: str
    role: str | None = None
    linked: bool = False
    container: Any = None
    shape: str = ""
    whole: Any = None
    tag: str = ""


def page_lines(page: Any) -> Iterator[PageLine]:
    """Yield the lines of a page that are not blank, in order."""
    pieces: list[tuple[str, bool]] = []
    links = 0
    lengths, places = _Lengths(), _Places()
    # lxml makes an element anew each time it is met, unless it is held.
    held = list(page.iter())
    for event, node in etree.iterwalk(page, events=("start", "end"), tag="*"):
        opens = event == "start"
        if _is_block(node) or _is_layout_cell(node, lengths):
            text = "".join([piece for piece, _ in pieces])
            if text and not text.isspace():
                element = node.getparent() if opens else node
                yield from _line(text, pieces, element, lengths, places)
            pieces.clear()
        links += (1 if opens else -1) if node.tag == "a" else 0
        space = " " if node.tag in ("td", "th") else ""
        pieces.append((space + ((node.text if opens else node.tail) or ""), links > 0))
    del held


class _Lengths(dict[Any, int]):
    """The number of characters in an element, counted once."""

    def __missing__(self, element: Any) -> int:
        self[element] = len(element.text_content())
        return self[element]


class _Places(dict[Any, tuple[str, Any]]):
    """The shape of a container, and the `article` element that holds it, looked up once."""

    def __missing__(self, container: Any) -> tuple[str, Any]:
        shape = " ".join(f"{item.tag}.{item.get('class', '')}" for item in _path(container))
        around = () if container is None else (container, *container.iterancestors("article"))
        whole = next((item for item in around if item.tag == "article"), None)
        self[container] = (shape, whole)
        return self[container]


def _line(
    text: str,
    pieces: Sequence[tuple[str, bool]],
    node: Any,
    lengths: Mapping[Any, int],
    places: Mapping[Any, tuple[str, Any]],
) -> Iterator[PageLine]:
    """Yield the line of these pieces (text, whether in a link), if it is not blank."""
    if words := normalize("NFC", text).replace("\xad", "").split():
        linked = all(linked for piece, linked in pieces if piece.strip())
        container, role = node.getparent(), _role(node, lengths)
        yield PageLine(" ".join(words), role, linked, container, *places[container], node.tag)


def _path(element: Any) -> list[Any]:
    """Return an element and those around it, up to the one that holds a whole article."""
    path: list[Any] = []
    while element is not None and len(path) < _LEVELS:
        path.append(element)
        element = None if element.tag in _WHOLE else element.getparent()
    return path


def _role(node: Any, lengths: Mapping[Any, int]) -> str | None:
    """Return the role that the nearest element around a line with a marked class or tag gives."""
    for element in (node, *node.iterancestors()):
        role = _marked_role(element) or _TAGS.get(element.tag)
        # A mark on an element that holds a whole article does not describe its lines.
        if role in ("heading", "list") or (role and lengths[element] <= _SHORT):
            return role if role != "table" or len(element) > 1 else None
    return None


def _marked_role(element: Any) -> str | None:
    """Return the role in the element's classes or itemprop, the first in order of `_marks`."""
    classes, prop = element.get("class"), element.get("itemprop")
    return _role_of_marks(classes or "", prop or "") if classes or prop else None


@lru_cache(maxsize=1 << 12)
def _role_of_marks(classes: str, prop: str) -> str | None:
    words = [*classes.casefold().split(), prop]
    return min((_marks()[word] for word in words if word in _marks()), default=(0, None))[1]


def _is_block(node: Any) -> bool:
    # Elements that HTML does not know are inline, except those that a site defines, with a hyphen
    # in their names. A caption or a date is a line even among other words.
    return node.tag in blocks() or "-" in node.tag or _marked_role(node) is not None


def _is_layout_cell(node: Any, lengths: Mapping[Any, int]) -> bool:
    """Return whether a cell lays out the page: its row is too long for a table of figures."""
    return node.tag in ("td", "th") and lengths[node.getparent()] > _SHORT


@cache
def _marks() -> dict[str, tuple[int, str]]:
    """Return the rank and role of each mark: an element with several has that of lowest rank."""
    roles = enumerate(read_toml("pages/webpages.toml")["roles"].items())
    return {word: (rank, role) for rank, (role, words) in reversed([*roles]) for word in words}


def teasers(lines: Sequence[PageLine]) -> set[int]:
    """Return the indexes of the paragraphs of teasers, each below a headline that links."""
    below = [n for n, (line, _) in enumerate(pairwise(lines), 1) if _is_linked_heading(line)]
    ends = {*below, len(lines) + 1}
    alone = [n for n in below if n + 2 in ends or n + 1 == len(lines)]
    return set(alone) if len(alone) >= _SEVERAL else set()


def _is_linked_heading(line: PageLine) -> bool:
    return line.tag in _HEADINGS and line.linked and len(line.text.split()) > _LINK
