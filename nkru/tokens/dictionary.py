"""The dictionary of inflected French: which parts of speech and lemmas a form may have."""

from __future__ import annotations

import lzma
from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkru.resources import path

FILE = "words/dictionary.xz"
_BLOCK = 64  # forms that are read together
# Each part of speech has a letter: N noun, A adjective, V verb, R adverb, P adposition,
# D determiner, M numeral, O pronoun, S and C conjunctions, I interjection, X part of a word.


class Analysis(NamedTuple):
    """One reading of a form.

    `letter` is its part of speech; `rare` says that the dictionary gives it no sign of use;
    `features` are gender and number (ms, fp) or forms of a verb: w infinitive, g present
    participle, k past participle with gender and number, f3s finite, s3s subjunctive, y imperative;
    the lemma is the form without its last `cut` letters, and `ending`.
    """

    letter: str
    rare: bool
    features: tuple[str, ...]
    cut: int
    ending: str

    @property
    def lemma_is_auxiliary(self) -> bool:
        """Whether this is a form of être or avoir."""
        return self.letter == "V" and self.cut > 0 and self.ending in ("être", "avoir", "voir")

    def lemma(self, form: str) -> str:
        """Return the lemma of a form that has this reading."""
        return form[: len(form) - self.cut] + self.ending


@lru_cache(maxsize=2**18)
def analyses(form: str) -> tuple[Analysis, ...]:
    """Return the readings of a form, common ones first; empty if the dictionary lacks it.

    >>> [(reading.letter, reading.lemma("nuit")) for reading in analyses("nuit")]
    [('N', 'nuit'), ('V', 'nuire')]
    """
    number = _block(max(bisect_right(_load().heads, form) - 1, 0)).get(form)
    return () if number is None else readings()[number]


def entries() -> dict[str, int]:
    """Return the number of the readings of every form, as `readings` has them."""
    blocks = range(len(_load().heads))
    return {form: number for block in blocks for form, number in _block(block).items()}


@cache
def readings() -> tuple[tuple[Analysis, ...], ...]:
    """Return the distinct groups of readings."""
    return tuple(tuple(map(_parse, line.split(" "))) for line in _load().table)


class _Stored(NamedTuple):
    """The dictionary as its file has it, in blocks of `_BLOCK` forms that are read when asked for.

    `heads` has the first form of each block, `bounds` where its bytes begin and end in `tails`,
    `numbers` those of the readings of all forms.
    """

    table: list[str]
    tails: bytes
    bounds: list[int]
    heads: list[str]
    numbers: NDArray[np.int64]


@cache
def _load() -> _Stored:
    with lzma.open(path(FILE)) as stream:
        table, tails, numbers = stream.read().split(b"\n\n", 2)
    breaks = np.flatnonzero(np.frombuffer(tails, np.uint8) == ord("\n"))
    bounds = [0, *(breaks[_BLOCK - 1 :: _BLOCK] + 1).tolist(), len(tails) + 1]
    # The first form of a block is written whole.
    heads = [tails[start + 1 : tails.find(b"\n", start)].decode() for start in bounds[:-1]]
    low, high = np.frombuffer(numbers, np.uint8).reshape(2, -1).astype(np.int64)
    return _Stored(table.decode().split("\n"), tails, bounds, heads, low + 256 * high)


@cache
def _block(number: int) -> dict[str, int]:
    """Return the forms of a block with the number of their readings."""
    stored = _load()
    first, after = stored.bounds[number : number + 2]
    forms, form = [], ""
    for tail in stored.tails[first : after - 1].decode().split("\n"):
        # The first character gives the length of the prefix that a form shares with the one before.
        form = form[: ord(tail[0]) - 65] + tail[1:]
        forms.append(form)
    own = stored.numbers[number * _BLOCK : number * _BLOCK + len(forms)]
    return dict(zip(forms, own.tolist(), strict=True))


def _parse(text: str) -> Analysis:
    head, rule = text.split("/")
    digits = sum(sign.isdigit() for sign in rule)
    features = tuple(filter(None, head[1:].lstrip("~").split(",")))
    return Analysis(head[0], head[1:2] == "~", features, int(rule[:digits]), rule[digits:])


def write(forms: dict[str, str]) -> bytes:
    """Return the bytes of a dictionary file, given the readings of each form as text."""
    frequency = Counter(forms.values())
    groups = sorted(frequency, key=lambda group: (-frequency[group], group))
    numbers = dict(zip(groups, count(), strict=False))
    tails, before = [], ""
    for place, form in enumerate(sorted(forms)):
        before = before if place % _BLOCK else ""
        pairs = zip(form[:57], before, count())
        shared = next((at for a, b, at in pairs if a != b), min(len(form), len(before), 57))
        tails.append(chr(65 + shared) + form[shared:])
        before = form
    codes = np.array([numbers[forms[form]] for form in sorted(forms)])
    columns = np.stack([codes % 256, codes // 256]).astype(np.uint8).tobytes()
    texts = ("\n".join(numbers).encode(), "\n".join(tails).encode(), columns)
    return lzma.compress(b"\n\n".join(texts), preset=9 | lzma.PRESET_EXTREME)
