"""Expressions: find the words of a list in a corpus, by lemma or as names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.measures.positions import sentence_numbers
from nkru.tokens.dictionary import analyses
from nkru.tokens.norms import fold, plain
from nkru.tokens.words import token_spans

LONGEST = 8  # words of an expression
# How a token may be read: by its lemma, by its norm, as a name with a capital, as an acronym.
_LEMMA, _NORM, _NAME, _ACRONYM = range(4)


@dataclass(frozen=True)
class Expressions:
    """Words and expressions to be found in tagged tokens.

    A word in small letters is a lemma, and finds each of its forms; in an expression of several
    words it may also be a form: "sanction économique" and "sanctions économiques" are one. A word
    with a capital is a name, and is found with a capital: "Orange" is not the fruit; one in
    capitals is an acronym, and is found in capitals. The longest expression counts, from left to
    right, within a sentence.

    >>> Expressions(["accord de paix", "Otan"]).words[0]
    ('accord', 'de', 'paix')
    """

    forms: Sequence[str]

    @cached_property
    def words(self) -> list[tuple[str, ...]]:
        """The tokens of each expression."""
        return [
            tuple(plain(form[start:end]) for start, end in token_spans(form)) for form in self.forms
        ]

    @cached_property
    def _trie(self) -> _Trie:
        trie = _Trie()
        for index, words in enumerate(self.words):
            trie.add(words, index)
        return trie

    def find(self, tokens: pd.DataFrame) -> pd.DataFrame:
        """Return the occurrences of the expressions in tokens with parts of speech.

        Args:
            tokens: `corpus.tagged_tokens`.

        Returns:
            first, last (row numbers of `tokens`), expression (its index in `forms`).
        """
        readings = self._readings(tokens)
        sentence = sentence_numbers(tokens)
        first, last, ends = self._trie.walk(readings, sentence)
        alone = _is_unmarked_name(tokens)[first] & (first == last) & ~self._is_name[ends]
        found = {"first": first[~alone], "last": last[~alone], "expression": ends[~alone]}
        return _longest(pd.DataFrame(found))

    @cached_property
    def _is_name(self) -> Bools:
        return np.array([any(map(_has_capital, words)) for words in self.words], dtype=bool)

    def _readings(self, tokens: pd.DataFrame) -> list[Ints]:
        """Return the code of each token as lemma, norm and name, −1 where no expression has it."""
        codes = self._trie.codes
        lemma, norm, acronym = (
            _codes_of(tokens[column], codes, way)
            for column, way in (("lemma", _LEMMA), ("norm", _NORM), ("token", _ACRONYM))
        )
        spelled, restored = (
            _codes_of(tokens[column], codes, _NAME) for column in ("norm", "lemma")
        )
        name = np.where(spelled < 0, restored, spelled)
        capital = np.array(
            [_has_capital(form[:1]) for form in tokens["token"].cat.categories.tolist()]
        )
        name[~capital[tokens["token"].cat.codes]] = -1
        return [lemma, norm, np.where(acronym < 0, name, acronym)]


@dataclass
class _Trie:
    """Expressions as paths from node 0; an edge is a word read in one of the three ways."""

    codes: dict[tuple[int, str], int] = field(default_factory=dict)
    edges: dict[tuple[int, int], int] = field(default_factory=dict)
    ends: list[int] = field(default_factory=lambda: [-1])

    def add(self, words: Sequence[str], index: int) -> None:
        """Add an expression; of two that are spelled alike the first counts."""
        alone = len(words) == 1
        for first in self._ways(words[0], alone):
            node = self._step(0, [first])
            for word in words[1:]:
                node = self._step(node, self._ways(word, False))
            self.ends[node] = index if self.ends[node] < 0 else self.ends[node]

    def _ways(self, word: str, alone: bool) -> list[int]:
        """Return the codes under which a word is found."""
        norm = fold(word)
        if word.isupper() and len(word) > 1:
            return [self._code(_ACRONYM, word)]
        if _has_capital(word):
            return [self._code(_NAME, norm)]
        ways = [self._code(_LEMMA, norm)]
        if not alone or not _is_lemma(norm):
            ways.append(self._code(_NORM, norm))
        return ways

    def _code(self, way: int, word: str) -> int:
        return self.codes.setdefault((way, word), len(self.codes))

    def _step(self, node: int, ways: Iterable[int]) -> int:
        """Return the node after these edges, which lead to one node."""
        ways = list(ways)
        known = [self.edges[node, way] for way in ways if (node, way) in self.edges]
        target = known[0] if known else len(self.ends)
        if not known:
            self.ends.append(-1)
        for way in ways:
            self.edges.setdefault((node, way), target)
        return target

    @cached_property
    def _arrays(self) -> tuple[Ints, Ints, Ints]:
        keys = np.array([node * len(self.codes) + way for node, way in self.edges], dtype=np.int64)
        order = np.argsort(keys)
        return keys[order], np.array(list(self.edges.values()))[order], np.array(self.ends)

    def walk(self, readings: list[Ints], sentence: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the first token, the last token and the index of every expression found."""
        start, node = np.arange(len(sentence)), np.zeros(len(sentence), dtype=np.int64)
        found: list[tuple[Ints, Ints, Ints]] = []
        for length in range(LONGEST):
            if not len(start) or not self.edges:
                break
            start, node = self._next(start, node, length, readings, sentence)
            ends = self._arrays[2][node]
            here = ends >= 0
            found.append((start[here], start[here] + length, ends[here]))
        columns = zip(*found, strict=True) if found else [[np.empty(0, np.int64)]] * 3
        first, last, ends = (np.concatenate(column) for column in columns)
        return first, last, ends

    def _next(
        self, start: Ints, node: Ints, length: int, readings: list[Ints], sentence: Ints
    ) -> tuple[Ints, Ints]:
        """Return the paths that the token `length` after their start continues."""
        inside = start + length < len(sentence)
        start, node = start[inside], node[inside]
        same = sentence[start] == sentence[start + length]
        start, node = start[same], node[same]
        keys, targets, _ = self._arrays
        starts, nodes = [], []
        for reading in readings:
            way = reading[start + length]
            read = way >= 0
            key = node[read] * len(self.codes) + way[read]
            place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            hit = keys[place] == key
            starts.append(start[read][hit])
            nodes.append(targets[place[hit]])
        return np.concatenate(starts), np.concatenate(nodes)


def _has_capital(word: str) -> bool:
    return word != word.lower()


def _is_lemma(norm: str) -> bool:
    """Say whether a word is its own lemma in some reading: « munition » is, « munitions » not."""
    readings = analyses(norm)
    return not readings or any(reading.lemma(norm) == norm for reading in readings)


def _codes_of(column: pd.Series[Any], codes: dict[tuple[int, str], int], way: int) -> Ints:
    names = [plain(name) for name in column.cat.categories.tolist()]
    known = np.fromiter((codes.get((way, name), -1) for name in names), np.int64, len(names))
    return known[column.cat.codes]


def _is_unmarked_name(tokens: pd.DataFrame) -> Bools:
    """Return which tokens are names without an article: « Marine », but not « la Marine »."""
    name = (tokens["pos"] == "PROPN").to_numpy()
    marked = (tokens["pos"] == "DET") | tokens["norm"].isin(["au", "aux", "du", "des"])
    before = np.append(False, marked.to_numpy()[:-1])
    return np.asarray(name & ~before)


def _longest(found: pd.DataFrame) -> pd.DataFrame:
    """Return the longest expressions from left to right, without overlaps."""
    found = found.drop_duplicates(["first", "last"])
    found = found.sort_values(["first", "last"], ascending=[True, False], ignore_index=True)
    kept, end = np.zeros(len(found), dtype=bool), -1
    for row, (first, last) in enumerate(zip(found["first"], found["last"], strict=True)):
        if first > end:
            kept[row], end = True, last
    return found[kept].reset_index(drop=True)
