"""Print how many dates are found, and how many are wrong: python tests/benchmarks/dates.py."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
import time
from pathlib import Path

import nkru
from nkru.corpus.dating.dates import date_table

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def web() -> dict[str, str]:
    """Return the day that each pasted page states."""
    with (SHARED / "samples/web/metadata.csv").open(encoding="utf-8") as stream:
        return {row["file"]: row["published_in_text"][:10] for row in csv.DictReader(stream)}


def html() -> dict[str, str]:
    """Return the day that each saved page states."""
    days = {}
    for name, gold in json.loads(
        (SHARED / "samples/html/gold.json").read_text(encoding="utf-8")
    ).items():
        full = gold.get("full", {}).get("gold", {})
        stated = gold.get("date", {}).get("date") or full.get("publishing_date")
        stated = stated or full.get("meta", {}).get("publishedTime")
        if stated:
            days[name] = stated[:10]
    return days


def named(folder: Path) -> dict[str, str]:
    """Return the day that each file name states."""
    days = ((path.name, re.match(r"\d{4}-\d\d-\d\d", path.name)) for path in folder.glob("*.txt"))
    return {name: day.group() for name, day in days if day}


def measure(folder: Path, gold: dict[str, str]) -> None:
    """Print the counts of one folder, and every article that is not dated to its day."""
    with tempfile.TemporaryDirectory() as pages:
        for path in (*folder.glob("*.txt"), *folder.glob("*.html")):
            shutil.copy(path, pages)
        corpus = nkru.read_corpus(pages)
    found = corpus.documents.set_index("doc_id")
    right = wrong = reduced = 0
    for name, day in sorted(gold.items()):
        date = found["date"].get(name)
        date = "" if date != date or date is None else date
        right += date == day
        wrong += bool(date) and not day.startswith(date)
        reduced += day.startswith(date) and 0 < len(date) < 10
        if date != day and name in found.index:
            row = found.loc[name]
            bounds = f"{row.date_from} to {row.date_to}"
            print(f"    {name}: {day}, found {date or 'none'} ({bounds}) {row.date_evidence}")
    others = found.index.difference(list(gold))
    days = int((found.loc[others, "date_precision"] == "day").sum())
    print(f"{folder.name}: {len(gold)} dates, {right} right to the day,", end=" ")
    print(f"{reduced} reduced and right, {wrong} wrong;", end=" ")
    print(f"{days} of {len(others)} other articles dated to a day")
    date_table(corpus.articles, corpus.lines)
    start = time.process_time()
    for _ in range(5):
        date_table(corpus.articles, corpus.lines)
    print(f"    {(time.process_time() - start) / len(found) * 200:.2f} ms an article")


def main() -> None:
    """Measure every folder that is there."""
    if SHARED.is_dir():
        measure(SHARED / "seeds", {"004_77668cfdf02d4779.txt": "2019-04-24"})
        measure(SHARED / "samples/web", web())
        measure(SHARED / "samples/html", html())
    measure(ROOT / "seeds", named(ROOT / "seeds"))


if __name__ == "__main__":
    main()
