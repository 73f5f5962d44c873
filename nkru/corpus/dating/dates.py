"""Dates of articles: what the file states, else what its datelines state, else what its text entails; never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from itertools import takewhile

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.calendar import Precision, bounds
from nkru.corpus.dating.datelines import Line, Stamp, stamps
from nkru.corpus.dating.relative_dates import Anchor, anchors, past_dates
from nkru.corpus.dating.year_phrases import year_ties
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of


@dataclass(frozen=True)
class Dating:
    """When an article was published: ISO 8601 at the precision known, its bounds, the rule, the words it rests on."""

    date: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    date_precision: Precision = "none"
    date_method: str = "none"
    date_evidence: str | None = None
    updated: str | None = None


COLUMNS = ["doc_id", *(field.name for field in fields(Dating))]


def date_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Date each article.

    Args:
        articles: doc_id, stated_date, stated_date_evidence, stated_updated.
        lines: doc_id, role, kept, text, code, in the order of the page.

    Returns:
        One row per article: doc_id, date (ISO 8601 at the precision known), date_from, date_to
        (days that bound it), date_precision (day, month, year, none), date_method (stated,
        dateline, day_of_writing, weekday_and_year, named_year, bounds, none), date_evidence (the
        words it rests on), updated. Dates are as written: none is converted from one UTC offset to
        another.
    """
    pages = rows_by_article(lines, *Line._fields)
    stated = articles[["stated_date", "stated_date_evidence", "stated_updated"]].astype("object")
    known = stated.where(stated.notna(), None).itertuples(index=False)
    rows = [
        (
            doc_id,
            *vars(date_article([Line(*row) for row in pages.get(doc_id, ())], *values)).values(),
        )
        for doc_id, values in zip(articles["doc_id"].tolist(), known, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def date_article(
    lines: Sequence[Line],
    stated: str | None = None,
    evidence: str | None = None,
    updated: str | None = None,
) -> Dating:
    """Date one article from what its format states, else from its lines."""
    datelines = stamps(lines)
    updated = updated or next(
        (stamp.expression.iso for stamp in datelines if stamp.dates == "updated"), None
    )
    if stated:
        found: Dating | None = _dated(stated[:10], "stated", evidence or stated)
    else:
        found = _by_datelines(
            [stamp for stamp in datelines if stamp.dates != "updated"], lines
        ) or _by_text(lines)
    return replace(found or _bounded(lines, updated), updated=updated and updated[:10])


def _dated(iso: str, method: str, evidence: str) -> Dating:
    precisions: tuple[Precision, ...] = ("year", "month", "day")
    return Dating(iso, *bounds(iso), precisions[iso.count("-")], method, evidence)


def _by_datelines(datelines: Sequence[Stamp], lines: Sequence[Line]) -> Dating | None:
    """Read the best datelines; where equals disagree, keep the units on which they agree."""
    best = [stamp for stamp in datelines if stamp[:2] == datelines[0][:2]]
    if any(stamp.expression.year is None for stamp in best):
        return _by_anchors(
            [Anchor(stamp.expression, 0, stamp.line) for stamp in best if stamp.expression.day],
            lines,
        )
    units = zip(*(stamp.expression.iso.split("-") for stamp in best), strict=False)
    common = [values[0] for values in takewhile(lambda values: len(set(values)) == 1, units)]
    evidence = "; ".join(dict.fromkeys(f"« {stamp.line} »" for stamp in best))
    return _dated("-".join(common), "dateline", evidence) if common else None


def _by_text(lines: Sequence[Line]) -> Dating | None:
    found = _by_anchors(anchors(lines), lines)
    certain = {tie.first[:4]: tie.quote for tie in year_ties(lines) if tie.certain}
    if found or len(certain) != 1 or min(certain) < _latest_past(lines)[:4]:
        return found
    ((year, quote),) = certain.items()
    return _dated(year, "named_year", quote)


def _by_anchors(found: Sequence[Anchor], lines: Sequence[Line]) -> Dating | None:
    """Date by days tied to the day of writing: all must give one day, and none before what is told as past."""
    quote = "; ".join(dict.fromkeys(f"« {anchor.quote} »" for anchor in found))
    years = {anchor.expression.year for anchor in found if anchor.expression.year}
    possible = years or set().union(*(anchor.expression.years() for anchor in found))
    written = [{_written(anchor, year) for anchor in found} for year in possible]
    past = _latest_past(lines)
    days = {min(days) for days in written if len(days) == 1 and min(days) >= past}
    if years:
        return _dated(days.pop(), "day_of_writing", quote) if len(days) == len(years) == 1 else None
    tied = [(day, tie) for tie in year_ties(lines) for day in days if tie.first <= day <= tie.last]
    best = {day: tie.quote for day, tie in tied if tie.certain} or {
        day: tie.quote for day, tie in tied
    }
    return (
        _dated(min(best), "weekday_and_year", f"{quote}; {min(best.values())}")
        if len(best) == 1
        else None
    )


def _written(anchor: Anchor, year: int) -> str:
    """Return the day of writing if the anchor lies in `year`; "" where the calendar has no such day."""
    day = replace(anchor.expression, year=year)
    return (
        (date.fromisoformat(day.iso) + timedelta(days=anchor.days)).isoformat()
        if day.exists()
        else ""
    )


def _latest_past(lines: Sequence[Line]) -> str:
    return max((bounds(found.iso)[0] for found in past_dates(lines)), default="0001-01-01")


def _bounded(lines: Sequence[Line], updated: str | None) -> Dating:
    """Bound the date by the latest date told as past, and by the page's last change or its copyright year."""
    past = max(past_dates(lines), key=lambda found: bounds(found.iso)[0], default=None)
    first = bounds(past.iso)[0] if past else None
    last, reserved = (updated[:10], f"updated {updated}") if updated else _copyright(lines)
    if last and first and last < first:
        last, reserved = None, None
    evidence = "; ".join(f"« {quote} »" for quote in (past and past.text, reserved) if quote)
    return Dating(None, first, last, "none", "bounds" if evidence else "none", evidence or None)


def _copyright(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Return the last day of the year that the page's footer reserves; « © 1997- » bounds nothing."""
    footer = [
        line.text for line in reversed(list(takewhile(lambda line: not line.kept, reversed(lines))))
    ]
    found = [match for text in footer if (match := _reserved().search(text))]
    years = {
        year: match[0]
        for match in found
        for year in re.findall(r"(?:19|20)\d\d(?!\d|\s?[-–])", match[0])
    }
    return (f"{max(years)}-12-31", years[max(years)]) if years else (None, None)


@cache
def _reserved() -> re.Pattern[str]:
    return re.compile(
        rf"{any_of(read_toml('dates/calendar.toml')['stamps']['copyright'])}.{{0,60}}", re.I
    )
