"""The plan of a run: its notebooks, the values of their parameters, and a fingerprint of each.

A fingerprint hashes everything that a chapter depends on: the corpus, the code, the versions of the
libraries, the notebook, its values and the files they name. A notebook runs only if its fingerprint
has changed. A TOML file can ask for several reports (`read_config`).
"""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nkru.errors import ParameterError
from nkru.paths import find_corpus, find_root, resolve
from nkru.report.runs.manifest import code_hash, environment, hash_files, sha256_of
from nkru.report.runs.parameters import (
    RESERVED,
    Value,
    choose_values,
    did_you_mean,
    read_parameters,
)
from nkru.report.studies import list_notebooks


@dataclass(frozen=True)
class Task:
    """A notebook of a run: its name, its content, the values of its parameters, its fingerprint."""

    name: str
    notebook: Any
    values: dict[str, Value]
    fingerprint: str


@dataclass(frozen=True)
class Plan:
    """The plan of a run.

    Attributes:
        root: the root of the study.
        corpus: the corpus as the user wrote it.
        out: the folder of the report.
        public: whether the report leaves out the text of the articles.
        tasks: the notebooks of the run by name.
        inputs: the SHA-256 of each file of the corpus.
        common: the fingerprint of what all chapters share: corpus, code, versions, `public`.
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
    """Return the plan of a run (for the arguments, see `run_report`).

    Raises:
        ParameterError: an unknown notebook or parameter, or a value of the wrong type.
        CorpusError: the corpus does not exist.
    """
    root, folder = find_root(), find_corpus(corpus)
    target = resolve(out) if out else root / "outputs" / folder.stem
    if target == folder or target in folder.parents or folder in target.parents:
        raise ParameterError(
            f"the output folder {target} and the corpus {folder} lie in one another: "
            "choose another --out"
        )
    notebooks = _choose_notebooks(list_notebooks(root), only)
    known = {name: read_parameters(notebook, name) for name, notebook in notebooks.items()}
    values = choose_values(parameters or {}, known)
    inputs = hash_files(folder)
    common = sha256_of([inputs, code_hash(), environment(), public])
    by_run: dict[str, Value] = {"corpus": str(corpus), "public": public}
    for own in values.values():
        own |= {key: by_run[key] for key in own.keys() & by_run.keys()}
    tasks = {
        name: Task(name, notebook, values[name], _fingerprint(common, notebook, values[name]))
        for name, notebook in notebooks.items()
    }
    return Plan(root, str(corpus), target, public, tasks, inputs, common)


def _choose_notebooks(paths: Mapping[str, Path], only: Iterable[str]) -> dict[str, Any]:
    names = list(only) or list(paths)
    for name in names:
        if name not in paths:
            raise ParameterError(f"no notebook is called {name}{did_you_mean(name, paths)}")
    return {name: read_notebook(path) for name, path in paths.items() if name in names}


def _fingerprint(common: str, notebook: Any, values: Mapping[str, Value]) -> str:
    cells = [[cell.source, cell.metadata] for cell in notebook.cells]
    return sha256_of([common, cells, values, _hash_named_files(values)])


def _hash_named_files(values: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Return the hashes of the files named by values: a codebook, a lexicon, sheets of labels."""
    own = [value for key, value in values.items() if key not in RESERVED]
    flat = [text for value in own for text in (value if isinstance(value, list) else [value])]
    texts = [text for text in flat if isinstance(text, str) and text]
    return {text: hash_files(resolve(text)) for text in texts if _is_file(text)}


def _is_file(text: str) -> bool:
    try:
        return resolve(text).is_file()
    except (OSError, RuntimeError, ValueError):  # too long, "~" and no user, a null character
        return False


def read_notebook(path: Path) -> Any:
    """Return a notebook.

    Raises:
        ParameterError: the file is not a notebook.
    """
    # nbformat imports jsonschema, which takes 1.6 s to build a grammar of IRIs if it finds this
    # optional module. No field of a notebook is an IRI.
    _import_without("rfc3987_syntax", "jsonschema")
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ParameterError(f"{path} is not a notebook: {error}") from error


def _import_without(optional: str, name: str) -> None:
    """Import the module `name` as if the module `optional` were not installed."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(optional, None)
    try:
        importlib.import_module(name)
    finally:
        if modules[optional] is None:
            del modules[optional]


@dataclass(frozen=True)
class ReportConfig:
    """The options of one report, as `nkru report` takes them."""

    corpus: str | Path | None = None
    out: str | Path | None = None
    only: Sequence[str] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    public: bool = False
    jobs: int = 2

    def options(self) -> dict[str, Any]:
        """Return the arguments for `run_report`."""
        return vars(self) | {"corpus": self.corpus or "seeds"}


_KEYS = {"corpus": str, "out": str, "only": list, "parameters": dict, "public": bool, "jobs": int}


def read_config(path: Path, options: ReportConfig) -> list[ReportConfig]:
    """Return the reports that a TOML file asks for, one per table [[report]].

    Keys above the tables apply to all reports. Options of the command line win over the file.

    Args:
        path: the file.
        options: the options of the command line.

    Raises:
        ParameterError: the file is missing or is not TOML; a key is unknown or of the wrong type;
            or the command line names one corpus or one folder for several reports.
    """
    try:
        shared = tomllib.loads(resolve(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path} is not TOML: {error}") from error
    reports = shared.pop("report", [{}])
    if not reports or not isinstance(reports, list) or not isinstance(reports[0], dict):
        raise ParameterError(f"{path}: reports are tables headed [[report]]")
    if len(reports) > 1 and (options.corpus or options.out):
        name = "CORPUS" if options.corpus else "--out"
        raise ParameterError(
            f"{path} asks for {len(reports)} reports: leave {name} out, and set it for each there"
        )
    return [_merge_options(path, shared, report, options) for report in reports]


def _merge_options(
    path: Path, shared: dict[str, Any], report: dict[str, Any], options: ReportConfig
) -> ReportConfig:
    for key, value in (*shared.items(), *report.items()):
        _check_key(path, key, value)
    default = ReportConfig()
    chosen = {key: value for key, value in vars(options).items() if value != getattr(default, key)}
    parameters = shared.get("parameters", {}) | report.get("parameters", {})
    merged = shared | report | chosen
    return ReportConfig(**merged | {"parameters": parameters | dict(options.parameters)})


def _check_key(path: Path, key: str, value: object) -> None:
    if key not in _KEYS:
        raise ParameterError(f"{path}: no key {key}{did_you_mean(key, _KEYS)}")
    if type(value) is not _KEYS[key]:  # a bool is not an int here
        raise ParameterError(f"{path}: {key} takes a {_KEYS[key].__name__}, not {value!r}")
