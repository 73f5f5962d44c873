"""A part of the fuzzer: damaged files of each kind, and what must hold whatever is in them.

`tests/benchmarks/fuzz.py` runs thousands, each in a process with limits.
"""

from __future__ import annotations

import contextlib
import itertools
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType

import pytest
from fuzzing import side_files
from fuzzing.cases import (
    FAILURES,
    FORMATS,
    Case,
    Late,
    Outcome,
    make_case,
    run_case,
    write_study,
)

SEED, SECONDS = 15, 10
KINDS = [*FORMATS, *side_files.KINDS]
ANALYSES = ("lexicon", "sheet", "sheet_xlsx", "key")


@contextlib.contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Raise Late after so many seconds of processor time, or ten times as many by the clock."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Late

    if not hasattr(signal, "setitimer"):
        yield
        return
    timers = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}
    before = {number: signal.signal(number, ring) for number in timers}
    for timer, times in zip(timers.values(), (1, 10), strict=True):
        signal.setitimer(timer, seconds * times)
    try:
        yield
    finally:
        for number, timer in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def run(case: Case, folder: Path) -> Outcome:
    write_study(folder, case)
    with contextlib.chdir(folder), limit(SECONDS):
        return run_case(case, folder)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_is_read(kind: str, tmp_path: Path) -> None:
    if kind in FORMATS:
        suffix, make = FORMATS[kind]
        case = Case("files", 0, kind, f"m{suffix}".encode(), make(Random(1)))
    else:
        path, data, *_ = side_files.KINDS[kind]
        case = Case("side", 0, kind, path.encode(), data)
    assert run(case, tmp_path / "study") == Outcome("read")


def chosen(group: str, count: int) -> Iterator[Case]:
    """Yield the first cases of a group; of side files, those of the analyses."""
    cases = (make_case(SEED, group, number) for number in itertools.count())
    return itertools.islice((c for c in cases if group == "files" or c.kind in ANALYSES), count)


@pytest.mark.long
@pytest.mark.parametrize(("group", "count"), [("files", 140), ("side", 60)])
@pytest.mark.timeout(900)
def test_a_damaged_file_harms_nothing_else(group: str, count: int, tmp_path: Path) -> None:
    found = {
        f"{group}/{case.number} ({case.kind})": run(case, tmp_path / str(case.number))
        for case in chosen(group, count)
    }
    failed = {name: outcome for name, outcome in found.items() if outcome.verdict in FAILURES}
    assert failed == {}, (
        f"python tests/benchmarks/fuzz.py --seed {SEED} --case {next(iter(failed))}"
    )
    # Some are read, some are not: a fuzzer that only makes noise finds nothing.
    verdicts = Counter(outcome.verdict for outcome in found.values())
    assert verdicts["read"] > count / 8
    assert verdicts["unread"] + verdicts["told"] > count / 8


def test_the_same_seed_makes_the_same_cases() -> None:
    cases = [make_case(seed, "files", number) for seed in (1, 1, 2) for number in range(30)]
    assert cases[:30] == cases[30:60]
    assert sum(one != other for one, other in zip(cases[:30], cases[60:], strict=True)) > 25


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("raise ValueError('x')", "traceback"),
        ("raise CorpusError('x')", "stopped"),
        ("raise MemoryError", "memory"),
        ("while True: pass", "hang"),
        ("corpus.unread = corpus.unread.head(0)", "vanished"),
        ("corpus.documents.loc[0, 'title'] = 'autre'", "neighbours"),
    ],
)
def test_each_failure_is_seen(
    fault: str, verdict: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fuzzing import cases

    from nkru.errors import CorpusError

    cases.good_tables()
    read = cases.nkru.read_corpus

    def faulty(path: Path) -> object:
        corpus = read(path)
        names = {"corpus": corpus, "CorpusError": CorpusError}
        exec(fault, names)
        return names["corpus"]

    monkeypatch.setattr(cases.nkru, "read_corpus", faulty)
    case = Case("files", 0, "text", b"m.txt", b"")
    write_study(tmp_path / "study", case)
    with limit(1):
        assert run_case(case, tmp_path / "study").verdict == verdict
