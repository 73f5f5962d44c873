"""The terms of a lexicon and of grammar, ready to be looked up in a text by dictionary form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.actors.codebook_files import read_codebook
from nkru.resources import path
from nkru.tokens.inflection import endings, verb_forms
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.words import tokenize
from nkru.tone.lexicon import Lexicon

DETERMINERS = ("un", "son", "ce")  # inside an expression they are as good as « le »
FIELDS = {"term": "", "class": "", "polarity": 0.0, "factor": 1.0, "governs": "", "pos": ""}


@dataclass(frozen=True)
class Term:
    """A term as the rules read it: `act` is the class of a lexicon entry or of an operator."""

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


NAME = Term("", "neutral", 0.0, 1.0, "", "")  # what any name of several words stands for


class Trie:
    """A trie that takes a step from many states at once; `ends` holds the term of each state, -1 for none."""

    def __init__(self, edges: Mapping[tuple[int, str], int], ends: Mapping[int, int]) -> None:
        self._words = {
            word: number for number, word in enumerate(sorted({word for _, word in edges}))
        }
        self._words |= dict.fromkeys(DETERMINERS, self._words.get("le", -1))
        keys = sorted(
            (state * len(self._words) + self._words[word], after)
            for (state, word), after in edges.items()
        )
        self._keys, self._after = np.array(keys, dtype=np.int64).reshape(-1, 2).T
        # The state after each word that opens an expression, 0 after others; the last place is that
        # of -1.
        self.opens = np.zeros(len(self._words) + 1, dtype=np.int64)
        self.opens[self._keys[self._keys < len(self._words)]] = self._after[
            self._keys < len(self._words)
        ]
        self.ends = np.full(len(edges) + 1, -1, dtype=np.int64)
        self.ends[list(ends)] = list(ends.values())

    def words(self, forms: Sequence[str]) -> NDArray[np.int64]:
        """Return the numbers of words, -1 for those that no expression holds."""
        return np.fromiter(map(self._words.get, forms, repeat(-1)), np.int64, len(forms))

    def step(
        self, state: NDArray[np.int64], word: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the states after a word, and which of them there are."""
        key = np.where(word >= 0, state * len(self._words) + word, -1)
        place = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        return self._after[place], self._keys[place] == key


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms of a lexicon with those of grammar.

    Attributes:
        terms: all terms; what follows leads to their numbers.
        infinitives, reflexives: the verb of each form; reflexives also of forms that are nouns as
            well.
        single, pronominal: by dictionary form, pronominal being verbs after « se ».
        suffixes: of finite verbs that are no term.
        edges, ends: a trie over the dictionary forms of expressions, (state, word) -> state, and
            the term of a state.
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
        """Return the dictionary form: the lemma, or the infinitive where the table of lemmas missed a participle."""
        missed = lemma == norm or norm.endswith(endings("participle"))
        return self.infinitives.get(norm, lemma) if missed else lemma

    def verb(self, norm: str, form: str) -> str:
        """Return the infinitive that a type may be a form of, its dictionary form where it is none."""
        return (
            form
            if form != norm and form.endswith(("er", "ir", "re"))
            else self.reflexives.get(norm, form)
        )

    def number(self, norm: str, form: str) -> int:
        """Return the number of the term that a type stands for, or of its suffix if it is a finite verb, or -1."""
        number = self.single.get(norm, -1)
        if number >= 0 or form == norm:
            return number
        if form in self.single:
            return self.single[form]
        if (
            form == norm.removesuffix("s")
            or norm.endswith(("ère", "ères"))
            or not form.endswith(("er", "ir", "re"))
        ):
            return -1
        return next(
            (number for suffix, number in self.suffixes.items() if norm.endswith(suffix)), -1
        )


@lru_cache(
    maxsize=2
)  # a lexicon and one that is compared with it: what is read with them takes much memory
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Return the vocabulary of a lexicon, the operators and the names of actors that ship with nkru included."""
    operators = pd.read_csv(path("tone/operators.csv"), comment="#")
    own = lexicon.entries[
        ~lexicon.entries["term"].str.casefold().isin(operators["term"].str.casefold())
    ]
    table = pd.concat([own, operators], ignore_index=True)[list(FIELDS)].fillna(FIELDS)
    terms = list(map(Term, *(table[name].tolist() for name in FIELDS)))
    verbs = [_infinitive(term.name) for term in terms if term.verb]
    made = Vocabulary([*terms, NAME], verb_forms(verbs), verb_forms(verbs, present=True))
    for number, pairs in enumerate(_words([term.name for term in terms])):
        _arrange(made, number, pairs)
    for pairs in _words(_names()):
        made.ends.setdefault(_path(made, pairs), len(terms))
    return made


def _names() -> list[str]:
    """Return the names of several words that the shipped actors have."""
    codebook = read_codebook()
    forms = {entry.name for entry in codebook.entries} | {sense.form for sense in codebook.senses()}
    return sorted(form for form in forms if " " in form)


def _words(texts: list[str]) -> list[list[tuple[str, str]]]:
    """Return norm and lemma of the words of each text."""
    found = tokenize(texts)
    lemmas = lemmatize(found.norms)
    words: list[list[tuple[str, str]]] = [[] for _ in texts]
    for text_no, code in zip(found.text_no.tolist(), found.code.tolist(), strict=True):
        words[text_no].append((found.norms[code], lemmas[code]))
    return words


def _infinitive(term: str) -> str:
    words = term.split()
    return words[0].removeprefix("s'") if words[0] != "se" else words[1]


def _arrange(made: Vocabulary, number: int, pairs: list[tuple[str, str]]) -> None:
    """Enter a term, as its words' norms and lemmas, where it will be looked up."""
    term, keys = made.terms[number], [made.form(norm, lemma) for norm, lemma in pairs]
    if term.name.startswith("*"):
        made.suffixes[term.name[1:]] = number
    elif len(keys) == 1:
        for key in _keys(*pairs[0], term.pos):
            made.single.setdefault(key, number)
    elif term.verb and len(keys) == 2 and keys[0] == "se":
        made.pronominal[keys[1]] = number
    else:
        made.ends[_path(made, pairs)] = number


def _path(made: Vocabulary, pairs: list[tuple[str, str]]) -> int:
    """Enter an expression into the trie and return its last state."""
    state = 0
    for norm, lemma in pairs:
        form = made.form(norm, lemma)
        word = "le" if form in DETERMINERS else form
        state = made.edges.setdefault((state, word), len(made.edges) + 1)
    return state


def _keys(norm: str, lemma: str, pos: str) -> list[str]:
    """Return what a single word is looked up by: itself, an adjective also in agreement, a plural its singular."""
    feminine = (
        norm[-1] + "e" if norm.endswith(("el", "en", "et", "on")) else "e"
    )  # cruelle, ancienne
    ends = {"adj": ("", "e", "s", "es", feminine, feminine + "s"), "noun": ("", "s")}.get(
        pos, ("",)
    )
    return [norm + end for end in ends] + [lemma] * norm.endswith("s")
