"""Roles of lines: what each line of a page is, whether it is kept, and by which rule it was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from nkru.corpus.formats import READERS
from nkru.corpus.layout import NEAR, REPEATED, SIGNED, Layout, lay_out, note_of
from nkru.corpus.repetition import line_keys, line_numbers, repeated_among
from nkru.corpus.signatures import is_name, is_section
from nkru.corpus.units import Unit, read_units

KEPT = frozenset({"title", "standfirst", "heading", "body", "list", "quote", "quote_source", "table"})
COLUMNS = ["doc_id", "line_no", "start", "end", "role", "kept", "reason", "text"]
_COURTESY = re.compile(r"^(?:Maître|Me|M\.|Mme|Dr|Pr)\s+")
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


class Verdict(NamedTuple):
    """The role of a unit and, where it is left out, why."""

    role: str
    reason: str = ""


def repeated_lines(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that stand in several articles of one site, copies apart: key, articles (numbers only).

    For articles in partitions: `repeated_among` the concatenated `line_numbers` of each.
    """
    return repeated_among(line_numbers(articles))


def line_table(articles: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """Return every line that is not blank, with its role.

    Args:
        articles: doc_id, format, raw, stated_title, stated_outlet, stated_roles.
        repeated: as from `repeated_lines`.

    Returns:
        doc_id, line_no (from 1, blank lines counted), start, end (offsets in raw), role, kept, reason (why it is left
        out, empty where kept), text; in the order of the articles.
    """
    known = dict(zip(repeated["key"].tolist(), repeated["articles"].tolist(), strict=True))
    databases = {reader.NAME for reader in READERS if reader.EXPORT}
    names = ("doc_id", "raw", "stated_title", "stated_outlet", "stated_roles")
    rows = [
        row
        for form, *article in zip(articles["format"], *(articles[name] for name in names), strict=True)
        for row in _rows(*article, known=known, bounded=form in databases)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    types = {"doc_id": "str", "role": "str", "reason": "str", "text": "str", "kept": "bool"}
    return table.astype(types | dict.fromkeys(("line_no", "start", "end"), "int32"))


def _rows(
    doc_id: str,
    raw: str,
    title: object,
    outlet: object,
    stated: Mapping[int, str],
    *,
    known: Mapping[int, int],
    bounded: bool,
) -> Iterator[tuple[str, int, int, int, str, bool, str, str]]:
    units = read_units(raw)
    for unit, key in zip(units, line_keys(outlet, [unit.folded for unit in units]), strict=True):
        unit.articles = known.get(key, 1)
    verdicts = judge(units, title if isinstance(title, str) else None, bounded=bounded)
    for unit, verdict in zip(units, verdicts, strict=True):
        for number, start, end in unit.lines:
            role, reason = (stated[number], "stated by the format") if number in stated else verdict
            yield doc_id, number, start, end, role, role in KEPT, "" if role in KEPT else reason, raw[start:end]


def judge(units: Sequence[Unit], stated_title: str | None = None, *, bounded: bool = False) -> list[Verdict]:
    """Return the verdict on each unit of a page.

    Args:
        units: as from `nkru.corpus.units.read_units`.
        stated_title: the title that the format states.
        bounded: the format states where the article begins and ends; else that is found.
    """
    layout = lay_out(units, stated_title, bounded=bounded)
    verdicts = [_above(unit, place, layout.title) for place, unit in enumerate(units[: layout.start])]
    verdicts += [_header(units, place, layout) for place in range(layout.start, layout.body)]
    verdicts += [_inside(units, place, layout.title) for place in range(layout.body, layout.end)]
    below = units[layout.end :]
    links = next((place for place, unit in enumerate(below) if unit.cue and unit.cue.opens), len(below))
    verdicts += [_below(unit, place, place < min(links, NEAR)) for place, unit in enumerate(below)]
    return _with_quotes(units, verdicts)


def _left_out(role: str) -> Verdict:
    return Verdict(role if role in SIGNED or role == "section" else "boilerplate", _REASONS[role])


def _above(unit: Unit, place: int, title: int | None) -> Verdict:
    if place == title:
        return Verdict("title")
    distance = (title or 0) - place
    if distance <= NEAR and unit.kind == "date":
        return _left_out("date")
    if not unit.cue and distance == 1 and is_section(unit.text):
        return _left_out("section")
    return Verdict("boilerplate", unit.cue.reason if unit.cue else "above the title")


def _header(units: Sequence[Unit], place: int, layout: Layout) -> Verdict:
    unit, below = units[place], units[place + 1] if place + 1 < len(units) else None
    kind = _header_kind(units[max(layout.start, place - 2 * NEAR) : place], unit, below)
    if kind in SIGNED or kind == "section":
        return _left_out(kind)
    if _repeats_title(units, place, layout.title):
        return Verdict("boilerplate", "repeats the title")
    if kind == "list" and unit.words > 4:
        return Verdict("list")
    if kind == "prose" or (kind == "short" and unit.words > 5 and place - layout.start < NEAR):
        return Verdict("standfirst")
    if kind == "short" and (_is_item(below) or (layout.title is None and place == layout.body - 1)):
        return Verdict("heading")
    return Verdict("boilerplate", unit.cue.reason if unit.cue else "short line between the title and the article")


def _header_kind(above: Sequence[Unit], unit: Unit, below: Unit | None) -> str:
    if below and below.kind == "caption" and below.text.startswith(unit.text):
        return "caption"
    # A bare name is a byline if it is the first, or the next of several.
    named = [other.kind in {"byline", "name"} for other in above]
    if unit.kind == "name" and (not any(named) or named[-1]):
        return "byline"
    return "section" if unit.kind in {"short", "name"} and is_section(unit.text) else unit.kind


def _is_item(unit: Unit | None) -> bool:
    return unit is not None and unit.kind == "list" and unit.words > 4


def _inside(units: Sequence[Unit], place: int, title: int | None) -> Verdict:
    unit = units[place]
    if unit.cue:
        return Verdict("boilerplate", unit.cue.reason)
    if unit.kind in _REASONS:
        return _left_out(unit.kind)
    if _repeats_title(units, place, title):
        return Verdict("boilerplate", "repeats the title")
    if unit.kind in {"short", "name"}:
        return _short(unit, units[max(place - 1, 0) : place + 2])
    return Verdict({"list": "list", "row": "table"}.get(unit.kind, "body"))


def _short(unit: Unit, around: Sequence[Unit]) -> Verdict:
    if unit.text[-1] == ":" and unit.words > 7:
        return Verdict("body")
    if unit.articles > 2 and unit.words < _LABEL and unit.text[-1] != ":":
        return Verdict("boilerplate", REPEATED.reason)
    rows = sum(other.kind in {"short", "name", "row"} and other.block == unit.block for other in around)
    return Verdict("table" if rows > 1 else "heading")


def _below(unit: Unit, place: int, near: bool) -> Verdict:
    # A name right below the article signs it; further down it is a keyword.
    kind = "byline" if unit.kind == "name" and not place and not is_section(unit.text) else unit.kind
    if near and kind in {"byline", "date"}:
        return _left_out(kind)
    cue = note_of(unit) or (REPEATED if unit.articles > 1 else None)
    return Verdict("boilerplate", cue.reason if cue else "below the article")


def _repeats_title(units: Sequence[Unit], place: int, title: int | None) -> bool:
    return title is not None and units[place].folded == units[title].folded


def _with_quotes(units: Sequence[Unit], verdicts: list[Verdict]) -> list[Verdict]:
    """Turn a short paragraph and the name under it into a quotation and its source."""
    for place in range(1, len(units)):
        pair = (verdicts[place - 1].role, verdicts[place].role)
        if pair == ("body", "heading") and units[place - 1].words <= _QUOTE and _names_source(units, units[place]):
            verdicts[place - 1 : place + 1] = [Verdict("quote"), Verdict("quote_source")]
    return verdicts


def _names_source(units: Sequence[Unit], unit: Unit) -> bool:
    """Return whether a line is a name and what the person is, or the bare name of someone named elsewhere."""
    name, _, office = unit.text.partition(",")
    if unit.sentence or not is_name(_COURTESY.sub("", name)):
        return False
    return office.strip()[:1].islower() or any(name in other.text for other in units if other is not unit)
