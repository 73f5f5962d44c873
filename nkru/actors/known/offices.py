"""Offices: the person whom a description of an office means at the date of an article."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nkru.actors.codebook import Codebook, Holder
from nkru.actors.known.matching import Hit, Mention
from nkru.actors.known.title_patterns import Tenure
from nkru.actors.known.titles import ministers
from nkru.actors.names.bodies import is_adjective
from nkru.tokens.norms import BREAK, Folded

Named = Sequence[tuple[Hit, Mention]]
Days = tuple[str, str] | None
Choice = tuple[int, str] | None
BESIDE_AFTER = re.compile(r",?[ \u00a0\u202f\n]")
APPOSED, AFTER_COMMA = re.compile(r"[ \u00a0\u202f\n]"), re.compile(r", ")
# « le diplomate russe Ivan Ivanov », « le ministre Martin »
# or, with an adjective between, « le chef étoilé Paul Martin »
STRANGER = re.compile(r"[ \u00a0\u202f](?:(?P<between>[a-zà-ÿœ]{4,})[ \u00a0\u202f])?[A-ZÀ-Ý]\w+")
BESIDE = "description: name beside it"
NEAR = 1  # sentence breaks between a description and the last person named in that role


@dataclass(frozen=True, slots=True)
class Description:
    """A description of an office.

    Attributes:
        left, right: offsets in the folded text.
        roles: the roles that its title names.
        tenure: "present"; "past" of « l'ancien ministre »; "none" if the person does not hold the
            office: « le futur ministre », « le ministre adjoint ».
        gender: of the title's article, empty if it does not show one.
    """

    left: int
    right: int
    roles: frozenset[str]
    tenure: Tenure
    gender: str = ""


def is_before_stranger(raw: str, end: int) -> bool:
    """Say whether the name of somebody else follows a title that ends here."""
    found = STRANGER.match(raw, end)
    return found is not None and (not found["between"] or is_adjective(found["between"]))


class Offices:
    """The offices of a codebook at the dates of one article, and the persons whom it names."""

    def __init__(self, folded: Folded, named: Named, codebook: Codebook, days: Days) -> None:
        self.folded, self.codebook, self.days = folded, codebook, days
        people = [name for _, name in named if codebook.entries[name.entry].type == "person"]
        self._starting = {name.start: name.entry for name in people}
        self._ending = {name.end: name.entry for name in people}
        self._known = Counter(name.entry for name in people)
        self._offsets = sorted(self._starting)
        title = folded.raw.find(BREAK)
        self._titled = {name.entry for name in people if name.start < title}
        self._tied: dict[tuple[frozenset[str], str], int] = {}

    def holder(self, description: Description, of: int, *, inner: bool = False) -> Choice:
        """Return the index of the entry that a description means and the rule, if one decides.

        Args:
            description: the description.
            of: the index of the state or body that it names.
            inner: whether another title precedes it, to which a name after a comma belongs.
        """
        entry, roles = self.codebook.entries[of], description.roles
        if "government" in roles:
            present = entry.type == "state" and description.tenure == "present"
            return (of, "description: government") if present else None
        country = entry.name if entry.type == "state" else ""
        person = self.beside(description, country, APPOSED if inner else BESIDE_AFTER)
        if person is not None:
            self._tied[roles, entry.name] = person
            return person, BESIDE
        start, end = self._span(description)
        if is_before_stranger(self.folded.raw, end):
            return None
        if "counterpart" in roles:
            roles = self._roles_before(start)
        return self._remembered(start, self._holder(roles, entry.name, description))

    def holder_in(self, description: Description, of: str) -> Choice:
        """Return whom a bare title means in a state or body: « le ministre du Travail »."""
        start, _ = self._span(description)
        tied = self._tied.get((description.roles, ""), self._tied.get((description.roles, of)))
        if tied is not None and description.tenure == "present":
            return tied, "description: the same title before"
        return self._remembered(start, self._holder(description.roles, of, description))

    def tie(self, description: Description, person: int) -> None:
        """Remember whom a bare title means: « le ministre du Travail, Olivier Dussopt »."""
        self._tied[description.roles, ""] = person

    def last_in_role(self, description: Description) -> Choice:
        """Return the one person named in a role, or the last of several: « le ministre ».

        The last must be near, and the title of the article must not name another in this role.
        """
        wanted = self._wanted(description.roles)
        fitting = {
            entry
            for entry in self._known
            if self._fits(entry, description) and self._has_role(entry, wanted)
        }
        if len(fitting) == 1:
            return fitting.pop(), "description: the one named in this role"
        start, _ = self._span(description)
        before = self._offsets[: bisect_left(self._offsets, start)]
        last = next((at for at in reversed(before) if self._starting[at] in fitting), None)
        if last is None or self.folded.raw.count(BREAK, last, start) > NEAR:
            return None
        person, titled = self._starting[last], self._titled & fitting
        return None if titled - {person} else (person, "description: last named in this role")

    def _span(self, description: Description) -> tuple[int, int]:
        return int(self.folded.at[description.left]), int(self.folded.at[description.right])

    def _fits(self, entry: int, description: Description) -> bool:
        gender = self.codebook.entries[entry].gender
        return not gender or description.gender in ("", gender)

    def _has_role(self, entry: int, wanted: Iterable[str]) -> bool:
        terms = self.codebook.roles_of.get(self.codebook.entries[entry].name, ())
        return any(self._serves(term) and {*wanted} & {*roles} for term, roles in terms)

    def _serves(self, term: Holder) -> bool:
        return not self.days or term.serves(*self.days)

    def beside(
        self, description: Description, country: str, gap_after: re.Pattern[str] = BESIDE_AFTER
    ) -> int | None:
        """Return the person right after, or right before a comma, unless of another country."""
        (start, end), raw = self._span(description), self.folded.raw
        gap = gap_after.match(raw, end)
        after = self._starting.get(gap.end()) if gap else None
        before = self._ending.get(start - 2) if raw[start - 2 : start] == ", " else None
        for person in (after, before):
            if person is None or not self._fits(person, description):
                continue
            if not country or self.codebook.entries[person].country in ("", country):
                return person
        return None

    def _remembered(self, start: int, holder: Choice) -> Choice:
        """Note whom a description at this place means, for « son homologue » after it."""
        if holder:
            self._starting[start] = holder[0]
            insort(self._offsets, start)
            self._known[holder[0]] += 1
        return holder

    @staticmethod
    def _wanted(roles: frozenset[str]) -> frozenset[str]:
        return ministers() if roles == {"minister"} else roles

    def _holder(self, roles: frozenset[str], of: str, description: Description) -> Choice:
        if description.tenure == "none":
            return None
        wanted, days, former = self._wanted(roles), self.days, description.tenure == "past"
        offices = self.codebook.offices_of.get(of, ())
        terms = [term for o in offices if wanted & {*o.roles} for term in o.holders]
        if former:
            terms = [term for term in terms if term.end and (not days or term.end <= days[0])]
        elif days:
            terms = [term for term in terms if term.serves(*days)]
        holders = {self.codebook.index_of[term.actor] for term in terms}
        holders = {entry for entry in holders if self._fits(entry, description)}
        if len(holders) == 1 and not former and roles != {"minister"}:
            if days:
                return holders.pop(), "description: office at the article's date"
            if len(terms) == 1 and terms[0].end:
                return holders.pop(), "description: office that one person held"
        named = holders & self._known.keys()
        if len(named) != 1:
            return None
        return named.pop(), "description: office, its holder named in the article"

    def _roles_before(self, start: int) -> frozenset[str]:
        """Return the roles of the last person before: « le ministre russe et son homologue »."""
        before = bisect_left(self._offsets, start)
        if not before or self.folded.raw.find(BREAK, self._offsets[before - 1], start) >= 0:
            return frozenset()
        name = self.codebook.entries[self._starting[self._offsets[before - 1]]].name
        terms = self.codebook.roles_of.get(name, ())
        return frozenset(role for term, roles in terms if self._serves(term) for role in roles)
