"""Who is meant in one article: surnames by its full names, capitals by construction, descriptions by office."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.descriptions import described, opening, pointed
from nkru.actors.matching import Found, Hit, Sense, in_headline_case
from nkru.actors.metonyms import construction
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.lemmas import stop_words

BEFORE = re.compile(r"([^\W\d_][\w’']*)[ \u00a0\u202f-]$")
JOINTS = (" ", "\u00a0", "\u202f", "-")  # between a word and the next of a name
COMPLEMENT = re.compile(
    r" (?:de |du |des |d['’])(?!\w+(?:er|ir|re)\b)"
)  # « le Nord de la France », not « d'agir »
MARKS = ' «"“•-–\u00a0\u202f\n'  # what may open a sentence before its first word
HYPHENS = ("-", "\u2010", "\u2011")
RULES = {
    "forms": "name",
    "short": "short name",
    "demonyms": "demonym",
    "prefixes": "first half of a compound",
}


class Rules(NamedTuple):
    """What constructions.toml says of the words around a name."""

    openers: frozenset[str]  # may stand with a capital before a name
    ends: tuple[str, ...]  # of words that open a sentence
    region: re.Pattern[str]  # « mer du | Nord »
    ranks: frozenset[str]  # titles of office
    genders: dict[str, str]  # of « M. » and « Mme »


@cache
def rules() -> Rules:
    """Return the rules as data on folded words."""
    data = read_toml("actors/constructions.toml")
    openers = frozenset(map(folded_words, (*stop_words(), *data["titles"])))
    region = re.compile(
        rf"(?:[A-ZÀ-Ý][\w’'-]*|{'|'.join(data['short']['regions'])}) (?:du|de la) $"
    )
    genders = {title: gender for gender, titles in data["genders"].items() for title in titles}
    ranks = frozenset(map(folded_words, data["titles"])) - set(genders)
    return Rules(openers, tuple(map(folded_words, data["opening_ends"])), region, ranks, genders)


class Article:
    """The forms found in one article and its dates (None where unknown): what decides who is meant."""

    def __init__(
        self, folded: Folded, hits: Sequence[Hit], codebook: Codebook, days: tuple[str, str] | None
    ) -> None:
        self.folded, self.hits, self.codebook, self.days = folded, hits, codebook, days
        self._starts = {hit.start for hit in hits}
        self._ends = {hit.end for hit in hits}
        self._city: tuple[Hit, str] | None = None  # the last capital and its construction

    def mentions(self, end: int) -> list[Found]:
        """Return the mentions in the article, which ends there, a description before what is nested in it."""
        named = [(hit, one) for hit in self.hits if (one := self._read(hit))]
        found = [one for _, one in named]
        found += described(self.folded, named, self.codebook, self.days)
        found += pointed(self.folded, found, self.codebook, end)
        return sorted(set(found), key=lambda one: (one.start, -one.end, one.kind))

    def _read(self, hit: Hit) -> Found | None:
        """Return what a form means here, or None where it is part of something else."""
        senses, decided_by, _ = hit.reading
        if decided_by == "metonyms":
            choice = self._capital(hit, senses)
        elif decided_by == "surname":
            choice = self._surname(hit, senses)
        elif decided_by == "short":
            choice = self._short(hit, senses)
        else:
            choice = self._plain(hit, senses[0]) if senses else None
        if choice is None:
            return None
        sense, rule = choice
        start = opening(self.folded, hit) if sense.field == "descriptors" else hit.start
        return Found(start, hit.end, sense.entry, sense.kind, rule)

    def _plain(self, hit: Hit, sense: Sense) -> tuple[Sense, str] | None:
        raw, text = self.folded.raw, self.folded.text
        if sense.field == "prefixes" and not raw.startswith(HYPHENS, hit.end):
            return None
        if sense.field == "demonyms" and text[hit.left - 4 : hit.left] == " en ":
            return None  # « en russe » is the language
        return sense, RULES.get(sense.field, sense.field)

    def _capital(self, hit: Hit, senses: Sequence[Sense]) -> tuple[Sense, str] | None:
        paired = self.folded.raw.startswith(HYPHENS, hit.end) and hit.end + 1 in self._starts
        rule = construction(self.folded, hit, self._city, paired=paired)
        self._city = (hit, rule)
        if self._in_longer_name(hit, person=False):
            return None
        state = next((sense for sense in senses if sense.field == "forms"), None)
        if state:  # Singapour, Monaco: the state is named, unless « à » makes it the city
            return (
                None
                if self.folded.text[hit.left - 3 : hit.left] == " a "
                else (state, RULES["forms"])
            )
        return None if rule.startswith("place") else (senses[0], rule)

    def _short(self, hit: Hit, senses: Sequence[Sense]) -> tuple[Sense, str] | None:
        """Return the one named in full last before, or else after: « le Nord » for North Korea, no « mer du Nord »."""
        before = self.folded.raw[max(0, hit.start - 30) : hit.start]
        region = before.endswith((" du ", " de la ")) and rules().region.search(before)
        if (
            region
            or COMPLEMENT.match(self.folded.raw, hit.end)
            or self._in_longer_name(hit, person=False)
        ):
            return None
        shorts = [sense for sense in senses if sense.field == "short"]
        owners = {
            owner: sense
            for sense in shorts
            for owner in self._owners(sense.entry)
            if self._in_full[owner]
        }
        nearest = max(owners, key=lambda owner: self._last_before(owner, hit.start), default=None)
        return None if nearest is None else (owners[nearest], RULES["short"])

    def _owners(self, entry: int) -> tuple[int, ...]:
        """Return the entry and the body it belongs to: « l'Assemblée générale » is that of the United Nations."""
        above = self.codebook.numbers.get(self.codebook.entries[entry].country, entry)
        return (entry, above) if self.codebook.entries[above].type == "organisation" else (entry,)

    def _last_before(self, entry: int, place: int) -> int:
        """Return where an entry is named in full last before a place; less than 0 where it is so only after it."""
        starts = self._in_full[entry]
        before = bisect_left(starts, place)
        return starts[before - 1] if before else -starts[0]

    def _surname(self, hit: Hit, senses: Sequence[Sense]) -> tuple[Sense, str] | None:
        """Return the one of that surname whom the article names in full; the likeliest where there are several."""
        if self._in_longer_name(hit, person=True):
            return None
        words = self.folded.text[max(0, hit.left - 16) : hit.left].split()
        title = words[-1] if words else ""
        fitting = [
            sense for sense in senses if rules().genders.get(title) in (None, self._gender(sense))
        ]
        known = [sense for sense in fitting if self._in_full[sense.entry]]
        if known:
            return max(
                known, key=lambda sense: self._standing(sense.entry)
            ), "surname: full name in the article"
        serving = [sense for sense in fitting if self.days and self._serves(sense.entry)]
        if title in rules().ranks and len(serving) == 1:  # « le président Yoon »
            return serving[0], "surname: office at the article's date"
        own = [sense for sense in fitting if sense.field == "forms"]
        if not own or self.folded.text[hit.left : hit.right] in self._strangers:
            return None
        return own[0], "surname: known by it alone"

    def _standing(self, entry: int) -> tuple[bool, int, int]:
        """Rank namesakes: who holds an office at the article's date, is named in full most often, is named first."""
        return self._serves(entry), len(self._in_full[entry]), -self._in_full[entry][0]

    def _serves(self, entry: int) -> bool:
        terms = self.codebook.terms.get(self.codebook.entries[entry].name, ())
        return any(term.within(*self.days) if self.days else not term.end for term in terms)

    def _gender(self, sense: Sense) -> str:
        return self.codebook.entries[sense.entry].gender or "m"

    @cached_property
    def _in_full(self) -> defaultdict[int, list[int]]:
        """Return where each entry is named in full; « nord-coréen » counts: « le Nord » may take it up."""
        starts = defaultdict[int, list[int]](list)
        for hit in self.hits:
            if hit.reading.full is not None:
                starts[hit.reading.full].append(hit.start)
        return starts

    @cached_property
    def _strangers(self) -> set[str]:
        """Return the surnames that the article gives to people whom the codebook does not know."""
        surnames = [hit for hit in self.hits if hit.reading.decided_by == "surname"]
        return {
            self.folded.text[hit.left : hit.right]
            for hit in surnames
            if self._in_longer_name(hit, person=True)
        }

    def _in_longer_name(self, hit: Hit, *, person: bool) -> bool:
        """Say whether an unknown word with a capital adjoins: « Soo Kim », « Melania Trump », « Moscow Times »."""
        raw, first = self.folded.raw, max(0, hit.start - 30)
        beyond = hit.end + 1
        odd = (
            raw[hit.end : beyond] in JOINTS
            and raw[beyond : beyond + 1].isupper()
            and beyond not in self._starts
        )
        # Two windows in five hold no capital.
        before = (
            None
            if odd or raw[first : hit.start].islower()
            else BEFORE.search(raw, first, hit.start)
        )
        if before and before[1][0].isupper() and before.end(1) not in self._ends:
            odd = before[0].endswith("-") or not self._opens(before, person)
        return odd and not self._in_headline(hit)

    def _opens(self, before: re.Match[str], person: bool) -> bool:
        """Say whether the word before has its capital from its place or its rank and is no part of the name."""
        word, raw = folded_words(before[1]), self.folded.raw
        if word in rules().openers:
            return True
        first = raw[max(0, before.start() - 4) : before.start()].rstrip(MARKS)
        return (first.endswith(BREAK) or not before.start()) and (
            not person or word.endswith(rules().ends)
        )

    def _in_headline(self, hit: Hit) -> bool:
        """Say whether the words beyond the name's neighbours have capitals too: « Kim Défie Encore Séoul »."""
        raw = self.folded.raw
        first, last = raw.rfind(BREAK, 0, hit.start) + 1, raw.find(BREAK, hit.end)
        before = raw[first : hit.start].rpartition(" ")[0].rpartition(" ")[0]
        after = raw[hit.end : last if last > 0 else None].lstrip().partition(" ")[2]
        return in_headline_case(f"{before} {after}")
