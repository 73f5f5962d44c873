"""Layout of a page: where its header, text and end are, and which headlines there are links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nkru.corpus.lines.article_bounds import article_end, best_run, weights
from nkru.corpus.lines.furniture import SHARED, FurnitureKind, find_end_note
from nkru.corpus.lines.page_patterns import mark_descriptions, mark_threads, restore_topic
from nkru.corpus.lines.paragraphs import Paragraph, runs_on
from nkru.corpus.lines.titles import find_title
from nkru.corpus.outlets import is_outlet

REPEATED = FurnitureKind("repeated", "stands in several articles")
# Kinds of lines that give the author, the date, or the content of a picture.
SIGNED = frozenset({"byline", "date", "caption"})
# A section, a date, a name or a note belongs to the article up to this many lines from its title or
# its end.
NEAR = 5
# The longest list of other articles, in lines.
_LIST = 100
# Words of prose that are an article, so that a list below them is one of others.
_ARTICLE = 100
# The fewest words of a paragraph that breaks off; a shorter one is taken for a label.
_PARAGRAPH = 6
# The longest heading of an article, in words.
_HEADING = 12
# A note at the end addresses its readers, or speaks in its author's name.
_ADDRESS = re.compile(
    r"\b(?:nous|vous|notre|nos|votre|vos|je|mon|ma|mes)\b|\bj'|@|www\.|https?:", re.IGNORECASE
)


class Layout(NamedTuple):
    """The paragraphs of a page, with links marked as furniture, and the indexes of its parts.

    Attributes:
        paragraphs: the paragraphs of the page.
        title: index of the title, or None.
        start: where the header begins.
        body: where the text begins.
        end: where the lines below the text begin.
        near: up to here, a line below the text may still sign and date it.
    """

    paragraphs: list[Paragraph]
    title: int | None
    start: int
    body: int
    end: int
    near: int


def lay_out(paragraphs: Sequence[Paragraph], stated_title: str, *, bounded: bool) -> Layout:
    """Return the layout of a page.

    Args:
        paragraphs: as from `read_paragraphs`, with the number of their articles.
        stated_title: the title that the format states, or "".
        bounded: whether the format states where the article begins and ends.
    """
    if not bounded:
        paragraphs = mark_threads(restore_topic(mark_descriptions(paragraphs)))
    end = len(paragraphs) if bounded else article_end(paragraphs)
    core = best_run(weights(paragraphs)[:end])
    title = find_title(paragraphs, core, stated_title, guess=not bounded)
    start = 0 if title is None else title + 1
    page = [*paragraphs[:start], *_mark_links(paragraphs[start:])]
    low, high = _text_bounds(page, start, end)
    if 0 < high < end and _breaks_off(page[high - 1 : high + 2]):
        page[high] = page[high]._replace(kind="prose")
        high += 1
    if bounded or low == high:
        # Where no line is prose, nothing separates the article from its page: keep all lines that
        # are not known furniture.
        low, high = start, end
    body = max(low, _header_end(page, start, high))
    end = _end_before_notes(page, body, high)
    below = enumerate(page[end : end + NEAR], end)
    links = (index for index, line in below if line.furniture and line.furniture.opens)
    return Layout(page, title, start, body, end, next(links, end + NEAR))


def find_note(paragraph: Paragraph) -> FurnitureKind | None:
    """Return the kind of furniture that a line near the end is: a note on the author or the site.

    Where several articles have the note, its code ends with `SHARED`.
    """
    kind = find_end_note(paragraph.folded) or paragraph.furniture
    if paragraph.articles == 1:
        return kind
    if kind:
        reason = f"{kind.reason}, as in other articles"
        return kind._replace(code=kind.code + SHARED, reason=reason)
    is_note = paragraph.kind == "prose" and _ADDRESS.search(paragraph.folded)
    return REPEATED if is_note else None


def _text_bounds(page: Sequence[Paragraph], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the text between two indexes, with the list that closes it."""
    low, high = (index + start for index in best_run(weights(page)[start:end]))
    if 0 < high < end - 1 and _announces(*page[high : high + 2]):
        high += 1
    while 0 < high < end and _enumerates(page[high - 1], page[high]):
        high += 1
    return low, high


def _announces(line: Paragraph, following: Paragraph) -> bool:
    """Return whether a line announces an enumeration: « Ont répondu : », « Mme Martin, »."""
    is_text = line.kind == "short" and line.words >= _PARAGRAPH and runs_on(line.text)
    return is_text and line.text[-1] == ":" and following.text[-1] in ",;"


def _enumerates(above: Paragraph, line: Paragraph) -> bool:
    if above.furniture or line.furniture or above.text[-1] not in ":;,":
        return False
    return line.kind == "list" or line.text[-1] in ",;" or above.text[-1] in ",;"


def _breaks_off(lines: Sequence[Paragraph]) -> bool:
    """Return whether the second line is the beginning of a paragraph at which page or excerpt ends.

    A headline may follow the text too, but a headline opens no quotation without closing it, and
    the page does not end with it.
    """
    above, line, *below = lines
    if above.kind != "prose" or line.kind != "short" or line.furniture:
        return False
    if line.articles > 1 or line.words < _PARAGRAPH:
        return False
    is_open = line.text.count("«") > line.text.count("»") or line.text[-1] in ",;"
    return runs_on(line.text) and (is_open or not below)


def _mark_links(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; headlines below « À lire aussi » and the like are furniture."""
    marked, words = list(paragraphs), 0
    for index, opener in enumerate(marked):
        words += opener.words if opener.kind == "prose" else 0
        if opener.furniture and opener.furniture.opens:
            link = opener.furniture._replace(opens="")
            taken = list(_headlines(marked, index, words >= _ARTICLE))
            for below in _without_heading(marked, taken):
                marked[below] = marked[below]._replace(kind="furniture", furniture=link)
    return marked


def _without_heading(paragraphs: Sequence[Paragraph], taken: list[int]) -> list[int]:
    """Return the headlines without the last one if it heads the paragraph of text below it."""
    if len(taken) < 2 or taken[-1] + 1 >= len(paragraphs):
        return taken
    above, last, below = (paragraphs[index] for index in (*taken[-2:], taken[-1] + 1))
    heads = below.strong and last.kind == "short" and last.words <= _HEADING
    return taken[:-1] if heads and above.block < last.block < below.block else taken


def _headlines(paragraphs: Sequence[Paragraph], first: int, below: bool) -> Iterator[int]:
    """Yield the indexes of the headlines that belong to the opener at `first`.

    These are the headlines in its block, else the next one; all of them below the opener of a list.
    Long teasers belong to it too if they are in its block, `below` an article.
    """
    opener, taken = paragraphs[first], False
    many = opener.furniture is not None and opener.furniture.opens == "many"
    for index, line in enumerate(paragraphs[first + 1 : first + _LIST], first + 1):
        beside = line.block == opener.block
        in_list = many and beside and below
        if not in_list and (line.strong or (line.sentence and (beside or not many))):
            return
        if taken and not (many or beside or line.kind == "list"):
            return
        if not line.furniture:
            taken = True
            yield index


def _header_end(page: Sequence[Paragraph], start: int, high: int) -> int:
    """Return the end of the header: below its last byline, date or caption.

    The header reaches to the second paragraph of prose at most.
    """
    end, prose = start, 0
    for index in range(start, high):
        prose += page[index].kind == "prose"
        if prose > 1:
            break
        if page[index].kind in SIGNED:
            end = index + 1
    return end


def _end_before_notes(page: Sequence[Paragraph], low: int, high: int) -> int:
    """Return the end of the article without the notes on its author and its site that close it."""
    end, prose = high, 0
    for index in range(high - 1, max(low, high - NEAR), -1):
        line = page[index]
        note = None if line.furniture else find_note(line)
        # A heading (« À propos de l'auteur ») decides on the paragraph below it too, a paragraph
        # only on itself.
        if note and (line.kind != "prose" or not prose):
            end, prose = index, 0
        prose += line.kind == "prose" and not note
        if prose > 1:
            break
    return end


def signs_above(page: Sequence[Paragraph], index: int) -> bool:
    """Return whether a name signs the text at its top, below the outlet and above the day."""
    is_top = index == 1 and is_outlet(page[0].text) and not is_outlet(page[1].text)
    below = page[index + 1 : index + 2]
    return is_top and page[index].kind == "name" and [line.kind for line in below] == ["date"]
