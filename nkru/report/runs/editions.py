"""Editions: a report in several languages, whose notebooks run once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nkru.paths import find_corpus, find_root
from nkru.report.runs.limits import check_limits
from nkru.report.runs.plans import make_plan
from nkru.report.runs.progress import Outcome, Progress
from nkru.report.runs.runs import Run


def run_editions(
    languages: Sequence[str],
    corpus: str | Path = "seeds",
    out: str | Path | None = None,
    *,
    excel_csv: bool = False,
    jobs: int = 2,
    force: bool = False,
    progress: Progress | None = None,
    **options: Any,
) -> Iterator[Outcome]:
    """Make a report in several languages, each in a folder of `out`; yield the outcome of each.

    A notebook runs once for all of them, unless it prints or uses its language itself.

    Args:
        languages: "en", "fr".
        corpus: as `run_report` takes it, as all that follows.
        out: the folder of the folders.
        excel_csv: also write each table for a French spreadsheet.
        jobs: how many notebooks run at once.
        force: run unchanged notebooks too.
        progress: receives the events of the runs.
        options: only, parameters and public.

    Raises:
        NkruError: as `run_report`.
    """
    check_limits(jobs)
    folder = Path(out or find_root() / "outputs" / find_corpus(corpus).name)
    plans = [make_plan(corpus, folder / name, lang=name, **options) for name in languages]
    first, *others = (replace(plan, excel_csv=excel_csv) for plan in plans)
    told = progress or Progress()
    yield Run(replace(first, further=others), jobs, force, told).start()
    for plan in others:
        yield Run(plan, jobs, force, told, resumes=True).start()
