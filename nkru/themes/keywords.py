"""Keywords of groups of articles: the keyness of each group against all the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.language import deferred
from nkru.measures.adjustment import adjust, holm
from nkru.measures.association import log_likelihood
from nkru.measures.counting import Vocabulary
from nkru.measures.counts import Counts
from nkru.notes import note, note_of
from nkru.themes.keyness import COLUMNS, FEW_ARTICLES, FORMULA, measure, require_words
from nkru.themes.significance import bootstrap_p, p_of_g2
from nkru.themes.term_passages import term_passages

# The counts of a term in a group and in the others, and the sizes of both.
TABLE = ["a", "b", "c", "d"]
SIZES = ["articles_of_group", "stories_of_group"]
_ONE_GROUP = deferred(
    "keyness compares a group of articles with the others, and there is only one group: "
    "add articles, or give their groups in metadata.csv"
)
_NO_GROUP = deferred(
    "keyness compares a group of articles with the others, and there is no group: add "
    "articles, or give their groups in metadata.csv"
)


def keyness_by(
    counts: Counts, labels: npt.ArrayLike | None = None, *, n: int = 20, draws: int = 0
) -> pd.DataFrame:
    """Compare each group of articles with all the others, and return its first terms.

    Args:
        counts: counts by article.
        labels: the group of each row; rows without one are left out. By default each article is a
            group.
        n: terms of each group, at most; only terms with a positive g2 count.
        draws: resamples of the articles for p_articles; 0 leaves it NaN.

    Returns:
        group, articles_of_group, stories_of_group, and the columns of `keyness`, groups sorted;
        p_articles_holm is over the terms returned for a group, which their g2 has chosen.

    Raises:
        ParameterError: there are fewer than two groups, or one side has no words.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> counts = nkru.count(corpus)
    >>> outlets = corpus.labels("outlet").reindex(counts.rows)
    >>> keywords = nkru.keyness_by(counts, outlets, n=1)
    >>> keywords[["group", "target", "reference"]].values.tolist()
    [["L'Écho des rives", 8, 0], ['Le Courrier des plaines', 8, 0], ['Vigie Monde', 6, 0]]
    """
    groups = pd.Series(counts.doc_ids if labels is None else np.asarray(labels, dtype=object))
    counts, groups = counts.where(groups.notna()), groups.dropna()
    names = groups.unique()
    if len(names) < 2:
        raise ParameterError(_ONE_GROUP if len(names) else _NO_GROUP)
    table = _with_articles(_first_keywords(counts, groups, n), counts, groups, draws)
    return note(table.reset_index(drop=True), formula=FORMULA, basis=counts.basis)


def _first_keywords(counts: Counts, groups: pd.Series[Any], n: int) -> pd.DataFrame:
    """Return the first n terms of each group, with `row` (the group's) and `column` (the term's).

    The table of every group against the others has groups × vocabulary rows. This function
    computes only those of the terms that a group holds, and ranks them by g2 before it computes
    the other measures.
    """
    grouped, totals = counts.group_rows(groups), counts.totals().to_numpy()
    sizes, whole = grouped.sizes, grouped.sizes.sum()
    require_words(sizes.min(), whole - sizes.max())
    held = grouped.matrix.tocoo()
    cells = pd.DataFrame({"row": held.row, "column": held.col, "a": held.data})
    cells = cells[cells["a"] > 0]
    size, total = sizes[cells["row"]], totals[cells["column"]]
    cells = cells.assign(b=total - cells["a"], c=size, d=whole - size)
    cells["term"] = grouped.terms[cells["column"]]
    cells["g2"] = log_likelihood(*cells[TABLE].to_numpy().T)
    cells = cells.join(_adjusted_by_group(cells, totals[totals > 0]))
    order = cells.sort_values(["row", "g2", "term"], ascending=[True, False, True])
    order = order[order["g2"] > 0].groupby("row").head(n)
    return order.assign(**measure(*order[TABLE].to_numpy().T))


def _adjusted_by_group(cells: pd.DataFrame, totals: npt.NDArray[Any]) -> pd.DataFrame:
    """Adjust p within each group for all terms, given the totals of the terms.

    Terms that a group lacks count too: those of one total have one g2, so they are added once,
    with their number.
    """
    adjusted = []
    for _, own in cells.groupby("row"):
        absent = np.bincount(totals) - np.bincount(own["a"] + own["b"], minlength=totals.max() + 1)
        total = np.flatnonzero(absent)
        g2 = np.append(own["g2"], log_likelihood(0, total, own["c"].iloc[0], own["d"].iloc[0]))
        times = np.append(np.ones(len(own), dtype=np.int64), absent[total])
        adjusted.append(adjust(p_of_g2(g2), times).head(len(own)).set_axis(own.index))
    return pd.concat(adjusted)


def _with_articles(
    table: pd.DataFrame, counts: Counts, groups: pd.Series[Any], draws: int
) -> pd.DataFrame:
    """Add the group's name and what depends on articles: their numbers, label, p_articles."""
    articles = counts.group_rows(pd.MultiIndex.from_arrays([groups, counts.doc_ids]))
    group_of = articles.rows.get_level_values(0)
    holders = articles._with(matrix=(articles.matrix > 0).astype(np.int64)).group_rows(group_of)
    row, column = table["row"].to_numpy(), table["column"].to_numpy()
    own = np.asarray(holders.matrix[row, column])
    sizes = group_of.value_counts().reindex(holders.rows).to_numpy()
    few = np.minimum(sizes, len(group_of) - sizes) < FEW_ARTICLES
    table = table.assign(
        group=holders.rows[row],
        target_articles=own,
        reference_articles=holders.totals().to_numpy()[column] - own,
        p_articles=np.nan,
        label=np.where(few[row], "descriptive", ""),
        articles_of_group=sizes[row],
        stories_of_group=_stories(counts, groups).reindex(holders.rows).to_numpy()[row],
    )
    for name, rows in table.groupby("group") if draws else ():
        terms = np.unique(rows["term"].to_numpy(np.str_))
        chosen = counts.with_terms(terms)
        p = bootstrap_p(chosen.where(groups == name), chosen.where(groups != name), draws)
        table.loc[rows.index, "p_articles"] = p[np.searchsorted(terms, rows["term"])]
    by_group = table.groupby("group")["p_articles"]
    table["p_articles_holm"] = by_group.transform(lambda p: holm(p))
    return table[["group", *SIZES, *COLUMNS]]


def _stories(counts: Counts, groups: pd.Series[Any]) -> pd.Series[int]:
    """Return the number of stories of each group."""
    return pd.Series(counts.stories).groupby(groups.to_numpy()).nunique()


def keyword_tokens(
    keywords: pd.DataFrame,
    corpus: Corpus,
    by: str = "doc_id",
    *,
    vocabulary: Vocabulary = "content",
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the passages behind a table of keywords: doc_id, start, end, term, group.

    Args:
        keywords: group and term (a lemma, or a name), as from `keyness_by`.
        corpus: the corpus that was counted.
        by: the label of articles that names the group: year, month or a column of its documents.
        vocabulary: that was counted (see `nkru.count`).
        mentions: those that were counted as names.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> keywords = nkru.keyness_by(nkru.count(corpus), n=1)
    >>> hits = nkru.keyword_tokens(keywords, corpus)
    >>> hits["group"].nunique()
    40
    """
    terms = keywords["term"].unique()
    tokens = term_passages(corpus, terms, vocabulary=vocabulary, mentions=mentions)
    tokens["group"] = tokens["doc_id"].map(corpus.labels(by))
    return tokens.merge(keywords[["group", "term"]], on=["group", "term"])


def keyword_lines(keywords: pd.DataFrame, corpus: Corpus, n: int = 5) -> pd.DataFrame:
    """Return one line an article: its title and the n words that it uses most above the others.

    Args:
        keywords: of articles, from `keyness_by`.
        corpus: the corpus that was counted.
        n: words of an article.

    Returns:
        doc_id, title, words, and in attrs basis; in the order of the articles.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> keywords = nkru.keyness_by(nkru.count(corpus), n=5)
    >>> lines = nkru.keyword_lines(keywords, corpus, 3)
    >>> lines["title"].iloc[0]
    "La Vère n'est plus qu'un filet d'eau à Pont-Rouge"
    """
    first = keywords.groupby("group").head(n)
    words = first.groupby("group")["term"].agg(", ".join)
    titles = corpus.documents.set_index("doc_id")["title"].reindex(words.index)
    table = pd.DataFrame({"title": titles.fillna(words.index.to_series()), "words": words})
    table = table.rename_axis("doc_id").reset_index()
    return note(table, basis=note_of(keywords, "basis"))
