"""Speakers: the words that announce one, and whom a phrase or the subject of a verb names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from nkru.analysis.inflection import verb_forms
from nkru.resources import read_toml

LONGEST = 12  # words of a description that may stand for a speaker without a name
WINDOW = 60  # characters before « que » that hold its verb and auxiliaries
SENTENCE = 600  # characters before a quotation in which its sentence begins
OPENING = re.compile(r"[.!?…][»”\"]?\s+(?=[A-ZÀ-Ý«“\"])|\n")
CLOSING = re.compile(r"(?<!\bM)(?<!\bMM)\.|[;«“\"\n]|$")
WORD = r"[A-ZÀ-Ý][\w’'-]+"


class Name(NamedTuple):
    """Somebody named: place in the article, who, and whether a person."""

    start: int
    end: int
    speaker: str
    person: bool


class Cues(NamedTuple):
    """The patterns of verbs_of_saying.toml."""

    inverted: re.Pattern[str]  # after a quotation: « , a déclaré … »
    verb: re.Pattern[str]
    clause: re.Pattern[str]  # « que … », a word after the verb or directly
    lasts: frozenset[str]  # the last words of verbs of saying: a quick look before the patterns, which are slow
    according: re.Pattern[str]
    opening: re.Pattern[str]  # the same, and « pour … » where it opens the sentence of a quotation
    pronoun: re.Pattern[str]
    addressed: re.Pattern[str]
    governing: re.Pattern[str]
    conjunction: re.Pattern[str]
    helper: re.Pattern[str]  # an auxiliary at the end of a subject
    tonic: re.Pattern[str]
    name: re.Pattern[str]


@cache
def cues() -> Cues:
    """Return the patterns that announce a speaker."""
    data = read_toml("verbs_of_saying.toml")
    listed = {key: _any(words) for key, words in data.items() if isinstance(words, list)}
    forms = [form for form in verb_forms(data["verbs"], present=True) if not form.endswith(tuple(data["agreeing"]))]
    pronoun, titles, particles = listed["pronouns"], listed["titles"], listed["particles"]
    auxiliary = rf"(?:l['’])?(?:s['’])?(?:{listed['auxiliaries']})(?:-t)?(?:-(?:{pronoun}))?"
    said = (
        rf"(?:{auxiliary} )?(?:(?:{listed['adverbs']}) )*(?:se |s['’]|l['’]|le )?(?:{_any([*forms, *data['forms']])})\b"
    )
    after = rf"[ \u00a0\u202f,!?…]*(?:comme )?{said}(?:-t)?(?:-(?:{pronoun}))?(?! qu['’e])"
    phrase = r" (?P<rest>[^,;:.«“\"\n]+)"
    everyday = _any(set(data["according"]) - set(data["marked_only"]))
    patterns = (
        after,
        rf"\b{said}",
        r"(?: (?!ce\b)\w+)? qu(?:e\b|['’])",
        rf"\b(?:{everyday}){phrase}",
        rf"(?:{listed['according']}){phrase}",
        rf"\b(?:{pronoun})\b",
        rf"\b(?:{listed['addressed']}) ?$",
        rf"\b(?:{listed['governing']}) ?$",
        rf"^(?:{listed['conjunctions']})\s+",
        rf" (?:{listed['auxiliaries']})(?: \w+)?$",
        listed["tonic"],
    )
    name = rf"(?:(?<=M\. )|(?<=Mme ))(?!(?:{titles})\b){WORD}|{WORD}(?: (?:{particles}|[A-Z]\.))?(?: {WORD})+"
    inverted, verb, clause, *others = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    lasts = frozenset(form.split()[-1].replace("’", "'").rpartition("'")[2] for form in (*forms, *data["forms"]))
    return Cues._make([inverted, verb, clause, lasts, *others, re.compile(name)])


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=lambda w: (-len(w), w)))


class Speakers:
    """The names in one article, and the text around them."""

    def __init__(self, text: str, known: Sequence[Name]) -> None:
        self.text, self.cues = text, cues()
        unknown = list(text)
        for name in known:
            unknown[name.start : name.end] = "_" * (name.end - name.start)
        others = self.cues.name.finditer("".join(unknown))
        self.names = sorted([*known, *(Name(*match.span(), match[0], True) for match in others)])

    def verb_before_clause(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of the first verb of saying in a sentence that governs « que … »."""
        for clause in self.cues.clause.finditer(self.text, start, end):
            near = max(start, clause.start() - WINDOW)
            words = re.split(r"[\s'’]", self.text[near : clause.end()].casefold())
            if not self.cues.lasts.isdisjoint(words[-4:]):
                for verb in self.cues.verb.finditer(self.text, near, end):
                    if self.cues.clause.match(self.text, verb.end()):
                        return verb.span()
        return None

    def at(self, start: int) -> str | None:
        """Return the known actor who is named exactly at a place."""
        return next((name.speaker for name in self.names if name.start == start), None)

    def before(self, place: int) -> str | None:
        """Return the last person named before a place: whom a pronoun there means."""
        return next((name.speaker for name in reversed(self.names) if name.end <= place and name.person), None)

    def after(self, verb: re.Match[str], last: str | None) -> str | None:
        """Return the subject of an inverted verb; `last` for « a-t-il dit »."""
        if re.search(rf"-(?:t-)?(?:{self.cues.pronoun.pattern})", verb[0]):
            return last
        stop = CLOSING.search(self.text, verb.end())
        return self.within(verb.end(), stop.start() if stop else verb.end())

    def within(self, start: int, end: int) -> str | None:
        """Return whom a phrase names: a person at its head or in apposition, else its first name, else its words."""
        comma = self.text.find(",", start, end)
        head = end if comma < 0 else comma
        near = [name for name in self.names if start <= name.start < min(end, head + 3)]
        named = [name for name in near if not self.cues.addressed.search(self.text[start : name.start])]
        chosen = [name for name in named if name.person] or self._heads(start, [n for n in named if n.start < head])
        words = self.text[start:head].strip(" \u00a0,:")
        if self.cues.pronoun.match(words):
            return self.before(start)
        if chosen:
            return chosen[0].speaker
        return words if 0 < len(words.split()) <= LONGEST else None

    def subject(self, start: int, verb: int) -> str | None:
        """Return the subject of a verb: the last person before it, else the last name, else the words from `start`."""
        clause = self.text[start:verb].strip(" \u00a0,").rpartition(",")[2].strip()
        words = self.cues.helper.sub("", self.cues.conjunction.sub("", clause))
        named = [name for name in self.names if start <= name.start and name.end <= verb]
        stressed = named and self.cues.tonic.fullmatch(words)
        if self.cues.pronoun.search(words.rpartition(" ")[2]) and not stressed:
            return self.before(start)
        chosen = [name for name in named if name.person] or self._heads(start, named)
        if chosen:
            return chosen[-1].speaker
        return words if 0 < len(words.split()) <= LONGEST else None

    def _heads(self, start: int, names: Sequence[Name]) -> list[Name]:
        """Return the names that do not hang on a noun of the phrase."""
        return [name for name in names if not self.cues.governing.search(self.text[start : name.start])]

    def sentence(self, place: int) -> int:
        """Return where the sentence or line begins that holds a place."""
        first = max(0, place - SENTENCE)
        ends = [match.end() for match in OPENING.finditer(self.text[first : place + 1])]
        return first + max(ends, default=0)
