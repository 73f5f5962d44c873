"""Comparisons over stories: which name leads, and what differs between groups of articles.

Both tests treat stories as the units. A table of stories has one row per story and one column per
name: 1 where the story has it, or a number such as a mean tone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from nkru._typing import Bools, Floats
from nkru.measures.adjustment import holm
from nkru.measures.resampling import LEVEL, resamples

# The fewest stories with a name, and of a group, for a comparison.
LEAST_STORIES, LEAST_OF_GROUP = 4, 5
_BLOCK = 1000  # permutations computed at once, which bounds the memory


class Lead(NamedTuple):
    """The name with the highest mean, and how surely it leads.

    Attributes:
        name: the leader.
        rival: the name with the least certain difference from it.
        value: the mean of the leader over stories.
        rival_value: the mean of the rival.
        low: lower end of the 95 % interval of their difference.
        high: upper end.
        p: of the rival, after Holm over all names compared; NaN without a rival.
    """

    name: str
    rival: str
    value: float
    rival_value: float
    low: float
    high: float
    p: float

    @property
    def holds(self) -> bool:
        """Whether the difference is significant."""
        return self.p < 1 - LEVEL and self.low > 0


def find_lead(stories: pd.DataFrame, draws: int = 2000, seed: int = 0) -> Lead:
    """Return the name that leads, tested against each other name.

    Stories are resampled, the same for both sides of each difference. p is that of the exact sign
    test over the stories in which leader and rival differ, so that few stories never suffice.

    Args:
        stories: one row per story, one column per name; at least one name. Of equal names the
            first is taken.
        draws: resamples of stories.
        seed: of the resamples.

    Note:
        If the difference from the rival is not significant (`holds` is False), do not report that
        the name leads.

    >>> rows = pd.DataFrame({"Chine": [1] * 9, "Japon": [0] * 8 + [1]}, dtype=float)
    >>> lead = find_lead(rows)
    >>> lead.name, lead.rival, round(lead.p, 4), lead.holds
    ('Chine', 'Japon', 0.0078, True)
    """
    table = stories.astype(float).rename(columns=str)
    means = dict(zip(map(str, table), table.mean(), strict=True))
    leader = max(means, key=means.__getitem__)
    rivals = [name for name in means if name != leader]
    if not rivals:
        return Lead(leader, "", means[leader], np.nan, np.nan, np.nan, np.nan)
    differences = table[[leader]].to_numpy() - table[rivals].to_numpy()
    p = holm(sign_test(differences))
    closest = min(range(len(rivals)), key=lambda at: (-p[at], -means[rivals[at]]))
    drawn = resamples(len(table), draws, seed) @ differences[:, closest] / len(table)
    low, high = np.percentile(drawn, [2.5, 97.5])
    rival = rivals[closest]
    bounds = float(low), float(high)
    return Lead(leader, rival, means[leader], means[rival], *bounds, float(p[closest]))


def sign_test(differences: Floats) -> Floats:
    """Return the exact two-sided p that the differences of each column have no common sign."""
    from scipy.special import bdtr

    above, below = (differences > 0).sum(axis=0), (differences < 0).sum(axis=0)
    return np.asarray(np.minimum(2 * bdtr(np.minimum(above, below), above + below, 0.5), 1.0))


def group_differences(
    stories: pd.DataFrame, groups: pd.Series[Any], draws: int = 9999, seed: int = 0
) -> pd.DataFrame:
    """Compare each group of stories with all others, for each name.

    The labels of the groups are permuted over the stories, which is exact where the groups differ
    by chance only. Groups of fewer than 5 stories, and names of fewer than 4, are not compared.

    Args:
        stories: one row per story, one column per name.
        groups: the group of each story, in the same order; stories without one are left out.
        draws: permutations.
        seed: of the permutations.

    Returns:
        group, name, value (mean of the group), others (mean of all other stories), difference,
        low, high (95 % bootstrap interval), stories, other_stories, p, p_holm (over all rows);
        smallest p first.

    Source: Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3.
    """
    known = groups.notna().to_numpy()
    table, labels = stories[known], groups[known].astype(str).to_numpy()
    names = [name for name in table if np.count_nonzero(table[name]) >= LEAST_STORIES]
    values = table[names].to_numpy(dtype=float)
    inside = _compared(labels)
    columns = ["group", "name", "value", "others", "difference", "low", "high"]
    columns += ["stories", "other_stories", "p"]
    if not inside or not names:
        return pd.DataFrame(columns=[*columns, "p_holm"])
    rows: list[tuple[Any, ...]] = []
    for group, mask in inside.items():
        p = _permutation_p(values, mask, draws, seed)
        low, high = _difference_interval(values, mask, seed)
        own, others = values[mask].mean(axis=0), values[~mask].mean(axis=0)
        sizes = (np.full(len(names), side.sum()) for side in (mask, ~mask))
        figures = own, others, own - others, low, high, *sizes, p
        rows += zip([group] * len(names), names, *figures, strict=True)
    result = pd.DataFrame(rows, columns=columns)
    result["p_holm"] = holm(result["p"].to_numpy())
    return result.sort_values(["p", "group", "name"], ignore_index=True)


def _compared(labels: Any) -> dict[str, Bools]:
    """Return the stories of each group to compare; of two groups the first, as both say the same.

    A group is compared if it and the others have enough stories.
    """
    masks = {str(label): labels == label for label in sorted(set(labels))}
    enough = {
        label: mask
        for label, mask in masks.items()
        if min(mask.sum(), (~mask).sum()) >= LEAST_OF_GROUP
    }
    return dict(list(enough.items())[:1]) if len(masks) == 2 else enough


def _permutation_p(values: Floats, mask: Bools, draws: int, seed: int) -> Floats:
    """Return p = (1 + permutations at least as far apart)/(1 + draws) of each column."""
    rng = np.random.default_rng(seed)
    size, total = int(mask.sum()), values.sum(axis=0)
    expected = total * size / len(mask)
    observed = np.abs(values[mask].sum(axis=0) - expected)
    extreme = np.zeros(values.shape[1])
    for start in range(0, draws, _BLOCK):
        order = rng.random((min(_BLOCK, draws - start), len(mask))).argpartition(size - 1, axis=1)
        drawn = np.zeros((len(order), len(mask)))
        np.put_along_axis(drawn, order[:, :size], 1.0, axis=1)
        # A tie that rounding hides would count as less extreme.
        extreme += (np.abs(drawn @ values - expected) >= observed - 1e-9).sum(axis=0)
    return (1 + extreme) / (1 + draws)


def _difference_interval(
    values: Floats, mask: Bools, seed: int, draws: int = 2000
) -> tuple[Floats, Floats]:
    """Return the 95 % percentile interval of the difference of means over drawn stories."""
    own, others = (
        resamples(len(side), draws, seed) @ side / len(side)
        for side in (values[mask], values[~mask])
    )
    low, high = np.percentile(own - others, [2.5, 97.5], axis=0)
    return low, high
