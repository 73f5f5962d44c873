"""Pronouns: the person or body that « il », « elle », « ils » means in an article.

A pronoun means who speaks or is the subject in the sentences before it and has its gender and
number, never merely who is named nearest.
"""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter

from nkru.actors.speech.antecedents import Antecedents, fits
from nkru.actors.speech.parts import Part
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.speakers import DEFINITE, Speaker, Speakers, is_person
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.tokens.norms import fold

RECENT = 40  # descriptions with the same noun among which one that this one repeats is looked for
INTRODUCED = 150  # tokens before « le Palestinien » in which « un Palestinien » is looked for
SHORT = 3  # letters of articles and prepositions
ASIDE = frozenset(["à", "sur", "contre", "avec", "envers", "par", "selon", "pour"])
WRITTEN = frozenset(["écrire", "dire", "indiquer", "préciser", "prévoir", "mentionner"])
TITLES, TITLE_LINES = ("title", "heading", "standfirst"), 3
LESS_SURE = 0.75  # factor of a speaker's certainty for each inference of a rule


def _content(speaker: Speaker) -> set[str]:
    """Return the words of a description that distinguish it from others."""
    return {word for word in fold(speaker.name).split() if len(word) > SHORT}


class Pronouns(Antecedents):
    """Resolves the pronouns of one article."""

    def __init__(self, text: TaggedText, parser: Parser, speakers: Speakers) -> None:
        super().__init__(text, parser, speakers)
        self._described: dict[str, list[tuple[int, set[str], Speaker]]] = {}  # by their noun

    def taken_up(self, described: Speaker, part: Part) -> Speaker:
        """Return the person whom « le quadragénaire » takes up, or the description."""
        article = self.text.norms[part.first + bool(part.governor)]
        described = self._longer(described, part.first, article in DEFINITE)
        if article not in DEFINITE:
            return described
        if described.type == "institution":
            return described
        data, points = sayings(), article in ("ce", "cet", "cette")
        takes_up = (
            described.head in data.anaphors
            or described.head in data.people
            and (points or described.head not in data.roles)
        )
        takes_up |= part.head in self.speakers.people.demonyms or described.head in data.vague
        if not takes_up or described.sign[1] == "p" or self.introduces(part):
            return described
        found = self.person(part.first, described.sign) or self._only(described)
        return found if found and found.type == "named" else described

    def _only(self, described: Speaker) -> Speaker | None:
        """Return the only person of the article who has the gender of a description."""
        people = self.speakers.people
        named = {name.who: name for name in people.names if name.type == "person"}
        signs = {who: people.gender(who) for who in named}
        fitting = [who for who, gender in signs.items() if gender in ("", described.sign[0])]
        if len(fitting) != 1 or not signs[fitting[0]]:
            return None
        found = self.speakers.of(named[fitting[0]])
        return found._replace(certainty=found.certainty * LESS_SURE)

    def _longer(self, described: Speaker, at: int, repeats: bool) -> Speaker:
        """Return the last description before that has all words of this one, if it repeats one."""
        earlier = self._described.setdefault(described.head, [])
        words = _content(described)
        same = [e for e in earlier[-RECENT:] if e[0] < at and words <= e[1]] if repeats else []
        found = max(same, key=itemgetter(0))[2] if same else described
        earlier.append((at, _content(found), found))
        return found

    def introduces(self, part: Part) -> bool:
        """Say whether « un Palestinien » comes a little before « le Palestinien »."""
        norms, head = self.text.norms, self.text.norms[part.head]
        before = range(max(1, part.first - INTRODUCED), part.first)
        return any(norms[at] == head and norms[at - 1] in ("un", "une") for at in before)

    def speaker(self, part: Part) -> Speaker | None:
        """Return whom a pronoun means, if one reading is clear."""
        sign = self.sign(part)
        if not sign or self._is_impersonal(part):
            return None
        if self.text.norms[part.first] in ("ce", "cette", "ces") and part.last > part.first + 1:
            return self._latter(part, sign)
        return self._ahead(part, sign) or self.person(part.first, sign)

    def _is_impersonal(self, part: Part) -> bool:
        """Say whether « il » means nobody: « il s'agit », « il fut question de »."""
        norms, at = self.text.norms, part.last
        if norms[part.head] != "il":
            return False
        while norms[at : at + 1] and norms[at] in ("ne", "n'", "y", "s'"):
            at += 1
        if at >= len(norms):
            return False
        lemma, there = describe(norms[at]).finite, "y" in norms[part.last : at]
        asked = lemma == "être" and "question" in norms[at + 1 : at + 3]
        written = lemma == "être" and describe(norms[at + 1]).participle in WRITTEN
        agir = lemma == "agir" and norms[at - 1] == "s'"
        return (
            lemma in ("falloir", "faillir", "suffire")
            or asked
            or agir
            or written
            or there
            and lemma == "avoir"
        )

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
            if owned := self._last_person(sentence, part.first, sign):
                return owned
            named = [s for s in self._mentioned(sentence, part.first) if fits(s, sign)]
            if named:
                return named[-1]._replace(certainty=named[-1].certainty * LESS_SURE)
        return None

    def _last_person(self, sentence: int, before: int, sign: str) -> Speaker | None:
        """Return the last person of a sentence who completes a noun: « le départ du maire »."""
        begin, end = self.text.bounds(sentence)
        for at in range(min(end, before) - 1, begin + 1, -1):
            norm, article = self.text.norms[at], self.text.tags[at - 1] == "DET"
            if self.text.tags[at] == "NOUN" and is_person(norm) and article:
                found = self.speakers.named(Part("noun", at - 1, at + 1, at))
                return found if found and fits(found, sign) else None
            if self.text.tags[at] == "PROPN":
                return None
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
        return body or self._last_heard(at, sign) or self._of_title(sign)

    def _of_title(self, sign: str) -> Speaker | None:
        """Return the only person whom the title names, as a portrait does, if the gender fits."""
        people, text = self.speakers.people, self.text
        titles = (part for part in text.paragraphs[:TITLE_LINES] if part[2] in TITLES)
        named = {
            name.who: name
            for start, end, _ in titles
            for name in people.within(text.token_at(start), text.token_at(end - 1) + 1)
            if name.type == "person"
        }
        (only, *more) = named.values() or (None,)
        found = self.speakers.of(only) if only and not more and only.kind == "name" else None
        clear = found is not None and found.sign[0] != "?" and fits(found, sign)
        return found._replace(certainty=found.certainty * LESS_SURE) if found and clear else None

    def _last_heard(self, at: int, sign: str) -> Speaker | None:
        """Return the person who has spoken last, if no other of this gender stands in between."""
        heard = [(token, who) for said in self.said.values() for token, who in said if token < at]
        token, found = max(heard, key=itemgetter(0), default=(0, None))
        if found is None or found.type != "named" or not fits(found, sign):
            return None
        people = self.speakers.people
        since = {name.who for name in people.within(token, at) if name.type == "person"}
        others = since - {found.name}
        if any(people.gender(who) in ("", sign[0]) for who in others):
            return None
        return found._replace(certainty=found.certainty * LESS_SURE)

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
        is_new = found is not None and found.name.split(" ")[0] in ("un", "une", "des")
        if found is None or more or not is_new:
            return None
        return found._replace(certainty=found.certainty * LESS_SURE)

    def _is_new_body(self, speaker: Speaker) -> bool:
        """Say whether this is a body that has not spoken: a person is likelier to be meant."""
        return speaker.type == "institution" and not self.has_spoken(speaker)
