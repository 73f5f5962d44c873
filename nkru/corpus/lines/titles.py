"""The title of a page: the line above the article that shares most words with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from nkru.corpus.lines.page_patterns import recurrent
from nkru.corpus.lines.paragraphs import Paragraph
from nkru.corpus.lines.signatures import is_section
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import fold_for_matching

# A title needs this score: some words shared with the text, or a date or byline below it.
_TITLE = 0.6
# Scores that differ by less are alike.
_ALIKE = 0.5
# The most words of a title, and the fewest of a standfirst that could be taken for one.
_LONGEST, _STANDFIRST = 45, 18
# The fewest words of a repeated line that may be a title; a shorter one that recurs is a label.
_TWICE = 5
_SITE = 3  # the most words of a site's name
_PATHS = 200  # lines among which the path to an article is looked for
# The most lines between a standfirst and the text below it; three short ones in a row are a menu.
_HEADER, _MENU = 15, 3
# The farther above the text, the more likely a menu, up to this many lines.
_FAR = 30
_SIGNED = frozenset({"date", "byline", "name", "caption"})
_WORD = re.compile(r"[^\W\d_]{4,}")


def find_title(
    paragraphs: Sequence[Paragraph], core: tuple[int, int], stated: str, *, guess: bool
) -> int | None:
    """Return the index of the title, or None.

    It is the line that the format states, else the line above the article that shares most words
    with it.

    Args:
        paragraphs: the paragraphs of the page.
        core: bounds of the article's prose, as from `article_bounds.best_run`.
        stated: the title that the format states, or "".
        guess: whether a title may be guessed where the format states no title.
    """
    if stated or not guess:
        texts = [paragraph.text for paragraph in paragraphs]
        return texts.index(stated.strip()) if stated.strip() in texts else None
    scores = _scores(paragraphs, core)
    best = max(scores, key=lambda index: (scores[index], -index), default=0)
    if scores.get(best, 0) <= _TITLE:
        return None
    # A site's name above its menu may share as many words with the text as the headline below it.
    near = (n for n in scores if n > best and scores[n] > scores[best] - _ALIKE)
    if paragraphs[best].text.isupper():
        best = max(near, default=best)
    least = max(_TITLE, scores[best] / 3)
    above = [n for n in scores if scores[n] > least and _heads(paragraphs, n, best)]
    title = max(above, key=scores.__getitem__, default=best)
    folded = paragraphs[title].folded
    return _first_copy(paragraphs, max(n for n in scores if paragraphs[n].folded == folded))


def repeats_title(paragraph: Paragraph, title: Paragraph, is_header: bool) -> bool:
    """Return whether a line repeats the title; above the text, it may add a path or a label."""
    if paragraph.folded == title.folded:
        return True
    is_near = is_header and not paragraph.strong and paragraph.words <= 2 * title.words
    return is_near and title.words > _MENU and title.folded in paragraph.folded


def _scores(paragraphs: Sequence[Paragraph], core: tuple[int, int]) -> dict[int, float]:
    """Return the scores of the lines that may be the title."""
    first = _first_text(paragraphs, core)
    folded = [paragraph.folded for paragraph in paragraphs[first : core[1]]]
    prose = f" {' '.join(folded).lower()} "
    copies, labels = _copies(paragraphs[: core[1]]), recurrent(paragraphs)
    return {
        index: _score(paragraphs, index, prose, index in copies) - _distance(first - index)
        for index, line in enumerate(paragraphs[: first + 1])
        if _may_be_title(line)
        and not (line.words < _TWICE and line.folded in labels)
        # A line of the text cannot be the title, except a headline of two sentences.
        and (index < first or index in copies or not line.sentence)
    }


def _score(paragraphs: Sequence[Paragraph], index: int, prose: str, is_copy: bool) -> float:
    title, below = paragraphs[index], paragraphs[index + 1 : index + 5]
    text = title.folded.lower()
    words = {word for word in _WORD.findall(text) if word not in _function_words()}
    shared = sum(_count(word, prose) > 0 for word in words) / max(len(words), 4)
    signs = [paragraph.kind in _SIGNED for paragraph in below]
    # A standfirst shares more words with the text than its title.
    as_text = 2 * title.sentence + 0.1 * max(title.words - 20, 0)
    return (
        4 * shared
        + min(title.words, 8) / 8
        + 0.4 * any(signs)
        + 0.3 * any(signs[:2])
        # The first line, or the first below who brought it and when.
        + 0.5 * all(line.kind in {"date", "byline"} for line in paragraphs[:index][:_MENU])
        - 0.5 * (title.words < 3)
        - 1.0 * (title.kind == "name")
        + (min(1.0, 2 * shared) if is_copy else -as_text)
        # A sentence above the credit of a picture is its caption.
        - 2 * (title.sentence and [line.kind for line in below[:1]] == ["caption"])
        # A line of several articles is rather the banner of their site than an agency's headline.
        - 3 * (title.articles > 1 and not (title.words > _shared(index) and _is_signed(below)))
    )


def _shared(index: int) -> int:
    """Return the most words of a label of several pages; one at their top is the site's name."""
    return _TWICE if index else _SITE


def _is_signed(below: Sequence[Paragraph]) -> bool:
    """Return whether a day, an author or the dated credit of a picture follows."""
    return any(
        line.kind in {"date", "byline"} or (line.kind == "caption" and "0" in line.folded)
        for line in below[:2]
    )


def _distance(lines: int) -> float:
    return 0.04 * min(lines, _FAR)


def _first_text(paragraphs: Sequence[Paragraph], core: tuple[int, int]) -> int:
    """Return the index of the first long paragraph, or of the standfirst above date and author."""
    first = next((n for n in range(*core) if paragraphs[n].strong), core[0])
    for index in range(first - 1, max(first - _HEADER, -1), -1):
        if paragraphs[index].strong:
            kinds = {paragraph.kind for paragraph in paragraphs[index:first]}
            return index if kinds & {"date", "byline"} else first
    return first


def _copies(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indexes of the lines that another line repeats, as happens to titles.

    The other line is the same, or the path to the article, which ends with its title.
    """
    texts = [paragraph.folded.lower() for paragraph in paragraphs]
    long = [n for n, paragraph in enumerate(paragraphs) if _TWICE <= paragraph.words <= _LONGEST]
    places: dict[str, list[int]] = {}
    for index in long:
        places.setdefault(texts[index], []).append(index)
    upper = long[:_PATHS]
    found = {
        index: other
        for index in upper
        for other in upper
        if texts[other] != texts[index] and texts[other].endswith(texts[index])
    }
    for same in places.values():
        found |= dict(zip(same, [same[-1]] * (len(same) - 1), strict=False))
        found |= {same[-1]: same[-2]} if len(same) > 1 else {}
    # An article that was pasted twice repeats its paragraphs, each above the same one.
    after = [*texts[1:], ""]
    return {
        index
        for index, other in found.items()
        if not (paragraphs[index].strong and after[index] == after[other])
    }


def _heads(paragraphs: Sequence[Paragraph], index: int, below: int) -> bool:
    """Return whether a line is the title of the standfirst below it, or ends the other line."""
    title, other = paragraphs[index], paragraphs[below]
    if title.words < 4 or abs(below - index) > _MENU or index == below:
        return False
    if other.folded.endswith(title.folded):
        return other.words > title.words
    if index == below - 1 and index and paragraphs[index - 1].kind == "date":
        # A kiosk prints the day above the title, and a subtitle below it.
        return title.kind == other.kind == "short"
    return (
        index < below
        and title.kind == "short"
        and title.words < other.words
        and (other.words > _STANDFIRST or other.sentence)
        and other.block - title.block == below - index
    )


def _first_copy(paragraphs: Sequence[Paragraph], title: int) -> int:
    """Return the index of the first of several titles, unless a menu or a box is between them.

    The day or the author right below a title shows that it is the one.
    """
    copies = [n for n in range(title + 1) if paragraphs[n].folded == paragraphs[title].folded]
    below = {n: line.kind for n, line in enumerate(paragraphs[1:])}
    signed = [n for n in copies if below.get(n) in {"date", "byline"}]
    if signed and title - signed[0] <= _FAR:
        return signed[0]
    first, menu = title, 0
    for index in range(title - 1, max(title - _HEADER, -1), -1):
        line = paragraphs[index]
        if line.folded == paragraphs[title].folded:
            first = index
        if line.kind in {"prose", "list"} and line.sentence:
            # A standfirst: the lines above it belong to the article too.
            menu = -_MENU
        menu += line.kind in {"short", "name", "list"} and not is_section(line.text)
        if menu >= _MENU:
            break
    return first


def _may_be_title(paragraph: Paragraph) -> bool:
    if paragraph.kind not in {"short", "prose", "name"} or not 2 <= paragraph.words <= _LONGEST:
        return False
    first = paragraph.text[0]
    return not (first.islower() or first in "—–->›»" or paragraph.text[-1] == ":")


@cache
def _function_words() -> frozenset[str]:
    return frozenset(fold_for_matching(word).lower() for word in stop_words())


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
