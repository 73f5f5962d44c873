"""The package as a whole: what it loads, and that imports go one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nkru
from nkru.errors import LockedError, NkruError, RunError

PACKAGE = Path(nkru.__file__).parent
ROOMS = ("tokens", "corpus", "analysis", "report")


def imported(path: Path) -> set[str]:
    """Return the rooms that a module imports, at its head or inside its functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {
        parts[1]
        for parts in (name.split(".") for name in names)
        if parts[0] == "nkru" and len(parts) > 1
    }


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_before_it(room: str) -> None:
    allowed = {*ROOMS[: ROOMS.index(room) + 1], "errors", "resources", "__version__"}
    modules = sorted((PACKAGE / room).rglob("*.py"))
    assert len(modules) > 1
    wrong = {path.name: sorted(imported(path) - allowed) for path in modules}
    assert {name: rooms for name, rooms in wrong.items() if rooms} == {}


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*(name for name in sys.modules if '.' not in name))"
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
