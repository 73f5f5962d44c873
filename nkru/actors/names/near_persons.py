"""Descriptions that mean the one person of their kind near: « l'avocate », « la trentenaire ».

A person fits by gender, by party, and by what else the article says of him or her. If two are near,
the description means nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from nkru.actors.codebook import Codebook
from nkru.actors.known.spans import Coverage
from nkru.actors.names.appositions import Phrase, grammar
from nkru.actors.names.description_nouns import OF, nouns_of_kinds
from nkru.actors.names.grouping import Found
from nkru.actors.names.near_bodies import OTHERS, is_quality
from nkru.actors.names.near_names import NEAR, NearNames, Placed
from nkru.tokens.norms import BREAK

FULL_NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][a-zà-ÿœ’'-]+ [A-ZÀ-Þ][a-zà-ÿœ]+")
BEFORE = 1  # sentence breaks between a person and a profession
LIKE_REACH = 4  # sentence breaks to the actor of another noun: « entraîneur », « coach »
EXCLUSIVE = frozenset(
    ("sport", "health", "justice")
)  # groups of callings: who has one has no other
YOUTHS = frozenset(("homme", "femme", "fille"))
FORMER = re.compile(r"(?:l['’]|l[ea] )(?:désormais )?(?:ancien(?:ne)? |ex[- ])", re.IGNORECASE)
OPENS = re.compile(rf"(?:^|[{BREAK}\n]) ?[«“\"]? ?$")
YOUNG = re.compile(r"[Jj]eune (?:homme|femme|fille)\b")
Fits = Callable[[Found], bool]


class NearPersons:
    """Finds the person of one article whom a description means by what he or she is."""

    def __init__(
        self, raw: str, placed: Iterable[Placed], named: Coverage, codebook: Codebook
    ) -> None:
        self.raw, self._codebook = raw, codebook
        self._names = NearNames(raw, placed)
        self._named = named
        self._groups: dict[int, set[str]] = {}
        self._told: dict[int, set[str]] = {}
        self._states: dict[int, set[int]] = {}

    def tell(self, actor: Found, noun: str) -> None:
        """Note what the article says that a person is: « Clara Dumont, infirmière »."""
        groups = nouns_of_kinds().groups.get(noun, ())
        self._groups.setdefault(id(actor), set()).update(groups)
        self._told.setdefault(id(actor), set()).add(noun)

    def tell_state(self, actor: Found, state: int) -> None:
        """Note the nationality that the article gives a person: « le Portugais Paulo Sousa »."""
        self._states.setdefault(id(actor), set()).add(state)

    def of_state(self, phrase: Phrase, state: int) -> Found | None:
        """Return the one person near of a nationality: « le Portugais »."""
        fits = _is_of_gender(phrase.gender)
        return self._names.only(phrase, lambda a: fits(a) and state in self._states_of(a))

    def _states_of(self, actor: Found) -> set[int]:
        told = self._states.get(id(actor), set[int]())
        country = self._codebook.entries[actor.known].country if actor.known >= 0 else ""
        known = self._codebook.index_of.get(country)
        return told if known is None else {*told, known}

    def meant(self, phrase: Phrase) -> Found | None:
        """Return the one person near that a description means."""
        person = self._politician(phrase) or self._of_calling(phrase)
        if person:
            self.note(phrase, person)
        return person

    def _politician(self, phrase: Phrase) -> Found | None:
        """Return the one politician near; of the party, if an adjective names one."""
        nouns = nouns_of_kinds()
        if not phrase.person or phrase.past or phrase.gender not in ("m", "f"):
            return None
        of = any(word in OF for word in phrase.rest.split())
        words = () if of else (phrase.noun, *phrase.rest.split())
        parties = next((nouns.adherents[word] for word in words if word in nouns.adherents), None)
        if parties is not None:
            return self._names.only(phrase, self._is_of(phrase.gender, parties))
        if phrase.noun not in nouns.politicians or phrase.rest and not of:
            return None
        # « La députée du Gard » may be another than the one named some sentences before.
        person = self._names.only(phrase, _is_of_gender(phrase.gender), BEFORE if of else NEAR)
        return person if person and self._is_of(phrase.gender, None)(person) else None

    def _of_calling(self, phrase: Phrase) -> Found | None:
        """Return the one person near: « l'actrice »."""
        nouns = nouns_of_kinds()
        young = YOUNG.search(self.raw, phrase.start, phrase.end) is not None
        if not young and (phrase.noun not in nouns.of_persons or phrase.past):
            return None
        if (
            phrase.rest
            and not is_quality(phrase.rest.split())
            or OTHERS.match(self.raw, phrase.end)
        ):
            return None  # « l'acteur économique », « l'avocate de ce dernier »
        reach = NEAR if phrase.noun in nouns.callings else BEFORE
        groups = frozenset[str]()
        if phrase.noun not in nouns.persons:
            groups = nouns.groups.get(phrase.noun, groups) - {"family_and_persons"}
        if groups and (person := self._names.only(phrase, self._was_told(phrase, groups), reach)):
            return person
        if reach == BEFORE and self._has_stranger(phrase):
            return None
        fits = self._fits(phrase)
        person = self._names.only(phrase, fits if reach == NEAR else _is_of_gender(""), reach)
        if not person or not fits(person) or groups and self._groups.get(id(person)):
            return None
        if phrase.noun in nouns.professions and self._codebook.roles_of.get(person.name):
            return None  # who held an office is not « l'agriculteur »
        return person

    def _was_told(self, phrase: Phrase, groups: frozenset[str]) -> Fits:
        """Return whether the article says that a person is something like the noun."""
        fits = self._fits(phrase)
        return lambda actor: fits(actor) and not groups.isdisjoint(self._groups.get(id(actor), ()))

    def _fits(self, phrase: Phrase) -> Fits:
        """Return whether a person may be what a noun says: no coach is « l'attaquant »."""
        fits, groups = _is_of_gender(phrase.gender), nouns_of_kinds().groups
        same, own = grammar().same, groups.get(phrase.noun, frozenset()) & EXCLUSIVE
        line = same.get(phrase.noun, frozenset())

        def other(noun: str) -> bool:
            shared = not own.isdisjoint(groups.get(noun, ()))
            return bool(line) and shared and noun in same and noun not in line

        return lambda actor: fits(actor) and not any(map(other, self._told.get(id(actor), ())))

    def _has_stranger(self, phrase: Phrase) -> bool:
        """Say whether the sentences before have a name of two words that is nobody's here."""
        first = phrase.start
        for _ in range(BEFORE + 1):
            first = max(0, self.raw.rfind(BREAK, 0, first))
        found = FULL_NAME.finditer(self.raw, first, phrase.start)
        return any(not self._named.covered(*match.span()) for match in found)

    def _is_of(self, gender: str, parties: frozenset[str] | None) -> Fits:
        """Return whether somebody is of one of these parties, or of any."""

        def fits(actor: Found) -> bool:
            if not _is_of_gender(gender)(actor) or actor.known < 0:
                return False
            party = self._codebook.party_of.get(actor.name, "")
            return bool(party) if parties is None else party in parties

        return fits

    def member(self, phrase: Phrase, party: str) -> Found | None:
        """Return the one politician of a party near: « le parlementaire MoDem »."""
        if phrase.past or phrase.gender not in ("m", "f"):
            return None
        return self._names.only(phrase, self._is_of(phrase.gender, frozenset((party,))))

    def alone(self, phrase: Phrase) -> Found | None:
        """Return the only person of this sentence and the one before."""
        return None if self._has_stranger(phrase) else self._names.only(phrase, bool, BEFORE)

    def note(self, phrase: Phrase, person: Found) -> None:
        """Let later descriptions count from this one, too."""
        self._names.note(phrase, person)

    def former(self, phrase: Phrase) -> Found | None:
        """Return the one person of the sentence before: « L'ex-patronne d'Areva … », opening one.

        The noun alone identifies who held an office or founded something, so it means somebody
        named already; not somebody known for other offices.
        """
        if (
            not phrase.rest
            or not FORMER.match(self.raw, phrase.start)
            and (phrase.noun not in nouns_of_kinds().unique)
        ):
            return None
        if not OPENS.search(self.raw, max(0, phrase.start - 3), phrase.start):
            return None
        person = self._names.only(phrase, _is_of_gender(""), BEFORE)
        if person is None or not self._fits(phrase)(person) or self._has_stranger(phrase):
            return None
        return None if self._codebook.roles_of.get(person.name) else person

    def leader(self, phrase: Phrase, body: Found) -> Found | None:
        """Return the one person of the article who held an office in a body."""
        offices = self._codebook.offices_of.get(body.name, ())
        held = {holder.actor for office in offices for holder in office.holders}
        fits = _is_of_gender(phrase.gender)
        return self._names.one_of(lambda actor: actor.name in held and fits(actor))

    def is_near(self, actor: Found, phrase: Phrase) -> bool:
        """Say whether an actor is named in the sentences before a description, or nobody else."""
        others = False
        for other, breaks in self._names.before(phrase):
            if other is actor:
                return breaks <= LIKE_REACH or not others
            others |= breaks < 2
        return False


def _is_of_gender(gender: str) -> Fits:
    """Return whether a person may be of a gender; one of unknown gender may be of either."""
    return lambda actor: gender not in ("m", "f") or actor.gender in ("", gender)
