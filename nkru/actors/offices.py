"""Offices: the person whom a description of an office means at the date of an article."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass

from nkru.actors.codebook import Codebook
from nkru.actors.matching import Hit, Mention
from nkru.actors.titles import ministers
from nkru.tokens.norms import BREAK, Folded

Named = Sequence[tuple[Hit, Mention]]
Days = tuple[str, str] | None
BESIDE_AFTER = re.compile(r",?[ \u00a0\u202f\n]")
STRANGER = re.compile(r"[ \u00a0\u202f][A-ZÀ-Ý]\w+ [A-ZÀ-Ý]")  # « le diplomate russe Ivan Ivanov »
BESIDE = "description: name beside it"


@dataclass(frozen=True, slots=True)
class Description:
    """A description: offsets in the folded text, roles, whether the office is a former one."""

    left: int
    right: int
    roles: frozenset[str]
    is_former: bool


class Offices:
    """The offices of a codebook at the dates of one article, and the persons whom it names."""

    def __init__(self, folded: Folded, named: Named, codebook: Codebook, days: Days) -> None:
        self.folded, self.codebook, self.days = folded, codebook, days
        people = [name for _, name in named if codebook.entries[name.entry].type == "person"]
        self._starting = {name.start: name.entry for name in people}
        self._ending = {name.end: name.entry for name in people}
        self._known = {name.entry for name in people}
        self._offsets = sorted(self._starting)

    def holder(self, description: Description, of: int) -> tuple[int, str] | None:
        """Return the index of the entry that a description means and the rule, if one decides."""
        entry, roles = self.codebook.entries[of], description.roles
        if "government" in roles:
            present = entry.type == "state" and not description.is_former
            return (of, "description: government") if present else None
        start, end = (int(self.folded.at[i]) for i in (description.left, description.right))
        person = self._beside(start, end, of)
        if person is not None:
            return person, BESIDE
        if STRANGER.match(self.folded.raw, end):
            return None
        if "counterpart" in roles:
            roles = self._roles_before(start)
        holder = self._holder(roles, entry.name, description.is_former)
        if holder:
            self._starting[start] = holder[0]
            insort(self._offsets, start)
            self._known.add(holder[0])
        return holder

    def _beside(self, start: int, end: int, of: int) -> int | None:
        """Return the person of the same country named right after, or right before a comma."""
        raw, of_entry = self.folded.raw, self.codebook.entries[of]
        gap = BESIDE_AFTER.match(raw, end)
        after = self._starting.get(gap.end()) if gap else None
        before = self._ending.get(start - 2) if raw[start - 2 : start] == ", " else None
        for person in (after, before):
            if person is None:
                continue
            country = self.codebook.entries[person].country
            if of_entry.type != "state" or country in ("", of_entry.name):
                return person
        return None

    def _holder(self, roles: frozenset[str], of: str, former: bool) -> tuple[int, str] | None:
        wanted, days = ministers() if roles == {"minister"} else roles, self.days
        offices = [o for o in self.codebook.offices if o.of == of and wanted & set(o.roles)]
        terms = [term for office in offices for term in office.holders]
        if former:
            terms = [term for term in terms if term.end and (not days or term.end <= days[0])]
        elif days:
            terms = [term for term in terms if term.serves(*days)]
        holders = {self.codebook.index_of[term.actor] for term in terms}
        if days and len(holders) == 1 and not former and roles != {"minister"}:
            return holders.pop(), "description: office at the article's date"
        named = holders & self._known
        if len(named) != 1:
            return None
        return named.pop(), "description: office, its holder named in the article"

    def _roles_before(self, start: int) -> frozenset[str]:
        """Return the roles of the last person before: « le ministre russe et son homologue »."""
        before = bisect_left(self._offsets, start)
        if not before or self.folded.raw.find(BREAK, self._offsets[before - 1], start) >= 0:
            return frozenset()
        last = self._offsets[before - 1]
        name, days = self.codebook.entries[self._starting[last]].name, self.days
        return frozenset(
            role
            for office in self.codebook.offices
            for term in office.holders
            if term.actor == name and (not days or term.serves(*days))
            for role in office.roles
        )
