"""Presence over time: the share of the stories of each period that name an actor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nkru.actors.mention_tables import count_range, counted_mentions
from nkru.corpus.corpus import Corpus
from nkru.errors import SizeError
from nkru.measures.resampling import share_interval

LEAST_STORIES, LEAST_PERIODS = 10, 3
# From fine to coarse: pandas' name of the unit, and the precision that a date must have.
_UNITS = {"M": ("day", "month"), "Q": ("day", "month"), "Y": ("day", "month", "year")}
_COLUMNS = ["period", "entry", "stories", "of", "share", "share_low", "share_high"]


def presence_over_time(
    mentions: pd.DataFrame, corpus: Corpus, entries: Sequence[str]
) -> pd.DataFrame:
    """Return how many of the stories of each period name each entry.

    The periods are months, quarters or years: the shortest ones such that at least three have ten
    stories. A period with fewer is left out. A story lies in the period of its first article; one
    whose date is less precise than the period is left out.

    Args:
        mentions: from `find_mentions`.
        corpus: the articles.
        entries: to be followed.

    Returns:
        One row per period and entry: period ("2024-03", "2024Q1", "2024"), entry, stories (of the
        period that name it), of (all stories of the period), share, share_low, share_high (95 %
        interval, Wilson).

    Raises:
        SizeError: under three years have ten stories.
    """
    mentions = counted_mentions(mentions)
    for unit, precisions in _UNITS.items():
        placed = _place_stories(corpus, unit, precisions)
        sizes = placed["period"].value_counts().sort_index()
        sizes = sizes[sizes >= LEAST_STORIES]
        if len(sizes) >= LEAST_PERIODS:
            return _count(mentions, corpus, placed, sizes, entries)
    raise SizeError(
        "fewer than {periods} months, quarters or years have {stories} dated stories",
        periods=LEAST_PERIODS,
        stories=LEAST_STORIES,
    )


def _place_stories(corpus: Corpus, unit: str, precisions: Sequence[str]) -> pd.DataFrame:
    """Return story_id and the period of each story that has one."""
    documents = corpus.documents
    dated = documents[documents["date_precision"].isin(precisions)]
    first = dated.sort_values(["date_from", "doc_id"]).drop_duplicates("story_id")
    period = pd.to_datetime(first["date_from"]).dt.to_period(unit).astype(str)
    return pd.DataFrame({"story_id": first["story_id"], "period": period}, index=first.index)


def _count(
    mentions: pd.DataFrame,
    corpus: Corpus,
    placed: pd.DataFrame,
    sizes: pd.Series[int],
    entries: Sequence[str],
) -> pd.DataFrame:
    stories = corpus.labels("story_id")
    named = mentions[mentions["entry"].isin(entries)]
    pairs = pd.DataFrame({"entry": named["entry"], "story_id": named["doc_id"].map(stories)})
    counted = pairs.drop_duplicates().merge(placed, on="story_id")
    found = counted.groupby(["period", "entry"], observed=True).size()
    whole = pd.MultiIndex.from_product([sizes.index, entries], names=["period", "entry"])
    table = found.reindex(whole, fill_value=0).rename("stories").reset_index()
    table["of"] = table["period"].map(sizes).astype("int64")
    table["share"] = table["stories"] / table["of"]
    bounds = [share_interval(p, n) for p, n in zip(table["share"], table["of"], strict=True)]
    table[["share_low", "share_high"]] = np.array(bounds).reshape(-1, 2)
    return table[_COLUMNS]


def most_present(mentions: pd.DataFrame, count: int) -> list[str]:
    """Return the entries that most articles name."""
    return list(count_range(counted_mentions(mentions))["entry"].head(count))
