"""Correction: the share or mean that readers would find, from machine labels and some of theirs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nkru._typing import Floats, Ints

LEAST_STORIES = 10  # with labels; below, an estimate has no interval over stories
_LEAST_IN_STRATUM = 5  # labels; below, the strata of a sample are pooled
_FEW = 50  # labels; with more, the further wrong label counts less where others were wrong
LEVEL = 0.95
POINTS = 0.03  # half the width of the interval that `Estimate.more_labels` aims at


class Sample(NamedTuple):
    """Units drawn at random, with what readers say of them.

    `rows` are their places among all units, `values` the readers' values, `weights` the inverse of
    their chance of being drawn, `strata` the number of the stratum that each was drawn from.
    """

    rows: Ints
    values: Floats
    weights: Floats
    strata: Ints

    @classmethod
    def random(cls, rows: npt.ArrayLike, values: npt.ArrayLike, units: int) -> Sample:
        """Return a sample in which each of `units` had the same chance."""
        places = np.asarray(rows, dtype=np.int64)
        weights = np.full(len(places), units / len(places))
        strata = np.zeros(len(places), dtype=np.int64)
        return cls(places, np.asarray(values, dtype=np.float64), weights, strata)


class Estimate(NamedTuple):
    """A corrected share or mean.

    `raw` is that of the machine, `slope` the weight λ of its labels. `low` and `high` bound the
    share that readers of every unit of this corpus would find, `story_low` and `story_high` the one
    that they would find in other stories like these: NaN if fewer than 10 stories have labels.
    """

    raw: float
    corrected: float
    low: float
    high: float
    story_low: float
    story_high: float
    slope: float
    units: int
    labels: int
    stories: int

    def more_labels(self, points: float = POINTS) -> float:
        """Return how many more labels make the interval of this corpus ± `points`, about.

        Its variance falls as 1/n − 1/N does, with n labels of N units.
        """
        if self.labels >= self.units:
            return 0.0
        half, whole = (self.high - self.low) / 2, 1 / self.units
        needed = 1 / (whole + (1 / self.labels - whole) * (points / half) ** 2)
        return float(np.ceil(np.clip(needed - self.labels - 1e-9, 0, self.units - self.labels)))


def corrected_mean(found: Floats, stories: Ints, sample: Sample, step: float = 1.0) -> Estimate:
    """Return the mean over all units that readers would find, from a sample that they labelled.

    The difference estimator with a tuned slope, known as prediction-powered inference:

        θ = λ · mean(m) + Σ w(y − λm) / Σ w,   λ = cov(y, m) / var(m) · N / (N + n)

    over N units with machine values m; n of them have readers' values y and weights w. For this
    corpus the variance is that of samples of y − λm, stratum by stratum, or with each residual
    divided by 1 − its leverage on λ (HC3) where there is one stratum; for other stories it is the
    jackknife variance of the stories' parts of θ. Both include one further label that is wrong
    among units that are not coded: readers and machine that agree on 50 units may differ on the
    next; for this corpus it counts 50/n over 50 labels, but is never less than all. Quantiles are
    those of t; for stories, with Kish's effective number of stories − 1 degrees
    of freedom, since few large stories are less informative than many of equal size.

    Args:
        found: the machine's value of each unit: 0 or 1 for a share. Without a machine, zeros.
        stories: the number of the story of each unit.
        sample: the units that readers labelled.
        step: how far a wrong label is from the right one.

    Note:
        The sample must be drawn at random, by `draw_sample`: labels of units that were picked for
        a reason do not represent the others.

        In simulated corpora (`tests/benchmarks/correction.py`) with 50 to 300 labels, drawn at
        random or by strata, both intervals hold the truth in 93 to 97 % of runs, but for three
        cases in which they are wider than need be. Where the machine is nearly always right (98 to
        100 % up to 200 labels) or a rare label is coded by strata (99 % at 50), a sample has so few
        errors, none or one or two, that no interval can be right in 95 %: without an error its
        width is all that is assumed, and with one it holds the truth anyhow; an exact interval for
        the number of errors leaves the truth out as seldom. Where every unit is coded, the interval
        is the truth. Labels from under 10 stories give none over stories.

    References:
        Angelopoulos, Duchi and Zrnic 2023, PPI++ (arXiv:2311.01453); Egami et al. 2023,
        design-based supervised learning (arXiv:2306.04746).

    >>> found = np.array([1.0, 1, 0, 0] * 10)
    >>> sample = Sample.random(range(20), [1.0, 0, 0, 0] * 5, 40)  # half of what is found is wrong
    >>> estimate = corrected_mean(found, np.arange(40), sample)
    >>> round(estimate.raw, 2), round(estimate.corrected, 2)
    (0.5, 0.25)
    """
    rows, values, weights, _ = sample
    share = weights / weights.sum()
    machine, mean = found[rows], float(found.mean())
    slope = _slope(machine, values, share) * len(found) / (len(found) + len(rows))
    residuals = values - slope * machine
    rest = float(share @ residuals)
    theta = slope * mean + rest
    extra = (step / len(rows)) ** 2 * max(0.0, 1 - len(rows) / len(found))
    variance, freedom = _sampling_variance(residuals, rest, machine, sample)
    added = extra * min(1.0, _FEW / len(rows))
    here = _interval(theta, max(variance + added, extra), freedom)
    count, there = len(np.unique(stories[rows])), (np.nan, np.nan)
    if count >= LEAST_STORIES:
        parts = np.bincount(stories, slope * (found - mean)) / len(found)
        parts += np.bincount(stories[rows], share * (residuals - rest), minlength=len(parts))
        sizes = np.bincount(stories) / len(found)
        alike = min(count, 1 / float(sizes @ sizes))
        there = _interval(theta, _story_variance(parts, sizes) + extra, alike - 1)
    return Estimate(mean, theta, *here, *there, slope, len(found), len(rows), count)


def _slope(machine: Floats, values: Floats, share: Floats) -> float:
    off = machine - share @ machine
    # Rounding leaves a spread of 1e-32 where the machine says the same of all.
    alike = machine.min() == machine.max()
    return 0.0 if alike else float(share @ (off * values)) / float(share @ off**2)


def _sampling_variance(
    residuals: Floats, mean: float, machine: Floats, sample: Sample
) -> tuple[float, int]:
    """Return the variance of the weighted mean of residuals over samples, and its freedom."""
    weights, sizes, count = sample.weights, np.bincount(sample.strata), len(residuals)
    drawn = sizes[sizes > 0]
    if len(drawn) == 1 or drawn.min() < _LEAST_IN_STRATUM:
        leverage = _leverage(machine, weights / weights.sum())
        off, lost = (residuals - mean) / (1 - leverage), 1 + int(leverage.any())
    else:
        means = np.bincount(sample.strata, residuals) / np.maximum(sizes, 1)
        off, lost = residuals - means[sample.strata], len(drawn)
    # A unit with weight 1 represents only itself and adds no error.
    squares = (weights * off / weights.sum()) ** 2 * (1 - 1 / weights)
    return float(squares.sum()) * count / (count - lost), count - lost


def _leverage(machine: Floats, share: Floats) -> Floats:
    """Return the part that each unit has in the slope, at most a half."""
    squares = share * (machine - share @ machine) ** 2
    alike = machine.min() == machine.max()
    return np.zeros(len(machine)) if alike else np.minimum(squares / squares.sum(), 0.5)


def _story_variance(parts: Floats, sizes: Floats) -> float:
    """Return the variance of a total from the parts of its stories, as the jackknife has it."""
    return float((((parts / (1 - sizes))[sizes > 0]) ** 2).sum())


def _interval(middle: float, variance: float, freedom: float) -> tuple[float, float]:
    from scipy.special import stdtrit

    half = float(stdtrit(max(freedom, 1.0), (1 + LEVEL) / 2)) * np.sqrt(variance)
    return float(middle - half), float(middle + half)
