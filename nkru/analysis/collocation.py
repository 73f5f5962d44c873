"""Collocations: words that stand side by side more often than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.errors import ParameterError
from nkru.tokens.stopwords import stop_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

COLUMNS = ["collocation", "size", "count", "count_nested", "articles", "lambda", "z", "log_dice", "g2", "pmi", "npmi"]
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

    None crosses a sentence or a sign of punctuation. With ends="content", what begins or ends with a stop word is
    left out, after all has been counted.

    Returns:
        By falling z: collocation, size, count, count_nested (in a stretch long enough for a longer one), articles (that
        hold it), lambda, z, and for pairs log_dice, g2, pmi, npmi (NaN for longer ones), formula, basis.

    Raises:
        ParameterError: a size is below 2.
    """
    tokens = corpus.tokens
    inside = tokens["kind"].isin(["word", "number"]).to_numpy()
    # A stretch of words ends at a sign, or where another sentence begins.
    begins = ~inside | (tokens["token_no"] == 1).to_numpy()
    words = tokens[unit].cat.categories.to_numpy(np.str_)
    stream = Stream(
        word=_codes(tokens[unit])[inside],
        stretch=np.cumsum(begins, dtype=np.int64)[inside],
        article=_codes(tokens["doc_id"])[inside],
    )
    full = ~np.isin(words, list(stop_words())) if ends == "content" else np.ones(len(words), dtype=bool)
    return score(stream, words, sizes=sizes, min_count=min_count, at_ends=full).assign(basis=corpus.basis)


def _codes(column: pd.Series[Any]) -> Ints:
    return np.asarray(column.cat.codes, dtype=np.int64)


@dataclass(frozen=True)
class Stream:
    """Words in the order of the text, as codes: the word, the stretch without a break it is in, its article."""

    word: Ints
    stretch: Ints
    article: Ints


def score(
    stream: Stream,
    words: npt.NDArray[np.str_],
    *,
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    at_ends: npt.NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Return the collocations of a stream of codes of `words`: the table of `collocations` without `basis`.

    `at_ends` says of each word whether it may begin and end a collocation; by default all may.

    Raises:
        ParameterError: a size is below 2.
    """
    if not sizes or min(sizes) < 2:
        raise ParameterError(f"sizes = {list(sizes)}: a collocation has at least 2 words")
    tables = []
    for size in sorted(set(sizes)):
        found = _Sequences(stream, size)
        chosen = np.flatnonzero(found.count >= min_count)
        if at_ends is not None:
            chosen = chosen[at_ends[found.codes[chosen, 0]] & at_ends[found.codes[chosen, -1]]]
        longer = min((other for other in sizes if other > size), default=None)
        tables.append(found.table(words, chosen, longer))
    table = pd.concat(tables, ignore_index=True)
    table = table.reindex(columns=COLUMNS).sort_values(["z", "collocation"], ascending=[False, True], ignore_index=True)
    return table.assign(formula=FORMULA)


class _Sequences:
    """The distinct sequences of one size, numbered, with their counts by position."""

    def __init__(self, stream: Stream, size: int) -> None:
        self.stream, self.size = stream, size
        last = len(stream.word) - size + 1
        starts = np.arange(max(last, 0))
        self.starts = starts[stream.stretch[starts] == stream.stretch[starts + size - 1]]
        columns = [stream.word[self.starts + place] for place in range(size)]
        self.number, self.count = _number(columns)
        example = np.full(len(self.count), -1)
        example[self.number] = np.arange(len(self.starts))
        self.codes = np.stack(columns, axis=1)[example]
        self.marginals = self._marginals(columns, example)

    def _marginals(self, columns: list[Ints], example: Ints) -> Floats:
        """Return how many sequences agree with each one in the places marked 1, for each pattern of 0 and 1."""
        table = np.empty((2,) * self.size + (len(self.count),))
        for pattern in product((0, 1), repeat=self.size):
            number, count = _number([column for column, marked in zip(columns, pattern, strict=True) if marked])
            table[pattern] = count[number][example] if any(pattern) else len(self.starts)
        return table

    def interaction(self, chosen: Ints) -> tuple[Floats, Floats]:
        """Return λ, the highest interaction of the log-linear model, and z = λ/σ; 0.5 is added to every cell.

        λ = Σ (−1)^(n − marked) ln cell over the 2ⁿ cells (same word or another at each place), σ² = Σ 1/cell.
        """
        cells = self.marginals[..., chosen].copy()
        for axis in range(self.size):  # "any word" less "this word" is "another word"
            view = np.moveaxis(cells, axis, 0)
            view[0] -= view[1]
        cells += SMOOTHING
        signs = np.array([(-1) ** (self.size - sum(pattern)) for pattern in product((0, 1), repeat=self.size)])
        flat = cells.reshape(len(signs), len(chosen))
        weight = (signs[:, None] * np.log(flat)).sum(axis=0)
        return weight, weight / np.sqrt((1 / flat).sum(axis=0))

    def table(self, words: npt.NDArray[np.str_], chosen: Ints, longer: int | None) -> pd.DataFrame:
        """Return the columns of the chosen sequences; `longer` is the next larger size, if any."""
        weight, z = self.interaction(chosen)
        lengths = np.bincount(self.stream.stretch)
        nested = lengths[self.stream.stretch[self.starts]] >= (longer or np.inf)
        pairs = pd.DataFrame({"number": self.number, "article": self.stream.article[self.starts]}).drop_duplicates()
        columns = {
            "collocation": [" ".join(words[codes]) for codes in self.codes[chosen]],
            "size": self.size,
            "count": self.count[chosen],
            "count_nested": np.bincount(self.number[nested], minlength=len(self.count))[chosen],
            "articles": np.bincount(pairs["number"], minlength=len(self.count))[chosen],
            "lambda": weight,
            "z": z,
        }
        if self.size == 2:
            columns |= _pair_measures(self.stream.word, self.codes[chosen], self.count[chosen])
        return pd.DataFrame(columns)


def _number(columns: list[Ints]) -> tuple[Ints, Ints]:
    """Return the number of each row of `columns`, as distinct rows come, and the count of each number."""
    number = np.zeros(len(columns[0]) if columns else 0, dtype=np.int64)
    for column in columns:
        number, _ = pd.factorize(number * (column.max(initial=0) + 1) + column)
    return number, np.bincount(number)


def _pair_measures(stream: Ints, pairs: Ints, counts: Ints) -> dict[str, Floats]:
    """Return logDice, G², PMI and NPMI of pairs by NLTK's finder and measures: words are counted in the whole text.

    G² is NaN where that count leaves the fourth cell below 0, as it may in a text of a few words.
    """
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
    from nltk.probability import FreqDist

    words, keys = np.bincount(stream), [tuple(pair) for pair in pairs.tolist()]
    pair_counts = FreqDist(dict(zip(keys, counts.tolist(), strict=True)))
    finder = BigramCollocationFinder(FreqDist(dict(enumerate(words.tolist()))), pair_counts)

    def values(measure: Any, defined: npt.NDArray[np.bool_]) -> Floats:
        scored = zip(keys, defined, strict=True)
        return np.array([finder.score_ngram(measure, *key) if good else np.nan for key, good in scored])

    fourth = len(stream) - words[pairs].sum(axis=1) + counts
    always = counts > 0
    pmi = values(BigramAssocMeasures.pmi, always)
    return {
        "log_dice": 14 + np.log2(values(BigramAssocMeasures.dice, always)),
        "g2": values(BigramAssocMeasures.likelihood_ratio, fourth >= 0),
        "pmi": pmi,
        "npmi": pmi / -np.log2(counts / len(stream)),
    }
