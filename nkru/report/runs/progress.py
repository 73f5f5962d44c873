"""Progress of a run: a bar on a terminal, plain lines elsewhere, nothing, or JSON lines."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkru.errors import NkruError
from nkru.language import deferred_forms, gettext, ngettext, spoken, using

_COUNTS = deferred_forms(
    "{n} article, {new} new, {unread} not read, {seconds:.1f} s",
    "{n} articles, {new} new, {unread} not read, {seconds:.1f} s",
)


@dataclass(frozen=True)
class Outcome:
    """The result of a run.

    Attributes:
        folder: the folder of the report.
        ran: names of the notebooks that ran.
        kept: names of the notebooks with a chapter kept from an earlier run.
        published: whether a new report took the place of the last one.
        told: sentences on files that were damaged, altered by hand, or left by a stopped run.
        articles: articles of the corpus.
        new: those in files that are new or changed since the last report.
        unread: files, or parts of files, that were not read.
        seconds: on the clock.
    """

    folder: Path
    ran: tuple[str, ...]
    kept: tuple[str, ...]
    published: bool
    told: tuple[str, ...] = ()
    articles: int = 0
    new: int = 0
    unread: int = 0
    seconds: float = 0.0


class Progress:
    """Report the events of a run; this class prints nothing, its children print.

    Attributes:
        unwritten: why something could not be printed, or nothing. A run goes on without it.
        language: that of the lines printed, whatever those of the reports are.
    """

    unwritten = ""
    language = "en"

    def _say(self, text: str) -> None:
        """Print a line for whoever uses the report."""
        try:
            print(self._spoken(text), flush=True)  # noqa: T201
        except (OSError, ValueError) as error:  # a full disk, a closed pipe, a closed stream
            self.unwritten = (error.strerror if isinstance(error, OSError) else "") or str(error)

    def _mention(self, text: str) -> None:
        """Print a line for whoever watches the run."""
        with suppress(OSError, ValueError):
            print(self._spoken(text), file=sys.stderr, flush=True)  # noqa: T201

    def _spoken(self, text: str) -> str:
        with using(self.language):
            return spoken(text)

    def start(self, cells: int, notebooks: int) -> None:
        """Report the size of the run."""

    def cell(self) -> None:
        """Report that a cell has run."""

    def done(self, notebook: str, seconds: float) -> None:
        """Report that a notebook has run."""

    def close(self) -> None:
        """Report that no notebook is running any more."""

    def told(self, sentence: str) -> None:
        """Report files that were damaged, altered by hand, or left by a stopped run."""

    def noted(self, sentence: str) -> None:
        """Report what is worth knowing, though nothing is wrong."""

    def finished(self, outcome: Outcome) -> None:
        """Report the outcome of the run."""

    def skipped(self, error: NkruError) -> None:
        """Report the error of one of several reports; the others are made."""

    def failed(self, error: NkruError) -> None:
        """Report the error that ended the run."""


def _named(sentence: str) -> str:
    """Return a sentence after the name of the program, in words that can be said again."""
    return gettext("nkru: {sentence}", sentence=sentence)


class Quiet(Progress):
    """Print only what failed, was damaged, altered by hand, or left by a run that was stopped."""

    def skipped(self, error: NkruError) -> None:
        """Print the error."""
        self._mention(_named(error.message))

    def told(self, sentence: str) -> None:
        """Print the sentence."""
        self._mention(_named(sentence))


class Lines(Quiet):
    """Print one line per notebook, the path of the report, and its figures."""

    def done(self, notebook: str, seconds: float) -> None:
        """Print the notebook and its duration."""
        self._mention(
            gettext("{notebook}: done in {seconds:.1f} s", notebook=notebook, seconds=seconds)
        )

    def noted(self, sentence: str) -> None:
        """Print the sentence."""
        self._mention(_named(sentence))

    def finished(self, outcome: Outcome) -> None:
        """Print the path of the report."""
        file = str(outcome.folder / "index.html")
        if outcome.published:
            self._say(gettext("published: {file}", file=file))
        else:
            self._say(gettext("nothing has changed: {file}", file=file))
        counts = {"new": outcome.new, "unread": outcome.unread, "seconds": outcome.seconds}
        self._say(ngettext(*_COUNTS, outcome.articles, **counts))


class Bar(Lines):
    """Draw a bar that counts cells, and print the path of the report."""

    def start(self, cells: int, notebooks: int) -> None:
        """Draw the empty bar."""
        from tqdm import tqdm

        title = self._spoken(gettext("{notebooks} notebooks", notebooks=notebooks))
        self._bar = tqdm(
            total=cells,
            unit=self._spoken(gettext("cell")),
            desc=title,
            leave=False,
            file=sys.stderr,
        )

    def cell(self) -> None:
        """Advance the bar by one cell."""
        self._bar.update()

    def done(self, notebook: str, seconds: float) -> None:
        """Print nothing: the bar shows it."""

    def close(self) -> None:
        """Remove the bar."""
        self._bar.close()


class JsonLines(Progress):
    """Print one JSON object per event: time, event, and the fields of the event."""

    def event(self, event: str, **fields: Any) -> None:
        """Print one event."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        record = {"time": now, "event": event, **fields}
        self._say(json.dumps(record, ensure_ascii=False))

    def start(self, cells: int, notebooks: int) -> None:
        """Print the size of the run."""
        self.event("start", cells=cells, notebooks=notebooks)

    def done(self, notebook: str, seconds: float) -> None:
        """Print a notebook that has run."""
        self.event("notebook", name=notebook, seconds=round(seconds, 3))

    def told(self, sentence: str) -> None:
        """Print the sentence."""
        self.event("notice", message=sentence)

    def noted(self, sentence: str) -> None:
        """Print the sentence."""
        self.told(sentence)

    def finished(self, outcome: Outcome) -> None:
        """Print the outcome of the run."""
        about = {"folder": str(outcome.folder), "seconds": round(outcome.seconds, 3)}
        self.event("finished", **vars(outcome) | about)

    def skipped(self, error: NkruError) -> None:
        """Print the error of one of several reports."""
        self.failed(error)

    def failed(self, error: NkruError) -> None:
        """Print the error."""
        self.event("error", message=str(error), exit_code=error.exit_code)


def choose_progress(*, quiet: bool, log_json: bool, language: str = "en") -> Progress:
    """Return the progress that fits the options and the terminal, in a language."""
    if log_json:
        return JsonLines()
    lines = Bar() if sys.stderr.isatty() else Lines()
    progress = Quiet() if quiet else lines
    progress.language = language
    return progress
