"""Names of papers without their article: « une enquête du Monde », « il a confié au Parisien ».

« Le Monde » is a name where its article has a capital; after « au » and « du » only what is said to
a paper, or what belongs to one, shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Mention
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words

# Two patterns that begin with letters, not one that begins with a choice.
CONTRACTED = [re.compile(rf" (?P<du>{du}) (?P<name>[A-ZÀ-Þ][\w-]+)") for du in ("au", "du")]
REACH = 60  # characters before « au » among which a verb of telling is looked for
RULE = "name: after what is told to a paper, or is a paper's"


class Words(NamedTuple):
    """Beginnings of verbs and nouns of telling, and nouns of what a paper has, folded."""

    told: tuple[str, ...]
    owned: frozenset[str]


@cache
def _words() -> Words:
    data = read_toml("actors/constructions.toml")["papers"]
    told = read_toml("actors/evidence.toml")["words"]["told"]
    beginnings = tuple(map(folded_words, (*told, *data["told"])))
    return Words(beginnings, frozenset(map(folded_words, data["owned"])))


def contracted_names(folded: Folded, codebook: Codebook) -> Iterator[Mention]:
    """Yield the papers named after « au » or « du »."""
    papers, raw = codebook.papers, folded.raw
    for match in (found for pattern in CONTRACTED for found in pattern.finditer(raw)):
        if (entry := papers.get(match["name"])) is None:
            continue
        before = raw[max(0, match.start() - REACH) : match.start()].rpartition(BREAK)[2]
        words = folded_words(before).split()
        if match["du"] == "du":
            shown = bool(words) and words[-1] in _words().owned
        else:
            shown = any(word.startswith(_words().told) for word in words[-6:])
        if shown:
            yield Mention(*match.span("name"), entry, "name", RULE)
