"""Attributions: who says the words in marks, by the sentence around them."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.leading_verbs import adds, perceived, saying
from nkru.actors.speech.parts import Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution, Sources
from nkru.actors.speech.speakers import Speaker, Speakers
from nkru.actors.speech.subjects import (
    absolute,
    clitic,
    inverted,
    main_subject,
    put_in,
    subject,
)

PAUSES = frozenset([",", "!", "?", "…", "...", "-", "–", "—"])
TO = frozenset(["à", "au", "aux"])
ASKING = frozenset(["être", "avoir", "aller", "pouvoir", "devoir", "falloir", "sembler"])
ON = frozenset(["-on", "-t-on"])


class Attributor(Sources):
    """Finds the speaker of spans in marks in one article, by the sentences around each."""

    def __init__(self, parser: Parser, speakers: Speakers, pronouns: Pronouns) -> None:
        super().__init__(parser, speakers, pronouns)
        self.last: Speaker | None = None  # the last speaker in the paragraph

    def attribute(self, first: int, last: int) -> Attribution | None:
        """Return who says the words between the marks at two tokens, by their own sentence."""
        after = self._after(first, last)
        if after and after.speaker:
            return after
        rules = (self._inside, lambda *_: after, self._before, self._later)
        return next((found for rule in rules if (found := rule(first, last))), None)

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
                found = self.by_inverted(parts, at, by, rule)
                if found and self._may_say(found):
                    return found
        return None

    def by_inverted(
        self, parts: Sequence[Part], at: int, by: Part | None, rule: str
    ) -> Attribution | None:
        """Return who speaks by the subject after a verb; « on » is the house where it speaks."""
        verb = parts[at]
        if verb.clitic >= 0 and self.text.norms[verb.clitic] in ON:
            return self.house(parts[at + 1 :], verb.lemma, rule)
        return self.who(by, verb.lemma, rule)

    def _may_say(self, found: Attribution) -> bool:
        """Say whether a verb that does more than say has a subject that can speak."""
        other = {found.verb} & (sayings().beside_only | sayings().marked_only)
        return not other or found.speaker is None or found.speaker.is_known

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
        if found := self.according(at, end):
            return found[0]
        verb = self.parser.verb_at(at, end, loose=True)
        if not verb or verb.kind != "verb" or not (verb.says or verb.clitic >= 0):
            return None
        if verb.lemma in ASKING:
            return None
        parts = [verb, *self.parser.parts(verb.last, end)]
        # « le rapport du « Monde » suggère »
        is_noun = at == begin and first > 0 and self.text.tags[first - 1] in ("DET", "ADP")
        if verb.clitic < 0 and (is_noun or len(parts) > 1 and parts[1].kind == "that"):
            return None
        return self.by_inverted(parts, 0, inverted(parts, 0), "verb after")

    def _later(self, first: int, last: int) -> Attribution | None:
        """« … » ce retard, a déclaré Jean Roux."""
        end = self._sentence(last)[1]
        parts = self.parser.after(last)
        if found := self._interjected(parts, "later in the sentence"):
            return found
        if found := self._interjected(self.parser.before(first), "earlier in the sentence"):
            return found
        for part in parts:
            if part.kind == "comma" and (source := self.according(part.last, end)):
                return source[0]
        return None

    def _before(self, first: int, last: int) -> Attribution | None:
        """Jean Roux a répondu : « … »; selon Jean Roux, « … »; Jean Roux : « … »."""
        return self.led(self.parser.before(first), first, last)

    def led(self, parts: Sequence[Part], first: int, last: int) -> Attribution | None:
        """Return who says what stands between two tokens, by the parts that lead to it."""
        if not parts:
            return None
        verb = saying(parts, self.text.norms, first)
        if verb is not None and (found := self.by_verb(parts, verb, last)):
            return found
        by_source = self.by_source(parts, first)
        return by_source or self.agent(parts) or self._by_colon(parts, first)

    def by_verb(self, parts: Sequence[Part], at: int, last: int) -> Attribution | None:
        """Return who says, by the verb before the mark: its subject, or that of the main verb."""
        verb, rule = parts[at], "verb before"
        if verb.lemma == "faire dire":
            told = (part for part in parts[at + 1 :] if part.governor in TO)
            return self.who(next(told, None), verb.lemma, rule)
        if verb.kind == "verb":
            return self._by_finite(parts, at, rule)
        if verb.kind == "infinitive" and adds(verb, self.text.norms):
            return self._same(verb.lemma, "infinitive")
        if verb.kind == "infinitive" and (heard := perceived(parts, at)):
            return self.who(heard, verb.lemma, rule)
        if own := absolute(parts, at):
            return self.who(own, verb.lemma, rule)
        for i in (i for i in range(at - 1, -1, -1) if parts[i].kind == "verb"):
            by = self._subject_around(parts, i)
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

    def _by_finite(self, parts: Sequence[Part], at: int, rule: str) -> Attribution | None:
        verb = parts[at]
        by = clitic(verb) if verb.clitic >= 0 else put_in(parts, at) or subject(parts, at)
        if by and by.kind == "pronoun" and self.text.norms[by.head] in ("on", *ON):
            return self.house(parts, verb.lemma, rule)
        follows = at == 0 or parts[at - 1].kind in ("comma", "stop", "that", "other")
        return self.who(by or (inverted(parts, at) if follows else None), verb.lemma, rule)

    def _subject_around(self, parts: Sequence[Part], at: int) -> Part | None:
        """Return the subject of a finite verb: after it in a clause put in, else before it."""
        if at == 0 and parts[at].says and (by := inverted(parts, at)):
            return by
        before = put_in(parts, at) or (subject(parts, at) if parts[at].clitic < 0 else None)
        return before or inverted(parts, at)

    def _same(self, verb: str, rule: str, sure: float = 0.9) -> Attribution | None:
        if not self.last:
            return Attribution(None, verb, rule, 0.0)
        return Attribution(self.last, verb, rule, self.last.certainty * sure)

    def _by_colon(self, parts: Sequence[Part], mark: int) -> Attribution | None:
        """Return the subject of a sentence that ends in a colon, or who is named before it."""
        if self.text.norms[parts[-1].first] != ":":
            return None
        verbs = any(part.kind == "verb" for part in parts)
        nouns = [part for part in parts[:-1] if part.kind == "noun"]
        by = main_subject(parts) if verbs else nouns[0] if len(nouns) == 1 else None
        found = self.who(by, "", "colon", 0.7 if verbs else 0.9)
        speaker = found.speaker if found else None
        if speaker and speaker.is_known and (verbs or speaker.type == "named" or nouns[0].is_name):
            return found
        if by and by.kind == "pronoun" and self.pronouns.sign(by):
            return None
        only = self.only_person(parts[0].first, mark)
        return Attribution(only, "", "colon", only.certainty * 0.7) if only else None
