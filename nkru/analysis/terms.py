"""The terms of a lexicon and of grammar, ready to be looked up in a text by dictionary form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from nkru.analysis.inflection import PARTICIPLES, verb_forms
from nkru.analysis.lexicon import Lexicon
from nkru.resources import path
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.words import tokenize

DEFAULTS = {"polarity": 0, "factor": 1, "governs": "", "pos": ""}


class Term(NamedTuple):
    """A term as the rules read it: `act` is the class of a lexicon entry or of an operator."""

    name: str
    act: str
    polarity: float
    factor: float
    governs: str
    pos: str

    @property
    def verb(self) -> bool:
        """Say whether the term is a verb."""
        return self.pos == "verb"


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a lexicon with those of grammar, ready to be looked up.

    `single` and `pronominal` map a dictionary form to the number of its term; `edges` is a trie over the dictionary
    forms of expressions: (state, word) -> state; `ends` maps a state to the term that is complete there.
    """

    terms: list[Term]
    infinitives: dict[str, str]
    reflexives: dict[str, str]
    single: dict[str, int]
    pronominal: dict[str, int]
    edges: dict[tuple[int, str], int]
    ends: dict[int, int]
    suffixes: dict[str, int]


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Return the vocabulary of a lexicon, the operators that ship with nkru included."""
    operators = pd.read_csv(path("operators.csv"), comment="#")
    own = lexicon.entries[~lexicon.entries["term"].str.casefold().isin(operators["term"].str.casefold())]
    table = pd.concat([own, operators], ignore_index=True)
    filled = table.fillna({"polarity": 0.0, "factor": 1.0, "governs": "", "pos": ""})
    fields = filled[["term", "class", "polarity", "factor", "governs", "pos"]]
    terms = [Term(*row) for row in fields.itertuples(index=False)]
    verbs = [_infinitive(term.name) for term in terms if term.verb]
    return _arranged(terms, verb_forms(verbs), verb_forms(verbs, present=True))


def _infinitive(term: str) -> str:
    words = term.split()
    return words[0].removeprefix("s'") if words[0] != "se" else words[1]


def _arranged(terms: list[Term], infinitives: dict[str, str], reflexives: dict[str, str]) -> Vocabulary:
    """Sort terms into single words, pronominal verbs and expressions."""
    found = tokenize([term.name for term in terms])
    lemmas = lemmatize(found.norms)
    forms = [dictionary_form(norm, lemma, infinitives) for norm, lemma in zip(found.norms, lemmas, strict=True)]
    words: list[list[int]] = [[] for _ in terms]
    for text_no, code in zip(found.text_no.tolist(), found.code.tolist(), strict=True):
        words[text_no].append(code)
    made = Vocabulary(terms, infinitives, reflexives, {}, {}, {}, {}, {})
    for number, (term, codes) in enumerate(zip(terms, words, strict=True)):
        keys = [forms[code] for code in codes]
        if term.name.startswith("*"):
            made.suffixes[term.name[1:]] = number
        elif len(keys) == 1:
            for key in _keys(found.norms[codes[0]], lemmas[codes[0]], term.pos):
                made.single.setdefault(key, number)
        elif len(keys) == 2 and keys[0] == "se":
            made.pronominal[keys[1]] = number
        else:
            _plant(made, keys, number)
    return made


def _keys(norm: str, lemma: str, pos: str) -> list[str]:
    """Return what a single word is looked up by: itself, an adjective also in agreement, a plural its singular."""
    double = norm[-1] + "e" if norm.endswith(("el", "en", "et", "on")) else "e"  # cruelle, ancienne
    endings = {"adj": ("", "e", "s", "es", double, double + "s"), "noun": ("", "s")}.get(pos, ("",))
    return [norm + ending for ending in endings] + [lemma] * norm.endswith("s")


def _plant(made: Vocabulary, keys: list[str], number: int) -> None:
    state = 0
    for key in keys:
        state = made.edges.setdefault((state, key), len(made.edges) + 1)
    made.ends[state] = number


def dictionary_form(norm: str, lemma: str, infinitives: dict[str, str]) -> str:
    """Return the lemma, but the infinitive where the form is one of a verb of the lexicon and nothing else."""
    return infinitives.get(norm, lemma) if lemma == norm or norm.endswith(PARTICIPLES) else lemma
