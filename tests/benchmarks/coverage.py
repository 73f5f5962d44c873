"""How often the interval of a rate covers the true rate, by number of stories.

    python tests/benchmarks/coverage.py

Stories have log-normal lengths (about 500 words) and each its own rate, as articles have: most name
an actor seldom, some often. Rates follow a gamma distribution of shape 1 (exponential), or of shape
½, which is more skewed than usual.
"""

from __future__ import annotations

import numpy as np

from nkru.measures.resampling import coverage_at, rate_interval

TRUE_RATE = 0.004


def simulate(stories: int, repeats: int = 4000, seed: int = 0, shape: float = 1.0) -> float:
    """Return the share of simulated corpora whose interval covers the true rate."""
    random = np.random.default_rng(seed)
    covered = 0
    for _ in range(repeats):
        words = random.lognormal(6.2, 0.6, stories).round() + 50
        rates = random.gamma(shape, TRUE_RATE / shape, stories)
        low, high = rate_interval(random.poisson(rates * words), words)
        covered += low <= TRUE_RATE <= high
    return covered / repeats


def main() -> None:
    for stories in (10, 20, 50, 100, 200):
        covered, skewed = simulate(stories, 10_000), simulate(stories, 10_000, shape=0.5)
        shown = coverage_at(stories)
        print(
            f"{stories:4} stories: nominal .95, shown {shown:.2f}, "
            f"covered {covered:.3f}, if skewed {skewed:.3f}"
        )


if __name__ == "__main__":
    main()
