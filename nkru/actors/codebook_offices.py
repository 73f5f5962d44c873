"""The offices of a codebook: who leads what, and when; errors name file, office and remedy."""

from __future__ import annotations

from typing import Any

from nkru.actors.codebook import Holder, Office
from nkru.actors.codebook_tables import Place, expect, texts
from nkru.corpus.dating.iso import parse_iso, precision
from nkru.corpus.side_files import quoted
from nkru.errors import CodebookError
from nkru.language import deferred


def read_office(raw: Any, file: str | Place) -> Office:
    """Return the office that a table of the file describes."""
    where = Place(deferred("{file}: office {name}"), file, name=raw)
    if not isinstance(raw, dict) or set(raw) != {"of", "roles", "holders"}:
        raise CodebookError(
            "{where}: an office has the keys of, roles and holders: add or take out keys",
            where=where,
        )
    where = Place(deferred("{file}: office of {name}"), file, name=raw["of"])
    holders = [_holder(holder, where) for holder in expect(list, raw["holders"], "holders", where)]
    return Office(
        expect(str, raw["of"], "of", where), texts(raw["roles"], "roles", where), tuple(holders)
    )


def _holder(raw: Any, where: Place) -> Holder:
    if not isinstance(raw, dict) or "actor" not in raw or set(raw) - {"actor", "from", "to"}:
        raise CodebookError(
            '{where}: holder {holder}: write {{actor = "...", from = "2019-04-25", to = "..."}}',
            where=where,
            holder=quoted(raw),
        )
    days = [expect(str, raw.get(key, ""), key, where) for key in ("from", "to")]
    for day in filter(None, days):
        if not _is_day(day):
            raise CodebookError(
                "{where}: {day} is not a day: write 2019-04-25", where=where, day=quoted(day)
            )
    if all(days) and days[0] >= days[1]:
        raise CodebookError(
            "{where}: from {first} to {last} is no term: correct the days",
            where=where,
            first=days[0],
            last=days[1],
        )
    return Holder(expect(str, raw["actor"], "actor", where), *days)


def _is_day(text: str) -> bool:
    return parse_iso(text) == text and precision(text) == "day"
