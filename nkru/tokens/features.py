"""Features of tokens: what a tagger sees of a word and its neighbours, as rows of a table of weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.dictionary import Analysis, analyses
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import plain

Columns = dict[str, NDArray[np.uint32]]
Rows = NDArray[np.int32]
REACH = 3  # neighbours seen on each side

LOWER, CAPITAL, CAPITALS, LETTER, NUMBER, MIXED, MARK, SYMBOL, PARTS, NAMES, INNER, ROMAN = range(
    12
)
SHAPES = 16
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})(?:er|re|e|ème)?|XL\w*")
_DIGITS = re.compile(r"\d")
# What may stand between the end of a sentence and the capital that opens the next one.
_OPENERS = frozenset("«“\"'‘—–-•:.!?…([*>|;")
_ACCENTED = {"e": "éèê", "a": "àâ", "i": "î", "c": "ç", "o": "ôœ", "u": "ûù"}

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


@lru_cache(maxsize=2**18)
def describe(form: str, norm: str) -> tuple[int, ...]:
    """Return the columns of a distinct form, in the order of `COLUMNS`."""
    spelled = plain(form)
    shape = _shape(spelled)
    found = known(spelled, norm)
    word = _DIGITS.sub("0", norm)
    kind = _ambiguity(found) or ("?" if norm[:1].isalpha() else word)
    coarse = _coarse(found) or kind
    closed = norm in stop_words() or not norm[:1].isalpha() or {*kind} & {*"PDOSC"}
    near = word if closed else f"{kind} {min(shape, MIXED)}"
    texts = (word, norm[-2:], norm[-3:], norm[-4:], norm[-5:], norm[:3], kind, coarse, near)
    ambiguous = len({sign[0].replace("E", "V") for sign in coarse.split()}) > 1
    opens = len(norm) == 1 and norm in _OPENERS or norm in ("...", "--")
    if norm in (".", "?", "!", "...", "…"):
        opens = 2
    return (
        *(crc32(text.encode("utf-8", "replace")) for text in texts),
        shape,
        int(opens),
        _finite(norm, found),
        _boundary(norm),
        ambiguous,
    )


COLUMNS = (
    *("word", "suffix2", "suffix3", "suffix4", "suffix5", "prefix3", "class", "coarse", "near"),
    *("shape", "opens", "finite", "boundary", "several"),
)


def known(spelled: str, norm: str) -> tuple[Analysis, ...]:
    """Return the readings of a form, by its norm, with a capital, with a lost accent, or by its last part."""
    found = analyses(norm)
    if spelled[:1].isupper() and norm[:1].isalpha():
        found += analyses(norm.capitalize())
        for letter in _ACCENTED.get(norm[0], "") if not found else "":
            found += analyses(letter + norm[1:])
    if not found and "-" in norm[1:]:
        found = analyses(norm.rsplit("-", 1)[1])
    return found


def _ambiguity(found: Sequence[Analysis]) -> str:
    """Return one word for the readings of a form, common ones if it has any."""
    usual = [reading for reading in found if not reading.rare] or found
    signs = set()
    for reading in usual:
        letter = "E" if reading.lemma_is_auxiliary else reading.letter
        signs.add(letter + ",".join(reading.features))
    return " ".join(sorted(signs))


def _coarse(found: Sequence[Analysis]) -> str:
    """Return one word for the readings of a form without genders and persons."""
    signs = set()
    for reading in [reading for reading in found if not reading.rare] or found:
        if reading.letter in "NA":
            signs.update(reading.letter + feature[-1:] for feature in reading.features)
        elif reading.letter == "V":
            base = "E" if reading.lemma_is_auxiliary else "V"
            signs.update(base + _kind(feature) for feature in reading.features)
        else:
            signs.add(reading.letter)
    return " ".join(sorted(signs))


def _kind(feature: str) -> str:
    """Return 3s or 3p for a third person, ks or kp for a past participle, else w, g, f, s or y."""
    return (
        feature[1:]
        if feature[1:2] == "3"
        else "k" + feature[-1]
        if feature[0] == "k"
        else feature[0]
    )


def _finite(norm: str, found: Sequence[Analysis]) -> int:
    """Return 2 if a form is a finite verb, 1 if it may be, else 0."""
    if norm in _VERBS:
        return 2
    usual = [reading for reading in found if not reading.rare] or found
    finite = [
        bool({*"fs"} & {feature[0] for feature in reading.features})
        for reading in usual
        if reading.letter == "V"
    ]
    return (
        0
        if not any(finite)
        else 2
        if len(finite) == len(usual)
        and all(r.letter == "V" and not {*"kgw"} & {f[0] for f in r.features} for r in usual)
        else 1
    )


_VERBS = frozenset(("est", "a", "ont", "sont", "suis", "ai"))
_SUBORDINATE = frozenset(
    "qui que qu' dont où si s' quand lorsque lorsqu' puisque puisqu' comme quoique".split()
)
_COORDINATE = frozenset("et ou mais car or ni donc".split())


def _boundary(norm: str) -> int:
    """Return what kind of clause boundary a form may be: 0 none, 1 sign, 2 subordinator, 3 coordinator, 4 comma."""
    if norm in _SUBORDINATE:
        return 2
    if norm in _COORDINATE:
        return 3
    if norm == ",":
        return 4
    return int(norm in ';:()«»"“”—–…' or norm in ("...", "--"))


def _shape(spelled: str) -> int:
    if spelled.islower() and spelled.isalpha():
        return LOWER
    if spelled[:1].isdigit():
        return NUMBER if not spelled[-1].isalpha() else MIXED
    if not any(map(str.isalnum, spelled)):
        return MARK if len(spelled) < 4 else SYMBOL
    if len(spelled) > 1 and _ROMAN.fullmatch(spelled):
        return ROMAN
    letters = spelled.rstrip(".'’")
    if letters.isupper():
        return LETTER if len(letters) == 1 else CAPITALS
    if "-" in spelled[1:-1] and spelled[:1].isupper():
        return NAMES if any(part[:1].isupper() for part in spelled.split("-")[1:]) else PARTS
    if spelled[:1].isupper():
        return CAPITAL if letters[1:].islower() else INNER
    return LOWER if spelled.islower() else MIXED


@cache
def _parsed(templates: tuple[str, ...]) -> list[tuple[int, list[tuple[str, int]]]]:
    """Return each template as a salt and its columns with their places."""
    parts = [re.findall(r"([a-z]+\d?)([-+]\d|0)?(?: |$)", text) for text in templates]
    named = [[_column(name, place) for name, place in columns] for columns in parts]
    return [(crc32(text.encode()), columns) for text, columns in zip(templates, named, strict=True)]


def _column(name: str, place: str) -> tuple[str, int]:
    if place == "" and name[-1] == "0":
        return name[:-1], 0
    return name, int(place or 0)


class Sight:
    """The columns of the tokens of many sentences, each with its neighbours in the sentence."""

    def __init__(
        self, code: NDArray[np.int32], sentence: NDArray[np.int32], columns: Sequence[Sequence[int]]
    ) -> None:
        """See `nkru.tokens.tagging.tag` for the arguments."""
        breaks = np.diff(sentence, prepend=sentence[:1] - 1) != 0
        self.number = np.cumsum(breaks) - 1
        self.at = np.arange(len(code)) + REACH * (self.number + 1)
        size = len(code) + REACH * (int(self.number[-1]) + 2 if len(code) else 1)
        outside = len(columns)
        padded = np.full(size, outside, np.int64)
        padded[self.at] = code
        table = np.array([*columns, (1,) * (len(COLUMNS) - 3) + (0, 0, 0)], np.uint32)
        self.columns: Columns = {
            name: table[:, number][padded] for number, name in enumerate(COLUMNS)
        }
        self._set_shapes(padded != outside)
        finite = self.columns["finite"][self.at]
        self._add_scopes(finite == 2, finite == 1)

    def _set_shapes(self, inside: NDArray[np.bool_]) -> None:
        """Mark the capitals that open a sentence, and make small letters of a sentence in capitals."""
        shape = self.columns["shape"]
        shape[~inside] = SHAPES - 1
        here = shape[self.at]
        loud = np.bincount(self.number, (here == CAPITALS) | (here == LETTER))
        alphabetic = np.bincount(self.number, ~np.isin(here, (NUMBER, MARK, SYMBOL)))
        shouted = ((loud > 0.6 * alphabetic) & (alphabetic > 3))[self.number]
        here = np.where(shouted & ((here == CAPITALS) | (here == LETTER)), LOWER, here)
        before = self.at - 1
        opens = ~inside[before] | (self.columns["opens"][before] > 0)
        shape[self.at] = here + SHAPES * opens.astype(np.uint32)

    def _add_scopes(self, sure: NDArray[np.bool_], maybe: NDArray[np.bool_]) -> None:
        """Add columns on the verbs in the clause to the left, to the right, and in the whole sentence."""
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

    def ambiguous(self) -> NDArray[np.bool_]:
        """Return which tokens have several parts of speech in the dictionary."""
        return self.columns["several"][self.at] > 0

    def capitals(self) -> NDArray[np.bool_]:
        """Return which tokens have a capital that no sentence opens with."""
        return np.isin(self.columns["shape"][self.at], (CAPITAL, NAMES, INNER))

    def rows(self, templates: Sequence[str], bits: int) -> Rows:
        """Return the rows of the weights that the tokens see, one column per template."""
        rows = np.empty((len(self.at), len(templates)), np.int32)
        for place, (salt, columns) in enumerate(_parsed(tuple(templates))):
            mixed = np.full(len(self.at), salt, np.uint32)
            for name, offset in columns:
                mixed ^= self.columns[name][self.at + offset]
                mixed *= np.uint32(0x9E3779B1)
                mixed ^= mixed >> np.uint32(15)
            mixed *= np.uint32(0x85EBCA6B)
            rows[:, place] = mixed >> np.uint32(32 - bits)
        return rows


def _since(
    event: NDArray[np.bool_], reset: NDArray[np.bool_], number: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Return whether an event came before each token, since the last reset in its sentence."""
    before = np.cumsum(event) - event
    opens = np.diff(number, prepend=-1) != 0
    start = np.concatenate(([True], reset[:-1])) | opens
    # Counts only grow: the greatest of those at the starts so far is the last one's.
    base = np.maximum.accumulate(np.where(start, before, 0))
    return np.minimum(before - base, 2).astype(np.uint32)


def _last(kind: NDArray[np.uint32], number: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the last kind of boundary before each token in its sentence, 0 at its opening."""
    place = np.arange(len(kind))
    opens = np.diff(number, prepend=-1) != 0
    before = np.concatenate(([0], np.where(kind > 0, place + 1, 0)[:-1]))
    before = np.maximum.accumulate(np.maximum(before, np.where(opens, place + 1, 0)))
    bounded = kind[np.maximum(before - 1, 0)]
    first = np.maximum.accumulate(np.where(opens, place + 1, 0))
    return np.where(before == first, 0, bounded).astype(np.uint32)
