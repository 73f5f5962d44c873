"""The plan of a run: its notebooks, the values of their parameters, and a fingerprint of each.

A fingerprint hashes everything that a chapter depends on: the corpus, the code, the versions of the
libraries, the notebook, its values and the files they name. A notebook runs only if its fingerprint
has changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkru.errors import ParameterError
from nkru.language import deferred, parse_languages
from nkru.paths import find_corpus, find_root, resolve
from nkru.report.runs.manifest import code_hash, environment, hash_files, sha256_of
from nkru.report.runs.notebooks import read_notebook
from nkru.report.runs.parameters import (
    RESERVED,
    Parameter,
    Value,
    choose_values,
    did_you_mean,
    read_parameters,
)
from nkru.report.studies import list_notebooks
from nkru.rights import resolve_output
from nkru.tokens.characters import one_line


@dataclass(frozen=True)
class Task:
    """A notebook of a run: its name, its content, the values of its parameters, its fingerprint."""

    name: str
    notebook: Any
    values: dict[str, Value]
    fingerprint: str

    @property
    def language(self) -> str:
        """The language of the chapter."""
        return str(self.values.get("lang", "en"))

    @property
    def told(self) -> dict[str, Value]:
        """The values that the report shows: a public edition shows no folder of a file."""
        if not self.values.get("public"):
            return self.values
        return {name: without_folder(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Plan:
    """The plan of a run.

    Attributes:
        root: the root of the study.
        corpus: the corpus as the user wrote it.
        corpus_path: a hash of its path from the root: another corpus has another one.
        out: the folder of the report.
        public: whether the report leaves out the text of the articles.
        language: of the report.
        tasks: the notebooks of the run by name.
        inputs: the SHA-256 of each file of the corpus.
        excel_csv: whether each table is also written for a French spreadsheet.
        common: the fingerprint of what all chapters share: corpus, code, versions, `public` and
            `language`.
        further: the same report in further languages, whose chapters the notebooks make too.
    """

    root: Path
    corpus: str
    corpus_path: str
    out: Path
    public: bool
    language: str
    tasks: dict[str, Task]
    inputs: dict[str, str]
    common: str
    excel_csv: bool = False
    further: Sequence[Plan] = ()


def make_plan(
    corpus: str | Path,
    out: str | Path | None,
    *,
    only: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    public: bool = False,
    lang: str = "en",
) -> Plan:
    """Return the plan of a run (for the arguments, see `run_report`).

    Raises:
        ParameterError: an unknown notebook, parameter or language, a value of the wrong type, or a
            notebook that cannot leave out the text of the articles or has no language.
        CorpusError: the corpus does not exist.
    """
    root, folder = find_root(), find_corpus(corpus)
    target = resolve_output(out or root / "outputs" / folder.name)
    if target == folder or target in folder.parents or folder in target.parents:
        raise ParameterError(
            "the output folder {target} and the corpus {folder} lie in one "
            "another: choose another --out",
            target=target,
            folder=folder,
        )
    notebooks = _choose_notebooks(list_notebooks(root), only)
    known = {name: read_parameters(notebook, name) for name, notebook in notebooks.items()}
    (language,) = parse_languages(lang)
    if public:
        _require(known, "public", "public: bool = False", _WOULD_PUBLISH)
    if language != "en":
        _require(known, "lang", 'lang: str = "en"', _WOULD_STAY)
    values = choose_values(parameters or {}, known)
    inputs = hash_files(folder)
    common = sha256_of([inputs, code_hash(), environment(), public, language])
    by_run: dict[str, Value] = {"corpus": str(corpus), "public": public, "lang": language}
    for own in values.values():
        own |= {key: by_run[key] for key in own.keys() & by_run.keys()}
    tasks = {
        name: Task(name, notebook, values[name], _fingerprint(common, notebook, values[name]))
        for name, notebook in notebooks.items()
    }
    place = hashlib.sha256(os.fsencode(os.path.relpath(folder, root))).hexdigest()
    return Plan(root, str(corpus), place, target, public, language, tasks, inputs, common)


_WOULD_PUBLISH = deferred(
    "notebook {name} has no parameter `{parameter}`, and would publish what it likes: add `{line}` "
    "and use it, or name other notebooks with --only"
)
_WOULD_STAY = deferred(
    "notebook {name} has no parameter `{parameter}`, and would stay in English: add `{line}` and "
    "use it, or name other notebooks with --only"
)


def _require(
    notebooks: Mapping[str, Mapping[str, Parameter]], parameter: str, line: str, told: str
) -> None:
    """Refuse notebooks without a parameter that a run needs: `public`, or `lang`."""
    for name, parameters in notebooks.items():
        if parameter not in parameters:
            raise ParameterError(told, name=name, parameter=parameter, line=line)


def _choose_notebooks(paths: Mapping[str, Path], only: Iterable[str]) -> dict[str, Any]:
    names = list(only) or list(paths)
    for name in names:
        if name not in paths:
            shown = one_line(name)
            raise ParameterError(
                "no notebook is called {shown}: {hint}", shown=shown, hint=did_you_mean(name, paths)
            )
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


def without_folder(value: Any) -> Any:
    """Return a value, or values, with each path cut to its last name.

    >>> without_folder(["/home/anna/livre.toml", 8])
    ['livre.toml', 8]
    """
    if isinstance(value, list):
        return [without_folder(one) for one in value]
    if not isinstance(value, str):
        return value
    return Path(value).name if Path(value).is_absolute() or _exists(value) else value


def _exists(text: str) -> bool:
    try:
        return bool(text) and resolve(text).exists()
    except (OSError, ParameterError, ValueError):  # what cannot be a path
        return False


def _is_file(text: str) -> bool:
    try:
        return resolve(text).is_file()
    except (OSError, ParameterError):  # what cannot be a path
        return False
