"""How stable a classification is: over drawn articles, numbers of classes and segment sizes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from nkru._typing import Floats, Ints
from nkru.corpus.corpus import Corpus
from nkru.errors import SizeError
from nkru.measures.counting import Unit, count_in_rows
from nkru.measures.counts import MIN_ROWS, Counts
from nkru.measures.positions import unit_rows
from nkru.notes import note
from nkru.themes.classes import Classes
from nkru.themes.reinert import reinert, split_repeatedly

_SCORES = ["jaccard", "by_chance", "together"]
LEAST_STORIES = 5
STABLE, DOUBTFUL = 0.75, 0.60  # a convention (Hennig 2007)
# Least part of the way from chance to 1: a class of nearly all segments recurs by chance.
ABOVE_CHANCE = 0.50
HALF = 0.5  # share of a class's segments; if one story has more, the class is only that story
NEARLY_ALL = 0.8  # share of all segments above which a class is only a remainder


def stability(
    classes: Classes,
    *,
    draws: int = 100,
    share: float = 0.8,
    max_segments: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how well each class recurs when only some of the stories are classified.

    The score is cluster-wise (Hennig 2007): the Jaccard similarity |A ∩ B|/|A ∪ B| of a class
    with the most similar class of a draw, averaged over draws.

    Args:
        classes: the classification.
        draws: number of draws.
        share: of the stories in each draw; the copies of a story are drawn together.
        max_segments: segments in a draw, at most.
        seed: of the draws.

    Returns:
        One row per k and class: k, class, segments, top_story (share of the story with most of
        them), jaccard, by_chance (its expectation for random classes of these sizes), together
        (share of the pairs of segments of the class that are in one class of the draw), verdict,
        draws, and in attrs basis. The verdict is stable from .75, doubtful from .6, else unstable;
        and unstable where jaccard is less than halfway from chance to 1, one story has over half of
        the segments, or the class has over 80 % of all, so that any draw finds it again. Classes
        below the least share of `classes` are left out.

    Raises:
        SizeError: there are fewer than 5 stories.

    Note:
        The thresholds are a convention, not a test. A stable class recurs in other draws of the
        same corpus; this does not make it a theme, nor one of other corpora.

    References:
        Hennig 2007, Computational Statistics & Data Analysis 52(1).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> table = nkru.stability(classes, draws=3)
    >>> table["k"].unique().tolist()
    [2, 3]
    """
    story, sizes = stories_of(classes.counts)
    rng = np.random.default_rng(seed)
    samples = [np.isin(story, draw_stories(sizes, share, max_segments, rng)) for _ in range(draws)]
    drawn = [_reclassify(classes, classes.counts.where(sample)) for sample in samples]
    tables = []
    for k in range(2, classes.k + 1):
        labels = classes.labels(k)
        pairs = zip(samples, drawn, strict=True)
        scores = [match_classes(labels[sample], levels[k - 1], k) for sample, levels in pairs]
        top = _top_story(labels, story, k)
        segments = np.bincount(labels, minlength=k + 1)[1:]
        tables.append(_with_verdicts(scores, top).assign(k=k, segments=segments))
    table = note(
        pd.concat(tables, ignore_index=True).assign(draws=draws), basis=classes.counts.basis
    )
    table = table[table["segments"] > 0].reset_index(drop=True)
    table.loc[share_of_k(table) > NEARLY_ALL, "verdict"] = "unstable"
    return table[["k", "class", "segments", "top_story", *_SCORES, "verdict", "draws"]]


def share_of_k(table: pd.DataFrame) -> pd.Series[float]:
    """Return the share of each class in the segments that have a class at its k.

    >>> share_of_k(pd.DataFrame({"k": [2, 2, 3], "segments": [3, 1, 5]})).tolist()
    [0.75, 0.25, 1.0]
    """
    return table["segments"] / table.groupby("k")["segments"].transform("sum")


def stories_of(counts: Counts) -> tuple[Ints, Ints]:
    """Return the number of the story of each row, and the rows of each story.

    Raises:
        SizeError: there are fewer than 5 stories.
    """
    names, story, sizes = np.unique(counts.stories, return_inverse=True, return_counts=True)
    if len(names) < LEAST_STORIES:
        raise SizeError(
            "stability is tried by resampling stories and needs at least {least}, here there "
            "are {stories}: add articles, and name no class before",
            least=LEAST_STORIES,
            stories=len(names),
        )
    return story, sizes


def _top_story(labels: Ints, story: Ints, k: int) -> Floats:
    """Return the share of the story with most segments in each class."""
    table = np.zeros((k + 1, story.max() + 1))
    np.add.at(table, (labels, story), 1)
    return np.asarray(table[1:].max(axis=1) / np.maximum(table[1:].sum(axis=1), 1))


def stability_by_size(
    corpus: Corpus, k: int = 6, *, sizes: Iterable[int] = (30, 35, 45, 50), unit: Unit = "lemma"
) -> pd.DataFrame:
    """Return how well each class recurs with shorter and longer segments.

    The classifications are compared word by word, as their segments differ.

    Args:
        corpus: the articles.
        k: number of classes.
        sizes: words of a segment, compared with segments of 40 words.
        unit: see `nkru.count`.

    Returns:
        One row per size and class: size, class (of the segments of 40 words), jaccard, by_chance,
        together (of pairs of words), verdict, and in attrs basis; see `stability`.

    Raises:
        SizeError: see `nkru.reinert`.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.stability_by_size(corpus, 2, sizes=[45])
    >>> table["size"].unique().tolist()
    [45]
    """
    rows, row_of_token = unit_rows(corpus, "segment", 40)
    classes = reinert(count_in_rows(corpus, unit, rows, row_of_token), k)
    # Tokens outside of all segments have the row −1, so they take the class 0 appended here.
    labels = np.append(classes.labels(), 0)[row_of_token]
    tables = []
    for size in sizes:
        rows, row_of_token = unit_rows(corpus, "segment", size)
        levels = _reclassify(classes, count_in_rows(corpus, unit, rows, row_of_token))
        scores = match_classes(labels, np.append(levels[k - 1], 0)[row_of_token], k)
        tables.append(_with_verdicts([scores]).assign(size=size))
    table = pd.concat(tables, ignore_index=True)[["size", "class", *_SCORES, "verdict"]]
    return note(table, basis=corpus.basis)


def draw_stories(sizes: Ints, share: float, max_segments: int, rng: np.random.Generator) -> Ints:
    """Draw a share of the stories, given their sizes in segments, `max_segments` at most.

    At least one story is drawn, and at least one is left out.
    """
    drawn = rng.permutation(len(sizes))[: min(round(share * len(sizes)), len(sizes) - 1)]
    return drawn[: max(1, int((sizes[drawn].cumsum() <= max_segments).sum()))]


def _reclassify(classes: Classes, counts: Counts) -> list[Ints]:
    """Classify other segments with the parameters of `classes`; return their class at 1, 2 … k.

    Where fewer classes can be made, the last level stays to the end.
    """
    kept = counts.min_rows(MIN_ROWS)
    options = classes.min_segment_size, classes.min_split_members
    levels, _ = split_repeatedly(kept, classes.k, *options)
    levels = [np.ones(len(kept.rows), dtype=np.int64), *levels]
    return levels + levels[-1:] * (classes.k - len(levels))


@np.errstate(divide="ignore", invalid="ignore")
def match_classes(reference: Ints, other: Ints, k: int) -> Floats:
    """Return how well each of the k classes of a reference recurs in another classification.

    Args:
        reference: the class of each segment, 0 for no class.
        other: its class in the other classification.
        k: number of classes of the reference.

    Returns:
        One row per class: its best Jaccard similarity, the same expected by chance, the share of
        its pairs that stay together; NaN for a class without members.

    >>> match_classes(np.array([1, 1, 1, 1, 2, 2]), np.array([1, 1, 1, 2, 2, 2]), 2).round(2)
    array([[0.75, 0.4 , 0.5 ],
           [0.67, 0.25, 1.  ]])
    """
    table = np.zeros((k + 1, other.max(initial=1) + 1), dtype=np.int64)
    np.add.at(table, (reference, other), 1)
    members, others = table.sum(axis=1)[1:, None], table.sum(axis=0)[None, 1:]
    both, chance = table[1:, 1:], members * others / max(table.sum(), 1)
    scores = [(shared / (members + others - shared)).max(axis=1) for shared in (both, chance)]
    together = (both * (both - 1)).sum(axis=1) / (members * (members - 1))[:, 0]
    return np.where(members > 0, np.column_stack([*scores, together]), np.nan)


def _with_verdicts(draws: list[Floats], top_story: Floats | None = None) -> pd.DataFrame:
    """Return the mean scores of each class over draws, and its verdict.

    Args:
        draws: one table of scores per draw.
        top_story: the share of the story with most segments in each class.
    """
    classes = np.tile(np.arange(1, len(draws[0]) + 1), len(draws))
    groups = pd.DataFrame(np.concatenate(draws), columns=_SCORES).groupby(classes)
    scores = groups.mean().rename_axis("class")
    jaccard, by_chance = scores["jaccard"], scores["by_chance"]
    recurs = jaccard >= by_chance + ABOVE_CHANCE * (1 - by_chance)
    if top_story is not None:
        scores["top_story"] = top_story
        recurs &= scores["top_story"] <= HALF
    verdict = np.select(
        [recurs & (jaccard >= STABLE), recurs & (jaccard >= DOUBTFUL)],
        ["stable", "doubtful"],
        "unstable",
    )
    return scores.assign(verdict=verdict).reset_index()
