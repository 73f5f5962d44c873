"""Outlets: one name for each, whether a file writes Le Monde, lemonde.fr or Le Monde (site web)."""

from __future__ import annotations

import re
from functools import cache

from nkru.resources import read_toml
from nkru.tokens.norms import letters_of
from nkru.tokens.patterns import any_of

_HOST = re.compile(
    r"(?<![a-z0-9.-])(?:https?://)?(?:www\d?\.|m\.|amp\.)?((?:[a-z0-9-]++\.)++[a-z]{2,})"
    r"(?:[:/?#]\S*)?",
    re.IGNORECASE,
)
# Where a web archive keeps a page.
_ARCHIVE = re.compile(r"\Ahttps?://web\.archive\.org/web/[0-9]{4,14}[a-z_]{0,4}/")
# « , no. 24837 », « Vol. 14, no 4 », « n° 12 », and all that follows.
_ISSUE = re.compile(
    r"(?<![\s,;])[\s,;]++(?:no\.?|n[°º]|num[ée]ro|vol\.?)\s*\d.*", re.IGNORECASE | re.DOTALL
)
# Words beside the name of an outlet: « Source : », « p. 4 », « nº 23612 », « page A3 ».
_LEAD = re.compile(
    r"\W{0,3}(?:sources?|journal|publication|média|paru dans|lu dans)\s?:?\s", re.IGNORECASE
)
_PARTS = re.compile(r"[,;|•·]|\s[-–—/]\s")
_PAGE = re.compile(
    r"(?:p|pp|pages?|n|no|n[°º]|num[ée]ro|vol|[ée]dition)\b[\s.°º:]{0,3}[A-Z]?\d{0,6}"
    r"(?:\s?[-–]\s?\d{1,4})?"
    r"|\W+|\d{1,6}(?:\s?mots)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<=\w) [-–—|] (?:https?://|www\.)\S+$")
_SIGNS = re.compile(r"[\d!?:;«»]")
_TITLE_WORDS = 6  # of a newspaper's name
_LONGEST = 200  # characters; a longer name is left unchanged


def is_outlet(name: str) -> bool:
    """Return whether a name is that of an outlet in nkru's table.

    >>> is_outlet("Le Monde"), is_outlet("Le port")
    (True, False)
    """
    return letters_of(outlet_name(name)) in _names()


def outlet_of_address(address: str) -> str | None:
    """Return the outlet of nkru's table that an address belongs to, also in a web archive.

    >>> outlet_of_address("https://web.archive.org/web/2021id_/https://www.lemonde.fr/a.html")
    'Le Monde'
    >>> outlet_of_address("https://exemple.fr/a.html") is None
    True
    """
    host = _HOST.match(archived_address(address.strip()))
    name = _by_host(host[1]) if host else ""
    return name if name and name != host[1] else None  # type: ignore[index]


def archived_address(address: str) -> str:
    """Return the address of a page that a web archive keeps; another address unchanged."""
    return _ARCHIVE.sub("", address, count=1)


def outlet_in(line: str) -> str | None:
    """Return the outlet that a line names beside a day, a page or an issue, and nothing else.

    It is one of the table, or a name such as newspapers have: « Le Courrier du fleuve ».

    >>> outlet_in("Source : Le Monde, , p. 4"), outlet_in("(Le Courrier du fleuve, n° 312)")
    ('Le Monde', 'Le Courrier du fleuve')
    >>> outlet_in("Le sommet de Vladivostok,") is None
    True
    """
    if len(line) > _LONGEST:
        return None
    parts = (part.strip(' .[]«»"') for part in _PARTS.split(_LEAD.sub("", line)))
    names = [_closed(part) for part in parts if not _says_no_name(part.strip("() "))]
    return outlet_name(names[0]) if len(names) == 1 and _may_be_outlet(names[0]) else None


def _closed(part: str) -> str:
    """Return a name with both brackets of its place, and without brackets around it."""
    part = part if "(" in part[1:] else part.strip("()")
    return part if part.count("(") == part.count(")") else f"{part.lstrip('(')})"


def _says_no_name(part: str) -> bool:
    is_page = not part or _PAGE.fullmatch(part) is not None
    return is_page or part.casefold() in _editions()


def _may_be_outlet(name: str) -> bool:
    base = name.partition(" (")[0]
    if base != name and is_outlet(base):
        return True
    words = name.replace("’", "'").replace("'", " ").split()
    if is_outlet(name):
        return True
    is_titled = 2 <= len(words) <= _TITLE_WORDS and name[0].isupper() and not _SIGNS.search(name)
    return is_titled and any(word in _title_words() for word in words)


@cache
def _title_words() -> frozenset[str]:
    words = read_toml("pages/outlets.toml")["title_words"]
    return frozenset(form for word in words for form in (word, word.upper()))


def outlet_name(raw: str) -> str:
    """Return the one name of an outlet, by its name as written or by its domain or address.

    An outlet that is not in the table keeps its name, without issue number and kind of edition.
    A place in brackets stays: Le Soleil (Sénégal) is not Le Soleil.

    >>> [outlet_name(name) for name in ("Le Monde (site web)", "www.lemonde.fr/pixels/")]
    ['Le Monde', 'Le Monde']
    >>> outlet_name("Le Figaro, no. 24837")
    'Le Figaro'
    """
    name = _ADDRESS.sub("", re.sub(r"\s+", " ", raw)).strip(" .,;|-")
    if len(name) > _LONGEST:
        return name
    host = _HOST.fullmatch(name)
    if host:
        return _by_host(host[1])
    while letters_of(name) not in _names() and (shorter := _without_edition(name)) != name:
        name = shorter
    return _names().get(letters_of(name), name)


def _by_host(host: str) -> str:
    labels = host.split(".")
    parents = (letters_of(".".join(labels[index:])) for index in range(len(labels) - 1))
    return next((_names()[parent] for parent in parents if parent in _names()), host)


def _without_edition(name: str) -> str:
    return _edition().sub("", _ISSUE.sub("", name)).strip() or name


@cache
def _editions() -> frozenset[str]:
    return frozenset(read_toml("pages/outlets.toml")["editions"])


@cache
def _edition() -> re.Pattern[str]:
    kind = any_of(read_toml("pages/outlets.toml")["editions"])
    return re.compile(rf"(?:[(\[]\s*{kind}\b[^()\[\]]*[)\]]|\s[-–|/]\s*{kind})$", re.IGNORECASE)


@cache
def _names() -> dict[str, str]:
    """Return the name of each spelling, by its letters."""
    table = read_toml("pages/outlets.toml")["names"]
    return {
        letters_of(spelling): name
        for name, spellings in table.items()
        for spelling in (*spellings, name)
    }
