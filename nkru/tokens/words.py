"""Tokens of many texts at once, as arrays of integers over the distinct forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress
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


class _Chunks(dict[str, int]):
    """The distinct chunks, numbered as they are met, and the distinct forms of their tokens."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.first, self.start, self.end, self.code = [0], list[int](), list[int](), list[int]()

    def __missing__(self, chunk: str) -> int:
        begins = cuts(chunk)
        ends = (*begins[1:], len(chunk))
        self.start += begins
        self.end += ends
        self.code += [self.code_of(chunk[begin:end]) for begin, end in zip(begins, ends, strict=True)]
        self.first.append(len(self.start))
        self[chunk] = number = len(self)
        return number

    def code_of(self, form: str) -> int:
        """Return the code of `form`, a new one when it is new."""
        return self.codes.setdefault(form, len(self.codes))

    def marked(self, test: Callable[[str], object]) -> NDArray[np.bool_]:
        """Return for every form whether `test` holds."""
        return np.fromiter((bool(test(form)) for form in self.codes), bool, len(self.codes))


def tokenize(texts: Sequence[str]) -> Tokens:
    """Return the tokens of `texts`, surface tokens as in the French Universal Dependencies treebanks.

    >>> tokens = tokenize(["L’accord a-t-il coûté 11 000 euros ?"])
    >>> [tokens.forms[code] for code in tokens.code]
    ['L’', 'accord', 'a', '-t-il', 'coûté', '11 000', 'euros', '?']
    """
    joined = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    limits = np.cumsum(lengths + 1) - 1
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    chunks = _Chunks()
    spans = _spread(chunks, joined.split(), _chunk_starts(letters))
    spans = _join_numbers(chunks, spans, joined, letters)
    spans = _part_full_stops(chunks, spans, limits)
    text_no = np.searchsorted(limits, spans.start)
    offset = (limits - lengths)[text_no]
    # Parts of joined numbers are forms of no token: they leave the vocabulary.
    used = np.bincount(spans.code, minlength=len(chunks.codes)) > 0
    code = (np.cumsum(used) - 1)[spans.code]
    forms = list(compress(chunks.codes, used))
    norms = [fold(form) for form in forms]
    start, end = _short(spans.start - offset), _short(spans.end - offset)
    return Tokens(_short(text_no), start, end, _short(code), forms, norms, [kind(norm) for norm in norms])


def _short(numbers: NDArray[Any]) -> Ints:
    return numbers.astype(np.int32)


def _chunk_starts(letters: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return where the chunks begin."""
    space = _IS_SPACE[np.minimum(letters, len(_IS_SPACE) - 1)]
    return np.flatnonzero(~space & np.append(True, space[:-1]))


def _spread(chunks: _Chunks, pieces: list[str], starts: NDArray[np.int64]) -> _Spans:
    """Return the tokens of all chunks in their order, by looking each chunk up once."""
    ids = np.fromiter(map(chunks.__getitem__, pieces), np.int64, len(pieces))
    first = np.array(chunks.first)
    sizes = np.diff(first)[ids]
    behind = np.cumsum(sizes) - sizes
    flat = np.arange(sizes.sum()) + np.repeat(first[ids] - behind, sizes)
    base = np.repeat(starts, sizes)
    begin, end, code = (np.array(part, dtype=np.int64)[flat] for part in (chunks.start, chunks.end, chunks.code))
    return _Spans(base + begin, base + end, code)


def _join_numbers(chunks: _Chunks, spans: _Spans, joined: str, letters: NDArray[np.uint32]) -> _Spans:
    """Return the tokens with the thousands of a number in one: « 11 000 », whatever its space."""
    head, tail = (chunks.marked(re.compile(p).fullmatch) for p in (r"[-+]?\d{1,3}", r"\d{3}(?:[.,]\d+)?"))
    gap = spans.end[:-1]
    linked = head[spans.code[:-1]] & tail[spans.code[1:]] & (spans.start[1:] - gap == 1)
    linked[linked] = ~np.isin(letters[gap[linked]], _LINE_BREAKS)
    kept = np.flatnonzero(np.append(True, ~linked)) if len(spans.code) else spans.code
    last = np.append(kept[1:], len(spans.code)) - 1 if len(kept) else kept
    start, end, code = spans.start[kept], spans.end[last], spans.code[kept]
    for number in np.flatnonzero(last > kept):
        code[number] = chunks.code_of(joined[start[number] : end[number]])
    return _Spans(start, end, code)


def _part_full_stops(chunks: _Chunks, spans: _Spans, limits: NDArray[np.int64]) -> _Spans:
    """Return the tokens with the full stop of a sentence parted from a letter or a word before it.

    « le plan B. » ends in two tokens, « George W. Bush » holds « W. »; only what follows can tell.
    """
    found = np.flatnonzero(chunks.marked(_may_part)[spans.code])
    follower = np.minimum(found + 1, len(spans.code) - 1)
    within = (follower > found) & (spans.start[follower] < limits[np.searchsorted(limits, spans.start[found])])
    forms = list(chunks.codes)
    pairs = zip(spans.code[found], spans.code[follower], within, strict=True)
    parted = found[[not (same_text and holds_stop(forms[a][:-1], forms[b])) for a, b, same_text in pairs]]
    start, end, code = spans.start, spans.end.copy(), spans.code.copy()
    end[parted] -= 1
    code[parted] = [chunks.code_of(forms[old][:-1]) for old in code[parted]]
    stops = (end[parted], end[parted] + 1, np.full(len(parted), chunks.code_of(".")))
    return _Spans(*(np.insert(a, parted + 1, b) for a, b in zip((start, end, code), stops, strict=True)))


def _may_part(form: str) -> bool:
    """Return whether `form` is a capital or a word that has its full stop in some places only."""
    word = normalize("NFC", form[:-1])
    return form.endswith(".") and is_doubtful(word) and word.count(".") == 0 and word not in words("open")
