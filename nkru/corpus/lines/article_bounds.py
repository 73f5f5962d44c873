"""Where the article stands on the page: its title, and the run of units that scores as prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from nkru.corpus.lines.paragraphs import Unit

# Evidence per unit, for or against the article: prose counts by its words, up to this many.
_FULL = 50
_AGAINST = {
    "furniture": -2.0,
    "sign": -1.0,
    "ticker": -1.0,
    "list": -0.1,
    "row": 0.0,
    "caption": -0.3,
    "date": -0.3,
    "byline": -0.3,
    "name": -0.5,
}
_SHORT, _MENU, _PARTING, _OPENER = -0.5, -1.0, -3.0, -4.0
_TEXT = frozenset({"prose", "list", "row"})
# A run of so many short lines is a menu. So many furniture lines in a row are a box in the text,
# more are its end.
_RUN, _BOX = 4, 3
# An article stood before a comment form when so much prose did.
_ARTICLE_WORDS = 60
# A title needs this score: some words shared with the text, or a date or byline below it.
_TITLE = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")


def weights(units: Sequence[Unit]) -> list[float]:
    """Return the evidence of each unit: positive for prose, negative for furniture and menus.

    The run of units with the largest sum is the article: maximum subsequence segmentation
    (Pasternack and Roth, "Extracting article text from the web with maximum subsequence
    segmentation", WWW 2009), with weights set by rule.
    """
    values: list[float] = []
    for _, run in groupby(units, lambda unit: unit.kind in _TEXT):
        members = list(run)
        values += [_weight(unit, rank, len(members)) for rank, unit in enumerate(members, 1)]
    begun = next((place for place, unit in enumerate(units) if unit.strong), len(units))
    for place in range(begun + 1, len(units) - 1):
        # A date or byline below a paragraph and above a headline stands between two other articles.
        if units[place].kind in {"date", "byline"} and units[place + 1].kind == "short":
            values[place] = _PARTING
    return values


def best_run(values: Sequence[float]) -> tuple[int, int]:
    """Return the bounds [first, after last) of the run with the largest sum, the first of equals; (0, 0) for none.

    >>> best_run([-1, 2, -1, 3, -5, 3])
    (1, 4)
    """
    sums = [0.0, *accumulate(values)]
    best, bounds, low = 0.0, (0, 0), 0
    for end in range(1, len(sums)):
        if sums[end - 1] < sums[low]:
            low = end - 1
        if sums[end] - sums[low] > best + 1e-9:
            best, bounds = sums[end] - sums[low], (low, end)
    return bounds


def article_end(units: Sequence[Unit]) -> int:
    """Return the place of the first comment form that follows an article, else the number of units."""
    words = 0
    for place, unit in enumerate(units):
        if unit.cue and unit.cue.ends and words >= _ARTICLE_WORDS:
            return place
        words += unit.words if unit.kind == "prose" else 0
    return len(units)


def find_title(
    units: Sequence[Unit], core: tuple[int, int], stated: str, *, guess: bool
) -> int | None:
    """Return the place of the title: the line above the article that shares most words with it, or None.

    Args:
        units: the units of the page.
        core: bounds of the article's prose, as from `best_run`.
        stated: the title that the format states, or "".
        guess: whether a title that is not stated may be guessed.
    """
    if stated or not guess:
        return next(
            (n for n, unit in enumerate(units) if stated and unit.text == stated.strip()), None
        )
    first = next((n for n in range(*core) if units[n].strong), core[0])
    prose = (
        f" {' '.join(unit.folded for unit in units[: core[1]] if unit.kind == 'prose').lower()} "
    )
    scores = [(_title_score(units, n, prose), -n) for n in range(first) if _may_be_title(units[n])]
    score, place = max(scores, default=(0.0, 0))
    return -place if score > _TITLE else None


def _weight(unit: Unit, rank: int, length: int) -> float:
    """Return the evidence of a unit that is the `rank`-th of a run of `length` with prose, or without."""
    if unit.cue and unit.cue.opens == "many":
        return _OPENER
    if unit.kind == "prose" or (unit.kind == "list" and unit.sentence):
        return min(unit.words, _FULL) / 10
    against = _AGAINST.get(unit.kind, _MENU if length >= _RUN else _SHORT)
    return max(against, _SHORT) if rank <= _BOX and unit.kind not in {"sign", "ticker"} else against


def _may_be_title(unit: Unit) -> bool:
    if unit.kind not in {"short", "prose", "name"}:
        return False
    return 2 <= unit.words <= 40 and not unit.text[0].islower() and unit.text[-1] != ":"


def _title_score(units: Sequence[Unit], place: int, prose: str) -> float:
    unit = units[place]
    words = set(_WORD.findall(unit.folded.lower()))
    shared = sum(_count(word, prose) > (unit.kind == "prose") for word in words) / max(
        len(words), 4
    )
    signs = [
        other.kind in {"date", "byline", "name", "caption"}
        for other in units[place + 1 : place + 5]
    ]
    return (
        4 * shared
        + min(unit.words, 8) / 8
        + 0.4 * any(signs)
        + 0.3 * any(signs[:2])
        + 0.5 * (place == 0)
        - 1.5 * unit.sentence
        # A line of several articles is rather the banner of their site.
        - 3 * (unit.articles > 1)
    )


def _count(word: str, text: str) -> int:
    """Return how often a word stands by itself in a text.

    >>> _count("port", " le port et l'aeroport "), _count("bora", " bora bora, borabora ")
    (1, 2)
    """
    # To count all words of an article for the few of its title would take ten times as long.
    around = ((left[-1:], right[:1]) for left, right in pairwise(text.split(word)))
    return sum(
        bool(left and right) and not (left.isalpha() or right.isalpha()) for left, right in around
    )
