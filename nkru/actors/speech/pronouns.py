"""Pronouns: the person or body that « il », « elle », « ils » means in an article.

A pronoun means who speaks or is the subject in the sentences before it and has its gender and
number, never merely who is named nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from nkru.actors.speech.parts import Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.speakers import DEFINITE, Speaker, Speakers, is_person
from nkru.actors.speech.subjects import main_subject
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.tokens.norms import fold

SENTENCES = 8  # before a pronoun among which its person is looked for
PARAGRAPHS = 2
RECENT = 40  # descriptions with the same noun among which one that this one repeats is looked for
INTRODUCED = 150  # tokens before « le Palestinien » in which « un Palestinien » is looked for
SHORT = 3  # letters of articles and prepositions
ASIDE = frozenset(["à", "sur", "contre", "avec", "envers", "par", "selon", "pour"])
TOPIC = frozenset(["quant", "chez", "côté"])
LESS_SURE = 0.75  # factor of a speaker's certainty for each inference of a rule


def fits(speaker: Speaker, sign: str) -> bool:
    """Say whether a pronoun of this gender and number may mean a speaker."""
    same_gender = "?" in (speaker.sign[0], sign[0]) or speaker.sign[0] == sign[0]
    return speaker.is_known and same_gender and speaker.sign[1] == sign[1]


def _content(speaker: Speaker) -> set[str]:
    """Return the words of a description that tell one from another."""
    return {word for word in fold(speaker.name).split() if len(word) > SHORT}


class Pronouns:
    """Resolves the pronouns of one article; `said` holds who has spoken so far, and where."""

    def __init__(self, text: TaggedText, parser: Parser, speakers: Speakers) -> None:
        self.text, self.parser, self.speakers = text, parser, speakers
        self.said: dict[int, list[tuple[int, Speaker]]] = {}
        self._described: dict[str, list[tuple[int, set[str], Speaker]]] = {}  # by their noun
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
            self._named[key] = self._taken_up(found, part) if found and found.head else found
        return self._named[key]

    def _taken_up(self, described: Speaker, part: Part) -> Speaker:
        """Return the person whom « le quadragénaire » takes up, or the description."""
        article = self.text.norms[part.first + bool(part.governor)]
        described = self._longer(described, part.first, article in DEFINITE)
        if article not in DEFINITE:
            return described
        if described.type == "institution":
            return self._body_meant(part, described) or described
        data, points = sayings(), article in ("ce", "cet", "cette")
        takes_up = (
            described.head in data.anaphors
            or described.head in data.people
            and (points or described.head not in data.roles)
        )
        takes_up |= part.head in self.speakers.people.demonyms
        if not takes_up or described.sign[1] == "p" or self.introduces(part):
            return described
        found = self.person(part.first, described.sign)
        return found if found and found.type == "named" else described

    def _longer(self, described: Speaker, at: int, repeats: bool) -> Speaker:
        """Return the last description before that has all words of this one, if it repeats one."""
        earlier = self._described.setdefault(described.head, [])
        words = _content(described)
        same = [e for e in earlier[-RECENT:] if e[0] < at and words <= e[1]] if repeats else []
        found = max(same, key=itemgetter(0))[2] if same else described
        earlier.append((at, _content(found), found))
        return found

    def _body_meant(self, part: Part, described: Speaker) -> Speaker | None:
        """Return the body that « l'ONG » means: that of which a sentence before says something."""
        is_bare = part.last - part.first == 2 + bool(part.governor)
        if not is_bare or described.head not in sayings().generic:
            return None
        for sentence in self.sentences(part.first):
            subject = self.subject(sentence, part.first)
            if subject and subject.type == "institution" and not subject.head:
                return subject._replace(certainty=subject.certainty * LESS_SURE)
        return None

    def introduces(self, part: Part) -> bool:
        """Say whether « un Palestinien » stands a little before « le Palestinien »."""
        norms, head = self.text.norms, self.text.norms[part.head]
        before = range(max(1, part.first - INTRODUCED), part.first)
        return any(norms[at] == head and norms[at - 1] in ("un", "une") for at in before)

    def sign(self, part: Part) -> str:
        """Return gender and number of a pronoun: "" for « on » and others that mean nobody."""
        norm = self.text.norms[part.head]
        data = sayings()
        if norm in ("dernier", "dernière", "derniers", "dernières"):
            return ("f" if "ère" in norm else "m") + ("p" if norm.endswith("s") else "s")
        return data.inverted.get(norm, "") or data.pronouns.get(norm, "")

    def speaker(self, part: Part) -> Speaker | None:
        """Return whom a pronoun means, if one reading is clear."""
        sign = self.sign(part)
        if not sign:
            return None
        if self.text.norms[part.first] in ("ce", "cette", "ces") and part.last > part.first + 1:
            return self._latter(part, sign)
        return self._ahead(part, sign) or self.person(part.first, sign)

    def _ahead(self, part: Part, sign: str) -> Speaker | None:
        """Return the subject of the main clause after « s'il …, », if the pronoun fits it."""
        parts = self.parser.sentence(self.text.sentence_of(part.first))
        if not parts or parts[0].kind != "below" or part not in parts[:3]:
            return None
        pairs = pairwise(p for p in parts if p.first >= part.first)
        nouns = (noun for comma, noun in pairs if comma.kind == "comma" and noun.kind == "noun")
        main = next(nouns, None)
        if main is None or main.governor:
            return None
        found = self.named(main)
        fitting = found is not None and fits(found, sign)
        return found._replace(certainty=found.certainty * 0.9) if found and fitting else None

    def _latter(self, part: Part, sign: str) -> Speaker | None:
        """Return whom « ce dernier » means: the last one named that has its gender."""
        for sentence in self.sentences(part.first):
            named = [s for s in self._mentioned(sentence, part.first) if fits(s, sign)]
            if named:
                return named[-1]._replace(certainty=named[-1].certainty * LESS_SURE)
        return None

    def person(self, at: int, sign: str) -> Speaker | None:
        """Return who, before a token, speaks or is the subject and has this gender and number."""
        body: Speaker | None = None
        passed = False  # whether a person of the other gender was nearer
        start = self.text.paragraphs[self.text.paragraph_of(self.text.starts[at])][0]
        for steps, sentence in enumerate(self.sentences(at)):
            if self.text.sentences[sentence][0] < start:
                here = self._named_here(start, at, sign) or body
                if here:
                    return here
                start = 0
            subject = self.subject(sentence, at)
            if subject and fits(subject, sign) and self._is_new_body(subject):
                body = body or subject._replace(certainty=0.5)
            elif subject and passed and subject.type == "institution" and fits(subject, sign):
                return None
            elif subject and fits(subject, sign):
                sure = LESS_SURE if subject.sign[0] == "?" else 0.95
                return subject._replace(certainty=subject.certainty * sure * 0.97**steps)
            passed |= subject is not None and subject.type == "named"
            named = (s for s in self._mentioned(sentence, at) if s.type == "named")
            others = {s.name: s for s in named if s.sign == sign}
            if len(others) == 1:
                (other,) = others.values()
                return other._replace(certainty=other.certainty * LESS_SURE)
            if others:
                return None
            if new := self._introduced(sentence, at, sign):
                return new
        return body

    def _named_here(self, start: int, at: int, sign: str) -> Speaker | None:
        """Return the only person whom the paragraph names before a token, as no addressee."""
        people, norms = self.speakers.people, self.text.norms
        within = people.within(self.text.token_at(start), at)
        persons = {name.who: name for name in within if name.type == "person"}
        for name in persons.values():
            found = self.speakers.of(name)
            single = len(persons) == 1 and name.kind == "name"
            if single and norms[name.first - 1] not in ASIDE and fits(found, sign):
                return found._replace(certainty=found.certainty * LESS_SURE)
        return None

    def _introduced(self, sentence: int, at: int, sign: str) -> Speaker | None:
        """Return the only person whom a sentence introduces: « je croise une voisine »."""
        new = {s.name: s for s in self._mentioned(sentence, at) if s.head and fits(s, sign)}
        (found, *more) = new.values() or (None,)
        if found is None or more or found.name.split(" ")[0] not in ("un", "une", "des"):
            return None
        return found._replace(certainty=found.certainty * LESS_SURE)

    def may_speak(self, described: Speaker) -> bool:
        """Say whether a description is of one who is new, « un facteur », or has spoken."""
        spoken = (s.name for said in self.said.values() for _, s in said)
        is_new = described.name.split(" ")[0].lower() in ("un", "une")
        return is_person(described.head) and (is_new or described.name in spoken)

    def _is_new_body(self, speaker: Speaker) -> bool:
        """Say whether this is a body that has not spoken: a person is likelier to be meant."""
        spoken = (s.name for said in self.said.values() for _, s in said)
        return speaker.type == "institution" and speaker.name not in spoken

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
        if found and found.kind == "pronoun":
            return self._topic(parts, self.sign(found))
        return self.named(found) if found and found.kind == "noun" else None

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
