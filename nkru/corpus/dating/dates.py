"""Dates of articles: from the file's metadata, else its datelines, else its text; never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.datelines import Line, Stamp, find_stamps
from nkru.corpus.dating.iso import Precision, bounds, precision
from nkru.corpus.dating.named_days import NamedDay, agreeing_day, named_days
from nkru.corpus.dating.relative_dates import Anchor, find_anchors, past_dates
from nkru.corpus.dating.year_phrases import year_evidence
from nkru.resources import read_toml
from nkru.tokens.patterns import any_of


class Dating(NamedTuple):
    """The day on which an article was published, and the evidence for it (see `date_table`)."""

    date: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    date_precision: Precision = "none"
    date_method: str = "none"
    date_evidence: str | None = None
    updated: str | None = None


# No page of the web is older.
_FIRST_PAGE = "1991-08-06"
# The hour of a stated moment, and hours that time zones move to the next or the previous day.
_HOUR = re.compile(r"\d[T ]([0-2]\d):[0-5]\d")
_LATE, _EARLY = 12, 11
_CLOSED_YEAR = re.compile(r"(?:19|20)\d\d(?!\d|\s?[-–])")
COLUMNS = ["doc_id", *Dating._fields]


def date_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Date each article.

    Args:
        articles: doc_id, source, stated_date, stated_date_evidence, stated_updated, stated_url.
        lines: doc_id, role, kept, text, code, in the order of the page.

    Returns:
        One row per article: doc_id, date (ISO 8601 at the precision known), date_from, date_to
        (first and last day possible), date_precision (day, month, year or "none"), date_method
        (stated, dateline, day_of_writing, weekday_and_year, named_year; address or file_name where
        no line gives a date; bounds or "none"), date_evidence (the words that give the date),
        updated (ISO 8601). Dates are as written: no date is converted to another UTC offset.
    """
    pages = rows_by_article(lines, *Line._fields)
    stated = articles[["stated_date", "stated_date_evidence", "stated_updated"]].astype("object")
    known = stated.where(stated.notna(), None).itertuples(index=False)
    rows = []
    names = map(file_of_one, articles["doc_id"].tolist(), articles["source"].tolist())
    addresses = articles["stated_url"].astype("object").where(articles["stated_url"].notna(), None)
    for doc_id, values, *named in zip(
        articles["doc_id"].tolist(), known, names, addresses, strict=True
    ):
        dating = date_article([Line(*row) for row in pages.get(doc_id, ())], *values)
        if dating.date is None:
            day = agreeing_day(named_days(*named), dating.date_from, dating.date_to)
            dating = _by_name(day, dating.updated) if day else dating
        rows.append((doc_id, *dating))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def file_of_one(doc_id: str, source: str) -> str | None:
    """Return the file of an article if it holds no other: a name is no day of several."""
    return source if doc_id == source else None


def _by_name(day: NamedDay, updated: str | None) -> Dating:
    return _dating(day.iso, day.method, day.evidence)._replace(updated=updated)


def date_article(
    lines: Sequence[Line],
    stated: str | None = None,
    evidence: str | None = None,
    updated: str | None = None,
) -> Dating:
    """Date one article from what its format states, else from its lines."""
    stamps = find_stamps(lines)
    changes = (stamp.expression.iso for stamp in stamps if stamp.kind == "updated")
    updated = updated or next(changes, None)
    published = [stamp for stamp in stamps if stamp.kind != "updated"]
    printed = _by_datelines(published, lines)
    if stated and not (printed and _is_doubtful(stated[:10], evidence or "", printed)):
        dating: Dating | None = _dating(stated[:10], "stated", evidence or stated)
    else:
        dating = printed or _by_text(lines)
    return (dating or _bounded(lines, updated))._replace(updated=updated and updated[:10])


def _is_doubtful(stated: str, evidence: str, printed: Dating) -> bool:
    """Return whether a printed day shows that the stated one is wrong.

    The stated day is wrong if it is a default value or in the future; or if the printed day is its
    neighbour, and the stated hour so near to midnight that another time zone gives that day.
    """
    if printed.date_precision != "day" or len(stated) < 10 or stated == printed.date:
        return False
    if stated < _FIRST_PAGE or stated > max(date.today().isoformat(), printed.date or ""):
        return True
    days = (date.fromisoformat(printed.date or stated) - date.fromisoformat(stated)).days
    moment = _HOUR.search(evidence)
    if moment is None:
        return False
    return (days == 1 and int(moment[1]) >= _LATE) or (days == -1 and int(moment[1]) <= _EARLY)


def _dating(iso: str, method: str, evidence: str) -> Dating:
    return Dating(iso, *bounds(iso), precision(iso), method, evidence)


def _by_datelines(stamps: Sequence[Stamp], lines: Sequence[Line]) -> Dating | None:
    """Date by the best datelines; where equally good ones differ, keep the units they share."""
    best = [stamp for stamp in stamps if stamp[:2] == stamps[0][:2]]
    if any(stamp.expression.year is None for stamp in best):
        days = [Anchor(stamp.expression, 0, stamp.line) for stamp in best if stamp.expression.day]
        return _by_anchors(days, lines)
    units = zip(*(stamp.expression.iso.split("-") for stamp in best), strict=False)
    common = [values[0] for values in takewhile(lambda values: len(set(values)) == 1, units)]
    quotes = dict.fromkeys(f"« {stamp.line} »" for stamp in best)
    return _dating("-".join(common), "dateline", "; ".join(quotes)) if common else None


def _by_text(lines: Sequence[Line]) -> Dating | None:
    dating = _by_anchors(find_anchors(lines), lines)
    named_years = (named for named in year_evidence(lines) if named.certain)
    certain = {named.first[:4]: named.quote for named in named_years}
    if dating or len(certain) != 1 or min(certain) < _latest_past(lines)[0][:4]:
        return dating
    ((year, quote),) = certain.items()
    return _dating(year, "named_year", quote)


def _by_anchors(anchors: Sequence[Anchor], lines: Sequence[Line]) -> Dating | None:
    """Date by anchors if they all give one day, which may not precede a date that is past."""
    quotes = "; ".join(dict.fromkeys(f"« {anchor.quote} »" for anchor in anchors))
    years = {anchor.expression.year for anchor in anchors if anchor.expression.year}
    possible = years or set().union(*(anchor.expression.years() for anchor in anchors))
    written = [{_day_of_writing(anchor, year) for anchor in anchors} for year in possible]
    past, _ = _latest_past(lines)
    days = {min(days) for days in written if past <= min(days) == max(days)}
    if years:
        is_one = len(days) == len(years) == 1
        return _dating(days.pop(), "day_of_writing", quotes) if is_one else None
    evidence = [
        (day, named)
        for named in year_evidence(lines)
        for day in days
        if named.first <= day <= named.last
    ]
    certain = {day: named.quote for day, named in evidence if named.certain}
    best = certain or {day: named.quote for day, named in evidence}
    if len(best) != 1:
        return None
    ((day, quote),) = best.items()
    return _dating(day, "weekday_and_year", f"{quotes}; {quote}")


def _day_of_writing(anchor: Anchor, year: int) -> str:
    """Return the day of writing if the anchor is a day of `year`; "" if that day does not exist."""
    day = anchor.expression._replace(year=year)
    if not day.exists():
        return ""
    return (date.fromisoformat(day.iso) + timedelta(days=anchor.days)).isoformat()


def _latest_past(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the first day of the latest date that the text calls past, and its words."""
    dates = ((bounds(past.iso)[0], past.text) for past in past_dates(lines))
    return max(dates, key=itemgetter(0), default=("0001-01-01", ""))


def _bounded(lines: Sequence[Line], updated: str | None) -> Dating:
    """Bound the date by the latest past date, and by the page's last change or copyright year."""
    first, past = _latest_past(lines)
    last, end = (updated[:10], f"updated {updated}") if updated else _copyright(lines)
    if last and last < first:
        last = end = None
    evidence = "; ".join(f"« {quote} »" for quote in (past, end) if quote)
    method = "bounds" if evidence else "none"
    return Dating(None, first if past else None, last, "none", method, evidence or None)


def _copyright(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Return the last day of the copyright year in the page's footer, and the words that hold it.

    The open period « © 1997- » bounds nothing.
    """
    footer = takewhile(lambda line: not line.kept, reversed(lines))
    notices = [match[0] for line in footer if (match := _reserved().search(line.text))]
    years = {year: notice for notice in reversed(notices) for year in _CLOSED_YEAR.findall(notice)}
    return (f"{max(years)}-12-31", years[max(years)]) if years else (None, None)


@cache
def _reserved() -> re.Pattern[str]:
    words = read_toml("dates/calendar.toml")["stamps"]["copyright"]
    return re.compile(rf"{any_of(words)}.{{0,60}}", re.IGNORECASE)
