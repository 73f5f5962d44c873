"""The reader process: whatever happens in it, one file is lost and nothing stays behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import joblib
import pytest

from nkru.corpus.budgets import Limits
from nkru.corpus.formats import reader_process
from nkru.corpus.formats.reader_process import PROCESS, ReaderProcess
from nkru.corpus.parallel import run
from nkru.corpus.reading import File, list_files, read_files

RTF = rb"{\rtf1\ansi Un article coll\'e9.\par}"
FAULTS = {
    "crash": "import os; os.abort()",
    "exit": "raise SystemExit(3)",
    "hang": "import time; time.sleep(60)",
    "loop": "\n    while True: pass",
    "hunger": "[bytearray(1 << 26) for _ in range(999)]",
    "recursion": "read(data, name)",
}
REASONS = {
    "crash": "crashed on it",
    "exit": "crashed on it",
    "hang": "more than 1 seconds",
    "loop": "more than 1 seconds",
    "hunger": "more than 256 MB of memory",
    "recursion": "nested too deeply",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "corpus"
    path.mkdir()
    (path / "a.txt").write_text("Un texte.", encoding="utf-8")
    (path / "b.rtf").write_bytes(RTF)
    (path / "c.txt").write_text("Autre texte.", encoding="utf-8")
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("Un document.")
    document.save(stream)
    (path / "d.docx").write_bytes(stream.getvalue())
    return path


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    PROCESS.end()
    yield
    PROCESS.end()


def read(folder: Path) -> tuple[list[str], dict[str, str]]:
    files, _ = list_files(folder)
    articles, unread = read_files(files)
    return articles["doc_id"].tolist(), dict(unread.itertuples(index=False, name=None))


def serving(fault: str) -> str:
    """Return the code of a process whose reader of RTF has a fault."""
    patch = (
        f"from nkru.corpus.formats import word\nsound = word.read\n"
        f"def read(data, name):\n"
        f"    if data[:1] != b'{{': return sound(data, name)\n    {FAULTS[fault]}\n"
        f"word.read = read\n"
    )
    start, _, serve = reader_process._SERVE.rpartition("\n")
    return f"{start}\n{patch}{serve}"


@pytest.mark.skipif(os.name != "posix", reason="the system has no limits for a process")
@pytest.mark.parametrize("fault", FAULTS)
def test_what_happens_in_the_process_loses_one_file(
    fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "_SERVE", serving(fault))
    monkeypatch.setattr(reader_process, "process_limits", lambda size: Limits(1, 256 << 20))
    kept, unread = read(folder)
    assert kept == ["a.txt", "c.txt", "d.docx"]
    assert list(unread) == ["b.rtf"]
    assert REASONS[fault] in unread["b.rtf"]


def test_text_needs_no_other_process_and_a_document_does(folder: Path) -> None:
    read_files([File(str(folder / "a.txt"), "a.txt")])
    assert PROCESS.pid is None
    assert read(folder) == (["a.txt", "b.rtf", "c.txt", "d.docx"], {})
    assert PROCESS.pid is not None


def has_ended(pid: int | None, seconds: float = 5, *, ours: bool = True) -> bool:
    """Return whether a process is gone in time; if it is `ours`, nothing of it may be left."""
    assert pid is not None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z" and not ours:
            return True
        time.sleep(0.05)
    return False


def test_the_process_ends_when_it_has_rested(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "_REST", 0.2)
    read(folder)
    assert has_ended(PROCESS.pid)
    assert PROCESS.pid is None


def test_a_process_that_was_killed_is_replaced(folder: Path) -> None:
    read(folder)
    assert PROCESS.pid is not None
    os.kill(PROCESS.pid, signal.SIGKILL)
    kept, unread = read(folder)
    assert len(kept) + len(unread) == 4
    assert read(folder) == (["a.txt", "b.rtf", "c.txt", "d.docx"], {})


def started(folder: Path, fault: str) -> tuple[subprocess.Popen[str], int]:
    """Return a script, without a guard of its main part, that waits for a file, and its child."""
    script = (
        "import sys; from pathlib import Path; from threading import Timer\n"
        "from nkru.corpus.formats import reader_process; from nkru.corpus.reading import *\n"
        f"reader_process._SERVE = {serving(fault)!r}\n"
        "def tell(): print(reader_process.PROCESS.pid, flush=True)\n"
        "Timer(1, tell).start(); read_files(list_files(Path(sys.argv[1]))[0])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@pytest.mark.skipif(os.name != "posix", reason="sends a signal of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_parent_and_process_at_once(folder: Path, sent: signal.Signals) -> None:
    process, child = started(folder, "hang")
    process.send_signal(sent)
    process.communicate(timeout=5)
    assert process.returncode != 0
    assert has_ended(child, 40, ours=False)


def test_a_fork_starts_a_process_of_its_own(folder: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from nkru.corpus.reading import *\n"
        "from nkru.corpus.formats.reader_process import PROCESS\n"
        "files, _ = list_files(Path(sys.argv[1])); read_files(files); first = PROCESS.pid\n"
        "pid = os.fork()\n"
        "articles, _ = read_files(files)\n"
        "print(len(articles), (PROCESS.pid == first) == bool(pid), flush=True)\n"
        "PROCESS.end(); pid and os.waitpid(pid, 0)\n"
    )
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (told.stdout, told.stderr) == ("4 True\n4 True\n", "")


def test_the_processes_of_joblib_read_documents(folder: Path) -> None:
    files, _ = list_files(folder)
    for articles, unread in run(read_files, [files, files], jobs=2):
        assert (len(articles), len(unread)) == (4, 0)


def test_the_workers_of_a_cluster_read_documents(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    files, _ = list_files(folder)
    options = {"n_workers": 1, "threads_per_worker": 2, "dashboard_address": None}
    with (
        distributed.LocalCluster(**options, processes=True) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        for articles, unread in run(read_files, [files, files, files]):
            assert (len(articles), len(unread)) == (4, 0)


def test_what_a_library_prints_is_no_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAULTS, "noise", "print('noise', flush=True); return sound(data, name)")
    monkeypatch.setattr(reader_process, "_SERVE", serving("noise"))
    assert read(folder) == (["a.txt", "b.rtf", "c.txt", "d.docx"], {})


def test_a_process_that_cannot_start_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process.spawn, "get_executable", lambda: str(folder / "none"))
    _, unread = read(folder)
    assert set(unread) == {"b.rtf", "d.docx"}
    assert all("cannot be opened" in reason for reason in unread.values())


def test_ending_twice_is_ending_once() -> None:
    process = ReaderProcess()
    process.end()
    process.end()
    assert process.pid is None
