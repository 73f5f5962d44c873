"""Runs: the notebooks executed, their results checked, and the report published in one step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.errors import RunError
from nkru.paths import resolve
from nkru.report.runs import manifest as manifests
from nkru.report.runs.execution import STORE, execute_tasks, keep_chapters, link_files, read_records
from nkru.report.runs.plans import Plan, make_plan
from nkru.report.runs.progress import Progress
from nkru.report.runs.publication import hold, publish

if TYPE_CHECKING:
    from nkru.report.site.pages import Page


@dataclass(frozen=True)
class Outcome:
    """What a run did: the report's folder, the notebooks that ran, those kept from before, the seconds."""

    folder: Path
    ran: tuple[str, ...]
    kept: tuple[str, ...]
    seconds: float


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
    """Run the notebooks on a corpus and publish the report; notebooks whose input did not change are kept.

    Args:
        corpus: a folder, file, archive or export; a relative path begins at the study's root.
        out: the report's folder; by default outputs/ and the name of the corpus.
        only: names of notebooks; by default all.
        parameters: values for what the notebooks declare.
        public: leave the articles' text out, but for short quotations.
        jobs: notebooks that run at once.
        force: run also what has not changed.
        progress: told of each step.

    Raises:
        ParameterError: bad usage; nothing was run.
        CorpusError: bad input.
        RunError: a notebook failed; the last good report is in place.
        LockedError: another run holds the output folder.
    """
    started = time.monotonic()
    plan = make_plan(corpus, out, only=only, parameters=parameters, public=public)
    ran: tuple[str, ...] = ()
    with hold(plan.out) as work:
        last = _last_good(plan.out)
        if force or not last or not _is_current(plan, last):
            try:
                ran = _run(plan, work, last, jobs, force, progress or Progress())
            except OSError as error:
                raise RunError(
                    f"cannot write {error.filename or plan.out}: {error.strerror}"
                ) from error
    kept = tuple(name for name in plan.tasks if name not in ran)
    return Outcome(plan.out, ran, kept, time.monotonic() - started)


def _last_good(out: Path) -> dict[str, Any] | None:
    """Return the manifest of the report in place where all its files are as they were published."""
    manifest = manifests.read_manifest(out)
    return manifest if manifest and not manifests.verify(out) else None


def _is_current(plan: Plan, last: Mapping[str, Any]) -> bool:
    made = {name: chapter["fingerprint"] for name, chapter in last["chapters"].items()}
    return all(made.get(name) == task.fingerprint for name, task in plan.tasks.items())


def _run(
    plan: Plan,
    work: Path,
    last: Mapping[str, Any] | None,
    jobs: int,
    force: bool,
    progress: Progress,
) -> tuple[str, ...]:
    ready = work / "chapters"
    if force:
        for folder in (ready, work / STORE):
            shutil.rmtree(folder, ignore_errors=True)
    keep_chapters(plan, ready, plan.out, None if force else last)
    ran = execute_tasks(plan, ready, jobs, progress)
    if manifests.hash_files(resolve(plan.corpus)) != plan.inputs:
        shutil.rmtree(ready)
        raise RunError(f"the corpus {plan.corpus} changed during the run: run again")
    _assemble(plan, ready, work / "site", ran)
    publish(work / "site", plan.out)
    shutil.rmtree(ready)
    return tuple(name for name in plan.tasks if name in ran)


def _assemble(plan: Plan, ready: Path, site: Path, read: Mapping[str, Page]) -> None:
    from nkru.report.runs.differences import write_changes
    from nkru.report.site.pages import write_pages

    records = read_records(ready)
    site.mkdir()
    # A page written over a file of a chapter would change that chapter too, and the report in
    # place.
    pages = {"index.html", "changes.html", manifests.NAME, *(f"{name}.html" for name in records)}
    for name, record in records.items():
        link_files(ready / name, site, [file for file in record["files"] if file not in pages])
    manifest = _manifest(plan, records)
    write_pages(site, manifest, read)
    old = manifests.read_manifest(plan.out)
    write_changes(plan.out if old else None, site, manifest)
    if old:
        link_files(plan.out, site, dict.fromkeys(manifests.added_files(plan.out, old), ""))
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
