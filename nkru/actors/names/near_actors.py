"""Descriptions that mean the one actor of their kind near: « l'avocate », « le député écologiste ».

If two of the kind are near, the description means nobody. Of bodies, see near_bodies.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from nkru.actors.codebook import Codebook, Entry
from nkru.actors.names.appositions import Phrase
from nkru.actors.names.description_nouns import OF, nouns_of_kinds
from nkru.actors.names.grouping import Found
from nkru.actors.names.near_bodies import NearBodies, is_quality
from nkru.tokens.norms import BREAK

ONLY = "description: the only one of its kind near"
LEADER = "description: who held an office in this body"
NATIONAL = "description: a body of a state"
FULL_NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][a-zà-ÿœ’'-]+ [A-ZÀ-Þ][a-zà-ÿœ]+")
LIKE_REACH = 4  # sentence breaks to the actor of another noun: « entraîneur », « coach »
BEFORE = 1  # sentence breaks between a person and a profession
NEAR = 3  # sentence breaks between the name of an actor and a noun of its kind
OWN = ("son ", "sa ", "leur ", "notre ")
THIS = ("ce ", "cet ", "cette ")
YOUNG = re.compile(r"[Jj]eune (?:homme|femme|fille)\b")
Placed = tuple[int, int, Found]


@cache
def _keys() -> frozenset[str]:
    return nouns_of_kinds().keys


class NearActors:
    """Finds the actor of one article that a description means by its kind."""

    def __init__(
        self,
        raw: str,
        placed: Sequence[Placed],
        codebook: Codebook,
        demonyms: Mapping[int, tuple[int, int]],
    ) -> None:
        self.raw, self._placed, self._codebook, self._demonyms = raw, placed, codebook, demonyms
        self._starts = [start for start, *_ in placed]
        self.nouns = _keys()
        self._bodies = NearBodies(raw, placed, codebook, demonyms)
        self._groups: dict[int, set[str]] = {}
        self._national: dict[str, Found] = {}

    def tell(self, actor: Found, noun: str) -> None:
        """Note what the article says that an actor is: « Clara Dumont, infirmière »."""
        if actor.type == "person":
            groups = nouns_of_kinds().groups.get(noun, ())
            self._groups.setdefault(id(actor), set()).update(groups)
        else:
            self._bodies.tell(actor, noun)

    def meant(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return the actor that a description means by its kind, with the rule."""
        nouns = nouns_of_kinds()
        text = self.raw[phrase.start : phrase.end].casefold()
        if text.startswith(OWN):
            return None
        if text.startswith(THIS):
            body = self._bodies.meant(phrase)
            return (body, ONLY) if body else None
        if phrase.noun in nouns.national:
            return self._body_of_state(phrase)
        found = self._leader(phrase) if phrase.noun in nouns.leaders else None
        if found:
            return found, LEADER
        found = self._politician(phrase) or self._bodies.meant(phrase) or self._of_calling(phrase)
        return (found, ONLY) if found else None

    def _body_of_state(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return « la police française », and « la police » if the article has only one."""
        end = phrase.end
        start = self._demonyms.get(end, (-1, -1))[0]
        if phrase.rest and start == end - len(phrase.rest.strip()):
            name = f"{phrase.noun} {self.raw[start:end]}"
            return self._national.setdefault(name, Found(name, "organisation")), NATIONAL
        fitting = [a for name, a in self._national.items() if name.split()[0] == phrase.noun]
        return (fitting[0], ONLY) if len(fitting) == 1 and not phrase.rest else None

    def _politician(self, phrase: Phrase) -> Found | None:
        """Return the one politician near; of the party, if an adjective names one."""
        nouns = nouns_of_kinds()
        if not phrase.person or phrase.past or not _is_short(phrase):
            return None
        if phrase.gender not in ("m", "f"):
            return None
        words = (phrase.noun, *phrase.rest.split())
        parties = next((nouns.adherents[word] for word in words if word in nouns.adherents), None)
        if parties is None and (phrase.noun not in nouns.politicians or phrase.rest):
            return None
        fits = self._is_person(phrase.gender, parties)
        if parties is None:  # anybody else near may be meant
            person = self._only(phrase, self._is_person(phrase.gender, None, every=True))
            return person if person and fits(person) else None
        return self._only(phrase, fits)

    def _of_calling(self, phrase: Phrase) -> Found | None:
        """Return the one person near: « l'actrice »."""
        nouns = nouns_of_kinds()
        young = YOUNG.search(self.raw, phrase.start, phrase.end) is not None
        if not young and (phrase.noun not in nouns.of_persons or phrase.past):
            return None
        if phrase.rest and not is_quality(phrase.rest.split()):
            return None  # « l'acteur économique »
        groups = nouns.groups.get(phrase.noun, frozenset()) - {"family_and_persons"}
        fits = self._is_person(phrase.gender, None, every=True, groups=groups)
        reach = NEAR if phrase.noun in nouns.callings else BEFORE
        if reach == BEFORE and self._has_stranger(phrase):
            return None
        return self._only(phrase, fits, reach)

    def _has_stranger(self, phrase: Phrase) -> bool:
        """Say whether the sentences before have a name of two words that is nobody's here."""
        first = phrase.start
        for _ in range(BEFORE + 1):
            first = max(0, self.raw.rfind(BREAK, 0, first))
        named = {start for start, *_ in self._placed}
        found = FULL_NAME.finditer(self.raw, first, phrase.start)
        return any(match.start() not in named for match in found)

    def _is_person(
        self,
        gender: str,
        parties: frozenset[str] | None,
        *,
        every: bool = False,
        groups: frozenset[str] = frozenset(),
    ) -> Callable[[Found], bool]:
        def fits(actor: Found) -> bool:
            if actor.type != "person" or gender and actor.gender not in ("", gender):
                return False
            told = self._groups.get(id(actor))
            if groups and told and groups.isdisjoint(told):
                return False
            party = self._entry(actor).party if actor.known >= 0 else ""
            return every or (bool(party) if parties is None else party in parties)

        return fits

    def _leader(self, phrase: Phrase) -> Found | None:
        """Return the one person of the article who held an office in the body of a description."""
        at = bisect_left(self._starts, phrase.end) - 1
        if at < 0 or not phrase.rest.startswith(OF):
            return None
        start, end, body = self._placed[at]
        if not phrase.start < start or end != phrase.end or body.type == "person":
            return None
        offices = self._codebook.offices_of.get(body.name, ())
        held = {holder.actor for office in offices for holder in office.holders}
        people = {id(actor): actor for *_, actor in self._placed if actor.name in held}
        fits = self._is_person(phrase.gender, None, every=True)
        fitting = [actor for actor in people.values() if not phrase.gender or fits(actor)]
        return fitting[0] if len(fitting) == 1 else None

    def _entry(self, actor: Found) -> Entry:
        return self._codebook.entries[actor.known]

    def is_near(self, actor: Found, phrase: Phrase) -> bool:
        """Say whether an actor is named in the sentences before a description, or nobody else."""
        others = False
        for _, end, other in reversed(self._placed[: bisect_left(self._starts, phrase.start)]):
            breaks = self.raw.count(BREAK, end, phrase.start)
            if breaks > LIKE_REACH:
                break
            if other is actor:
                return True
            others |= other.type == "person" and breaks < 2
        return not others

    def _only(
        self, phrase: Phrase, fits: Callable[[Found], bool], reach: int = NEAR
    ) -> Found | None:
        """Return the one actor that fits among those named in the sentences before."""
        at, near = bisect_left(self._starts, phrase.start), dict[int, Found]()
        for _, end, actor in reversed(self._placed[:at]):
            if self.raw.count(BREAK, end, phrase.start) > reach:
                break
            if fits(actor):
                near[id(actor)] = actor
        return next(iter(near.values())) if len(near) == 1 else None


def _is_short(phrase: Phrase) -> bool:
    """Say whether no complement makes a description another's: « le club de Lyon »."""
    return not any(word in OF for word in phrase.rest.split())
