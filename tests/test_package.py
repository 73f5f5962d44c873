"""The package as a whole: its rooms, and the modules it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nkru
from nkru.errors import LockedError, NkruError, RunError

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
