"""Expressions as a trie: arrays that take a step from many states at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat

import numpy as np

from nkru._typing import Bools, Ints

DETERMINERS = ("un", "son", "ce")  # inside an expression they match « le »


class Trie:
    """A trie of expressions as arrays, which takes a step from many states at once.

    Attributes:
        opens: the state after each word as the first of an expression, or 0.
        ends: the term of each state, or -1.
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
