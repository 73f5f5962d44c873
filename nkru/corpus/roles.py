"""Roles of lines: what each line of a page is, whether it is kept, and by which rule it was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from nkru import resources
from nkru.corpus.formats import READERS
from nkru.corpus.furniture import Cue, comparable, find_tail_cue
from nkru.corpus.repetition import line_keys, line_numbers, repeated_among
from nkru.corpus.signatures import is_name
from nkru.corpus.units import Unit, read_units
from nkru.corpus.zones import article_end, best_run, find_title, weights

KEPT = frozenset({"title", "standfirst", "heading", "body", "list", "quote", "quote_source", "table"})
COLUMNS = ["doc_id", "line_no", "start", "end", "role", "kept", "reason", "text"]
_REPEATED = Cue("repeated", "stands in several articles")
# A section, a date or a name belongs to the article within so many lines of its title or its end.
_NEAR = 5
# A note at the end that speaks to its readers, or in its author's name.
_ADDRESS = re.compile(r"\b(?:nous|vous|notre|nos|votre|vos|je|mon|ma|mes)\b|\bj'|@|www\.|https?:", re.IGNORECASE)
_COURTESY = re.compile(r"^(?:Maître|Me|M\.|Mme|Dr|Pr)\s+")
# A quotation set apart is a paragraph of no more words.
_QUOTE = 80
_ROW = Cue("links", "row of headlines without a text")
# So many headlines in a row announce other articles: a heading and a subheading are two.
_HEADLINES = 3
_NO_TEXT = {"sign": "only a number or a sign", "ticker": "entry of a live feed"}
_SIGNED = {"byline": "byline", "date": "date line", "caption": "caption or credit of a picture"}


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
    for unit, key in zip(units, line_keys(outlet, [unit.folded for unit in units]).tolist(), strict=True):
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
    end = len(units) if bounded else article_end(units)
    title = find_title(units, best_run(weights(units)[:end]), stated_title, guess=not bounded)
    start = 0 if title is None else title + 1
    swallow_links(units, start)
    low, high = (start, end) if bounded else _bounds(units, start, end)
    if not bounded:
        _swallow_headlines(units[low:high])
    body = max(low, _header_end(units, start, high))
    high = _before_notes(units, body, high)
    verdicts = [_above(unit, place, title) for place, unit in enumerate(units[:start])]
    verdicts += [_header(units, place, title, body) for place in range(start, body)]
    verdicts += [_inside(units, place, title) for place in range(body, high)]
    verdicts += [_below(units, place, high) for place in range(high, len(units))]
    return _with_quotes(units, verdicts)


def _bounds(units: Sequence[Unit], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the article's text between two places, with the list that closes it."""
    low, high = (place + start for place in best_run(weights(units)[start:end]))
    while 0 < high < end and units[high].kind == "list" and units[high - 1].text[-1] in ":;,":
        high += 1
    return low, high


def swallow_links(units: Sequence[Unit], start: int) -> None:
    """Turn the headlines that follow « À lire aussi » and the like into furniture, from the place `start` on."""
    for place in range(start, len(units)):
        cue = units[place].cue
        if cue and cue.opens:
            for unit in _headlines(units, place, cue):
                unit.kind, unit.cue = "furniture", replace(cue, opens="")


def _swallow_headlines(units: Sequence[Unit]) -> None:
    """Turn headlines in a row with nothing under them, and no colon above them, into furniture."""
    above = ""
    for short, group in groupby(units, lambda unit: unit.kind == "short"):
        run = list(group)
        if short and len({unit.block for unit in run}) >= _HEADLINES and not above.endswith(":"):
            for unit in run:
                unit.cue = _ROW
        above = run[-1].text


def _headlines(units: Sequence[Unit], place: int, cue: Cue) -> Iterator[Unit]:
    """Yield the headlines that belong to an opener: those beside it, else the next one; after a list's, all."""
    opener, many = units[place], cue.opens == "many"
    taken = 0
    for unit in units[place + 1 :]:
        beside = unit.block == opener.block
        if unit.strong or (unit.sentence and (beside or not many)):
            return
        if taken and not (many or beside or unit.kind == "list"):
            return
        if not unit.cue:
            yield unit
            taken += 1


def _header_end(units: Sequence[Unit], start: int, high: int) -> int:
    """Return the end of the header: its last byline, date or caption before the second paragraph of prose."""
    end, prose = start, 0
    for place in range(start, high):
        prose += units[place].kind == "prose"
        if prose > 1:
            break
        if units[place].kind in _SIGNED:
            end = place + 1
    return end


def _before_notes(units: Sequence[Unit], low: int, high: int) -> int:
    """Return the end of the article without the notes on its author and its site that close it."""
    end, prose = high, 0
    for place in range(high - 1, max(low, high - _NEAR), -1):
        unit = units[place]
        cue = None if unit.cue else _note(unit)
        # A heading (« À propos de l'auteur ») speaks for the paragraph below it, a paragraph for itself.
        if cue and (unit.kind != "prose" or not prose):
            unit.cue, end, prose = cue, place, 0
        prose += unit.kind == "prose" and not cue
        if prose > 1:
            break
    return end


def _note(unit: Unit) -> Cue | None:
    cue = find_tail_cue(unit.folded) or unit.cue
    if unit.articles > 1 and (cue or (unit.kind == "prose" and _ADDRESS.search(unit.folded))):
        return replace(cue, reason=f"{cue.reason}, as in other articles") if cue else _REPEATED
    return cue


def _above(unit: Unit, place: int, title: int | None) -> Verdict:
    if place == title:
        return Verdict("title")
    distance = (title or 0) - place
    if distance <= _NEAR and unit.kind == "date":
        return Verdict("date", _SIGNED["date"])
    if not unit.cue and (place == 0 or distance == 1) and is_section(unit.text):
        return Verdict("section", "section label")
    return Verdict("boilerplate", unit.cue.reason if unit.cue else "above the title")


def _header(units: Sequence[Unit], place: int, title: int | None, body: int) -> Verdict:
    unit, below = units[place], units[place + 1 : place + 2]
    kind = "byline" if unit.kind == "name" else unit.kind
    if any(other.kind == "caption" and other.text.startswith(unit.text) for other in below):
        kind = "caption"
    if kind in _SIGNED:
        return Verdict(kind, _SIGNED[kind])
    if _repeats_title(units, place, title):
        return Verdict("boilerplate", "repeats the title")
    if kind == "prose" or (kind in {"short", "list"} and unit.words > 5 and place - (title or 0) < _NEAR):
        return Verdict("standfirst")
    if is_section(unit.text):
        return Verdict("section", "section label")
    if title is None and kind == "short" and place == body - 1:
        return Verdict("heading")
    return Verdict("boilerplate", unit.cue.reason if unit.cue else "short line between the title and the article")


def _inside(units: Sequence[Unit], place: int, title: int | None) -> Verdict:
    unit = units[place]
    if unit.cue:
        return Verdict("boilerplate", unit.cue.reason)
    if unit.kind in _NO_TEXT:
        return Verdict("boilerplate", _NO_TEXT[unit.kind])
    if unit.kind in _SIGNED:
        return Verdict(unit.kind, _SIGNED[unit.kind])
    if _repeats_title(units, place, title):
        return Verdict("boilerplate", "repeats the title")
    if unit.kind in {"short", "name"}:
        return _short(units, place)
    return Verdict({"list": "list", "row": "table"}.get(unit.kind, "body"))


def _short(units: Sequence[Unit], place: int) -> Verdict:
    unit, around = units[place], units[max(place - 1, 0) : place + 2]
    if unit.articles > 2 and unit.words < 12 and unit.text[-1] != ":":
        return Verdict("boilerplate", _REPEATED.reason)
    if unit.text[-1:] == ":" and unit.words > 7:
        return Verdict("body")
    rows = sum(other.kind in {"short", "name", "row"} and other.block == unit.block for other in around)
    return Verdict("table" if rows > 1 else "heading")


def _below(units: Sequence[Unit], place: int, high: int) -> Verdict:
    unit = units[place]
    # A name right below the article signs it; further down it is a keyword.
    kind = "byline" if unit.kind == "name" and place == high and not is_section(unit.text) else unit.kind
    links = any(other.cue and other.cue.opens for other in units[high:place])
    if kind in _SIGNED and place - high < _NEAR and not links:
        return Verdict(kind, _SIGNED[kind])
    cue = _note(unit) or (_REPEATED if unit.articles > 1 else None)
    return Verdict("boilerplate", cue.reason if cue else "below the article")


def _repeats_title(units: Sequence[Unit], place: int, title: int | None) -> bool:
    return title is not None and place != title and units[place].folded.strip() == units[title].folded.strip()


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


def is_section(text: str) -> bool:
    """Return whether a line is made of names of newspaper sections, also stuck together: « InternationalPolitique ».

    >>> is_section("InternationalPolitique"), is_section("Pyongyang")
    (True, False)
    """
    rest = text = comparable(text).lower()
    for name in _sections():
        rest = rest.replace(name, "")
    return rest != text and not rest.strip(" ,;|/>›»·-")


@cache
def _sections() -> tuple[str, ...]:
    names = (comparable(name).lower() for name in resources.read_list("sections.txt"))
    return tuple(sorted(names, key=len, reverse=True))
