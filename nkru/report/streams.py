"""Streams: standard output and error of the command line, which may be closed or full."""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from nkru.errors import NkruError, RunError, StoppedError
from nkru.language import gettext, using
from nkru.paths import shown
from nkru.report.terminal import echo
from nkru.report.usage import asked_language

_NAMES = ("stdin", "stdout", "stderr")
_SIGNALS = ("SIGTERM", "SIGHUP")


def open_streams() -> None:
    """Open the streams that the caller closed, and silence the messages of libraries."""
    for number, name in enumerate(_NAMES):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)  # kernels print to it, too
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))
    # papermill also raises the errors that it logs; nkru prints those as a sentence.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def close_streams() -> None:
    """Flush the streams, or discard the rest: the interpreter would fail on it at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(error: NkruError | OSError | MemoryError) -> int:
    """Print a sentence on an error, if anything can be printed, and return the exit code."""
    with suppress(OSError, ValueError), using(asked_language(sys.argv[1:])):
        echo(gettext("nkru: {sentence}", sentence=_sentence(error)), error=True)
    return error.exit_code if isinstance(error, NkruError) else RunError.exit_code


def _sentence(error: NkruError | OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        return gettext("there is not enough memory: free some, or take fewer --jobs")
    if isinstance(error, OSError):
        return os_error(error).message
    return error.message


def os_error(error: OSError) -> RunError:
    """Return the error of a file that the system cannot read or write."""
    file = gettext("what is printed") if error.filename is None else shown(str(error.filename))
    return RunError(
        "cannot read or write {file}: {reason:cell}",
        file=file,
        reason=error.strerror or str(error),
    )


def stop_on_signals() -> None:
    """Let the signals of the system end a run as Ctrl-C does: in order."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt(number)


def stopped(signal_number: KeyboardInterrupt) -> StoppedError:
    """Return the error of a run that this signal stopped."""
    error = StoppedError("stopped: the last report stands; run again to go on from here")
    error.exit_code = 128 + (signal_number.args[0] if signal_number.args else signal.SIGINT)
    return error
