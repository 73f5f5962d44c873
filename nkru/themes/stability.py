"""How stable a classification is: over resampled articles, numbers of classes and sizes of segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.errors import SizeError
from nkru.measures.counting import Unit, count_in_rows
from nkru.measures.counts import MIN_ROWS, Counts
from nkru.measures.positions import unit_rows
from nkru.themes.classes import Classes
from nkru.themes.reinert import descend, reinert

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SCORES = ["jaccard", "by_chance", "together"]
LEAST_ARTICLES = 5
STABLE, DOUBTFUL = 0.75, 0.60  # a convention (Hennig 2007)
ABOVE_CHANCE = (
    0.50  # of the way from chance to 1: a class that holds nearly all is found again by chance
)


def stability(
    classes: Classes, *, draws: int = 100, share: float = 0.8, most: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Return whether each class is found again when articles are drawn.

    Each of `draws` draws takes a `share` of the articles, and `most` segments at most.

    Returns:
        One row per k and class: k, class, segments, jaccard (mean over draws of the best Jaccard
        with a class of the draw), by_chance (the same for classes of these sizes made at random),
        together (share of pairs of segments of the class that stay in one class), verdict, draws,
        basis. The verdict is a convention: stable from .75, doubtful from .6, else unstable; and
        unstable where jaccard is less than halfway from chance to 1.

    Raises:
        SizeError: there are fewer than 5 articles.
    """
    articles, article, sizes = np.unique(
        classes.counts.doc_ids, return_inverse=True, return_counts=True
    )
    if len(articles) < LEAST_ARTICLES:
        raise SizeError(
            f"stability is tried by drawing articles and needs at least {LEAST_ARTICLES}, here there are "
            f"{len(articles)}: add articles, and name no class before"
        )
    rng = np.random.default_rng(seed)
    samples = [np.isin(article, _draw(sizes, share, most, rng)) for _ in range(draws)]
    found = [_levels(classes, classes.counts.where(sample)) for sample in samples]
    tables = []
    for k in range(2, classes.k + 1):
        labels = classes.labels(k)
        pairs = zip(samples, found, strict=True)
        scores = [_matches(labels[sample], levels[k - 1], k) for sample, levels in pairs]
        tables.append(_judged(scores).assign(k=k, segments=np.bincount(labels)[1:]))
    table = pd.concat(tables, ignore_index=True).assign(draws=draws, basis=classes.counts.basis)
    return table[["k", "class", "segments", *_SCORES, "verdict", "draws", "basis"]]


def stability_by_size(
    corpus: Corpus, k: int = 6, *, sizes: Iterable[int] = (30, 35, 45, 50), unit: Unit = "lemma"
) -> pd.DataFrame:
    """Return whether each class is found again with shorter and longer segments, compared word by word.

    Returns:
        One row per size and class: size, class (of the segments of 40 words), jaccard, by_chance,
        together (of pairs of words), verdict, basis.

    Raises:
        SizeError: see `nkru.reinert`.
    """
    rows, row_of_token = unit_rows(corpus, "segment", 40)
    classes = reinert(count_in_rows(corpus, unit, rows, row_of_token), k)
    # Tokens in no segment have the row −1, and the class 0 that is added at the end.
    labels = np.append(classes.labels(), 0)[row_of_token]
    tables = []
    for size in sizes:
        rows, row_of_token = unit_rows(corpus, "segment", size)
        levels = _levels(classes, count_in_rows(corpus, unit, rows, row_of_token))
        scores = _matches(labels, np.append(levels[k - 1], 0)[row_of_token], k)
        tables.append(_judged([scores]).assign(size=size, basis=corpus.basis))
    return pd.concat(tables, ignore_index=True)[["size", "class", *_SCORES, "verdict", "basis"]]


def _draw(sizes: Ints, share: float, most: int, rng: np.random.Generator) -> Ints:
    """Return the articles of a draw, given their segments: as many as are asked for, `most` segments at most."""
    drawn = rng.permutation(len(sizes))[: min(round(share * len(sizes)), len(sizes) - 1)]
    return drawn[: max(1, int((sizes[drawn].cumsum() <= most).sum()))]


def _levels(classes: Classes, counts: Counts) -> list[Ints]:
    """Classify other segments in the way of `classes`; return their class at 1, 2 … or at the most that were made."""
    kept = counts.min_rows(MIN_ROWS)
    levels, _ = descend(kept, classes.k, classes.min_segment_size, classes.min_split_members)
    levels = [np.ones(len(kept.rows), dtype=np.int64), *levels]
    return levels + levels[-1:] * (classes.k - len(levels))


@np.errstate(divide="ignore", invalid="ignore")
def _matches(reference: Ints, found: Ints, k: int) -> Floats:
    """Return for each class of the reference: best Jaccard, the same by chance, share of pairs kept together.

    NaN for a class that has no member here.
    """
    width = found.max(initial=1) + 1
    table = np.bincount(reference * width + found, minlength=(k + 1) * width).reshape(k + 1, width)
    members, others = table.sum(axis=1)[1:, None], table.sum(axis=0)[None, 1:]
    both, chance = table[1:, 1:], members * others / max(table.sum(), 1)
    scores = [(shared / (members + others - shared)).max(axis=1) for shared in (both, chance)]
    together = (both * (both - 1)).sum(axis=1) / (members * (members - 1))[:, 0]
    return np.where(members > 0, np.column_stack([*scores, together]), np.nan)


def _judged(draws: list[Floats]) -> pd.DataFrame:
    """Return the mean scores of each class and a verdict on it."""
    classes = np.tile(np.arange(1, len(draws[0]) + 1), len(draws))
    scores = (
        pd.DataFrame(np.concatenate(draws), columns=_SCORES)
        .groupby(classes)
        .mean()
        .rename_axis("class")
    )
    jaccard, by_chance = scores["jaccard"], scores["by_chance"]
    steady = jaccard >= by_chance + ABOVE_CHANCE * (1 - by_chance)
    verdict = np.select(
        [steady & (jaccard >= STABLE), steady & (jaccard >= DOUBTFUL)],
        ["stable", "doubtful"],
        "unstable",
    )
    return scores.assign(verdict=verdict).reset_index()
