"""Descriptions that mean the one actor of their kind near, or who leads the body in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nkru.actors.codebook import Codebook
from nkru.actors.known.spans import Coverage
from nkru.actors.names.appositions import Phrase
from nkru.actors.names.description_nouns import OF, nouns_of_kinds
from nkru.actors.names.grouping import Found
from nkru.actors.names.near_bodies import NearBodies
from nkru.actors.names.near_names import NearNames, Placed
from nkru.actors.names.near_persons import YOUTHS, NearPersons
from nkru.tokens.norms import folded_words

ONLY = "description: the only one of its kind near"
LEADER = "description: who held an office in this body"
OWN_BODY = "description: the body of the only person near"
NATIONAL = "description: a body of a state"
DETERMINED = re.compile(r"^(?:l[ea] |l['’]|cett?e? )", re.IGNORECASE)
OWN = ("son ", "sa ", "leur ", "notre ")
THIS = ("ce ", "cet ", "cette ")


@cache
def _keys() -> frozenset[str]:
    return nouns_of_kinds().keys | YOUTHS


class NearActors:
    """Finds the actor of one article that a description means by its kind."""

    def __init__(
        self,
        raw: str,
        placed: Sequence[Placed],
        codebook: Codebook,
        demonyms: Mapping[int, tuple[int, int]],
    ) -> None:
        self.raw, self._demonyms, self._names = raw, demonyms, NearNames(raw, placed)
        persons = [row for row in placed if row[2].type == "person"]
        bodies = [row for row in placed if row[2].type == "organisation"]
        named = Coverage((start, end) for start, end, _ in placed)
        self.persons = NearPersons(raw, persons, named, codebook)
        self.bodies = NearBodies(raw, bodies, codebook, demonyms)
        self.nouns = _keys()
        self._national: dict[str, Found] = {}
        self._body_of: dict[int, Found] = {}  # that a person leads or works for

    def tell(self, actor: Found, noun: str, of: Found | None = None) -> None:
        """Note what the article says that an actor is: a delegate `of` a union is a unionist."""
        if actor.type == "person":
            self.persons.tell(actor, noun)
            if of:
                self._body_of[id(actor)] = of
            for kind in self.bodies.kinds_of(of) if of else ():
                if member := nouns_of_kinds().members.get(kind):
                    self.persons.tell(actor, member)
        else:
            self.bodies.tell(actor, noun)

    def meant(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return the actor that a description means by its kind, with the rule."""
        nouns = nouns_of_kinds()
        text = self.raw[phrase.start : phrase.end].casefold()
        if text.startswith(OWN):
            return self._own_body(phrase)
        if phrase.noun in nouns.national:
            return self._body_of_state(phrase)
        if phrase.noun in nouns.leaders and (found := self._leader(phrase)):
            return found, LEADER
        found = None if text.startswith(THIS) else self.persons.meant(phrase)
        found = found or self.persons.former(phrase)
        found = found or self.bodies.meant(phrase)
        return (found, ONLY) if found else None

    def _own_body(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return « son parti »: the body of the only person near, of whom the article tells it."""
        person = self.persons.alone(phrase)
        body = self._body_of.get(id(person)) if person else None
        if body is None or phrase.rest or not self.bodies.may_be(body, phrase.noun):
            return None
        return body, OWN_BODY

    def _body_of_state(self, phrase: Phrase) -> tuple[Found, str] | None:
        """Return « la police française », and « la police » if the article has only one."""
        end = phrase.end
        start = self._demonyms.get(end, (-1, -1))[0]
        if phrase.rest and start == end - len(phrase.rest.strip()):
            name = DETERMINED.sub("", self.raw[phrase.start : end])
            return self._national.setdefault(name, Found(name, "organisation")), NATIONAL
        fitting = [
            a for name, a in self._national.items() if folded_words(name.split()[0]) == phrase.noun
        ]
        return (fitting[0], ONLY) if len(fitting) == 1 and not phrase.rest else None

    def body_in(self, phrase: Phrase) -> Found | None:
        """Return the body whose name is the complement of a description: « le patron de … »."""
        inside = self.actor_in(phrase)
        return inside if inside and inside.type != "person" else None

    def actor_in(self, phrase: Phrase) -> Found | None:
        """Return the actor whose name is the complement of a description: « le fils de … »."""
        inside = self._names.inside(phrase) if phrase.rest.startswith(OF) else None
        return inside[1] if inside else None

    def _leader(self, phrase: Phrase) -> Found | None:
        body = self.body_in(phrase)
        return self.persons.leader(phrase, body) if body else None
