"""Compare frequencies: between two groups of articles, and under other ways of counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru._typing import Floats
from nkru.actors.frequency import (
    PER,
    count_by_article,
    counted_articles,
    frequency,
    sum_by_story,
)
from nkru.actors.mention_tables import counted_mentions
from nkru.errors import ParameterError
from nkru.measures.resampling import MIN_OF_MEANS, resamples
from nkru.notes import note, note_of

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

ACTORS = ("actor",)  # the senses counted by default


def difference(
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: str,
    groups: tuple[str, str],
    *,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the rates of two groups of articles by a bootstrap of stories.

    Both groups are counted in the same resamples of stories.

    Args:
        mentions: the table that `find_mentions` returns.
        corpus: the articles.
        by: the column that defines the groups, as in `frequency`.
        groups: two values of `by`.
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        One row per entry: entry, rate_1, rate_2 (per 1,000 words), difference, low, high (2.5 and
        97.5 percentiles; missing under 5 stories), label, and in attrs formula and basis.

    Raises:
        ParameterError: a group has no article.
    """
    articles, mentions = counted_articles(corpus, by), counted_mentions(mentions)
    entries = sorted(set(mentions["entry"]))
    counts = count_by_article(articles, mentions, entries)
    sums = [_sums_of_group(articles, counts, by, group) for group in groups]
    stories = len(sums[0])
    weights = resamples(stories, draws, seed)
    rate_1, rate_2 = (_rates(table.sum(axis=0)) for table in sums)
    drawn_1, drawn_2 = (_rates(weights @ table) for table in sums)
    low, high = np.nanpercentile(drawn_1 - drawn_2, [2.5, 97.5], axis=0)
    table = pd.DataFrame({"entry": entries, "rate_1": rate_1, "rate_2": rate_2})
    table = table.assign(difference=rate_1 - rate_2, low=low, high=high, label="")
    if stories < MIN_OF_MEANS:
        table = table.assign(low=np.nan, high=np.nan, label="descriptive")
    formula = "difference of rates; percentile bootstrap of stories"
    return note(table, formula=formula, basis=corpus.basis)


def _sums_of_group(articles: pd.DataFrame, counts: Floats, by: str, group: str) -> Floats:
    """Return the counts and words of one group in each story of the corpus."""
    labels = articles["group"].astype(str)
    inside = (labels == group).to_numpy()
    if not inside.any():
        known = ", ".join(sorted(set(labels)))
        raise ParameterError(
            "no article has {by} = {group!r}: use one of {known}", by=by, group=group, known=known
        )
    return sum_by_story(counts * inside[:, None], articles["story"].to_numpy())


def _rates(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(PER * sums[..., :-1] / sums[..., -1:])


def sensitivity(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count each entry under every choice that a reader may question.

    Returns:
        One row per entry and choice: entry, choice ("all", "without metonyms", "without demonyms",
        "without descriptors", "with places", "one per story", "without flagged"), count, rate (per
        1,000 words), rank (1 for the highest count), basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.sensitivity(nkru.find_mentions(corpus), corpus)
    >>> table["choice"].unique().tolist()[:2]
    ['all', 'without demonyms']
    """
    actors = counted_mentions(mentions)
    every, all_kinds = (sorted(set(table["kind"])) for table in (actors, mentions))
    has_places = "sense" in mentions and (mentions["sense"] == "place").any()
    flagless = corpus.where(corpus.documents["flags"] == "", reason="without flagged")
    choices: dict[str, tuple[Corpus, list[str], tuple[str, ...]]] = {
        "all": (corpus, every, ACTORS),
        **{
            f"without {left_out}s": (corpus, [kind for kind in every if kind != left_out], ACTORS)
            for left_out in every
            if left_out != "name"
        },
        **({"with places": (corpus, all_kinds, (*ACTORS, "place"))} if has_places else {}),
        "one per story": (corpus.one_per_story(), every, ACTORS),
        "without flagged": (flagless, every, ACTORS),
    }
    entries = sorted(set(actors["entry"]))
    parts = []
    for choice, (part, kinds, senses) in choices.items():
        table = frequency(mentions, part, kinds=kinds, entries=entries, senses=senses)
        rank = table["count"].rank(method="min", ascending=False).astype(int)
        basis = note_of(table, "basis")  # of each choice its own
        parts.append(table.assign(choice=choice, rank=rank, basis=basis))
    columns = ["entry", "choice", "count", "rate", "rank", "basis"]
    table = pd.concat(parts, ignore_index=True)[columns]
    table.attrs = {}
    return table.sort_values(["entry"], kind="stable", ignore_index=True)
