"""Tokens of one text as spans, and of many at once as arrays of integers over the distinct forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.abbreviations import holds_stop
from nkru.tokens.chunks import DOUBTFUL, HEAD, TAIL, cut, kind, parts_thousands
from nkru.tokens.norms import norm_of

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
# Start, end and code of the tokens of all texts laid end to end.
Spans = tuple[Places, Places, Places]
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
    # Distinct forms, numbered as they are met: « vocabulary[form] » numbers a new one.
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    start, end, code = _find(vocabulary, "\n".join(texts), limits)
    counts = np.diff(np.searchsorted(start, limits), prepend=0)
    owner = np.repeat(np.arange(len(texts)), counts)
    offset = np.repeat(limits - lengths, counts)
    # Parts of joined numbers are forms of no token: they leave the vocabulary.
    used = np.bincount(code, minlength=len(vocabulary)) > 0
    forms = list(compress(vocabulary, used))
    norms = list(map(norm_of, forms))
    columns = (owner, start - offset, end - offset, (np.cumsum(used) - 1)[code])
    text_no, begins, ends, codes = (column.astype(np.int32) for column in columns)
    return Tokens(text_no, begins, ends, codes, forms, norms, list(map(kind, norms)))


def _find(vocabulary: dict[str, int], joined: str, limits: Places) -> Spans:
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
    start = end - lengths
    marks = np.array([mark for _, mark in chunks], np.int8)[ids]
    heads = last[:-1][(marks[:-1] & HEAD > 0) & (marks[1:] & TAIL > 0)]
    gaps = zip(end[heads].tolist(), start[heads + 1].tolist(), strict=True)
    heads = heads[np.array([parts_thousands(joined[a:b]) for a, b in gaps], bool)]
    doubtful = last[marks & DOUBTFUL > 0]
    doubtful -= np.searchsorted(heads, doubtful)
    return _part_stops(vocabulary, _join_numbers(vocabulary, (start, end, code), joined, heads), doubtful, limits)


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


def _chunk_ends(joined: str) -> Places:
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    space = _IS_SPACE[np.minimum(letters, len(_IS_SPACE) - 1)]
    return np.flatnonzero(~space & np.append(space[1:], True)) + 1


def _join_numbers(vocabulary: dict[str, int], spans: Spans, joined: str, heads: Places) -> Spans:
    """Return the tokens with each of `heads` and the one after it as one number: « 11 000 »."""
    start, end, code = (np.delete(*column) for column in zip(spans, (heads + 1, heads, heads + 1), strict=True))
    # « 1 250 000 » has two heads, and ends at one place.
    numbers = np.unique(heads - np.arange(len(heads)))
    slices = zip(start[numbers].tolist(), end[numbers].tolist(), strict=True)
    code[numbers] = [vocabulary[joined[a:b]] for a, b in slices]
    return start, end, code


def _part_stops(vocabulary: dict[str, int], spans: Spans, doubtful: Places, limits: Places) -> Spans:
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
    start, end = np.insert(start, parted + 1, end[parted]), np.insert(end, parted + 1, end[parted] + 1)
    return start, end, np.insert(code, parted + 1, vocabulary["."])
