"""Keyness: the terms that set a target corpus apart from a reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.errors import ParameterError
from nkru.language import deferred
from nkru.measures import association
from nkru.measures.adjustment import adjust, holm
from nkru.measures.counts import Counts
from nkru.notes import note
from nkru.themes.significance import bootstrap_p, p_of_g2

FEW_ARTICLES = 10  # on a side: below, a keyword describes these articles and tests nothing
COLUMNS = [
    *("term", "target", "reference", "target_articles", "reference_articles"),
    *("g2", "g2_williams", "chi2", "p", "p_holm", "p_bh"),
    *("log_ratio", "log_ratio_low", "log_ratio_high", "pmi", "specificity"),
    *("p_articles", "p_articles_holm", "label"),
]
FORMULA = "G² over four cells (Dunning 1993), negative where rarer in the target"


def keyness(target: Counts, reference: Counts, *, draws: int = 9999, seed: int = 0) -> pd.DataFrame:
    """Compare how often each term occurs in a target and in a reference.

    G² = 2 Σ O·ln(O/E) over the four cells of term and other words in target and reference, with a
    negative sign where the term is rarer in the target (Dunning 1993).

    Args:
        target: counts of the articles in question.
        reference: counts of the articles they are compared with.
        draws: resamples of the articles for p_articles; 0 leaves it NaN.
        seed: of the resamples.

    Returns:
        One row per term, by falling g2: term, target, reference (counts), target_articles,
        reference_articles (articles that hold the term), g2 (signed), g2_williams (g2/q), chi2
        (signed), p (of g2, one degree of freedom), p_holm, p_bh, log_ratio, log_ratio_low,
        log_ratio_high (in doublings, 95 %), pmi (ln), specificity (Lafon, −log10 P), p_articles
        (over resampled articles), p_articles_holm, label ("descriptive" below 10 articles on a
        side), and in attrs formula and basis.

    Raises:
        ParameterError: one side has no words.

    Note:
        G² measures evidence, not size: it grows with the corpus, so read log_ratio for how much
        more frequent a term is, and do not compare G² between corpora of different sizes. G² and
        its p take words as independent draws, which words of one article are not: a term that one
        article repeats is significant by p and not by p_articles.

    References:
        Dunning 1993, Computational Linguistics 19(1). Lijffijt et al. 2016, Digital Scholarship in
        the Humanities 31(2).

    >>> target = Counts([[7, 3]], ["a"], ["accord", "sommet"], ["a"])
    >>> reference = Counts([[2, 7]], ["b"], ["accord", "sommet"], ["b"])
    >>> keyness(target, reference)[["term", "target", "reference", "g2"]].round(3).values.tolist()
    [['accord', 7, 2, 4.535], ['sommet', 3, 7, -4.535]]
    """
    sizes = target.sizes.sum(), reference.sizes.sum()
    require_words(*sizes)
    terms = np.union1d(target.min_rows(1).terms, reference.min_rows(1).terms)
    target, reference = target.with_terms(terms), reference.with_terms(terms)
    columns = measure(target.totals().to_numpy(), reference.totals().to_numpy(), *sizes)
    few = min(len(np.unique(side.doc_ids)) for side in (target, reference)) < FEW_ARTICLES
    table = pd.DataFrame({"term": terms, **columns}).join(adjust(columns["p"]))
    by_articles = bootstrap_p(target, reference, draws, seed)
    table = table.assign(
        target_articles=target.document_frequency(),
        reference_articles=reference.document_frequency(),
        p_articles=by_articles,
        p_articles_holm=holm(by_articles),
        label="descriptive" if few else "",
    )
    basis = f"{target.basis} against {reference.basis}"
    table = note(table[COLUMNS], formula=FORMULA, basis=basis)
    return table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


_NO_WORDS = {
    "target": deferred(
        "keyness needs words on both sides, and the target has none: choose other articles"
    ),
    "reference": deferred(
        "keyness needs words on both sides, and the reference has none: choose other articles"
    ),
}


def require_words(target: int, reference: int) -> None:
    """Refuse sides without words, given their sizes.

    Raises:
        ParameterError: one side has no words.
    """
    for side, words in (("target", target), ("reference", reference)):
        if not words:
            raise ParameterError(_NO_WORDS[side])


def measure(a: npt.NDArray[Any], b: npt.NDArray[Any], c: Any, d: Any) -> dict[str, Any]:
    """Return the measures of terms by name, given their counts (a, b) and the sides' sizes (c, d).

    a and c are of the target, b and d of the reference (see `nkru.measures.association`).
    """
    cells = (a, b, c, d)
    g2 = association.log_likelihood(*cells)
    log_ratio, low, high = association.log_ratio(*cells)
    return {
        "target": a,
        "reference": b,
        "g2": g2,
        "g2_williams": g2 / association.williams(*cells),
        "chi2": association.chi_squared(*cells),
        "p": p_of_g2(g2),
        "log_ratio": log_ratio,
        "log_ratio_low": low,
        "log_ratio_high": high,
        "pmi": association.pointwise(*cells),
        "specificity": association.specificity(*cells),
    }
