"""Descriptions that mean the one body of their kind near: « le club », « le géant américain ».

The codebook, a word of its name or a noun beside it gives the kinds of a body. If two bodies of the
kind are near, the description means neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from nkru.actors.codebook import Codebook
from nkru.actors.names.appositions import Phrase, grammar
from nkru.actors.names.description_nouns import OF, first_noun, nouns_of_kinds
from nkru.actors.names.grouping import Found
from nkru.actors.names.name_words import is_finite, vocabulary
from nkru.actors.names.near_names import NearNames, Placed
from nkru.actors.names.surroundings import cues
from nkru.tokens.norms import folded_words

QUALITY = re.compile(r"(?:ais|aise|ois|oise|ien|ienne|een|eenne|ain|aine|breton|bretonne)$")
WHERE = re.compile(r"\b(?:à|au|dans|devant|vers|depuis|sur|près (?:de|du)|en) $")
OTHERS = re.compile(r" (?:de |du |des |d['’])")  # « le journal de 20h »
ACTS = re.compile(r"[ \u00a0](?:ne |n['’]|se |s['’]|l['’])?(?P<verb>[a-zà-ÿœ]+)")
COMPANY = frozenset(("company",))
STATES = ("est", "était", "reste", "devient", "va", "doit", "peut", "change", "évolue", "vit")
# Before a noun that may be a place: it acts if it begins a clause.
CLAUSE = re.compile(
    r"(?:^|[\x1e.!?…:;,«»“”\n(]|\b(?:selon|par|que|et|mais|car|si))[ \u00a0\u202f]?$|qu['’]$"
)


class NearBodies:
    """Finds the body of one article that a description means by its kind."""

    def __init__(
        self,
        raw: str,
        placed: Iterable[Placed],
        codebook: Codebook,
        demonyms: Mapping[int, tuple[int, int]],
    ) -> None:
        self.raw, self._codebook, self._demonyms = raw, codebook, demonyms
        self._names = NearNames(raw, placed)
        self._told: dict[int, set[str]] = {}
        self._kinds: dict[int, frozenset[str]] = {}

    def tell(self, actor: Found, noun: str) -> None:
        """Note that a noun beside its name says the kind of a body: « la société Kervalis »."""
        kinds = nouns_of_kinds().told_by.get(noun, frozenset())
        if len(kinds) == 1:
            self._told.setdefault(id(actor), set()).update(kinds)
            self._kinds.pop(id(actor), None)

    def meant(self, phrase: Phrase) -> Found | None:
        """Return the one body near that a description means."""
        kinds = nouns_of_kinds().of_noun
        wanted = kinds.get(phrase.noun) or kinds.get(first_noun(phrase.noun))
        if wanted is None and self._acts_as_company(phrase):
            wanted = COMPANY
        if wanted is None or not phrase.body or not self._is_whole(phrase):
            return None
        if phrase.noun in vocabulary().place_nouns and not self._acts(phrase):
            return None
        if is_where(self.raw, phrase):
            return None
        body = self._names.only(
            phrase,
            lambda body: not wanted.isdisjoint(self.kinds_of(body)) and self._is_of(body, phrase),
        )
        if body:
            self._names.note(phrase, body)
        return body

    def may_be(self, body: Found, noun: str) -> bool:
        """Say whether a noun beside its name may be said of a body."""
        kinds = nouns_of_kinds().of_noun
        said, known = kinds.get(noun) or kinds.get(first_noun(noun)), self.kinds_of(body)
        return bool(said) and (not known or not known.isdisjoint(said or ()))

    def kinds_of(self, actor: Found) -> frozenset[str]:
        """Return the kinds of a body, such as union or company."""
        if id(actor) not in self._kinds:
            nouns, key = nouns_of_kinds(), folded_words(actor.name)
            kinds = {*nouns.of_name.get(key, ()), *self._told.get(id(actor), ())}
            if not kinds:
                kinds.update(*(nouns.of_word.get(word, ()) for word in key.split()))
            if actor.name in self._codebook.parties:
                kinds.add("party")
            self._kinds[id(actor)] = frozenset(kinds)
        return self._kinds[id(actor)]

    def _is_of(self, actor: Found, phrase: Phrase) -> bool:
        """Say whether the adjective of a state fits: « le géant américain » is not French."""
        place = self._demonyms.get(phrase.end)
        if place is None or place[0] < phrase.start or actor.known < 0:
            return True
        country = self._codebook.entries[actor.known].country
        return country in ("", self._codebook.entries[place[1]].name)

    def _is_whole(self, phrase: Phrase) -> bool:
        """Say whether no complement makes a description another's: « le club de Lyon »."""
        rest = phrase.rest.split()
        if OTHERS.match(self.raw, phrase.end):
            return phrase.noun in nouns_of_kinds().with_complement
        if any(word in OF for word in rest):
            inside = self.raw[phrase.end - len(phrase.rest) : phrase.end]
            return inside.islower() and phrase.noun in nouns_of_kinds().with_complement
        return not rest or phrase.noun not in grammar().general or is_quality(rest)

    def _acts_as_company(self, phrase: Phrase) -> bool:
        """Say whether « la société » does what a company does, or has staff."""
        if phrase.noun not in nouns_of_kinds().told_by or phrase.rest:
            return False
        before = folded_words(self.raw[max(0, phrase.start - 40) : phrase.start]).split()
        if len(before) > 1 and before[-1] == "de" and before[-2] in cues().members:
            return True
        after = ACTS.match(self.raw, phrase.end)
        return after is not None and after["verb"] not in STATES and self._acts(phrase)

    def _acts(self, phrase: Phrase) -> bool:
        """Say whether a noun that may be a place does something: « l'hôpital ferme des lits »."""
        after = ACTS.match(self.raw, phrase.end)
        if not after or not is_finite(after["verb"]):
            return False
        return bool(CLAUSE.search(self.raw[max(0, phrase.start - 8) : phrase.start]))


def is_where(raw: str, phrase: Phrase) -> bool:
    """Say whether a body is only where something happens: « il est à l'hôpital »."""
    if phrase.noun not in nouns_of_kinds().also_places:
        return False
    return WHERE.search(raw, max(0, phrase.start - 12), phrase.start) is not None


def is_quality(words: Sequence[str]) -> bool:
    """Say whether adjectives make no other body of a general noun: « le groupe pétrolier »."""
    v, branches = vocabulary(), nouns_of_kinds().branches
    return all(
        word in branches or word in v.demonyms or word in v.peoples or QUALITY.search(word)
        for word in words
    )
