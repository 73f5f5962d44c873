"""Print what becomes of damaged files: tracebacks, hangs, memory, vanished files, neighbours.

Each case runs in a worker process, beside three good articles that must come out as they are alone;
a case over 10 s of processor time or 1 GB is ended there. A failure is made again, with its whole
traceback, by its name: python tests/benchmarks/fuzz.py --seed 1 --case files/123 --keep FOLDER

Usage: python tests/benchmarks/fuzz.py [--files 3000] [--side 1000] [--seed 1] [--jobs 2]
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from fuzzing.cases import FAILURES, Outcome, good_tables, make_case, run_case, write_study

SECONDS, MEGABYTES = 10, 1024
_CLOCK = 60  # seconds by the clock, for a case that waits
_START = 60  # seconds in which a worker must have imported nkru
_CEILING = 6 << 30  # bytes of address space, should the supervisor be late
Name = tuple[str, int]


def serve(connection: Connection, seed: int) -> None:
    """Run the cases whose names arrive, in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (_CEILING, _CEILING))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    good_tables()
    connection.send("ready")
    while name := connection.recv():
        connection.send(run_case_of(seed, *name))


def run_case_of(seed: int, group: str, number: int) -> tuple[str, Outcome]:
    """Return the kind of a case and what became of it."""
    case = make_case(seed, group, number)
    folder = Path(tempfile.mkdtemp(prefix="nkru-fuzz-"))
    here = Path.cwd()
    try:
        write_study(folder, case)
        os.chdir(folder)
        return case.kind, run_case(case, folder)
    finally:
        os.chdir(here)
        shutil.rmtree(folder, ignore_errors=True)


class Worker:
    """A process that runs one case after the other, and is replaced when a case ends it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, self.seed))
        self.process.start()
        theirs.close()
        if not self.connection.poll(_START):
            raise SystemExit("a worker did not start")
        self.connection.recv()

    def run(self, name: Name) -> tuple[str, Outcome, float]:
        """Return kind, outcome and seconds of processor time of a case."""
        start, before = time.monotonic(), _memory(self.process.pid)
        used = _seconds(self.process.pid)
        self.connection.send(name)
        failure = None
        while not failure:
            try:
                if self.connection.poll(0.02):
                    kind, outcome = self.connection.recv()
                    return kind, outcome, _seconds(self.process.pid) - used
            except (EOFError, ConnectionError):
                failure = Outcome("crash", f"exit code {self.process.exitcode}")
            if _seconds(self.process.pid) - used > SECONDS:
                failure = Outcome("hang", f"over {SECONDS} s of processor time")
            elif time.monotonic() - start > _CLOCK:
                failure = Outcome("hang", f"waits for {_CLOCK} s")
            elif _memory(self.process.pid) - before > MEGABYTES:
                failure = Outcome("memory", f"over {MEGABYTES} MB")
        taken = _seconds(self.process.pid) - used
        self.stop(force=True)
        self._start()
        return make_case(self.seed, *name).kind, failure, taken

    def stop(self, *, force: bool = False) -> None:
        """End the process and the processes it started."""
        if not force:
            self.connection.send(None)
            self.process.join(5)
        for process in reversed(list(_family(self.process.pid))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, 9)
        self.process.join()
        self.connection.close()


def _family(process: int | None) -> Iterator[int]:
    """Yield a process and its children, on systems that show them as files."""
    if process is None:
        return
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from _family(int(child))


def _memory(process: int | None) -> float:
    """Return the megabytes of a process and its children."""
    total = 0
    for one in _family(process):
        with contextlib.suppress(OSError, IndexError, ValueError):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return total * resource.getpagesize() / 2**20


def _seconds(process: int | None) -> float:
    """Return the processor time of a process and its children, those that ended too."""
    total = 0
    for one in _family(process):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def run_all(names: list[Name], seed: int, jobs: int) -> list[tuple[Name, str, Outcome, float]]:
    """Return name, kind, outcome and seconds of each case."""
    queue: Queue[Name] = Queue()
    for name in names:
        queue.put(name)
    results: list[tuple[Name, str, Outcome, float]] = []

    def work() -> None:
        worker = Worker(seed)
        with contextlib.suppress(Empty):
            while True:
                name = queue.get_nowait()
                results.append((name, *worker.run(name)))
                if results[-1][2].verdict in FAILURES:
                    print(failure_line(seed, *results[-1]), file=sys.stderr, flush=True)
                if len(results) % 250 == 0:
                    print(f"{len(results)} of {len(names)}", file=sys.stderr, flush=True)
        worker.stop()

    threads = [threading.Thread(target=work) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def tell(results: list[tuple[Name, str, Outcome, float]], seed: int) -> None:
    """Print the counts by kind of file, then each failure with its name."""
    verdicts = ["read", "unread", "told", *FAILURES]
    print("kind".ljust(18) + "".join(verdict.rjust(11) for verdict in ["cases", *verdicts]))
    kinds = sorted({(name[0], kind) for name, kind, *_ in results})
    for group, kind in [*kinds, ("", "all")]:
        rows = [r for r in results if kind == "all" or (r[0][0], r[1]) == (group, kind)]
        counts = Counter(outcome.verdict for _, _, outcome, _ in rows)
        cells = [len(rows), *(counts[verdict] for verdict in verdicts)]
        print(kind.ljust(18) + "".join(f"{cell:,}".rjust(11) for cell in cells))
    slowest = max(results, key=lambda result: result[3])
    print(f"slowest: {slowest[0][0]}/{slowest[0][1]} ({slowest[1]}) {slowest[3]:.1f} s")
    for result in results:
        if result[2].verdict in FAILURES:
            print(failure_line(seed, *result))


def failure_line(seed: int, name: Name, kind: str, outcome: Outcome, seconds: float) -> str:
    """Return what failed, with the options that make it again."""
    where = f"--seed {seed} --case {name[0]}/{name[1]}"
    return f"{outcome.verdict}: {where} ({kind}, {seconds:.1f} s): {outcome.detail}"


def run_one(seed: int, name: str, keep: Path | None) -> None:
    """Run one case here, and print its whole traceback."""
    group, _, number = name.partition("/")
    case = make_case(seed, group, int(number))
    folder = keep or Path(tempfile.mkdtemp(prefix="nkru-fuzz-"))
    write_study(folder, case)
    os.chdir(folder)
    print(f"{case.kind}, {case.path!r}, {len(case.data)} bytes in {folder}", flush=True)
    outcome = run_case(case, folder)
    print(outcome.trace, outcome.verdict, outcome.detail, sep="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--side", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--case", help="run one case here, such as files/123")
    parser.add_argument("--keep", type=Path, help="the folder, new, for the study of this case")
    options: Any = parser.parse_args()
    if options.case:
        run_one(options.seed, options.case, options.keep)
        return 0
    names: list[Name] = [("files", n) for n in range(options.files)]
    names += [("side", n) for n in range(options.side)]
    results = run_all(names, options.seed, options.jobs)
    tell(results, options.seed)
    return int(any(outcome.verdict in FAILURES for _, _, outcome, _ in results))


if __name__ == "__main__":
    sys.exit(main())
