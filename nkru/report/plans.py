"""The plan of a run: which notebooks, with what values, on what input, told in one fingerprint each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nkru.errors import CorpusError, ParameterError
from nkru.report.manifest import code_hash, environment, hash_files, sha256_of
from nkru.report.parameters import RESERVED, Value, choose, declared, did_you_mean
from nkru.report.studies import find_root, list_notebooks, resolve


@dataclass(frozen=True)
class Task:
    """One notebook of a run: its file, the values of its parameters, the fingerprint of all it depends on."""

    name: str
    path: Path
    values: dict[str, Value]
    fingerprint: str


@dataclass(frozen=True)
class Plan:
    """What a run will do: the study's root, the corpus as given, the output folder, tasks and inputs.

    `inputs` has the SHA-256 of every file of the corpus; `common` is the fingerprint of what all
    chapters share (corpus, code, versions, public or not).
    """

    root: Path
    corpus: str
    out: Path
    public: bool
    tasks: dict[str, Task]
    inputs: dict[str, str]
    common: str


def make_plan(
    corpus: str | Path,
    out: str | Path | None,
    *,
    only: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    public: bool = False,
) -> Plan:
    """Return the plan of a run, or refuse it before anything runs.

    Raises:
        ParameterError: an unknown notebook or parameter, or a value of the wrong type.
        CorpusError: the corpus does not exist.
    """
    root = find_root()
    folder = _existing(corpus)
    target = resolve(out) if out else root / "outputs" / folder.stem
    if target == folder or target in folder.parents or folder in target.parents:
        raise ParameterError(
            f"the output folder {target} and the corpus {folder} lie in one another"
        )
    paths = _chosen(list_notebooks(root), only)
    notebooks = {name: _read_notebook(path) for name, path in paths.items()}
    known = {name: declared(notebook, name) for name, notebook in notebooks.items()}
    given = choose(parameters or {}, known)
    inputs = hash_files(folder)
    common = sha256_of([inputs, code_hash(), environment(), public])
    tasks = {}
    for name, path in paths.items():
        values = {key: parameter.default for key, parameter in known[name].items()} | given[name]
        values |= {
            key: run for key, run in (("corpus", str(corpus)), ("public", public)) if key in values
        }
        cells = [[cell.source, cell.metadata] for cell in notebooks[name].cells]
        fingerprint = sha256_of([common, cells, values, _named_files(values)])
        tasks[name] = Task(name, path, values, fingerprint)
    return Plan(root, str(corpus), target, public, tasks, inputs, common)


def _named_files(values: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Return the hashes of the files that values name: a codebook, a lexicon, a file of labels."""
    given = [value for key, value in values.items() if key not in RESERVED]
    flat = [name for value in given for name in (value if isinstance(value, list) else [value])]
    names = [
        name
        for name in flat
        if isinstance(name, str) and name and "\n" not in name and len(name) < 500
    ]
    return {name: hash_files(resolve(name)) for name in names if resolve(name).is_file()}


def _existing(corpus: str | Path) -> Path:
    folder = resolve(corpus)
    if not folder.exists():
        raise CorpusError(
            f"no such folder or file: {corpus} (looked for {folder}): name a folder of articles"
        )
    return folder


def _chosen(paths: Mapping[str, Path], only: Iterable[str]) -> dict[str, Path]:
    names = list(only) or list(paths)
    for name in names:
        if name not in paths:
            raise ParameterError(f"no notebook is called {name}{did_you_mean(name, paths)}")
    return {name: path for name, path in paths.items() if name in names}


def _read_notebook(path: Path) -> Any:
    """Read the cells of a notebook without nbformat, whose import would cost an unchanged run its second."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return SimpleNamespace(cells=[_read_cell(cell) for cell in cells])
    except (ValueError, KeyError, TypeError) as error:
        raise ParameterError(f"{path} is not a notebook: {error}") from error


def _read_cell(cell: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(source="".join(cell["source"]), metadata=cell["metadata"])
