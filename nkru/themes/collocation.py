"""Collocations: sequences of words that occur together more often than chance predicts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, product
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru._typing import Bools, Floats, Ints
from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.association import likelihood_ratio, log_dice, npmi
from nkru.notes import note
from nkru.tokens.lemmas import stop_words

COLUMNS = [
    *("collocation", "size", "count", "count_nested", "articles"),
    *("lambda", "z", "log_dice", "g2", "pmi", "npmi"),
]
SMOOTHING = 0.5  # added to every cell, so that each has a logarithm
FORMULA = (
    "λ and z (Blaheta and Johnson 2001); pairs: logDice (Rychlý 2008), "
    "G² and PMI (bits) as in NLTK, NPMI"
)


def collocations(
    corpus: Corpus,
    *,
    unit: Literal["norm", "lemma"] = "norm",
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    ends: Literal["content", "any"] = "content",
) -> pd.DataFrame:
    """Return the sequences of words that occur together at least `min_count` times.

    No sequence crosses a sentence or a punctuation mark. With ends="content", sequences that begin
    or end with a stop word are left out after counting.

    The words at n positions form a table of 2ⁿ cells (at each position the same word, or another).
    λ = Σ ± ln(cell + 0.5), the sign being − where an odd number of positions differ;
    z = λ/√Σ 1/(cell + 0.5).

    Returns:
        One row per sequence, by falling z: collocation, size (words), count, count_nested
        (occurrences in a stretch long enough for a longer sequence), articles (that hold it),
        lambda, z, and for pairs log_dice, g2, pmi (bits), npmi (NaN for longer ones), and in attrs
        formula and basis.

    Raises:
        ParameterError: a size is below 2.

    Note:
        z measures evidence: frequent pairs lead, and it grows with the corpus. pmi and npmi measure
        exclusiveness, so that pairs seen twice lead. Of these measures only log_dice can be
        compared between corpora of different sizes.

    References:
        Blaheta and Johnson 2001, Unsupervised learning of multi-word verbs. Rychlý 2008, A
        lexicographer-friendly association score.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.collocations(corpus)
    >>> table.loc[table["collocation"] == "eau potable", "count"].item()
    5
    """
    tokens = corpus.tagged_tokens if unit == "lemma" else corpus.tokens
    inside = tokens["kind"].isin(["word", "number"])
    columns = {
        "word": tokens[unit].cat.codes,
        # A stretch of words ends at a punctuation mark, or where another sentence begins.
        "stretch": (~inside | (tokens["token_no"] == 1)).cumsum(),
        "article": tokens["doc_id"].cat.codes,
    }
    stream = pd.DataFrame(columns, dtype=np.int64)[inside]
    words = tokens[unit].cat.categories
    at_ends = ~words.isin(stop_words()) if ends == "content" else None
    # As objects: an array of str_ takes the space of its longest word for each word.
    table = score_stream(
        stream, words.to_numpy(object), sizes=sizes, min_count=min_count, at_ends=at_ends
    )
    return note(table, basis=corpus.basis)


def collocation_hits(corpus: Corpus, collocations: Sequence[str]) -> pd.DataFrame:
    """Return the places of collocations: collocation, doc_id, start, end.

    Args:
        corpus: the articles.
        collocations: of `collocations` with the unit "norm".

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> hits = nkru.collocation_hits(corpus, ["eau potable"])
    >>> len(hits)
    5
    """
    wanted = {str(name): name.count(" ") + 1 for name in collocations}
    tokens = corpus.tokens
    inside = tokens["kind"].isin(["word", "number"])
    stretch = (~inside | (tokens["token_no"] == 1)).cumsum()[inside].to_numpy()
    words = tokens[inside].reset_index(drop=True)
    norms, tables = words["norm"].astype("object").to_numpy(), []
    for size in sorted(set(wanted.values())):
        first = np.arange(max(len(words) - size + 1, 0))
        first = first[stretch[first] == stretch[first + size - 1]]
        names = pd.Series(norms[first])
        for place in range(1, size):
            names = names + " " + norms[first + place]
        held = first[names.isin(list(wanted)).to_numpy()]
        table = words.iloc[held][["doc_id", "start"]].reset_index(drop=True)
        table["end"] = words["end"].to_numpy()[held + size - 1]
        tables.append(table.assign(collocation=names[names.isin(list(wanted))].to_numpy()))
    empty = pd.DataFrame(columns=["doc_id", "start", "end", "collocation"])
    return pd.concat(tables, ignore_index=True) if tables else empty


def score_stream(
    stream: pd.DataFrame,
    words: NDArray[Any],
    *,
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    at_ends: Bools | None = None,
) -> pd.DataFrame:
    """Return the collocations of a stream of words: the table of `collocations` without `basis`.

    Args:
        stream: one row per word in the order of the text, as codes: word (its index in `words`),
            stretch (words without a break between them), article.
        words: the distinct words.
        sizes: numbers of words of a collocation.
        min_count: least count of a collocation.
        at_ends: whether each distinct word may begin and end a collocation; by default all may.

    Raises:
        ParameterError: a size is below 2.

    >>> stream = pd.DataFrame({"word": [0, 1, 0, 1, 2], "stretch": [0, 0, 1, 1, 1], "article": 0})
    >>> table = score_stream(stream, np.array(["corée", "nord", "sud"]), sizes=[2])
    >>> table[["collocation", "count", "log_dice"]].values.tolist()  # 14 + log2(2·2/(2 + 2))
    [['corée nord', 2, 14.0]]
    """
    if not sizes or min(sizes) < 2:
        raise ParameterError(
            "sizes = {sizes}: a collocation has at least 2 words", sizes=list(sizes)
        )
    allowed = np.ones(len(words), dtype=bool) if at_ends is None else at_ends
    rising = sorted(set(sizes))
    tables = [
        _of_size(stream, words, allowed, min_count, size, larger)
        for size, larger in zip(rising, [*rising[1:], np.inf], strict=True)
    ]
    table = note(pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS), formula=FORMULA)
    return table.sort_values(["z", "collocation"], ascending=[False, True], ignore_index=True)


def _of_size(
    stream: pd.DataFrame,
    words: NDArray[Any],
    at_ends: Bools,
    min_count: int,
    size: int,
    larger: float,
) -> pd.DataFrame:
    """Return the collocations of one size; `larger` is the next size, infinite after the last."""
    word, stretch, article = (
        stream[name].to_numpy(np.int64) for name in ("word", "stretch", "article")
    )
    starts = np.arange(max(len(word) - size + 1, 0))
    starts = starts[stretch[starts] == stretch[starts + size - 1]]
    sequences = pd.DataFrame({position: word[starts + position] for position in range(size)})
    sequences["article"] = article[starts]
    sequences["nested"] = np.bincount(stretch)[stretch[starts]] >= larger
    groups = sequences.groupby(list(range(size)), sort=False)
    table = groups.agg(
        count=("nested", "size"), count_nested=("nested", "sum"), articles=("article", "nunique")
    )
    interaction, z = _interaction(table["count"])
    table = table.assign(size=size, z=z, **{"lambda": interaction})
    first, last = (table.index.get_level_values(position) for position in (0, size - 1))
    table = table[at_ends[first] & at_ends[last] & (table["count"] >= min_count)]
    codes = table.index.to_frame().to_numpy()
    table = table.assign(collocation=[" ".join(words[code]) for code in codes])
    pairs = _pair_measures(word, codes, table["count"].to_numpy()) if size == 2 else {}
    return table.assign(**pairs)


def _interaction(count: pd.Series[int]) -> tuple[Floats, Floats]:
    """Return λ, the highest-order interaction of the log-linear model, and z = λ/σ.

    λ = Σ (−1)^(n − marked) ln cell over the 2ⁿ cells (the same word or another at each position),
    σ² = Σ 1/cell.

    Args:
        count: of each sequence; the index has a level for the word at each position.
    """
    positions = range(count.index.nlevels)
    patterns = list(product((0, 1), repeat=len(positions)))
    cells = np.empty((2,) * len(positions) + (len(count),))
    # First count the sequences that agree at the positions marked 1, whatever the others hold.
    for pattern in patterns:
        marked = list(compress(positions, pattern))
        cells[pattern] = count.groupby(level=marked).transform("sum") if marked else count.sum()
    for axis in positions:  # "any word" minus "this word" is "another word"
        view = np.moveaxis(cells, axis, 0)
        view[0] -= view[1]
    flat = cells.reshape(len(patterns), len(count)) + SMOOTHING
    signs = np.array([(-1) ** pattern.count(0) for pattern in patterns])
    # Summed cell by cell, so that equal cells give equal values, which are sorted by their words.
    interaction = (signs[:, None] * np.log(flat)).sum(axis=0)
    return interaction, interaction / np.sqrt((1 / flat).sum(axis=0))


def _pair_measures(stream: Ints, pairs: Ints, both: Ints) -> dict[str, Floats]:
    """Return logDice, G², PMI and NPMI of pairs; as in NLTK's finder, all words are counted.

    G² is NaN where that count makes the fourth cell negative, as it may in a text of a few words.
    """
    total, (first, second) = len(stream), np.bincount(stream)[pairs].T
    return {
        "log_dice": log_dice(both, first, second),
        "g2": likelihood_ratio(both, second - both, first, total - first),
        "pmi": np.log2(both * total / (first * second)),
        "npmi": npmi(both, first, second, total),
    }
