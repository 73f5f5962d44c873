"""Layout of a page: where its header, text and end are, and which headlines and notes among them are furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from nkru.corpus.lines.article_bounds import article_end, best_run, find_title, weights
from nkru.corpus.lines.furniture import Cue, find_tail_cue
from nkru.corpus.lines.paragraphs import Unit, runs_on

REPEATED = Cue("repeated", "stands in several articles")
# Kinds of lines that say who, when, and what a picture shows.
SIGNED = frozenset({"byline", "date", "caption"})
# A section, a date, a name or a note belongs to the article within so many lines of its title or
# its end.
NEAR = 5
# The longest list of other articles, in lines.
_LIST = 100
# The fewest words by which a paragraph that was cut is known from a label.
_PARAGRAPH = 6
# A note at the end that speaks to its readers, or in its author's name.
_ADDRESS = re.compile(
    r"\b(?:nous|vous|notre|nos|votre|vos|je|mon|ma|mes)\b|\bj'|@|www\.|https?:", re.IGNORECASE
)


class Layout(NamedTuple):
    """Places on a page: its title (None where there is none), where header, text and what is below begin.

    What stands below the text, but before `near`, may still sign and date it.
    """

    title: int | None
    start: int
    body: int
    end: int
    near: int


def lay_out(units: Sequence[Unit], stated_title: str, *, bounded: bool) -> Layout:
    """Return the layout of a page; the units that prove to be links or notes become furniture."""
    end = len(units) if bounded else article_end(units)
    title = find_title(units, best_run(weights(units)[:end]), stated_title, guess=not bounded)
    start = 0 if title is None else title + 1
    _take_links(units[start:])
    low, high = _bounds(units, start, end)
    if bounded or low == high:
        # Where no line is prose, nothing tells the article from its page: all is kept that is not
        # known as furniture.
        low, high = start, end
    body = max(low, _header_end(units, start, high))
    end = _before_notes(units, body, high)
    below = enumerate(units[end : end + NEAR], end)
    links = (place for place, unit in below if unit.cue and unit.cue.opens)
    return Layout(title, start, body, end, next(links, end + NEAR))


def note_of(unit: Unit) -> Cue | None:
    """Return why a line near the end is furniture: a note on author or site, told apart where articles share it."""
    cue = find_tail_cue(unit.folded) or unit.cue
    if unit.articles > 1 and (cue or (unit.kind == "prose" and _ADDRESS.search(unit.folded))):
        return replace(cue, reason=f"{cue.reason}, as in other articles") if cue else REPEATED
    return cue


def _bounds(units: Sequence[Unit], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the article's text between two places, with the list that closes it."""
    low, high = (place + start for place in best_run(weights(units)[start:end]))
    while 0 < high < end and units[high].kind == "list" and units[high - 1].text[-1] in ":;,":
        high += 1
    if 0 < high < end and _is_cut(units[high - 1 : high + 2]):
        units[high].kind, high = "prose", high + 1
    return low, high


def _is_cut(units: Sequence[Unit]) -> bool:
    """Return whether a text is followed by the beginning of a paragraph, where a page or an excerpt breaks off.

    A headline stands there too, but it opens no quotation that it does not close, nor does the page
    end with it.
    """
    above, unit, *below = units
    if (
        above.kind != "prose"
        or unit.kind != "short"
        or unit.cue
        or unit.articles > 1
        or unit.words < _PARAGRAPH
    ):
        return False
    opened = unit.text.count("«") > unit.text.count("»") or unit.text[-1] in ",;"
    return runs_on(unit.text) and (opened or not below)


def _take_links(units: Sequence[Unit]) -> None:
    """Turn the headlines that follow « À lire aussi » and the like into furniture."""
    for place, opener in enumerate(units):
        if opener.cue and opener.cue.opens:
            for unit in _headlines(
                opener, units[place + 1 : place + _LIST], many=opener.cue.opens == "many"
            ):
                unit.kind, unit.cue = "furniture", replace(opener.cue, opens="")


def _headlines(opener: Unit, units: Sequence[Unit], *, many: bool) -> Iterator[Unit]:
    """Yield the headlines that belong to an opener: those beside it, else the next one; after a list's, all."""
    taken = False
    for unit in units:
        beside = unit.block == opener.block
        if unit.strong or (unit.sentence and (beside or not many)):
            return
        if taken and not (many or beside or unit.kind == "list"):
            return
        if not unit.cue:
            taken = True
            yield unit


def _header_end(units: Sequence[Unit], start: int, high: int) -> int:
    """Return the end of the header: its last byline, date or caption before the second paragraph of prose."""
    end, prose = start, 0
    for place in range(start, high):
        prose += units[place].kind == "prose"
        if prose > 1:
            break
        if units[place].kind in SIGNED:
            end = place + 1
    return end


def _before_notes(units: Sequence[Unit], low: int, high: int) -> int:
    """Return the end of the article without the notes on its author and its site that close it."""
    end, prose = high, 0
    for place in range(high - 1, max(low, high - NEAR), -1):
        unit = units[place]
        cue = None if unit.cue else note_of(unit)
        # A heading (« À propos de l'auteur ») speaks for the paragraph below it, a paragraph for
        # itself.
        if cue and (unit.kind != "prose" or not prose):
            unit.cue, end, prose = cue, place, 0
        prose += unit.kind == "prose" and not cue
        if prose > 1:
            break
    return end
