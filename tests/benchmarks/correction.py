"""Print how often the intervals of corrected shares and means hold the truth, by simulation.

Usage: python tests/benchmarks/correction.py [--runs N]

Each run invents a corpus of stories whose units have a true value, and a machine whose errors
differ from story to story; draws units, and estimates. `corpus` is the coverage of the mean of all
units of the invented corpus, `stories` that of the mean of all stories that might have been, `raw`
that of the machine's share with a Wilson interval over stories.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkru.measures.correction import Sample, corrected_mean
from nkru.measures.resampling import share_interval

SIZES = (50, 100, 200, 300)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Scenario(NamedTuple):
    """How a corpus is invented: shares of the values −1, 0 and 1, and the errors of the machine.

    `errors` is the share of units that the machine labels by chance, toward `drift`.
    """

    name: str
    shares: tuple[float, float, float]
    errors: float
    drift: tuple[float, float, float]
    stories: int = 150
    value: float | None = -1  # whose share is estimated; None for the mean


SCENARIOS = (
    Scenario("share of a common label", (0.3, 0.5, 0.2), 0.3, (0.05, 0.9, 0.05)),
    Scenario("share of a rare label", (0.06, 0.8, 0.14), 0.3, (0.2, 0.6, 0.2)),
    Scenario("mean of -1, 0, 1", (0.3, 0.5, 0.2), 0.4, (0.1, 0.8, 0.1), value=None),
    Scenario("machine nearly right", (0.3, 0.5, 0.2), 0.03, (0.3, 0.4, 0.3)),
    Scenario("machine of no use", (0.3, 0.5, 0.2), 1.0, (0.6, 0.3, 0.1)),
    Scenario("10 stories", (0.3, 0.5, 0.2), 0.3, (0.05, 0.9, 0.05), stories=10),
    Scenario("30 stories", (0.3, 0.5, 0.2), 0.3, (0.05, 0.9, 0.05), stories=30),
)
ROUNDING = 1e-12
_SHIFT = 0.6  # standard deviation of stories, in logarithms of odds


class Corpus(NamedTuple):
    """The truth and the machine's value of each unit, and its story."""

    truth: Floats
    found: Floats
    story: Ints


def invent(scenario: Scenario, random: np.random.Generator, stories: int = 0) -> Corpus:
    count = stories or scenario.stories
    story = np.repeat(np.arange(count), random.geometric(1 / 20, count) + 4)
    odds = np.log(scenario.shares) + random.normal(0, _SHIFT, (count, 3))
    truth = _draw(np.exp(odds)[story], random)
    level = scenario.errors * random.beta(2, 2, count) * 2 if scenario.errors < 0.5 else None
    wrong = random.random(len(story)) < (scenario.errors if level is None else level[story])
    chance = _draw(np.tile(scenario.drift, (len(story), 1)), random)
    return Corpus(truth, np.where(wrong, chance, truth), story)


def _draw(weights: Floats, random: np.random.Generator) -> Floats:
    bounds = weights.cumsum(axis=1)
    place = (random.random(len(bounds))[:, None] * bounds[:, -1:] > bounds).sum(axis=1)
    return place.astype(np.float64) - 1


def draw(found: Floats, size: int, stratified: bool, random: np.random.Generator) -> Sample:
    """Return a sample without its values: at random, or from each machine value as nkru does."""
    groups = (
        [np.flatnonzero(found == v) for v in (-1, 0, 1)] if stratified else [np.arange(len(found))]
    )
    groups = [group for group in groups if len(group)]
    roots = np.sqrt([len(group) for group in groups])
    sizes = np.maximum(np.rint(size * roots / roots.sum()).astype(int), 2)
    drawn = [random.permutation(group)[:n] for group, n in zip(groups, sizes, strict=True)]
    weights = [
        np.full(len(rows), len(group) / len(rows))
        for rows, group in zip(drawn, groups, strict=True)
    ]
    strata = [np.full(len(rows), number) for number, rows in enumerate(drawn)]
    rows = np.concatenate(drawn)
    return Sample(rows, np.zeros(len(rows)), np.concatenate(weights), np.concatenate(strata))


def coverage(scenario: Scenario, size: int, stratified: bool, runs: int, seed: int = 1) -> Floats:
    """Return the coverage of the corpus, of stories and of raw shares, and half the width.

    That of stories is among runs in which enough stories had labels for an interval.
    """
    random = np.random.default_rng(seed)
    value = scenario.value
    wanted = _mean(_values(invent(scenario, random, 20_000).truth, value))
    held = np.zeros((runs, 4))
    for run in range(runs):
        corpus = invent(scenario, random)
        truth, found = (_values(part, value) for part in (corpus.truth, corpus.found))
        sample = draw(corpus.found, size, stratified, random)
        sample = sample._replace(values=truth[sample.rows])
        estimate = corrected_mean(found, corpus.story, sample)
        raw = share_interval(float(found.mean()), scenario.stories) if value is not None else (9, 9)
        held[run] = (
            _holds(estimate.low, truth.mean(), estimate.high),
            _holds(estimate.story_low, wanted, estimate.story_high),
            raw[0] <= truth.mean() <= raw[1],
            (estimate.high - estimate.low) / 2,
        )
    return np.nanmean(held, axis=0)


def _values(values: Floats, value: float | None) -> Floats:
    return values if value is None else (values == value).astype(np.float64)


def _holds(low: float, value: float, high: float) -> float:
    """Say whether an interval holds a value, but for rounding where every unit is coded."""
    return np.nan if np.isnan(low) else float(low - ROUNDING <= value <= high + ROUNDING)


def _mean(values: Floats) -> float:
    return float(values.mean())


def rows(runs: int) -> Iterator[tuple[str, str, int, Floats]]:
    for scenario in SCENARIOS:
        for stratified in (False, True):
            for size in SIZES:
                design = "strata" if stratified else "random"
                yield scenario.name, design, size, coverage(scenario, size, stratified, runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    print(f"Coverage of 95 % intervals in {runs:,} runs: corpus, stories, raw; half the width")
    for name, design, size, (corpus, stories, raw, half) in rows(runs):
        print(f"  {name:26} {design} {size:4}  {corpus:.3f} {stories:.3f} {raw:.3f}  ± {half:.3f}")


if __name__ == "__main__":
    main()
