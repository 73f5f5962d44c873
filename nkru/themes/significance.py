"""The significance of keywords: p of G², p adjusted for many terms, p over resampled articles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nkru._typing import Floats
from nkru.measures.counts import Counts

_BLOCK = 500  # draws computed at once, which bounds the memory


def p_of_g2(g2: npt.ArrayLike) -> Floats:
    """Return the p-value of G² with one degree of freedom; its sign is ignored.

    >>> round(float(p_of_g2(-3.841)), 3)
    0.05
    """
    from scipy.special import chdtrc

    return np.asarray(chdtrc(1, np.abs(g2)))


def bootstrap_p(target: Counts, reference: Counts, draws: int = 9999, seed: int = 0) -> Floats:
    """Return p of the difference in mean frequency per article, for each term.

    The bootstrap test of Lijffijt et al. (2016): articles are resampled on both sides, and
    p = (1 + 2N·min(p1, 1 − p1))/(1 + N), where p1 is the share of the N draws in which the
    target's mean is the larger one, ties counted half. G² takes every word as independent; this
    test does not, so that a word repeated in a single article gets a large p.

    Args:
        target: counts of the articles in question.
        reference: counts of the articles they are compared with, over the same terms.
        draws: N; 0 gives NaN.
        seed: of the resamples.

    Returns:
        One p per term; NaN where a side has one article, which cannot vary.
    """
    larger = np.zeros(len(target.terms))
    sides = [_article_frequencies(target), _article_frequencies(reference)]
    if draws == 0 or min(side.shape[0] for side in sides) < 2:
        return np.full(len(larger), np.nan)
    rng = np.random.default_rng(seed)
    for start in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - start)
        means, other_means = (_resampled_means(side, size, rng) for side in sides)
        larger += (means > other_means).sum(axis=0) + (means == other_means).sum(axis=0) / 2
    share = larger / draws
    return np.asarray((1 + 2 * draws * np.minimum(share, 1 - share)) / (1 + draws))


def _article_frequencies(counts: Counts) -> sparse.csr_array:
    """Return the relative frequency of each term in each article."""
    articles = counts.group_rows(counts.doc_ids)
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(articles.sizes, 1)) @ articles.matrix)


def _resampled_means(frequencies: sparse.csr_array, draws: int, rng: np.random.Generator) -> Floats:
    """Return the mean frequency of each term in each resample of the articles, draws × terms."""
    articles = frequencies.shape[0]
    chosen = rng.multinomial(articles, np.full(articles, 1 / articles), size=draws)
    return np.asarray((frequencies.T @ chosen.T).T / articles)
