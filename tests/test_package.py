"""The package as a whole: its rooms, and the modules it loads."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

import nkru
from nkru.errors import LockedError, NkruError, RunError
from nkru.report.runs.manifest import sha256
from nkru.report.studies import TUTORIALS
from nkru.rights import resolve_output

PACKAGE = Path(nkru.__file__).parent
ROOMS = ("tokens", "corpus", "measures", "actors", "themes", "tone", "report")


def test_every_folder_is_a_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert folders == {*ROOMS, "resources"}


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*(name for name in sys.modules if '.' not in name))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


HEAVY = {
    "nltk",
    "sklearn",
    "papermill",
    "matplotlib",
    "networkx",
    "dask",
    "distributed",
    "trafilatura",
}


def test_importing_nkru_loads_nothing_heavy() -> None:
    assert not loaded_by("import nkru") & (HEAVY | {"pandas", "numpy", "scipy"})


def test_reading_a_corpus_does_not_load_nltk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Un titre\n\nLe dirigeant est arrivé en gare, et le train est reparti.\n"
    )
    assert not loaded_by(f"import nkru; nkru.read_corpus({str(tmp_path)!r}).tokens") & HEAVY


def test_errors_carry_the_exit_code_of_the_command_line() -> None:
    assert (NkruError.exit_code, RunError.exit_code, LockedError.exit_code) == (2, 1, 75)


UNIX = ("fcntl", "grp", "posix", "pwd", "readline", "resource", "syslog", "termios")
IMPORT_ALL = """
import importlib, pkgutil, sys, warnings
import joblib, matplotlib.pyplot, nbconvert, papermill, tempfile, typer, pandas, pyarrow.parquet
for name in {blocked}:
    sys.modules[name] = None
import nkru
for module in pkgutil.walk_packages(nkru.__path__, "nkru."):
    importlib.import_module(module.name)
"""


def test_no_module_needs_a_system_of_one_kind_to_load() -> None:
    # The libraries are loaded before: they know what each system has.
    script = IMPORT_ALL.format(blocked=UNIX)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_system_without_users_groups_and_limits_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nkru.report.runs import limits, renames

    for name in ("geteuid", "killpg", "O_NONBLOCK"):
        monkeypatch.delattr(os, name, raising=False)
    monkeypatch.setattr(limits, "resource", None)
    limits.check_limits(8)
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("a")
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        is_exchanged = renames.exchange(one, other)
    assert not is_exchanged
    assert sha256(tmp_path / "a") == hashlib.sha256(b"a").hexdigest()
    assert resolve_output(tmp_path / "out") == tmp_path / "out"


ROOT = PACKAGE.parent


def test_the_wheel_takes_the_notebooks_and_nothing_beside_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    names = [f"notebooks/{path.name}" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    first = [f"{name}.ipynb" for name in TUTORIALS]
    tutorials = {f"docs/tutorials/{name}": f"nkru/notebooks/tutorials/{name}" for name in first}
    assert taken == {name: f"nkru/{name}" for name in names} | tutorials
    assert all((ROOT / name).is_file() for name in taken)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_takes_a_corpus_with_a_space_and_an_accent_in_its_name() -> None:
    command = ["make", "-n", "-o", ".venv/installed", "report", "CORPUS=mes articles été"]
    alone = {"PATH": os.environ["PATH"]}  # without what a make that runs the tests hands down
    told = subprocess.run(
        command, cwd=ROOT, env=alone, capture_output=True, text=True, check=True
    ).stdout
    assert told.strip() == '.venv/bin/nkru report "mes articles été"'


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_tells_a_python_that_is_too_old_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.18"\nexit 1\n')
    old.chmod(0o755)
    command = ["make", "-s", "-B", "-f", str(ROOT / "Makefile"), "report", f"PYTHON={old}"]
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    alone = {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True)
    (sentence, *_) = done.stderr.splitlines()
    assert sentence.startswith("nkru needs Python 3.11, 3.12 or 3.13, and ")
    assert "is Python 3.9.18: name one" in sentence
    assert not (tmp_path / ".venv").exists()


UNITS = ("nkru.service", "nkru-failed.service", "nkru.timer")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_units_of_the_readme_have_no_fault(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```ini\n(.*?)```", readme, re.DOTALL)
    for name, block in zip(UNITS, blocks, strict=True):
        # The program and the folder of the example exist on the reader's server only.
        text = block.replace("/srv/press/.venv/bin/nkru", "/bin/true").replace("/srv/press", "/")
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert "OnFailure=nkru-failed.service" in blocks[0]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_wheel_makes_a_study_and_its_report_without_the_repository(tmp_path: Path) -> None:
    folder = tmp_path / "Étude à moi"
    folder.mkdir()
    alone = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    alone["JUPYTER_PATH"] = str(Path(sys.prefix, "share/jupyter"))  # templates of these libraries

    def run(*command: object) -> str:
        words = [str(word) for word in command]
        done = subprocess.run(words, cwd=folder, env=alone, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    shutil.copytree(
        ROOT, tmp_path / "source", ignore=shutil.ignore_patterns(".*", "outputs", "_build")
    )
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=tmp_path / "source", check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", "env")
    python = folder / "env/bin/python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    # The libraries are those of these tests; nkru itself is that of the wheel.
    libraries = Path(sysconfig.get_path("purelib"))
    (own,) = (folder / "env/lib").glob("python*/site-packages")
    (own / "libraries.pth").write_text(str(libraries))
    where = run(python, "-c", "import nkru; print(nkru.__file__, len(nkru.example_corpus()))")
    assert where.split() == [*str(own / "nkru/__init__.py").split(), "40"]
    nkru = folder / "env/bin/nkru"
    run(nkru, "new", "mémoire 1")
    study = folder / "mémoire 1"
    (study / "seeds/a.txt").write_text("Un pont rouvre\n\nLe maire a coupé le ruban lundi.\n")
    assert run("env", "-C", study, nkru, "report", "--only", "corpus", "--quiet") == ""
    assert (study / "outputs/seeds/index.html").is_file()
    assert "corpus: as in nkru" in run(nkru, "new", "mémoire 1", "--update")
