"""Cells of tables: the text of a value, without the markup in which a site or a feed gives it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import defs

from nkru.resources import read_toml

_TAG = re.compile(
    r"<!--(?:[^-<]|-(?!->)|<(?!!--)){0,4000}+-->|<(/?)([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,4000}+>"
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_UNSEEN = {"script", "style"}
_SPACES = re.compile(r"[ \t\n]+")
# What programs and people write for a value that is not known.
UNKNOWN = frozenset(
    {"", "unknown", "nan", "none", "null", "nat", "inconnu", "inconnue", "na", "n/a", "<na>"}
    | {"#n/a", "character(0)", "[]", "{}", "auteur-inconnu", "date-inconnue", "s.d.", "s. d."}
)
# How a list begins that a program wrote into a cell: « ['Kim', 'Lee'] », « c("Kim", "Lee") ».
_OPENINGS = ("['", '["', 'c("')
_QUOTED = re.compile(
    r"""\s{0,9}('(?:[^'\\]|\\.){0,100000}+'|"(?:[^"\\]|\\.){0,100000}+")\s{0,9}(?:,|(?=[)\]]\Z))""",
    re.DOTALL,
)
_BACKSLASH, _SIGNS = re.compile(r"\\(.)", re.DOTALL), {"n": "\n", "r": "", "t": " "}
# A variable of IRaMuTeQ, which some programs write into tables: « *source_La_Croix ».
STARRED = re.compile(r"\*([^\W\d_][^\s*_]{0,40}+)_(\S+)")
# A line end that a program wrote as two characters, above a new sentence.
_ESCAPED = re.compile(r"(?:\\r)?\\n(?=\\[nr]|[A-ZÀ-ÝŒ«“\"—–\s\d-]|\Z)")
# Keys of an object that hold its name or text, the first of them best.
_NAMES = ("name", "title", "text", "value", "$date", "rendered")


def cell_text(value: Any) -> str:
    r"""Return the text of a cell: markup gives its lines, a list its items, an object its name.

    >>> cell_text("<p>Kim a re&ccedil;u <b>Lee</b>.</p><p>Rien d&#39;autre.</p>")
    "Kim a reçu Lee.\nRien d'autre."
    >>> cell_text(["Kim", {"name": "Lee"}]), cell_text("1 < 2 & 3 > 2"), cell_text(None)
    ('Kim\nLee', '1 < 2 & 3 > 2', '')
    >>> cell_text("['Kim', \"Lee\"]"), cell_text("*journal_La_Croix")
    ('Kim\nLee', 'La Croix')
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        if named := _csl_text(value):
            return named
        return next((cell_text(value[name]) for name in _NAMES if name in value), str(value))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(cell_text, value)))
    text = str(value).strip()
    if text.startswith(_OPENINGS):
        text = "\n".join(items) if (items := _items(text)) is not None else text
    elif starred := STARRED.fullmatch(text):
        text = starred[2].replace("_", " ")
    if "\\n" in text and "\n" not in text:
        text = _ESCAPED.sub("\n", text)
    return _without_markup(text) if "<" in text or "&" in text else text


def _items(text: str) -> list[str] | None:
    r"""Return the words of a list as Python, JSON or R writes it; None for another text."""
    place, items = text.index("(" if text[0] == "c" else "[") + 1, []
    while match := _QUOTED.match(text, place):
        items.append(_BACKSLASH.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), match[1][1:-1]))
        place = match.end()
    return items if items and place == len(text) - 1 and text[-1] in ")]" else None


def _csl_text(value: dict[Any, Any]) -> str:
    """Return a person or a day as CSL-JSON, the format of reference managers, has them; else "".

    >>> _csl_text({"family": "Roux", "given": "Alice"}), _csl_text({"date-parts": [[2021, 3, 12]]})
    ('Alice Roux', '2021-03-12')
    """
    if isinstance(value.get("family"), str):
        return f"{value.get('given') or ''} {value['family']}".strip()
    match value.get("date-parts"):
        case [[*parts], *_] if parts and all(str(part).isdecimal() for part in parts):
            return "-".join(f"{int(part):02}" for part in parts)
    return ""


def _without_markup(text: str) -> str:
    """Return the text of markup: of cells that are escaped twice too."""
    for _ in range(2):
        text = _without_tags(text)
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return _without_tags(text).replace("\xa0", " ").strip()


def _without_tags(text: str) -> str:
    if not any(match[2] is None or _is_tag(match) for match in _TAG.finditer(text)):
        return text
    lines = "".join(_pieces(text)).split("\v")
    return "\n".join(filter(None, (_SPACES.sub(" ", line).strip() for line in lines)))


def _pieces(text: str) -> Iterator[str]:
    """Yield the texts between tags, and a vertical tab where a line ends."""
    blocks = {*read_toml("pages/webpages.toml")["blocks"], "br"}
    end, unseen = 0, ""
    for match in _TAG.finditer(text):
        if match[2] and not _is_tag(match):
            continue
        if not unseen:
            yield text[end : match.start()]
        name, end = (match[2] or "").casefold(), match.end()
        if name in _UNSEEN:
            unseen = "" if match[1] else name
        if name in blocks:
            yield "\v"
    if not unseen:
        yield text[end:]


def _is_tag(match: re.Match[str]) -> bool:
    return match[2].casefold() in defs.tags
