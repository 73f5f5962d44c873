"""Changes between the tables of two reports that are beyond chance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from nkru._typing import Floats
from nkru.language import Message, deferred, gettext, named
from nkru.measures.adjustment import holm
from nkru.measures.resampling import LEVEL

_Z = 1.959964  # half a 95 % interval in standard errors
_SHARED = 2  # words: lists of eight from thousands seldom share two by chance
STABLE = 0.6  # a group with less is not found again in samples of the stories
# By what is counted, and whether it rose.
_SHARES = {
    "stories": {
        True: deferred("{name} is up: {old} of {all_old} → {new} of {all_new} stories ({p})"),
        False: deferred("{name} is down: {old} of {all_old} → {new} of {all_new} stories ({p})"),
    },
    "articles": {
        True: deferred("{name} is up: {old} of {all_old} → {new} of {all_new} articles ({p})"),
        False: deferred("{name} is down: {old} of {all_old} → {new} of {all_new} articles ({p})"),
    },
}
_MEANS = {
    "situation": {
        True: deferred("{name} is up: mean situation {old:+.2f} → {new:+.2f} ({p})"),
        False: deferred("{name} is down: mean situation {old:+.2f} → {new:+.2f} ({p})"),
    },
    "stance": {
        True: deferred("{name} is up: mean stance {old:+.2f} → {new:+.2f} ({p})"),
        False: deferred("{name} is down: mean stance {old:+.2f} → {new:+.2f} ({p})"),
    },
}
# By the group, and whether it is in the later report.
_GROUPS = {
    "class": {
        True: deferred("the class of {words} is new (stability {stability:.2f})"),
        False: deferred("the class of {words} is not found again (stability {stability:.2f})"),
    },
    "topic": {
        True: deferred("the topic of {words} is new (stability {stability:.2f})"),
        False: deferred("the topic of {words} is not found again (stability {stability:.2f})"),
    },
}


def changed_shares(before: pd.DataFrame, after: pd.DataFrame, what: str) -> Iterator[Message]:
    """Yield the entries whose share of the stories changed, by Fisher's exact test and Holm.

    Reports that share articles differ less than samples of their own would, so the test errs on
    the side of telling nothing.

    Args:
        before: part and whole (numbers of stories) of the older report, by entry.
        after: of the later one; an entry that is missing has no story.
        what: "stories" or "articles".
    """
    from scipy.stats import fisher_exact

    if before.empty or after.empty:
        return
    wholes = int(before["whole"].iloc[0]), int(after["whole"].iloc[0])
    names = sorted({*before.index, *after.index})
    parts = np.array([t["part"].reindex(names, fill_value=0) for t in (before, after)]).T
    tables = [[[a, wholes[0] - a], [b, wholes[1] - b]] for a, b in parts.astype(int)]
    p = holm([fisher_exact(table).pvalue for table in tables])
    for name, (old, new), value in zip(names, parts.astype(int), p, strict=True):
        if value < 1 - LEVEL:
            form = _SHARES[what][bool(new / wholes[1] > old / wholes[0])]
            counts = {"old": int(old), "all_old": wholes[0], "new": int(new), "all_new": wholes[1]}
            yield gettext(form, name=named(name), p=_told(value), **counts)


def changed_means(before: pd.DataFrame, after: pd.DataFrame, unit: str) -> Iterator[Message]:
    """Yield the entries whose mean changed, by the intervals of both reports and Holm.

    Args:
        before: value, low and high (95 %) of the older report, by entry.
        after: of the later one; an entry without an interval is not compared.
        unit: "situation" or "stance".
    """
    both = before.add_suffix("_old").join(after.add_suffix("_new"), how="inner")
    both = both.dropna().sort_index()
    if both.empty:
        return
    change = both["value_new"] - both["value_old"]
    old, new = ((both[f"high_{x}"] - both[f"low_{x}"]) / (2 * _Z) for x in ("old", "new"))
    p = holm(_p_of_change(change.to_numpy(), np.hypot(old.to_numpy(), new.to_numpy())))
    for (name, row), value in zip(both.iterrows(), p, strict=True):
        if value < 1 - LEVEL:
            means = {"old": float(row["value_old"]), "new": float(row["value_new"])}
            form = _MEANS[unit][means["new"] > means["old"]]
            yield gettext(form, name=named(name), p=_told(value), **means)


def _told(p: float) -> Message:
    return gettext("{p:p} after Holm", p=float(p))


def _p_of_change(change: Floats, error: Floats) -> Floats:
    """Return the two-sided p of differences with these standard errors; 0 errs nowhere."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(change == 0, 0.0, np.abs(change) / error)
    return np.asarray(2 * ndtr(-score))


def changed_groups(before: pd.DataFrame, after: pd.DataFrame, noun: str) -> Iterator[Message]:
    """Yield the stable groups of words, classes or topics, that one of two reports lacks.

    Groups are matched by the words they share, whatever their numbers.

    Args:
        before: words (a set) and stability (0 to 1) of the groups of the older report.
        after: of the later one.
        noun: class or topic.
    """
    pairs = match_groups(before["words"].tolist(), after["words"].tolist())
    matched = {first for first, _ in pairs}, {second for _, second in pairs}
    sides = (before, matched[0], False), (after, matched[1], True)
    for table, found, is_new in sides:
        for row, (words, stability) in enumerate(table[["words", "stability"]].to_numpy()):
            if row not in found and words and stability >= STABLE:
                shown = ", ".join(sorted(words))
                yield gettext(_GROUPS[noun][is_new], words=shown, stability=float(stability))


def match_groups(first: list[set[str]], second: list[set[str]]) -> list[tuple[int, int]]:
    """Return the pairs of groups that share most words in all, each group once.

    >>> match_groups([{"blé", "prix"}, {"vote", "loi"}], [{"loi", "vote", "élu"}, {"mer", "vent"}])
    [(1, 0)]
    """
    from scipy.optimize import linear_sum_assignment

    if not first or not second:
        return []
    shared = np.array([[len(one & other) for other in second] for one in first])
    rows, columns = linear_sum_assignment(-shared)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [pair for pair in pairs if shared[pair] >= _SHARED]
