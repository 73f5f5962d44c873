"""The package as a whole: its public names, the modules it loads, and the direction of imports."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import nkru
from nkru.errors import LockedError, NkruError, RunError

PACKAGE = Path(nkru.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}
# A room imports itself and the rooms before it.
ROOMS = ("tokens", "corpus", "measures", "actors", "themes", "tone", "report")
PUBLIC = [
    "Classes",
    "Codebook",
    "Corpus",
    "Counts",
    "FrenchSentenceTokenizer",
    "FrenchTokenizer",
    "Lexicon",
    "NkruError",
    "collocations",
    "count",
    "dispersion",
    "find_mentions",
    "find_quotations",
    "frequency",
    "keyness",
    "kwic",
    "read_codebook",
    "read_corpus",
    "read_lexicon",
    "reinert",
    "run_report",
    "score_sentences",
    "score_targets",
    "show",
    "split_segments",
]


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a syntax tree, without the imports that are for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from nodes(node)


def imported(module: str) -> set[str]:
    """Return the modules of nkru that a module imports, at its head or inside its functions."""
    names = set()
    for node in nodes(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner if inner <= MODULES.keys() else {node.module, *inner}
    return names & MODULES.keys()


GRAPH = {module: imported(module) for module in MODULES}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_the_public_names_are_these() -> None:
    assert nkru.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    assert getattr(nkru, name).__doc__, name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = nkru.nothing


def test_every_folder_is_a_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert folders == {*ROOMS, "resources"}


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_the_rooms_before_it(name: str) -> None:
    later = ROOMS[ROOMS.index(name) + 1 :]
    modules = [module for module in MODULES if room(module) == name]
    assert len(modules) > 1
    wrong = {
        (module, other) for module in modules for other in GRAPH[module] if room(other) in later
    }
    assert wrong == set()


def test_no_room_is_imported_by_what_all_rooms_share() -> None:
    shared = [module for module in MODULES if "." in module and room(module) not in ROOMS]
    assert {"nkru.errors", "nkru.paths", "nkru.resources"} <= {*shared}
    assert {other for module in shared for other in GRAPH[module] if room(other) in ROOMS} == set()


def test_imports_go_in_no_circle() -> None:
    assert sum(map(len, GRAPH.values())) > 300
    graphlib.TopologicalSorter(GRAPH).prepare()


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
