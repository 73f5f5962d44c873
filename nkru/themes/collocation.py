"""Collocations: words that stand side by side more often than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.errors import ParameterError
from nkru.measures.association import likelihood_ratio, log_dice, npmi
from nkru.tokens.lemmas import stop_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# Not an array of str_, which is as wide as its longest word for each of its words.
Strings = npt.NDArray[np.str_] | npt.NDArray[np.object_]

COLUMNS = [
    "collocation",
    "size",
    "count",
    "count_nested",
    "articles",
    "lambda",
    "z",
    "log_dice",
    "g2",
    "pmi",
    "npmi",
]
SMOOTHING = 0.5
FORMULA = "λ and z (Blaheta and Johnson 2001); pairs: logDice (Rychlý 2008), G² and PMI (bits) as in NLTK, NPMI"


def collocations(
    corpus: Corpus,
    *,
    unit: Literal["norm", "lemma"] = "norm",
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    ends: Literal["content", "any"] = "content",
) -> pd.DataFrame:
    """Return the sequences of words that stand together at least `min_count` times.

    None crosses a sentence or a sign of punctuation. With ends="content", what begins or ends with
    a stop word is left out, after all has been counted.

    Returns:
        By falling z: collocation, size, count, count_nested (in a stretch long enough for a longer
        one), articles (that hold it), lambda, z, and for pairs log_dice, g2, pmi, npmi (NaN for
        longer ones), formula, basis.

    Raises:
        ParameterError: a size is below 2.
    """
    tokens = corpus.tokens
    inside = tokens["kind"].isin(["word", "number"])
    # A stretch of words ends at a sign, or where another sentence begins.
    stretch = (~inside | (tokens["token_no"] == 1)).cumsum()
    codes = {
        "word": tokens[unit].cat.codes,
        "stretch": stretch,
        "article": tokens["doc_id"].cat.codes,
    }
    words = tokens[unit].cat.categories
    full = ~words.isin(stop_words()) if ends == "content" else None
    stream = pd.DataFrame(codes, dtype=np.int64)[inside]
    return score(stream, words.to_numpy(object), sizes=sizes, min_count=min_count, at_ends=full).assign(
        basis=corpus.basis
    )


def score(
    stream: pd.DataFrame,
    words: Strings,
    *,
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    at_ends: npt.NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Return the collocations of a stream of words: the table of `collocations` without `basis`.

    Args:
        stream: one row per word in the order of the text, as codes: word (its place in `words`),
            stretch (without a break), article.
        words: the distinct words.
        sizes: numbers of words.
        min_count: of a collocation.
        at_ends: of each distinct word, whether it may begin and end a collocation; by default all
            may.

    Raises:
        ParameterError: a size is below 2.
    """
    if not sizes or min(sizes) < 2:
        raise ParameterError(f"sizes = {list(sizes)}: a collocation has at least 2 words")
    free = np.ones(len(words), dtype=bool) if at_ends is None else at_ends
    rising = sorted(set(sizes))
    tables = [
        _table(stream, words, free, min_count, *pair)
        for pair in zip(rising, [*rising[1:], np.inf], strict=True)
    ]
    table = pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).assign(formula=FORMULA)
    return table.sort_values(["z", "collocation"], ascending=[False, True], ignore_index=True)


def _table(
    stream: pd.DataFrame,
    words: Strings,
    free: npt.NDArray[np.bool_],
    min_count: int,
    size: int,
    longer: float,
) -> pd.DataFrame:
    """Return the collocations of one size; `longer` is the next larger size, if any."""
    word, stretch, article = (
        stream[name].to_numpy(np.int64) for name in ("word", "stretch", "article")
    )
    starts = np.arange(max(len(word) - size + 1, 0))
    starts = starts[stretch[starts] == stretch[starts + size - 1]]
    places = [word[starts + place] for place in range(size)]
    number, count = _number(places, len(starts))
    example = np.empty(len(count), dtype=np.int64)
    example[number] = np.arange(len(starts))
    chosen = np.flatnonzero(
        (count >= min_count) & free[places[0][example]] & free[places[-1][example]]
    )
    codes = np.stack(places, axis=1)[example[chosen]]
    nested = np.bincount(stretch)[stretch[starts]] >= longer
    held = pd.DataFrame({"number": number, "article": article[starts]}).drop_duplicates()["number"]
    weight, z = _interaction(places, example[chosen], len(starts))
    columns = {
        "collocation": [" ".join(words[code]) for code in codes],
        "size": size,
        "count": count[chosen],
        "count_nested": np.bincount(number[nested], minlength=len(count))[chosen],
        "articles": np.bincount(held, minlength=len(count))[chosen],
        "lambda": weight,
        "z": z,
    }
    return pd.DataFrame(columns | (_pair_measures(word, codes, count[chosen]) if size == 2 else {}))


def _number(columns: Sequence[Ints], length: int) -> tuple[Ints, Ints]:
    """Return the number of each row of `columns`, as distinct rows come, and the count of each number."""
    number = np.zeros(length, dtype=np.int64)
    for column in columns:
        number, _ = pd.factorize(number * (column.max(initial=0) + 1) + column)
    return number, np.bincount(number)


def _interaction(places: Sequence[Ints], examples: Ints, length: int) -> tuple[Floats, Floats]:
    """Return λ, the highest interaction of the log-linear model, and z = λ/σ; 0.5 is added to every cell.

    λ = Σ (−1)^(n − marked) ln cell over the 2ⁿ cells (same word or another at each place), σ² = Σ
    1/cell.
    """
    patterns = list(product((0, 1), repeat=len(places)))
    cells = np.empty((2,) * len(places) + (len(examples),))
    for pattern in patterns:  # first how many agree in the places marked 1, whatever the others
        number, count = _number(
            [place for place, marked in zip(places, pattern, strict=True) if marked], length
        )
        cells[pattern] = count[number[examples]]
    for axis in range(len(places)):  # "any word" less "this word" is "another word"
        view = np.moveaxis(cells, axis, 0)
        view[0] -= view[1]
    flat = cells.reshape(len(patterns), len(examples)) + SMOOTHING
    signs = np.array([(-1) ** pattern.count(0) for pattern in patterns])
    # Summed cell by cell, so that equal cells give equal values: their order is that of the words.
    weight = (signs[:, None] * np.log(flat)).sum(axis=0)
    return weight, weight / np.sqrt((1 / flat).sum(axis=0))


def _pair_measures(stream: Ints, pairs: Ints, both: Ints) -> dict[str, Floats]:
    """Return logDice, G², PMI and NPMI of pairs, as by NLTK's finder: words are counted in the whole text.

    G² is NaN where that count leaves the fourth cell below 0, as it may in a text of a few words.
    """
    total, (first, second) = len(stream), np.bincount(stream)[pairs].T
    return {
        "log_dice": log_dice(both, first, second),
        "g2": likelihood_ratio(both, second - both, first, total - first),
        "pmi": np.log2(both * total / (first * second)),
        "npmi": npmi(both, first, second, total),
    }
