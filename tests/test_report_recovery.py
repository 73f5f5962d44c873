"""Recovery: a run that was killed, a damaged store or chapter, and a disk without locks."""

from __future__ import annotations

import errno
import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbclient.exceptions import DeadKernelError
from reader_files import look_at
from report_study import command, make_study, nkru, write_article, write_notebook
from zmq import ZMQError

from nkru.corpus.pipeline import prepare
from nkru.corpus.updates import is_damaged
from nkru.errors import LockedError, RunError
from nkru.locks import lock
from nkru.report.runs import kernels
from nkru.report.runs.manifest import verify
from nkru.report.runs.runs import run_report
from nkru.report.runs.workplace import lock_output, work_folder

OUT = Path("outputs/seeds")
OPEN = "import nkru\narticles = nkru.read_corpus(corpus)\nprint(len(articles.tokens))"
WAITING = "import os, time\nfrom pathlib import Path\nPath('kernel').write_text(str(os.getpid()))"


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path / "study"))
    return Path.cwd()


def test_a_run_killed_at_thirty_moments_loses_nothing_and_the_next_succeeds(study):
    (study / "notebooks/corpus.ipynb").unlink()
    run_report()
    (OUT / "notes.txt").write_text("à vérifier")
    draw = random.Random(7)
    killed = 0
    (study / "tmp").mkdir()
    for number in range(30):
        write_article(study, f"Texte numéro {number}.")
        process = subprocess.Popen(
            command("report", "--quiet"),
            cwd=study,
            env=os.environ | {"TMPDIR": str(study / "tmp")},
            stderr=subprocess.DEVNULL,
        )
        time.sleep(draw.uniform(0.1, 1.9))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        found = [*look_at(OUT).items(), *look_at(work_folder(OUT)).items()]
        assert any(name.endswith("notes.txt") for name, _ in found)
        assert verify(OUT) == []
    assert killed >= 10
    run_report()
    assert (OUT / "tables/actors.csv").read_text() == "Texte numéro 29."
    assert (OUT / "notes.txt").read_text() == "à vérifier"
    assert verify(OUT) == []
    # A kernel may outlive its run for a second; then nothing of the killed runs is left.
    run_report()
    left = sorted(path.name for path in work_folder(OUT).iterdir())
    assert left == ["lock", "manifest.json", "store"]
    assert not list((study / "tmp").rglob("*.json"))


@pytest.mark.long
def test_a_store_whose_preparation_is_killed_at_thirty_moments_is_brought_up_to_date(tmp_path):
    script = Path(__file__).with_name("killed_store.py")
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 20


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_ends_within_three_seconds_with_its_kernels(study, number, code):
    write_notebook(study, "actors", WAITING, "time.sleep(600)")
    write_notebook(study, "corpus", "import time", "time.sleep(600)")
    (study / "tmp").mkdir()
    for _ in range(3):  # a busy machine may be late once
        (study / "kernel").unlink(missing_ok=True)
        process = subprocess.Popen(
            command("report", "--quiet"),
            cwd=study,
            env=os.environ | {"TMPDIR": str(study / "tmp")},
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for(study / "kernel")
        process.send_signal(number)
        begun = time.monotonic()
        _, said = process.communicate(timeout=30)
        seconds = time.monotonic() - begun
        assert (process.returncode, len(said.splitlines())) == (code, 1), said
        assert "stopped: the last report stands" in said
        assert not is_running(int((study / "kernel").read_text()))
        left = {path.name.split(".")[0] for path in work_folder(OUT).iterdir()}
        assert left <= {"lock", "store", "chapters"}
        assert not list((study / "tmp").iterdir())
        if seconds < 3:
            break
    assert seconds < 3


def wait_for(path):
    for _ in range(600):
        if path.exists() and path.read_text():
            return
        time.sleep(0.1)
    pytest.fail(f"{path.name} was not written")


def is_running(number):
    state = Path(f"/proc/{number}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def flip(path):
    """Damage the first column: that the file is whole can still be seen at its end."""
    data = bytearray(path.read_bytes())
    data[8:48] = bytes(byte ^ 0xFF for byte in data[8:48])
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("parts/*/tokens.parquet", flip),
        ("documents-*.parquet", lambda path: path.write_bytes(b"PAR1")),
    ],
)
def test_a_damaged_store_is_made_anew(study, table, damage):
    (study / "notebooks/corpus.ipynb").unlink()
    write_notebook(study, "actors", OPEN)
    run_report()
    (path,) = (work_folder(study / OUT) / "store").glob(table)
    damage(path)
    write_notebook(study, "actors", OPEN, "1 + 1")
    outcome = run_report()
    assert outcome.ran == ("actors",)
    (sentence,) = outcome.told
    assert "store is damaged" in sentence
    assert "is made anew from the articles" in sentence


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("parts/*/lines.parquet", Path.unlink),
        ("parts/*/tokens.parquet", lambda path: path.write_bytes(b"")),
        ("store.json", lambda path: path.write_bytes(b"{")),
        ("index-*.parquet", lambda path: path.write_bytes(path.read_bytes()[:-9])),
    ],
)
def test_a_store_that_cannot_be_brought_up_to_date_is_known(study, table, damage):
    prepare(study / "seeds", study / "store")
    assert not is_damaged(study / "store")
    (path,) = (study / "store").glob(table)
    damage(path)
    assert is_damaged(study / "store")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"fingerprint": 3}', "\udcff", "[" * 60_000]
)
def test_a_damaged_record_of_a_chapter_is_made_anew(study, text):
    write_notebook(study, "actors", "1 / 0")
    with pytest.raises(RunError):
        run_report()
    record = work_folder(OUT) / "chapters" / "corpus" / "record.json"
    record.write_bytes(text.encode("utf-8", "surrogateescape"))
    write_notebook(study, "actors", "1 + 1")
    assert run_report().ran == ("corpus", "actors")


def test_a_damaged_file_of_a_chapter_is_made_anew(study):
    write_notebook(study, "actors", "1 / 0")
    with pytest.raises(RunError):
        run_report()
    (work_folder(OUT) / "chapters/corpus/tables/corpus.csv").write_text("abîmé")
    write_notebook(study, "actors", "1 + 1")
    assert run_report().ran == ("corpus", "actors")
    assert verify(OUT) == []


def test_the_store_of_a_killed_public_run_is_deleted_by_the_next(study):
    work = work_folder(OUT)
    run_report()
    (work / "store.public" / "parts").mkdir(parents=True)
    (work / "settings.x" / "jupyter").mkdir(parents=True)
    (work / "site").mkdir()
    run_report()
    assert sorted(path.name for path in work.iterdir()) == ["lock", "manifest.json", "store"]


def refuse_locks(monkeypatch, code):
    def refuse(descriptor, operation):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_has_lock_files(tmp_path, monkeypatch, code):
    refuse_locks(monkeypatch, code)
    out = tmp_path / "r"
    for _ in range(2):
        with (
            lock_output(out),
            pytest.raises(LockedError, match="another run is writing"),
            lock_output(out),
        ):
            pass


def test_the_lock_file_of_a_killed_process_is_free(tmp_path, monkeypatch):
    script = """import errno, fcntl, sys, time
from pathlib import Path
from nkru.locks import lock
def refuse(descriptor, operation):
    raise OSError(errno.ENOLCK, "No locks available")
fcntl.flock = refuse
held = lock(Path(sys.argv[1]), OSError("busy"))
print("locked", flush=True)
time.sleep(60)"""
    refuse_locks(monkeypatch, errno.ENOLCK)
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "locked\n"
        with pytest.raises(LockedError):
            lock(path, LockedError("busy"))
        process.kill()
    with lock(path, LockedError("busy")):
        pass


def test_a_notebook_without_a_kernel_in_its_metadata_runs(study):
    for path in (study / "notebooks").glob("*.ipynb"):
        path.write_text(path.read_text().replace('"kernelspec"', '"other"'))
    assert nkru(study, "report", "--quiet").returncode == 0


def test_a_pipe_and_a_device_in_the_corpus_are_not_opened_for_a_fingerprint(study):
    os.mkfifo(study / "seeds" / "pipe")
    (study / "seeds" / "zero").symlink_to("/dev/zero")
    from nkru.report.runs.plans import make_plan

    inputs = make_plan("seeds", None).inputs
    assert (inputs["pipe"], inputs["zero"]) == ("unreadable", "unreadable")
    assert len(inputs["a.txt"]) == 64


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_while_a_store_is_prepared_is_one_sentence(study):
    disk = study / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]
    if subprocess.run(mount, check=False).returncode:
        pytest.skip("this system lets nobody mount a tmpfs")
    try:
        write_article(study, "\n\n".join(f"Le traité {n} est signé." for n in range(9999)), "b.txt")
        done = nkru(study, "prepare", "seeds", "--out", "disk/store")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "No space left" in done.stderr


@pytest.mark.parametrize(
    ("fault", "runs"),
    [(RuntimeError("no kernel"), 2), (ZMQError(98), 2), (DeadKernelError("died"), 1)],
)
def test_a_kernel_that_did_not_start_is_started_once_more(fault, runs):
    made = []

    def run():
        made.append(1)
        if len(made) == 1:
            raise fault
        return "executed"

    if runs == 1:
        with pytest.raises(DeadKernelError):
            kernels._started(run)
    else:
        assert kernels._started(run) == "executed"
    assert len(made) == runs
