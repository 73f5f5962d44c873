r"""Columns side by side in a text: put into the order of reading, one below the other.

`pdftotext -layout`, and the layout mode of other programs, print a page as it looks, so that a line
holds one line of each column. A gutter is a place where many lines have white space, and where
running text begins on its right: a table, verses or a program has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby

from nkru.resources import read_toml

# The fewest lines with text on both sides of a gutter; of one that an earlier page has had.
_FEWEST, _FEWEST_AGAIN = 6, 2
# How far from its gutter a line may begin its right part; lines that may run across, for each that
# does not; gaps of a line whose part is shifted; places to try; columns of a page.
_SHIFT, _ACROSS, _GAPS, _TRIED, _MOST = 6, 0.25, 2, 3, 8
# The share of the lines of a column that begin in mid-sentence, of those that end with a word that
# another must follow, and of those that are nearly as long as most.
_RUNNING, _OPEN, _FULL, _NEARLY = 0.5, 0.15, 0.6, 0.6
_GAP = re.compile(r"(?<=\S) {2,400}(?=\S)")
_WIDE = "   "
_ENDS = (".", "!", "?", "…", "»", ":")

# What stands left and right of a gutter; None for a line that runs across it.
_Sides = tuple[str, str] | None


def in_reading_order(text: str) -> str:
    """Return a text with the columns of each page one below the other, where they are clear."""
    if text.count(_WIDE) < _FEWEST:
        return text
    known: set[tuple[int, int]] = set()
    pages = [_ordered(page.split("\n"), known, _MOST) for page in text.split("\f")]
    return "\n".join(_below(pages)) if known else text


def line_read_across(text: str) -> str:
    """Return a line that holds a line of each of two columns, where many seem to; else ""."""
    if text.count(_WIDE) < _FEWEST:
        return ""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    across = [line for line in lines if _WIDE in line]
    if len(across) < max(_FEWEST, len(lines) / 4):
        return ""
    sides = ((line.split(_WIDE, 1)[0], line.rsplit(_WIDE, 1)[1].lstrip()) for line in across)
    is_text = all(_is_running(side, full=0) for side in zip(*sides, strict=True))
    return across[0] if is_text else ""


def _ordered(lines: list[str], known: set[tuple[int, int]], most: int) -> list[str]:
    """Return the lines of a page or a column, with those of its columns one below the other."""
    again = [place for level, place in known if level == most]
    gutter = _gutter(lines, again) if most else None
    if gutter is None:
        return lines
    known.add((most, gutter))
    ordered: list[str] = []
    for is_whole, band in groupby(_sides(lines, gutter), key=lambda row: row[1] is None):
        rows = [*band]
        if is_whole:
            ordered += [line for line, _ in rows]
            continue
        columns = zip(*(sides for _, sides in rows if sides), strict=True)
        below = _below([_ordered([*column], known, most - 1) for column in columns])
        ordered += [*_blank(rows[0][0]), *below, *_blank(rows[-1][0])]
    return [_with_single_spaces(line) for line in ordered]


def _blank(line: str) -> list[str]:
    return [] if line.strip() else [""]


def _below(columns: Iterable[list[str]]) -> list[str]:
    """Return the lines of columns or pages, joined; a blank line follows one that ends a sentence.

    A sentence goes on in the next column.
    """
    joined: list[str] = []
    for column in columns:
        lines = "\n".join(column).strip("\n").split("\n")
        if joined and joined[-1].rstrip().endswith(_ENDS):
            joined.append("")
        joined += lines if any(map(str.strip, lines)) else []
    return joined


def _gutter(lines: Sequence[str], known: Sequence[int]) -> int | None:
    """Return where the right one of two columns begins, or None."""
    ends = Counter(gap.end() for line in lines for gap in _GAP.finditer(line))
    near = Counter({place: sum(ends[place + n] for n in range(-2, 3)) for place in list(ends)})
    for place, count in near.most_common(_TRIED):
        is_known = any(abs(place - one) <= 2 for one in known)
        if count >= (_FEWEST_AGAIN if is_known else _FEWEST):
            sides = [sides for line, sides in _sides(lines, place) if line.strip()]
            if _is_clear(sides, is_known):
                return place
    return None


def _is_clear(sides: Sequence[_Sides], is_known: bool) -> bool:
    """Return whether lines of running text stand on both sides, and few lines run across."""
    both = [number for number, parts in enumerate(sides) if parts and all(parts)]
    if not both:
        return False
    across = sum(parts is None for parts in sides[both[0] : both[-1]])
    if across > _ACROSS * len(both):
        return False
    columns = zip(*(parts for parts in sides if parts and all(parts)), strict=True)
    return is_known or all(map(_is_running, columns))


def _is_running(column: Sequence[str], full: float = _FULL) -> bool:
    """Return whether the lines of a column are those of a text, unlike cells and verses."""
    lines = [" ".join(line.split()) for line in column]
    usual = sorted(map(len, lines))[len(lines) * 9 // 10]
    shares = (
        (_RUNNING, (line[:1].islower() for line in lines)),
        (_OPEN, (line.rsplit(" ", 1)[-1].lower() in _function_words() for line in lines)),
        (full, (len(line) >= _NEARLY * usual for line in lines)),
    )
    return all(sum(found) >= share * len(lines) for share, found in shares)


def _sides(lines: Sequence[str], place: int) -> list[tuple[str, _Sides]]:
    """Return each line with what stands on both sides of a gutter."""
    parted = [_parted(line, place) for line in lines]
    rows = []
    for number, line in enumerate(lines):
        sides = parted[number]
        near = parted[max(number - 1, 0) : number + 2]
        if sides is None and line[place - 1] == " " and any(one and all(one) for one in near):
            # The left line fills its column up to one space.
            sides = (line[: place - 1], line[place:])
        rows.append((line, sides))
    return rows


def _parted(line: str, place: int) -> _Sides:
    if len(line.rstrip()) < place:
        return line, ""
    if len(line) - len(line.lstrip()) >= place - 2:
        return "", line[place - 2 :]
    if not line[place - 2 : place].strip():
        return line[:place], line[place:]
    gaps = list(_GAP.finditer(line))
    near = [gap for gap in gaps if abs(gap.end() - place) <= _SHIFT]
    # A justified line has many gaps.
    if len(near) != 1 or len(gaps) > _GAPS:
        return None
    return line[: near[0].start()], line[near[0].end() :]


def _with_single_spaces(line: str) -> str:
    return " ".join(line.split())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(read_toml("words/function_words.toml")["words"]["fr"].split())
