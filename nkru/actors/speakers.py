"""Speakers: find the words that announce a speaker, and the person or body that they name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from nkru.resources import read_toml
from nkru.tokens.inflection import verb_forms
from nkru.tokens.patterns import any_of

LONGEST = 12  # most words of a description used as the speaker if nobody is named
SENTENCE = 600  # characters before a quotation in which its sentence begins
OPENING = re.compile(r"[.!?…][»”\"]?\s++(?=[A-ZÀ-Ý«“\"])|\n")
CLOSING = re.compile(r"(?<!\bM)(?<!\bMM)\.|[;«“\"\n]|$")
WORD = r"[A-ZÀ-Ý][\w’'-]{1,60}+"  # a longer word is no name
NEAR = 20  # characters before a name in which the words that govern it stand


class Name(NamedTuple):
    """A name in the article: its offsets, who bears it, and whether that is a person."""

    start: int
    end: int
    speaker: str
    person: bool


class Cues(NamedTuple):
    """The patterns made from verbs_of_saying.toml."""

    inverted: re.Pattern[str]  # after a quotation: « , a déclaré … »
    verb: re.Pattern[str]
    clause: re.Pattern[str]  # « que … », a word after the verb or directly
    according: re.Pattern[str]
    opening: re.Pattern[str]  # the same, and « pour … » where it opens the sentence of a quotation
    pronoun: re.Pattern[str]
    inversion: re.Pattern[str]  # « a-t-elle »
    addressed: re.Pattern[str]
    governing: re.Pattern[str]
    conjunction: re.Pattern[str]
    helper: re.Pattern[str]  # an auxiliary at the end of a subject
    tonic: re.Pattern[str]
    nobody: re.Pattern[str]  # words in the position of a subject that name nobody: « on »
    name: re.Pattern[str]


@cache
def saying() -> tuple[str, ...]:
    """Return the forms of the verbs of saying."""
    data = read_toml("actors/verbs_of_saying.toml")
    regular = verb_forms(data["verbs"], present=True)
    return (
        *(form for form in regular if not form.endswith(tuple(data["agreeing"]))),
        *data["forms"],
    )


@cache
def cues() -> Cues:
    """Return the patterns that announce a speaker."""
    data = read_toml("actors/verbs_of_saying.toml")
    lists = {key: f"(?:{any_of(words)})" for key, words in data.items() if isinstance(words, list)}
    everyday = any_of(set(data["according"]) - set(data["marked_only"]))
    phrase = rf" (?!{lists['relatives']}\b)" + r"(?P<rest>[^,;:.«“\"\n]+)"
    pronoun, helper = lists["pronouns"], lists["auxiliaries"]
    auxiliary = rf"(?:l['’])?(?:s['’])?{helper}(?:-t)?(?:-{pronoun})?"
    adverbs = rf"(?:{lists['adverbs']} ){{0,4}}(?:se |s['’]|l['’]|le )?"
    gap = r"[ \u00a0\u202f,!?…]{0,20}+"
    verb = rf"(?:ne |n['’])?(?:{auxiliary} )?{adverbs}(?:{any_of(saying())})\b"
    patterns = {
        "inverted": rf"{gap}(?:comme )?{verb}(?:-t)?(?:-{pronoun})?(?! qu['’e])",
        "verb": rf"\b{verb}",
        "clause": r"(?: (?!ce\b)\w+)? qu(?:e\b|['’])",
        "according": rf"\b(?:{everyday}){phrase}",
        "opening": lists["according"] + phrase,
        "pronoun": rf"\b{pronoun}\b",
        "inversion": rf"-(?:t-)?{pronoun}\b",
        "addressed": rf"\b{lists['addressed']} ?$",
        "governing": rf"\b{lists['governing']} ?$",
        "conjunction": rf"^{lists['conjunctions']}\s+",
        "helper": rf" {helper}(?: \w+)?$",
        "tonic": lists["tonic"],
        "nobody": rf"(?:^|\s){lists['nobody']}$",
    }
    titled = rf"(?:(?<=M\. )|(?<=Mme ))(?!{lists['titles']}\b){WORD}"
    particle = any_of(read_toml("words/particles.toml")["before_surname"])
    name = re.compile(rf"{titled}|{WORD}(?: (?:{particle}|[A-Z]\.))?(?: {WORD})+")
    compiled = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in patterns.items()}
    return Cues(name=name, **compiled)


class Speakers:
    """The names in one article, and the text around them."""

    def __init__(self, text: str, known: Sequence[Name]) -> None:
        self.text, self.cues = text, cues()
        unknown = list(text)
        for name in known:
            unknown[name.start : name.end] = "_" * (name.end - name.start)
        strangers = (
            Name(*match.span(), match[0], not self._governed(0, match.start()))
            for match in self.cues.name.finditer("".join(unknown))
        )
        self.names = sorted([*known, *strangers])
        self._starts = [name.start for name in self.names]
        self._people = [name for name in self.names if name.person]
        self._openings = [match.end() for match in OPENING.finditer(text)]
        self._last_verb: tuple[int, int, re.Match[str] | None] = (0, 0, None)
        self._source: tuple[int, int, re.Match[str] | None] = (0, 0, None)

    def verb_before_clause(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the first verb of saying in a sentence that governs « que … »."""
        clause = self.cues.clause
        if not clause.search(self.text, start, end):
            return None
        verbs = self.cues.verb.finditer(self.text, start, end)
        spans = (verb.span() for verb in verbs if clause.match(self.text, verb.end()))
        return next(spans, None)

    def last_verb(self, first: int, start: int) -> tuple[int, int] | None:
        """Return the span of the last verb of saying between `first` and a mark at `start`.

        What was read for the quotation before is not read again: a sentence may have hundreds.
        """
        begin, upto, last = self._last_verb
        cut = last is not None and last.start() < first < last.end()
        if cut or not begin <= first <= upto <= start:
            begin, upto, last = first, first, None
        verbs = [last, *self.cues.verb.finditer(self.text, upto, start)]
        last = verbs[-1]
        self._last_verb = (begin, start, last)
        return last.span() if last and last.start() >= first else None

    def source_before(self, first: int, start: int) -> re.Match[str] | None:
        """Return the first « selon … » between `first` and a mark at `start`."""
        begin, upto, found = self._source
        if found and begin <= first <= found.start() and upto <= start:
            return found
        if found or not begin <= first <= upto <= start:
            begin = upto = first
        found = self.cues.according.search(self.text, upto, start)
        self._source = (begin, start, found)
        return found

    def _between(self, start: int, end: int) -> list[Name]:
        """Return the names that begin in a span."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, start: int) -> str | None:
        """Return the speaker named exactly at an offset."""
        return next((name.speaker for name in self._between(start, start + 1)), None)

    def before(self, offset: int) -> str | None:
        """Return the last person named before an offset, whom a pronoun there means."""
        begun = bisect_left(self._people, offset, key=attrgetter("start"))
        people = map(self._people.__getitem__, range(begun - 1, -1, -1))
        return next((name.speaker for name in people if name.end <= offset), None)

    def after(self, verb: re.Match[str], last: str | None) -> str | None:
        """Return the subject of an inverted verb; `last` for « a-t-il dit »."""
        if self.cues.inversion.search(verb[0]):
            return last
        stop = CLOSING.search(self.text, verb.end())
        return self.within(verb.end(), stop.start() if stop else verb.end())

    def within(self, start: int, end: int) -> str | None:
        """Return the speaker in a phrase.

        That is a person at its head or in apposition, else its first name, else its words.
        """
        comma = self.text.find(",", start, end)
        head = end if comma < 0 else comma
        near = self._between(start, min(end, head + 3))
        named = [name for name in near if not self._addressed(start, name.start)]
        people = [name for name in named if name.person]
        chosen = people or self._heads(start, [name for name in named if name.start < head])
        words = self.text[start:head].strip(" \u00a0,:")
        if self.cues.nobody.search(words):
            return None
        if self.cues.pronoun.match(words):
            return self.before(start)
        if chosen:
            return chosen[0].speaker
        return words if 0 < len(words.split()) <= LONGEST else None

    def subject(self, start: int, verb: int) -> str | None:
        """Return the subject of a verb.

        That is the last person before it, else the last name, else the words from `start`.
        """
        clause = self.text[start:verb].strip(" \u00a0,").rpartition(",")[2].strip()
        words = self.cues.helper.sub("", self.cues.conjunction.sub("", clause))
        named = [name for name in self._between(start, verb) if name.end <= verb]
        stressed = named and self.cues.tonic.fullmatch(words)
        if self.cues.nobody.search(words):
            return None
        last_word = words.rpartition(" ")[2]
        pronoun = self.cues.inversion.search(words) or self.cues.pronoun.search(last_word)
        if pronoun and not stressed:
            return self.before(start)
        chosen = [name for name in named if name.person] or self._heads(start, named)
        if chosen:
            return chosen[-1].speaker
        return words if 0 < len(words.split()) <= LONGEST else None

    def _heads(self, start: int, names: Sequence[Name]) -> list[Name]:
        """Return the names that no noun of the phrase governs."""
        return [name for name in names if not self._governed(start, name.start)]

    def _governed(self, start: int, offset: int) -> bool:
        return bool(self.cues.governing.search(self.text, max(start, offset - NEAR), offset))

    def _addressed(self, start: int, offset: int) -> bool:
        return bool(self.cues.addressed.search(self.text, max(start, offset - NEAR), offset))

    def sentence(self, offset: int) -> int:
        """Return the start of the sentence or line around an offset."""
        opened = bisect_right(self._openings, offset)
        return max(0, offset - SENTENCE, *self._openings[max(0, opened - 1) : opened])
