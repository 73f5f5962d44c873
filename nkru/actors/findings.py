"""Findings on actors: who is named in most stories, and by which outlets more than by others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.language import gettext, named
from nkru.measures.findings import (
    Finding,
    group_findings,
    largest_article,
    lead_finding,
    stories_of,
)

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

_COMPARED = 20  # names, those in most stories


def most_named(hits: pd.DataFrame, corpus: Corpus) -> list[Finding]:
    """Return the finding on the entry that most stories name; nothing without a hit.

    Args:
        hits: mentions: doc_id and entry.
        corpus: the articles.

    Note:
        The entries are compared by the stories that hold them, not by mentions, since one long
        article may name an actor fifty times.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> findings = nkru.most_named(nkru.find_mentions(corpus), corpus)
    >>> len(findings) > 0
    True
    """
    names = _most_common(hits, corpus)
    if names.empty:
        return []
    single = corpus.one_per_story()
    every, once = (stories_of(_counted(part), hits, names) for part in (corpus, single))
    return [lead_finding(every, once, hits)]


def named_by_group(hits: pd.DataFrame, corpus: Corpus, by: str = "outlet") -> list[Finding]:
    """Return which entries stand in more, or fewer, of the stories of a group than of all others.

    One article of each story counts. The list is empty without two groups of five stories.

    Args:
        hits: mentions: doc_id and entry.
        corpus: the articles.
        by: outlet, year, month or a column of the articles.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> findings = nkru.named_by_group(nkru.find_mentions(corpus), corpus, "outlet")
    >>> len(findings) > 0
    True
    """
    single = corpus.one_per_story()
    documents = _counted(single)
    table = stories_of(documents, hits, _most_common(hits, single))
    groups = documents.set_index("story_id")["doc_id"].map(single.labels(by)).reindex(table.index)

    def say(row: Mapping[str, Any]) -> str:
        about = {key: row[key] for key in ("stories", "other_stories", "others", "largest_article")}
        return gettext(
            "{part} of the {stories} stories of {group} ({share:.0%}) name {entry}, against "
            "{other_part} of the {other_stories} others ({others:.0%}; 95% interval of the "
            "difference {low:+.0f} to {high:+.0f} points). The article with most of these mentions "
            "has {largest_article:.0%} of them.",
            **about,
            share=row["value"],
            part=round(row["value"] * row["stories"]),
            other_part=round(row["others"] * row["other_stories"]),
            group=str(row["group"]),
            entry=named(row["name"]),
            low=100 * row["low"],
            high=100 * row["high"],
        )

    own = hits[hits["doc_id"].isin(documents["doc_id"])]
    return group_findings(
        table, groups, say, lambda row: largest_article(own[own["entry"] == row["name"]])
    )


def _counted(corpus: Corpus) -> pd.DataFrame:
    """Return doc_id and story_id of the articles that have a sentence to be counted."""
    documents = corpus.documents
    return documents[documents["doc_id"].isin(set(corpus.sentences["doc_id"]))]


def _most_common(hits: pd.DataFrame, corpus: Corpus) -> pd.Index[Any]:
    """Return the entries in most stories, at most 20, in a fixed order."""
    story = corpus.labels("story_id")
    known = hits[hits["doc_id"].isin(story.index)]
    pairs = pd.DataFrame({"entry": known["entry"], "story": known["doc_id"].map(story)})
    stories, mentions = (
        table["entry"].value_counts() for table in (pairs.drop_duplicates(), pairs)
    )
    order = sorted(stories.index, key=lambda name: (-stories[name], -mentions[name], name))
    common: pd.Index[Any] = pd.Index(order[:_COMPARED], dtype="str")
    return common
