"""Execution: the tasks of a plan in threads, each in a folder of its own, which is renamed when all is well."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.paths import resolve
from nkru.report.runs.manifest import hash_files
from nkru.report.runs.plans import Plan, Task
from nkru.report.runs.progress import Progress
from nkru.report.runs.publication import SETTINGS

if TYPE_CHECKING:
    from nkru.report.site.pages import Page

RECORD, STORE = "record.json", "store"
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
    return {
        folder.name: _record(folder)
        for folder in sorted(ready.iterdir())
        if (folder / RECORD).is_file()
    }


def link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    """Give the files `names` of `source` a second name below `target`; nothing is copied."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(source / name, target / name)


def execute_tasks(plan: Plan, ready: Path, jobs: int, progress: Progress) -> dict[str, Page]:
    """Run the tasks that have no chapter in `ready`, and return what their pages show, by name.

    Raises:
        RunError: a notebook failed; the others ran to their end, and the next run keeps them.
    """
    due = [task for name, task in plan.tasks.items() if not (ready / name).exists()]
    cells = {task.name: len(task.notebook.cells) + 1 for task in due}
    progress.start(sum(cells.values()), len(due))
    # The longest first, so that no thread is left alone with it at the end.
    longest = sorted(due, key=lambda task: -cells[task.name])
    try:
        pages = _execute(longest, plan, ready, jobs, progress) if due else []
    finally:
        progress.close()
        if plan.public:
            # The store holds whole texts, beside what is to be shared.
            shutil.rmtree(ready.parent / STORE, ignore_errors=True)
    return {page.name: page for page in (reading.result() for reading in pages)}


def _execute(
    tasks: Sequence[Task], plan: Plan, ready: Path, jobs: int, progress: Progress
) -> list[Future[Page]]:
    with _private_settings(ready.parent) as settings, ThreadPoolExecutor(max(1, jobs)) as pool:
        store = _read_once(plan, ready.parent / STORE, jobs)
        from nkru.report.runs.kernels import execute

        environment = {**_FIXED, **settings}
        run = partial(execute, root=plan.root, environment=environment, on_cell=progress.cell)
        executed = [pool.submit(_execute_task, task, store, ready, run, progress) for task in tasks]
        # A thread that finds no notebook left reads those that have run, for their pages.
        reading = {
            notebook: pool.submit(_read_executed, notebook) for notebook in as_completed(executed)
        }
        return [reading[notebook] for notebook in executed]


@contextmanager
def _private_settings(work: Path) -> Iterator[dict[str, str]]:
    """Keep the kernels, and Jupyter in this process, from writing into a home that may be unwritable."""
    with tempfile.TemporaryDirectory(prefix=SETTINGS, dir=work) as private:
        settings = {"IPYTHONDIR": f"{private}/ipython", "MPLCONFIGDIR": f"{private}/matplotlib"}
        Path(settings["MPLCONFIGDIR"]).mkdir()
        # matplotlib makes its list of fonts, in a quarter of a second, where it finds none.
        with suppress(OSError, RuntimeError):
            cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "matplotlib"
            for found in cache.glob("fontlist-*.json"):
                shutil.copy(found, settings["MPLCONFIGDIR"])
        before = {name: os.environ[name] for name in settings if name in os.environ}
        os.environ |= settings
        try:
            yield settings
        finally:
            for name in settings:
                os.environ.pop(name, None)
            os.environ |= before


def _read_once(plan: Plan, store: Path, jobs: int) -> str:
    """Read the corpus into a store for all notebooks, and return what their `corpus` names.

    The store is kept: the next run reads only what has changed.

    Raises:
        CorpusError: see `nkru.read_corpus`.
    """
    from nkru.corpus.pipeline import prepare
    from nkru.corpus.store import is_store

    source = resolve(plan.corpus)
    if is_store(source):
        return plan.corpus
    prepare(source, store, jobs=max(1, jobs))
    return str(store)


def _execute_task(
    task: Task, store: str, ready: Path, run: Callable[..., Any], progress: Progress
) -> Path:
    """Run a notebook, keep its chapter in `ready`, and return the path of the executed notebook."""
    from nkru.report.runs.kernels import inject, write_notebook

    begun = time.monotonic()
    # A kernel that outlives a killed run by a second must not write where the next run writes.
    folder = Path(tempfile.mkdtemp(prefix=f"{task.name}.", dir=ready))
    values = {name: value for name, value in task.values.items() if name != "output"}
    # While it runs, the notebook reads the store; as published, it names the corpus.
    read = values | ({"corpus": store} if "corpus" in values else {})
    executed = run(inject(task.notebook, read), task.name, folder=folder)
    write_notebook(executed, folder / f"{task.name}.ipynb", values)
    seconds = time.monotonic() - begun
    record = {
        "fingerprint": task.fingerprint,
        "parameters": task.values,
        "files": hash_files(folder),
    }
    _write_record(folder, record | {"seconds": round(seconds, 3)})
    folder.chmod(0o755)
    folder.rename(ready / task.name)
    progress.done(task.name, seconds)
    return ready / task.name / f"{task.name}.ipynb"


def _read_executed(notebook: Future[Path]) -> Page:
    from nkru.report.site.pages import read_pages

    return read_pages([notebook.result()])[0]
