"""Parts of a sentence: nominal phrases, verbs with their clitics, and the words between them."""

from __future__ import annotations

from typing import NamedTuple

from nkru.actors.speech.sayings import sayings

OF = frozenset(["de", "d'", "du", "des"])
CONTRACTED = frozenset(["au", "aux", "auquel", "auxquels"])
MARKS = frozenset('«»“”„"')
TITLES = frozenset(
    ["m.", "mm.", "mme", "mmes", "mlle", "me", "maître", "dr", "pr", "monsieur", "madame"]
)


class Part(NamedTuple):
    """A part of a sentence: tokens `first` to before `last`.

    `kind` is noun, pronoun, verb (finite), participle, gerund, infinitive, relative, that, below
    (a conjunction that subordinates), and, comma, stop, quote, time or other. `head` is the main
    noun of a nominal phrase; `governor` the preposition before it; `lemma` the verb or
    verbal expression ("faire savoir"); `clitic` the token of an inverted pronoun, or -1; `passive`
    says that the subject of the verb is not its agent; `is_name` that a noun is the name of a known
    actor; `is_plural` that a verb is plural, or that several nouns are its subject.
    """

    kind: str
    first: int
    last: int
    head: int = -1
    governor: str = ""
    lemma: str = ""
    clitic: int = -1
    passive: bool = False
    is_name: bool = False
    is_plural: bool = False

    @property
    def says(self) -> bool:
        """Whether this is a verb of saying."""
        lemma = self.lemma
        return not self.passive and (lemma in sayings().force or " " in lemma)
