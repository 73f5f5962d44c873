"""Selection: which articles a mask, a query or the values of columns choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru._typing import Bools
from nkru.errors import ParameterError
from nkru.language import gettext

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

# Flags of articles with a text that may differ from the one an outlet published.
DOUBTFUL = (
    *("columns", "encoding_damaged", "generated", "paywall", "prompt_residue"),
    "several_articles",
)
SELECTIONS = ("all", "one_per_story", "without_agency", "without_flagged")
# Exceptions of pandas for a query that is malformed or does not fit the columns.
_FAULTS = (
    *(ArithmeticError, AttributeError, ImportError, KeyError, NameError, NotImplementedError),
    *(RecursionError, SyntaxError, TokenError, TypeError, ValueError),
)
_LENGTHS = {"year": 4, "month": 7}


def select_articles(corpus: Corpus, selection: str) -> Corpus:
    """Return the articles of a selection.

    Args:
        corpus: the articles.
        selection: all; one_per_story, the first article of each story; without_agency, articles
            that no agency signs; without_flagged, articles with a text beyond doubt (not generated,
            cut by a paywall, damaged, of mixed columns, or several in one).

    Raises:
        ParameterError: another selection, or one that leaves no article.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> nkru.select_articles(corpus, "one_per_story").basis
    '40 articles: one per story'
    """
    if selection not in SELECTIONS:
        raise ParameterError(
            "selection {selection!r}: choose one of {known}",
            selection=selection,
            known=", ".join(SELECTIONS),
        )
    choices: dict[str, Callable[[], Corpus]] = {
        "one_per_story": corpus.one_per_story,
        "without_agency": corpus.without_agency,
        "without_flagged": partial(corpus.without_flags, *DOUBTFUL),
    }
    chosen = choices[selection]() if selection in choices else corpus
    if not len(chosen):
        raise ParameterError(
            "selection {selection!r} leaves no article: choose another", selection=selection
        )
    return chosen


def label_articles(documents: pd.DataFrame, by: str) -> pd.Series[Any]:
    """Return the label of each article: its year, month, or value of a column.

    Raises:
        ParameterError: the column does not exist.
    """
    if by in documents:
        return documents[by]
    if by not in _LENGTHS:
        raise ParameterError(
            "by = {by!r}: choose segment, sentence, year, month or a column of the "
            "articles ({known})",
            by=by,
            known=", ".join(map(str, documents.columns)),
        )
    # An article dated to a year has no month.
    date, length = documents["date"], _LENGTHS[by]
    return date.str.slice(0, length).where(date.str.len() >= length)


def choose_rows(
    documents: pd.DataFrame, mask: Any = None, columns: Mapping[str, Any] | None = None
) -> Bools:
    """Return one boolean per row of a table of articles.

    Args:
        documents: the articles.
        mask: booleans, one per row; or a query on the columns, `year` (a number) and `month`.
        columns: a column, `year` or `month`, and the value, or list of values, it must have.

    Raises:
        ParameterError: the mask is neither, or does not fit; the query cannot be evaluated; a
            column does not exist.

    >>> outlets = ["Le Monde", "Ouest-France"]
    >>> documents = pd.DataFrame({"outlet": outlets, "date": ["2020-05", None]})
    >>> choose_rows(documents, "outlet == 'Le Monde' and year >= 2020").tolist()
    [True, False]
    """
    chosen = np.ones(len(documents), dtype=bool)
    if isinstance(mask, str):
        chosen = _evaluate(mask, documents)
    elif mask is not None:
        chosen = _booleans(mask, documents.index)
    for name, value in (columns or {}).items():
        values = value if pd.api.types.is_list_like(value) else [value]
        chosen &= label_articles(documents, name).isin(_as_text(name, values)).to_numpy()
    return chosen


def _as_text(name: str, values: Sequence[Any]) -> list[Any]:
    """Return the values; those of a year as text, as the labels are."""
    return [str(value) for value in values] if name in _LENGTHS else list(values)


def _evaluate(query: str, documents: pd.DataFrame) -> Bools:
    """Return the rows for which a query is true."""
    years = pd.to_numeric(label_articles(documents, "year"))
    dated = {"year": years, "month": label_articles(documents, "month")}
    table = documents.assign(**{name: dated[name] for name in dated if name not in documents})
    try:
        result = table.eval(query, engine="python")
    except _FAULTS as error:
        raise ParameterError(
            "the query {query!r} cannot be evaluated ({kind}: {error}); write such "
            "as outlet == 'Le Monde' and year >= 2020, on the columns {known}",
            query=query,
            kind=type(error).__name__,
            error=str(error),
            known=", ".join(map(str, table.columns)),
        ) from None
    return _booleans(result, documents.index, gettext("the query {query!r}", query=query))


def _booleans(mask: Any, index: pd.Index[Any], what: str = "") -> Bools:
    is_column = pd.api.types.is_list_like(mask) and not isinstance(mask, pd.DataFrame)
    values = pd.Series(mask) if is_column else None
    if values is None or len(values) != len(index) or not _is_boolean(values):
        raise ParameterError(
            "{what} must give true or false for each of the {articles} articles: "
            'compare a column of `documents`, or write a query such as "outlet == '
            "'Le Monde'\"",
            what=what or gettext("the mask"),
            articles=len(index),
        )
    if isinstance(mask, pd.Series) and not values.index.equals(index):
        raise ParameterError(
            "{what} is indexed otherwise than `documents`: make it from a column of `documents`",
            what=what or gettext("the mask"),
        )
    return values.fillna(False).to_numpy(dtype=bool)


def _is_boolean(values: pd.Series[Any]) -> bool:
    if pd.api.types.is_bool_dtype(values):
        return True
    known = values.dropna()
    return values.dtype == object and all(isinstance(value, bool | np.bool_) for value in known)
