"""Bounds of the article on its page: the run of paragraphs that scores as prose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, groupby, pairwise

from nkru.corpus.lines.page_patterns import recurrent
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
# Teasers: the most words, the weight of one (its headline weighs as much against it), the weight
# that a list adds, and the most lines between two of them.
_TEASERS, _TEASER, _ROW, _GAP = 60, 0.5, 1.5, 4
# Their mean length; the paragraphs of an article in short chapters are longer.
_BRIEF = 32
# The most lines of a box of links in the midst of an article, and words of a chapter's heading.
_BELOW, _CHAPTER = 6, 7
# Four short lines in a row are a menu. Up to three furniture lines in a row are a box in the text,
# more are its end.
_RUN, _BOX = 4, 3
# Words of prose required before a comment form ends the article.
_ARTICLE_WORDS = 60
# A label of comments is in the page's head if the words below are this many times those above.
_HEAD = 3


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
    teasers = _teasers(paragraphs)
    for index, weight in teasers.items():
        values[index] = min(values[index], weight)
    for index, value in enumerate(values):
        if value == _OPENER and _resumes(paragraphs, index, teasers):
            values[index] = _PARTING / 2
    strong = (index for index, paragraph in enumerate(paragraphs) if paragraph.strong)
    for index in range(next(strong, len(paragraphs)) + 1, len(paragraphs) - 1):
        # A date or byline below a paragraph and above a headline separates two other articles.
        kind, below = paragraphs[index].kind, paragraphs[index + 1].kind
        if kind in {"date", "byline"} and below == "short":
            values[index] = _PARTING
    return values


def _teasers(paragraphs: Sequence[Paragraph]) -> dict[int, float]:
    """Return the weights of the paragraphs in lists of teasers: short, isolated, below headlines.

    A list of other articles has this form under any label; an article of such paragraphs still has
    more evidence than the lines around it.
    """
    labels = recurrent(paragraphs)
    alone: list[list[int]] = [[]]
    for index, line in enumerate(paragraphs):
        if line.kind not in _TEXT:
            continue
        beside = [*paragraphs[max(index - 1, 0) : index], *paragraphs[index + 1 : index + 2]]
        gap = paragraphs[alone[-1][-1] + 1 : index] if alone[-1] else ()
        if line.words > _TEASERS or any(other.kind in _TEXT for other in beside):
            alone.append([])
        elif len(gap) > _GAP or (
            gap and not any(_is_headline(other) or other.folded in labels for other in gap)
        ):
            alone.append([index])
        else:
            alone[-1].append(index)
    weights: dict[int, float] = {}
    for group in alone:
        size = len(group)
        if size >= _RUN:
            brief = sum(paragraphs[index].words for index in group) <= _BRIEF * size
            weights |= dict.fromkeys(group, _TEASER + (0 if brief else _ROW) / size)
    return weights


def _is_headline(line: Paragraph) -> bool:
    return line.kind == "short" and line.words > 2


def _resumes(paragraphs: Sequence[Paragraph], opener: int, teasers: Collection[int]) -> bool:
    """Return whether the article goes on below the links in its midst that `opener` opens."""
    for index, line in enumerate(paragraphs[opener + 1 :][:_BELOW], opener + 1):
        if line.strong and line.block > paragraphs[opener].block and index not in teasers:
            return line.words > _FULL or not _is_teaser(paragraphs[index + 1 :][:_BELOW])
    return False


def _is_teaser(below: Sequence[Paragraph]) -> bool:
    """Return whether a headline with a text of its own follows a text, as in a list of teasers."""
    if below and below[0].kind == "prose":
        return False
    dated = any(line.kind in {"date", "byline"} for line in below)
    return any(
        line.kind == "short" and (dated or line.words > _CHAPTER) and following.kind == "prose"
        for line, following in pairwise(below)
    )


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
    """Return the index of the first comment form below an article, else the length of the page.

    A label of comments in the head of the page has most of the article below it.
    """
    words = [paragraph.words if paragraph.kind == "prose" else 0 for paragraph in paragraphs]
    pairs = pairwise(paragraph.strong for paragraph in paragraphs)
    # Comments and teasers are isolated, the paragraphs of an article are not.
    dense = [words[index] * (line and other) for index, (line, other) in enumerate(pairs)] + [0]
    above, below = 0, sum(dense)
    for index, paragraph in enumerate(paragraphs):
        ends = paragraph.furniture and paragraph.furniture.ends and above >= _ARTICLE_WORDS
        if ends and below < _HEAD * above:
            return index
        above, below = above + words[index], below - dense[index]
    return len(paragraphs)


def _weight(paragraph: Paragraph, rank: int, length: int) -> float:
    """Return the evidence of a paragraph, the `rank`-th in a run (of prose or not) of `length`."""
    if paragraph.furniture and paragraph.furniture.opens == "many":
        return _OPENER
    kind = paragraph.kind
    if kind == "prose" or (kind == "list" and paragraph.sentence and not _is_cut(paragraph.text)):
        return min(paragraph.words, _FULL) / 10
    against = _AGAINST.get(kind, _MENU if length >= _RUN else _SHORT)
    return max(against, _SHORT) if rank <= _BOX and kind not in {"sign", "ticker"} else against


def _is_cut(text: str) -> bool:
    """Return whether a list shows the beginning of a headline only: « Un squat évac... »."""
    return text.endswith(("...", "…"))
