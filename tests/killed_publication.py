"""Publish a report and be killed, at each step in turn; check what is left, and the next run.

Run by `test_report_publication` as a process of its own: it forks, and needs to have no threads.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from killed_process import run_and_kill
from reader_files import look_at, put_reader_files

from nkru.report.runs import publication
from nkru.report.runs.manifest import verify, write_manifest
from nkru.report.runs.publication import publish
from nkru.report.runs.workplace import lock_output, work_folder


def publish_text(out: Path, text: str) -> None:
    """Publish a report whose files hold a text."""
    with lock_output(out) as work:
        site = work / "site"
        for name in ("index.html", "actors.ipynb", "tables/a.csv"):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text)
        write_manifest(site, {"chapters": {}})
        publish(site, out, lambda sentence: None)


def main(folder: Path, *, can_exchange: bool) -> int:
    """Return how many steps there are."""
    if not can_exchange:
        publication.exchange = lambda first, second: False
    for step in count(1):
        out = folder / f"{step}" / "r"
        publish_text(out, "1")
        published = look_at(out)
        put_reader_files(out, folder / "outside")
        (out / "actors.ipynb").write_text("edited")
        mine = {name: found for name, found in look_at(out).items() if name not in published}
        killed = run_and_kill(lambda out=out: publish_text(out, "2"), step)
        contents = [found for found in look_at(out.parent).values() if found[1]]
        assert all(found in contents for found in mine.values() if found[1]), step
        publish_text(out, "3")
        now = look_at(out)
        assert {name: now.get(name) for name in mine} == mine, step
        assert any(found[2] == b"edited" for name, found in now.items() if "edited/" in name), step
        assert verify(out) == [], step
        left = sorted(path.name for path in work_folder(out).iterdir())
        assert left == ["lock", "manifest.json"], (step, left)
        if killed == 0:
            return step
        assert killed == 9, step
    raise AssertionError


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), can_exchange=sys.argv[2] == "True"))
