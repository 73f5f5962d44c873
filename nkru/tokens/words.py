"""Tokens of many texts at once, as arrays of integers over the distinct forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, pairwise
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.abbreviations import holds_stop, is_doubtful, words
from nkru.tokens.chunks import cuts, kind
from nkru.tokens.norms import fold

Ints = NDArray[np.int32]
# White space as str.split sees it; every such character lies below the first ideograph.
_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])
_NUMBER_HEAD, _NUMBER_TAIL = re.compile(r"[-+]?\d{1,3}"), re.compile(r"\d{3}(?:[.,]\d+)?")
_HEAD, _TAIL, _DOUBTFUL = 1, 2, 4
_LINE_BREAKS = [ord(sign) for sign in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"]


@dataclass(frozen=True)
class Tokens:
    """Tokens in the order of their texts.

    `text_no` (from 0), `start`, `end` (character offsets in that text) and `code` have one entry per
    token; `forms`, `norms` and `kinds` one per distinct form, which `code` points to.
    """

    text_no: Ints
    start: Ints
    end: Ints
    code: Ints
    forms: list[str]
    norms: list[str]
    kinds: list[str]


class _Spans(NamedTuple):
    """Tokens of all texts laid end to end."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    code: NDArray[np.int64]


class _Numbered(dict[str, int]):
    """Distinct strings, numbered as they are met: « numbered[string] » numbers a new one."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number

    def of(self, strings: Sequence[str]) -> NDArray[np.int64]:
        """Return the numbers of `strings`."""
        return np.fromiter(map(self.__getitem__, strings), np.int64, len(strings))

    def marks(self) -> NDArray[np.int8]:
        """Return the marks of all strings, by number."""
        return np.fromiter(map(_marks, self), np.int8, len(self))


def tokenize(texts: Sequence[str]) -> Tokens:
    """Return the tokens of `texts`, surface tokens as in the French Universal Dependencies treebanks.

    >>> tokens = tokenize(["L’accord a-t-il coûté 11 000 euros ?"])
    >>> [tokens.forms[code] for code in tokens.code]
    ['L’', 'accord', 'a', '-t-il', 'coûté', '11 000', 'euros', '?']
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    limits = np.cumsum(lengths + 1) - 1
    vocabulary, spans = _find("\n".join(texts), limits)
    text_no = np.searchsorted(limits, spans.start)
    offset = (limits - lengths)[text_no]
    # Parts of joined numbers are forms of no token: they leave the vocabulary.
    used = np.bincount(spans.code, minlength=len(vocabulary)) > 0
    code = (np.cumsum(used) - 1)[spans.code]
    forms = list(compress(vocabulary, used))
    norms = list(map(_norm, forms))
    start, end = _short(spans.start - offset), _short(spans.end - offset)
    return Tokens(_short(text_no), start, end, _short(code), forms, norms, list(map(kind, norms)))


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the tokens of `text`."""
    _, spans = _find(text, np.array([len(text)]))
    return list(zip(spans.start.tolist(), spans.end.tolist(), strict=True))


_norm = lru_cache(maxsize=2**18)(fold)


def _find(joined: str, limits: NDArray[np.int64]) -> tuple[_Numbered, _Spans]:
    """Return the forms and the tokens of texts that are joined by line breaks, which stand at `limits`."""
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    vocabulary = _Numbered()
    spans = _spread(vocabulary, joined.split(), _chunk_starts(letters))
    spans = _join_numbers(vocabulary, spans, joined, letters)
    return vocabulary, _part_full_stops(vocabulary, spans, limits)


def _short(numbers: NDArray[Any]) -> Ints:
    return numbers.astype(np.int32)


def _chunk_starts(letters: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return where the chunks begin."""
    space = _IS_SPACE[np.minimum(letters, len(_IS_SPACE) - 1)]
    return np.flatnonzero(~space & np.append(True, space[:-1]))


def _spread(vocabulary: _Numbered, pieces: list[str], starts: NDArray[np.int64]) -> _Spans:
    """Return the tokens of all chunks in their order, by cutting each distinct chunk once."""
    chunks = _Numbered()
    ids = chunks.of(pieces)
    counts, begin, end, code = _cut(vocabulary, chunks)
    sizes = counts[ids]
    first = (np.cumsum(counts) - counts)[ids]
    flat = np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
    base = np.repeat(starts, sizes)
    return _Spans(base + begin[flat], base + end[flat], code[flat])


def _cut(vocabulary: _Numbered, chunks: _Numbered) -> tuple[NDArray[np.int64], ...]:
    """Return the number of tokens of each distinct chunk; begin, end and code of these tokens."""
    places = list(map(cuts, chunks))
    counts = np.fromiter(map(len, places), np.int64, len(places))
    begin = np.fromiter(chain.from_iterable(places), np.int64, counts.sum())
    end = np.append(begin[1:], 0)
    end[np.cumsum(counts) - 1] = np.fromiter(map(len, chunks), np.int64, len(chunks))
    forms = [c[a:b] for c, begins in zip(chunks, places, strict=True) for a, b in pairwise((*begins, len(c)))]
    return counts, begin, end, vocabulary.of(forms)


def _join_numbers(vocabulary: _Numbered, spans: _Spans, joined: str, letters: NDArray[np.uint32]) -> _Spans:
    """Return the tokens with the thousands of a number in one: « 11 000 », whatever its space."""
    marks, gap = vocabulary.marks()[spans.code], spans.end[:-1]
    linked = (marks[:-1] & _HEAD > 0) & (marks[1:] & _TAIL > 0) & (spans.start[1:] - gap == 1)
    linked[linked] = ~np.isin(letters[gap[linked]], _LINE_BREAKS)
    if not linked.any():
        return spans
    kept = np.flatnonzero(np.append(True, ~linked))
    last = np.append(kept[1:], len(spans.code)) - 1
    start, end, code = spans.start[kept], spans.end[last], spans.code[kept]
    for number in np.flatnonzero(last > kept):
        code[number] = vocabulary[joined[start[number] : end[number]]]
    return _Spans(start, end, code)


def _part_full_stops(vocabulary: _Numbered, spans: _Spans, limits: NDArray[np.int64]) -> _Spans:
    """Return the tokens with the full stop of a sentence parted from a letter or a word before it.

    « le plan B. » ends in two tokens, « George W. Bush » holds « W. »; only what follows can tell.
    """
    found = np.flatnonzero(vocabulary.marks()[spans.code] & _DOUBTFUL)
    if not len(found):
        return spans
    follower = np.minimum(found + 1, len(spans.code) - 1)
    within = (follower > found) & (spans.start[follower] < limits[np.searchsorted(limits, spans.start[found])])
    forms = list(vocabulary)
    pairs = zip(spans.code[found], spans.code[follower], within, strict=True)
    parted = found[[not (same_text and holds_stop(forms[a][:-1], forms[b])) for a, b, same_text in pairs]]
    start, end, code = spans.start, spans.end.copy(), spans.code.copy()
    end[parted] -= 1
    code[parted] = [vocabulary[forms[old][:-1]] for old in code[parted]]
    stops = (end[parted], end[parted] + 1, np.full(len(parted), vocabulary["."]))
    return _Spans(*(np.insert(a, parted + 1, b) for a, b in zip((start, end, code), stops, strict=True)))


@lru_cache(maxsize=2**18)
def _marks(form: str) -> int:
    """Return what a form may be: head or tail of a number with a space, or a word whose full stop is in doubt."""
    if form.isalpha():
        return 0
    if form.endswith("."):
        word = normalize("NFC", form[:-1])
        return _DOUBTFUL * (is_doubtful(word) and "." not in word and word not in words("open"))
    return _HEAD * bool(_NUMBER_HEAD.fullmatch(form)) + _TAIL * bool(_NUMBER_TAIL.fullmatch(form))
