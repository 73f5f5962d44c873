"""Tokens of one text as spans, and of many at once as arrays of integers over the distinct forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress, count
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.chunks import DOUBTFUL, HEAD, TAIL, cut, kind, parts_thousands
from nkru.tokens.norms import SPACES, fold_all
from nkru.tokens.sentences import holds_stop

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
# Start, end and code of the tokens of all texts laid end to end.
Spans = tuple[Places, Places, Places]


@dataclass(frozen=True)
class Tokens:
    """Tokens in the order of their texts.

    `text_no` (from 0), `start`, `end` (character offsets in that text) and `code` have one entry
    per token; `forms`, `norms` and `kinds` one per distinct form, which `code` points to.
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
    return (
        [span]
        if holds_stop(text[start : end - 1], following)
        else [(start, end - 1), (end - 1, end)]
    )


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
    norms = fold_all(forms)
    kinds = ["word" if norm.isalpha() else kind(norm) for norm in norms]
    columns = (owner, start - offset, end - offset, (np.cumsum(used) - 1)[code])
    text_no, begins, ends, codes = (column.astype(np.int32) for column in columns)
    return Tokens(text_no, begins, ends, codes, forms, norms, kinds)


def _find(vocabulary: dict[str, int], joined: str, limits: Places) -> Spans:
    """Return the tokens of texts that are joined by line breaks, which stand at `limits`."""
    import pyarrow as pa

    text = joined.lstrip()
    if not text:
        return (np.empty(0, np.int64),) * 3
    ids, distinct, gaps = _chunks(text)
    chunks = list(map(cut, distinct))
    tokens = list(map(itemgetter(0), chunks))
    encoded = pa.array(list(chain.from_iterable(tokens)), pa.large_string()).dictionary_encode()
    vocabulary.update(zip(encoded.dictionary.to_pylist(), count(), strict=False))
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    counts = sizes[ids]
    after = np.cumsum(counts)
    code = encoded.indices.to_numpy()[
        np.arange(after[-1]) + np.repeat(np.cumsum(sizes)[ids] - after, counts)
    ]
    # The tokens of a chunk touch: their lengths, and the white space after the last, tell where
    # they are.
    steps = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))[code]
    last = after - 1
    steps[last] += gaps[ids]
    end = np.cumsum(steps) + (len(joined) - len(text))
    start = end - steps
    end[last] -= gaps[ids]
    marks = np.fromiter(map(itemgetter(1), chunks), np.int8, len(chunks))[ids]
    heads = last[:-1][(marks[:-1] & HEAD > 0) & (marks[1:] & TAIL > 0)]
    between = zip(end[heads].tolist(), start[heads + 1].tolist(), strict=True)
    heads = heads[np.array([parts_thousands(joined[a:b]) for a, b in between], bool)]
    doubtful = last[marks & DOUBTFUL > 0]
    doubtful -= np.searchsorted(heads, doubtful)
    return _part_stops(
        vocabulary, _join_numbers(vocabulary, (start, end, code), joined, heads), doubtful, limits
    )


def _chunks(text: str) -> tuple[Ints, list[str], Ints]:
    """Return the chunks of a text as numbers of the distinct ones, these, and the length of the white space after each.

    Chunks are distinct with that white space, since Arrow then only needs to know where each
    begins.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        whole = pa.array([text], pa.large_string())
    except UnicodeEncodeError:  # a lone surrogate: nobody can read it, so that U+FFFD is as good
        whole = pa.array([re.sub("[\ud800-\udfff]", "\ufffd", text)], pa.large_string())
    letters = pc.replace_substring_regex(whole, f"[{''.join(SPACES)}]", " ")[0].as_buffer()
    gap = np.frombuffer(letters, np.uint8) == ord(" ")
    places = np.concatenate(([0], np.flatnonzero(gap[:-1] > gap[1:]) + 1, [len(gap)]))
    chunks = pa.LargeStringArray.from_buffers(
        len(places) - 1, pa.py_buffer(places), letters
    ).dictionary_encode()
    bare = pc.utf8_rtrim(chunks.dictionary, " ")
    gaps = pc.subtract(pc.utf8_length(chunks.dictionary), pc.utf8_length(bare))
    return chunks.indices.to_numpy(), bare.to_pylist(), gaps.to_numpy()


def _join_numbers(vocabulary: dict[str, int], spans: Spans, joined: str, heads: Places) -> Spans:
    """Return the tokens with each of `heads` and the one after it as one number: « 11 000 »."""
    start, end, code = (
        np.delete(*column) for column in zip(spans, (heads + 1, heads, heads + 1), strict=True)
    )
    # « 1 250 000 » has two heads, and ends at one place.
    numbers = np.unique(heads - np.arange(len(heads)))
    slices = zip(start[numbers].tolist(), end[numbers].tolist(), strict=True)
    code[numbers] = [vocabulary[joined[a:b]] for a, b in slices]
    return start, end, code


def _part_stops(
    vocabulary: dict[str, int], spans: Spans, doubtful: Places, limits: Places
) -> Spans:
    """Return the tokens with the full stop of a sentence parted from a letter or a word before it.

    « le plan B. » ends in two tokens, « George W. Bush » holds « W. »; only what follows can tell.
    """
    start, end, code = spans
    follower = np.minimum(doubtful + 1, len(code) - 1)
    alone = (follower == doubtful) | (
        start[follower] > limits[np.searchsorted(limits, start[doubtful])]
    )
    forms = list(vocabulary)
    pairs = zip(code[doubtful].tolist(), code[follower].tolist(), alone.tolist(), strict=True)
    parted = doubtful[
        [not holds_stop(forms[a][:-1], "" if last else forms[b]) for a, b, last in pairs]
    ]
    end[parted] -= 1
    code[parted] = [vocabulary[forms[whole][:-1]] for whole in code[parted].tolist()]
    start, end = (
        np.insert(start, parted + 1, end[parted]),
        np.insert(end, parted + 1, end[parted] + 1),
    )
    return start, end, np.insert(code, parted + 1, vocabulary["."])
