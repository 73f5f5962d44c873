"""Execution: the tasks of a plan run in threads, and each finished chapter is kept in a folder.

A chapter is written into a temporary folder, which is renamed to the name of its notebook once the
notebook has run without error. So a folder with such a name is a whole chapter, and a run that was
killed can be resumed. The file `record.json` in it holds its fingerprint, parameters, files and
seconds.
"""

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
from nkru.report.runs.publication import SETTINGS_PREFIX

if TYPE_CHECKING:
    from nkru.report.site.pages import Page

_RECORD = "record.json"
# Without these, two runs on the same input could differ.
_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "100",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def keep_chapters(plan: Plan, ready: Path, last: Mapping[str, Any] | None) -> None:
    """Fill the folder `ready` with the chapters that need not run again.

    They come from a run that was killed, or from the last report (`last` is its manifest).
    """
    ready.mkdir(parents=True, exist_ok=True)
    for folder in ready.iterdir():
        task = plan.tasks.get(folder.name)
        if task is None or _read_record(folder).get("fingerprint") != task.fingerprint:
            shutil.rmtree(folder)
    for name, record in (last["chapters"] if last else {}).items():
        if _can_be_kept(plan, name, record, last) and not (ready / name).exists():
            link_files(plan.out, ready / name, record["files"])
            _write_record(ready / name, record)


def _can_be_kept(
    plan: Plan, name: str, record: Mapping[str, Any], last: Mapping[str, Any] | None
) -> bool:
    """Return whether a chapter of the last report can be kept; its notebook may be in no task."""
    if name in plan.tasks:
        return bool(record["fingerprint"] == plan.tasks[name].fingerprint)
    return last is not None and bool(last["common"] == plan.common)


def _read_record(folder: Path) -> dict[str, Any]:
    path = folder / _RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _write_record(folder: Path, record: Mapping[str, Any]) -> None:
    (folder / _RECORD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def read_records(ready: Path) -> dict[str, dict[str, Any]]:
    """Return the record of each chapter in `ready` by name."""
    records = {folder.name: _read_record(folder) for folder in sorted(ready.iterdir())}
    return {name: record for name, record in records.items() if record}


def link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    """Hard-link the files `names` of `source` into `target`: no content is copied."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(source / name, target / name)


def read_once(plan: Plan, store: Path, jobs: int) -> str:
    """Read the corpus into a Parquet store, and return the corpus for the notebooks to open.

    The store is kept, so that the next run reads new and changed files only. If the corpus is a
    store already, its own path is returned.

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


def execute_tasks(
    tasks: Sequence[Task], corpus: str, root: Path, ready: Path, jobs: int, progress: Progress
) -> dict[str, Page]:
    """Run notebooks, keep their chapters in `ready`, and return the content of their pages by name.

    Args:
        tasks: the notebooks to run.
        corpus: the corpus that they open (see `read_once`).
        root: the root of the study, which is the working folder of the kernels.
        ready: the folder of finished chapters.
        jobs: how many notebooks run at once.
        progress: receives the events.

    Raises:
        NkruError: a notebook failed. The others have run to their end, and the next run keeps them.
    """
    cells = {task.name: len(task.notebook.cells) + 1 for task in tasks}
    progress.start(sum(cells.values()), len(tasks))
    # The longest comes first, so that the threads end at about the same time.
    longest = sorted(tasks, key=lambda task: -cells[task.name])
    try:
        pages = _execute(longest, corpus, root, ready, jobs, progress) if tasks else []
    finally:
        progress.close()
    return {page.name: page for page in (reading.result() for reading in pages)}


def _execute(
    tasks: Sequence[Task], corpus: str, root: Path, ready: Path, jobs: int, progress: Progress
) -> list[Future[Page]]:
    from nkru.report.runs.kernels import execute

    with (
        _kernel_environment(ready.parent) as environment,
        ThreadPoolExecutor(max(1, jobs)) as pool,
    ):
        run = partial(execute, root=root, environment=environment, on_cell=progress.cell)
        executed = [
            pool.submit(_execute_task, task, corpus, ready, run, progress) for task in tasks
        ]
        # A thread without a notebook left reads those that have run, for their pages.
        reading = {
            notebook: pool.submit(_read_executed, notebook) for notebook in as_completed(executed)
        }
        # In a fixed order, so that of two errors the same one is raised in each run.
        return [reading[notebook] for notebook in executed]


@contextmanager
def _kernel_environment(work: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of kernels, with folders of settings that do not depend on the user.

    The home folder of the user may be unwritable, for instance under cron.
    """
    with tempfile.TemporaryDirectory(prefix=SETTINGS_PREFIX, dir=work) as private:
        matplotlib = Path(private, "matplotlib")
        matplotlib.mkdir()
        # Without this list of fonts, matplotlib makes one in 0.25 s.
        with suppress(OSError, RuntimeError):
            cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "matplotlib"
            for fonts in cache.glob("fontlist-*.json"):
                shutil.copy(fonts, matplotlib)
        yield {**_FIXED, "IPYTHONDIR": f"{private}/ipython", "MPLCONFIGDIR": str(matplotlib)}


def _execute_task(
    task: Task, corpus: str, ready: Path, run: Callable[..., Any], progress: Progress
) -> Path:
    """Run a notebook, keep its chapter in `ready`, and return the path of the executed notebook."""
    from nkru.report.runs.kernels import inject, write_notebook

    begun = time.monotonic()
    # The name is new for each run: a kernel may outlive a killed run by a second and still write.
    folder = Path(tempfile.mkdtemp(prefix=f"{task.name}.", dir=ready))
    values = {name: value for name, value in task.values.items() if name != "output"}
    # The notebook opens the store; the published notebook names the corpus as the user wrote it.
    opened = {name: corpus if name == "corpus" else value for name, value in values.items()}
    executed = run(inject(task.notebook, opened), task.name, folder=folder)
    write_notebook(executed, folder / f"{task.name}.ipynb", values)
    seconds = time.monotonic() - begun
    record = {
        "fingerprint": task.fingerprint,
        "parameters": task.values,
        "files": hash_files(folder),
        "seconds": round(seconds, 3),
    }
    _write_record(folder, record)
    folder.chmod(0o755)
    folder.rename(ready / task.name)
    progress.done(task.name, seconds)
    return ready / task.name / f"{task.name}.ipynb"


def _read_executed(notebook: Future[Path]) -> Page:
    from nkru.report.site.pages import read_pages

    return read_pages([notebook.result()])[0]
