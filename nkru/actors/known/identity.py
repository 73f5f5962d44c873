"""Decide who is meant in one article by the forms of a codebook that its text contains.

A surname means the person whom the article names in full, a capital means its state if the
construction says so (see metonyms.py), and a description means the holder of the office (see
descriptions.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from nkru.actors.codebook import Codebook
from nkru.actors.known.descriptions import described, description_start, is_definite, pointed
from nkru.actors.known.longer_names import LongerNames
from nkru.actors.known.matching import Choice, Hit, Mention, Sense, names_a_person
from nkru.actors.known.metonyms import Construction, construction, is_part, state_as_place
from nkru.actors.known.shared_names import SharedNames
from nkru.actors.known.surnames import of_kind, unintroduced
from nkru.actors.known.words_around import REACH, RULES, rules
from nkru.tokens.norms import Folded

AFTER = 40  # characters after a surname that are read
# « le Nord de la France », but not « le Nord d'agir »
COMPLEMENT = re.compile(r" (?:de |du |des |d['’])(?!\w{1,40}(?:er|ir|re)\b)")
HYPHENS = ("-", "\u2010", "\u2011")


class Resolver:
    """Decides the mentions of one article from the forms in it and its dates, if known."""

    def __init__(
        self,
        folded: Folded,
        hits: Sequence[Hit],
        codebook: Codebook,
        days: tuple[str, str] | None,
        outlet: str = "",
    ) -> None:
        self.folded, self.hits, self.codebook, self.days = folded, hits, codebook, days
        self._shared = SharedNames(folded, hits, codebook, outlet)
        self._starts = {hit.start for hit in hits}
        self._ends = {hit.end for hit in hits}
        self._longer = LongerNames(folded, self._starts, self._ends, self._shared.headlines)
        self._body_ends = {
            hit.end
            for hit in hits
            if hit.reading.decided_by == "forms" and hit.reading.senses[0].type == "organisation"
        }
        self._last_capital: tuple[Hit, Construction] | None = None

    def mentions(self) -> list[Mention]:
        """Return the mentions in the article, descriptions before the names inside them."""
        named = [(hit, mention) for hit in self.hits if (mention := self._resolve(hit))]
        mentions = [mention for _, mention in named]
        countries = self._shared.countries
        mentions += described(self.folded, named, self.codebook, self.days, countries)
        mentions += pointed(self.folded, mentions, self.codebook)
        return sorted(
            set(mentions), key=lambda mention: (mention.start, -mention.end, mention.kind)
        )

    def _resolve(self, hit: Hit) -> Mention | None:
        """Return the mention that a form makes, or None if it is part of something else."""
        rules = {
            "metonyms": self._capital,
            "surname": self._surname,
            "short": self._short,
            "exact": self._common,
            "national": self._common,
        }
        if names_a_person(self.folded.raw, hit):
            return None
        decide = rules.get(hit.reading.decided_by, self._plain)
        halves = [sense for sense in hit.reading.senses if sense.field == "prefixes"]
        if halves and self.folded.raw.startswith(HYPHENS, hit.end):
            choice: Choice | None = Choice(halves[0], RULES["prefixes"])
        else:
            choice = decide(hit, hit.reading.senses)
        if choice is None:
            return None
        meaning, rule, sense = choice
        is_description = meaning.field == "descriptors"
        start = description_start(self.folded, hit) if is_description else hit.start
        return Mention(start, hit.end, meaning.entry, meaning.kind, rule, sense)

    def _plain(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        field = senses[0].field if senses else ""
        if field == "prefixes" and not self.folded.raw.startswith(HYPHENS, hit.end):
            return None
        if field == "demonyms" and self.folded.text[hit.left - 4 : hit.left] == " en ":
            return None  # « en russe » is the language
        if field == "descriptors" and not is_definite(self.folded, hit):
            return None  # « une assemblée intersyndicale »
        if field == "forms" and senses[0].type == "state":
            return self._state(hit, senses[0])
        return Choice(senses[0], RULES.get(field, field)) if senses else None

    def _state(self, hit: Hit, meaning: Sense) -> Choice | None:
        """Return a state by its name, as a place in « en Belgique »; not « France Gall »."""
        if is_part(self.folded, hit, self._starts, self._ends) or self._is_branch(hit):
            return None
        place = state_as_place(self.folded, hit)
        if place:
            return Choice(meaning, place.rule, "place")
        return Choice(meaning, RULES["forms"])

    def _is_branch(self, hit: Hit) -> bool:
        """Say whether the name of a body before makes a state its branch: « WWF | Suisse »."""
        return hit.start - 1 in self._body_ends and self.folded.raw[hit.start - 1] == " "

    def _capital(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        paired = self.folded.raw.startswith(HYPHENS, hit.end) and hit.end + 1 in self._starts
        at_home = self.codebook.entries[senses[0].entry].name == self._shared.countries.home
        is_place, rule = verdict = construction(
            self.folded, hit, self._last_capital, paired=paired, at_home=at_home
        )
        self._last_capital = (hit, verdict)
        if self._longer.around(hit, person=False):
            return None
        is_city = self._shared.countries.have_city(self.folded.text[hit.left : hit.right])
        if is_city and not is_place and not self._in_full[senses[0].entry]:
            is_place, rule = True, "place: city of the state in question"
        state = next((sense for sense in senses if sense.field == "forms"), None)
        if state:  # Singapour, Monaco: the state is named, unless « à » makes it the city
            is_place = self.folded.text[hit.left - 3 : hit.left] == " a "
            rule = rule if is_place else RULES["forms"]
        return Choice(state or senses[0], rule, "place" if is_place else "actor")

    def _common(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        if self._longer.around(hit, person=False):
            return None
        return self._shared.choose(hit, senses, self._in_full)

    def _short(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        """Return the entry last named in full before, or else after: « le Nord »."""
        before = self.folded.raw[max(0, hit.start - REACH) : hit.start]
        if before.endswith((" du ", " de la ")) and rules().region.search(before):
            return None  # « la mer du Nord »
        if COMPLEMENT.match(self.folded.raw, hit.end) or self._longer.around(hit, person=False):
            return None
        senses = of_kind(senses, self.folded.word_before(hit.left), "")
        owners = {
            owner: sense
            for sense in senses
            if sense.field == "short"
            for owner in self._owners(sense.entry)
            if self._in_full[owner]
        }
        if not owners:  # « l'ASSE » is a club's full name, and short for a body not named here
            full = next((Choice(s, RULES["forms"]) for s in senses if s.field == "forms"), None)
            return full or self._shared.lone(hit, senses)
        nearest = max(owners, key=lambda owner: self._last_before(owner, hit.start))
        return Choice(owners[nearest], RULES["short"])

    def _owners(self, entry: int) -> tuple[int, ...]:
        """Return the entry and the body it belongs to: the UN for « l'Assemblée générale »."""
        above = self.codebook.index_of.get(self.codebook.entries[entry].country, entry)
        return (entry, above) if self.codebook.entries[above].type == "organisation" else (entry,)

    def _last_before(self, entry: int, offset: int) -> int:
        """Return where an entry is last named in full before an offset; < 0 if only after it."""
        starts = self._in_full[entry]
        before = bisect_left(starts, offset)
        return starts[before - 1] if before else -starts[0]

    def _surname(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        """Return the person of that surname whom the article names in full, or the likeliest."""
        if self._longer.around(hit, person=True):
            return None
        title = self.folded.word_before(hit.left)
        titled, gender = title in rules().ranks, rules().genders.get(title)
        after = self.folded.raw[hit.end : hit.end + AFTER]
        senses = of_kind(senses, title, self.folded.text[hit.left : hit.right], after)
        entries = self.codebook.entries
        fitting = [s for s in senses if gender in (None, entries[s.entry].gender or "m")]
        known = [sense for sense in fitting if self._in_full[sense.entry]]
        if known:
            likeliest = max(known, key=lambda sense: self._rank(sense.entry))
            return Choice(likeliest, "surname: full name in the article")
        serving = [sense for sense in fitting if self.days and self._serves(sense.entry)]
        if titled and len(serving) == 1:  # « le président Yoon »
            return Choice(serving[0], "surname: office at the article's date")
        if self.folded.text[hit.left : hit.right] in self._strangers:
            return None
        own = [sense for sense in fitting if sense.field == "forms"]
        if own:
            return Choice(own[0], "surname: known by it alone")
        surname, about = self.folded.raw[hit.start : hit.end], self._shared.countries.nearest()
        sense = unintroduced(surname, fitting, self.codebook, about, titled=titled)
        if sense is None or self.days and not titled and not self._serves(sense.entry):
            return None
        return Choice(sense, "surname: the one of this name in politics")

    def _rank(self, entry: int) -> tuple[bool, int, int]:
        """Rank namesakes: in office at the article's date, in full most often, named first."""
        return self._serves(entry), len(self._in_full[entry]), -self._in_full[entry][0]

    def _serves(self, entry: int) -> bool:
        terms = self.codebook.roles_of.get(self.codebook.entries[entry].name, ())
        return any(term.serves(*self.days) if self.days else not term.end for term, _ in terms)

    @cached_property
    def _in_full(self) -> defaultdict[int, list[int]]:
        """Return where each entry is named in full; « nord-coréen » counts, for « le Nord »."""
        starts = defaultdict[int, list[int]](list)
        for hit in self.hits:
            reading = hit.reading
            if reading.full_name_of is not None:
                starts[reading.full_name_of].append(hit.start)
            elif reading.decided_by == "exact" and self._shared.is_certain(hit):
                for sense in reading.senses:
                    starts[sense.entry].append(hit.start)
        return starts

    @cached_property
    def _strangers(self) -> set[str]:
        """Return the surnames that the article gives to people outside the codebook."""
        return {
            self.folded.text[hit.left : hit.right]
            for hit in self.hits
            if hit.reading.decided_by == "surname" and self._longer.around(hit, person=True)
        }
