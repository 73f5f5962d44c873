"""Parts of a corpus: how rows are split into batches, and how the tables of parts are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial, wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pandas as pd

from nkru.corpus.parallel import gc_paused, run
from nkru.errors import ParameterError

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Analysis = TypeVar("Analysis", bound=Callable[..., pd.DataFrame])
# Articles in a part. Below BATCH, sending a part costs more than the work on it. Parts of LARGEST
# take a quarter less time per token than parts of 512, since each form is looked up once a part;
# but every process must have parts, so a middle-sized corpus has _PARTS of them.
BATCH, LARGEST, _PARTS = 512, 2048, 16


def batches(rows: Sequence[Any], size: int | None = None) -> list[Any]:
    """Split `rows` into consecutive batches of nearly equal length (about `size`).

    Equal lengths keep a worker from idling while another finishes a long batch.

    >>> batches("abcdefg", 3)
    ['abc', 'defg']
    """
    size = size or min(max(BATCH, len(rows) // _PARTS), LARGEST)
    count = max(round(len(rows) / size), 1)
    bounds = [len(rows) * number // count for number in range(count + 1)]
    return [rows[start:end] for start, end in pairwise(bounds) if start < end]


def split_rows(table: pd.DataFrame, size: int | None = None) -> list[pd.DataFrame]:
    """Split the rows of a table into consecutive batches (see `batches`), each indexed from 0."""
    return [
        table.iloc[rows.start : rows.stop].reset_index(drop=True)
        for rows in batches(range(len(table)), size)
    ]


def portions(corpus: Corpus) -> Iterator[Corpus]:
    """Yield the parts of a store that hold sentences, one in memory at a time; else the corpus."""
    return map(copy, counted_parts(corpus))


def counted_parts(corpus: Corpus) -> list[Corpus]:
    """Return the parts of a store that hold sentences; else the corpus itself.

    Raises:
        ParameterError: `corpus` is not a corpus.
    """
    if not hasattr(corpus, "is_partitioned"):
        given = type(corpus).__name__
        raise ParameterError(
            "corpus is a value of type {given}; give a corpus as from nkru.read_corpus", given=given
        )
    parts = [part for part in corpus.parts() if part.counted] if corpus.is_partitioned else []
    return parts or [corpus]


def part_by_part(analysis: Analysis) -> Analysis:
    """Make an analysis take the parts of a store, and join their rows.

    The parts are taken one after the other, or in parallel inside `joblib.parallel_config`. Each
    row of the result must depend on its own article only.
    """

    @wraps(analysis)
    def over_parts(corpus: Corpus, *args: Any, **options: Any) -> pd.DataFrame:
        parts = counted_parts(corpus)
        if parts == [corpus]:
            with gc_paused():
                return analysis(corpus, *args, **options)
        # Processes import the decorated analysis by its name; on one part it calls the analysis.
        return join(run(partial(_apply, over_parts, args, options), parts))

    return cast(Analysis, over_parts)


def _apply(
    analysis: Callable[..., pd.DataFrame],
    args: Sequence[Any],
    options: dict[str, Any],
    part: Corpus,
) -> pd.DataFrame:
    return analysis(part, *args, **options)


def join(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all tables, sorted by doc_id; categories are united and sorted."""
    if len(tables) == 1:
        return tables[0]
    columns = {name: _concatenate([table[name] for table in tables]) for name in tables[0].columns}
    return by_doc_id(pd.DataFrame(columns, copy=False))


def by_doc_id(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows sorted by doc_id; the rows of one article keep their order."""
    doc_ids = table["doc_id"].cat.codes if table["doc_id"].dtype == "category" else table["doc_id"]
    if doc_ids.is_monotonic_increasing:
        return table
    return table.iloc[doc_ids.argsort(kind="stable")].reset_index(drop=True)


def _concatenate(columns: list[pd.Series[Any]]) -> Any:
    if all(column.dtype == "category" for column in columns):
        return pd.api.types.union_categoricals(columns, sort_categories=True)
    return pd.concat(columns, ignore_index=True)
