"""Expressions: the terms of several words in the tokens of a corpus, found by a trie."""

from __future__ import annotations

import numpy as np

from nkru._typing import Bools, Ints
from nkru.tone.terms import TermIndex
from nkru.tone.traits import ADVERB, CAPITAL, DET, DOUBTFUL, PARTICIPLE, SE, VERB, Traits, has


def match_expressions(
    word: Ints, verb: Ints, traits: Traits, sentence: Ints, index: TermIndex
) -> tuple[Ints, Ints, Ints]:
    """Return first token, last token and term of the longest expressions.

    Args:
        word: the code in the trie of each token's lemma by form, or -1.
        verb: the same of the verb it is a form of; a token may be read in both ways.
        traits: of the tokens.
        sentence: the index of the sentence of each token.
        index: the terms.
    """
    verb = np.where((verb != word) & has(traits, VERB | PARTICIPLE | DOUBTFUL), verb, -1)
    opening = np.flatnonzero(index.trie.opens[np.concatenate((word, verb))])
    first = at = opening % max(len(word), 1)
    state = index.trie.opens[np.concatenate((word, verb))[opening]]
    matches: list[tuple[Ints, Ints, Ints]] = []
    while len(at) or not matches:
        matches.append((first, at, index.trie.ends[state]))
        first, at, state = _stepped(first, at, state, traits, sentence)
        steps = [index.trie.step(state, reading[at]) for reading in (word, verb)]
        first, at = (np.concatenate([column[on] for _, on in steps]) for column in (first, at))
        state = np.concatenate([after[on] for after, on in steps])
    spans = [np.concatenate(column) for column in zip(*matches, strict=True)]
    first, at, state = spans
    return _longest(*_agreeing(first, at, state, traits, index))


def _agreeing(
    first: Ints, last: Ints, term: Ints, traits: Traits, index: TermIndex
) -> tuple[Ints, Ints, Ints]:
    """Keep the matches with the part of speech of their term: a verb, or not a verb.

    A name needs a capital: « un progrès » is not the newspaper.
    """
    pos = np.array([term.pos for term in index.terms] + [""])[term]
    verb = has(traits[first], VERB)
    wrong = (pos == "verb") & ~(verb | has(traits[first], PARTICIPLE | DOUBTFUL | SE | ADVERB))
    wrong |= (pos == "noun") & verb
    capitals = np.cumsum(np.append(0, has(traits, CAPITAL) & ~has(traits, DET)))
    wrong |= (term == len(index.terms) - 1) & (capitals[last + 1] == capitals[first])
    return first[~wrong], last[~wrong], term[~wrong]


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


def covered(first: Ints, last: Ints, size: int) -> Bools:
    """Say which of `size` tokens are in one of the spans."""
    depth = np.zeros(size + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, last + 1, -1)
    return np.cumsum(depth[:-1]) > 0
