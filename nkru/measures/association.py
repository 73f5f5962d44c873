"""Association in a 2 × 2 table: a term in a target and a reference, or the two words of a pair.

In all measures of a term, a and b are its counts in target and reference, c and d the sizes of
target and reference in tokens. In measures of a pair, `both` is the count of the pair, `one` and
`other` the counts of its words. Each measure takes numbers or arrays; undefined values are NaN.

G², χ² and their p values take tokens as independent. A term of one long article breaks that
assumption, so that p is far too small: read them with the number of articles that contain the term.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nkru._typing import Floats

Values = npt.ArrayLike

# Added to o/e so that an empty cell has a logarithm, as in quanteda. It moves G² by less than
# 2e-9 · (c + d).
EPSILON = 1e-9
_undefined_is_nan = np.errstate(divide="ignore", invalid="ignore")


def _floats(*values: Values) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))


def _tables(a: Values, b: Values, c: Values, d: Values) -> tuple[Floats, Floats]:
    """Return observed and expected counts: one row per cell, the term in the target first."""
    term, other, target, reference = _floats(a, b, c, d)
    observed = np.stack([term, other, target - term, reference - other])
    terms, sides, total = term + other, np.stack([target, reference]), target + reference
    return observed, np.concatenate([sides * terms, sides * (total - terms)]) / total


def _signed(value: Floats, observed: Floats, expected: Floats) -> Floats:
    return np.asarray(np.copysign(value, observed[0] - expected[0]))


@_undefined_is_nan
def log_likelihood(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return the log-likelihood ratio G² = 2 Σ o·ln(o/e) over the four cells (Dunning 1993).

    It is negative if the term is rarer in the target (a/c < b/d).

    Note:
        G² grows with the corpus at equal proportions: it says that a difference is not chance, not
        that it is large. Compare sizes of effect by `log_ratio`.

    >>> # e = 9·10/19, 9·9/19, 10·10/19, 10·9/19: 2·(7·ln 1.478 + 2·ln .469 + 3·ln .57 + 7·ln 1.478)
    >>> round(float(log_likelihood(7, 2, 10, 9)), 3)
    4.535
    """
    observed, expected = _tables(a, b, c, d)
    terms = observed * np.log(observed / expected + EPSILON)
    return _signed(2 * terms.sum(axis=0), observed, expected)


@_undefined_is_nan
def likelihood_ratio(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return G² as NLTK defines it: without a sign, and without `EPSILON`.

    An empty cell adds 0; a cell below 0 gives NaN.

    >>> round(float(likelihood_ratio(7, 2, 10, 9)), 3), float(likelihood_ratio(1, 1, 2, 2))
    (4.535, 0.0)
    """
    from scipy.special import xlogy

    observed, expected = _tables(a, b, c, d)
    return np.asarray(2 * xlogy(observed, observed / expected).sum(axis=0))


@_undefined_is_nan
def williams(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Williams' q: G²/q follows χ² more closely on small counts (Williams 1976).

    As in quanteda, a table with an empty cell is not corrected (q = 1).

    >>> # 1 + (19/9 + 19/10 − 1)(19/10 + 19/9 − 1)/(6 · 19)
    >>> round(float(williams(7, 2, 10, 9)), 4)
    1.0795
    """
    observed, _ = _tables(a, b, c, d)
    total = observed.sum(axis=0)
    terms = (total / (observed[:2].sum(axis=0), observed[2:].sum(axis=0))).sum(axis=0) - 1
    sides = (total / (observed[::2].sum(axis=0), observed[1::2].sum(axis=0))).sum(axis=0) - 1
    return np.where((observed > 0).all(axis=0), 1 + terms * sides / (6 * total), 1.0)


@_undefined_is_nan
def chi_squared(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Pearson's χ² = Σ (o − e)²/e without correction (Pearson 1900).

    It is negative if the term is rarer in the target (a/c < b/d).

    Note:
        With an expected count below 5, χ² overstates rare terms: use `log_likelihood`.

    >>> # 19·(7·7 − 3·2)²/(9·10·10·9)
    >>> round(float(chi_squared(7, 2, 10, 9)), 3)
    4.337
    """
    observed, expected = _tables(a, b, c, d)
    return _signed(((observed - expected) ** 2 / expected).sum(axis=0), observed, expected)


@_undefined_is_nan
def pointwise(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return the pointwise mutual information ln(a/e) of term and target (Church & Hanks 1990).

    e is the expected count; a count of 0 gives ln 1e-9.

    Note:
        Rare terms have the highest values: rank by it only among terms of similar frequency.

    >>> # ln(7/(9·10/19))
    >>> round(float(pointwise(7, 2, 10, 9)), 3)
    0.391
    """
    observed, expected = _tables(a, b, c, d)
    return np.asarray(np.log(observed[0] / expected[0] + EPSILON))


@_undefined_is_nan
def log_dice(both: Values, one: Values, other: Values) -> Floats:
    """Return logDice, 14 + log2(2·both/(one + other)) (Rychlý 2008).

    The maximum, 14, means that neither word occurs without the other; one less means half as often
    together. It does not depend on the size of the corpus.

    >>> # 14 + log2(2·2/(4 + 4))
    >>> float(log_dice(2, 4, 4))
    13.0
    """
    pairs, first, second = _floats(both, one, other)
    return np.asarray(14 + np.log2(2 * pairs / (first + second)))


@_undefined_is_nan
def npmi(both: Values, one: Values, other: Values, total: Values) -> Floats:
    """Return the normalized pointwise mutual information of a pair (Bouma 2009).

    ln(p(both)/(p(one)·p(other))) / −ln p(both), with p the share of `total`: 1 if neither word
    occurs without the other, 0 if they are independent.

    >>> float(npmi(2, 2, 2, 8)), float(npmi(1, 2, 4, 8))
    (1.0, 0.0)
    """
    pairs, first, second, whole = _floats(both, one, other, total)
    return np.asarray(np.log(pairs * whole / (first * second)) / -np.log(pairs / whole))


@_undefined_is_nan
def log_ratio(a: Values, b: Values, c: Values, d: Values) -> tuple[Floats, Floats, Floats]:
    """Return log2[(a/c)/(b/d)] and the bounds of its 95 % interval (Hardie 2014).

    One more means twice as frequent in the target. A count of 0 is taken as 0.5. The interval is
    that of a relative risk: ln RR ± 1.96·√(1/a − 1/c + 1/b − 1/d).

    Note:
        The interval takes tokens as independent, so that it is too narrow for a term that few
        articles repeat. A large ratio of a rare term may be chance: read it with the interval.

    >>> # log2 4; the margin is 1.96·√(1/8 − 1/100 + 1/2 − 1/100)/ln 2
    >>> [round(float(value), 3) for value in log_ratio(8, 2, 100, 100)]
    [2.0, -0.199, 4.199]
    """
    term, other, target, reference = _floats(a, b, c, d)
    term, other = np.where(term == 0, 0.5, term), np.where(other == 0, 0.5, other)
    ratio: Floats = np.log2((term / target) / (other / reference))
    margin = 1.96 * np.sqrt(1 / term - 1 / target + 1 / other - 1 / reference) / np.log(2)
    return ratio, ratio - margin, ratio + margin


def specificity(a: Values, b: Values, c: Values, d: Values) -> Floats:
    """Return Lafon's specificity, the signed exponent of a hypergeometric probability.

    It is −log10 P(X ≥ a) if a is above its expectation, else log10 P(X ≤ a). X is hypergeometric:
    the a + b tokens of the term fall among c + d, with c in the target (Lafon 1980; TXM, IRaMuTeQ).

    Note:
        A value of 3 is a chance of 1 in 1,000 for one term. Among thousands of terms, several
        reach it by chance.

    >>> # P(X ≥ 7) = (120·36 + 45·9 + 10·1)/C(19, 9) = 4735/92378
    >>> round(float(specificity(7, 2, 10, 9)), 4)
    1.2902
    """
    term, other, target, reference = _floats(a, b, c, d)
    above = term >= target * (term + other) / (target + reference)
    # P(X ≤ a) is the probability that b or more of the term's tokens are in the reference, so one
    # upper tail serves both.
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

    favourable = log_binomial(part, count) + log_binomial(rest, term - count)
    first = favourable - log_binomial(part + rest, term)
    ratio, tail, value = np.ones_like(first), np.ones_like(first), count.copy()
    while (ratio > tail * 1e-17).any():
        ratio = ratio * (term - value) * (part - value) / ((value + 1) * (rest - term + value + 1))
        value, tail = value + 1, tail + ratio
    return first + np.log(tail)
