"""Attributions: who says the words in marks, by the sentence around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nkru.actors.speech.leading_verbs import adds, perceived, saying
from nkru.actors.speech.parts import Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.speakers import Speaker, Speakers
from nkru.actors.speech.subjects import clitic, inverted, main_subject, subject
from nkru.actors.speech.tagged_texts import TaggedText

PAUSES = frozenset([",", "!", "?", "…", "...", "-", "–", "—"])


class Attribution(NamedTuple):
    """The speaker, if known, the verb and the rule that give it, and how sure that is."""

    speaker: Speaker | None
    verb: str
    rule: str
    certainty: float


class Attributor:
    """Finds the speaker of spans in marks in one article, by the sentences around each."""

    def __init__(self, parser: Parser, speakers: Speakers, pronouns: Pronouns) -> None:
        self.text: TaggedText = parser.text
        self.parser, self.speakers, self.pronouns = parser, speakers, pronouns
        self.last: Speaker | None = None  # the last speaker in the paragraph

    def attribute(self, first: int, last: int) -> Attribution | None:
        """Return who says the words between the marks at two tokens, by their own sentence."""
        rules: tuple[Callable[[int, int], Attribution | None], ...] = (
            self._inside,
            self._after,
            self._before,
            self._later,
        )
        return next((found for rule in rules if (found := rule(first, last))), None)

    def who(self, part: Part | None, verb: str, rule: str, sure: float = 1.0) -> Attribution | None:
        """Return the attribution to a phrase: to nobody, if it is « on » or an unclear pronoun."""
        if part is None:
            return None
        if part.kind == "pronoun":
            found = self.pronouns.speaker(part)
            return Attribution(
                found, verb, f"{rule}, pronoun", found.certainty * sure if found else 0.0
            )
        found = self.pronouns.named(part)
        return Attribution(found, verb, rule, found.certainty * sure) if found else None

    def _sentence(self, token: int) -> tuple[int, int]:
        return self.text.bounds(self.text.sentence_of(token))

    def _inside(self, first: int, last: int) -> Attribution | None:
        """« Les frappes, a dit Karim Haddad, ont tué douze civils. »."""
        if last - first < 4:
            return None
        begin = first + 1
        while begin < last:
            end = min(last, max(self._sentence(begin)[1], begin + 1))
            found = self._interjected(self.parser.parts(begin, end), "inside")
            if found:
                return found
            begin = end
        return None

    def _interjected(self, parts: Sequence[Part], rule: str) -> Attribution | None:
        """Return who speaks by a clause between commas: « , a dit Karim Haddad, »."""
        for at, part in enumerate(parts):
            before = parts[at - 1] if at else None
            opens = before is not None and self._pauses(before)
            if part.kind != "verb" or not opens or not (part.says or part.clitic >= 0):
                continue
            if parts[at + 1 : at + 2] and parts[at + 1].kind == "that":
                continue
            by = inverted(parts, at)
            if by and (by.kind == "noun" or part.clitic >= 0) and self._closes(parts, at, by):
                return self.who(by, part.lemma, rule)
        return None

    def inside(self, first: int) -> Attribution | None:
        """Return the speaker of marks inside marks, by the words of the outer quotation."""
        begin = self.text.bounds(self.text.sentence_of(first))[0]
        opened = [token for token in range(begin, first) if token in self.parser.quotes]
        begin = opened[-1] + 1 if opened else begin
        parts = self.parser.parts(begin, first) if begin < first else []
        verb = saying(parts, self.text.norms, first) if parts else None
        if verb is None or parts[verb].kind != "verb":
            return None
        return self.who(subject(parts, verb), parts[verb].lemma, "verb before")

    def _pauses(self, part: Part) -> bool:
        """Say whether a part is a sign after which a clause may be inserted."""
        return part.kind in ("comma", "quote") or self.text.norms[part.first] in PAUSES

    def _closes(self, parts: Sequence[Part], at: int, by: Part) -> bool:
        """Say whether the inverted subject ends its clause, except for additions."""
        if by.kind == "pronoun":
            return parts[at].says or parts[at].lemma not in ("avoir", "être")
        after = next((part for part in parts[at + 1 :] if part.first >= by.last), None)
        return after is None or after.kind not in ("verb", "that")

    def _after(self, first: int, last: int) -> Attribution | None:
        """« … », a déclaré mardi à l'AFP le général; « … », selon Paul Hervieu."""
        at, (_, end) = last + 1, self._sentence(last)
        if end <= at < len(self.text.norms) and self.text.text[self.text.starts[at]].islower():
            end = self._sentence(at)[1]
        begin = at
        while at < end and (self.text.norms[at] in PAUSES or self.text.norms[at] == "("):
            at = self.parser.parts(at, end)[0].last
        at += at < end and self.text.norms[at] in ("comme", "ainsi") and at > begin
        if at >= end:
            return None
        if found := self._according(at, end):
            return found
        verb = self.parser.verb_at(at, end, loose=True)
        if not verb or verb.kind != "verb" or not (verb.says or verb.clitic >= 0):
            return None
        parts = [verb, *self.parser.parts(verb.last, end)]
        # « le rapport du « Monde » suggère »
        is_noun = at == begin and first > 0 and self.text.tags[first - 1] in ("DET", "ADP")
        if verb.clitic < 0 and (is_noun or len(parts) > 1 and parts[1].kind == "that"):
            return None
        return self.who(inverted(parts, 0), verb.lemma, "verb after")

    def according(self, at: int, end: int) -> tuple[Attribution, int] | None:
        """Return who is named by « selon », « d'après » here, and the token after the phrase."""
        size = self.parser.phrase_at(at, end, sayings().according)
        parts = self.parser.parts(at + size, end) if size else []
        source = self._source(parts[0]) if parts else None
        if not source:
            return None
        found = self.who(source, self.text.words(at, at + size).lower(), "according to")
        return (found, source.last) if found else None

    def in_view(self, part: Part) -> tuple[Attribution, int] | None:
        """Return who is named by « pour X, » at the head of a sentence, if it is a person."""
        if part.governor != "pour" or self.text.norms[part.last : part.last + 1] != [","]:
            return None
        found = self.who(part, "pour", "according to", 0.85)
        speaker = found.speaker if found else None
        speaks = speaker and speaker.is_known and speaker.type in ("named", "described")
        return (found, part.last) if found and speaks else None

    def _according(self, at: int, end: int) -> Attribution | None:
        found = self.according(at, end)
        return found[0] if found else None

    def _source(self, part: Part) -> Part | None:
        """Return the phrase after « selon », unless it is a poll, a method or a date."""
        norm = self.text.norms[part.head if part.head >= 0 else part.first]
        if part.kind == "other" and norm in ("lui", "eux"):
            return Part("pronoun", part.first, part.last, part.first)
        is_measure = {norm, norm.removesuffix("s")} & sayings().no_speaker
        return part if part.kind in ("noun", "pronoun") and not is_measure else None

    def _later(self, first: int, last: int) -> Attribution | None:
        """« … » ce retard, a déclaré Jean Roux."""
        end = self._sentence(last)[1]
        parts = self.parser.after(last)
        if found := self._interjected(parts, "later in the sentence"):
            return found
        if found := self._interjected(self.parser.before(first), "earlier in the sentence"):
            return found
        for part in parts:
            if part.kind == "comma" and (found := self._according(part.last, end)):
                return found
        return None

    def _before(self, first: int, last: int) -> Attribution | None:
        """Jean Roux a répondu : « … »; selon Jean Roux, « … »; Jean Roux : « … »."""
        parts = self.parser.before(first)
        if not parts:
            return None
        verb = saying(parts, self.text.norms, first)
        if verb is not None and (found := self.by_verb(parts, verb, last)):
            return found
        return self._by_source(parts, first) or self._by_colon(parts)

    def by_verb(self, parts: Sequence[Part], at: int, last: int) -> Attribution | None:
        """Return who says, by the verb before the mark: its subject, or that of the main verb."""
        verb = parts[at]
        rule = "verb before"
        if verb.kind == "verb":
            by = clitic(verb) if verb.clitic >= 0 else subject(parts, at)
            follows = at == 0 or parts[at - 1].kind in ("comma", "stop", "that", "other")
            return self.who(by or (inverted(parts, at) if follows else None), verb.lemma, rule)
        if verb.kind == "infinitive" and adds(verb, self.text.norms):
            return self._same(verb.lemma, "infinitive")
        if verb.kind == "infinitive" and (heard := perceived(parts, at)):
            return self.who(heard, verb.lemma, rule)
        before = [i for i in range(at) if parts[i].kind == "verb"]
        for i in reversed(before):
            by = (subject(parts, i) if parts[i].clitic < 0 else None) or inverted(parts, i)
            if by:
                return self.who(by, verb.lemma, rule, 0.9)
        if any(part.kind == "quote" for part in parts[:at]):
            return self._same(verb.lemma, rule)
        following = self.parser.after(last)
        nexts = (i for i, part in enumerate(following) if part.kind == "verb")
        main = next(nexts, None)
        return (
            self.who(subject(following, main), verb.lemma, rule, 0.9) if main is not None else None
        )

    def _same(self, verb: str, rule: str, sure: float = 0.9) -> Attribution | None:
        if not self.last:
            return Attribution(None, verb, rule, 0.0)
        return Attribution(self.last, verb, rule, self.last.certainty * sure)

    def _by_source(self, parts: Sequence[Part], mark: int) -> Attribution | None:
        """Return who is named by « selon X, » or « pour X, » before a mark."""
        for part in parts:
            if found := self._according(part.first, mark):
                return found
            if part.governor == "pour" and part.kind in ("noun", "pronoun"):
                opens = part is parts[0] or self.text.norms[part.first - 1] in (
                    ",",
                    "mais",
                    "et",
                    ":",
                )
                found = self.who(part, "pour", "according to", 0.9) if opens else None
                if found and found.speaker and found.speaker.is_known:
                    return found
        return None

    def _by_colon(self, parts: Sequence[Part]) -> Attribution | None:
        """Return the subject of a sentence that ends in a colon, or the name before it."""
        if self.text.norms[parts[-1].first] != ":":
            return None
        verbs = [at for at, part in enumerate(parts) if part.kind == "verb"]
        if verbs:
            found = self.who(main_subject(parts), "", "colon", 0.7)
        else:
            nouns = [part for part in parts[:-1] if part.kind == "noun"]
            found = self.who(nouns[0], "", "colon", 0.9) if len(nouns) == 1 else None
            if found and found.speaker and found.speaker.type != "named" and not nouns[0].is_name:
                return None
        is_known = found and found.speaker and found.speaker.is_known
        return found if is_known else None
