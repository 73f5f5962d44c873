"""Findings: sentences on a corpus, each with its numbers and the test that it has passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nkru.language import Message, deferred, deferred_forms, gettext, join, named, ngettext
from nkru.measures.comparison import LEAST_STORIES, find_lead, group_differences
from nkru.measures.resampling import share_interval

# Each chapter tests the differences between groups of articles at this level, so that a report of
# all chapters errs in at most 5 of 100 corpora without any difference.
GROUP_LEVEL = 0.0125
_MOST_OF_ONE = 0.5  # the share of the passages that one article may hold
_COUNTED = {
    "actors": deferred_forms(
        "{entry} is named in {part} of {n} story ({share:.0%}).",
        "{entry} is named in {part} of {n} stories ({share:.0%}).",
    ),
    "topics": deferred_forms(
        "{entry} is the topic of {part} of {n} story ({share:.0%}).",
        "{entry} is the topic of {part} of {n} stories ({share:.0%}).",
    ),
}
_WITH_INTERVAL = {
    "actors": deferred_forms(
        "{entry} is named in {part} of {n} story ({share:.0%}, 95% interval {low:.0%} to "
        "{high:.0%}).",
        "{entry} is named in {part} of {n} stories ({share:.0%}, 95% interval {low:.0%} to "
        "{high:.0%}).",
    ),
    "topics": deferred_forms(
        "{entry} is the topic of {part} of {n} story ({share:.0%}, 95% interval {low:.0%} to "
        "{high:.0%}).",
        "{entry} is the topic of {part} of {n} stories ({share:.0%}, 95% interval {low:.0%} to "
        "{high:.0%}).",
    ),
}
_LEADS = {
    "actors": deferred_forms(
        "This is more than the other actor compared; the article with most of these mentions has "
        "{largest:.0%} of them.",
        "This is more than each of the {n} other actors compared; the article with most of these "
        "mentions has {largest:.0%} of them.",
    ),
    "topics": deferred_forms(
        "This is more than the other topic compared; each article counts once.",
        "This is more than each of the {n} other topics compared; each article counts once.",
    ),
}
_RIVALS = {
    "actors": deferred(
        "{rival} is named in {count}; the difference is not statistically significant."
    ),
    "topics": deferred(
        "{rival} is the topic of {count}; the difference is not statistically significant."
    ),
}


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


def counted_in_stories(entry: str, part: int, stories: int, about: str = "actors") -> Message:
    """Say how many stories name an entry, with the 95 % interval (Wilson) of the share.

    >>> counted_in_stories("Kim", 3, 10)
    'Kim is named in 3 of 10 stories (30%, 95% interval 11% to 60%).'
    """
    low, high = share_interval(part / stories, stories)
    values = {"entry": named(entry), "part": part, "share": part / stories}
    if low != low:
        return ngettext(*_COUNTED[about], stories, **values)
    return ngettext(*_WITH_INTERVAL[about], stories, **values, low=low, high=high)


def lead_finding(
    every: pd.DataFrame, single: pd.DataFrame, hits: pd.DataFrame, about: str = "actors"
) -> Finding:
    """Return the finding on the name that occurs in most stories.

    It is a difference if the name leads over all articles of the stories and over one article a
    story, each time by the test of `find_lead`.

    Args:
        every: the table of `stories_of` over all articles; at least one name.
        single: the same over one article a story.
        hits: doc_id and entry of all passages.
        about: what the names are, "actors" or "topics".
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
    counted = counted_in_stories(lead.name, part, stories, about)
    holds = lead.holds and again.holds and lead.name == again.name and part >= LEAST_STORIES
    if holds and largest <= _MOST_OF_ONE:
        leads = ngettext(*_LEADS[about], every.shape[1] - 1, largest=largest)
        test = gettext(
            "exact sign test over stories against each of the others, p adjusted after Holm: {p:p}",
            p=numbers["p"],
        )
        return Finding(join(counted, leads), "difference", numbers, test)
    if part < LEAST_STORIES:
        few = gettext("There are too few stories for a comparison.")
        return Finding(join(counted, few), "open", numbers)
    if not lead.rival:
        return Finding(counted, "count", numbers)
    count = int(every[lead.rival].sum())
    other = gettext(_RIVALS[about], rival=named(lead.rival), count=count)
    return Finding(join(counted, other), "count", numbers)


def group_findings(
    table: pd.DataFrame,
    groups: pd.Series[Any],
    say: Callable[[Mapping[str, Any]], str],
    largest: Callable[[Mapping[str, Any]], float],
    *,
    most: int = 3,
) -> list[Finding]:
    """Return the findings on what differs between groups of stories, at most `most`.

    Args:
        table: one row per story, one column per name, over one article a story.
        groups: the group of each story.
        say: returns the sentence for a row of `group_differences` with `largest_article`.
        largest: returns for a row the largest share that one article has of the passages; a
            difference of which one article holds over half is not told.
        most: findings returned.
    """
    tested = group_differences(table, groups)
    if tested.empty:
        return []
    told = tested[(tested["p_holm"] < GROUP_LEVEL) & (tested["low"] * tested["high"] > 0)]
    shares = [largest(_named_row(row)) for row in told.to_dict("records")]
    told = told.assign(largest_article=shares).query("largest_article <= @_MOST_OF_ONE")
    about = {"comparisons": len(tested)}
    if told.empty:
        sentence = gettext("No difference between groups is statistically significant.")
        test = gettext("permutation of stories, after Holm over {comparisons} comparisons", **about)
        return [Finding(sentence, "open", about, test)]
    rows = map(_named_row, told.head(most).to_dict("records"))
    return [
        Finding(say(row), "difference", row, _permuted(len(tested), row["p_holm"])) for row in rows
    ]


def _named_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _permuted(comparisons: int, p: float) -> Message:
    return gettext(
        "permutation of stories, p adjusted after Holm over {comparisons} comparisons: {p:p}",
        comparisons=comparisons,
        p=p,
    )
