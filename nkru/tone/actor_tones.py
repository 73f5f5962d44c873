"""Tones of actors: the mean situation of each, the mean stance on it, and their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.resampling import MIN_STORIES, ratio_bootstrap, resamples
from nkru.tone.intervals import BOUNDS, MOST_OF_ONE
from nkru.tone.summaries import tone_shares

CONSTRUCTS = ("polarity", "situation", "stance")
LEAST_NAMING = 5  # stories that name an actor, below which its mean has no interval


def tone_toward(
    targets: pd.DataFrame,
    corpus: Corpus,
    construct: str = "polarity",
    *,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the mean tone toward each actor, with a bootstrap interval over stories.

    Args:
        targets: the table of `score_targets`.
        corpus: the corpus it was made from.
        construct: situation (what happens to the actor), stance (how others judge it), or polarity
            (either).
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        entry, mentions, scored (mentions with a tone of this construct), negative and positive (%
        of mentions), tone (mean, −1 to 1, mentions without one as 0), tone_low, tone_high (95 %;
        missing under 10 stories, under 5 that name the actor, and where one holds over half of its
        mentions), author and quoted (tone in the author's voice and in quotations), label, basis;
        by falling mentions.

    Raises:
        ParameterError: no such construct.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> targets = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    >>> table = nkru.tone_toward(targets, corpus, "stance", draws=10)
    >>> table.loc[table["entry"] == "FNSEA", "mentions"].item()
    6
    """
    if construct not in CONSTRUCTS:
        raise ParameterError(f"construct is {construct!r}; use one of {', '.join(CONSTRUCTS)}")
    targets = targets.assign(polarity=targets[construct])
    stories = corpus.documents.set_index("doc_id")["story_id"]
    few = stories[stories.index.isin(corpus.sentences["doc_id"])].nunique() < MIN_STORIES
    tones = targets.assign(tone=targets["polarity"].fillna(0.0))
    voices = tones.pivot_table("tone", "entry", "voice", "mean")
    table = tone_shares(targets, "entry", corpus.basis).rename(columns={"sentences": "mentions"})
    table = table.drop(columns=BOUNDS)
    table = table.set_index("entry").join(_intervals(tones, stories, 0 if few else draws, seed))
    table = table.join(voices.reindex(columns=["author", "quoted"])).reset_index()
    table = table.assign(label="descriptive" if few else "")
    return table.sort_values(["mentions", "entry"], ascending=[False, True], ignore_index=True)


def _intervals(tones: pd.DataFrame, stories: pd.Series[str], draws: int, seed: int) -> pd.DataFrame:
    """Return tone_low and tone_high of each entry; NaN without draws."""
    story, names = pd.factorize(tones["doc_id"].map(stories), sort=True)
    weights = resamples(max(len(names), 1), draws, seed)
    intervals = {}
    for entry, rows in tones.groupby("entry").indices.items():
        sums = np.bincount(story[rows], tones["tone"].iloc[rows], minlength=len(names))
        sizes = np.bincount(story[rows], minlength=len(names))
        told = (sizes > 0).sum() >= LEAST_NAMING and sizes.max() <= MOST_OF_ONE * sizes.sum()
        intervals[entry] = ratio_bootstrap(sums, sizes, weights) if told else (np.nan, np.nan)
    return pd.DataFrame(intervals, index=BOUNDS).T
