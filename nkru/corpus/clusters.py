"""Clusters: the workers of a Dask scheduler take the place of processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nkru.errors import ParameterError


@contextmanager
def dask_workers(address: str) -> Iterator[None]:
    """Make the workers of a Dask scheduler the processes that joblib uses.

    Raises:
        ParameterError: no scheduler answers at this address.
    """
    import joblib
    from distributed import Client

    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise ParameterError(
            "no Dask scheduler at {address}; start one with `dask scheduler`", address=address
        ) from error
    with client, joblib.parallel_config(backend="dask"):
        yield
