"""Contexts: the speaker of words in marks that no verb of their sentence attributes."""

from __future__ import annotations

from collections.abc import Collection

from nkru.actors.speech.after_marks import opens_item, opens_paragraph, phrase_after, sentence_after
from nkru.actors.speech.announcements import is_announced
from nkru.actors.speech.antecedents import fits
from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.marks import Marked
from nkru.actors.speech.parts import Part
from nkru.actors.speech.questions import answer
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker
from nkru.actors.speech.subjects import main_subject
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.actors.speech.topics import coming, has_object, topic

BESIDE = 2  # paragraphs in which a speaker may go on
FEWEST = 4  # words of a quotation after which the next paragraph may go on
FORCES = ("wish", "accuse")  # « lui réclame », « lui reproche »: the other may speak
GAP = 5  # sentences between two quotations if the second continues the first


class Contexts:
    """Attributes spans in marks of one article by the text around their sentence.

    `add` takes each span with its speaker, in their order.
    """

    def __init__(self, attributor: Attributor) -> None:
        self.attributor = attributor
        self.text: TaggedText = attributor.text
        self._last: tuple[Marked, Speaker] | None = None
        self._before: Marked | None = None  # the last span, whoever says it
        self._asker: Speaker | None = None  # who has asked the last question

    def add(self, span: Marked, speaker: Speaker | None) -> None:
        """Note a span and who says it."""
        self._last = (span, speaker) if speaker else None
        self._asker = speaker if self._asks(span) else self._asker
        self._before = span
        self.attributor.last = speaker

    def attribute(self, span: Marked, first: int, last: int) -> Attribution | None:
        """Return who says a span by the text around, if one reading is clear."""
        if span.goes_on and self._last:
            return self._as_before("goes on", 0.95)
        if found := phrase_after(self.attributor, last):
            return found
        if self.text.paragraphs[self.text.paragraph_of(span.first)][2] in ("title", "heading"):
            return None
        sentence = self.text.sentence_of(first)
        before, after = self.attributor.parser.before(first), self.attributor.parser.after(last)
        alone = not any(part.kind in ("verb", "noun") for part in (*before, *after))
        if not alone and is_announced(self.attributor, before, first):
            return self._announced(span, first, last)
        led = not any(part.kind in ("verb", "pronoun") for part in before)
        if alone and (found := self._led_by_line(first, last)):
            return found
        if led and not alone and (own := self._own_noun(before, span)):
            return own
        if alone and (told := answer(self.attributor.pronouns, sentence - 1, self._asks(span))):
            return told
        near = self._last is not None and self._near(self._last[0], span)
        if near and (alone or led) and (found := self._goes_on(first, self._asks(span))):
            return self._unless_another(found, first, last) if alone else found
        if alone:
            return (
                self._sentence_before(first)
                or sentence_after(self.attributor, first, last)
                or coming(self.attributor, first, last)
                or (None if opens_item(self.text, first) else topic(self.attributor, first, last))
            )
        return self._own_subject(before, span)

    def _announced(self, span: Marked, first: int, last: int) -> Attribution | None:
        """Return who goes on at a mark after a colon, or the person spoken of before."""
        near = self._last is not None and self._near(self._last[0], span)
        found = self._goes_on(first, self._asks(span)) if near else None
        return found or topic(self.attributor, first, last)

    def _led_by_line(self, first: int, last: int) -> Attribution | None:
        """Return who says a paragraph in marks that the line above announces.

        It ends in a colon, or in what they do: « Laura, 34 ans, raconte. ».
        """
        text = self.text
        if not opens_paragraph(text, first):
            return None
        parts = self.attributor.parser.sentence(text.sentence_of(first - 1))
        if text.norms[first - 1] == ":":
            return self.attributor.led(parts, first, last)
        return self._told(parts, last, sayings().telling)

    def _told(self, parts: list[Part], last: int, verbs: Collection[str]) -> Attribution | None:
        """Return the subject of the verb that ends a sentence, if it is one of these."""
        verb = parts[-2] if len(parts) > 1 and parts[-1].kind == "stop" else None
        if verb is None or verb.kind != "verb" or verb.passive or verb.lemma not in verbs:
            return None
        return self.attributor.by_verb(parts, len(parts) - 2, last)

    def _unless_another(self, found: Attribution, first: int, last: int) -> Attribution:
        """Return an attribution, but to nobody if the next sentence is about another person."""
        after = sentence_after(self.attributor, first, last)
        if after is None or after.speaker == found.speaker:
            return found
        same = after.speaker and found.speaker and after.speaker.name == found.speaker.name
        return found if same else Attribution(None, "", "two readings", 0.0)

    def is_sentence(self, span: Marked) -> bool:
        """Say whether words in marks are a sentence: « Jamais. », « Pourquoi moi ? »."""
        words = self.text.text[span.start : span.end]
        return words[:1].isupper() and words[-1:] in ".!?…"

    def _asks(self, span: Marked) -> bool:
        return self.text.text[span.start : span.end].rstrip().endswith("?")

    def _as_before(self, rule: str, sure: float) -> Attribution | None:
        if not self._last:
            return None
        speaker = self._last[1]
        return Attribution(speaker, "", rule, speaker.certainty * sure)

    def _near(self, before: Marked, span: Marked) -> bool:
        """Say whether two spans are in one paragraph and few sentences apart."""
        text = self.text
        apart = text.paragraph_of(span.first) - text.paragraph_of(before.last - 1)
        if apart and opens_item(text, text.token_at(span.first)):
            return False
        if apart > 1 or apart and self._others_before(span):
            return False
        gap = text.sentence_of(text.token_at(span.first)) - text.sentence_of(
            text.token_at(before.last - 1)
        )
        return gap <= GAP

    def _others_before(self, span: Marked) -> bool:
        """Say whether the paragraph names another person than the last speaker before a span."""
        assert self._last is not None
        people, name = self.attributor.speakers.people, self._last[1].name
        opening = self.text.paragraphs[self.text.paragraph_of(span.first)][0]
        own = people.within(self.text.token_at(opening), self.text.token_at(span.first))
        return any(n.type == "person" and n.who != name for n in own)

    def _goes_on(self, first: int, asks: bool) -> Attribution | None:
        """Return the speaker before, if no other person is the subject between.

        Whoever asked the question that the speaker before has answered asks the next one.
        """
        assert self._last is not None
        span, speaker = self._last
        text, pronouns = self.text, self.attributor.pronouns
        here = text.sentence_of(first)
        between = range(text.sentence_of(text.token_at(span.last - 1)) + 1, here)
        subjects = (who for at in between if (who := pronouns.subject(at, first)))
        told = [
            who for who in subjects if who.is_known and (not who.head or pronouns.may_speak(who))
        ]
        answered = self._asker is not None and self._asker.name != speaker.name
        if asks and answered and not told and not self._asks(span):
            return Attribution(self._asker, "", "asks again", 0.5) if self._asker else None
        if any(who.name != speaker.name for who in told):
            return None
        if any(sign and not fits(speaker, sign) for sign in map(pronouns.pronoun_sign, between)):
            return None
        steps = here - text.sentence_of(text.token_at(span.last - 1))
        apart = text.paragraph_of(text.starts[first]) != text.paragraph_of(span.last - 1)
        if apart and len(text.text[span.start : span.end].split()) < FEWEST:
            return None
        return self._as_before("goes on", 0.65 if apart else 0.9 if steps <= 1 else 0.7)

    def _sentence_before(self, first: int) -> Attribution | None:
        """Return the subject of the sentence before a span that is a sentence of its own."""
        text = self.text
        sentence = text.sentence_of(first) - 1
        start = text.sentences[sentence + 1][0]
        if sentence < 0 or text.paragraph_of(text.sentences[sentence][0]) != text.paragraph_of(
            start
        ):
            return None
        parts = self.attributor.parser.sentence(sentence)
        if (told := self._told(parts, first, sayings().force)) and told.speaker:
            return told._replace(rule="sentence before", certainty=told.certainty * 0.85)
        pronouns = self.attributor.pronouns
        found = pronouns.subject(sentence, first)
        goes_on = sentence in pronouns.said  # who has just been reported
        goes_on |= any(part.kind == "verb" and part.says for part in parts)
        alone = found is not None and found.sign[1] == "s" and not self._is_answered(first)
        alone |= found is not None and found.sign[1] == "s" and pronouns.may_speak(found)
        aside = found is not None and bool(found.head) and has_object(self.attributor, sentence)
        if aside and not any(
            part.says and sayings().force.get(part.lemma) not in FORCES for part in parts
        ):
            return None  # « Le propriétaire lui réclame cent euros. »: two persons
        if found and found.is_known and (found.type == "named" or goes_on or alone):
            sure = 0.9 if goes_on else 0.7 if found.type == "named" else 0.6
            return Attribution(found, "", "sentence before", found.certainty * sure)
        by = main_subject(parts)
        if by and by.kind == "pronoun":
            told = self.attributor.who(by, "", "sentence before", 0.7)
            meant = told.speaker if told else None
            if meant and meant.head and not pronouns.may_speak(meant):
                return None
        elif told := self.attributor.agent(parts):  # « Elle a été annoncée par Jean Roux. »
            told = told._replace(rule="sentence before", certainty=told.certainty * 0.85)
        elif (
            by is None and goes_on and (one := self.attributor.only_person(*text.bounds(sentence)))
        ):
            told = Attribution(one, "", "sentence before", one.certainty * 0.6)
        return told if told and told.speaker else None

    def _is_answered(self, first: int) -> bool:
        """Say whether somebody has spoken a little before a token, and may go on."""
        if self._before is None:
            return False
        here = self.text.paragraph_of(self.text.starts[first])
        return here - self.text.paragraph_of(self._before.last - 1) <= BESIDE

    def _own_noun(self, before: list[Part], span: Marked) -> Attribution | None:
        """Return the person or body right before words in marks that go on with a verb.

        Le comité « demeure préoccupé par ces discours ».
        """
        part = before[-1] if before else None
        small = self.text.text[span.start : span.start + 1].islower()
        if part is None or part.kind != "noun" or part.governor or not small:
            return None
        word = self.text.norms[self.text.token_at(span.start)]
        found = self.attributor.who(part, "", "subject", 0.6) if describe(word).finite else None
        return found if found and found.speaker and found.speaker.is_known else None

    def _own_subject(self, before: list[Part], span: Marked) -> Attribution | None:
        """Return the subject of the sentence that words in small letters end: « il n'a « … »."""
        if not self.text.text[span.start : span.start + 1].islower():
            return None
        by = main_subject(before)
        found = self.attributor.who(by, "", "subject", 0.6) if by else None
        is_known = found and found.speaker and found.speaker.is_known
        return found if is_known else None
