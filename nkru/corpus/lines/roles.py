"""Roles of lines: what each line of a page is, whether it is kept, and by which rule it was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from nkru.corpus.formats import BOUNDED
from nkru.corpus.lines.layout import NEAR, REPEATED, SIGNED, Layout, lay_out, note_of
from nkru.corpus.lines.paragraphs import Unit, read_units
from nkru.corpus.lines.repetition import line_keys
from nkru.corpus.lines.signatures import is_name, is_section

KEPT = frozenset(
    {"title", "standfirst", "heading", "body", "list", "quote", "quote_source", "table"}
)
COLUMNS = ["doc_id", "line_no", "start", "end", "role", "kept", "reason", "text"]
# The role of a unit and, where it is left out, why.
Verdict = tuple[str, str]
_COURTESY = re.compile(r"^(?:Maître|Me|M\.|Mme|Dr|Pr)\s+")
_QUOTED = re.compile(r"«[^«»]+»|“[^“”]+”|\"[^\"]+\"")
# A quotation set apart is a paragraph of no more words; a repeated label has fewer.
_QUOTE, _LABEL = 80, 12
_REASONS = {
    "byline": "byline",
    "date": "date line",
    "caption": "caption or credit of a picture",
    "section": "section label",
    "sign": "only a number or a sign",
    "ticker": "entry of a live feed",
}


def line_table(articles: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """Return every line that is not blank, with its role.

    Args:
        articles: doc_id, format, raw, stated_title, stated_outlet, stated_roles.
        repeated: as from `nkru.corpus.lines.repetition.repeated_among`.

    Returns:
        doc_id, line_no (from 1, blank lines counted), start, end (offsets in raw), role, kept,
        reason (why it is left out, empty where kept), text; in the order of the articles.
    """
    pages = [read_units(raw) for raw in articles["raw"].tolist()]
    _count(pages, articles["stated_outlet"].tolist(), repeated)
    stated = articles.fillna({"stated_title": ""})
    columns = (
        stated[name].tolist()
        for name in ("doc_id", "format", "raw", "stated_title", "stated_roles")
    )
    rows = [
        (doc_id, *row)
        for doc_id, form, raw, title, roles, units in zip(*columns, pages, strict=True)
        for row in _rows(raw, units, judge(units, title, bounded=form in BOUNDED), roles)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    types = {"doc_id": "str", "role": "str", "reason": "str", "text": "str", "kept": "bool"}
    return table.astype(types | dict.fromkeys(("line_no", "start", "end"), "int32"))


def _count(
    pages: Sequence[Sequence[Unit]], outlets: Sequence[object], repeated: pd.DataFrame
) -> None:
    """Set in how many articles each unit of the pages stands."""
    units = [(outlet, unit) for outlet, page in zip(outlets, pages, strict=True) for unit in page]
    keys = line_keys((outlet, unit.folded.lower()) for outlet, unit in units)
    # The lines of a large corpus are many more than those of a part, and this is done for each.
    known = repeated[repeated["key"].isin(keys)].set_index("key")["articles"].to_dict()
    for (_, unit), key in zip(units, keys.tolist(), strict=True):
        unit.articles = known.get(key, 1)


def _rows(
    raw: str, units: Sequence[Unit], verdicts: Sequence[Verdict], stated: Mapping[int, str]
) -> Iterator[tuple[Any, ...]]:
    for unit, verdict in zip(units, verdicts, strict=True):
        for number, start, end in unit.lines:
            role, reason = (stated[number], "stated by the format") if number in stated else verdict
            kept = role in KEPT
            yield number, start, end, role, kept, "" if kept else reason, raw[start:end]


def judge(units: Sequence[Unit], stated_title: str, *, bounded: bool) -> list[Verdict]:
    """Return the verdict on each unit of a page.

    Args:
        units: as from `nkru.corpus.lines.paragraphs.read_units`.
        stated_title: the title that the format states, or "".
        bounded: the format states where the article begins and ends; else that is found.
    """
    layout = lay_out(units, stated_title, bounded=bounded)
    return _with_quotes(units, [_verdict(units, place, layout) for place in range(len(units))])


def _verdict(units: Sequence[Unit], place: int, layout: Layout) -> Verdict:
    unit = units[place]
    if place == layout.title:
        return "title", ""
    if place >= layout.end:
        return _below(unit, place - layout.end, place < layout.near)
    if unit.cue:
        return "boilerplate", unit.cue.reason
    if place < layout.start:
        return _above(unit, layout.start - place - 1)
    if layout.title is not None and unit.folded == units[layout.title].folded:
        return "boilerplate", "repeats the title"
    if place < layout.body:
        return _header(units, place, layout)
    return _inside(unit, units[max(place - 1, 0) : place + 2])


def _left_out(kind: str) -> Verdict:
    return kind if kind in SIGNED or kind == "section" else "boilerplate", _REASONS[kind]


def _above(unit: Unit, distance: int) -> Verdict:
    if distance <= NEAR and unit.kind == "date":
        return _left_out("date")
    if distance == 1 and is_section(unit.text):
        return _left_out("section")
    return "boilerplate", "above the title"


def _header(units: Sequence[Unit], place: int, layout: Layout) -> Verdict:
    unit, below = units[place], units[place + 1] if place + 1 < len(units) else None
    kind = _header_kind(units[max(layout.start, place - 2 * NEAR) : place], unit, below)
    if kind in SIGNED or kind == "section":
        return _left_out(kind)
    if kind == "list" and unit.words > 4:
        return "list", ""
    if kind == "prose" or (kind == "short" and unit.words > 5 and place - layout.start < NEAR):
        return "standfirst", ""
    listed = below is not None and below.kind == "list" and below.words > 4
    if kind == "short" and (listed or (layout.title is None and place == layout.body - 1)):
        return "heading", ""
    return "boilerplate", "short line between the title and the article"


def _header_kind(above: Sequence[Unit], unit: Unit, below: Unit | None) -> str:
    if below and below.kind == "caption" and below.text.startswith(unit.text):
        return "caption"
    # A bare name is a byline if it is the first, or the next of several.
    named = [other.kind in {"byline", "name"} for other in above]
    if unit.kind == "name" and (not any(named) or named[-1]):
        return "byline"
    return "section" if unit.kind in {"short", "name"} and is_section(unit.text) else unit.kind


def _inside(unit: Unit, around: Sequence[Unit]) -> Verdict:
    if unit.kind in _REASONS:
        return _left_out(unit.kind)
    if unit.kind not in {"short", "name"}:
        return {"list": "list", "row": "table"}.get(unit.kind, "body"), ""
    if unit.text[-1] == ":":
        return "body" if unit.words > 7 else "heading", ""
    if unit.articles > 2 and unit.words < _LABEL:
        return "boilerplate", REPEATED.reason
    rows = sum(
        other.kind in {"short", "name", "row"} and other.block == unit.block for other in around
    )
    return "table" if rows > 1 else "heading", ""


def _below(unit: Unit, place: int, near: bool) -> Verdict:
    # A name right below the article signs it; further down it is a keyword.
    kind = (
        "byline" if unit.kind == "name" and not place and not is_section(unit.text) else unit.kind
    )
    if near and kind in {"byline", "date"}:
        return _left_out(kind)
    cue = note_of(unit) or (REPEATED if unit.articles > 1 else None)
    return "boilerplate", cue.reason if cue else "below the article"


def _with_quotes(units: Sequence[Unit], verdicts: list[Verdict]) -> list[Verdict]:
    """Turn a short paragraph and the name under it, or a quotation and the line at its foot, into quote and source."""
    for place in range(1, len(units)):
        above, unit = units[place - 1], units[place]
        if (verdicts[place - 1][0], verdicts[place][0]) != (
            "body",
            "heading",
        ) or above.words > _QUOTE:
            continue
        if _names_source(units, unit) or (
            above.block == unit.block and _QUOTED.fullmatch(above.text)
        ):
            verdicts[place - 1 : place + 1] = [("quote", ""), ("quote_source", "")]
    return verdicts


def _names_source(units: Sequence[Unit], unit: Unit) -> bool:
    """Return whether a line is a name and what the person is, or the bare name of someone named elsewhere."""
    name, _, office = unit.text.partition(",")
    if unit.sentence or not is_name(_COURTESY.sub("", name)):
        return False
    return office.strip()[:1].islower() or any(
        name in other.text for other in units if other is not unit
    )
