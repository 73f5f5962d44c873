"""Sources: who is meant by a phrase of a sentence, by « selon X », or by « on » in a house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nkru.actors.speech.descriptions import identified
from nkru.actors.speech.parts import CONTRACTED, OF, Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.speakers import Speaker, Speakers, is_person
from nkru.actors.speech.tagged_texts import TaggedText

LONGEST = 60  # tokens of « selon » and its source
NARRATOR = frozenset(["je", "j'", "-je"])
OPENERS = frozenset([",", "mais", "et", "or", ":"])  # before « pour X, »
HOUSES = frozenset(["à", "chez", "dans", "auprès", "côté"]) | CONTRACTED
IN_HOUSES = (("institution", "anonymous"), ("anonymous",))  # after « à »; after « de »
SIDE = frozenset(["à", "contre", "envers", "avec", "sur"]) | CONTRACTED  # who is no source


class Attribution(NamedTuple):
    """The speaker, if known, the verb and the rule that give it, and how sure that is."""

    speaker: Speaker | None
    verb: str
    rule: str
    certainty: float


class Sources:
    """Names the sources in the sentences of one article."""

    def __init__(self, parser: Parser, speakers: Speakers, pronouns: Pronouns) -> None:
        self.text: TaggedText = parser.text
        self.parser, self.speakers, self.pronouns = parser, speakers, pronouns

    def who(self, part: Part | None, verb: str, rule: str, sure: float = 1.0) -> Attribution | None:
        """Return the attribution to a phrase: to nobody, if it is « on » or an unclear pronoun."""
        if part is None:
            return None
        if part.kind == "pronoun" and self.text.norms[part.head] in NARRATOR:
            found = self._narrator()
            return Attribution(found, verb, "narrator", found.certainty * sure if found else 0.0)
        if part.kind == "pronoun":
            found = self.pronouns.speaker(part)
            return Attribution(
                found, verb, f"{rule}, pronoun", found.certainty * sure if found else 0.0
            )
        found = self.pronouns.named(part)
        if found and found.head and verb:
            found = identified(self.pronouns, found, part)
        return Attribution(found, verb, rule, found.certainty * sure) if found else None

    def _narrator(self) -> Speaker | None:
        """Return the author of the article, if it is one person: « je lui réponds : « … »."""
        words = self.text.author.split()
        gender = self.speakers.people.gender(self.text.author)
        is_person = 2 <= len(words) <= 3 and gender and all(word[0].isupper() for word in words)
        return Speaker(self.text.author, "named", 0.8, f"{gender}s") if is_person else None

    def by_narrator(self, parts: Sequence[Part], mark: int) -> Attribution | None:
        """Return the author, where « j'ai répondu : » leads to a mark."""
        if self.text.norms[mark - 1] != ":":
            return None
        subjects = (p for p in parts if p.kind in ("noun", "pronoun") and not p.governor)
        first = next(subjects, None)
        narrates = first is not None and self.text.norms[first.head] in NARRATOR
        return self.who(first, "", "narrator") if narrates else None

    def according(self, at: int, end: int) -> tuple[Attribution, int] | None:
        """Return who is named by « selon », « d'après » here, and the token after the phrase."""
        if at >= end or self.text.norms[at] not in sayings().according:
            return None
        size = self.parser.phrase_at(at, end, sayings().according)
        parts = self.parser.parts(at + size, min(end, at + size + LONGEST)) if size else []
        source = self._source(parts[0]) if parts else None
        if not source:
            return None
        found = self.who(source, self.text.words(at, at + size).lower(), "according to")
        return (found, parts[0].last) if found else None

    def in_view(self, part: Part) -> tuple[Attribution, int] | None:
        """Return who is named by « pour X, » at the head of a sentence, if it is a person."""
        if part.governor != "pour" or self.text.norms[part.last : part.last + 1] != [","]:
            return None
        found = self.who(part, "pour", "according to", 0.85)
        speaker = found.speaker if found else None
        speaks = bool(speaker and speaker.is_known and speaker.type in ("named", "described"))
        if speaker and speaker.type == "institution":
            judges = self.text.norms[part.head] in sayings().judging
            speaks = judges or part.is_name or self.pronouns.has_spoken(speaker)
        if speaker and speaker.head and speaker.sign[1] == "p":  # « pour les salariés »
            speaks &= speaker.head.removesuffix("s") in sayings().judging
        return (found, part.last) if found and speaks else None

    def _source(self, part: Part) -> Part | None:
        """Return the phrase after « selon », unless it is a poll, a method or a date.

        Of « selon un rapport de la Cour des comptes » it is who wrote the report.
        """
        norm = self.text.norms[part.head if part.head >= 0 else part.first]
        if part.kind == "other" and norm in ("lui", "eux"):
            return Part("pronoun", part.first, part.last, part.first)
        own = {norm, norm.removesuffix("s")}
        if own & sayings().owned and (owner := self.owner(part)):
            return owner
        is_measure = own & sayings().no_speaker
        return part if part.kind in ("noun", "pronoun") and not is_measure else None

    def owner(self, part: Part) -> Part | None:
        """Return the name or the body after « de » in a phrase: « un rapport de l'ONG »."""
        norms, people = self.text.norms, self.speakers.people
        for at in range(part.head + 1, part.last - 1):
            if norms[at] not in OF:
                continue
            begin = at + 1
            named = next(iter(people.within(begin, min(begin + 2, part.last))), None)
            if named:
                return Part("noun", named.first, named.last, named.first, is_name=True)
            head, end = self.parser.noun_phrase(begin, part.last)
            speaks = norms[head] in sayings().bodies or is_person(norms[head])
            return Part("noun", begin, end, head) if speaks else None
        return None

    def by_source(self, parts: Sequence[Part], mark: int) -> Attribution | None:
        """Return who is named by « selon X, » or « pour X, » before a mark."""
        for part in parts:
            if found := self.according(part.first, mark):
                return found[0]
            if part.governor == "pour" and part.kind in ("noun", "pronoun"):
                opens = part is parts[0] or self.text.norms[part.first - 1] in OPENERS
                view = self.who(part, "pour", "according to", 0.9) if opens else None
                if view and view.speaker and view.speaker.is_known:
                    return view
        return None

    def house(self, parts: Sequence[Part], verb: str, rule: str) -> Attribution:
        """Return the body in whose house « on » speaks: « explique-t-on à la préfecture »."""
        for part in parts:
            if part.kind == "noun" and part.governor in HOUSES | OF:
                side = self.owner(part) if self.text.norms[part.head] == "côté" else None
                found = self.pronouns.named(side or part)
                if side and found and found.type == "institution":
                    return Attribution(found, verb, rule, found.certainty * 0.9)
                is_near = self.text.norms[part.first - 1] == "auprès"
                if found and found.type in IN_HOUSES[part.governor in OF and not is_near]:
                    return Attribution(found, verb, rule, found.certainty * 0.9)
        return Attribution(None, verb, f"{rule}, pronoun", 0.0)

    def house_before(self, at: int) -> Speaker | None:
        """Return the body in which « y » and « ici » are: that of the sentence before a token."""
        here = self.text.sentence_of(at)
        for sentence in (here, here - 1):
            parts = self.parser.sentence(sentence) if sentence >= 0 else []
            nouns = (p for p in parts if p.kind == "noun" and p.last <= at)
            for part in nouns:
                found = self.pronouns.named(part)
                if found and found.type == "institution" and part.governor in {"", "d'", *HOUSES}:
                    return found
        return None

    def agent(self, parts: Sequence[Part]) -> Attribution | None:
        """Return by whom a thing is said before a mark: « l'idée est résumée par X : « … »."""
        for at in range(len(parts) - 1, 0, -1):
            part, before = parts[at], parts[at - 1]
            if part.kind in ("verb", "that", "quote"):
                return None
            if part.governor != "par" or part.kind != "noun":
                continue
            if before.kind in ("other", "time") and at > 1:
                before = parts[at - 2]
            passive = before.kind == "participle" or before.passive
            if passive and before.lemma in sayings().force:
                return self.who(part, before.lemma, "agent", 0.9)
            return None
        return None

    def only_person(self, first: int, mark: int) -> Speaker | None:
        """Return the only person named among some tokens who is not spoken to or about."""
        norms = self.text.norms
        within = self.speakers.people.within(first, mark)
        persons = [name for name in within if name.type == "person" and name.kind == "name"]
        if len({name.who for name in persons}) != 1 or norms[persons[0].first - 1] in SIDE:
            return None
        return self.speakers.of(persons[0])
