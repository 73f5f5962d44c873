"""Tables of mentions: by kind, article and date, number of articles, choice of rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

KINDS = ("name", "metonym", "demonym", "descriptor")
DATES = ["date", "date_from", "date_to", "date_precision"]


def counted_mentions(
    mentions: pd.DataFrame,
    senses: Iterable[str] = ("actor",),
    kinds: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return the mentions that tables count, so that one phrase counts once for one actor.

    Args:
        mentions: the table that `find_mentions` returns; one without the columns sense and nested
            has actors only.
        senses: "actor", "place" or both.
        kinds: the kinds of mentions; all by default.

    Returns:
        The rows of these senses and kinds. A nested mention is left out, unless descriptions are:
        of « le gouvernement français » then the demonym counts.

    >>> rows = [("le gouvernement français", "descriptor", "actor", False)]
    >>> rows += [("français", "demonym", "actor", True), ("France", "name", "place", False)]
    >>> table = pd.DataFrame(rows, columns=["text", "kind", "sense", "nested"])
    >>> counted_mentions(table)["text"].tolist()
    ['le gouvernement français']
    >>> counted_mentions(table, ("actor", "place"), ("name", "demonym"))["text"].tolist()
    ['français', 'France']
    """
    wanted = None if kinds is None else list(kinds)
    kept = pd.Series(data=True, index=mentions.index)
    if wanted is not None:
        kept &= mentions["kind"].isin(wanted)
    if "sense" in mentions:
        kept &= mentions["sense"].isin(list(senses))
    if "nested" in mentions and (wanted is None or "descriptor" in wanted):
        kept &= ~mentions["nested"]
    return mentions[kept]


def count_kinds(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions of each actor by kind: entry, a column per kind, total; most first.

    >>> rows = [("Chine", "name", 0), ("Chine", "metonym", 9), ("Japon", "name", 20)]
    >>> count_kinds(pd.DataFrame(rows, columns=["entry", "kind", "start"])).values.tolist()
    [['Chine', 1, 1, 2], ['Japon', 1, 0, 1]]
    """
    mentions = counted_mentions(mentions)
    table = pd.crosstab(mentions["entry"], mentions["kind"])
    table = table[[kind for kind in KINDS if kind in table]].assign(total=table.sum(axis=1))
    order = ["total", "entry"]
    return table.reset_index().sort_values(order, ascending=[False, True], ignore_index=True)


def count_range(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return entry, count (mentions) and range (articles that name it), most mentions first.

    *Note*: a range depends on how long the articles are; compare it within one corpus only.
    """
    mentions = counted_mentions(mentions)
    counts = mentions.groupby("entry").agg(count=("start", "size"), range=("doc_id", "nunique"))
    order = ["count", "entry"]
    return counts.reset_index().sort_values(order, ascending=[False, True], ignore_index=True)


def count_dated(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the mentions of each actor in each article with a bounded date.

    Returns:
        entry, doc_id, mentions, date, date_from, date_to, date_precision.
    """
    documents = corpus.documents.dropna(subset=["date_from", "date_to"])
    mentions = counted_mentions(mentions)
    counts = mentions.groupby(["entry", "doc_id"], observed=True).size().rename("mentions")
    return counts.reset_index().merge(documents[["doc_id", *DATES]], on="doc_id")


def sum_by_month(dated: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions that `count_dated` gives, summed by month.

    Returns:
        entry, date_from, date_to, mentions: the period is a month, or the months in which the
        article must have appeared.
    """
    first, last = (
        pd.to_datetime(dated[bound]).dt.to_period("M") for bound in ("date_from", "date_to")
    )
    months = dated.assign(date_from=first.dt.start_time, date_to=last.dt.end_time.dt.normalize())
    groups = months.groupby(["entry", "date_from", "date_to"], observed=True)
    return groups["mentions"].sum().reset_index()


def rank_by_choice(choices: pd.DataFrame) -> pd.DataFrame:
    """Return entry and its rank under each choice of `sensitivity`, sorted by the rank under "all".

    >>> rows = [("Chine", "all", 2), ("Japon", "all", 1), ("Chine", "one", 1), ("Japon", "one", 1)]
    >>> rank_by_choice(pd.DataFrame(rows, columns=["entry", "choice", "rank"])).values.tolist()
    [['Japon', 1, 1], ['Chine', 2, 1]]
    """
    ranks = choices.pivot(index="entry", columns="choice", values="rank")
    order = choices[choices["choice"] == "all"].sort_values(["rank", "entry"])["entry"]
    return ranks.loc[order].reset_index()
