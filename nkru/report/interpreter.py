"""The interpreter of a run: it loads once what notebooks import and draw with, and each kernel is a fork of it."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from nkru.errors import RunError

# What each notebook loads at its first cells: half of the time of a notebook that does nothing
# else.
_LOADED = (
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "nkru.analysis.mentions",
    "nkru.corpus.store",
    "nkru.report.chapter",
    "nkru.report.figures.actors",
    "nkru.report.hits",
)
_LONGEST = 1 << 20
_GONE = "the interpreter that notebooks run on has ended: free some memory and run again"


@contextlib.contextmanager
def started(environment: Mapping[str, str], root: Path) -> Iterator[int | None]:
    """Yield the socket to which a `Fork` writes its wishes, by its number, while an interpreter serves it.

    It is None where libraries do not outlive a fork (macOS): there, each kernel starts an
    interpreter of its own.
    """
    if sys.platform != "linux":
        yield None
        return
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", __name__, str(theirs.fileno())]
    with theirs:
        # In a session of its own, so that Ctrl-C reaches the run alone, which then ends this one.
        server = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env={**os.environ, **environment},
            cwd=root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    with server, ours:
        try:
            yield ours.fileno()
        finally:
            # Closing would not do where another process has a copy.
            ours.shutdown(socket.SHUT_RDWR)


class Fork:
    """The process of a kernel, told of as `subprocess.Popen` would.

    Args:
        server: the socket of the interpreter.
        command: what would start the kernel; its first words are the interpreter and -m.
        environment: of the kernel.
        folder: its working folder.

    Raises:
        RunError: the interpreter has ended.
    """

    stdin = stdout = stderr = None

    def __init__(
        self, server: int, command: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> None:
        self.returncode: int | None = None
        # The other end is open for as long as the kernel lives, and no longer.
        self._life, theirs = socket.socketpair()
        # A message holds 200 kB: what the interpreter has of the environment is not told again.
        changed = {
            name: value for name, value in environment.items() if os.environ.get(name) != value
        }
        wish = {"argv": command[2:], "environment": changed, "folder": folder}
        try:
            with theirs, socket.socket(fileno=os.dup(server)) as requests:
                socket.send_fds(requests, [json.dumps(wish).encode()], [theirs.fileno()])
            self.pid = int(self._life.recv(20))
        except (OSError, ValueError) as error:
            self._life.close()
            raise RunError(_GONE) from error

    def poll(self) -> int | None:
        """Return None while the kernel lives, then -1: what it ended with is not known."""
        return self._ended(socket.MSG_DONTWAIT)

    def wait(self) -> int | None:
        """Return when the kernel has ended."""
        return self._ended(0)

    def _ended(self, flags: int) -> int | None:
        if self.returncode is None:
            with contextlib.suppress(BlockingIOError):
                self._life.recv(1, flags)
                self._life.close()
                self.returncode = -1
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        os.kill(self.pid, number)


def _serve(requests: socket.socket) -> None:
    # What a kernel watches, so that it ends should this process be killed.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    # Where -m puts the working folder first, whose files may have the names of modules.
    if sys.path[0] == os.getcwd():  # noqa: PTH109
        del sys.path[0]
    # matplotlib takes what a kernel sets only where it is not loaded yet.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    _load()
    kernels = []
    while True:
        wish, lives, *_ = socket.recv_fds(requests, _LONGEST, 1)
        if not wish:  # the run has ended
            break
        with socket.socket(fileno=lives[0]) as life:
            kernels.append(os.fork())
            if not kernels[-1]:
                requests.close()
                _become_kernel(life, **json.loads(wish))
    for kernel in kernels:
        os.kill(kernel, signal.SIGKILL)
        os.waitpid(kernel, 0)


def load_without(absent: str, name: str) -> None:
    """Load a module as it loads where another, which it can do without, is not installed."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(absent, None)
    try:
        importlib.import_module(name)
    finally:
        if modules.get(absent, name) is None:
            modules.pop(absent, None)


def _load() -> None:
    # A run asks no kernel for a debugger, which takes longer to load than the kernel.
    load_without("debugpy", "ipykernel.debugger")
    for name in _LOADED:
        importlib.import_module(name)
    import pandas as pd

    from nkru.analysis.actors.speakers import cues
    from nkru.analysis.codebook import read_codebook
    from nkru.report.drawings import Drawing, canvas

    # Both notebooks on actors ask for them, for 0.15 s each.
    cues(), read_codebook()
    # The first figure takes half a second longer than the next.
    blank = Drawing(canvas(1, "")[0], "", "", "", pd.DataFrame())
    _ = blank.svg, blank.png
    gc.collect()
    gc.freeze()


def _become_kernel(
    life: socket.socket, argv: list[str], environment: dict[str, str], folder: str
) -> NoReturn:
    from ipykernel.kernelapp import IPKernelApp

    # It is open for as long as the kernel lives, not its children.
    os.set_inheritable(life.fileno(), False)
    os.register_at_fork(after_in_child=life.close)
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    sys.argv = argv
    application: Any = IPKernelApp.instance()
    application.initialize(argv[1:])
    # Told only now: a client that finds no socket waits for a tenth of a second, and again.
    life.send(str(os.getpid()).encode())
    application.start()
    _end()


def _end() -> NoReturn:
    """End this process as Python does, but without taking apart all that it has loaded, which takes 0.1 s."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001
    gc.collect()  # closes files that are still open
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
    _end()
