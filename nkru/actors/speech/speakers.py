"""Speakers: the person, body or description that a nominal phrase names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nkru.actors.speech.given_names import Named
from nkru.actors.speech.parts import CONTRACTED, OF, TITLES, Part
from nkru.actors.speech.people import People
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.tagged_texts import TaggedText

# Ends of nouns that name no person; those of bodies are listed in verbs_of_saying.toml.
ABSTRACT = ("tion", "sion", "ment", "ence", "ance", "té", "age", "isme", "ure", "esse", "ude")
LONGEST = 12  # words of a description used as the speaker
DEFINITE = frozenset(["le", "la", "l'", "les", "ce", "cet", "cette", "ces"])
FEMININE = frozenset(["la", "une", "cette", "sa", "ma"])
MASCULINE = frozenset(["le", "un", "ce", "cet"])
PLURAL = frozenset(["les", "des", "ces", "ses", "leurs", "nos", "deux", "trois", "plusieurs"]) | {
    *("certains", "certaines", "quelques")
}


class Speaker(NamedTuple):
    """Who speaks: a name or description, its type, how sure that is (0 to 1), and its sign.

    `sign` has gender and number (ms, fs, mp, fp); an unknown letter is "?". `head` is the
    main noun of a description, "" for a name.
    """

    name: str
    type: str
    certainty: float
    sign: str
    head: str = ""
    is_known: bool = True  # whether a pronoun can mean it: a person, a body, a group of people


def is_person(head: str) -> bool:
    """Say whether a noun means persons: « riverains », « l'intéressée »."""
    head = head.removeprefix("ex-")
    data, single = sayings(), head.removesuffix("s")
    known = (data.people, data.anaphors)
    return any(head in nouns or single in nouns for nouns in known)


class Speakers:
    """Names the speakers in one article."""

    def __init__(self, text: TaggedText, people: People) -> None:
        self.text, self.people = text, people

    def named(self, part: Part) -> Speaker | None:
        """Return the speaker that a nominal phrase names, or None if it cannot speak."""
        first = self._begin(part)
        if part.is_plural:
            words = " ".join(self.text.words(first, part.last).split())
            kind = "named" if part.is_name else "described"
            return Speaker(words, kind, 0.8, "?p") if len(words.split()) <= LONGEST else None
        names = self.people.within(first, part.last)
        persons = (n for n in names if n.type == "person" and n.kind in ("name", "metonym"))
        person = next((n for n in persons if not self._is_governed(first, n)), None)
        if person:
            return self.of(person)
        if apposed := self._apposed(part):
            return self.of(apposed)
        body = next((n for n in names if n.first <= part.head < n.last), None)
        body = body or self._apposed_body(part, names) or self._body_after(part)
        if body and body.kind == "office":
            return self._described(part, first)
        if body and body.type != "person":
            return Speaker(body.who, "institution", 0.9, self._sign(first, part.head))
        if body:  # a description that the codebook ties to a person
            return self.of(body)
        return self._word(part, first) or self._described(part, first)

    def _begin(self, part: Part) -> int:
        """Return the first token of a phrase after its prepositions: « quant aux | élus »."""
        first = part.first + (1 if part.governor else 0)
        while part.governor and first < part.head and self._is_preposition(first):
            first += 1
        return first

    def _is_preposition(self, at: int) -> bool:
        return self.text.norms[at] in CONTRACTED or self.text.tags[at] == "ADP"

    def of(self, name: Named) -> Speaker:
        """Return the speaker of a person's name."""
        gender = self.people.gender(name.who) or "?"
        return Speaker(name.who, "named", 0.95, f"{gender}s")

    def _is_governed(self, first: int, name: Named) -> bool:
        """Say whether « de » or another preposition precedes a name in its phrase."""
        if name.first == first:
            return False
        norms = self.text.norms
        at = name.first - 1
        if norms[at] in ("la", "le", "l'", "m.", "mme", "me") and at > first:
            at -= 1
        return at >= first and (
            norms[at] in OF or norms[at] in CONTRACTED or self.text.tags[at] == "ADP"
        )

    def _apposed(self, part: Part) -> Named | None:
        """Return the person named after a description and a comma: « l'avocate, Léa Roux, »."""
        norms = self.text.norms
        at = part.last
        if norms[at : at + 1] and norms[at] in TITLES:  # « leur avocat | Me Jean Roux »
            return next(iter(self.people.within(at + 1, at + 2)), None)
        if at + 1 >= len(norms) or norms[at] != ",":
            return None
        if self.text.tags[part.head] == "PROPN" and norms[part.head] not in sayings().people:
            return None
        after = at + 1 + (norms[at + 1] in ("m.", "mme", "me"))
        name = next((n for n in self.people.within(after, after + 1) if n.type == "person"), None)
        name = name or self.capitals(after)
        ends = name is not None and (
            name.last >= len(norms)
            or self.text.tags[name.last] == "PUNCT"
            or norms[name.last] == "("
        )
        return name if ends else None

    def capitals(self, at: int, fewest: int = 2, type_: str = "person") -> Named | None:
        """Return up to three words with capitals as the name of a person, or of a body."""
        end = at
        while end < len(self.text.norms) and self._in_name(end) and self.text.tags[end] == "PROPN":
            end += 1
        is_name = fewest <= end - at <= 3
        return Named(at, end, self.text.words(at, end), type_, "name") if is_name else None

    def _apposed_body(self, part: Part, names: Sequence[Named]) -> Named | None:
        """Return the body named beside what it is: « l'ONG allemande Sea Eye »."""
        if is_person(self.text.norms[part.head]):
            return None
        bodies = (n for n in names if n.kind == "name" and n.type == "organisation")
        beside = (n for n in bodies if n.first > part.head and not self._is_governed(part.head, n))
        return next(beside, None)

    def _body_after(self, part: Part) -> Named | None:
        """Return the body named after what it is and a comma: « l'exploitant, Suez, »."""
        text, at = self.text, part.last + 1
        head = text.norms[part.head]
        if head not in sayings().bodies or text.norms[part.last : at] != [","]:
            return None
        named = (n for n in self.people.within(at, at + 1) if n.type == "organisation")
        name = next(named, None) or self.capitals(at, 1, "organisation")
        ends = name and (name.last >= len(text.tags) or text.tags[name.last] == "PUNCT")
        return name if ends else None

    def _word(self, part: Part, first: int) -> Speaker | None:
        """Return the speaker whom a proper name without a mention names."""
        text = self.text
        is_capital = text.text[text.starts[part.head]].isupper()
        if text.tags[part.head] != "PROPN" or not is_capital or first in self.people.places:
            return None
        begin = first + (text.norms[first] in DEFINITE)
        run = " ".join(text.words(part.head, self._run_end(part)).split())
        if text.norms[first] in ("un", "une") or part.head in self.people.demonyms:
            return None  # « un Palestinien », « l'Espagnol »
        who = self.people.by_word.get(text.norms[part.head])
        if who:
            return Speaker(who, "named", 0.9, f"{self.people.gender(who) or '?'}s")
        given = self.people.gender(run) if begin == first else ""
        kind = "named" if given or begin == part.head == first else "institution"
        return Speaker(run, kind, 0.8, f"{given or '?'}s")

    def _run_end(self, part: Part) -> int:
        end = part.head + 1
        while end < part.last and self._in_name(end):
            end += 1
        return end

    def _in_name(self, at: int) -> bool:
        letter = self.text.text[self.text.starts[at]]
        return self.text.tags[at] == "PROPN" or letter.isupper() or letter.isdigit()

    def _described(self, part: Part, first: int) -> Speaker | None:
        """Return the person whom a description means in this article, or the description."""
        head = self.text.norms[part.head].removeprefix("ex-").removeprefix("vice-")
        bare = first == part.head and self.text.tags[first] == "ADJ"  # « âgée de 17 ans »
        if bare or not self._may_speak(head) or self.text.tags[part.head] == "NUM":
            return None
        sign = self._sign(first, part.head)
        if self.text.norms[first] in DEFINITE and sign[1] == "s":
            rest = filter(self._is_content, range(part.head + 1, part.last))
            matching = self.people.matching(head, part.head, {self.text.norms[i] for i in rest})
            fitting = [who for who in matching if self._agrees(who, sign)]
            if len(fitting) == 1:
                return Speaker(fitting[0], "named", 0.85, sign)
        words = " ".join(self.text.words(first, part.last).split())
        kind = self._type(part, head, first)
        known = kind != "described" or is_person(head)
        return (
            Speaker(words, kind, 0.8, sign, head, known) if len(words.split()) <= LONGEST else None
        )

    def _is_content(self, at: int) -> bool:
        return self.text.tags[at] in ("NOUN", "PROPN", "ADJ")

    def _may_speak(self, head: str) -> bool:
        data, singular = sayings(), head.removesuffix("s")
        if (
            not head[:2].isalpha()  # « l'un d'eux »
            or self._is_abstract(head)
            or head in data.time
            or head in data.pronouns
            or head in data.nobody
        ):
            return False
        if head in data.documents or singular in data.documents:
            return True
        return head not in data.no_speaker and singular not in data.no_speaker

    def _is_abstract(self, head: str) -> bool:
        data = sayings()
        return head.removesuffix("s").endswith(ABSTRACT) and not any(
            {head, head.removesuffix("s")} & words
            for words in (data.bodies, data.people, data.documents, data.anonymous)
        )

    def _agrees(self, who: str, sign: str) -> bool:
        gender = self.people.gender(who)
        return not gender or sign[0] in ("?", gender)

    def _type(self, part: Part, head: str, first: int) -> str:
        data = sayings()
        words = self.text.norms[max(0, first - 8) : part.last + 8]
        if head in data.anonymous or data.anonymity.intersection(words):
            return "anonymous"
        return "institution" if head in data.bodies else "described"

    def _sign(self, first: int, head: int) -> str:
        """Return gender and number of a nominal phrase, by its article, else by its noun."""
        norm, genders = self.text.norms[first], describe(self.text.norms[head]).genders
        number = "p" if norm in PLURAL or first < head and norm.isdigit() else "s"
        if first == head and {sign[1:] for sign in genders} == {"p"}:
            number = "p"
        if norm in FEMININE or norm in MASCULINE:
            return ("f" if norm in FEMININE else "m") + number
        letters = {sign[0] for sign in genders if sign[1:] == number} or {s[0] for s in genders}
        return (letters.pop() if len(letters) == 1 else "?") + number
