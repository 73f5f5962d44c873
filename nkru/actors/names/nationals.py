"""Persons called by their nationality: « le Portugais », « la Sénégalaise »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nkru.actors.names.appositions import GENDERS, Phrase, with_age
from nkru.tokens.norms import folded_words

DETERMINER = re.compile(r"(?<![\w-])([Ll][ea] |[Ll]['’])$")
NAME = re.compile(
    r"[ \u00a0-]\w*[A-ZÀ-Þ]|[ \u00a0]moyen"
)  # « le Portugais Paulo … », « le Français moyen »

Demonyms = Mapping[int, tuple[int, int]]  # by end: start, and the index of the state


def nationals(raw: str, demonyms: Demonyms) -> Iterator[tuple[Phrase, int]]:
    """Yield the nouns with a capital that may mean a person of a state, and the state."""
    for end, (start, state) in sorted(demonyms.items()):
        if raw[start - 1] == "-":  # « le Franco-|Marocain »
            start = demonyms.get(start - 1, (start, state))[0]
        before = DETERMINER.search(raw, max(0, start - 4), start)
        if before and raw[start].isupper() and not NAME.match(raw, end):
            determiner = folded_words(before[1])
            key, gender = folded_words(raw[start:end]), GENDERS.get(determiner, "")
            whole = before.start(), with_age(raw, end)
            yield Phrase(*whole, key, "", gender, False, "present", True, False), state
