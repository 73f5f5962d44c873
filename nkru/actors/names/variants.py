"""Misspelt names of persons: « Aline Chanu » in an article about Aline Chenu."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from nkru.tokens.norms import BREAK

if TYPE_CHECKING:
    from nkru.actors.names.grouping import Found

SHORTEST = 4  # letters of a surname that may be misspelt


class Bearer(NamedTuple):
    """A person with the full name, folded, and where the article has it."""

    key: str
    actor: Found
    starts: Sequence[int]


def misspelt(raw: str, bearers: Iterable[Bearer]) -> dict[int, Found]:
    """Return whom each misspelt name means, by the identity of the actor it was taken for.

    Two names are one person's if they have the same first name and surnames that differ by one
    letter, and no sentence has both. The codebook's spelling counts, else the commoner one.
    """
    by_first = defaultdict[str, list[Bearer]](list)
    for bearer in bearers:
        by_first[bearer.key.partition(" ")[0]].append(bearer)
    meant = {}
    for people in by_first.values():
        for one, other in combinations(people, 2):
            right, wrong = sorted((one, other), key=_rank)
            if (
                right.actor is not wrong.actor
                and wrong.actor.known < 0
                and _is_variant(one.key, other.key)
                and _sentences(raw, one).isdisjoint(_sentences(raw, other))
            ):
                meant[id(wrong.actor)] = right.actor
    return meant


def _rank(bearer: Bearer) -> tuple[bool, int, int]:
    return bearer.actor.known < 0, -len(bearer.starts), min(bearer.starts, default=0)


def _sentences(raw: str, bearer: Bearer) -> set[int]:
    return {raw.count(BREAK, 0, start) for start in bearer.starts}


def _is_variant(one: str, other: str) -> bool:
    """Say whether two full names differ by one letter of the surname."""
    short, long = sorted((one.partition(" ")[2], other.partition(" ")[2]), key=len)
    if len(short) < SHORTEST or len(long) - len(short) > 1 or short == long:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
