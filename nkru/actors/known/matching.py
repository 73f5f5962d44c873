"""Find the forms of a codebook in a text, in one pass of an Aho-Corasick automaton.

Text and forms are folded (see `nkru.tokens.norms`): « Kim Jong-Un », « KIM JONG UN » and
« Kim Jong un » are one form, and so is l’Élysée with either apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import ahocorasick

from nkru.actors.names.name_words import given_names, is_common
from nkru.resources import read_toml
from nkru.tokens.norms import Folded, folded_words

# A character that separates the words of a form, unless the form has it too. Spaces, line breaks,
# hyphens and apostrophes do not.
SEPARATOR = re.compile("[^\\w \t\n\u00a0\u202f\u2009\\-\u2010\u2011'\u2019\u02bc\u00ad]")
WORD = re.compile(r"[^\W_]+")
# Fields that decide between the meanings of a form, the first one that it has.
DECIDING = ("metonyms", "surname", "national", "exact", "short")
DEFINITE = ("le", "la", "l", "du", "au")  # before the name of a body in small letters

FIRST_NAME = re.compile(r"(?<![\w-])([A-ZÀ-Þ][\w’'-]{1,28}+)[ \u00a0]$")
CIVILITY = re.compile(r"(?<!\w)(?:M\.|Mme|Mlle|Mr|Madame|Monsieur)[ \u00a0\u202f]$")


class Sense(NamedTuple):
    """One meaning of a form: index and type of the entry, field of the form, kind of mention."""

    entry: int
    type: str
    field: str
    kind: str
    form: str

    @property
    def capitals_required(self) -> int:
        """How many capitals a text must have: 0, 1, or 2 for « UE », which is not « Ue »."""
        if len(self.form) <= 2 and self.form.isupper():
            return 2
        return int(self.form[0].isupper())


class Reading(NamedTuple):
    """The meanings of a spelling of a form, and how to decide between them.

    Attributes:
        senses: the meanings that make a mention.
        decided_by: one of `DECIDING`, or else the field of the first sense ("" without senses).
        full_name_of: the index of the entry that it names in several words, or by a body's
            initials.
        definite: whether it needs an article, since it lacks the capital of the name.
    """

    senses: tuple[Sense, ...]
    decided_by: str
    full_name_of: int | None
    definite: bool = False


@dataclass(slots=True)
class Hit:
    """A form in a text: offsets in the raw text (start, end), in the folded one (left, right)."""

    start: int
    end: int
    left: int
    right: int
    reading: Reading


class Mention(NamedTuple):
    """A mention in a text: offsets, index of the entry, kind, the rule that found it, and sense.

    The sense is "actor", or "place" for a state or capital that is only where something happens.
    """

    start: int
    end: int
    entry: int
    kind: str
    rule: str
    sense: Literal["actor", "place"] = "actor"


class Choice(NamedTuple):
    """The meaning of a form in its place, the rule that decided, and the sense."""

    meaning: Sense
    rule: str
    sense: Literal["actor", "place"] = "actor"


def names_a_person(raw: str, hit: Hit) -> bool:
    """Say whether the word before makes the name of a state or body a surname: « Mme Paris »."""
    senses, decided_by = hit.reading.senses, hit.reading.decided_by
    if decided_by in ("surname", "short") or senses and senses[0].type == "person":
        return False
    if hit.reading.full_name_of is not None and " " in folded_words(raw[hit.start : hit.end]):
        return False
    if CIVILITY.search(raw, max(0, hit.start - 10), hit.start):
        return True
    return bool(senses) and decided_by in ("forms", "exact") and _follows_first_name(raw, hit)


def _follows_first_name(raw: str, hit: Hit) -> bool:
    """Say whether a body of one word comes after a first name: « Véronique Desjardins »."""
    sense = hit.reading.senses[0]
    if sense.type != "organisation" or not raw[hit.start : hit.end].istitle():
        return False
    before = FIRST_NAME.search(raw, max(0, hit.start - 30), hit.start)
    given = given_names().get(folded_words(before[1])) if before else None
    return bool(given and "place" not in given.also)


class Matcher:
    """The forms of a codebook as one automaton; its time does not grow with their number."""

    def __init__(self, senses: Iterable[Sense]) -> None:
        forms: dict[str, list[Sense]] = {}
        for sense in senses:
            forms.setdefault(f" {folded_words(sense.form)} ", []).append(sense)
        self._automaton: Any = ahocorasick.Automaton()
        for form, senses in sorted(forms.items(), key=itemgetter(0)):
            self._automaton.add_word(form, (len(form), senses))
        self._automaton.make_automaton()
        self._readings: dict[str, Reading | None] = {}  # by spelling, as they are met

    def hits(self, folded: Folded) -> list[Hit]:
        """Return the longest forms from left to right, without overlaps."""
        hits: list[Hit] = []
        last = 0
        for left, minus_right, start, end, reading in sorted(self._matches(folded)):
            if left >= last:
                last = -minus_right
                hits.append(Hit(start, end, left, last, reading))
        return hits

    def _matches(self, folded: Folded) -> Iterator[tuple[int, int, int, int, Reading]]:
        """Yield every form: left, −right (so that sorting puts the longest first), start, end."""
        if not len(self._automaton):
            return
        offset, raw, readings = folded.at.item, folded.raw, self._readings
        for stop, (size, senses) in self._automaton.iter(folded.text):
            left = stop - size + 2
            start, end = offset(left), offset(stop)
            spelling = raw[start:end]
            if spelling not in readings:
                readings[spelling] = _reading(spelling, senses)
            reading = readings[spelling]
            if reading and (not reading.definite or folded.word_before(left) in DEFINITE):
                yield left, -stop, start, end, reading


def _reading(spelling: str, senses: Sequence[Sense]) -> Reading | None:
    """Return the meanings of a spelling, or None without its capitals or with its words apart."""
    capitals = 2 if spelling.isupper() else int(spelling[0].isupper())
    definite = spelling[0].islower()
    senses = [
        sense
        for sense in senses
        if (sense.capitals_required <= capitals or _is_lowered(spelling, sense))
        and not _is_namesake(spelling, sense)
        and (sense.field != "exact" or _has_capitals(spelling, sense.form))
    ]
    if not senses or not _is_one_phrase(spelling, senses[0].form):
        return None
    first, kept = senses[0], tuple(sense for sense in senses if sense.kind)
    fields, one_word = {sense.field for sense in kept}, " " not in folded_words(spelling)
    if one_word and first.type == "person" and kept:
        fields.add("surname")
    decided_by = next(
        (field for field in DECIDING if field in fields),
        kept[0].field if kept else "",
    )
    if decided_by == "forms" and _lacks_capital(spelling, first):
        decided_by = "exact"
    is_full = (not one_word or first.type == "organisation") and (
        decided_by != "exact" and first.field in ("forms", "demonyms")
    )
    definite &= all(sense.form[0].isupper() for sense in senses)
    return Reading(kept, decided_by, first.entry if is_full else None, definite)


def _is_lowered(spelling: str, sense: Sense) -> bool:
    """Say whether only the head of a body lacks its capital: « la commission européenne »."""
    if sense.type != "organisation" or " " not in sense.form or not spelling[0].islower():
        return False
    head = folded_words(sense.form.partition(" ")[0])
    rest = spelling.partition(" ")[2]
    return head in _lowered() and _has_capitals(rest, sense.form.partition(" ")[2])


@cache
def _lowered() -> frozenset[str]:
    """Return the heads of bodies that some papers write without their capital."""
    return frozenset(map(folded_words, read_toml("actors/constructions.toml")["lowered"]))


def _is_namesake(spelling: str, sense: Sense) -> bool:
    """Say whether hyphens make a person's name that of a place: « Roissy-Charles-de-Gaulle »."""
    return sense.type == "person" and " " in sense.form and " " not in spelling and "-" in spelling


def _lacks_capital(spelling: str, sense: Sense) -> bool:
    """Say whether common words are written as such: « Nouveau projet », not « Nouveau Projet »."""
    if sense.type != "organisation" or not sense.form[0].isupper() or " " not in sense.form:
        return False
    return not _has_capitals(spelling, sense.form) and all(map(is_common, WORD.findall(spelling)))


def _has_capitals(spelling: str, form: str) -> bool:
    """Say whether every word has a capital that has one in the form: « La Croix », « la Croix »."""
    pairs = zip(WORD.findall(spelling), WORD.findall(form), strict=False)
    return all(word[0].isupper() or not model[0].isupper() for word, model in pairs)


def _is_one_phrase(spelling: str, form: str) -> bool:
    """Say whether nothing separates the words: « en Corée. Du Nord » is not « Corée du Nord »."""
    if spelling.isalnum() or not SEPARATOR.search(spelling):
        return True
    composed = unicodedata.normalize("NFC", spelling)
    return all(char in form for char in SEPARATOR.findall(composed))
