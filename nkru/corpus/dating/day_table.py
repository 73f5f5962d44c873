"""The table of dates: every date that the articles hold, so that a reader can choose another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.calendar import DateExpression, find_dates
from nkru.corpus.dating.datelines import Line, find_stamps
from nkru.corpus.dating.dates import file_of_one
from nkru.corpus.dating.iso import precision
from nkru.corpus.dating.named_days import METHODS, named_days

COLUMNS = ["doc_id", "start", "end", "role", "date", "precision", "evidence", "chosen"]
_EVIDENCE = 200
_PROSE = ("body", "list", "quote", "standfirst", "title", "heading")


def day_table(documents: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return every date found in the articles.

    Args:
        documents: doc_id, date, date_method, date_evidence, source, url.
        lines: doc_id, start, and the columns of `Line`, in the order of the page.

    Returns:
        One row per date: doc_id, start, end, role (published, updated, event for a date of the
        text, address or file_name for one in a name, other), date (ISO 8601; a day without its year
        is --08-03), precision (day, month, year), evidence (the line, or what states it), chosen
        (whether it gave the article its date). A date that the file, a name or a correction states
        has the empty slice 0 to 0.
    """
    pages = rows_by_article(lines, *Line._fields, "start")
    columns = ["doc_id", "date", "date_method", "date_evidence", "source", "url"]
    known = documents[columns].astype("object")
    known = known.where(known.notna(), None)
    rows: list[tuple[Any, ...]] = []
    for doc_id, day, method, evidence, source, url in known.itertuples(index=False):
        found = _rows(pages.get(doc_id, ()), day, method, evidence)
        rows += [(doc_id, *row) for row in found]
        for name in named_days(file_of_one(doc_id, source), url):
            chosen = (name.method, name.iso) == (method, day)
            unit = precision(name.iso)
            rows.append((doc_id, 0, 0, name.method, name.iso, unit, name.evidence, chosen))
    types = dict.fromkeys(COLUMNS, "str") | {"start": "int32", "end": "int32", "chosen": "bool"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)


def _rows(
    page: Sequence[tuple[Any, ...]], day: str | None, method: str, evidence: str | None
) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of the table after doc_id for one article."""
    lines = [Line(*row[:-1]) for row in page]
    stamps = {(stamp.number, stamp.expression.start): stamp.kind for stamp in find_stamps(lines)}
    printed = method == "dateline"
    if day and method not in (
        *METHODS,
        "dateline",
        "day_of_writing",
        "weekday_and_year",
        "named_year",
    ):
        yield 0, 0, "published", day, precision(day), evidence, True
    for number, (line, row) in enumerate(zip(lines, page, strict=True)):
        for written in find_dates(line.text):
            kind = stamps.get((number, written.start))
            event = "event" if line.kept and line.role in _PROSE else "other"
            role = "updated" if kind == "updated" else "published" if kind else event
            chosen = printed and role == "published" and _gives(written, day or "")
            start = row[-1] + written.start
            text = line.text.strip()[:_EVIDENCE]
            iso, unit = _iso(written)
            yield start, start + len(written.text), role, iso, unit, text, chosen


def _iso(written: DateExpression) -> tuple[str, str]:
    """Return a date and its precision, as ISO 8601; a day without its year begins with --."""
    if written.iso:
        return written.iso, precision(written.iso)
    return f"--{written.month or 0:02d}-{written.day or 0:02d}", "day"


def _gives(written: DateExpression, day: str) -> bool:
    if written.iso:
        return written.iso.startswith(day)
    return day.endswith(f"-{written.month or 0:02d}-{written.day or 0:02d}")
