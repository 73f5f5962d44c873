"""The house: rooms import one way, without a circle, and each module can be read in one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

HOUSE = Path(__file__).parents[1] / "nkru"
MODULES = sorted(HOUSE.rglob("*.py"))
# Each room may import the rooms of the levels below its own, and itself.
LEVELS = (
    {
        *("errors", "paths", "rights", "locks", "notes", "docstrings", "resources"),
        *("_typing", "_lazy"),
    },
    {"catalogues", "locales"},
    {"language", "contracts"},
    {"tokens"},
    {"corpus"},
    {"measures"},
    {"actors"},
    {"themes"},
    {"tone"},
    {"report"},
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
# Rooms of the report, in the order of the data.
REPORT = {
    "markup": 0,
    "terminal": 0,
    "usage": 0,
    "figures": 1,
    "chapter": 2,
    "site": 3,
    "origins": 2,
    "studies": 3,
}
REPORT |= {"streams": 3, "runs": 4, "coded_measures": 4, "code_commands": 5, "cli": 6}


def module_name(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_name(path): path for path in MODULES}


def runtime_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a module but for those that only a type checker sees."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from runtime_nodes(child)


def imports_of(path: Path) -> set[str]:
    """Return the modules of nkru that a module imports when it runs."""
    found = set()
    for node in runtime_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nkru"):
            assert node.module
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                found.add(name if name in NAMES else node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.startswith("nkru"))
    return found - {module_name(path)}


GRAPH = {name: imports_of(path) for name, path in NAMES.items()}


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else "nkru"


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 80
    assert sum(map(len, GRAPH.values())) > 200


def test_a_room_imports_only_rooms_before_it() -> None:
    wrong = [
        (name, other)
        for name, others in GRAPH.items()
        for other in others
        if LEVEL.get(room(other), 0) > LEVEL.get(room(name), 9)
    ]
    assert not wrong


def test_the_rooms_of_the_report_import_one_way() -> None:
    inside = {
        name: name.split(".")[2] for name in GRAPH if name.count(".") > 1 and room(name) == "report"
    }
    assert set(inside.values()) == set(REPORT)
    wrong = [
        (name, other)
        for name, place in inside.items()
        for other in GRAPH[name]
        if other in inside and REPORT[inside[other]] > REPORT[place]
    ]
    assert not wrong


def test_no_module_imports_itself_through_others() -> None:
    try:
        order = list(TopologicalSorter(GRAPH).static_order())
    except CycleError as error:
        pytest.fail(f"imports go in a circle: {' -> '.join(error.args[1])}")
    assert len(order) >= len(MODULES)


def test_a_module_has_250_lines_of_100_characters_at_most() -> None:
    texts = {name: path.read_text(encoding="utf-8").splitlines() for name, path in NAMES.items()}
    assert {name: len(lines) for name, lines in texts.items() if len(lines) > 250} == {}
    assert {name for name, lines in texts.items() if max(map(len, lines), default=0) > 100} == set()


def test_a_module_gives_a_name_to_one_thing() -> None:
    for name, path in NAMES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given = [
            part.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            for part in ast.walk(target)
            if isinstance(part, ast.Name)
        ]
        assert sorted(given) == sorted(set(given)), name


def test_functions_are_short() -> None:
    bodies = [
        node.end_lineno - node.body[0].lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    assert len(bodies) > 500
    assert median(bodies) <= 8
