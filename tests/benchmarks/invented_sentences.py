"""Sentences invented from a small grammar and the dictionary, to teach a tagger what a clause is.

A treebank shows a few hundred of the forms that are a noun in one place and a verb in another. Here
thousands of them stand in either place: a subject, its verb, what follows it. Sense they have none.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from nkru.tokens.dictionary import Analysis, entries, readings

Tagged = list[tuple[str, str]]

KINDS = ("ms", "fs", "mp", "fp")  # gender and number
WORDS = tomllib.loads(Path(__file__).with_name("invented_words.toml").read_text("utf-8"))


class Grammar:
    """Draws sentences; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words: dict[str, list[str]] = defaultdict(list)
        groups = readings()
        for form, number in sorted(entries().items()):
            if form.isalpha() and form.islower() and 2 < len(form) < 13:
                self._sort(form, [r for r in groups[number] if not r.rare])

    def _sort(self, form: str, found: list[Analysis]) -> None:
        letters = {reading.letter for reading in found}
        closed = letters & set("PDOSCMI")
        if closed or any(reading.lemma_is_auxiliary for reading in found):
            return
        features = {r.letter: set() for r in found} | {
            letter: {f for r in found if r.letter == letter for f in r.features}
            for letter in letters
        }
        verb = features.get("V", set())
        for letter in letters & {"N", "A"}:
            for feature in features[letter]:
                self.words[letter + feature].append(form)
                if letter == "A" and verb and not any(name[0] == "k" for name in verb):
                    plural_alone = verb <= {"f3p", "s3p"}
                    self.words[("AT" if plural_alone else "AV") + feature].append(form)
                if letter == "N" and "R" in letters:
                    self.words["NR" + feature].append(form)
                if letter == "N" and verb & {"f3s", "f3p", "g", "kms", "kfs", "kmp"}:
                    self.words["NV" + feature].append(form)
        for feature in verb:
            self.words["V" + feature].append(form)
            if letters & {"N", "A"}:
                self.words["VN" + feature].append(form)

    def pick(self, *groups: str) -> str:
        return self.random.choice(self.words[self.random.choice(groups)])

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def sentence(self) -> Tagged:
        """Return one sentence as forms with their parts of speech."""
        tagged: Tagged = []
        if self.chance(0.04):
            return self.signature()
        if self.chance(0.06):
            return self.heading()
        if self.chance(0.2):
            tagged = [*self.opening(), (",", "PUNCT")]
        elif self.chance(0.05):
            tagged = [*self.participle(), (",", "PUNCT")]
        tagged += self.order() if not tagged and self.chance(0.03) else self.clause()
        if self.chance(0.15):
            tagged += [(self.random.choice(["et", "mais"]), "CCONJ"), *self.clause()]
        if self.chance(0.15):
            tagged += [
                (",", "PUNCT"),
                ("en", "ADP"),
                (self.pick("Vg", "VNg"), "VERB"),
                *self.noun_phrase(),
            ]
        tagged.append((self.random.choice("...?"), "PUNCT"))
        first, tag = tagged[0]
        return [(first[:1].upper() + first[1:], tag), *tagged[1:]]

    def signature(self) -> Tagged:
        """Return a line that is a name, perhaps in capitals: who speaks, who wrote."""
        family = self.pick("Nms", "Nfs", "Ams", "NVms", "Vf3s").capitalize()
        parts = [self.random.choice(WORDS["first"]), family]
        return [(part.upper() if self.chance(0.5) else part, "PROPN") for part in parts]

    def heading(self) -> Tagged:
        """Return a heading that begins with a noun, without its determiner."""
        kind = self.random.choice(KINDS)
        tagged = [(self.pick("N" + kind, "NV" + kind).capitalize(), "NOUN")]
        if self.chance(0.3):
            tagged.append((self.adjective(kind), "ADJ"))
        if self.chance(0.6):
            tagged += self.complement_of_noun()
        if self.chance(0.4):
            tagged += [(":", "PUNCT"), *self.clause()]
        return tagged

    def opening(self) -> Tagged:
        words: Tagged = []
        for word in self.random.choice(WORDS["openings"]).split():
            if word == "NP":
                words += self.noun_phrase()
            elif word == "NAME":
                words += self.name()
            elif word == "NOUN":
                words.append((self.pick("Nms", "NVms"), "NOUN"))
            else:
                tag = "ADV" if word == "Hier" else "NOUN" if word in ("mars", "lundi") else "ADP"
                words.append((word.lower(), tag))
        return words

    def participle(self) -> Tagged:
        """Return what opens a sentence before its subject: « Interrogé sur ce plan »."""
        form = self.pick("Vg", "VNg", *(f"{v}k{kind}" for v in ("V", "VN") for kind in KINDS))
        return [(form, "VERB"), *self.complement()]

    def order(self) -> Tagged:
        return [(self.pick("Vf1p", "Vf2p", "VNf2p"), "VERB"), *self.complement()]

    def clause(self) -> Tagged:
        number = "p" if self.chance(0.25) else "s"
        if self.chance(0.06):
            return self.address()
        if self.chance(0.02):
            # « Constance nage »: a name alone, spelled like a noun.
            family = self.pick("Nms", "Nfs", "Nmp", "NVms", "NVfs").capitalize()
            return [(family, "PROPN"), *self.predicate("s", "m")]
        if self.chance(0.2):
            return [*self.name(), *self.predicate("s", "m")]
        gender = self.random.choice("mf")
        return [*self.noun_phrase(number, gender, 0.4), *self.predicate(number, gender)]

    def address(self) -> Tagged:
        """Return a clause in the first or second person."""
        subject, form = self.random.choice(WORDS["persons"]).split()
        feature = "f" + form
        return [
            (subject, "PRON"),
            (self.pick("V" + feature, "VN" + feature), "VERB"),
            *self.complement(),
        ]

    def noun_phrase(self, number: str = "", gender: str = "", more: float = 0.2) -> Tagged:
        number = number or ("p" if self.chance(0.3) else "s")
        gender = gender or self.random.choice("mf")
        kind = gender + number
        determiner = self.random.choice(
            WORDS["genders"][gender] if number == "s" else WORDS["plurals"]
        )
        tagged = [(determiner, "NUM" if determiner in ("deux", "trois") else "DET")]
        if number == "s" and self.chance(0.1):
            tagged.append((self.random.choice(WORDS["before"][gender]), "ADJ"))
        elif self.chance(0.07):
            # « un violent orage »: an adjective before its noun may be any.
            tagged.append((self.pick("A" + kind), "ADJ"))
        noun = self.pick("N" + kind, "NV" + kind)
        if kind == "ms" and self.chance(0.02):
            return [("l'", "DET"), (self.random.choice(["est", "ouest"]), "NOUN"), *self.of_place()]
        if kind == "ms" and self.chance(0.06):
            # « un pas vers la paix », « ce bien », « le son »
            noun = self.random.choice(WORDS["small"]) if self.chance(0.3) else self.pick("NRms")
        if len(tagged) == 1 and noun[0] in "aeiouyhéèêâî" and determiner in ("le", "la"):
            tagged[0] = ("l'", "DET")
        tagged.append((noun, "NOUN"))
        if self.chance(0.2):
            tagged.append((self.adjective(kind), "ADJ"))
        if self.chance(more):
            tagged += self.relative(number) if self.chance(0.3) else self.complement_of_noun()
        return tagged

    def adjective(self, kind: str) -> str:
        """Return an adjective that may be a verb elsewhere: « double », « ils content »."""
        return self.pick("A" + kind, "AV" + kind, *(["AT" + kind] if kind == "ms" else []))

    def of_place(self) -> Tagged:
        if self.chance(0.5):
            return [("du", "ADP"), (self.pick("Nms", "NVms"), "NOUN")]
        return [("de", "ADP"), *self.name()]

    def complement_of_noun(self) -> Tagged:
        if self.chance(0.3):
            return [("du", "ADP"), (self.pick("Nms", "NVms"), "NOUN")]
        if self.chance(0.4):
            kind = self.random.choice(KINDS)
            return [("de", "ADP"), (self.pick("N" + kind, "NV" + kind), "NOUN")]
        return [("de", "ADP"), *(self.name() if self.chance(0.3) else self.noun_phrase(more=0))]

    def relative(self, number: str) -> Tagged:
        if self.chance(0.5):
            return [("qui", "PRON"), *self.verb(number), *self.complement()]
        subject = self.name() if self.chance(0.3) else self.noun_phrase(number="s", more=0)
        return [("que", "PRON"), *subject, *self.verb("s")]

    def name(self) -> Tagged:
        """Return a name, alone or after a title: common nouns and adjectives with a capital."""
        if self.chance(0.2):
            return [(self.random.choice(WORDS["names"]), "PROPN")]
        family = self.pick("Nms", "Nfs", "Nmp", "NVms", "NVfs", "Ams", "Amp", "Vf3s").capitalize()
        if self.chance(0.5):
            given = self.random.choice(WORDS["first"])
            particle = [self.random.choice(WORDS["particles"])] if self.chance(0.25) else []
            parts = [given, *particle, family]
            loud = self.chance(0.15)
            return [(part.upper() if loud and part != given else part, "PROPN") for part in parts]
        title = self.random.choice(WORDS["titles"]).split()
        tags = {"le": "DET", "la": "DET", "l'": "DET", "de": "ADP", "selon": "ADP", "à": "ADP"}
        name = family if self.chance(0.7) else self.random.choice(WORDS["first"])
        return [*((part, tags.get(part, "NOUN")) for part in title), (name, "PROPN")]

    def verb(self, number: str) -> Tagged:
        return [(self.pick(f"Vf3{number}", f"VNf3{number}", f"VNf3{number}"), "VERB")]

    def predicate(self, number: str, gender: str) -> Tagged:
        roll = self.random.random()
        if roll < 0.5:
            before: Tagged = []
            if self.chance(0.15):
                before = [("se", "PRON")]
            elif self.chance(0.15):
                before = [
                    (self.random.choice(["le", "la", "les", "leur", "lui", "y", "en"]), "PRON")
                ]
            return [*before, *self.verb(number), *self.complement()]
        if roll < 0.6:
            return [("ne", "ADV"), *self.verb(number), ("pas", "ADV"), *self.complement()]
        if roll < 0.72:
            auxiliary = "a" if number == "s" else "ont"
            return [(auxiliary, "AUX"), (self.pick("Vkms", "VNkms"), "VERB"), *self.complement()]
        if roll < 0.84:
            start: Tagged = [("s'", "PRON")] if self.chance(0.3) else []
            auxiliary = "est" if number == "s" else "sont"
            kind = f"k{gender}{number}"
            return [
                *start,
                (auxiliary, "AUX"),
                (self.pick("V" + kind, "VN" + kind), "VERB"),
                *self.agent(),
            ]
        if roll < 0.9 and number == "s":
            return [
                (self.random.choice(WORDS["modals"]), "VERB"),
                (self.pick("Vw"), "VERB"),
                *self.complement(),
            ]
        if roll < 0.94 and number == "s":
            return [(self.random.choice(WORDS["saying"]), "VERB"), ("que", "SCONJ"), *self.clause()]
        degree = self.random.choice(WORDS["degrees"])
        return [
            ("est" if number == "s" else "sont", "AUX"),
            *([(degree, "ADV")] if self.chance(0.3) else []),
            (self.adjective(gender + number), "ADJ"),
        ]

    def agent(self) -> Tagged:
        return (
            [("par", "ADP"), *self.noun_phrase(more=0)] if self.chance(0.7) else self.complement()
        )

    def complement(self) -> Tagged:
        roll = self.random.random()
        if roll < 0.15:
            return []
        if roll < 0.25:
            return [(self.random.choice(WORDS["adverbs"]), "ADV")]
        if roll < 0.55:
            return self.noun_phrase()
        if roll < 0.65:
            return [
                (self.random.choice(["à", "de"]), "ADP"),
                (self.pick("Vw"), "VERB"),
                *self.noun_phrase(),
            ]
        if roll < 0.7:
            return [("du", "ADP"), (self.pick("Nms", "NVms"), "NOUN")]
        preposition = self.random.choice(WORDS["prepositions"]).split()
        tagged = [
            (part, "NOUN" if part in ("sein", "faveur", "large") else "ADP") for part in preposition
        ]
        return [*tagged, *(self.name() if self.chance(0.2) else self.noun_phrase())]


def sentences(count: int, seed: int = 1) -> Iterator[Tagged]:
    """Yield `count` invented sentences."""
    grammar = Grammar(seed)
    for _ in range(count):
        yield grammar.sentence()
