"""Cues of tone: the terms of a lexicon and of grammar in the tokens of a corpus.

They are found on integer codes of types, in arrays over all tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.tone.expressions import covered, match_expressions
from nkru.tone.terms import Term, TermIndex
from nkru.tone.traits import (
    ADVERB,
    BEFORE_NOUN,
    CONDITIONAL,
    COPULA,
    DE,
    FINITE,
    FUTURE,
    IF,
    INFINITIVE,
    SE,
    VERB,
    Traits,
    capitals,
    follows,
    has,
    names,
    passives,
    type_traits,
    with_verbs,
)
from nkru.tone.units import Cue
from nkru.tone.words import Word, read_words


@dataclass(frozen=True)
class Cues:
    """Cues in the order of the text, as columns.

    Attributes:
        terms: all terms of the index.
        entry: the index of each cue's term in `terms`.
        first, last: its first and last token.
        sentence: the index of its sentence.
        passive: whether it is a passive participle, with its patient as subject: « est levée ».
        predicate: whether it follows « être ».
        infinitive: whether it is a verb in the infinitive.
        genitive: whether it follows « de », with only determiners, adjectives, adverbs between.
        starts: the first token of each sentence.
        conditions: whether each sentence has « si » and a verb in the future or the conditional.
    """

    terms: Sequence[Term]
    entry: Ints
    first: Ints
    last: Ints
    sentence: Ints
    passive: Bools
    predicate: Bools
    infinitive: Bools
    genitive: Bools
    starts: Ints
    conditions: Bools

    def are(self, acts: Set[str]) -> Bools:
        """Say which cues have one of these acts."""
        return np.array([term.act in acts for term in self.terms], dtype=bool)[self.entry]

    def grouped(self, rows: Bools, groups: Ints) -> Iterator[tuple[int, list[Cue]]]:
        """Yield each group with its cues, of the rows chosen."""
        columns = (
            self.entry,
            self.first,
            self.last,
            self.passive,
            self.predicate,
            self.infinitive,
            self.genitive,
        )
        entries, *others = (column[rows].tolist() for column in columns)
        cues = map(Cue, map(self.terms.__getitem__, entries), *others)
        labels, sizes = np.unique(groups[rows], return_counts=True)
        for label, size in zip(labels.tolist(), sizes.tolist(), strict=True):
            yield label, list(islice(cues, size))


class _Readings(NamedTuple):
    """Codes of types, or of tokens."""

    word: Ints  # in expressions, or -1
    verb: Ints  # of the verb, in expressions
    single: Ints  # term of the token by itself, or -1
    finite: Ints  # term of a noun as a verb
    reflexive: Ints  # term as a verb after « se »

    def of(self, types: Ints) -> _Readings:
        """Return the readings of tokens, given the type of each."""
        return _Readings(*(column[types] for column in self))


def find_cues(tokens: pd.DataFrame, index: TermIndex) -> Cues:
    """Find the terms of an index in `corpus.tagged_tokens`: the longest first, no overlaps."""
    types, words, pos = _types(tokens)
    of_token = _readings(words, index).of(types)
    traits = with_verbs(type_traits(words, pos)[types] | capitals(tokens))
    start = np.flatnonzero(tokens["token_no"].to_numpy() == 1)
    sentence = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(tokens))))
    first, last, term = match_expressions(of_token.word, of_token.verb, traits, sentence, index)
    entry = _single_terms(of_token, traits)
    named = names(traits, sentence, start)
    plain = np.array([term.act == "neutral" for term in index.terms], dtype=bool)[term]
    kept = plain | ~named[first]  # « l'Union nationale » is a name
    first, last, term = first[kept], last[kept], term[kept]
    verbal = np.array([term.verb for term in index.terms], dtype=bool)[term]
    free = ~covered(first, last, len(tokens))
    # In « n'a pas mis fin à » the negation is inside of its verb.
    inside = covered(first[verbal] + 1, last[verbal], len(tokens))
    free |= inside & has(traits, ADVERB) & (entry >= 0)
    single = np.flatnonzero((entry >= 0) & free & ~named)
    unreal = np.array([term.act == "unreal" for term in index.terms] + [False])[entry]
    moods = np.flatnonzero(has(traits, CONDITIONAL) & ~unreal)
    mood = np.full(len(moods), index.suffixes.get("rait", -1))
    order = np.argsort(np.concatenate((moods, single, first)), kind="stable")
    where = np.concatenate((moods, single, first))[order]
    return Cues(
        terms=index.terms,
        entry=np.concatenate((mood, entry[single], term))[order],
        first=where,
        last=np.concatenate((moods, single, last))[order],
        sentence=sentence[where],
        passive=passives(traits)[where],
        predicate=follows(traits, COPULA, 4, None)[where],
        infinitive=has(traits, INFINITIVE)[where],
        genitive=follows(traits, DE, 4, BEFORE_NOUN)[where],
        starts=start,
        conditions=_any(has(traits, IF), start) & _any(has(traits, FUTURE | CONDITIONAL), start),
    )


def _any(traits: Bools, start: Ints) -> Bools:
    """Say which sentences have a token with the trait."""
    return np.logical_or.reduceat(traits, start) if len(start) else traits[:0]


def _types(tokens: pd.DataFrame) -> tuple[Ints, list[Word], list[str]]:
    """Return the type of each token, and the word and part of speech of each type."""
    columns = [tokens[name].cat for name in ("norm", "lemma", "pos")]
    key = np.zeros(len(tokens), np.int64)
    for column in columns:
        key = key * max(len(column.categories), 1) + column.codes.to_numpy(np.int64)
    types, kinds = pd.factorize(key)
    names: list[list[str]] = []
    for column in reversed(columns):
        kinds, code = np.divmod(kinds, max(len(column.categories), 1))
        names.insert(0, column.categories[code].tolist())
    return types, read_words(*names), names[2]


def _readings(words: Sequence[Word], index: TermIndex) -> _Readings:
    """Return the readings of types."""
    bases, verbs = [word.base for word in words], [word.verb for word in words]
    terms = np.array(list(map(index.readings, words)), np.int64).reshape(-1, 3).T
    return _Readings(index.trie.words(bases), index.trie.words(verbs), *terms)


def _single_terms(of_token: _Readings, traits: Traits) -> Ints:
    """Return the term of every token by itself, or -1."""
    reflexive, turned = of_token.reflexive, has(traits, FINITE) & has(traits, VERB)
    single = np.where(turned, of_token.finite, of_token.single)
    verbal = (reflexive >= 0) & has(traits, VERB) & follows(traits, SE, 3)
    return np.where(verbal, reflexive, single)
