"""Progress of a run: a bar on a terminal, plain lines elsewhere, nothing, or one JSON object a line."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from nkru.errors import NkruError

if TYPE_CHECKING:
    from nkru.report.runs.runs import Outcome


class Progress:
    """Say nothing; the other kinds say more."""

    def start(self, cells: int, notebooks: int) -> None:
        """Say how much will run."""

    def cell(self) -> None:
        """Say that a cell has run."""

    def done(self, notebook: str, seconds: float) -> None:
        """Say that a notebook has run."""

    def close(self) -> None:
        """Say that no notebook runs any more."""

    def finished(self, outcome: Outcome) -> None:
        """Say what the run did."""

    def failed(self, error: NkruError) -> None:
        """Say why there is no new report."""


class Lines(Progress):
    """One plain line per notebook, and where the report is."""

    def done(self, notebook: str, seconds: float) -> None:
        """Print the notebook and its time."""
        print(f"{notebook}: done in {seconds:.1f} s", file=sys.stderr, flush=True)  # noqa: T201

    def finished(self, outcome: Outcome) -> None:
        """Print where the report is."""
        did = "published" if outcome.ran else "nothing has changed"
        print(f"{did}: {outcome.folder / 'index.html'}", flush=True)  # noqa: T201


class Bar(Lines):
    """A bar that counts cells."""

    def start(self, cells: int, notebooks: int) -> None:
        """Draw the empty bar."""
        from tqdm import tqdm

        self._bar = tqdm(
            total=cells, unit="cell", desc=f"{notebooks} notebooks", leave=False, file=sys.stderr
        )

    def cell(self) -> None:
        """Move the bar on."""
        self._bar.update()

    def done(self, notebook: str, seconds: float) -> None:
        """Leave it to the bar."""

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()


class JsonLines(Progress):
    """One JSON object per event: time, event, and what belongs to it."""

    def event(self, event: str, **fields: Any) -> None:
        """Print one event."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        record = {"time": now, "event": event, **fields}
        print(json.dumps(record, ensure_ascii=False), flush=True)  # noqa: T201

    def start(self, cells: int, notebooks: int) -> None:
        """Print the size of the run."""
        self.event("start", cells=cells, notebooks=notebooks)

    def done(self, notebook: str, seconds: float) -> None:
        """Print a notebook that has run."""
        self.event("notebook", name=notebook, seconds=round(seconds, 3))

    def finished(self, outcome: Outcome) -> None:
        """Print what the run did."""
        self.event("finished", folder=str(outcome.folder), ran=outcome.ran, kept=outcome.kept)

    def failed(self, error: NkruError) -> None:
        """Print the error."""
        self.event("error", message=str(error), exit_code=error.exit_code)


def choose_progress(*, quiet: bool, log_json: bool) -> Progress:
    """Return the kind of progress that fits the options and the terminal."""
    if log_json:
        return JsonLines()
    if quiet:
        return Progress()
    return Bar() if sys.stderr.isatty() else Lines()
