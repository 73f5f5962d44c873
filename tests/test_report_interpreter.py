"""The interpreter of a run: kernels are forks of it, alike and apart, and none outlives the run."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from report_study import bare_environment, command, make_study, write_article, write_notebook

from nkru.errors import RunError
from nkru.report.interpreter import Fork, load_without, started
from nkru.report.manifest import verify
from nkru.report.runs import run_report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
KERNEL = [sys.executable, "-m", "ipykernel_launcher"]
TELL = """import json, os, sys
from pathlib import Path
about = {"loaded": "nkru.report.chapter" in sys.modules, "path": sys.path, "main": __name__, "parent": os.getppid(),
         "folder": os.getcwd(), "tone": os.environ.get("TONE"), "TZ": os.environ["TZ"],
         "leader": os.getsid(0) == os.getpid()}
os.environ["TONE"] = "set by a notebook"
Path(f"{name}.json").write_text(json.dumps(about))"""


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path / "study"))
    return Path.cwd()


def told(name):
    return json.loads(Path(f"{name}.json").read_text())


def tell(study):
    for name in ("corpus", "actors"):
        write_notebook(study, name, f"name = {name!r}", TELL)
    run_report(force=True)
    return told("corpus"), told("actors")


def test_kernels_share_what_is_loaded_and_nothing_that_a_notebook_changes(study):
    one, other = tell(study)
    assert one == other
    assert one["loaded"]
    assert (one["main"], one["folder"], one["TZ"], one["tone"]) == (
        "__main__",
        str(study),
        "UTC",
        None,
    )
    assert one["leader"]


def test_a_fork_looks_to_its_notebook_like_an_interpreter_of_its_own(study, monkeypatch):
    forked, _ = tell(study)
    monkeypatch.setattr(sys, "platform", "darwin")
    alone, _ = tell(study)
    assert not alone["loaded"]
    assert forked["path"] == alone["path"]
    for key in ("main", "folder", "TZ", "tone", "leader"):
        assert forked[key] == alone[key]


def test_a_figure_of_pyplot_is_shown(study):
    write_notebook(
        study, "actors", "import matplotlib.pyplot as plt", "plt.plot([1, 2])\nplt.show()"
    )
    run_report()
    assert "image/png" in Path("outputs/seeds/actors.ipynb").read_text()


def test_a_file_named_like_a_module_and_a_large_environment_do_no_harm(study, monkeypatch):
    (study / "calendar.py").write_text("raise SystemExit('the wrong calendar')")
    for number in range(3):
        monkeypatch.setenv(f"LONG_{number}", "x" * 100_000)
    assert run_report().ran == ("corpus", "actors")


def test_a_dead_kernel_is_told_though_its_child_lives(study):
    child = "os.setsid(); os.closerange(0, 3); time.sleep(40); os._exit(0)"
    write_notebook(
        study,
        "actors",
        f"import os, time\nif not os.fork():\n    {child}",
        "os.kill(os.getpid(), 9)",
    )
    begun = time.monotonic()
    with pytest.raises(RunError, match="kernel died"):
        run_report()
    assert time.monotonic() - begun < 30


def test_an_interpreter_ends_though_another_process_holds_its_socket(tmp_path):
    begun = time.monotonic()
    with started({}, tmp_path):
        child = os.fork()
        if not child:
            time.sleep(40)
            os._exit(0)
    assert time.monotonic() - begun < 30
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_module_is_loaded_without_another_for_once(tmp_path, monkeypatch):
    (tmp_path / "without.py").write_text(
        "try:\n    import antigravity_of_another\nexcept ImportError:\n    alone = True"
    )
    (tmp_path / "antigravity_of_another.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    load_without("antigravity_of_another", "without")
    assert sys.modules.pop("without").alone
    assert "antigravity_of_another" not in sys.modules
    with pytest.raises(ModuleNotFoundError):
        load_without("antigravity_of_another", "nowhere_to_be_found")
    assert "antigravity_of_another" not in sys.modules


def test_an_interpreter_that_is_killed_fails_the_run_and_leaves_the_last_report(study):
    run_report()
    write_article(study, "Neuf.")
    write_notebook(
        study,
        "actors",
        "import os, signal, time",
        "os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)",
    )
    with pytest.raises(RunError, match="kernel died|interpreter that notebooks run on has ended"):
        run_report(jobs=1)
    assert verify(Path("outputs/seeds")) == []
    make_study(study)
    assert run_report(force=True).ran


def test_a_kernel_asked_of_an_interpreter_that_has_ended_is_refused(tmp_path):
    with started({"JUPYTER_PATH": "/nowhere"}, tmp_path) as interpreter:
        fork = Fork(interpreter, KERNEL, dict(os.environ), str(tmp_path))
        assert fork.poll() is None
        fork.send_signal(signal.SIGKILL)
        assert fork.wait() == fork.poll() == -1
        parent = next(
            number for number in children(os.getpid()) if b"interpreter" in command_of(number)
        )
        os.kill(parent, signal.SIGKILL)
        os.waitid(os.P_PID, parent, os.WEXITED | os.WNOWAIT)
        with pytest.raises(RunError, match="has ended: free some memory"):
            Fork(interpreter, KERNEL, dict(os.environ), str(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_a_run_that_is_ended(study, number):
    write_notebook(
        study,
        "actors",
        "from pathlib import Path\nimport time",
        "Path('reached').touch()\ntime.sleep(60)",
    )
    mark = f"mark-{number}-{os.getpid()}"
    environment = bare_environment(NKRU_TEST=mark)
    # Where the tests run in the background, an interrupt may be ignored, and would be by the run
    # too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command("report", "--quiet"), cwd=study, env=environment, stderr=subprocess.DEVNULL
    ) as run:
        wait_for(lambda: Path("reached").exists(), 60)
        assert len(marked(mark)) >= 3
        run.send_signal(number)
    wait_for(lambda: not marked(mark), 10)


def wait_for(condition, seconds):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


def marked(mark):
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def children(pid):
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()
