"""A process that is killed at its nth step: before the nth change or opening of a file."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

# Events of `sys.audit` before a file or folder is changed or opened; renameat2 is called by ctypes.
STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "ctypes.dlsym"}


def run_and_kill(work: Callable[[], object], step: int) -> int | None:
    """Run `work` in a forked process; return 9 if it was killed at that step, else its exit code.

    A work that takes as long as `step` 0 is never killed; a pipe tells how many steps there are.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _kill_at(step)
            work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return 9 if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def _kill_at(step: int) -> None:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def count_steps(work: Callable[[], object]) -> int:
    """Return how many steps `work` takes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            steps += event in STEPS

        sys.addaudithook(count)
        try:
            work()
            os.write(writing, str(steps).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        os.waitpid(child, 0)
        return int(stream.read())
