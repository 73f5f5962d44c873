"""Run one function over many parts: in this process, in several, or on a cluster through joblib.

The backend is joblib's: inside `joblib.parallel_config(backend="dask")` the same call runs on the
workers of a `distributed.Client`; Ray and Spark register their backends alike. Workers must see the
folders that the parts name. A worker that dies is replaced by the backend.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial
from typing import TypeVar

from nkru.errors import ParameterError

Part = TypeVar("Part")
Result = TypeVar("Result")
_SELDOM = 100_000  # objects made; by default 700 to 2,000


def run(
    function: Callable[[Part], Result], parts: Sequence[Part], *, jobs: int | None = None
) -> list[Result]:
    """Return function(part) for every part, in their order.

    Args:
        function: a function that processes can import, or a `functools.partial` of one.
        parts: its arguments, one for each call.
        jobs: processes; by default 1, or what `joblib.parallel_config` says where it is active.

    Raises:
        ParameterError: `jobs` is below 1.
    """
    if jobs is not None and jobs < 1:
        raise ParameterError("jobs={jobs!r}; give the number of processes, 1 or more", jobs=jobs)
    from joblib import Parallel, delayed

    function = partial(call_on_copy, function)
    # Loky starts new processes: a fork of pyarrow's threads may hang, and it needs no
    # `if __name__ == "__main__"` in a user's script.
    processes = Parallel(jobs, batch_size=1, max_nbytes=None, return_as="generator")
    if processes.n_jobs == 1 or len(parts) < 2:
        return _with_progress(map(function, parts), len(parts))
    with warnings.catch_warnings():
        # Loky warns whenever it replaces a process that has grown.
        warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
        return _with_progress(processes(delayed(function)(part) for part in parts), len(parts))


def call_on_copy(function: Callable[[Part], Result], part: Part) -> Result:
    """Return function(part), called on a shallow copy.

    Tables loaded lazily are cached on the copy and freed with it.
    """
    with gc_paused():
        return function(copy(part))


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector while a part is processed.

    Its rows form no cycles, and collecting costs 7 % of the time, 10 % once the word caches are
    full.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def collect_seldom() -> None:
    """Let the cyclic garbage collector run seldom in a process that ends soon, such as a kernel.

    What has been imported is not looked at again. In the kernels of a report collecting takes a
    tenth of the time otherwise.
    """
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _with_progress(results: Iterable[Result], parts: int) -> list[Result]:
    """Collect the results; on a terminal, show a progress bar after two seconds."""
    if not sys.stderr.isatty():
        return list(results)
    from tqdm import tqdm

    return list(tqdm(results, total=parts, unit="part", delay=2, leave=False))
