"""Words by part of speech: the dictionary forms under which a token is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nkru.tokens.dictionary import analyses
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.lemmas_by_pos import lemmatize_tagged

# The class of words to which a part of speech belongs; function words have no class.
CLASSES = {
    **{"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "name", "NUM": "noun"},
    **{"ADJ": "adj", "ADV": "adv", "INTJ": "noun", "X": "noun"},
}
TAGS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}


class Word(NamedTuple):
    """A type of token: its norm, its lemma by part of speech, its class, and other readings.

    `base` is its lemma by form, `verb` its infinitive if it may be a form of a verb (else empty),
    `adjective` its masculine singular as an adjective (else empty); `finite` says whether it may be
    a finite form of a verb: « réduit », « triomphe ».
    """

    norm: str
    lemma: str
    group: str
    base: str
    verb: str
    adjective: str
    finite: bool

    @property
    def infinitive(self) -> bool:
        """Say whether it is a verb in the infinitive."""
        return self.group == "verb" and self.norm == self.lemma

    @property
    def mood(self) -> str:
        """Return future or conditional for a verb in one of them, else an empty string."""
        stem = self.norm if self.group == "verb" and not self.infinitive else ""
        if stem.endswith(("rait", "raient", "rais", "rions", "riez")):
            return "conditional"
        return "future" if stem.endswith(("ra", "ront", "rai", "ras", "rons", "rez")) else ""

    def index_keys(self) -> Iterator[tuple[str, str]]:
        """Yield the dictionary forms and classes under which its term may be filed, best first."""
        yield from ((self.lemma, self.group), (self.norm, self.group))
        if not self.group:
            yield from ((self.norm, "function"), (self.base, "function"))
        yield from ((self.norm, ""), (self.lemma, ""), (self.base, ""))
        yield from self._other_keys()

    def _other_keys(self) -> Iterator[tuple[str, str]]:
        """Yield the keys under other parts of speech."""
        if self.group == "noun":
            yield from ((self.adjective, "adj"), (self.norm, "adj"))
        elif self.group == "name":  # in a title of capitals any word may be tagged as a name
            yield from ((self.norm, "noun"), (self.base, "noun"))
            yield from ((self.adjective, "adj"), (self.verb, "verb"))
        elif self.group == "adj":
            yield from ((self.verb, "verb"), (self.lemma, "noun"), (self.norm, "noun"))
        elif self.group == "verb" and self.adjective:
            yield self.adjective, "adj"
        elif not self.group:
            yield self.norm, "adv"


def read_words(norms: Sequence[str], lemmas: Sequence[str], pos: Sequence[str]) -> list[Word]:
    """Return the words of types, given their norms, lemmas and parts of speech."""
    bases = lemmatize(norms)
    return [
        _read_word(norm, lemma, CLASSES.get(tag, ""), base)
        for norm, lemma, tag, base in zip(norms, lemmas, pos, bases, strict=True)
    ]


@lru_cache(maxsize=2**18)
def _read_word(norm: str, lemma: str, group: str, base: str) -> Word:
    """Return a word with its readings as a verb and as an adjective, where it may have them."""
    features = _verbal_features(norm) if group else ()
    participle = any(feature[0] == "k" for feature in features)
    finite = any(feature[0] != "k" for feature in features)
    verbal = group == "name" or (finite if group == "noun" else participle)
    verb = lemma if group == "verb" else _lemma(norm, "VERB") if verbal else ""
    adjective = _lemma(norm, "ADJ") if participle or group in ("noun", "name") else ""
    return Word(norm, lemma, group, base, verb, adjective, finite)


def _verbal_features(norm: str) -> tuple[str, ...]:
    readings = (reading for reading in analyses(norm) if reading.letter == "V")
    return tuple(feature for reading in readings for feature in reading.features)


def _lemma(norm: str, tag: str) -> str:
    return lemmatize_tagged([norm], [tag])[0]


def dictionary_keys(norm: str, pos: str) -> set[tuple[str, str]]:
    """Return the dictionary forms and the class under which a term of one word is filed.

    >>> sorted(dictionary_keys("mauvaises", "adj"))
    [('mauvais', 'adj'), ('mauvaises', 'adj')]
    """
    lemma = _lemma(norm, TAGS[pos]) if pos in TAGS else lemmatize([norm])[0]
    return {(norm, pos), (lemma, pos)}
