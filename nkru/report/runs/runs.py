"""Runs: from a corpus to a published report.

    run_report
    ├── make_plan              plans         choose notebooks and values, and hash their inputs
    ├── lock_output            workplace     allow one run at a time; yield .NAME.work
    │   └── recover            publication   finish the publication of a run that was stopped
    └── _publish               runs          unless all fingerprints equal those published
        ├── keep_chapters      finished      copy the unchanged chapters of the last report
        ├── read_once          execution     read the corpus into a store for all notebooks
        ├── execute_tasks      execution     run the other notebooks in threads
        │   └── execute        kernels       run the cells of one notebook with papermill
        ├── assemble           assembly      write pages, changes.html and manifest.json
        └── publish            publication   exchange the new report for the old one
            └── settle         settlement    keep the files that the reader put into the old one

An error at any step leaves the last report in place.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.errors import ParameterError, RunError, StoreError
from nkru.language import deferred, gettext, using
from nkru.paths import resolve, shown
from nkru.report.runs import manifest as manifests
from nkru.report.runs.assembly import assemble
from nkru.report.runs.execution import (
    copy_store,
    count_articles,
    execute_tasks,
    is_own_store,
    read_once,
)
from nkru.report.runs.finished import keep_chapters
from nkru.report.runs.limits import check_limits
from nkru.report.runs.plans import Plan, Task, make_plan
from nkru.report.runs.progress import Outcome, Progress
from nkru.report.runs.publication import SITE, find_published, publish
from nkru.report.runs.workplace import CHAPTERS, PUBLIC_STORE, STORE, lock_output, work_folder

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus
    from nkru.report.site.pages import Page


def run_report(
    corpus: str | Path = "seeds",
    out: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    public: bool = False,
    lang: str = "en",
    excel_csv: bool = False,
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
        lang: the language of the report, "en" or "fr".
        excel_csv: also write each table for a French spreadsheet: semicolons, decimal commas.
        jobs: how many notebooks run at once, and how many processes read the corpus.
        force: run unchanged notebooks too.
        progress: receives the events of the run.

    Raises:
        ParameterError: wrong arguments, or a folder that cannot be used; nothing was run.
        CorpusError: the corpus cannot be read.
        NotebookError: a notebook imports something that is not there.
        RunError: a notebook failed, or the report could not be written.
        LockedError: another run is writing the output folder.

    >>> import nkru
    >>> nkru.run_report("articles", "outputs/articles")  # doctest: +SKIP
    >>> nkru.run_report("no such folder")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nkru.errors.CorpusError: no folder or file no such folder (l...
    """
    check_limits(jobs)
    plan = make_plan(corpus, out, only=only, parameters=parameters, public=public, lang=lang)
    plan = replace(plan, excel_csv=excel_csv)
    return Run(plan, jobs, force, progress or Progress()).start()


class Run:
    """One run: its plan, its options and its messages."""

    def __init__(
        self,
        plan: Plan,
        jobs: int,
        force: bool,
        progress: Progress,
        *,
        follows: Plan | None = None,
    ) -> None:
        self.plan, self.jobs, self.force, self.progress = plan, jobs, force, progress
        self._follows = follows  # the run in another language, which made chapters for this one
        self.told: list[str] = []
        self.counts: dict[str, int] = {}
        self._begun = time.monotonic()

    def tell(self, sentence: str) -> None:
        """Report files that were damaged, altered by hand, or left by a stopped run."""
        self.told.append(sentence)
        self.progress.told(sentence)

    def start(self) -> Outcome:
        """Make the report while no other run may write it, or its further languages."""
        with ExitStack() as locks:
            work, *_ = (
                locks.enter_context(lock_output(plan.out, self.tell))
                for plan in (self.plan, *self.plan.further)
            )
            try:
                return self.make(work)
            except OSError as error:
                raise RunError(
                    "cannot write {file}: {reason:cell}",
                    file=error.filename or self.plan.out,
                    reason=error.strerror,
                ) from error

    def make(self, work: Path) -> Outcome:
        """Make and publish the report, unless the last one is as it would be."""
        last = find_published(self.plan.out, work, self.tell)
        if last and last["corpus_path"] != self.plan.corpus_path:
            raise ParameterError(
                "{folder} holds the report on another corpus, {corpus}: choose "
                "another folder with --out, or delete that one",
                folder=self.plan.out,
                corpus=last["corpus"],
            )
        altered = manifests.find_altered(self.plan.out, last) if last else []
        ran: tuple[str, ...] = ()
        self.counts = {**(last or {}).get("counts", {}), "new": 0}
        whole = not altered and last == manifests.read_manifest(self.plan.out)
        current = last and whole and not self.force and _is_up_to_date(self.plan, last)
        if not current:
            ran = self._publish(work, last, altered)
        kept = tuple(name for name in self.plan.tasks if name not in ran)
        outcome = Outcome(self.plan.out, ran, kept, not current, tuple(self.told), **self.counts)
        return replace(outcome, seconds=time.monotonic() - self._begun)

    def _publish(
        self, work: Path, last: Mapping[str, Any] | None, altered: Sequence[str]
    ) -> tuple[str, ...]:
        """Make and publish the report; return the names of the notebooks that ran."""
        plan, ready = self.plan, work / CHAPTERS
        store = work / (PUBLIC_STORE if plan.public else STORE)
        if self.force and not self._follows:
            shutil.rmtree(ready, ignore_errors=True)
        self._prepare_further()
        if self.force or plan.public:
            # The store holds whole texts, and a public report may be shared with its folder.
            shutil.rmtree(work / STORE, ignore_errors=True)
        if self._follows:
            copy_store(work_folder(self._follows.out) / STORE, store)
        keep_chapters(plan, ready, None if self.force else last, altered)
        due = [task for name, task in plan.tasks.items() if not (ready / name).exists()]
        try:
            pages = self._run_notebooks(due, store, ready)
            if manifests.hash_files(resolve(plan.corpus)) != plan.inputs:
                shutil.rmtree(ready)
                raise RunError(
                    "the corpus {corpus} changed during the run: run again", corpus=plan.corpus
                )
            corpus = self._opened(store)
            self.counts = self._count(corpus, last or {})
            with using(plan.language):
                edition = self._follows.out if self._follows else None
                assemble(plan, ready, work / SITE, pages, corpus, self.counts, edition)
        finally:
            if plan.public:
                shutil.rmtree(store, ignore_errors=True)
        publish(work / SITE, plan.out, self.tell)
        shutil.rmtree(ready)
        return tuple(task.name for task in due if task.name in pages)

    def _prepare_further(self) -> None:
        """Make room for the chapters of further languages, unless their reports are up to date."""
        plans = [other for other in self.plan.further if self.force or not _is_published(other)]
        self.plan = replace(self.plan, further=plans)
        for other in plans:
            chapters = work_folder(other.out) / CHAPTERS
            if self.force:
                shutil.rmtree(chapters, ignore_errors=True)
            keep_chapters(other, chapters, None)

    def _run_notebooks(self, due: Sequence[Task], store: Path, ready: Path) -> dict[str, Page]:
        """Run notebooks on the store; where it is damaged, make it anew and run them once more."""
        try:
            return self._execute(due, store, ready)
        except StoreError:
            if not is_own_store(self.plan):
                raise
        told = deferred("{store} is damaged, and is made anew from the articles")
        self.tell(gettext(told, store=str(store)))
        shutil.rmtree(store, ignore_errors=True)
        again = [task for task in due if not (ready / task.name).exists()]
        return self._execute(again, store, ready)

    def _opened(self, store: Path) -> Corpus:
        """Return the corpus, for the pages of its articles."""
        from nkru.corpus.pipeline import read_corpus

        return read_corpus(resolve(read_once(self.plan, store, self.jobs, self.tell)))

    def _count(self, corpus: Corpus, last: Mapping[str, Any]) -> dict[str, int]:
        """Count the articles; of a store, the new ones are those that are more than last time."""
        if is_own_store(self.plan):
            changed = self.plan.inputs.items() - last.get("inputs", {}).items()
            new = count_articles(corpus, {shown(name) for name, _ in changed})
        else:
            new = max(0, len(corpus) - last.get("counts", {}).get("articles", 0))
        notes = corpus.unread["source"].isin(corpus.documents["doc_id"])
        return {"articles": len(corpus), "new": new, "unread": int((~notes).sum())}

    def _execute(self, due: Sequence[Task], store: Path, ready: Path) -> dict[str, Page]:
        opened = read_once(self.plan, store, self.jobs, self.tell) if due else ""
        if due and not self._opened(store).counted:
            self.tell(gettext("no article is in French: the report says so, and has no chapter"))
            return {}
        return execute_tasks(due, opened, self.plan, ready, self.jobs, self.progress)


def _is_published(plan: Plan) -> bool:
    last = manifests.read_manifest(plan.out)
    return last is not None and _is_up_to_date(plan, last)


def _is_up_to_date(plan: Plan, last: Mapping[str, Any]) -> bool:
    made = {name: chapter["fingerprint"] for name, chapter in last["chapters"].items()}
    same_tables = last.get("excel_csv", False) == plan.excel_csv
    chapters = plan.tasks.items()
    return same_tables and all(made.get(name) == task.fingerprint for name, task in chapters)
