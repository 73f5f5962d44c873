"""Measures of association of a 2 × 2 table: a term in a target and a reference, or two words of a pair.

Everywhere a and b are the counts in target and reference, c and d their sizes in tokens. Each
measure takes numbers or arrays; undefined is NaN.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Values = npt.ArrayLike

# As in quanteda, so that a cell of 0 has a logarithm and results agree: moves G² by less than 2e-9
# · (c + d).
EPSILON = 1e-9
_undefined_is_nan = np.errstate(divide="ignore", invalid="ignore")


def _floats(*values: Values) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))


def _tables(a: Values, b: Values, c: Values, d: Values) -> tuple[Floats, Floats]:
    """Return observed and expected counts: one row per cell, term in target first."""
    term, other, target, reference = _floats(a, b, c, d)
    observed = np.stack([term, other, target - term, reference - other])
    terms, sides = observed[:2].sum(axis=0), np.stack([target, reference])
    return observed, np.concatenate([sides * terms, sides * (target + reference - terms)]) / (
        target + reference
    )


def _signed(value: Floats, observed: Floats, expected: Floats) -> Floats:
    return np.asarray(np.copysign(value, observed[0] - expected[0]))


@_undefined_is_nan
def log_likelihood(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return the log-likelihood ratio G² over the four cells, negative where a/c < b/d (Dunning 1993).

    >>> round(float(log_likelihood(7, 2, 10, 9)), 3)
    4.535
    """
    observed, expected = _tables(a, b, c, d)
    return _signed(
        2 * (observed * np.log(observed / expected + EPSILON)).sum(axis=0), observed, expected
    )


@_undefined_is_nan
def likelihood_ratio(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return G² as NLTK has it: without a sign, and an empty cell adds nothing; NaN where a cell is below 0.

    >>> round(float(likelihood_ratio(7, 2, 10, 9)), 3), float(likelihood_ratio(1, 1, 2, 2))
    (4.535, 0.0)
    """
    observed, expected = _tables(a, b, c, d)
    return np.asarray(
        2 * np.where(observed == 0, 0, observed * np.log(observed / expected)).sum(axis=0)
    )


@_undefined_is_nan
def williams(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Williams' q: G²/q follows χ² more closely on small counts (Williams 1976).

    As in quanteda, a table with an empty cell is left as it is (q = 1).

    >>> round(float(williams(7, 2, 10, 9)), 4)  # 1 + (19/9 + 19/10 − 1)(19/10 + 19/9 − 1)/(6 · 19), by hand
    1.0795
    """
    observed, _ = _tables(a, b, c, d)
    total = observed.sum(axis=0)
    terms = (total / (observed[:2].sum(axis=0), observed[2:].sum(axis=0))).sum(axis=0) - 1
    sides = (total / (observed[::2].sum(axis=0), observed[1::2].sum(axis=0))).sum(axis=0) - 1
    return np.where((observed > 0).all(axis=0), 1 + terms * sides / (6 * total), 1.0)


@_undefined_is_nan
def chi_squared(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Pearson's χ² without correction, negative where a/c < b/d.

    >>> round(float(chi_squared(7, 2, 10, 9)), 3)
    4.337
    """
    observed, expected = _tables(a, b, c, d)
    return _signed(((observed - expected) ** 2 / expected).sum(axis=0), observed, expected)


@_undefined_is_nan
def pointwise(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return the pointwise mutual information ln(a/E) of term and target; a count of 0 gives ln 1e-9.

    >>> round(float(pointwise(7, 2, 10, 9)), 3)
    0.391
    """
    observed, expected = _tables(a, b, c, d)
    return np.asarray(np.log(observed[0] / expected[0] + EPSILON))


@_undefined_is_nan
def log_dice(both: Values, one: Values, other: Values) -> Floats:
    """Return logDice, 14 + log2 of twice the pairs over the words: 14 where neither stands alone (Rychlý 2008).

    >>> float(log_dice(2, 4, 4))
    13.0
    """
    pairs, first, second = _floats(both, one, other)
    return np.asarray(14 + np.log2(2 * pairs / (first + second)))


@_undefined_is_nan
def npmi(both: Values, one: Values, other: Values, total: Values) -> Floats:
    """Return the pointwise mutual information of a pair over −ln of its share: 1 where neither stands alone.

    >>> float(npmi(2, 2, 2, 8)), float(npmi(1, 2, 4, 8))
    (1.0, 0.0)
    """
    pairs, first, second, whole = _floats(both, one, other, total)
    return np.asarray(np.log(pairs * whole / (first * second)) / -np.log(pairs / whole))


@_undefined_is_nan
def log_ratio(a: Values, b: Values, c: Values, d: Values) -> tuple[Floats, Floats, Floats]:
    """Return log2[(a/c)/(b/d)] and its interval at .95, a count of 0 taken as 0.5 (Hardie 2014).

    One more means twice as frequent. The interval takes words as independent: ln RR ± 1.96·√(1/a −
    1/c + 1/b − 1/d).

    >>> [round(float(value), 3) for value in log_ratio(8, 2, 100, 100)]
    [2.0, -0.199, 4.199]
    """
    term, other, target, reference = _floats(a, b, c, d)
    term, other = np.where(term == 0, 0.5, term), np.where(other == 0, 0.5, other)
    ratio: Floats = np.log2((term / target) / (other / reference))
    margin = 1.96 * np.sqrt(1 / term - 1 / target + 1 / other - 1 / reference) / np.log(2)
    return ratio, ratio - margin, ratio + margin


def specificity(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Lafon's specificity: −log10 P(X ≥ a) where a is above its expectation, log10 P(X ≤ a) below.

    X is hypergeometric: the term's a + b tokens fall among c + d, of which c are the target (Lafon
    1980; TXM, IRaMuTeQ).

    >>> round(float(specificity(7, 2, 10, 9)), 4)  # P = (120·36 + 45·9 + 10·1)/C(19, 9) = 4735/92378
    1.2902
    """
    term, other, target, reference = _floats(a, b, c, d)
    above = term >= target * (term + other) / (target + reference)
    # P(X ≤ a) = P(b or more of the term's tokens fall in the reference): one upper tail serves
    # both.
    part, rest = np.where(above, target, reference), np.where(above, reference, target)
    tail = _log_tail(np.where(above, term, other), term + other, part, rest)
    return np.asarray(np.where(above, -tail, tail) / np.log(10))


def _log_tail(count: Floats, term: Floats, part: Floats, rest: Floats) -> Floats:
    """Return ln P(X ≥ count): the first probability by log-factorials, the others by their ratios.

    scipy's logsf sums up to `part` terms for each count, one count at a time.
    """
    from scipy.special import gammaln

    def log_binomial(total: Floats, chosen: Floats) -> Floats:
        return np.asarray(gammaln(total + 1) - gammaln(chosen + 1) - gammaln(total - chosen + 1))

    first = (
        log_binomial(part, count)
        + log_binomial(rest, term - count)
        - log_binomial(part + rest, term)
    )
    ratio, tail, value = np.ones_like(first), np.ones_like(first), count.copy()
    while (ratio > tail * 1e-17).any():
        ratio = ratio * (term - value) * (part - value) / ((value + 1) * (rest - term + value + 1))
        value, tail = value + 1, tail + ratio
    return first + np.log(tail)
