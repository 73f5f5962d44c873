"""Whom a description means in an article that has tied its noun to an actor before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.known.title_patterns import Tenure
from nkru.actors.names.appositions import (
    Noun,
    Phrase,
    agree,
    bare_phrase,
    grammar,
    phrase_end,
    phrase_of,
)
from nkru.actors.names.beside import Beside, agree_in_gender
from nkru.actors.names.description_nouns import first_noun
from nkru.actors.names.grouping import Found
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.nationals import nationals
from nkru.actors.names.near_actors import ONLY, NearActors
from nkru.actors.names.near_bodies import is_where
from nkru.actors.names.unnamed_holders import OFFICE, unnamed_holder
from nkru.tokens.norms import BREAK, folded_words

BESIDE = "description: name beside it"
TIED = "description: the article says it of this actor"
BESIDE_REACH = 100  # characters from a noun to a name that its description may be beside
NEAR = 40  # names before a description that are looked at
NATIONAL = "description: the only one of this nationality near"


TITLES = {"Me": "avocat", "Mes": "avocat", "Dr": "medecin", "Mgr": "eveque"}
TITLE = re.compile(rf"(?<!\w)({'|'.join(TITLES)})[ \u00a0\u202f]$")


# « Karim Sassi, un ressortissant | libyen »
A_NATIONAL = re.compile(r", une? (?:[a-zà-ÿœ-]+ ){1,4}$")


class Role(NamedTuple):
    """A description that an article ties to an actor: a noun and its complement, folded."""

    actor: Found
    noun: str
    rest: str
    tenure: Tenure = "present"


class Roles:
    """The roles that an article gives to its actors, in the order of their mentions."""

    def __init__(
        self,
        raw: str,
        placed: Iterable[tuple[int, int, Found]],
        codebook: Codebook,
        demonyms: Mapping[int, tuple[int, int]],
    ) -> None:
        self.raw = raw
        self._placed = sorted(placed, key=lambda row: row[:2])
        self._demonyms = demonyms
        self._beside = Beside(raw, self._placed)
        self._near = NearActors(raw, self._placed, codebook, demonyms)
        self._at = {start: (end, actor) for start, end, actor in self._placed}
        self._until = {end: actor for _, end, actor in self._placed}
        self._starts = [start for start, _, _ in self._placed]
        self._by_noun: dict[str, list[Role]] = {}
        self.found: dict[tuple[int, int], tuple[Found, str]] = {}

    def describe(self, nouns: Sequence[Noun]) -> None:
        """Tie each description to an actor beside it, then the others to an actor tied before."""
        self._tell_kinds(nouns)
        for start, end, actor in self._placed:
            if actor.type == "person":
                if titled := TITLE.search(self.raw, max(0, start - 5), start):
                    self._near.tell(actor, TITLES[titled[1]])
                phrase = bare_phrase(self.raw, end)
                if phrase and phrase.person:
                    self._add(actor, self._beside.fit(phrase))
            else:
                self._head(actor, start, end)
        last = 0
        for phrase in self._phrases(filter(self._is_near, nouns)):
            if phrase.end <= last:
                continue  # « la victime » in « la mère de la victime, Martine Roussel »
            if beside := self._beside.person(phrase):
                actor, phrase = beside
                last = phrase.end
                self._add(actor, phrase)
                # « le président Macron » is a title and a name.
                if phrase.rest or " " in phrase.noun or not self._beside.touched(phrase):
                    self.found[phrase.start, phrase.end] = (actor, BESIDE)
        self._beside_bodies(nouns)
        self._tell_states()
        for phrase in self._phrases(filter(self._may_be_tied, nouns)):
            if (phrase.start, phrase.end) in self.found or phrase.start in self._at:
                continue
            if self._beside.touched(phrase):
                self._member(phrase)
                continue
            if is_where(self.raw, phrase):
                continue
            if tied := self._tied(phrase):
                if tied.type == "person":
                    self._near.persons.note(phrase, tied)
                self.found[phrase.start, phrase.end] = (tied, TIED)
            elif self.raw[phrase.start : phrase.end].isupper():
                continue  # a capital shows no name, so that others near are not known
            elif meant := self._near.meant(phrase):
                self._add(meant[0], phrase)
                self.found[phrase.start, phrase.end] = meant
            elif office := unnamed_holder(self.raw, phrase, self._near.actor_in(phrase)):
                self._add(office, phrase)
                self.found[phrase.start, phrase.end] = (office, OFFICE)

    def _beside_bodies(self, nouns: Iterable[Noun]) -> None:
        """Tie a description between commas to the body beside it: « Nordlys, le géant, »."""
        near = (noun for noun in nouns if noun.body and self._is_near_name(noun))
        for phrase in self._phrases(near):
            body = self._beside.body(phrase)
            if body and self._near.bodies.may_be(body, phrase.noun):
                self._add(body, phrase)
                self.found.setdefault((phrase.start, phrase.end), (body, BESIDE))

    def _tell_states(self) -> None:
        """Note nationalities: « l'attaquant camerounais Samuel Eto'o », « le Portugais Sousa »."""
        beside = {end: person for (_, end), (person, rule) in self.found.items() if rule == BESIDE}
        for end, (start, state) in self._demonyms.items():
            person = self._at[end + 1][1] if end + 1 in self._at else beside.get(end)
            if apposed := A_NATIONAL.search(self.raw, max(0, start - 60), start):
                person = self._until.get(apposed.start(), person)
            if person and person.type == "person":
                self._near.persons.tell_state(person, state)
        for phrase, state in nationals(self.raw, self._demonyms):
            if person := self._near.persons.of_state(phrase, state):
                self.found[phrase.start, phrase.end] = (person, NATIONAL)

    def _tell_kinds(self, nouns: Iterable[Noun]) -> None:
        """Note the noun right before the name of a body: « le site d'information Rue Haute »."""
        for noun in nouns:
            at = bisect_left(self._starts, noun.end)
            if not noun.body or at == len(self._starts):
                continue
            start, _, actor = self._placed[at]
            if actor.type == "person" or start - noun.end > BESIDE_REACH // 2:
                continue
            end = phrase_end(self.raw, noun.end)
            if start == end + 1:
                self._near.tell(actor, noun.key)
                if end > noun.end and self._near.bodies.may_be(actor, noun.key):
                    self.found[noun.start, end] = (actor, BESIDE)  # « l'ONG allemande Sea Eye »
                self._by_noun.setdefault(noun.key, []).append(Role(actor, noun.key, ""))

    def _phrases(self, nouns: Iterable[Noun]) -> Iterator[Phrase]:
        return (self._beside.fit(phrase_of(self.raw, noun)) for noun in nouns)

    def _is_near(self, noun: Noun) -> bool:
        """Say whether a name is so near that the description may be beside it."""
        return noun.person and self._is_near_name(noun)

    def _is_near_name(self, noun: Noun) -> bool:
        at = bisect_left(self._starts, noun.end)
        follows = at < len(self._starts) and self._starts[at] - noun.end < BESIDE_REACH
        return follows or noun.start - 2 in self._until

    def _may_be_tied(self, noun: Noun) -> bool:
        """Say whether the article has tied this noun, or one like it, or it names an office."""
        if noun.key in self._by_noun or noun.key in grammar().offices | grammar().relatives:
            return True
        if noun.key in self._near.nouns or first_noun(noun.key) in self._near.nouns:
            return True
        return noun.person and not self._by_noun.keys().isdisjoint(grammar().same.get(noun.key, ()))

    def _member(self, phrase: Phrase) -> None:
        """Tie a description that ends in a party: « le parlementaire MoDem »."""
        end, party = self._at[phrase.end + 1]
        if party.type == "person" or not phrase.person or end + 1 in self._at:
            return
        if person := self._near.persons.member(phrase, party.name):
            self.found[phrase.start, end] = (person, ONLY)

    def _head(self, actor: Found, start: int, end: int) -> None:
        """Add the noun that heads the name of a body, or is right before it."""
        words = folded_words(self.raw[start:end]).split()
        before = folded_words(self.raw[max(0, start - 30) : start]).split()
        nouns = (words[:1] if len(words) > 1 else []) + before[-1:]
        for noun in nouns:
            self._by_noun.setdefault(noun, []).append(Role(actor, noun, ""))

    def _add(self, actor: Found, phrase: Phrase) -> None:
        nouns = [phrase.noun]
        if phrase.person:  # « la députée écologiste » may be « l'écologiste »
            nouns += [word for word in phrase.rest.split()[:2] if word in vocabulary().functions]
        touched = self._beside.touched(phrase) if phrase.person else None
        of = touched[1] if touched else self._near.body_in(phrase)
        self._near.tell(actor, phrase.noun, of)
        for noun in nouns:
            role = Role(actor, noun, phrase.rest if noun is phrase.noun else "", phrase.tenure)
            roles = self._by_noun.setdefault(noun, [])
            if role not in roles:
                roles.append(role)

    def _tied(self, phrase: Phrase) -> Found | None:
        """Return the actor of this role that was named last before."""
        v = vocabulary()
        if phrase.noun in v.families or self.raw[phrase.end + 1 : phrase.end + 2].isupper():
            return None
        if not phrase.person and (not phrase.body or phrase.rest or phrase.noun in v.place_nouns):
            return None
        fitting = self._fitting_roles(phrase, [phrase.noun])
        if not fitting and phrase.person:
            like = self._fitting_roles(phrase, grammar().same.get(phrase.noun, ()))
            fitting = [actor for actor in like if self._near.persons.is_near(actor, phrase)]
        return self._nearest(fitting, phrase) if fitting else None

    def _fitting_roles(self, phrase: Phrase, nouns: Iterable[str]) -> list[Found]:
        return [
            role.actor
            for noun in sorted(nouns)
            for role in self._by_noun.get(noun, ())
            if (role.actor.type == "person") == phrase.person
            and agree_in_gender(role.actor, phrase)
            and phrase.tenure in ("present", role.tenure)
            and agree(role.noun, role.rest, phrase, person=role.actor.type == "person")
        ]

    def _nearest(self, fitting: Sequence[Found], phrase: Phrase) -> Found | None:
        """Return the one actor that fits; of several, the only one named in the sentences near."""
        names = {id(actor) for actor in fitting}
        at = bisect_left(self._starts, phrase.start)
        before = [row for row in self._placed[max(0, at - NEAR) : at] if id(row[2]) in names]
        if len(names) == 1:
            return fitting[0] if phrase.person or before else None
        near = {id(a): a for _, end, a in before if self.raw.count(BREAK, end, phrase.start) < 3}
        return next(iter(near.values())) if len(near) == 1 else None
