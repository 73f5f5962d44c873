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
# « , no. 24837 », « Vol. 14, no 4 », « n° 12 », and all that follows.
_ISSUE = re.compile(
    r"(?<![\s,;])[\s,;]++(?:no\.?|n[°º]|num[ée]ro|vol\.?)\s*\d.*", re.IGNORECASE | re.DOTALL
)
_LONGEST = 200  # characters; a longer name is left unchanged


def is_outlet(name: str) -> bool:
    """Return whether a name is that of an outlet in nkru's table.

    >>> is_outlet("Le Monde"), is_outlet("Le port")
    (True, False)
    """
    return letters_of(outlet_name(name)) in _names()


def outlet_name(raw: str) -> str:
    """Return the one name of an outlet, by its name as written or by its domain or address.

    An outlet that is not in the table keeps its name, without issue number and kind of edition.
    A place in brackets stays: Le Soleil (Sénégal) is not Le Soleil.

    >>> [outlet_name(name) for name in ("Le Monde (site web)", "www.lemonde.fr/pixels/")]
    ['Le Monde', 'Le Monde']
    >>> outlet_name("Le Figaro, no. 24837")
    'Le Figaro'
    """
    name = re.sub(r"\s+", " ", raw).strip(" .,;|-")
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
