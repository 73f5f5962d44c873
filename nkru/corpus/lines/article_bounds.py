"""Bounds of the article on its page: its title, and the run of paragraphs that scores as prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from nkru.corpus.lines.paragraphs import Paragraph

# Evidence per paragraph, for or against the article: prose counts by its words, up to this many.
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
# Four short lines in a row are a menu. Up to three furniture lines in a row are a box in the text,
# more are its end.
_RUN, _BOX = 4, 3
# Words of prose required before a comment form ends the article.
_ARTICLE_WORDS = 60
# A title needs this score: some words shared with the text, or a date or byline below it.
_TITLE = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")


def weights(paragraphs: Sequence[Paragraph]) -> list[float]:
    """Return the evidence of each paragraph: positive for prose, negative for furniture and menus.

    The run of paragraphs with the largest sum is the article: maximum subsequence segmentation
    (Pasternack and Roth, "Extracting article text from the web with maximum subsequence
    segmentation", WWW 2009), with weights set by rule.
    """
    values: list[float] = []
    for _, run in groupby(paragraphs, lambda paragraph: paragraph.kind in _TEXT):
        members = list(run)
        values += [_weight(member, rank, len(members)) for rank, member in enumerate(members, 1)]
    strong = (index for index, paragraph in enumerate(paragraphs) if paragraph.strong)
    for index in range(next(strong, len(paragraphs)) + 1, len(paragraphs) - 1):
        # A date or byline below a paragraph and above a headline separates two other articles.
        kind, below = paragraphs[index].kind, paragraphs[index + 1].kind
        if kind in {"date", "byline"} and below == "short":
            values[index] = _PARTING
    return values


def best_run(values: Sequence[float]) -> tuple[int, int]:
    """Return the bounds [first, after last) of the run with the largest sum; (0, 0) if it is empty.

    Of runs with equal sums, the first is chosen.

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


def article_end(paragraphs: Sequence[Paragraph]) -> int:
    """Return the index of the first comment form below an article, else the length of the page."""
    words = 0
    for index, paragraph in enumerate(paragraphs):
        if paragraph.furniture and paragraph.furniture.ends and words >= _ARTICLE_WORDS:
            return index
        words += paragraph.words if paragraph.kind == "prose" else 0
    return len(paragraphs)


def find_title(
    paragraphs: Sequence[Paragraph], core: tuple[int, int], stated: str, *, guess: bool
) -> int | None:
    """Return the index of the title, or None.

    It is the line that the format states, else the line above the article that shares most words
    with it.

    Args:
        paragraphs: the paragraphs of the page.
        core: bounds of the article's prose, as from `best_run`.
        stated: the title that the format states, or "".
        guess: whether a title may be guessed where the format states no title.
    """
    if stated or not guess:
        texts = [paragraph.text for paragraph in paragraphs]
        return texts.index(stated.strip()) if stated.strip() in texts else None
    first = next((n for n in range(*core) if paragraphs[n].strong), core[0])
    folded = [paragraph.folded for paragraph in paragraphs[: core[1]] if paragraph.kind == "prose"]
    prose = f" {' '.join(folded).lower()} "
    candidates = [index for index in range(first) if _may_be_title(paragraphs[index])]
    scores = [(_title_score(paragraphs, index, prose), -index) for index in candidates]
    score, index = max(scores, default=(0.0, 0))
    return -index if score > _TITLE else None


def _weight(paragraph: Paragraph, rank: int, length: int) -> float:
    """Return the evidence of a paragraph, the `rank`-th in a run (of prose or not) of `length`."""
    if paragraph.furniture and paragraph.furniture.opens == "many":
        return _OPENER
    kind = paragraph.kind
    if kind == "prose" or (kind == "list" and paragraph.sentence):
        return min(paragraph.words, _FULL) / 10
    against = _AGAINST.get(kind, _MENU if length >= _RUN else _SHORT)
    return max(against, _SHORT) if rank <= _BOX and kind not in {"sign", "ticker"} else against


def _may_be_title(paragraph: Paragraph) -> bool:
    if paragraph.kind not in {"short", "prose", "name"} or not 2 <= paragraph.words <= 40:
        return False
    return not paragraph.text[0].islower() and paragraph.text[-1] != ":"


def _title_score(paragraphs: Sequence[Paragraph], index: int, prose: str) -> float:
    title, below = paragraphs[index], paragraphs[index + 1 : index + 5]
    words = set(_WORD.findall(title.folded.lower()))
    # A title that looks like prose is in the prose once itself.
    shared = sum(_count(word, prose) > (title.kind == "prose") for word in words)
    signs = [paragraph.kind in {"date", "byline", "name", "caption"} for paragraph in below]
    return (
        4 * (shared / max(len(words), 4))
        + min(title.words, 8) / 8
        + 0.4 * any(signs)
        + 0.3 * any(signs[:2])
        + 0.5 * (index == 0)
        - 1.5 * title.sentence
        # A line of several articles is rather the banner of their site.
        - 3 * (title.articles > 1)
    )


def _count(word: str, text: str) -> int:
    """Return how often a text has a word that no other letter touches.

    >>> _count("port", " le port et l'aeroport "), _count("bora", " bora bora, borabora ")
    (1, 2)
    """
    # Counting all words of an article for the few of its title would take ten times as long.
    around = pairwise(text.split(word))
    return sum(
        bool(before and after) and not (before[-1].isalpha() or after[0].isalpha())
        for before, after in around
    )
