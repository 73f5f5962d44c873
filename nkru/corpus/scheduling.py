"""Scheduling: the same functions of one part of a corpus in this process, in several, or on a Dask cluster.

A cluster on this machine: `distributed.Client(distributed.LocalCluster(n_workers=2))`, given as
`scheduler`. On several machines that see the same folders: `dask scheduler` on one, `dask worker
tcp://address:8786` on each, and `nkru prepare CORPUS --out store --scheduler tcp://address:8786`. A
worker that dies is done without.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial, wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pandas as pd

from nkru.errors import ParameterError

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Part = TypeVar("Part")
Result = TypeVar("Result")
Analysis = TypeVar("Analysis", bound=Callable[..., pd.DataFrame])
# Articles in a part. With fewer, sending it costs more than the work on it. With more, tokens take
# less time (in parts of 2,048 three quarters of that of 512: each form is looked up once in a
# part), but all processes must have parts.
BATCH, LARGEST, _PARTS = 512, 2048, 16
# Seconds to wait for a Dask scheduler.
PATIENCE = 10.0


def batches(things: Sequence[Part], size: int | None = None) -> list[Any]:
    """Return `things` in runs of about `size`, as even as can be: no worker waits for one that has a long rest.

    >>> batches("abcdefg", 3)
    ['abc', 'defg']
    """
    size = size or min(max(BATCH, len(things) // _PARTS), LARGEST)
    count = max(round(len(things) / size), 1)
    bounds = [len(things) * number // count for number in range(count + 1)]
    return [things[start:end] for start, end in pairwise(bounds) if start < end]


def in_parts(table: pd.DataFrame, size: int | None = None) -> list[pd.DataFrame]:
    """Return the rows of `table` in runs, as `batches` does of other things."""
    return [table.iloc[rows.start : rows.stop] for rows in batches(range(len(table)), size)]


def run(
    function: Callable[[Part], Result],
    parts: Sequence[Part],
    *,
    jobs: int = 1,
    scheduler: Any = None,
) -> list[Result]:
    """Return function(part) for every part, in their order.

    Args:
        function: a function that processes can import, or a `functools.partial` of one.
        parts: what it is called with.
        jobs: processes on this machine.
        scheduler: the address of a Dask scheduler ("tcp://…") or a `distributed.Client`, instead of
            processes here.

    Raises:
        ParameterError: `jobs` is below 1.
    """
    if jobs < 1:
        raise ParameterError(f"jobs={jobs}; give the number of processes, 1 or more")
    function = partial(_alone, function)
    if scheduler is not None:
        with _client(scheduler) as client:
            return list(client.gather(client.map(function, parts, pure=False)))
    if jobs == 1 or len(parts) < 2:
        return _shown(map(function, parts), len(parts))
    from joblib import Parallel, delayed

    # Processes that are no forks (of pyarrow's threads), and need no `if __name__ == "__main__"` in
    # a user's script.
    processes = Parallel(jobs, batch_size=1, max_nbytes=None, return_as="generator")
    with warnings.catch_warnings():
        # A process that has grown is replaced by another, and each time that would be told.
        warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
        return _shown(processes(delayed(function)(part) for part in parts), len(parts))


def _alone(function: Callable[[Part], Result], part: Part) -> Result:
    # What a part of a corpus reads stays with it, and so goes with a copy.
    with _uncollected():
        return function(copy(part))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Search for no cycles while a part is worked on: rows have none.

    Such a search takes 7 % of the time, and a tenth once the caches are full, each word of which it
    visits.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _shown(results: Iterable[Result], parts: int) -> list[Result]:
    """Take the results one by one; on a terminal, a bar tells of work that lasts over two seconds."""
    if not sys.stderr.isatty():
        return list(results)
    from tqdm import tqdm

    return list(tqdm(results, total=parts, unit="part", delay=2, leave=False))


def over_articles(
    function: Callable[..., pd.DataFrame],
    corpus: Corpus,
    *,
    meta: pd.DataFrame | None = None,
    jobs: int = 1,
    scheduler: Any = None,
    **options: Any,
) -> pd.DataFrame:
    """Return function(corpus, **options), computed part by part: the same rows, whatever does the work.

    Args:
        function: gives a table with a column doc_id whose rows depend on their own article alone,
            such as `nkru.find_mentions` or `nkru.score_sentences`.
        corpus: articles; those of a store are never in memory all at once.
        meta: an empty table with the columns and types of the result; by default those that
            `function` gives.
        jobs: processes on this machine.
        scheduler: the address of a Dask scheduler or a `distributed.Client`.
        options: further arguments of `function`.
    """
    tables = run(partial(function, **options), corpus.parts(), jobs=jobs, scheduler=scheduler)
    if meta is not None:
        tables = [table[list(meta.columns)].astype(meta.dtypes.to_dict()) for table in tables]
    return join(tables)


def portions(corpus: Corpus) -> Iterator[Corpus]:
    """Give the parts of a store that hold sentences, each with its tables until the next; else a whole corpus."""
    parts = [part for part in corpus.parts() if part.counted] if corpus.in_parts else []
    return map(copy, parts) if parts else iter([corpus])


def part_by_part(analysis: Analysis) -> Analysis:
    """Let an analysis whose rows depend on their own article alone take the parts of a store one after the other."""

    @wraps(analysis)
    def over_parts(corpus: Corpus, *args: Any, **options: Any) -> pd.DataFrame:
        with _uncollected():
            return join([analysis(part, *args, **options) for part in portions(corpus)])

    return cast(Analysis, over_parts)


def join(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of `tables` in one table, by doc_id; categories are united and in the order of their names."""
    if len(tables) == 1:
        return tables[0]
    columns = {name: _united([table[name] for table in tables]) for name in tables[0].columns}
    return by_doc_id(pd.DataFrame(columns, copy=False))


def by_doc_id(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by doc_id, those of one article in the order they have."""
    doc_ids = table["doc_id"].cat.codes if table["doc_id"].dtype == "category" else table["doc_id"]
    if doc_ids.is_monotonic_increasing:
        return table
    return table.iloc[doc_ids.argsort(kind="stable")].reset_index(drop=True)


def _united(columns: list[pd.Series[Any]]) -> Any:
    if all(column.dtype == "category" for column in columns):
        return pd.api.types.union_categoricals(columns, sort_categories=True)
    return pd.concat(columns, ignore_index=True)


@contextmanager
def _client(scheduler: Any) -> Iterator[Any]:
    """Give a client of a Dask scheduler; one made here from an address is closed at the end."""
    if not isinstance(scheduler, str):
        yield scheduler
        return
    from distributed import Client

    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"no Dask scheduler at {scheduler} ({error}); start one with `dask scheduler`"
        ) from None
    with client:
        yield client
