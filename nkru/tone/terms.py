"""The terms of a lexicon and of grammar, indexed by dictionary form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pandas as pd

from nkru.actors.codebook_files import read_codebook
from nkru.resources import path
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.words import tokenize
from nkru.tone.lexicon import Lexicon
from nkru.tone.tries import DETERMINERS, Trie
from nkru.tone.words import Word, dictionary_keys

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
    def reflexive(self) -> bool:
        """Say whether the term is a reflexive verb, which has « être » in the active."""
        return self.verb and self.name.startswith(("se ", "s'"))

    @cached_property
    def shifts(self) -> bool:
        """Say whether the term acts on another."""
        return self.act in ("shifter", "outcome")


# The terms of names of several words: of most, and of those like « Le Progrès » that are names only
# with a capital.
NAME_TERM = CAPITAL_TERM = Term("", "neutral", 0.0, 1.0, "", "")


@dataclass(frozen=True, eq=False)
class TermIndex:
    """The terms of a lexicon and of grammar, and the ways to find them.

    Attributes:
        terms: all terms; the other attributes give indices in this list.
        single: the term of each dictionary form and class of words (noun, verb, adj, adv; "" for
            any).
        pronominal: the term of each verb that is a term after « se ».
        suffixes: the term of each suffix of verbs.
        edges: a trie over the dictionary forms of expressions, (state, word) -> state.
        ends: the term of each of its states.
    """

    terms: list[Term]
    single: dict[tuple[str, str], int] = field(default_factory=dict)
    pronominal: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[int, str], int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    @cached_property
    def trie(self) -> Trie:
        """The trie as arrays."""
        return Trie(self.edges, self.ends)

    @cached_property
    def _read(self) -> dict[Word, tuple[int, int, int]]:
        return {}

    def readings(self, word: Word) -> tuple[int, int, int]:
        """Return the indices of a word's term, of that as a verb, of that after « se », or -1."""
        if word not in self._read:
            pronominal = self.pronominal.get(word.verb, -1)
            self._read[word] = self.term_index(word), self.verb_index(word), pronominal
        return self._read[word]

    def term_index(self, word: Word) -> int:
        """Return the index of a word's term, or of the suffix of a verb, or -1."""
        for key in word.index_keys():
            if key in self.single:
                return self.single[key]
        return self._suffix_index(word) if word.group == "verb" else -1

    def verb_index(self, word: Word) -> int:
        """Return the index of a word's term as a verb, or of its suffix, or -1."""
        key = (word.verb, "verb")
        return self.single[key] if key in self.single else self._suffix_index(word)

    def _suffix_index(self, word: Word) -> int:
        if word.norm == word.verb:
            return -1
        suffixes = self.suffixes.items()
        return next((index for suffix, index in suffixes if word.norm.endswith(suffix)), -1)


# Two lexicons can be compared; an index, and the types read with it, take too much memory for more.
@lru_cache(maxsize=2)
def index_terms(lexicon: Lexicon) -> TermIndex:
    """Return the index of a lexicon, with the shipped operators and names of actors."""
    operators = pd.read_csv(path("tone/operators.csv"), comment="#")
    folded = lexicon.entries["term"].str.casefold()
    entries = lexicon.entries[~folded.isin(operators["term"].str.casefold())]
    table = pd.concat([entries, operators], ignore_index=True)[list(FIELDS)].fillna(FIELDS)
    unmarked = (table["class"] == "evaluative") & (table["polarity"] == 0)
    table["class"] = table["class"].mask(unmarked, "neutral")
    terms = list(map(Term, *(table[name].tolist() for name in FIELDS)))
    index = TermIndex([*terms, NAME_TERM, CAPITAL_TERM])
    for code, words in enumerate(_words([term.name for term in terms])):
        _add_term(index, code, words)
    for words in _words(_names()):
        plain = len(words) == 2 and lemmatize(words[:1])[0] in ("le", *DETERMINERS)
        index.ends.setdefault(_add_expression(index, words), len(terms) + plain)
    return index


def _names() -> list[str]:
    """Return the names of several words that the shipped actors have."""
    codebook = read_codebook()
    forms = {entry.name for entry in codebook.entries} | {sense.form for sense in codebook.senses()}
    return sorted(form for form in forms if " " in form)


def _words(texts: list[str]) -> list[list[str]]:
    """Return the norms of the words of each text."""
    tokens = tokenize(texts)
    words: list[list[str]] = [[] for _ in texts]
    for text_no, code in zip(tokens.text_no.tolist(), tokens.code.tolist(), strict=True):
        words[text_no].append(tokens.norms[code])
    return words


def _add_term(index: TermIndex, code: int, norms: list[str]) -> None:
    """Add a term, given by its index and the norms of its words, to the part for its kind."""
    term = index.terms[code]
    if term.name.startswith("*"):
        index.suffixes[term.name[1:]] = code
    elif len(norms) == 1:
        for key in dictionary_keys(norms[0], term.pos):
            index.single.setdefault(key, code)
    elif term.verb and len(norms) == 2 and norms[0] in ("se", "s'"):
        index.pronominal[norms[1]] = code
    else:
        index.ends[_add_expression(index, norms)] = code


def _add_expression(index: TermIndex, norms: list[str]) -> int:
    """Add an expression to the trie, and return its last state."""
    state = 0
    for form in lemmatize(norms):
        word = "le" if form in DETERMINERS else form
        state = index.edges.setdefault((state, word), len(index.edges) + 1)
    return state
