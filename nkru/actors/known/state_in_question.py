"""The state that « le gouvernement », « le pays » or « son pays » means in its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from nkru.actors.codebook import Codebook
from nkru.actors.known.countries import Countries
from nkru.actors.known.matching import Mention
from nkru.actors.known.offices import Named
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded

NEAR = 2  # sentence breaks between a state's name and the noun that means it
SHARE = 0.6  # of the weight of all states, from which an article is about one
# Between a person and « son pays » these make it another's: « …, qui a fui », « Aya Konaté ».
ANOTHER = re.compile(
    r"\b(?:qui|dont|lequel|laquelle|fui|fuir|quitt\w+|chass\w+|exil\w+)\b"
    r"|[A-ZÀ-Þ][a-zà-ÿœ]+ [A-ZÀ-Þ]"
)


class StateInQuestion:
    """The state that a noun means at a place of an article."""

    def __init__(
        self,
        folded: Folded,
        named: Named,
        codebook: Codebook,
        countries: Countries,
        found: Sequence[Mention],
    ) -> None:
        self._raw, self._countries = folded.raw, countries
        rows = sorted(
            (mention.end, codebook.entries[mention.entry].name, mention.kind == "name")
            for _, mention in named
            if codebook.entries[mention.entry].type == "state"
        )
        self._persons = sorted(
            (m.start, m.end, codebook.entries[m.entry].country)
            for m in (*(mention for _, mention in named), *found)
            if codebook.entries[m.entry].type == "person"
        )
        self._rows, self._ends = rows, [end for end, *_ in rows]
        self._names = [name for _, name, _ in rows]

    def at(self, offset: int) -> str:
        """Return the state; empty if two are possible.

        Where states were named in the sentence or the two before, the last of them must be the one
        that the article is about. One that is named only after the noun is another: « le régime se
        tourne vers Pékin ».
        """
        weights, top = self._countries.weights, self._countries.nearest()
        if sum(weight == weights[top] for weight in weights.values()) > 1:
            return ""
        last = bisect_left(self._ends, offset + 1) - 1
        near = last >= 0 and self._raw.count(BREAK, self._ends[last], offset) <= NEAR
        if near and self._names[last] != top or top not in (self.home, *self._names[: last + 1]):
            return ""
        is_about = weights[top] >= SHARE * weights.total()
        return top if near or is_about else ""

    def of_sentence(self, offset: int) -> str:
        """Return the only state that the sentence has before a place; empty if it has no name."""
        last = bisect_left(self._ends, offset + 1)
        begin = bisect_left(self._ends, self._raw.rfind(BREAK, 0, offset) + 1)
        near = {name for _, name, _ in self._rows[begin:last]}
        by_name = any(is_name for *_, is_name in self._rows[begin:last])
        return near.pop() if len(near) == 1 and by_name else ""

    def federal(self, state: str) -> str:
        """Return the federal state of a state: Canada for Québec; empty without one."""
        whole = self._countries.whole(state)
        federal = read_toml("actors/constructions.toml")["state_nouns"]["federal"]
        return whole if whole in federal else ""

    def own(self, offset: int) -> str:
        """Return the state of the person whom « son pays » means: the last one of the sentence."""
        begin = self._raw.rfind(BREAK, 0, offset) + 1
        last = bisect_left(self._persons, (offset,)) - 1
        start, end, country = self._persons[last] if last >= 0 else (-1, -1, "")
        if start < begin or ANOTHER.search(self._raw, end, offset):
            return ""
        return country

    @property
    def home(self) -> str:
        """The country of the outlet."""
        return self._countries.home
