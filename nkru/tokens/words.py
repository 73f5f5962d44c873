"""Tokens: the spans of one text, or the tokens of many texts as codes of their distinct forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np
from numpy.typing import NDArray

from nkru._typing import Ints
from nkru.tokens.chunks import DOUBTFUL, HEAD, LONGEST, TAIL, joins_number, split_chunk, token_kind
from nkru.tokens.norms import SPACES, fold
from nkru.tokens.sentences import owns_stop

Codes = NDArray[np.int32]
# Start, end and code of the tokens of all texts, with offsets in the texts joined by line breaks.
_Spans = tuple[Ints, Ints, Ints]


@dataclass(frozen=True)
class Tokens:
    """Tokens in the order of their texts.

    `text_no` (from 0), `start`, `end` (character offsets in that text) and `code` have one entry
    per token. `forms`, `norms` and `kinds` have one per distinct form; `code` is its index there.
    """

    text_no: Codes
    start: Codes
    end: Codes
    code: Codes
    forms: list[str]
    norms: list[str]
    kinds: list[str]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the tokens of one text; `tokenize` is faster for many texts."""
    spans: list[tuple[int, int]] = []
    end = flags = 0
    for chunk in text.split():
        start = begin = text.index(chunk, end)
        tokens, chunk_flags = split_chunk(chunk)
        if flags & HEAD and chunk_flags & TAIL and joins_number(text[end:start]):
            begin = spans.pop()[0]
        elif flags & DOUBTFUL:
            spans += _split_stop(text, spans.pop(), tokens[0])
        end = start
        for token in tokens:
            end += len(token)
            spans.append((begin, end))
            begin = end
        flags = chunk_flags
    return spans + _split_stop(text, spans.pop(), "") if flags & DOUBTFUL else spans


def _split_stop(text: str, span: tuple[int, int], following: str) -> list[tuple[int, int]]:
    start, end = span
    if owns_stop(text[start : end - 1], following):
        return [span]
    return [(start, end - 1), (end - 1, end)]


def tokenize(texts: Sequence[str]) -> Tokens:
    """Return the surface tokens of `texts`, as in the French Universal Dependencies treebanks.

    >>> tokens = tokenize(["L’accord a-t-il coûté 11 000 euros ?"])
    >>> [tokens.forms[code] for code in tokens.code]
    ['L’', 'accord', 'a', '-t-il', 'coûté', '11 000', 'euros', '?']
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    limits = np.cumsum(lengths + 1) - 1
    # The codes of distinct forms: « vocabulary[form] » gives a new form the next code.
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    start, end, code = _find(vocabulary, "\n".join(texts), limits)
    counts = np.diff(np.searchsorted(start, limits), prepend=0)
    owner = np.repeat(np.arange(len(texts)), counts)
    offset = np.repeat(limits - lengths, counts)
    # Parts of joined numbers are not forms of a token: they leave the vocabulary.
    used = np.bincount(code, minlength=len(vocabulary)) > 0
    forms = list(compress(vocabulary, used))
    norms = list(map(fold, forms))
    columns = (owner, start - offset, end - offset, (np.cumsum(used) - 1)[code])
    text_no, starts, ends, codes = (column.astype(np.int32) for column in columns)
    # A word may be long by signs that its norm lacks: soft hyphens, marks.
    long = ("symbol" if len(form) > LONGEST else None for form in forms)
    kinds = [kind or token_kind(norm) for kind, norm in zip(long, norms, strict=True)]
    return Tokens(text_no, starts, ends, codes, forms, norms, kinds)


def _find(vocabulary: dict[str, int], joined: str, limits: Ints) -> _Spans:
    """Return the tokens of texts that are joined by line breaks at `limits`."""
    text = joined.lstrip()
    if not text:
        return (np.empty(0, np.int64),) * 3
    ids, distinct, gaps = _chunks(text)
    tokens, flags = zip(*map(split_chunk, distinct), strict=True)
    code, after = _codes(vocabulary, tokens, ids)
    # The tokens of a chunk touch: their lengths, and the white space after the last token, give
    # their offsets.
    last = after - 1
    steps = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))[code]
    steps[last] += gaps[ids]
    end = np.cumsum(steps) + (len(joined) - len(text))
    start = end - steps
    end[last] -= gaps[ids]
    flag = np.array(flags, np.int8)[ids]
    heads = last[:-1][(flag[:-1] & HEAD > 0) & (flag[1:] & TAIL > 0)]
    between = zip(end[heads].tolist(), start[heads + 1].tolist(), strict=True)
    heads = heads[np.array([joins_number(joined[a:b]) for a, b in between], bool)]
    doubtful = last[flag & DOUBTFUL > 0]
    doubtful -= np.searchsorted(heads, doubtful)
    spans = _join_numbers(vocabulary, (start, end, code), joined, heads)
    return _split_stops(vocabulary, spans, doubtful, limits)


def _chunks(text: str) -> tuple[Codes, list[str], Ints]:
    """Return the code of each chunk of a text, the distinct chunks, and the white space after each.

    A chunk counts as distinct together with that white space (its length in characters): then
    Arrow only needs to know where each chunk begins.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        whole = pa.array([text], pa.large_string())
    except UnicodeEncodeError:  # a lone surrogate is not a character: use U+FFFD
        whole = pa.array([re.sub("[\ud800-\udfff]", "\ufffd", text)], pa.large_string())
    letters = pc.replace_substring_regex(whole, f"[{''.join(SPACES)}]", " ")[0].as_buffer()
    gap = np.frombuffer(letters, np.uint8) == ord(" ")
    bounds = np.concatenate(([0], np.flatnonzero(gap[:-1] > gap[1:]) + 1, [len(gap)]))
    chunks = pa.LargeStringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), letters)
    encoded = chunks.dictionary_encode()
    bare = pc.utf8_rtrim(encoded.dictionary, " ")
    gaps = pc.subtract(pc.utf8_length(encoded.dictionary), pc.utf8_length(bare))
    return encoded.indices.to_numpy(), bare.to_pylist(), gaps.to_numpy()


def _codes(
    vocabulary: dict[str, int], tokens: Sequence[tuple[str, ...]], ids: Codes
) -> tuple[Ints, Ints]:
    """Return the code of each token, and the index after the last token of each chunk.

    `tokens` are those of the distinct chunks, `ids` the index of each chunk there; the distinct
    forms enter the vocabulary.
    """
    import pyarrow as pa

    encoded = pa.array(list(chain.from_iterable(tokens)), pa.large_string()).dictionary_encode()
    vocabulary.update(zip(encoded.dictionary.to_pylist(), count(), strict=False))
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    after = np.cumsum(sizes[ids])
    index = np.arange(after[-1]) + np.repeat(np.cumsum(sizes)[ids] - after, sizes[ids])
    return encoded.indices.to_numpy()[index], after


def _join_numbers(vocabulary: dict[str, int], spans: _Spans, joined: str, heads: Ints) -> _Spans:
    """Return the tokens with each of `heads` and the next token as one number: « 11 000 »."""
    removed = (heads + 1, heads, heads + 1)
    start, end, code = (np.delete(*pair) for pair in zip(spans, removed, strict=True))
    # « 1 250 000 » has two heads, which are one token once joined.
    numbers = np.unique(heads - np.arange(len(heads)))
    slices = zip(start[numbers].tolist(), end[numbers].tolist(), strict=True)
    code[numbers] = [vocabulary[joined[a:b]] for a, b in slices]
    return start, end, code


def _split_stops(vocabulary: dict[str, int], spans: _Spans, doubtful: Ints, limits: Ints) -> _Spans:
    """Return the tokens with the full stop of a sentence split from a letter or word before it.

    The next token decides: « le plan B. » ends in two tokens, « George W. Bush » contains « W. ».
    """
    start, end, code = spans
    following = np.minimum(doubtful + 1, len(code) - 1)
    text_end = limits[np.searchsorted(limits, start[doubtful])]
    ends_text = (following == doubtful) | (start[following] > text_end)
    forms = list(vocabulary)
    pairs = zip(code[doubtful].tolist(), code[following].tolist(), ends_text.tolist(), strict=True)
    owned = [owns_stop(forms[word][:-1], "" if last else forms[then]) for word, then, last in pairs]
    split = doubtful[~np.array(owned, bool)]
    end[split] -= 1
    code[split] = [vocabulary[forms[word][:-1]] for word in code[split].tolist()]
    start = np.insert(start, split + 1, end[split])
    end = np.insert(end, split + 1, end[split] + 1)
    return start, end, np.insert(code, split + 1, vocabulary["."])
