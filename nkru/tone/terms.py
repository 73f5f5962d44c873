"""The terms of a lexicon and of grammar, indexed by dictionary form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.actors.codebook_files import read_codebook
from nkru.resources import path
from nkru.tokens.inflection import endings, verb_forms
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.words import tokenize
from nkru.tone.lexicon import Lexicon

DETERMINERS = ("un", "son", "ce")  # inside an expression they match « le »
INFINITIVE = ("er", "ir", "re")
FIELDS = {"term": "", "class": "", "polarity": 0.0, "factor": 1.0, "governs": "", "pos": ""}


@dataclass(frozen=True)
class Term:
    """An entry of the lexicon or an operator; `act` is its class."""

    name: str
    act: str
    polarity: float
    factor: float
    governs: str
    pos: str

    @cached_property
    def verb(self) -> bool:
        """Say whether the term is a verb."""
        return self.pos == "verb"

    @cached_property
    def shifts(self) -> bool:
        """Say whether the term acts on another."""
        return self.act in ("shifter", "outcome")


NAME_TERM = Term("", "neutral", 0.0, 1.0, "", "")  # the term of every name of several words


class Trie:
    """A trie of expressions as arrays, which takes a step from many states at once.

    Attributes:
        opens: the state after each word as the first of an expression, 0 for none.
        ends: the term of each state, -1 for none.
    """

    def __init__(self, edges: Mapping[tuple[int, str], int], ends: Mapping[int, int]) -> None:
        words = sorted({word for _, word in edges})
        self._words = {word: code for code, word in enumerate(words)}
        self._words |= dict.fromkeys(DETERMINERS, self._words.get("le", -1))
        keys = sorted(
            (state * len(self._words) + self._words[word], after)
            for (state, word), after in edges.items()
        )
        self._keys, self._after = np.array(keys, dtype=np.int64).reshape(-1, 2).T
        # Keys of the first state are codes of words. The last element is for the code -1, no word.
        self.opens = np.zeros(len(self._words) + 1, dtype=np.int64)
        opening = self._keys < len(self._words)
        self.opens[self._keys[opening]] = self._after[opening]
        self.ends = np.full(len(edges) + 1, -1, dtype=np.int64)
        self.ends[list(ends)] = list(ends.values())

    def words(self, forms: Sequence[str]) -> Ints:
        """Return the codes of words, -1 for words of no expression."""
        return np.fromiter(map(self._words.get, forms, repeat(-1)), np.int64, len(forms))

    def step(self, state: Ints, word: Ints) -> tuple[Ints, Bools]:
        """Return the states after a word, and which of them exist."""
        key = np.where(word >= 0, state * len(self._words) + word, -1)
        index = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        return self._after[index], self._keys[index] == key


@dataclass(frozen=True, eq=False)
class TermIndex:
    """The terms of a lexicon and of grammar, and the ways to find them.

    Attributes:
        terms: all terms; the other attributes give indices in this list.
        infinitives: the verb of each form that is no noun as well.
        reflexives: the verb of each form, nouns included.
        single: the term of each dictionary form.
        pronominal: the term of each verb that is a term after « se ».
        suffixes: the term of each suffix of finite verbs.
        edges: a trie over the dictionary forms of expressions, (state, word) -> state.
        ends: the term of each of its states.
    """

    terms: list[Term]
    infinitives: dict[str, str]
    reflexives: dict[str, str]
    single: dict[str, int] = field(default_factory=dict)
    pronominal: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[int, str], int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    @cached_property
    def trie(self) -> Trie:
        """The trie as arrays."""
        return Trie(self.edges, self.ends)

    def form(self, norm: str, lemma: str) -> str:
        """Return the dictionary form: the lemma, or the infinitive of a participle without one."""
        missed = lemma == norm or norm.endswith(endings("participle"))
        return self.infinitives.get(norm, lemma) if missed else lemma

    def verb(self, norm: str, form: str) -> str:
        """Return the infinitive that a type may be a form of, else its dictionary form."""
        verbal = form != norm and form.endswith(INFINITIVE)
        return form if verbal else self.reflexives.get(norm, form)

    def term_index(self, norm: str, form: str) -> int:
        """Return the index of a type's term, or of the suffix of a finite verb, or -1."""
        index = self.single.get(norm, -1)
        if index >= 0 or form == norm:
            return index
        if form in self.single:
            return self.single[form]
        finite = form != norm.removesuffix("s") and not norm.endswith(("ère", "ères"))
        if not finite or not form.endswith(INFINITIVE):
            return -1
        return next((index for suffix, index in self.suffixes.items() if norm.endswith(suffix)), -1)


# Two lexicons can be compared; an index, and the types read with it, take too much memory for more.
@lru_cache(maxsize=2)
def index_terms(lexicon: Lexicon) -> TermIndex:
    """Return the index of a lexicon, with the shipped operators and names of actors."""
    operators = pd.read_csv(path("tone/operators.csv"), comment="#")
    folded = lexicon.entries["term"].str.casefold()
    entries = lexicon.entries[~folded.isin(operators["term"].str.casefold())]
    table = pd.concat([entries, operators], ignore_index=True)[list(FIELDS)].fillna(FIELDS)
    terms = list(map(Term, *(table[name].tolist() for name in FIELDS)))
    verbs = [_infinitive(term.name) for term in terms if term.verb]
    index = TermIndex([*terms, NAME_TERM], verb_forms(verbs), verb_forms(verbs, present=True))
    for code, pairs in enumerate(_words([term.name for term in terms])):
        _add_term(index, code, pairs)
    for pairs in _words(_names()):
        index.ends.setdefault(_add_expression(index, pairs), len(terms))
    return index


def _names() -> list[str]:
    """Return the names of several words that the shipped actors have."""
    codebook = read_codebook()
    forms = {entry.name for entry in codebook.entries} | {sense.form for sense in codebook.senses()}
    return sorted(form for form in forms if " " in form)


def _words(texts: list[str]) -> list[list[tuple[str, str]]]:
    """Return norm and lemma of the words of each text."""
    tokens = tokenize(texts)
    lemmas = lemmatize(tokens.norms)
    words: list[list[tuple[str, str]]] = [[] for _ in texts]
    for text_no, code in zip(tokens.text_no.tolist(), tokens.code.tolist(), strict=True):
        words[text_no].append((tokens.norms[code], lemmas[code]))
    return words


def _infinitive(term: str) -> str:
    words = term.split()
    return words[0].removeprefix("s'") if words[0] != "se" else words[1]


def _add_term(index: TermIndex, code: int, pairs: list[tuple[str, str]]) -> None:
    """Add a term, given by its index and its words' norms and lemmas, to the part for its kind."""
    term, keys = index.terms[code], [index.form(norm, lemma) for norm, lemma in pairs]
    if term.name.startswith("*"):
        index.suffixes[term.name[1:]] = code
    elif len(keys) == 1:
        for key in _keys(*pairs[0], term.pos):
            index.single.setdefault(key, code)
    elif term.verb and len(keys) == 2 and keys[0] == "se":
        index.pronominal[keys[1]] = code
    else:
        index.ends[_add_expression(index, pairs)] = code


def _add_expression(index: TermIndex, pairs: list[tuple[str, str]]) -> int:
    """Add an expression to the trie, and return its last state."""
    state = 0
    for norm, lemma in pairs:
        form = index.form(norm, lemma)
        word = "le" if form in DETERMINERS else form
        state = index.edges.setdefault((state, word), len(index.edges) + 1)
    return state


def _keys(norm: str, lemma: str, pos: str) -> list[str]:
    """Return the forms of a single word: agreement of an adjective, plural and singular."""
    double = norm.endswith(("el", "en", "et", "on"))  # cruelle, ancienne
    feminine = norm[-1] + "e" if double else "e"
    ends = {"adj": ("", "e", "s", "es", feminine, feminine + "s"), "noun": ("", "s")}
    return [norm + end for end in ends.get(pos, ("",))] + [lemma] * norm.endswith("s")
