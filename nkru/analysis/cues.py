"""Cues of tone: where terms stand in the tokens of a corpus, found on integer codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.analysis.inflection import PARTICIPLES
from nkru.analysis.terms import Vocabulary, dictionary_form

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Flags = NDArray[np.uint16]

# What a token is, beside being a term: bits of one array, so that one look-up per token finds them all.
ETRE, AVOIR, SE, ADVERB, PARTICIPLE, STRONG, CAPITAL, WORD, OPENER, CLITIC, DETERMINER = (1 << bit for bit in range(11))
PASSED = ADVERB | ETRE | AVOIR
# Endings that are a participle's only after « être »: « est interdit ».
STRONGS = ("t", "te", "ts", "tes", "i", "is", "ise", "ises")
# What may stand inside a verb: « n'a pas tout perdu ».
SKIPPED = frozenset(
    ["pas", "plus", "jamais", "guère", "déjà", "encore", "toujours", "bien", "aussi", "donc", "tout", "y", "en"]
)
TITLED = 0.7  # share of capitals among the longer words from which a line is a title that writes all words so
COPULAS = ("être", "devenir", "rester", "sembler", "paraître")
# What stands before a verb and never before a noun.
CLITICS = frozenset(
    ["ne", "n'", "qui", "il", "ils", "elle", "elles", "on", "se", "s'", "y", "ce", "cela", "ça", "ceci"]
)
DETERMINERS = frozenset(
    ["le", "un", "son", "ce", "de", "à", "en", "aucun", "chaque", "quel", "tout", "cette", "par", "sans"]
)
OPENERS = frozenset({"«", '"', "“", ":", "•", "–", "—", "-"})


@dataclass(frozen=True)
class Cues:
    """Cues in the order of the text: the number of the term, its first and last token, the number of its sentence."""

    entry: Ints
    first: Ints
    last: Ints
    sentence: Ints
    passive: Bools  # a participle whose subject undergoes: « est levée »
    predicate: Bools  # after « être »
    starts: Ints  # first token of each sentence


def find_cues(tokens: pd.DataFrame, words: Vocabulary) -> Cues:
    """Find the terms of a vocabulary in `corpus.tokens`: the longest first, none overlapping another."""
    norms, forms = _forms(tokens, words)
    flags = _flags(tokens, norms, forms, words)
    start = np.flatnonzero(tokens["token_no"].to_numpy() == 1)
    sentence = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(tokens))))
    single = np.array([_number(norm, form, words) for norm, form in zip(norms, forms, strict=True)], dtype=np.int64)
    codes = tokens["norm"].cat.codes.to_numpy()
    verbs = [words.reflexives.get(norm, form) for norm, form in zip(norms, forms, strict=True)]
    entry = single[codes]
    entry = _verbal(entry, norms, verbs, codes, flags, words)
    entry = _pronominal(entry, verbs, codes, flags, words)
    first, last, number = _expressions(forms, verbs, codes, flags, sentence, words)
    covered = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(covered, first, 1)
    np.add.at(covered, last + 1, -1)
    alone = np.flatnonzero((entry >= 0) & (np.cumsum(covered[:-1]) == 0) & ~_names(flags, sentence, start))
    order = np.argsort(np.concatenate((alone, first)), kind="stable")
    where = np.concatenate((alone, first))[order]
    return Cues(
        np.concatenate((entry[alone], number))[order],
        where,
        np.concatenate((alone, last))[order],
        sentence[where],
        _passive(flags)[where],
        _before(flags, ETRE, 4, None)[where],
        start,
    )


def _forms(tokens: pd.DataFrame, words: Vocabulary) -> tuple[list[str], list[str]]:
    """Return the norm and the dictionary form of every type."""
    norm, lemma = tokens["norm"].cat, tokens["lemma"].cat
    lemma_of = np.zeros(len(norm.categories), dtype=np.int64)
    lemma_of[norm.codes] = lemma.codes
    norms = norm.categories.tolist()
    lemmas = lemma.categories.to_numpy()[lemma_of].tolist()
    return norms, [dictionary_form(n, lem, words.infinitives) for n, lem in zip(norms, lemmas, strict=True)]


def _number(norm: str, form: str, words: Vocabulary) -> int:
    """Return the number of the term that a type stands for: "*" any other finite verb, -1 where none does."""
    for key in (norm, form):
        if key in words.single:
            return words.single[key]
    if (
        form in (norm, norm.removesuffix("s"))
        or not form.endswith(("er", "ir", "re"))
        or norm.endswith(("ère", "ères"))
    ):
        return -1
    return next((number for suffix, number in words.suffixes.items() if norm.endswith(suffix)), -1)


def _flags(tokens: pd.DataFrame, norms: list[str], forms: list[str], words: Vocabulary) -> Flags:
    """Return the bits of every token."""
    kinds = {"avoir": AVOIR, "se": SE, **dict.fromkeys(COPULAS, ETRE)}
    bits = [kinds.get(form, 0) | _bits(norm, form, words) for norm, form in zip(norms, forms, strict=True)]
    of_token = np.array([CAPITAL * form[:1].isupper() for form in tokens["token"].cat.categories], dtype=np.uint16)
    of_norm = np.array(bits, dtype=np.uint16)
    flags: Flags = of_norm[tokens["norm"].cat.codes.to_numpy()] | of_token[tokens["token"].cat.codes.to_numpy()]
    return flags


def _bits(norm: str, form: str, words: Vocabulary) -> int:
    present = form.endswith(("uer", "ier", "yer")) and norm.endswith(("ue", "ie", "ues", "ies"))
    known = norm.endswith(("é", "ée", "és", "ées")) or norm in words.infinitives
    return (
        ADVERB * (norm in SKIPPED or norm.endswith("ment"))
        | PARTICIPLE * (norm.endswith(PARTICIPLES) and known and not present)
        | STRONG * norm.endswith(STRONGS)
        | WORD * (len(norm) > 3)
        | OPENER * (norm in OPENERS)
        | CLITIC * (norm in CLITICS)
        | DETERMINER * (form in DETERMINERS)
    )


def _before(flags: Flags, bit: int, reach: int, passed: int | None = PASSED) -> Bools:
    """Say whether a token with `bit` stands before each, at most `reach` away, with nothing but `passed` between."""
    found = np.zeros(len(flags), dtype=bool)
    open_ = np.ones(len(flags), dtype=bool)
    between = np.ones(len(flags), dtype=bool) if passed is None else (flags & passed) > 0
    for back in range(1, min(reach, len(flags) - 1) + 1):
        found[back:] |= open_[back:] & ((flags[:-back] & bit) > 0)
        open_[back:] &= between[:-back]
    return found


def _verbal(entry: Ints, norms: list[str], verbs: list[str], codes: Any, flags: Flags, words: Vocabulary) -> Ints:
    """Read as a verb what a name or « qui » stands before: « Paris menace », « elle offre », no threat and no offer."""
    number = [words.single.get(verb, -1) if verb != norm else -1 for norm, verb in zip(norms, verbs, strict=True)]
    finite = np.array(number, dtype=np.int64)[codes]
    capital = (flags & CAPITAL) > 0
    named = capital & ((flags & DETERMINER) == 0)
    named[1:] |= capital[1:] & capital[:-1]  # « Kim Jong Un »
    before = np.zeros(len(flags), dtype=bool)
    before[1:] = named[:-1] | ((flags[:-1] & CLITIC) > 0)
    return np.where(before & (finite >= 0) & ((flags & (CAPITAL | PARTICIPLE)) == 0), finite, entry)


def _pronominal(entry: Ints, verbs: list[str], codes: Any, flags: Flags, words: Vocabulary) -> Ints:
    """Give verbs with « se » before them their pronominal term: « s'est aggravée »."""
    number = np.array([words.pronominal.get(verb, -1) for verb in verbs], dtype=np.int64)[codes]
    chosen = (number >= 0) & _before(flags, SE, 3)
    return np.where(chosen, number, entry)


def _passive(flags: Flags) -> Bools:
    """Say which participles have a subject that undergoes: after « être », or without « avoir »."""
    after = _before(flags, ETRE, 3)
    return ((flags & PARTICIPLE) > 0) & (after | ~_before(flags, AVOIR, 4, None)) | ((flags & STRONG) > 0) & after


def _names(flags: Flags, sentence: Ints, start: Ints) -> Bools:
    """Say which tokens are names: a capital inside a sentence that is not all capitals, as titles can be."""
    capital, word = (flags & CAPITAL) > 0, (flags & WORD) > 0
    inside = capital.copy()
    inside[start] = False
    inside[1:] &= (flags[:-1] & OPENER) == 0
    if not len(start):
        return inside
    share = np.add.reduceat(capital & word, start) > TITLED * np.add.reduceat(word, start)
    return inside & ~share[sentence]


def _expressions(
    forms: list[str], verbs: list[str], codes: Any, flags: Flags, sentence: Ints, words: Vocabulary
) -> tuple[Ints, Ints, Ints]:
    """Return first token, last token and term of the longest expressions, an adverb let pass inside them."""
    names = sorted({word for _, word in words.edges})
    ids = {word: number for number, word in enumerate(names)}
    word, verb = (np.array([ids.get(form, -1) for form in column], dtype=np.int64)[codes] for column in (forms, verbs))
    edges = sorted((state * len(names) + ids[name], target) for (state, name), target in words.edges.items())
    keys, targets = np.array(edges, dtype=np.int64).T
    ends = np.full(len(words.edges) + 1, -1, dtype=np.int64)
    ends[list(words.ends)] = list(words.ends.values())
    found = [(np.zeros(0, dtype=np.int64),) * 3]
    first = at = np.concatenate((np.flatnonzero(word >= 0), np.flatnonzero((verb >= 0) & (verb != word))))
    state, here = (
        np.zeros(len(at), dtype=np.int64),
        np.concatenate((word[word >= 0], verb[(verb >= 0) & (verb != word)])),
    )
    while len(at):
        key = state * len(names) + here
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        on = (here >= 0) & (keys[place] == key)
        first, at, state = first[on], at[on], targets[place[on]]
        done = ends[state] >= 0
        found.append((first[done], at[done], ends[state[done]]))
        first, at, state = _stepped(first, at, state, flags, sentence)
        here = word[at]
    begin, end, number = (np.concatenate(column) for column in zip(*found, strict=True))
    return _longest(begin, end, number)


def _stepped(first: Ints, at: Ints, state: Ints, flags: Flags, sentence: Ints) -> tuple[Ints, Ints, Ints]:
    """Move to the next token of the sentence; also past it where it is an adverb: « met définitivement fin à »."""
    near = at + 1 < len(flags)
    adverb = near & ((flags[np.minimum(at + 1, len(flags) - 1)] & ADVERB) > 0)
    first, state = np.concatenate((first[near], first[adverb])), np.concatenate((state[near], state[adverb]))
    at = np.concatenate((at[near] + 1, at[adverb] + 2))
    inside = at < len(flags)
    inside[inside] = sentence[at[inside]] == sentence[first[inside]]
    return first[inside], at[inside], state[inside]


def _longest(begin: Ints, end: Ints, number: Ints) -> tuple[Ints, Ints, Ints]:
    """Keep the longest of those that begin together, and none that begins inside one kept."""
    order = np.lexsort((-end, begin))
    kept, reached = [], -1
    for row, left, right in zip(order.tolist(), begin[order].tolist(), end[order].tolist(), strict=True):
        if left > reached:
            kept.append(row)
            reached = right
    return begin[kept], end[kept], number[kept]
