"""Antecedents: the persons in the sentences before a word, and the speakers in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkru.actors.speech.parts import OF, Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.speakers import Speaker, Speakers, is_person
from nkru.actors.speech.subjects import main_subject
from nkru.actors.speech.tagged_texts import TaggedText

SENTENCES = 8  # before a word among which a person is looked for
PARAGRAPHS = 2
TOPIC = frozenset(["quant", "chez", "côté"])


def fits(speaker: Speaker, sign: str) -> bool:
    """Say whether a pronoun of this gender and number may mean a speaker."""
    same_gender = "?" in (speaker.sign[0], sign[0]) or speaker.sign[0] == sign[0]
    return speaker.is_known and same_gender and speaker.sign[1] == sign[1]


class Antecedents:
    """Reads the subjects of one article; `said` holds who has spoken so far, and where."""

    def __init__(self, text: TaggedText, parser: Parser, speakers: Speakers) -> None:
        self.text, self.parser, self.speakers = text, parser, speakers
        self.said: dict[int, list[tuple[int, Speaker]]] = {}
        self._named: dict[tuple[int, int], Speaker | None] = {}

    def add(self, token: int, speaker: Speaker) -> None:
        """Note who speaks in the sentence of a token."""
        self.said.setdefault(self.text.sentence_of(token), []).append((token, speaker))

    def named(self, part: Part) -> Speaker | None:
        """Return the speaker that a nominal phrase names, or whom it takes up."""
        key = part.first, part.last
        if key not in self._named:
            self._named[key] = None  # a description does not take up itself
            found = self.speakers.named(part)
            self._named[key] = self.taken_up(found, part) if found and found.head else found
        return self._named[key]

    def taken_up(self, described: Speaker, part: Part) -> Speaker:
        """Return the person whom a description takes up, if a rule tells it, or itself."""
        return described

    def sentences(self, at: int) -> Iterator[int]:
        """Yield the sentences that may hold whom a pronoun means, the nearest first."""
        last = self.text.sentence_of(at)
        paragraph = self.text.paragraph_of(self.text.starts[at])
        for sentence in range(last, max(-1, last - SENTENCES), -1):
            here = self.text.paragraph_of(self.text.sentences[sentence][0])
            if paragraph - here > PARAGRAPHS:
                return
            if self.text.paragraphs[here][2] != "heading" or here == paragraph:
                yield sentence

    def subject(self, sentence: int, before: int) -> Speaker | None:
        """Return who speaks last in a sentence before a token, or else its subject."""
        said = [speaker for token, speaker in self.said.get(sentence, ()) if token < before]
        if said:
            return said[-1]
        parts = self._before(sentence, before)
        found = main_subject(parts)
        if found and found.kind == "pronoun" and self.text.norms[found.head] in ("c'", "ce"):
            found = self._cleft(parts) or found
        if found and found.kind == "pronoun":
            return self._topic(parts, self.sign(found))
        return self.named(found) if found and found.kind == "noun" else None

    def pronoun_sign(self, sentence: int) -> str:
        """Return gender and number of « il » or « elle » as the subject of a sentence, or ""."""
        by = main_subject(self.parser.sentence(sentence))
        is_pronoun = by is not None and self.text.norms[by.head] in ("il", "elle")
        return self.sign(by) if by and is_pronoun else ""

    def _cleft(self, parts: Sequence[Part]) -> Part | None:
        """Return the noun before « qui » after « c'est »: « C'est sa mère qui donne l'alerte »."""
        which = next((at for at, part in enumerate(parts) if part.kind == "relative"), 0)
        noun = parts[which - 1] if which else None
        return noun if noun and noun.kind == "noun" and not noun.governor else None

    def _topic(self, parts: Sequence[Part], sign: str) -> Speaker | None:
        """Return whom « quant à X » puts before a pronoun that means X."""
        for part in parts:
            if part.kind == "noun" and part.governor in TOPIC:
                found = self.named(part)
                return found if found and sign and fits(found, sign) else None
        return None

    def _before(self, sentence: int, before: int) -> list[Part]:
        return [part for part in self.parser.sentence(sentence) if part.last <= before]

    def _mentioned(self, sentence: int, before: int) -> list[Speaker]:
        """Return whom the nominal phrases of a sentence mean, in their order."""
        nouns = (part for part in self._before(sentence, before) if part.kind == "noun")
        found = (self.named(part) for part in nouns)
        return [speaker for speaker in found if speaker]

    def sign(self, part: Part) -> str:
        """Return gender and number of a pronoun: "" for « on » and others that mean nobody."""
        norm = self.text.norms[part.head]
        data = sayings()
        if norm in ("dernier", "dernière", "derniers", "dernières"):
            return ("f" if "ère" in norm else "m") + ("p" if norm.endswith("s") else "s")
        return data.inverted.get(norm, "") or data.pronouns.get(norm, "")

    def may_speak(self, described: Speaker) -> bool:
        """Say whether a description is of one who is new, « un facteur », or has spoken."""
        words = described.name.lower().split(" ")
        is_new = words[0] in ("un", "une", "son", "sa") or not OF.isdisjoint(words[2:3])
        return is_person(described.head) and (is_new or self.has_spoken(described))

    def has_spoken(self, speaker: Speaker) -> bool:
        """Say whether somebody has spoken so far."""
        return any(who.name == speaker.name for said in self.said.values() for _, who in said)
