"""Nights: several reports by one command, one after the other; a failure does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nkru.errors import LockedError, NkruError, RunError, StoppedError
from nkru.language import deferred, gettext, parse_languages
from nkru.paths import PACKAGE, find_root, shorten, shown
from nkru.report.origins import older_notebooks
from nkru.report.runs.configs import ReportConfig, read_config
from nkru.report.runs.editions import run_editions
from nkru.report.runs.progress import Outcome, Progress
from nkru.report.runs.runs import run_report
from nkru.report.streams import os_error
from nkru.report.studies import list_notebooks

_PLACED = deferred("{place}: {error}")


def make_reports(
    config: Path | None,
    options: ReportConfig,
    progress: Progress,
    *,
    force: bool = False,
    strict: bool = False,
    one_file: bool = False,
) -> None:
    """Make the report of the options, or those of a configuration.

    Args:
        config: a TOML file of reports.
        options: the options of the command line.
        progress: receives the events of all reports.
        force: run unchanged notebooks too.
        strict: a report on a corpus with files that were not read is published, and counts as
            failed.
        one_file: write each report as one page of at most 20 MB, too, beside its folder.

    Raises:
        NkruError: a report failed. Of several, the others are made first, and the error has the
            worst exit code: that of a failure or of wrong input before that of a locked folder.
    """
    reports = read_config(config, options) if config else [options]
    for sentence in older_notebooks(find_root(), list_notebooks(PACKAGE)):
        progress.noted(sentence)
    failed: dict[int, NkruError] = {}
    for number, report in enumerate(reports, 1):
        place = _place(config, number, report) if len(reports) > 1 else shown(str(config or ""))
        try:
            with named(place):
                _make(report, progress, force=force, strict=strict, one_file=one_file)
        except StoppedError:
            raise
        except NkruError as error:
            if len(reports) == 1:
                raise
            progress.skipped(error)
            failed[number] = error
    if failed:
        raise _all_told(shown(str(config)), failed, len(reports))


def _make(
    report: ReportConfig, progress: Progress, *, force: bool, strict: bool, one_file: bool
) -> None:
    for outcome in _outcomes(report, force=force, progress=progress):
        progress.finished(outcome)
        if one_file:
            from nkru.report.site.one_file import write_one_file

            progress.noted(write_one_file(outcome.folder))
    if strict and outcome.unread:
        raise RunError(
            "{unread} files or parts of files were not read; the report is published and lists "
            "them: mend them, or leave out --strict",
            unread=outcome.unread,
        )


def _outcomes(report: ReportConfig, **options: Any) -> Iterable[Outcome]:
    """Make a report in each of its languages: several lie in folders of their own, OUT/fr, OUT/en.

    Yields:
        The outcome of each.
    """
    languages = parse_languages(report.lang)
    asked = report.options() | options
    if len(languages) == 1:
        return [run_report(**asked)]
    del asked["lang"]
    return run_editions(languages, **asked)


def _place(config: Path | None, number: int, report: ReportConfig) -> str:
    corpus = shorten(shown(str(report.corpus or "seeds")))
    return gettext(
        "{file}, report {number} ({corpus})", file=shown(str(config)), number=number, corpus=corpus
    )


@contextmanager
def named(place: str) -> Iterator[None]:
    """Put the place of a report, unless empty, before the message of an error about it."""
    try:
        yield
    except StoppedError:
        raise
    except NkruError as error:
        _put_before(place, error)
        raise
    except OSError as cause:
        unwritten = os_error(cause)
        _put_before(place, unwritten)
        raise unwritten from cause


def _put_before(place: str, error: NkruError) -> None:
    if place:
        error.args, error.values = (_PLACED,), {"place": place, "error": error.message}


def _all_told(config: str, failed: Mapping[int, NkruError], count: int) -> RunError:
    """Return the error of several reports, with the worst exit code; a locked folder is mildest."""
    numbers = ", ".join(map(str, failed))
    error = RunError(
        "{config}: {failed} of {count} reports failed: number {numbers}",
        config=config,
        failed=len(failed),
        count=count,
        numbers=numbers,
    )
    codes = [one.exit_code for one in failed.values() if not isinstance(one, LockedError)]
    error.exit_code = max(codes, default=LockedError.exit_code)
    return error
