"""Runs: from a corpus to a published report.

    run_report
    ├── make_plan              plans         choose notebooks and values, and hash their inputs
    ├── lock_output            publication   allow one run at a time; yield .NAME.work
    └── _make_report           runs          unless all fingerprints equal those published
        ├── keep_chapters      execution     link the unchanged chapters of the last report
        ├── read_once          execution     read the corpus into a store for all notebooks
        ├── execute_tasks      execution     run the other notebooks in threads
        │   └── execute        kernels       run the cells of one notebook with papermill
        ├── _assemble          runs          write pages, changes.html and manifest.json
        └── publish            publication   exchange the new report for the old one

An error at any step leaves the last report in place.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.errors import RunError
from nkru.paths import resolve
from nkru.report.runs import manifest as manifests
from nkru.report.runs.execution import (
    execute_tasks,
    keep_chapters,
    link_files,
    read_once,
    read_records,
)
from nkru.report.runs.plans import Plan, make_plan
from nkru.report.runs.progress import Outcome, Progress
from nkru.report.runs.publication import lock_output, publish

if TYPE_CHECKING:
    from nkru.report.site.pages import Page


def run_report(
    corpus: str | Path = "seeds",
    out: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    public: bool = False,
    jobs: int = 2,
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Run the notebooks on a corpus and publish the report; unchanged chapters are kept.

    Args:
        corpus: a folder, file, archive or export; a relative path starts at the root of the study.
        out: the folder of the report; by default outputs/ and the name of the corpus.
        only: names of the notebooks to run; by default all.
        parameters: values for the parameters of the notebooks.
        public: leave out the text of the articles, except short quotations.
        jobs: how many notebooks run at once, and how many processes read the corpus.
        force: run unchanged notebooks too.
        progress: receives the events of the run.

    Raises:
        ParameterError: wrong arguments; nothing was run.
        CorpusError: the corpus cannot be read.
        NotebookError: a notebook imports something that is not there.
        RunError: a notebook failed, or the report could not be written.
        LockedError: another run is writing the output folder.
    """
    plan = make_plan(corpus, out, only=only, parameters=parameters, public=public)
    ran: tuple[str, ...] = ()
    with lock_output(plan.out) as work:
        last = _last_good(plan.out)
        if force or not last or not _is_up_to_date(plan, last):
            try:
                ran = _make_report(plan, work, last, jobs, force, progress or Progress())
            except OSError as error:
                raise RunError(
                    f"cannot write {error.filename or plan.out}: {error.strerror}"
                ) from error
    kept = tuple(name for name in plan.tasks if name not in ran)
    return Outcome(plan.out, ran, kept)


def _last_good(out: Path) -> dict[str, Any] | None:
    """Return the manifest of the last report if all its files are as published."""
    manifest = manifests.read_manifest(out)
    return manifest if manifest and not manifests.verify(out) else None


def _is_up_to_date(plan: Plan, last: Mapping[str, Any]) -> bool:
    made = {name: chapter["fingerprint"] for name, chapter in last["chapters"].items()}
    return all(made.get(name) == task.fingerprint for name, task in plan.tasks.items())


def _make_report(
    plan: Plan,
    work: Path,
    last: Mapping[str, Any] | None,
    jobs: int,
    force: bool,
    progress: Progress,
) -> tuple[str, ...]:
    """Make and publish the report; return the names of the notebooks that ran."""
    ready, store = work / "chapters", work / "store"
    if force:
        for folder in (ready, store):
            shutil.rmtree(folder, ignore_errors=True)
    keep_chapters(plan, ready, None if force else last)
    due = [task for name, task in plan.tasks.items() if not (ready / name).exists()]
    try:
        opened = read_once(plan, store, jobs) if due else ""
        pages = execute_tasks(due, opened, plan.root, ready, jobs, progress)
    finally:
        if plan.public:
            # The store holds whole texts, and a public report may be shared with its folder.
            shutil.rmtree(store, ignore_errors=True)
    if manifests.hash_files(resolve(plan.corpus)) != plan.inputs:
        shutil.rmtree(ready)
        raise RunError(f"the corpus {plan.corpus} changed during the run: run again")
    _assemble(plan, ready, work / "site", pages)
    publish(work / "site", plan.out)
    shutil.rmtree(ready)
    return tuple(task.name for task in due)


def _assemble(plan: Plan, ready: Path, site: Path, pages: Mapping[str, Page]) -> None:
    """Write the whole report into `site`; `pages` holds the notebooks that have been read."""
    from nkru.report.runs.differences import write_changes
    from nkru.report.site.pages import write_pages

    records = read_records(ready)
    site.mkdir()
    # A page replaces a file of the same name. That file must not be linked: writing the page would
    # change it in the chapter, and in the last report, too.
    written = {"index.html", "changes.html", manifests.NAME, *(f"{name}.html" for name in records)}
    for name, record in records.items():
        link_files(ready / name, site, [file for file in record["files"] if file not in written])
    manifest = _manifest(plan, records)
    write_pages(site, manifest, pages)
    old = manifests.read_manifest(plan.out)
    write_changes(plan.out if old else None, site, manifest)
    if old:
        link_files(plan.out, site, manifests.find_own_files(plan.out, old))
    manifests.write_manifest(site, manifest)


def _manifest(plan: Plan, records: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "chapters": dict(records),
        "common": plan.common,
        "corpus": plan.corpus,
        "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "git_commit": manifests.git_commit(plan.root),
        "inputs": plan.inputs,
        "public": plan.public,
        "resources": manifests.resource_versions(),
        **manifests.environment(),
    }
