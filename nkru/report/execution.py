"""Execution: the tasks of a plan in threads, each in a folder of its own, which is renamed when all is well."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from nkru.report.interpreter import started
from nkru.report.manifest import hash_files
from nkru.report.plans import Plan, Task
from nkru.report.progress import Progress
from nkru.report.studies import resolve

RECORD, STORE = "record.json", "store"
# Bytes: reading such a corpus takes seconds. It is read once for all notebooks, and the next run reads what changed.
_LARGE = 2_000_000
# What would otherwise let two runs on the same input differ.
_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "100",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def keep_chapters(plan: Plan, ready: Path, out: Path, last: Mapping[str, Any] | None) -> None:
    """Leave in `ready` the chapters that need not run: those of a killed run, and of the last good report."""
    ready.mkdir(parents=True, exist_ok=True)
    for folder in ready.iterdir():
        task = plan.tasks.get(folder.name)
        if task is None or _record(folder).get("fingerprint") != task.fingerprint:
            shutil.rmtree(folder)
    for name, record in (last["chapters"] if last else {}).items():
        task = plan.tasks.get(name)
        current = record["fingerprint"] == task.fingerprint if task else _same_input(plan, last)
        if current and not (ready / name).exists():
            link_files(out, ready / name, record["files"])
            _write_record(ready / name, record)


def _same_input(plan: Plan, last: Mapping[str, Any] | None) -> bool:
    return bool(last) and last["common"] == plan.common  # type: ignore[index]


def _record(folder: Path) -> dict[str, Any]:
    path = folder / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _write_record(folder: Path, record: Mapping[str, Any]) -> None:
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def read_records(ready: Path) -> dict[str, dict[str, Any]]:
    """Return the record of each chapter in `ready`: fingerprint, parameters, files, seconds."""
    return {folder.name: _record(folder) for folder in sorted(ready.iterdir()) if (folder / RECORD).is_file()}


def link_files(source: Path, target: Path, names: Mapping[str, str]) -> None:
    """Give the files `names` of `source` a second name below `target`; nothing is copied."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(source / name, target / name)


def execute_tasks(plan: Plan, ready: Path, jobs: int, progress: Progress) -> tuple[str, ...]:
    """Run the tasks that have no chapter in `ready`, and return their names.

    Raises:
        RunError: a notebook failed; the others ran to their end, and the next run keeps them.
    """
    _load_jsonschema()
    due = [task for name, task in plan.tasks.items() if not (ready / name).exists()]
    cells = {task.name: task.path.read_text(encoding="utf-8").count('"cell_type"') + 1 for task in due}
    progress.start(sum(cells.values()), len(due))
    # The longest first, so that no thread is left alone with it at the end.
    longest = sorted(due, key=lambda task: -cells[task.name])
    store = ready.parent / STORE
    results = _run(longest, plan, ready, _read_once(plan, store, jobs), jobs, progress) if due else []
    progress.close()
    if plan.public:
        # It holds the whole texts, beside what is to be shared.
        shutil.rmtree(store, ignore_errors=True)
    for failure in (result.exception() for result in results):
        if failure:
            raise failure
    return tuple(task.name for task in due)


def _load_jsonschema() -> None:
    """Load jsonschema without its grammar of IRIs, which takes seconds to build; a notebook holds no IRI."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault("rfc3987_syntax", None)
    importlib.import_module("jsonschema")
    if modules["rfc3987_syntax"] is None:
        del modules["rfc3987_syntax"]


def _run(
    tasks: Sequence[Task], plan: Plan, ready: Path, handed: Mapping[str, str], jobs: int, progress: Progress
) -> list[Future[None]]:
    with tempfile.TemporaryDirectory(prefix="nkru-") as private:
        # Neither the kernels nor Jupyter in this process may write into a home that may be unwritable.
        settings = {"IPYTHONDIR": f"{private}/ipython", "MPLCONFIGDIR": f"{private}/matplotlib"}
        os.environ |= settings
        environment = {**_FIXED, **handed, **settings}
        with started(environment, plan.root) as interpreter, ThreadPoolExecutor(max(1, jobs)) as pool:
            # Jupyter's modules are loaded while the interpreter loads the notebooks'.
            from nkru.report.kernels import execute

            about: dict[str, Any] = {"root": plan.root, "environment": environment, "interpreter": interpreter}
            run = partial(execute, **about, on_cell=progress.cell)
            return [pool.submit(_execute_task, task, ready, run, progress) for task in tasks]


def _read_once(plan: Plan, store: Path, jobs: int) -> dict[str, str]:
    """Return what tells the notebooks where a large corpus has been read for all of them: a store of the last run's.

    Raises:
        CorpusError: see `nkru.read_corpus`.
    """
    source = resolve(plan.corpus)
    files = [source] if source.is_file() else source.rglob("*")
    if sum(path.stat().st_size for path in files if path.is_file()) < _LARGE:
        return {}
    from nkru.corpus.building import HANDED_SOURCE, HANDED_STORE, is_store
    from nkru.corpus.preparation import prepare

    if is_store(source):
        return {}
    prepare(source, store, jobs=max(1, jobs))
    return {HANDED_SOURCE: str(source), HANDED_STORE: str(store)}


def _execute_task(task: Task, ready: Path, run: Callable[..., Any], progress: Progress) -> None:
    from nkru.report.notebooks import read_notebook, write_notebook

    begun = time.monotonic()
    # A kernel that outlives a killed run by a second must not write where the next run writes.
    folder = Path(tempfile.mkdtemp(prefix=f"{task.name}.", dir=ready))
    notebook = read_notebook(task.path, {key: task.values[key] for key in task.values if key != "output"})
    executed = run(notebook, task.name, folder=folder)
    write_notebook(executed, folder / f"{task.name}.ipynb")
    seconds = time.monotonic() - begun
    record = {"fingerprint": task.fingerprint, "parameters": task.values, "files": hash_files(folder)}
    _write_record(folder, record | {"seconds": round(seconds, 3)})
    folder.chmod(0o755)
    folder.rename(ready / task.name)
    progress.done(task.name, seconds)
