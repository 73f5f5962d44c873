"""Where the forms of a codebook stand in a text: one pass of an Aho-Corasick automaton over folded text.

Folding keeps one letter for a letter (small, without accent) and makes every run of anything else
one space, so « Kim Jong-Un », « KIM JONG UN » and « Kim Jong un » are one form, and so is l’Élysée
with either apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick

from nkru.tokens.norms import Folded, folded_words

HEADLINE = 0.7  # share of longer words with a capital, above which a line is set in headline case
# What parts the words of a form, unless the form has it; spaces, line breaks, hyphens and
# apostrophes do not.
APART = re.compile("[^\\w \t\n\u00a0\u202f\u2009\\-\u2010\u2011'\u2019\u02bc\u00ad]")


class Sense(NamedTuple):
    """What a form stands for: the entry's place in the codebook and type, the form's field, the kind of mention."""

    entry: int
    type: str
    field: str
    kind: str
    form: str

    @property
    def capitals(self) -> int:
        """How many capitals it asks of a text: 0, 1 for a capital, 2 for « UE », which « Ue » is not."""
        if len(self.form) <= 2 and self.form.isupper():
            return 2
        return int(self.form[0].isupper())


class Reading(NamedTuple):
    """What a form may stand for as it is spelled, and what decides between its senses."""

    senses: tuple[Sense, ...]  # that make a mention
    decided_by: str  # "metonyms", "surname", "short"; else the field of the first sense, "" where there is none
    full: (
        int | None
    )  # the number of the entry that it names in several words, or by a body's initials


@dataclass(slots=True)
class Hit:
    """A form found: its place in the raw text (`start`, `end`) and in the folded one (`left`, `right`)."""

    start: int
    end: int
    left: int
    right: int
    reading: Reading


class Found(NamedTuple):
    """A mention in a text: its place, the number of its entry, its kind and the rule that caught it."""

    start: int
    end: int
    entry: int
    kind: str
    rule: str


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
        self._readings: dict[str, Reading | None] = {}  # of each spelling met so far

    def hits(self, folded: Folded) -> list[Hit]:
        """Return the longest forms from left to right, none overlapping another."""
        hits, last = [], 0
        for left, before, start, end, reading in (
            sorted(self._all(folded)) if len(self._automaton) else ()
        ):
            if left >= last:
                last = -before
                hits.append(Hit(start, end, left, last, reading))
        return hits

    def _all(self, folded: Folded) -> Iterator[tuple[int, int, int, int, Reading]]:
        """Yield the place of every form: left, −right, start, end; and its reading."""
        at, raw, readings = folded.at, folded.raw, self._readings
        for stop, (size, senses) in self._automaton.iter(folded.text):
            left = stop - size + 2
            start, end = int(at[left]), int(at[stop])
            found = raw[start:end]
            if found not in readings:
                readings[found] = _reading(found, senses)
            if reading := readings[found]:
                yield left, -stop, start, end, reading


def _reading(found: str, senses: Sequence[Sense]) -> Reading | None:
    """Return what a spelling may stand for, None where it is no form for want of capitals, or of cohesion."""
    capitals = 2 if found.isupper() else int(found[0].isupper())
    senses = [sense for sense in senses if sense.capitals <= capitals]
    if not senses or not _joined(found, senses[0].form):
        return None
    first, kept = senses[0], tuple(sense for sense in senses if sense.kind)
    fields, one_word = {sense.field for sense in kept}, " " not in folded_words(found)
    if one_word and first.type == "person" and kept:
        fields.add("surname")
    decided_by = next(
        (way for way in ("metonyms", "surname", "short") if way in fields),
        kept[0].field if kept else "",
    )
    named = (not one_word or first.type == "organisation") and first.field in ("forms", "demonyms")
    return Reading(kept, decided_by, first.entry if named else None)


def _joined(found: str, form: str) -> bool:
    """Say whether the words of `found` hang together: « en Corée. Du Nord » is no « Corée du Nord »."""
    if found.isalnum() or not APART.search(found):
        return True
    return all(char in form for char in APART.findall(unicodedata.normalize("NFC", found)))


def in_headline_case(words: str) -> bool:
    """Say whether nearly all the longer words have capitals, so that a capital tells no name.

    >>> in_headline_case("Ignore Encore les Avances"), in_headline_case("a parlé de Pékin"), in_headline_case("")
    (True, False, False)
    """
    longer: list[str] = re.findall(r"[^\W\d_][\w-]{3,}", words)
    return sum(word[0].isupper() for word in longer) > HEADLINE * len(longer)
