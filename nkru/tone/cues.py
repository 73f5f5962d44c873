"""Cues of tone: where terms stand in the tokens of a corpus, found on integer codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, repeat
from operator import eq
from typing import Any

import numpy as np
import pandas as pd

from nkru.tone.terms import Term, Vocabulary
from nkru.tone.traits import (
    ADVERB,
    COPULA,
    SE,
    Bools,
    Ints,
    Traits,
    articles_after,
    bits,
    capitals,
    finite_places,
    follows,
    has,
    names,
    passives,
)
from nkru.tone.units import Cue


@dataclass(frozen=True)
class Cues:
    """Cues in the order of the text: the number of the term, its first and last token, the number of its sentence."""

    terms: Sequence[Term]
    entry: Ints
    first: Ints
    last: Ints
    sentence: Ints
    passive: Bools  # a participle whose subject undergoes: « est levée »
    predicate: Bools  # after « être »
    starts: Ints  # first token of each sentence

    def are(self, acts: Set[str]) -> Bools:
        """Say which cues act in one of these ways."""
        return np.array([term.act in acts for term in self.terms], dtype=bool)[self.entry]

    def grouped(self, rows: Bools, groups: Ints) -> Iterator[tuple[int, list[Cue]]]:
        """Yield the cues of these rows, those of one group at a time, with its number."""
        entries, *places = (
            column[rows].tolist()
            for column in (self.entry, self.first, self.last, self.passive, self.predicate)
        )
        found = map(Cue, map(self.terms.__getitem__, entries), *places)
        numbers, sizes = np.unique(groups[rows], return_counts=True)
        for number, size in zip(numbers.tolist(), sizes.tolist(), strict=True):
            yield number, list(islice(found, size))


def find_cues(tokens: pd.DataFrame, words: Vocabulary) -> Cues:
    """Find the terms of a vocabulary in `corpus.tokens`: the longest first, none overlapping another."""
    types, norms, lemmas = _types(tokens)
    found, word, verb, single, finite, reflexive = (
        of_type[types] for of_type in _readings(norms, lemmas, words)
    )
    found |= capitals(tokens)
    start = np.flatnonzero(tokens["token_no"].to_numpy() == 1)
    sentence = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(tokens))))
    first, last, number = _expressions(word, verb, found, sentence, words)
    entry = _single(single, finite, reflexive, found, words)
    verbal = np.array([term.verb for term in words.terms], dtype=bool)[number]
    free = ~_covered(first, last, len(tokens))
    # « n'a pas mis fin à »: the negation stands inside its verb.
    free |= (
        _covered(first[verbal] + 1, last[verbal], len(tokens)) & has(found, ADVERB) & (entry >= 0)
    )
    alone = np.flatnonzero((entry >= 0) & free & ~names(found, sentence, start))
    order = np.argsort(np.concatenate((alone, first)), kind="stable")
    where = np.concatenate((alone, first))[order]
    return Cues(
        terms=words.terms,
        entry=np.concatenate((entry[alone], number))[order],
        first=where,
        last=np.concatenate((alone, last))[order],
        sentence=sentence[where],
        passive=passives(found)[where],
        predicate=follows(found, COPULA, 4, None)[where],
        starts=start,
    )


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    """Say which of `size` tokens stand in one of the spans."""
    depth = np.zeros(size + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, last + 1, -1)
    return np.cumsum(depth[:-1]) > 0


def _types(tokens: pd.DataFrame) -> tuple[Ints, list[str], list[str]]:
    """Return the type of each token, and the norms and lemmas of the types: « Est » and « est » have one norm."""
    norm, lemma = tokens["norm"].cat, tokens["lemma"].cat
    pairs = norm.codes.to_numpy(np.int64) * len(lemma.categories) + lemma.codes.to_numpy()
    types, kinds = pd.factorize(pairs)
    names = zip((norm, lemma), np.divmod(kinds, max(len(lemma.categories), 1)), strict=True)
    norms, lemmas = (column.categories[places].tolist() for column, places in names)
    return types, norms, lemmas


def _readings(norms: Sequence[str], lemmas: Sequence[str], words: Vocabulary) -> tuple[Any, ...]:
    """Return the types' traits; they and their verbs in expressions; their terms as such, as verbs, after « se »."""
    forms = list(map(words.form, norms, lemmas))
    verbs = list(map(words.verb, norms, forms))
    single = np.fromiter(map(words.number, norms, forms), np.int64, len(norms))
    finite, reflexive = (
        np.fromiter(map(terms.get, verbs, repeat(-1)), np.int64, len(norms))
        for terms in (words.single, words.pronominal)
    )
    finite[np.fromiter(map(eq, verbs, norms), bool, len(norms))] = -1
    return (
        bits(norms, forms, words),
        words.trie.words(forms),
        words.trie.words(verbs),
        single,
        finite,
        reflexive,
    )


def _single(single: Ints, finite: Ints, reflexive: Ints, found: Traits, words: Vocabulary) -> Ints:
    """Return the term of every token as one word, -1 for none: a verb where only a verb can stand."""
    nouns = np.array([*(term.pos == "noun" for term in words.terms), False])[single]
    entry = np.where(
        (finite >= 0) & (finite_places(found) | nouns & articles_after(found)), finite, single
    )
    return np.where((reflexive >= 0) & follows(found, SE, 3), reflexive, entry)


def _expressions(
    word: Ints, verb: Ints, found: Traits, sentence: Ints, words: Vocabulary
) -> tuple[Ints, Ints, Ints]:
    """Return first token, last token and term of the longest expressions; a noun that opens one may be its verb."""
    both = np.concatenate((word, np.where(verb != word, verb, -1)))
    opening = np.flatnonzero(words.trie.opens[both])
    first = at = opening % max(len(word), 1)
    state = words.trie.opens[both[opening]]
    matches: list[tuple[Ints, Ints, Ints]] = []
    while len(at) or not matches:
        matches.append((first, at, words.trie.ends[state]))
        first, at, state = _stepped(first, at, state, found, sentence)
        state, on = words.trie.step(state, word[at])
        first, at, state = first[on], at[on], state[on]
    return _longest(*(np.concatenate(column) for column in zip(*matches, strict=True)))


def _stepped(
    first: Ints, at: Ints, state: Ints, found: Traits, sentence: Ints
) -> tuple[Ints, Ints, Ints]:
    """Move to the next token of the sentence; also past it where it is an adverb: « met définitivement fin à »."""
    adverb = at + 1 < len(found)
    adverb[adverb] = has(found[at[adverb] + 1], ADVERB)
    first, state = np.concatenate((first, first[adverb])), np.concatenate((state, state[adverb]))
    at = np.concatenate((at + 1, at[adverb] + 2))
    inside = at < len(found)
    inside[inside] = sentence[at[inside]] == sentence[first[inside]]
    return first[inside], at[inside], state[inside]


def _longest(first: Ints, last: Ints, number: Ints) -> tuple[Ints, Ints, Ints]:
    """Keep the complete ones: the longest of those that begin together, and none that begins inside one kept."""
    whole = np.flatnonzero(number >= 0)
    order = whole[np.lexsort((-last[whole], first[whole]))]
    kept, reached = [], -1
    for row, left, right in zip(
        order.tolist(), first[order].tolist(), last[order].tolist(), strict=True
    ):
        if left > reached:
            kept.append(row)
            reached = right
    return first[kept], last[kept], number[kept]
