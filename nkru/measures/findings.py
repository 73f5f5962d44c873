"""Findings: sentences on a corpus, each with its numbers and the test that it has passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nkru.measures.comparison import LEAST_STORIES, find_lead, group_differences
from nkru.measures.resampling import share_interval

# Each chapter tests the differences between groups of articles at this level, so that a report of
# all chapters errs in at most 5 of 100 corpora without any difference.
GROUP_LEVEL = 0.0125
_MOST_OF_ONE = 0.5  # the share of the passages that one article may hold


@dataclass(frozen=True)
class Finding:
    """A sentence on a corpus that a reader may quote.

    Attributes:
        sentence: the result in words, with its basis.
        kind: "difference" (a comparison that passed the test), "count" (no comparison) or "open" (a
            comparison without a significant difference: for the chapter only).
        numbers: the values in the sentence, by name.
        test: how the difference was tested, in words; empty for a count.
    """

    sentence: str
    kind: str
    numbers: Mapping[str, Any] = field(default_factory=dict)
    test: str = ""


def stories_of(documents: pd.DataFrame, hits: pd.DataFrame, names: pd.Index[Any]) -> pd.DataFrame:
    """Return which of the names each story holds: one row per story, one column per name, 0 or 1.

    Args:
        documents: doc_id and story_id of the articles counted.
        hits: doc_id and entry; rows of other articles or entries are left out.
        names: the columns.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "story_id": ["s", "t"]})
    >>> hits = pd.DataFrame({"doc_id": ["a", "a"], "entry": ["Chine", "Chine"]})
    >>> stories_of(documents, hits, pd.Index(["Chine"]))["Chine"].to_dict()
    {'s': 1.0, 't': 0.0}
    """
    story = documents.set_index("doc_id")["story_id"]
    known = hits[hits["doc_id"].isin(story.index) & hits["entry"].isin(names)]
    table = pd.crosstab(known["doc_id"].map(story).to_numpy(), known["entry"].to_numpy()) > 0
    rows = pd.Index(sorted(set(story)), name="story_id")
    return table.reindex(index=rows, columns=names, fill_value=False).astype(float)


def largest_article(hits: pd.DataFrame) -> float:
    """Return the largest share of the rows that one article holds, 0 to 1; NaN without a row.

    >>> largest_article(pd.DataFrame({"doc_id": ["a", "a", "b", "b", "b"]}))
    0.6
    """
    shares = hits["doc_id"].value_counts(normalize=True)
    return float(shares.max()) if len(shares) else float("nan")


def share_in_words(part: int, stories: int) -> str:
    """Return a share of stories with its 95 % interval (Wilson), in words.

    >>> share_in_words(3, 10)
    '3 of 10 stories (30 %, 95 % interval 11 to 60 %)'
    """
    low, high = share_interval(part / stories, stories)
    bounds = "" if low != low else f", 95 % interval {100 * low:.0f} to {100 * high:.0f} %"
    noun = "story" if stories == 1 else "stories"
    return f"{part} of {stories} {noun} ({100 * part / stories:.0f} %{bounds})"


def lead_finding(
    every: pd.DataFrame, single: pd.DataFrame, hits: pd.DataFrame, verb: str, among: str
) -> Finding:
    """Return the finding on the name that occurs in most stories.

    It is a difference if the name leads over all articles of the stories and over one article a
    story, each time by the test of `find_lead`.

    Args:
        every: the table of `stories_of` over all articles; at least one name.
        single: the same over one article a story.
        hits: doc_id and entry of all passages.
        verb: what stories do with a name, such as "is named in".
        among: a noun for the names, such as "actors".
    """
    lead, again = find_lead(every), find_lead(single)
    own = hits[hits["entry"] == lead.name]
    part, stories = int(every[lead.name].sum()), len(every)
    largest = largest_article(own)
    numbers = {
        "entry": lead.name,
        "stories": part,
        "of": stories,
        "largest_article": largest,
        "rival": lead.rival,
        "p": max(lead.p, again.p),
        "low": min(lead.low, again.low),
    }
    shown, rival = (name.replace("_", " ") for name in (lead.name, lead.rival))
    counted = f"{shown} {verb} {share_in_words(part, stories)}"
    holds = lead.holds and again.holds and lead.name == again.name and part >= LEAST_STORIES
    if holds and largest <= _MOST_OF_ONE:
        sentence = (
            f"{counted}, more than each of the {every.shape[1] - 1} other {among} compared; the "
            f"largest article has {100 * largest:.0f} % of its passages."
        )
        test = "exact sign test over stories against each of the others, after Holm"
        return Finding(sentence, "difference", numbers, f"{test}: p = {numbers['p']:.3f}")
    if part < LEAST_STORIES:
        return Finding(f"{counted}: too few to compare.", "open", numbers)
    other = f", {rival} {verb} {int(every[lead.rival].sum())}" if lead.rival else ""
    return Finding(f"{counted}{other}; no difference can be told.", "count", numbers)


def group_findings(
    table: pd.DataFrame,
    groups: pd.Series[Any],
    say: Callable[[Mapping[str, Any]], str],
    *,
    most: int = 3,
) -> list[Finding]:
    """Return the findings on what differs between groups of stories, at most `most`.

    Args:
        table: one row per story, one column per name, over one article a story.
        groups: the group of each story.
        say: returns the sentence for a row of `group_differences`.
        most: findings returned.
    """
    tested = group_differences(table, groups)
    if tested.empty:
        return []
    told = tested[(tested["p_holm"] < GROUP_LEVEL) & (tested["low"] * tested["high"] > 0)]
    test = f"permutation of stories, after Holm over {len(tested)} comparisons"
    if told.empty:
        sentence = f"No difference between groups can be told ({test})."
        return [Finding(sentence, "open", {"comparisons": len(tested)}, test)]
    rows = told.head(most).to_dict("records")
    return [
        Finding(say(row), "difference", row, f"{test}: p = {row['p_holm']:.3f}")
        for row in ({str(name): value for name, value in row.items()} for row in rows)
    ]
