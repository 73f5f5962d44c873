"""The text of the pages of a PDF: paragraphs and the headline, as a reader sees them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from statistics import median
from typing import Any, NamedTuple

from nkru.corpus.formats.copied_text import with_whole_words

# A larger step to the next line, in usual steps, parts paragraphs; so do letters of another size,
# and a first line set in by this share of its size.
_STEP, _SIZE, _INDENT = 1.3, 0.08, 0.4
# A full line has this share of the characters of most; the next is a paragraph of its own below a
# shorter one.
_FULL = 0.7
# How much larger than the text a headline is, and its words.
_LARGER, _HEADLINE = 1.25, range(4, 41)
_ENDS = (".", "!", "?", "…", "»", ":")
_NUMBER = re.compile(r"\d{1,9}")
_BULLET = re.compile(r"\s{0,9}(?:[•●▪■►▶*–—-]\s|\(?\d{1,2}[.)]\s)")


class PrintedLine(NamedTuple):
    """A line of a page: its text, its left end and its height, and the size of its letters."""

    text: str
    left: float
    height: float
    size: float


def printed_lines(page: Any) -> list[PrintedLine]:
    """Return the lines of a page of pypdf, in the order in which the page holds them."""
    chunks: list[PrintedLine] = []

    def note(
        text: str, outer: Sequence[float], inner: Sequence[float], _: Any, size: float
    ) -> None:
        left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        chunks.append(PrintedLine(text, left, height, abs(size * inner[3] * outer[3])))

    page.extract_text(visitor_text=note)
    return [line for line in _whole(chunks) if line.text.strip()]


def text_of(pages: Sequence[Sequence[PrintedLine]]) -> tuple[str, dict[int, str]]:
    """Return the text of pages, a paragraph a line, and roles of its lines by number.

    What stands at the edge of several sheets follows the text, so that a sentence goes on from one
    to the next; above the first it stays.
    """
    title = _headline(pages[0]) if pages else []
    edges = _edges(pages)
    top = len([*takewhile(lambda line: _edge(line) in edges, pages[0])]) if pages else 0
    parts: list[tuple[str | None, str]] = []
    for number, lines in enumerate(pages):
        head = [] if number else lines[:top]
        inner = [*head, *(line for line in lines if _edge(line) not in edges)]
        widths = sorted(len(line.text) for line in inner)
        width = widths[len(widths) * 9 // 10] if inner else 0
        steps = [one.height - two.height for one, two in pairwise(inner)]
        usual = median([step for step in steps if step > 0] or [0.0])
        for above, line in zip([None, *inner], inner, strict=False):
            role = "title" if any(line is one for one in title) else None
            begins = _begins(above, line, usual) if above else not _goes_on(parts, line)
            if parts and not begins and _fills(above, line, width):
                parts[-1] = (role, f"{parts[-1][1].rstrip()}\n{line.text.lstrip()}")
            else:
                parts += [(None, "")] * (begins and bool(parts))
                parts.append((role, line.text))
    for number, lines in enumerate(pages):
        rest = lines if number else lines[top:]
        parts += [("boilerplate", line.text) for line in rest if _edge(line) in edges]
    roles = {number: role for number, (role, _) in enumerate(parts, 1) if role}
    return "\n".join(_in_one_line(text) for _, text in parts), roles


def _edges(pages: Sequence[Sequence[PrintedLine]]) -> set[tuple[str, int]]:
    """Return the lines that stand at the same height of at least half of several pages."""
    counts = Counter(edge for lines in pages for edge in {*map(_edge, lines)})
    return {edge for edge, count in counts.items() if count > 1 and 2 * count >= len(pages)}


def _edge(line: PrintedLine) -> tuple[str, int]:
    return _NUMBER.sub("0", line.text.strip()), round(line.height)


def _in_one_line(text: str) -> str:
    return " ".join(filter(None, map(str.strip, with_whole_words(text).split("\n"))))


def _whole(chunks: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield whole lines; each has the place and the size of its first chunk with a letter."""
    text, first = "", None
    for chunk in chunks:
        for number, part in enumerate(chunk.text.replace("\x00", "").split("\n")):
            if number and first:
                yield first._replace(text=text)
            if number:
                text, first = "", None
            first = first or (chunk if part.strip() else None)
            text += part
    if first:
        yield first._replace(text=text)


def _headline(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines in the largest letters of the first page, if they can be a headline."""
    sizes = sorted(line.size for line in lines for _ in line.text)
    runs = [list(run) for _, run in groupby(lines, key=lambda line: round(line.size, 1))]
    words = [len(" ".join(line.text for line in run).split()) for run in runs]
    found = [run for run, count in zip(runs, words, strict=True) if count in _HEADLINE]
    largest = max(found, key=lambda run: run[0].size, default=[])
    return largest if largest and largest[0].size >= _LARGER * sizes[len(sizes) // 2] else []


def _begins(above: PrintedLine, line: PrintedLine, usual: float) -> bool:
    """Return whether a line begins a paragraph below another."""
    if abs(line.size - above.size) > _SIZE * above.size:
        return True
    step = above.height - line.height
    if step < 0:
        return not (_is_open(above.text) and line.text.lstrip()[:1].islower())
    is_far = step > _STEP * max(usual, line.size)
    return is_far or (above.text.rstrip().endswith(_ENDS) and _is_set_in(line, above))


def _is_set_in(line: PrintedLine, above: PrintedLine) -> bool:
    return line.left - above.left > _INDENT * line.size


def _goes_on(above: Sequence[tuple[str | None, str]], line: PrintedLine) -> bool:
    """Return whether a sentence goes on in a line on top of a page."""
    return bool(above) and _is_open(above[-1][1]) and line.text.lstrip()[:1].islower()


def _is_open(text: str) -> bool:
    return not text.rstrip().endswith(_ENDS)


def _fills(above: PrintedLine | None, line: PrintedLine, width: int) -> bool:
    """Return whether a line is the rest of a paragraph: the line above is full, or ends open."""
    if above is None:
        return True
    if _BULLET.match(line.text):
        return False
    is_rest = _is_open(above.text) and line.text.lstrip()[:1].islower()
    return is_rest or len(above.text) >= _FULL * width
