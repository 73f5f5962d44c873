"""Cues of tone: the terms of a lexicon and of grammar in the tokens of a corpus.

They are found on integer codes of types, in arrays over all tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, repeat
from operator import eq
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.tone.terms import Term, TermIndex
from nkru.tone.traits import (
    ADVERB,
    COPULA,
    SE,
    Traits,
    before_articles,
    capitals,
    finite_places,
    follows,
    has,
    names,
    passives,
    type_traits,
)
from nkru.tone.units import Cue


@dataclass(frozen=True)
class Cues:
    """Cues in the order of the text, as columns.

    Attributes:
        terms: all terms of the index.
        entry: the index of each cue's term in `terms`.
        first, last: its first and last token.
        sentence: the index of its sentence.
        passive: whether it is a participle whose subject is its patient: « est levée ».
        predicate: whether it follows « être ».
        starts: the first token of each sentence.
    """

    terms: Sequence[Term]
    entry: Ints
    first: Ints
    last: Ints
    sentence: Ints
    passive: Bools
    predicate: Bools
    starts: Ints

    def are(self, acts: Set[str]) -> Bools:
        """Say which cues have one of these acts."""
        return np.array([term.act in acts for term in self.terms], dtype=bool)[self.entry]

    def grouped(self, rows: Bools, groups: Ints) -> Iterator[tuple[int, list[Cue]]]:
        """Yield each group with its cues, of the rows chosen."""
        columns = (self.entry, self.first, self.last, self.passive, self.predicate)
        entries, *others = (column[rows].tolist() for column in columns)
        cues = map(Cue, map(self.terms.__getitem__, entries), *others)
        labels, sizes = np.unique(groups[rows], return_counts=True)
        for label, size in zip(labels.tolist(), sizes.tolist(), strict=True):
            yield label, list(islice(cues, size))


class _Readings(NamedTuple):
    """Codes and traits of types, or of tokens."""

    traits: Traits
    word: Ints  # in expressions; -1 for none
    verb: Ints  # of the verb it may be a form of, in expressions
    single: Ints  # term as it is; -1 for none
    finite: Ints  # term as a finite verb
    reflexive: Ints  # term as a verb after « se »

    def of(self, types: Ints) -> _Readings:
        """Return the readings of tokens, given the type of each."""
        return _Readings(self.traits[types], *(column[types] for column in self[1:]))


def find_cues(tokens: pd.DataFrame, index: TermIndex) -> Cues:
    """Find the terms of an index in `corpus.tokens`: the longest first, without overlaps."""
    types, norms, lemmas = _types(tokens)
    of_token = _readings(norms, lemmas, index).of(types)
    traits = of_token.traits | capitals(tokens)
    start = np.flatnonzero(tokens["token_no"].to_numpy() == 1)
    sentence = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(tokens))))
    first, last, term = _expressions(of_token, traits, sentence, index)
    entry = _single_terms(of_token, traits, index)
    verbal = np.array([term.verb for term in index.terms], dtype=bool)[term]
    free = ~_covered(first, last, len(tokens))
    # In « n'a pas mis fin à » the negation is inside of its verb.
    inside = _covered(first[verbal] + 1, last[verbal], len(tokens))
    free |= inside & has(traits, ADVERB) & (entry >= 0)
    single = np.flatnonzero((entry >= 0) & free & ~names(traits, sentence, start))
    order = np.argsort(np.concatenate((single, first)), kind="stable")
    where = np.concatenate((single, first))[order]
    return Cues(
        terms=index.terms,
        entry=np.concatenate((entry[single], term))[order],
        first=where,
        last=np.concatenate((single, last))[order],
        sentence=sentence[where],
        passive=passives(traits)[where],
        predicate=follows(traits, COPULA, 4, None)[where],
        starts=start,
    )


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    """Say which of `size` tokens are in one of the spans."""
    depth = np.zeros(size + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, last + 1, -1)
    return np.cumsum(depth[:-1]) > 0


def _types(tokens: pd.DataFrame) -> tuple[Ints, list[str], list[str]]:
    """Return the type of each token, and the norm and lemma of each type."""
    norm, lemma = tokens["norm"].cat, tokens["lemma"].cat
    pairs = norm.codes.to_numpy(np.int64) * len(lemma.categories) + lemma.codes.to_numpy()
    types, kinds = pd.factorize(pairs)
    codes = np.divmod(kinds, max(len(lemma.categories), 1))
    norms, lemmas = (
        column.categories[code].tolist() for column, code in zip((norm, lemma), codes, strict=True)
    )
    return types, norms, lemmas


def _readings(norms: Sequence[str], lemmas: Sequence[str], index: TermIndex) -> _Readings:
    """Return the readings of types."""
    forms = list(map(index.form, norms, lemmas))
    verbs = list(map(index.verb, norms, forms))
    finite, reflexive = (
        np.fromiter(map(terms.get, verbs, repeat(-1)), np.int64, len(norms))
        for terms in (index.single, index.pronominal)
    )
    finite[np.fromiter(map(eq, verbs, norms), bool, len(norms))] = -1
    return _Readings(
        traits=type_traits(norms, forms, index),
        word=index.trie.words(forms),
        verb=index.trie.words(verbs),
        single=np.fromiter(map(index.term_index, norms, forms), np.int64, len(norms)),
        finite=finite,
        reflexive=reflexive,
    )


def _single_terms(of_token: _Readings, traits: Traits, index: TermIndex) -> Ints:
    """Return the term of every token as one word, -1 for none."""
    single, finite, reflexive = of_token.single, of_token.finite, of_token.reflexive
    nouns = np.array([*(term.pos == "noun" for term in index.terms), False])[single]
    verbal = finite_places(traits) | nouns & before_articles(traits)
    entry = np.where((finite >= 0) & verbal, finite, single)
    return np.where((reflexive >= 0) & follows(traits, SE, 3), reflexive, entry)


def _expressions(
    of_token: _Readings, traits: Traits, sentence: Ints, index: TermIndex
) -> tuple[Ints, Ints, Ints]:
    """Return first token, last token and term of the longest expressions.

    The first word of an expression may be read as a noun or as its verb.
    """
    word, verb = of_token.word, of_token.verb
    both = np.concatenate((word, np.where(verb != word, verb, -1)))
    opening = np.flatnonzero(index.trie.opens[both])
    first = at = opening % max(len(word), 1)
    state = index.trie.opens[both[opening]]
    matches: list[tuple[Ints, Ints, Ints]] = []
    while len(at) or not matches:
        matches.append((first, at, index.trie.ends[state]))
        first, at, state = _stepped(first, at, state, traits, sentence)
        state, on = index.trie.step(state, word[at])
        first, at, state = first[on], at[on], state[on]
    return _longest(*(np.concatenate(column) for column in zip(*matches, strict=True)))


def _stepped(
    first: Ints, at: Ints, state: Ints, traits: Traits, sentence: Ints
) -> tuple[Ints, Ints, Ints]:
    """Move to the next token of the sentence, and also past it where it is an adverb.

    So « met définitivement fin à » is the expression « mettre fin à ».
    """
    adverb = at + 1 < len(traits)
    adverb[adverb] = has(traits[at[adverb] + 1], ADVERB)
    first, state = np.concatenate((first, first[adverb])), np.concatenate((state, state[adverb]))
    at = np.concatenate((at + 1, at[adverb] + 2))
    inside = at < len(traits)
    inside[inside] = sentence[at[inside]] == sentence[first[inside]]
    return first[inside], at[inside], state[inside]


def _longest(first: Ints, last: Ints, term: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the complete matches from left to right, the longest first, without overlaps."""
    complete = np.flatnonzero(term >= 0)
    order = complete[np.lexsort((-last[complete], first[complete]))]
    kept, covered = [], -1
    spans = zip(first[order].tolist(), last[order].tolist(), strict=True)
    for row, (left, right) in zip(order.tolist(), spans, strict=True):
        if left > covered:
            kept.append(row)
            covered = right
    return first[kept], last[kept], term[kept]
