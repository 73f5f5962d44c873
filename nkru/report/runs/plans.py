"""The plan of a run: which notebooks, with what values, on what input, told in one fingerprint each."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nkru.errors import CorpusError, ParameterError
from nkru.paths import find_root, resolve
from nkru.report.runs.manifest import code_hash, environment, hash_files, sha256_of
from nkru.report.runs.parameters import RESERVED, Value, choose, declared, did_you_mean
from nkru.report.studies import list_notebooks


@dataclass(frozen=True)
class Task:
    """One notebook of a run, the values of its parameters, the fingerprint of all it depends on."""

    name: str
    notebook: Any
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
    notebooks = {name: read_notebook(path) for name, path in paths.items()}
    known = {name: declared(notebook, name) for name, notebook in notebooks.items()}
    given = choose(parameters or {}, known)
    inputs = hash_files(folder)
    common = sha256_of([inputs, code_hash(), environment(), public])
    tasks = {}
    for name, notebook in notebooks.items():
        values = {key: parameter.default for key, parameter in known[name].items()} | given[name]
        values |= {
            key: run for key, run in (("corpus", str(corpus)), ("public", public)) if key in values
        }
        cells = [[cell.source, cell.metadata] for cell in notebook.cells]
        fingerprint = sha256_of([common, cells, values, _named_files(values)])
        tasks[name] = Task(name, notebook, values, fingerprint)
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


def read_notebook(path: Path) -> Any:
    """Return a notebook.

    Raises:
        ParameterError: the file is not a notebook.
    """
    # A notebook holds no IRI, and building the grammar of IRIs takes a second.
    _import_without("rfc3987_syntax", "jsonschema")
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ParameterError(f"{path} is not a notebook: {error}") from error


def _import_without(absent: str, name: str) -> None:
    """Import a module as it is imported where the optional module `absent` is not installed."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(absent, None)
    try:
        importlib.import_module(name)
    finally:
        if modules.get(absent, name) is None:
            modules.pop(absent, None)


_KEYS = {
    "corpus": str,
    "out": str,
    "only": list,
    "parameters": dict,
    "public": bool,
    "jobs": int,
}


@dataclass(frozen=True)
class Order:
    """One report to make: what `nkru report` takes."""

    corpus: str | Path | None = None
    out: str | Path | None = None
    only: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    public: bool = False
    jobs: int = 2

    def options(self) -> dict[str, Any]:
        """Return the arguments for `run_report`."""
        return vars(self) | {"corpus": self.corpus or "seeds"}


def read_orders(path: Path, given: Order) -> list[Order]:
    """Return the orders of a TOML file: its tables [[report]], with what stands above them for all.

    What the command line gives (`given`) wins over the file; a corpus or a folder can only be given
    to one report.

    Raises:
        ParameterError: no such file, not TOML, a key that is unknown or of the wrong type, or one
            corpus or folder given to several reports.
    """
    try:
        stated = tomllib.loads(resolve(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path} is not TOML: {error}") from error
    reports = stated.pop("report", [{}])
    if not isinstance(reports, list) or not reports:
        raise ParameterError(f"{path}: reports are tables headed [[report]]")
    if len(reports) > 1 and (given.corpus or given.out):
        name = "CORPUS" if given.corpus else "--out"
        raise ParameterError(
            f"{path} asks for {len(reports)} reports: leave {name} out, and set it for each there"
        )
    return [_order(path, given, [stated, report]) for report in reports]


def _order(path: Path, given: Order, tables: list[dict[str, Any]]) -> Order:
    values: dict[str, Any] = {}
    parameters: dict[str, object] = {}
    for table in tables:
        for key, value in table.items():
            _check(path, key, value)
        parameters |= table.get("parameters", {})
        values |= table
    values |= {key: value for key, value in vars(given).items() if value != getattr(Order(), key)}
    values |= {
        "parameters": parameters | dict(given.parameters),
        "only": tuple(values.get("only", ())),
    }
    return replace(Order(), **values)


def _check(path: Path, key: str, value: object) -> None:
    if key not in _KEYS:
        raise ParameterError(f"{path}: no key {key}{did_you_mean(key, _KEYS)}")
    if not isinstance(value, _KEYS[key]) or (isinstance(value, bool) and _KEYS[key] is int):
        raise ParameterError(f"{path}: {key} takes a {_KEYS[key].__name__}, not {value!r}")
