"""Titles of office: which roles each of them names, and which of these are ministers'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from nkru.resources import read_toml
from nkru.tokens.norms import folded_words

DELEGATED = ("délégué", "déléguée", "État")  # « ministre déléguée à l'Énergie »


@cache
def roles_by_title() -> dict[str, frozenset[str]]:
    """Return the roles that each title names, by its folded words.

    >>> sorted(roles_by_title()["ministre de l interieur"])
    ['interior minister']
    """
    roles = defaultdict[str, set[str]](set)
    for role in _roles():
        for title in _titles(role):
            roles[folded_words(title)].add(role["name"])
    return {title: frozenset(names) for title, names in roles.items()}


def _roles() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_toml("actors/constructions.toml")["role"]
    return found


def _titles(role: Mapping[str, Any]) -> Iterator[str]:
    yield from role["titles"]
    ministers = read_toml("actors/constructions.toml")["ministers"]
    for portfolio in role.get("portfolios", ()):
        for title in ministers["titles"]:
            yield f"{title} {portfolio}"
            if title.endswith(DELEGATED):
                yield f"{title} {_to(portfolio, ministers['to'])}"


def _to(portfolio: str, changes: Mapping[str, str]) -> str:
    start = next(start for start in changes if portfolio.startswith(start))
    return changes[start] + portfolio.removeprefix(start)


@cache
def ministers() -> frozenset[str]:
    """Return the roles that a bare « ministre » may name."""
    own = {role["name"] for role in _roles() if "portfolios" in role}
    return frozenset(own | {"head of government"})
