"""Attributions: who says the words in marks, by the sentence around them."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.incises import ON, PAUSES, Incises
from nkru.actors.speech.leading_verbs import adds, perceived, saying
from nkru.actors.speech.parts import Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.questions import answered
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, Speakers
from nkru.actors.speech.subjects import (
    absolute,
    clitic,
    has_verb,
    inverted,
    main_subject,
    put_in,
    subject,
)

TO = frozenset(["à", "au", "aux"])
ASKING = frozenset(["être", "avoir", "aller", "pouvoir", "devoir", "falloir", "sembler"])


class Attributor(Incises):
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
        unclear: Attribution | None = None
        for rule in rules:
            found = rule(first, last)
            if found and (found.speaker or rule != self._before):
                return found
            unclear = unclear or found
        return unclear

    def _sentence(self, token: int) -> tuple[int, int]:
        return self.text.bounds(self.text.sentence_of(token))

    def _inside(self, first: int, last: int) -> Attribution | None:
        """« Les frappes, a dit Karim Haddad, ont tué douze civils. »."""
        if last - first < 4:
            return None
        begin = first + 1
        while begin < last:
            number = self.text.sentence_of(begin)
            end = min(last, max(self.text.bounds(number)[1], begin + 1))
            if self.text.inserting[number]:
                found = self.interjected(self.parser.parts(begin, end), "inside")
                if found:
                    return found
            begin = end
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
        if found := self.according(at, end) or self._beside(last + 1, end):
            return found[0]
        for narrator in range(at + 1, min(at + 4, end)):  # « lui ai-je répondu »
            if self.text.norms[narrator] == "-je":
                return self.who(Part("pronoun", narrator, narrator + 1, narrator), "", "narrator")
        verb = self.parser.verb_at(at, end, loose=True)
        if not verb or verb.kind != "verb" or verb.lemma in ASKING:
            return None
        parts = [verb, *self.parser.parts(verb.last, end)]
        if not (verb.says or verb.clitic >= 0):
            return self.by_any_verb(parts) if at > begin else None
        # « le rapport du « Monde » suggère »
        is_noun = at == begin and first > 0 and self.text.tags[first - 1] in ("DET", "ADP")
        if verb.clitic < 0 and (is_noun or len(parts) > 1 and parts[1].kind == "that"):
            return None
        return self.by_inverted(parts, 0, inverted(parts, 0), "verb after")

    def _beside(self, at: int, end: int) -> tuple[Attribution, int] | None:
        """Return who is named in brackets, « … » (Jean Roux), or after the colon of a title."""
        norms, text = self.text.norms, self.text
        role = text.paragraphs[text.paragraph_of(text.starts[at])][2]
        titled = norms[at] == ":" and role in ("title", "heading")
        if not titled and norms[at] != "(" or at + 1 >= end:
            return None
        parts = self.parser.parts(at + 1, end)
        by = parts[0] if parts and parts[0].kind == "noun" and parts[0].is_name else None
        found = self.who(by, "", "name beside", 0.8)
        is_person = found and found.speaker and found.speaker.type == "named"
        return (found, parts[0].last) if found and is_person else None

    def _later(self, first: int, last: int) -> Attribution | None:
        """« … » ce retard, a déclaré Jean Roux."""
        end = self._sentence(last)[1]
        parts = self.parser.after(last)
        if found := self.interjected(parts, "later in the sentence"):
            return found
        if found := self.interjected(self.parser.before(first), "earlier in the sentence"):
            return found
        for part in parts:
            if part.kind == "comma" and (source := self.according(part.last, end)):
                return source[0]
        return None

    def _before(self, first: int, last: int) -> Attribution | None:
        """Jean Roux a répondu : « … »; selon Jean Roux, « … »; Jean Roux : « … »."""
        return self.led(self.parser.before(first), first, last) or self._by_loose(first, last)

    def _by_loose(self, first: int, last: int) -> Attribution | None:
        """Return who says, by a verb that the tagger took for an adjective: « X lâche « … » »."""
        text, at = self.text, first - 1 - (self.text.norms[first - 1] == ":")
        begin = self.parser.begin(text.sentence_of(first))
        if at <= begin or text.tags[at] not in ("ADJ", "NOUN"):
            return None
        parts = self.parser.parts(begin, at)
        verb = self.parser.verb_at(at, first, loose=True)
        follows = text.tags[at - 1] in ("NOUN", "PROPN") and not has_verb(parts, at)
        if not verb or not verb.says or verb.kind != "verb" or not follows:
            return None
        return self.who(subject([*parts, verb], len(parts)), verb.lemma, "verb before")

    def led(self, parts: Sequence[Part], first: int, last: int) -> Attribution | None:
        """Return who says what stands between two tokens, by the parts that lead to it."""
        if not parts:
            return None
        if told := self.by_narrator(parts, first):
            return told
        verb = saying(parts, self.text.norms, first)
        colon = self.text.norms[first - 1] == ":"
        if verb is not None and colon and (told := answered(self.pronouns, parts, verb)):
            return told
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
            return self._same(verb.lemma, "infinitive", before=verb.first)
        if verb.kind == "infinitive" and (heard := perceived(parts, at)):
            return self.who(heard, verb.lemma, rule)
        if own := absolute(parts, at):
            return self.who(own, verb.lemma, rule)
        if found := self._of_verb_before(parts, at, rule):
            return found
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
        found = self.who(by or (inverted(parts, at) if follows else None), verb.lemma, rule)
        if found is None and at and parts[at - 1].kind == "and":
            return self._of_verb_before(parts, at, rule)
        return found

    def _of_verb_before(self, parts: Sequence[Part], at: int, rule: str) -> Attribution | None:
        """Return the subject of the nearest finite verb before a place that can speak.

        « Le maire dit que le stade est plein et ajoute que … »: not the stadium.
        """
        for i in (i for i in range(at - 1, -1, -1) if parts[i].kind == "verb"):
            by = self._subject_around(parts, i)
            if found := self.who(by, parts[at].lemma, rule, 0.9):
                return found
        return None

    def _subject_around(self, parts: Sequence[Part], at: int) -> Part | None:
        """Return the subject of a finite verb: after it in a clause put in, else before it."""
        if at == 0 and parts[at].says and (by := inverted(parts, at)):
            return by
        before = put_in(parts, at) or (subject(parts, at) if parts[at].clitic < 0 else None)
        return before or inverted(parts, at)

    def _same(self, verb: str, rule: str, before: int = 0) -> Attribution | None:
        """Return the last speaker, or else the person who is the subject of the sentence before."""
        last = self.last
        if not last and before:
            sentence = self.text.sentence_of(before) - 1
            told = self.pronouns.subject(sentence, before) if sentence >= 0 else None
            last = told if told and told.type == "named" else None
        return Attribution(last, verb, rule, last.certainty * 0.9 if last else 0.0)

    def _by_colon(self, parts: Sequence[Part], mark: int) -> Attribution | None:
        """Return the subject of a sentence that ends in a colon, or who is named before it."""
        if self.text.norms[parts[-1].first] != ":":
            return None
        verbs = any(part.kind == "verb" for part in parts)
        nouns = [part for part in parts[:-1] if part.kind == "noun"]
        if not verbs and nouns and self.text.norms[nouns[0].head] in sayings().replies:
            reply = self.who(self.owner(nouns[0]), "", "colon", 0.8)
            return reply or Attribution(None, "", "colon", 0.0)
        by = main_subject(parts) if verbs else nouns[0] if len(nouns) == 1 else None
        found = self.who(by, "", "colon", 0.7 if verbs else 0.9)
        speaker = found.speaker if found else None
        if speaker and speaker.is_known and (verbs or speaker.type == "named" or nouns[0].is_name):
            return found
        if by and by.kind == "pronoun" and self.pronouns.sign(by):
            return None
        only = self.only_person(parts[0].first, mark)
        return Attribution(only, "", "colon", only.certainty * 0.7) if only else None
