"""Limits: the resources that the system must allow, checked before a run begins.

Below these, libraries fail in the middle of the run, with a traceback or without a message.
"""

from __future__ import annotations

from contextlib import suppress

from nkru.errors import RunError

try:
    import resource
except ImportError:  # Windows sets no limits of this kind
    resource = None  # type: ignore[assignment]

# Measured: two notebooks at once fail with 64 open files, and run with 96. More than eight jobs
# do not open more files at once.
_FILES, _FILES_PER_JOB, _MOST_JOBS = 64, 32, 8
# Measured: the four notebooks fail with 2.5 GB of addresses, and run with 3.5.
_ADDRESSES = 4 << 30


def check_limits(jobs: int) -> None:
    """Check that a run may open enough files, and take enough memory.

    Args:
        jobs: how many processes work at once.

    Raises:
        RunError: a limit is too low; the message names it.
    """
    if resource is None:
        return
    wanted = _FILES + _FILES_PER_JOB * min(jobs, _MOST_JOBS)
    if _raise_files(wanted) < wanted:
        raise RunError(
            "the system lets a run open too few files: allow {wanted} with `ulimit "
            "-n {wanted}`, or take fewer --jobs",
            wanted=wanted,
        )
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft < _ADDRESSES:
        raise RunError(
            "the system lets a run take too little memory: allow {gigabytes} GB "
            "with `ulimit -v {kilobytes}`",
            gigabytes=_ADDRESSES >> 30,
            kilobytes=str(_ADDRESSES >> 10),
        )


def _raise_files(wanted: int) -> float:
    """Raise the number of files that may be open, as far as the system allows, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return float("inf") if soft == resource.RLIM_INFINITY else soft
