"""Execution: the corpus is read once, and the tasks of a plan run in threads."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from nkru.language import deferred, gettext
from nkru.paths import resolve
from nkru.report.runs.finished import finish_chapter
from nkru.report.runs.plans import Plan, Task
from nkru.report.runs.progress import Progress
from nkru.report.runs.publication import Tell
from nkru.report.runs.workplace import CHAPTERS, SETTINGS, work_folder

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus
    from nkru.report.site.pages import Page

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


def is_own_store(plan: Plan) -> bool:
    """Return whether the articles are read into a store of the run's own."""
    from nkru.corpus.state import is_store

    return not is_store(resolve(plan.corpus))


def read_once(plan: Plan, store: Path, jobs: int, tell: Tell) -> str:
    """Read the corpus into a Parquet store, and return the corpus for the notebooks to open.

    The store is kept, so that the next run reads new and changed files only. If the corpus is a
    store already, its own path is returned.

    Args:
        plan: the plan of the run.
        store: the folder of the store.
        jobs: how many processes read.
        tell: receives a sentence if the store was damaged.

    Raises:
        CorpusError: see `nkru.read_corpus`.
    """
    from nkru.corpus.pipeline import prepare
    from nkru.corpus.state import is_store
    from nkru.corpus.updates import is_damaged

    if not is_own_store(plan):
        return plan.corpus
    if is_store(store) and is_damaged(store):
        told = deferred("{store} is damaged or unfinished, and is made anew from the articles")
        tell(gettext(told, store=str(store)))
    prepare(resolve(plan.corpus), store, jobs=max(1, jobs))
    return str(store)


def copy_store(source: Path, target: Path) -> None:
    """Copy the store of the same report in another language, unless there is one already.

    Where it cannot be copied, the articles are read again.
    """
    # A copy that was stopped is deleted with the settings of its run.
    unfinished = target.with_name(f"{SETTINGS}copy")
    if source.is_dir() and not target.exists():
        with suppress(OSError):
            shutil.copytree(source, unfinished)
            unfinished.rename(target)


def count_articles(corpus: Corpus, files: Container[str]) -> int:
    """Return the number of articles of a corpus that lie in these files."""
    sources = corpus.documents["source"].value_counts().items()
    return int(sum(count for source, count in sources if _is_below(str(source), files)))


def _is_below(source: str, files: Container[str]) -> bool:
    """Return whether a file, or the archive that it lies in, is one of these."""
    return any(
        str(path) in files for path in (PurePosixPath(source), *PurePosixPath(source).parents)
    )


def execute_tasks(
    tasks: Sequence[Task], corpus: str, plan: Plan, ready: Path, jobs: int, progress: Progress
) -> dict[str, Page]:
    """Run notebooks, keep their chapters in `ready`, and return the content of their pages by name.

    Args:
        tasks: the notebooks to run.
        corpus: the corpus that they open (see `read_once`).
        plan: its root is the working folder of the kernels, and its language that of the pages.
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
        pages = _execute(longest, corpus, plan, ready, jobs, progress) if tasks else []
    finally:
        progress.close()
    return {page.name: page for page in (reading.result() for reading in pages)}


def _execute(
    tasks: Sequence[Task], corpus: str, plan: Plan, ready: Path, jobs: int, progress: Progress
) -> list[Future[Page]]:
    from nkru.report.runs.kernels import Kernels, execute

    kernels = Kernels()
    with _kernel_environment(ready.parent) as environment:
        pool = ThreadPoolExecutor(max(1, jobs))
        run = partial(
            execute,
            root=plan.root,
            environment=environment | {"NKRU_LANGUAGE": plan.language},
            kernels=kernels,
            on_cell=progress.cell,
        )
        try:
            executed = [
                pool.submit(_execute_task, task, corpus, ready, run, progress, _also(task, plan))
                for task in tasks
            ]
            # A thread without a notebook left reads those that have run, for their pages.
            reading = {
                notebook: pool.submit(_read_executed, notebook, plan.language)
                for notebook in as_completed(executed)
            }
            wait(reading.values())
        except BaseException:  # Ctrl-C
            kernels.stop()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
    # In a fixed order, so that of two errors the same one is raised in each run.
    return [reading[notebook] for notebook in executed]


@contextmanager
def _kernel_environment(work: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of kernels, with folders of settings that do not depend on the user.

    The home folder of the user may be unwritable, for instance under cron.
    """
    with tempfile.TemporaryDirectory(prefix=SETTINGS, dir=work) as private:
        matplotlib, jupyter = Path(private, "matplotlib"), Path(private, "jupyter")
        matplotlib.mkdir()
        jupyter.mkdir()
        # Without this list of fonts, matplotlib makes one in 0.25 s.
        with suppress(OSError, RuntimeError):
            cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "matplotlib"
            for fonts in cache.glob("fontlist-*.json"):
                shutil.copy(fonts, matplotlib)
        yield _FIXED | {
            "IPYTHONDIR": f"{private}/ipython",
            "JUPYTER_RUNTIME_DIR": str(jupyter),
            "MPLCONFIGDIR": str(matplotlib),
        }


def _also(task: Task, plan: Plan) -> dict[Path, Task]:
    """Return the task in further languages, by the folder of finished chapters of each."""
    places = ((work_folder(other.out) / CHAPTERS, other.tasks[task.name]) for other in plan.further)
    return {place: other for place, other in places if not (place / task.name).exists()}


def _execute_task(
    task: Task,
    corpus: str,
    ready: Path,
    run: Callable[..., Any],
    progress: Progress,
    also: Mapping[Path, Task],
) -> Path:
    """Run a notebook, keep its chapter in `ready`, and return the path of the executed notebook.

    Its chapters in further languages are kept in the folders `also`.
    """
    from nkru.report.chapter.editions import edition, has_editions
    from nkru.report.runs.notebooks import inject

    begun = time.monotonic()
    # The name is new for each run: a kernel may outlive a killed run by a second and still write.
    folder = Path(tempfile.mkdtemp(prefix=f"{task.name}.", dir=ready))
    values = {name: value for name, value in task.values.items() if name != "output"}
    # The notebook opens the store; the published notebook names the corpus as the user wrote it.
    opened = {name: corpus if name == "corpus" else value for name, value in values.items()}
    own = {place: Path(tempfile.mkdtemp(prefix=f"{task.name}.", dir=place)) for place in also}
    further = {other.language: own[place] for place, other in also.items()}
    executed = run(inject(task.notebook, opened), task.name, folder=folder, further=further)
    seconds = time.monotonic() - begun
    for place, other in also.items():
        # A notebook that makes more than its chapter runs once for each language.
        if has_editions(executed) and _names(own[place]) == _names(folder) - {f"{task.name}.ipynb"}:
            finish_chapter(other, edition(executed, other.language), own[place], place, seconds)
        else:
            shutil.rmtree(own[place])
    finish_chapter(task, edition(executed, task.language), folder, ready, seconds)
    progress.done(task.name, seconds)
    return ready / task.name / f"{task.name}.ipynb"


def _names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def _read_executed(notebook: Future[Path], language: str) -> Page:
    from nkru.report.site.pages import read_pages

    return read_pages([notebook.result()], language)[0]
