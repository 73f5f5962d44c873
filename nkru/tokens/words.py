"""Tokens of one text as spans, and of many at once as arrays of integers over the distinct forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.abbreviations import holds_stop
from nkru.tokens.chunks import DOUBTFUL, HEAD, TAIL, cut, kind, parts_thousands
from nkru.tokens.norms import norm_of

Ints = NDArray[np.int32]
# White space as str.split sees it; every such character lies below the first ideograph.
_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])


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


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the tokens of one text, as `tokenize` does of many."""
    spans: list[tuple[int, int]] = []
    end = marks = 0
    for chunk in text.split():
        start = begin = text.index(chunk, end)
        tokens, here = cut(chunk)
        if marks & HEAD and here & TAIL and parts_thousands(text[end:start]):
            begin = spans.pop()[0]
        elif marks & DOUBTFUL:
            spans += _part_stop(text, spans.pop(), tokens[0])
        end = start
        for token in tokens:
            end += len(token)
            spans.append((begin, end))
            begin = end
        marks = here
    return spans + _part_stop(text, spans.pop(), "") if marks & DOUBTFUL else spans


def _part_stop(text: str, span: tuple[int, int], following: str) -> list[tuple[int, int]]:
    start, end = span
    return [span] if holds_stop(text[start : end - 1], following) else [(start, end - 1), (end - 1, end)]


def tokenize(texts: Sequence[str]) -> Tokens:
    """Return the tokens of `texts`, surface tokens as in the French Universal Dependencies treebanks.

    >>> tokens = tokenize(["L’accord a-t-il coûté 11 000 euros ?"])
    >>> [tokens.forms[code] for code in tokens.code]
    ['L’', 'accord', 'a', '-t-il', 'coûté', '11 000', 'euros', '?']
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    limits = np.cumsum(lengths + 1) - 1
    vocabulary = _Numbered()
    spans = _find(vocabulary, "\n".join(texts), limits)
    counts = np.diff(np.searchsorted(spans.start, limits), prepend=0)
    owner = np.repeat(np.arange(len(texts)), counts)
    offset = np.repeat(limits - lengths, counts)
    # Parts of joined numbers are forms of no token: they leave the vocabulary.
    used = np.bincount(spans.code, minlength=len(vocabulary)) > 0
    forms = list(compress(vocabulary, used))
    norms = list(map(norm_of, forms))
    columns = (owner, spans.start - offset, spans.end - offset, (np.cumsum(used) - 1)[spans.code])
    text_no, start, end, code = (column.astype(np.int32) for column in columns)
    return Tokens(text_no, start, end, code, forms, norms, list(map(kind, norms)))


def _find(vocabulary: _Numbered, joined: str, limits: NDArray[np.int64]) -> _Spans:
    """Return the tokens of texts that are joined by line breaks, which stand at `limits`."""
    ids, distinct = _chunks(joined)
    chunks = list(map(cut, distinct))
    tokens = [found for found, _ in chunks]
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    codes = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(tokens)), np.int64, sizes.sum())
    counts = sizes[ids]
    last = np.cumsum(counts) - 1
    code = codes[np.arange(counts.sum()) + np.repeat((np.cumsum(sizes) - 1)[ids] - last, counts)]
    # The tokens of a chunk touch: their lengths tell where they are.
    lengths = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))[code]
    end = np.cumsum(lengths)
    end += np.repeat(_chunk_ends(joined) - end[last], counts)
    spans = _Spans(end - lengths, end, code)
    marks = np.array([mark for _, mark in chunks], np.int8)[ids]
    heads = last[:-1][(marks[:-1] & HEAD > 0) & (marks[1:] & TAIL > 0)]
    gaps = zip(end[heads].tolist(), spans.start[heads + 1].tolist(), strict=True)
    heads = heads[np.array([parts_thousands(joined[a:b]) for a, b in gaps], bool)]
    doubtful = last[marks & DOUBTFUL > 0]
    doubtful -= np.searchsorted(heads, doubtful)
    return _part_stops(vocabulary, _join_numbers(vocabulary, spans, joined, heads), doubtful, limits)


def _chunks(joined: str) -> tuple[NDArray[np.int32], list[str]]:
    """Return the chunks of a text as numbers of the distinct ones, and these. Arrow takes half the time of Python."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stripped = joined.strip()
    if not stripped:
        return np.empty(0, np.int32), []
    try:
        text = pa.array([stripped], pa.large_string())
    except UnicodeEncodeError:  # a lone surrogate: nobody can read it, so that U+FFFD is as good
        text = pa.array([re.sub("[\ud800-\udfff]", "\ufffd", stripped)], pa.large_string())
    chunks = pc.utf8_split_whitespace(text).flatten().dictionary_encode()
    return chunks.indices.to_numpy(), chunks.dictionary.to_pylist()


def _chunk_ends(joined: str) -> NDArray[np.int64]:
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    space = _IS_SPACE[np.minimum(letters, len(_IS_SPACE) - 1)]
    return np.flatnonzero(~space & np.append(space[1:], True)) + 1


def _join_numbers(vocabulary: _Numbered, spans: _Spans, joined: str, heads: NDArray[np.int64]) -> _Spans:
    """Return the tokens with each of `heads` and the one after it as one number: « 11 000 »."""
    start, end, code = np.delete(spans.start, heads + 1), np.delete(spans.end, heads), np.delete(spans.code, heads + 1)
    # « 1 250 000 » has two heads, and ends at one place.
    numbers = np.unique(heads - np.arange(len(heads)))
    slices = zip(start[numbers].tolist(), end[numbers].tolist(), strict=True)
    code[numbers] = [vocabulary[joined[a:b]] for a, b in slices]
    return _Spans(start, end, code)


def _part_stops(vocabulary: _Numbered, spans: _Spans, doubtful: NDArray[np.int64], limits: NDArray[np.int64]) -> _Spans:
    """Return the tokens with the full stop of a sentence parted from a letter or a word before it.

    « le plan B. » ends in two tokens, « George W. Bush » holds « W. »; only what follows can tell.
    """
    start, end, code = spans
    follower = np.minimum(doubtful + 1, len(code) - 1)
    alone = (follower == doubtful) | (start[follower] > limits[np.searchsorted(limits, start[doubtful])])
    forms = list(vocabulary)
    pairs = zip(code[doubtful].tolist(), code[follower].tolist(), alone.tolist(), strict=True)
    parted = doubtful[[not holds_stop(forms[a][:-1], "" if last else forms[b]) for a, b, last in pairs]]
    end[parted] -= 1
    code[parted] = [vocabulary[forms[whole][:-1]] for whole in code[parted].tolist()]
    stops = (end[parted], end[parted] + 1, np.full(len(parted), vocabulary["."]))
    return _Spans(*(np.insert(a, parted + 1, b) for a, b in zip((start, end, code), stops, strict=True)))
