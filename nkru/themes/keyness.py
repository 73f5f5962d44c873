"""Keyness: the terms that set a target corpus apart from a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nkru.corpus.parts import by_doc_id, portions
from nkru.errors import ParameterError
from nkru.measures import association
from nkru.measures.counts import Counts

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Floats = npt.NDArray[np.float64]

FEW_ARTICLES = 10
_COLUMNS = [
    "term",
    "target",
    "reference",
    "target_articles",
    "reference_articles",
    "g2",
    "g2_williams",
    "chi2",
    "p",
]
_COLUMNS += ["p_holm", "p_bh", "log_ratio", "log_ratio_low", "log_ratio_high", "pmi", "specificity"]
FORMULA = "G² over four cells (Dunning 1993), negative where rarer in the target"


def keyness(target: Counts, reference: Counts, *, draws: int = 9999, seed: int = 0) -> pd.DataFrame:
    """Compare how often each term stands in a target and in a reference.

    `p_articles` takes `draws` resamples of the articles; 0 leaves it NaN.

    Returns:
        One row per term, by falling g2: term, target, reference (counts), target_articles,
        reference_articles (that hold it), g2 (signed), g2_williams (g2/q), chi2, p (of g2, one
        degree of freedom), p_holm, p_bh, log_ratio, log_ratio_low, log_ratio_high (in doublings),
        pmi (ln), specificity (Lafon, −log10 P), p_articles (resampled articles), label
        ("descriptive" below 10 articles on a side), formula, basis.

    Raises:
        ParameterError: one side has no words.
    """
    _require_words(target.sizes.sum(), reference.sizes.sum())
    terms = np.union1d(target.min_rows(1).terms, reference.min_rows(1).terms)
    target, reference = target.with_terms(terms), reference.with_terms(terms)
    sizes = (target.sizes.sum(), reference.sizes.sum())
    columns = _measures(target.totals().to_numpy(), reference.totals().to_numpy(), *sizes)
    columns |= {
        "target_articles": target.document_frequency(),
        "reference_articles": reference.document_frequency(),
    }
    table = pd.DataFrame({"term": terms, **columns}).join(adjusted(columns["p"]))[_COLUMNS]
    few = min(len(np.unique(side.doc_ids)) for side in (target, reference)) < FEW_ARTICLES
    table = table.assign(
        p_articles=article_p(target, reference, draws, seed),
        label="descriptive" if few else "",
        formula=FORMULA,
        basis=f"{target.basis} against {reference.basis}",
    )
    return table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def keyness_by(
    counts: Counts, labels: npt.ArrayLike | None = None, *, n: int | None = None, draws: int = 0
) -> pd.DataFrame:
    """Compare each group of articles with all the others: the table of `keyness` with `group` in front.

    Args:
        counts: counts by article.
        labels: the group of each row, a row without one left out; by default each article is its
            own.
        n: keep the n first terms of each group whose g2 is positive; by default all terms.
        draws: as for `keyness`.

    Raises:
        ParameterError: there is only one group.
    """
    groups = pd.Series(counts.doc_ids if labels is None else np.asarray(labels, dtype=object))
    counts, groups = counts.where(groups.notna()), groups.dropna()
    names = sorted(groups.unique())
    if len(names) < 2:
        raise ParameterError(
            "keyness compares a group of articles with the others, and there is "
            f"{'only one' if names else 'no'} group: add articles, or tell their groups in metadata.csv"
        )
    if n is None:
        tables = (
            keyness(counts.where(groups == name), counts.where(groups != name), draws=draws)
            for name in names
        )
        table = pd.concat(tables, keys=names, names=["group", None]).reset_index("group")
    else:
        table = _first_keywords(counts, groups, n, draws)
    return table.reset_index(drop=True).assign(basis=counts.basis)


def _first_keywords(counts: Counts, groups: pd.Series[Any], n: int, draws: int) -> pd.DataFrame:
    """Return the n first terms of each group as `keyness` has them, from the cells that are not zero.

    Only p adjusted needs the terms that a group lacks: all of one total have one p, so that they
    are counted by it.
    """
    grouped, totals = counts.group_rows(groups), counts.totals().to_numpy()
    cells = grouped.matrix.tocoo()
    size, whole = grouped.sizes, grouped.sizes.sum()
    _require_words(size.min(), whole - size.max())
    a, b = cells.data, totals[cells.col] - cells.data
    found = pd.DataFrame(
        {"row": cells.row, "term": grouped.terms[cells.col], "column": cells.col, "a": a, "b": b}
    )
    found = found[found["a"] > 0]
    c = size[found["row"]]
    found["g2"] = association.log_likelihood(found["a"], found["b"], c, whole - c)
    found = found.join(_adjusted_by_row(found, totals[totals > 0], size))
    order = found.sort_values(["row", "g2", "term"], ascending=[True, False, True])
    order = order[order["g2"] > 0].groupby("row").head(n)
    c = size[order["row"]]
    table = order.assign(**_measures(order["a"].to_numpy(), order["b"].to_numpy(), c, whole - c))
    return _with_articles(table, counts, groups, draws)


def _require_words(target: int, reference: int) -> None:
    for name, words in (("target", target), ("reference", reference)):
        if not words:
            raise ParameterError(
                f"keyness needs words on both sides, and the {name} has none: choose other articles"
            )


def _adjusted_by_row(
    found: pd.DataFrame, totals: npt.NDArray[Any], sizes: npt.NDArray[Any]
) -> pd.DataFrame:
    parts = []
    for row, cells in found.groupby("row"):
        absent = np.bincount(totals) - np.bincount(
            cells["a"] + cells["b"], minlength=totals.max() + 1
        )
        total = np.flatnonzero(absent)
        size = sizes[int(str(row))]
        g2 = np.concatenate(
            [cells["g2"], association.log_likelihood(0, total, size, sizes.sum() - size)]
        )
        times = np.concatenate([np.ones(len(cells), dtype=np.int64), absent[total]])
        parts.append(adjusted(_p(g2), times).head(len(cells)).set_axis(cells.index))
    return pd.concat(parts)


def _with_articles(
    table: pd.DataFrame, counts: Counts, groups: pd.Series[Any], draws: int
) -> pd.DataFrame:
    """Add what depends on the articles of a group: how many hold the term, p over resamples, whether they are few."""
    articles = counts.group_rows(pd.MultiIndex.from_arrays([groups, counts.doc_ids]))
    of_article = pd.Index([group for group, _ in articles.rows])
    held = articles._with(matrix=(articles.matrix > 0).astype(np.int64)).group_rows(of_article)
    row, column = table["row"].to_numpy(), table["column"].to_numpy()
    mine, sizes = (
        np.asarray(held.matrix[row, column]),
        of_article.value_counts().reindex(held.rows).to_numpy(),
    )
    few = np.minimum(sizes, len(of_article) - sizes) < FEW_ARTICLES
    table = table.assign(
        group=held.rows[row],
        target_articles=mine,
        reference_articles=held.totals().to_numpy()[column] - mine,
        p_articles=np.nan,
        label=np.where(few[row], "descriptive", ""),
        formula=FORMULA,
    )
    for name, rows in table.groupby("group") if draws else ():
        columns = np.unique(rows["column"])
        chosen = counts._with(matrix=counts.matrix[:, columns], terms=counts.terms[columns])
        p = article_p(chosen.where(groups == name), chosen.where(groups != name), draws)
        table.loc[rows.index, "p_articles"] = p[np.searchsorted(columns, rows["column"])]
    return table[["group", *_COLUMNS, "p_articles", "label", "formula"]]


def _measures(a: npt.NDArray[Any], b: npt.NDArray[Any], c: Any, d: Any) -> dict[str, Any]:
    cells = (a, b, c, d)
    g2 = association.log_likelihood(*cells)
    return {
        "target": a,
        "reference": b,
        "g2": g2,
        "g2_williams": g2 / association.williams(*cells),
        "chi2": association.chi_squared(*cells),
        "p": _p(g2),
        **dict(
            zip(
                ("log_ratio", "log_ratio_low", "log_ratio_high"),
                association.log_ratio(*cells),
                strict=True,
            )
        ),
        "pmi": association.pointwise(*cells),
        "specificity": association.specificity(*cells),
    }


def _p(g2: Floats) -> Floats:
    from scipy.special import chdtrc

    return np.asarray(chdtrc(1, np.abs(g2)))


def adjusted(p: Floats, times: npt.ArrayLike = 1) -> pd.DataFrame:
    """Return p-values adjusted for the number of terms: Holm (1979), and Benjamini and Hochberg (1995).

    Each p stands for as many terms as `times` says.

    >>> adjusted(np.array([0.01, 0.04, 0.03])).round(3).to_dict("list")
    {'p_holm': [0.03, 0.06, 0.06], 'p_bh': [0.03, 0.04, 0.04]}
    """
    p, order = np.asarray(p), np.argsort(p, kind="stable")
    rising, last = p[order], np.cumsum(np.broadcast_to(times, len(p))[order])
    first = np.append(1, last[:-1] + 1)
    values = np.empty((len(p), 2))
    values[order, 0] = np.minimum(np.maximum.accumulate(rising * (last[-1] - first + 1)), 1)
    values[order, 1] = np.minimum.accumulate((rising * last[-1] / last)[::-1])[::-1]
    return pd.DataFrame(values, columns=["p_holm", "p_bh"])


def article_p(target: Counts, reference: Counts, draws: int = 9999, seed: int = 0) -> Floats:
    """Return p of the difference in mean frequency per article, articles resampled (Lijffijt et al. 2016).

    p = (1 + 2N·min(p1, 1 − p1))/(1 + N), where p1 is the share of N draws in which the target's
    mean is the larger, ties counted half. Both sides are over the same terms. NaN where a side has
    one article: nothing varies.
    """
    larger = np.zeros(len(target.terms))
    sides = [_frequencies(target), _frequencies(reference)]
    if draws == 0 or min(side.shape[0] for side in sides) < 2:
        return np.full(len(larger), np.nan)
    rng = np.random.default_rng(seed)
    for first in range(0, draws, 500):  # a block of draws at a time, so that memory stays bounded
        means, others = (_means(side, min(500, draws - first), rng) for side in sides)
        larger += (means > others).sum(axis=0) + (means == others).sum(axis=0) / 2
    share = larger / draws
    return np.asarray((1 + 2 * draws * np.minimum(share, 1 - share)) / (1 + draws))


def _frequencies(counts: Counts) -> sparse.csr_array:
    articles = counts.group_rows(counts.doc_ids)
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(articles.sizes, 1)) @ articles.matrix)


def _means(frequencies: sparse.csr_array, draws: int, rng: np.random.Generator) -> Floats:
    articles = frequencies.shape[0]
    chosen = rng.multinomial(articles, np.full(articles, 1 / articles), size=draws)
    return np.asarray((frequencies.T @ chosen.T).T / articles)


def keyword_hits(keywords: pd.DataFrame, corpus: Corpus, by: str = "doc_id") -> pd.DataFrame:
    """Return the tokens behind a table of keywords: group, term, doc_id, start, end.

    Args:
        keywords: group and term (a lemma), as from `keyness_by`.
        corpus: the corpus that was counted.
        by: the column of its documents that names the group.
    """
    groups = corpus.documents.set_index("doc_id")[by] if by != "doc_id" else None
    tables = (part.tokens[part.tokens["lemma"].isin(keywords["term"])] for part in portions(corpus))
    columns = {"doc_id": "doc_id", "start": "start", "end": "end", "lemma": "term"}
    hits = by_doc_id(
        pd.concat(
            [table[list(columns)].astype({"doc_id": "str", "lemma": "str"}) for table in tables]
        )
    )
    hits = hits.rename(columns=columns)
    hits["group"] = hits["doc_id"] if groups is None else hits["doc_id"].map(groups)
    return hits.merge(keywords[["group", "term"]], on=["group", "term"]).reset_index(drop=True)
