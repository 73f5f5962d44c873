"""Features of a word in its sentence for the tagger: its neighbours, the verbs of its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.features import (
    CAPITAL,
    CAPITALS,
    COLUMNS,
    INNER,
    LETTER,
    LOWER,
    MARK,
    NAMES,
    NUMBER,
    SYMBOL,
    describe,
)

Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
Counts = NDArray[np.uint32]
_ADVERB = crc32(b"R")  # the column coarse of a word that is an adverb and nothing else
REACH = 3  # neighbours seen on each side
_FLAGS = ("finite", "boundary", "several", "place", "have", "between", "noun", "participle")
SHAPES = 16  # more than there are shapes: added to the shape of a word that opens a sentence

# Names of columns with the place of the token they are read at.
TEMPLATES = """
word0|word0 shape0|suffix2|suffix3|suffix4|suffix5|prefix3|shape0 class0|class0|coarse0 suffix3|
word0 near-1|word0 near+1|class0 near-1|class0 near+1|class0 coarse-1|class0 coarse+1|
near-1|near+1|near-2|near+2|near-1 near+1|near-2 near-1|near+1 near+2|coarse0|coarse0 shape0|
coarse0 near-1 near+1|coarse0 near-2 near-1|coarse0 near+1 near+2|coarse-1 coarse0 coarse+1|
class0 class-1|class0 class+1|coarse0 coarse-1|coarse0 coarse+1|coarse0 near-1|coarse0 near+1|
coarse-2 coarse-1 coarse0|coarse0 coarse+1 coarse+2|coarse-2 coarse-1 coarse0 coarse+1|
shape0 shape-1|shape0 shape+1|shape-1 shape0 shape+1|shape0 near-1|shape0 near+1|
suffix3 near-1|suffix3 near+1|suffix3 coarse-1|word-1|word+1|shape0 word-1|shape0 suffix3|
left0 coarse0|right0 coarse0|whole0 coarse0|left0 right0 coarse0|left0 coarse0 coarse-1|
right0 coarse0 coarse-1|whole0 coarse0 coarse-1|whole0 coarse0 near-1|whole0 coarse0 near+1|
left0 right0 whole0 coarse0|coarse-3 coarse-2 coarse-1 coarse0
""".replace("\n", "").split("|")


# A column and the place of its token: 0, or a distance with its sign.
_NAMED = re.compile(r"(?<![a-z])([a-z]++\d?)([-+]\d|0)?(?: |$)")


@cache
def _parsed(templates: tuple[str, ...]) -> list[tuple[int, list[tuple[str, int]]]]:
    """Return each template as a salt and its columns with their places."""
    parts = [_NAMED.findall(text) for text in templates]
    named = [[_column(name, place) for name, place in columns] for columns in parts]
    return [(crc32(text.encode()), columns) for text, columns in zip(templates, named, strict=True)]


def _column(name: str, place: str) -> tuple[str, int]:
    if place == "" and name[-1] == "0":
        return name[:-1], 0
    return name, int(place or 0)


def form_table(forms: Sequence[str], norms: Sequence[str]) -> Counts:
    """Return the columns of distinct forms, one under the other; the last form is outside."""
    outside = [int(name not in _FLAGS) for name in COLUMNS]
    rows = b"".join((*map(_packed, forms, norms), np.array(outside, np.uint32).tobytes()))
    return np.frombuffer(rows, np.uint32).reshape(-1, len(COLUMNS)).T.copy()


@lru_cache(maxsize=2**18)
def _packed(form: str, norm: str) -> bytes:
    return np.array(describe(form, norm), np.uint32).tobytes()


class Context:
    """The columns of the tokens of many sentences, each with its neighbours in the sentence."""

    def __init__(self, code: NDArray[np.int32], sentence: NDArray[np.int32], table: Counts) -> None:
        """See `nkru.tokens.tagging.tag` for the arguments; `table` is that of `form_table`."""
        breaks = np.diff(sentence, prepend=sentence[:1] - 1) != 0
        self.number = np.cumsum(breaks) - 1
        self.at = np.arange(len(code)) + REACH * (self.number + 1)
        size = len(code) + REACH * (int(self.number[-1]) + 2 if len(code) else 1)
        outside = table.shape[1] - 1
        padded = np.full(size, outside, np.int64)
        padded[self.at] = code
        self.columns: dict[str, Counts] = {
            name: column.take(padded) for name, column in zip(COLUMNS, table, strict=True)
        }
        self._set_shapes(padded != outside)
        finite = self.columns["finite"][self.at]
        self._add_scopes(finite == 2, finite == 1)

    def _set_shapes(self, inside: Flags) -> None:
        """Mark words that open a sentence, and treat a sentence in capitals as in small letters."""
        shape = self.columns["shape"]
        shape[~inside] = SHAPES - 1
        here = shape[self.at]
        loud = np.bincount(self.number, (here == CAPITALS) | (here == LETTER))
        alphabetic = np.bincount(self.number, ~np.isin(here, (NUMBER, MARK, SYMBOL)))
        shouted = ((loud > 0.6 * alphabetic) & (alphabetic > 3))[self.number]
        here = np.where(shouted & ((here == CAPITALS) | (here == LETTER)), LOWER, here)
        before = self.at - 1
        opens = ~inside[before] | (self.columns["opens"][before] > 0)
        # « (OIT) »: capitals that open a part of a sentence with small letters are not a verb.
        self._acronyms = (here == CAPITALS) & (loud < alphabetic)[self.number]
        shape[self.at] = here + SHAPES * opens.astype(np.uint32)

    def _add_scopes(self, sure: Flags, maybe: Flags) -> None:
        """Add columns on the verbs to the left and right in the clause, and in the sentence."""
        boundary = self.columns["boundary"][self.at]
        kinds = {}
        for side, step in (("left", 1), ("right", -1)):
            number = self.number[::step]
            parts = [_since(event[::step], boundary[::step] > 0, number) for event in (sure, maybe)]
            last = _last(boundary[::step], number)
            kinds[side] = (parts[0] + 3 * parts[1] + 9 * last)[::step]
        totals = [
            np.minimum(np.bincount(self.number, event)[self.number] - event, 2).astype(np.uint32)
            for event in (sure, maybe)
        ]
        clauses = np.minimum(np.bincount(self.number, boundary == 2)[self.number], 2)
        # A heading often has no verb, and no full stop; a sentence that has one has the other.
        ends = np.append(np.diff(self.number) > 0, True) & (self.columns["opens"][self.at] == 2)
        full = np.bincount(self.number, ends)[self.number] > 0
        kinds["whole"] = totals[0] + 3 * totals[1] + 9 * clauses.astype(np.uint32) + 27 * full
        for side, kind in kinds.items():
            column = np.zeros(len(self.columns["word"]), np.uint32)
            column[self.at] = kind
            self.columns[side] = column

    def ambiguous(self) -> Flags:
        """Return which tokens have several parts of speech in the dictionary."""
        several: Flags = self.columns["several"][self.at] > 0
        return several

    def capitals(self) -> Flags:
        """Return which tokens have capitals that neither open a sentence nor fill it."""
        shape = self.columns["shape"][self.at]
        capitals: Flags = np.isin(shape, (CAPITAL, CAPITALS, NAMES, INNER)) | self._acronyms
        return capitals

    def places(self) -> Flags:
        """Return which tokens are places though they are spelled like other words."""
        places: Flags = self.columns["place"][self.at] > 0
        return places

    def nouns_after_have(self) -> Flags:
        """Return which tokens are a noun because *avoir* is before them: « elle a (pas) envie »."""
        have, adverb = self.columns["have"] > 0, self.columns["between"] > 0
        after = have[self.at - 1] | (adverb[self.at - 1] & have[self.at - 2])
        found: Flags = after & (self.columns["noun"][self.at] > 0)
        return found

    def participles_after_adverb(self) -> Flags:
        """Return which tokens are unknown participles because of an adverb: « déjà acté »."""
        after = self.columns["coarse"][self.at - 1] == _ADVERB
        found: Flags = after & (self.columns["participle"][self.at] > 0)
        return found

    def rows(self, templates: Sequence[str], bits: int) -> Rows:
        """Return the rows of the weights that apply to each token, one column per template."""
        rows = np.empty((len(self.at), len(templates)), np.int32)
        parsed = _parsed(tuple(templates))
        places = {place for _, columns in parsed for place in columns}
        values = {(name, step): self.columns[name][self.at + step] for name, step in places}
        for place, (salt, columns) in enumerate(parsed):
            mixed = np.full(len(self.at), salt, np.uint32)
            for column in columns:
                mixed ^= values[column]
                mixed *= np.uint32(0x9E3779B1)
                mixed ^= mixed >> np.uint32(15)
            mixed *= np.uint32(0x85EBCA6B)
            rows[:, place] = mixed >> np.uint32(32 - bits)
        return rows


def _since(event: Flags, reset: Flags, number: NDArray[np.int64]) -> Counts:
    """Return how many events, up to 2, came before each token since a reset in its sentence."""
    before: NDArray[np.int64] = np.cumsum(event) - event
    opens = np.diff(number, prepend=-1) != 0
    start = np.concatenate(([True], reset[:-1])) | opens
    # Counts only grow, so the maximum over the starts so far is that of the last start.
    base = np.maximum.accumulate(np.where(start, before, 0))
    counts: Counts = np.minimum(before - base, 2).astype(np.uint32)
    return counts


def _last(kind: Counts, number: NDArray[np.int64]) -> Counts:
    """Return the last kind of boundary before each token in its sentence, 0 at its opening."""
    place = np.arange(len(kind))
    opens = np.diff(number, prepend=-1) != 0
    bounds = np.concatenate(([0], np.where(kind > 0, place + 1, 0)[:-1]))
    openings = np.where(opens, place + 1, 0)
    last = np.maximum.accumulate(np.maximum(bounds, openings))
    first = np.maximum.accumulate(openings)
    return np.where(last == first, 0, kind[np.maximum(last - 1, 0)]).astype(np.uint32)
