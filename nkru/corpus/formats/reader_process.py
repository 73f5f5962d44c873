"""The process that reads files of risky formats: a crash, a hang or hunger in it loses one file.

It starts with the first such file. It is a plain child that speaks over its pipes, so it starts in
scripts, notebooks and the workers of any cluster alike, never runs the user's script again, and
ends when its parent has ended, however that was.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from math import inf
from multiprocessing import spawn
from threading import Event, Lock, Thread, Timer
from time import monotonic
from typing import Any

from nkru.corpus.budgets import Limits, process_limits
from nkru.corpus.formats.table_columns import stated_columns
from nkru.errors import CorpusError
from nkru.language import table_text

_SERVE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1])\n"
    "from nkru.corpus.formats.reader_service import serve; serve()"
)
# Wall-clock seconds for each second of processor time: on a busy machine a process often waits.
_PATIENCE = 4
# Seconds between two looks at the clock.
_TICK = 0.2
# Seconds without a question after which the process ends.
_REST = 5
# One thread, and memory taken when needed: pyarrow reserves a gigabyte by default.
_ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}


class ReaderProcess:
    """A child process that reads one file after the other; it starts when it is first asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._watch: _Watch | None = None
        self._rest: Timer | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, or None before it starts and after it ends."""
        return None if self._child is None else self._child.pid

    def ask(self, data: bytes, name: str, reader: str = "") -> dict[str, Any]:
        """Return the answer of `reader_service` about a file; `reader` names its reader, if known.

        Raises:
            CorpusError: its reader takes too long or too much memory, or has crashed.
        """
        limits = process_limits(len(data))
        with self._lock:
            self._wake()
            child, watch = self._started()
            watch.begin(_PATIENCE * limits.seconds)
            answer: dict[str, Any] = {}
            try:
                question = {"size": len(data), "name": name, "reader": reader}
                question |= {"columns": dict(stated_columns())}
                answer = _exchange(child, question | limits._asdict(), data)
            finally:
                # Also after Ctrl-C: a later answer of the child would be taken for the next file's.
                late = watch.stop()
                ended = late or not answer or "ended" in answer
                code = self._end() if ended else 0
        if not answer:
            raise CorpusError(_reason(code, late, limits))
        return answer

    def rest(self) -> None:
        """End the process in some seconds, unless another file comes."""
        with self._lock:
            self._wake()
            if self._child is not None:
                self._rest = Timer(_REST, self.end)
                self._rest.daemon = True
                self._rest.start()

    def end(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._wake()
            self._end()

    def forget(self) -> None:
        """Leave the process to the parent of a fork; this is the child of that fork."""
        if self._child is not None:
            self._child.returncode = 0  # nobody here waits for it
            for pipe in (self._child.stdin, self._child.stdout):
                # Below the buffer, which a thread of the parent may have locked.
                getattr(pipe, "raw").close()  # noqa: B009
        self.__init__()  # type: ignore[misc]

    def _started(self) -> tuple[subprocess.Popen[bytes], _Watch]:
        if self._child is None or self._watch is None:
            self._child = _start()
            self._watch = _Watch(self._child)
        return self._child, self._watch

    def _wake(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = None

    def _end(self) -> int:
        child, self._child = self._child, None
        if child is None:
            return 0
        if self._watch is not None:
            self._watch.end()
            self._watch = None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # for bytes that nobody takes any more
                if pipe is not None:
                    pipe.close()
        return child.wait()


class _Watch:
    """Kills a child that is past its deadline: one thread for all the files of a child."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child, self._deadline, self._struck = child, inf, False
        self._lock, self._ended = Lock(), Event()
        Thread(target=self._watch, daemon=True).start()

    def begin(self, seconds: float) -> None:
        """Give the child `seconds` for a file."""
        with self._lock:
            self._deadline = monotonic() + seconds

    def stop(self) -> bool:
        """Return whether the child has been killed; from now on it has all the time."""
        with self._lock:
            self._deadline = inf
            return self._struck

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(_TICK):
            with self._lock:
                if monotonic() > self._deadline:
                    self._struck = True
                    self._child.kill()
                    return


def _start() -> subprocess.Popen[bytes]:
    executable = os.fsdecode(spawn.get_executable() or sys.executable)
    return subprocess.Popen(
        [executable, "-c", _SERVE, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ENVIRONMENT},
    )


def _exchange(
    child: subprocess.Popen[bytes], question: dict[str, Any], data: bytes
) -> dict[str, Any]:
    """Return the answer of the child; {} where it has ended without one."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps(question).encode() + b"\n")
        child.stdin.write(data)
        child.stdin.flush()
        line = child.stdout.readline()
    except BrokenPipeError:
        return {}
    return dict(json.loads(line)) if line.endswith(b"\n") else {}


def _reason(code: int, late: bool, limits: Limits) -> str:
    """Return why a file was not read, by how the process that read it has ended."""
    if late or code == -getattr(signal, "SIGXCPU", signal.SIGTERM):
        return table_text(
            "reading it takes more than {seconds} seconds; save or export it again, or leave it "
            "out",
            seconds=limits.seconds,
        )
    return table_text(
        "its reader crashed on it (exit code {code}); save or export it again, or leave it out",
        code=code,
    )


PROCESS = ReaderProcess()
atexit.register(PROCESS.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PROCESS.forget)
