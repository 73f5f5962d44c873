"""Dispersion: how evenly a term is spread over the parts of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd

from nkru._typing import Strings
from nkru.errors import ParameterError, SizeError
from nkru.language import deferred, gettext
from nkru.measures.counts import Counts
from nkru.notes import note

_AS_COUNTED = deferred("give it as counted (lemma, norm or token)")


def dispersion(counts: Counts, terms: Sequence[str] | None = None) -> pd.DataFrame:
    """Return how evenly terms are spread over the rows of `counts` (Gries 2008).

    DP = ½ Σ|v_i/f − s_i|, with s_i the share of part i in all words, v_i the count in part i and
    f = Σv. DP is 0 if the term is spread as the parts are sized; its maximum is 1 − min s, if all
    occurrences are in the smallest part. DPnorm = DP/(1 − min s) reaches 1 (Lijffijt & Gries 2012).

    Args:
        counts: one row per part, `sizes` in words of the whole text.
        terms: by default all.

    Returns:
        term, count, range (parts that contain it), parts, dp, dp_norm (0 to 1), and in attrs
        formula and basis; dp and dp_norm are NaN for a term that never occurs.

    Raises:
        ParameterError: a term was not counted.
        SizeError: there is only one part.

    Note:
        Compare terms of similar frequency in one division of one corpus only. A term with fewer
        occurrences than parts cannot be even: one occurrence in n equal parts gives DP = 1 − 1/n.
        DP also changes with the number of parts, and does not depend on their order in time.

    >>> gries = Counts([[1, 8], [2, 8], [3, 7], [4, 6], [5, 6]], range(5), ["a", "x"], "vwxyz")
    >>> dispersion(gries, ["a"])[["count", "range", "dp", "dp_norm"]].round(3).values.tolist()
    [[15.0, 5.0, 0.18, 0.22]]
    """
    if len(counts.rows) < 2:
        raise SizeError(
            "dispersion compares parts of a corpus and needs 2 or more, here {parts}: add some",
            parts=len(counts.rows),
        )
    chosen = counts.terms if terms is None else np.asarray(terms, dtype=np.str_)
    _check(counts, chosen)
    values = counts.with_terms(chosen).matrix.toarray()
    shares = counts.sizes / counts.sizes.sum()
    totals = values.sum(axis=0)
    with np.errstate(invalid="ignore"):
        dp = np.abs(values / totals - shares[:, None]).sum(axis=0) / 2
    table = pd.DataFrame({"term": chosen, "count": totals, "range": (values > 0).sum(axis=0)})
    table = table.assign(parts=len(shares), dp=dp, dp_norm=dp / (1 - shares.min()))
    return note(table, formula="DP and DPnorm (Gries)", basis=counts.basis)


def _check(counts: Counts, terms: Strings) -> None:
    for term in terms[~np.isin(terms, counts.terms)].tolist():
        near = get_close_matches(term, counts.terms.tolist(), n=1)
        hint = gettext("did you mean {name!r}?", name=near[0]) if near else gettext(_AS_COUNTED)
        raise ParameterError(
            "{term!r} is not among the terms counted: {hint}", term=term, hint=hint
        )
