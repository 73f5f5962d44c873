"""Bounds of the article on its page: its title, and the run of paragraphs that scores as prose."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import accumulate, groupby, pairwise

from nkru.corpus.lines.page_patterns import recurrent
from nkru.corpus.lines.paragraphs import Paragraph
from nkru.corpus.lines.signatures import is_section
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import fold_for_matching

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
# A paragraph of a list of teasers weighs as much as its headline weighs against it, all of a list
# together little more; between two of them are at most so many lines. Links in the midst of an article have at most so many.
_TEASER, _ROW, _GAP, _BELOW = 0.5, 1.5, 4, 6
_TEASERS = 60
# Four short lines in a row are a menu. Up to three furniture lines in a row are a box in the text,
# more are its end.
_RUN, _BOX = 4, 3
# Words of prose required before a comment form ends the article.
_ARTICLE_WORDS = 60
# A label of comments above this many times the words that stand above it is in the page's head.
_HEAD = 3
# A title needs this score: some words shared with the text, or a date or byline below it.
_TITLE = 0.6
# The most words of a title, and the fewest of a standfirst that could be taken for one.
_LONGEST, _STANDFIRST = 45, 18
# A label that stands everywhere in the page is shorter than a headline.
_HEADLINE = 6
# A line that stands twice is rather the title.
_COPY = 1.0
# The most lines between a standfirst and the text below it.
_HEADER = 15
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
    """Return the weights of short paragraphs that stand alone, each below a headline, in a row.

    A list of other articles has this form, however it is headed; an article of such paragraphs
    still has more evidence than what is around it.
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
    rows = [group for group in alone if len(group) >= _RUN]
    return {index: _TEASER + _ROW / len(group) for group in rows for index in group}


def _is_headline(line: Paragraph) -> bool:
    return line.kind == "short" and line.words > 2


def _resumes(paragraphs: Sequence[Paragraph], opener: int, teasers: Collection[int]) -> bool:
    """Return whether the article goes on below the links in its midst that `opener` opens."""
    return any(
        line.strong
        and line.block > paragraphs[opener].block
        and index not in teasers
        and (line.words > _FULL or paragraphs[index + 1].strong)
        for index, line in enumerate(paragraphs[opener + 1 : -1][:_BELOW], opener + 1)
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
    # Comments and teasers stand alone, the paragraphs of an article do not.
    dense = [words[index] * (line and other) for index, (line, other) in enumerate(pairs)] + [0]
    above, below = 0, sum(dense)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.furniture and paragraph.furniture.ends and above >= _ARTICLE_WORDS:
            if below < _HEAD * above:
                return index
        above, below = above + words[index], below - dense[index]
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
    first = _first_text(paragraphs, core)
    folded = [paragraph.folded for paragraph in paragraphs[first : core[1]]]
    prose = f" {' '.join(folded).lower()} "
    copies = _copies(paragraphs[: core[1]])
    labels = recurrent(paragraphs)
    candidates = [
        index
        for index, line in enumerate(paragraphs[: first + 1])
        if _may_be_title(line) and not (line.words < _HEADLINE and line.folded in labels)
    ]
    if index_is_text := candidates[-1:] == [first] and first not in copies:
        # The text itself is no title, unless it is a headline of two sentences.
        index_is_text = paragraphs[first].sentence
    scores = {
        index: _title_score(paragraphs, index, prose, first) + _COPY * (index in copies)
        for index in candidates[: -1 if index_is_text else None]
    }
    best = max(scores, key=lambda index: (scores[index], -index), default=0)
    least = max(_TITLE, scores.get(best, 0) / 3)
    above = [n for n in scores if scores[n] > least and _heads(paragraphs, n, best)]
    best = max(above, key=lambda index: scores[index], default=best)
    return _first_copy(paragraphs, best) if scores.get(best, 0) > _TITLE else None


def _first_copy(paragraphs: Sequence[Paragraph], title: int) -> int:
    """Return the index of the first of several titles, unless a menu or a box is between them."""
    first, menu = title, 0
    for index in range(title - 1, max(title - _HEADER, -1), -1):
        line = paragraphs[index]
        if line.folded == paragraphs[title].folded:
            first = index
        if line.kind in {"prose", "list"} and line.sentence:
            # A standfirst: what is above it belongs to the article too.
            menu -= _RUN
        menu += line.kind in {"short", "name", "list"} and not is_section(line.text)
        if menu >= _RUN - 1:
            break
    return first


def _first_text(paragraphs: Sequence[Paragraph], core: tuple[int, int]) -> int:
    """Return the index of the first long paragraph, or of the standfirst above date and author."""
    first = next((n for n in range(*core) if paragraphs[n].strong), core[0])
    for index in range(first - 1, max(first - _HEADER, -1), -1):
        if paragraphs[index].strong:
            kinds = {paragraph.kind for paragraph in paragraphs[index:first]}
            return index if kinds & {"date", "byline"} else first
    return first


def _copies(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indexes of the lines that stand in another line too, as titles do.

    The other line is the same, or the path to the article, which ends with its title.
    """
    texts = [paragraph.folded.lower() for paragraph in paragraphs]
    long = [index for index, paragraph in enumerate(paragraphs) if 5 <= paragraph.words <= _LONGEST]
    return {
        index
        for index in long
        if any(texts[other].endswith(texts[index]) for other in long if other != index)
    }


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
    """Return whether a list shows only the beginning of a headline: « Paris : un squat évac... »."""
    return text.endswith(("...", "…"))


def _heads(paragraphs: Sequence[Paragraph], index: int, below: int) -> bool:
    """Return whether a line is the title of the standfirst below it, or of what repeats it."""
    title, other = paragraphs[index], paragraphs[below]
    if title.words < 4 or abs(below - index) > 3 or index == below:
        return False
    if other.folded.endswith(title.folded):
        return other.words > title.words
    return (
        index < below
        and title.kind == "short"
        and title.words < other.words
        and (other.words > _STANDFIRST or other.sentence)
        and other.block - title.block == below - index
    )


@cache
def _function_words() -> frozenset[str]:
    return frozenset(fold_for_matching(word).lower() for word in stop_words())


def _may_be_title(paragraph: Paragraph) -> bool:
    if paragraph.kind not in {"short", "prose", "name"} or not 2 <= paragraph.words <= _LONGEST:
        return False
    first = paragraph.text[0]
    return not (first.islower() or first in "—–-" or paragraph.text[-1] == ":")


def _title_score(paragraphs: Sequence[Paragraph], index: int, prose: str, first: int) -> float:
    title, below = paragraphs[index], paragraphs[index + 1 : index + 5]
    text = title.folded.lower()
    words = {word for word in _WORD.findall(text) if word not in _function_words()}
    shared = sum(_count(word, prose) > 0 for word in words)
    signs = [paragraph.kind in {"date", "byline", "name", "caption"} for paragraph in below]
    return (
        4 * (shared / max(len(words), 4))
        + min(title.words, 8) / 8
        + 0.4 * any(signs)
        + 0.3 * any(signs[:2])
        + 0.5 * (index == 0)
        - 0.5 * (title.words < 3)
        - 1.0 * (title.kind == "name")
        - 1.5 * title.sentence
        # A sentence above the credit of a picture is its caption.
        - 2 * (title.sentence and signs[:1] == [True] and below[0].kind == "caption")
        # A standfirst shares more words with the text than its title.
        - 0.1 * max(title.words - 20, 0)
        - 0.04 * (first - index)
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
