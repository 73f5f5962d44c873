"""The text of the pages of a PDF: paragraphs and the headline, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple

# A larger step to the next line, in usual steps, parts paragraphs; so do letters of another size,
# and a first line set in by this share of its size.
_STEP, _SIZE, _INDENT = 1.3, 0.08, 0.4
# How much larger than the text a headline is, and its words.
_LARGER, _HEADLINE = 1.25, range(4, 41)
_ENDS = (".", "!", "?", "…", "»", ":")


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
    """Return the text of pages and the roles of its lines by number: those of the headline.

    A blank line stands above each paragraph; a sentence goes on over the edge of a page.
    """
    title = _headline(pages[0]) if pages else []
    parts: list[str] = []
    roles = {}
    for lines in pages:
        steps = [one.height - two.height for one, two in pairwise(lines) if one.height > two.height]
        usual = median(steps) if steps else 0.0
        above = None
        for line in lines:
            begins = _begins(above, line, usual) if above else _ends(parts[-1:], line)
            parts += [""] * (begins and bool(parts))
            parts.append(line.text)
            above = line
            if any(line is one for one in title):
                roles[len(parts)] = "title"
    return "\n".join(parts), roles


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
        return _ends([above.text], line)
    is_far = step > _STEP * max(usual, line.size)
    return is_far or (above.text.rstrip().endswith(_ENDS) and _is_set_in(line, above))


def _is_set_in(line: PrintedLine, above: PrintedLine) -> bool:
    return line.left - above.left > _INDENT * line.size


def _ends(above: Sequence[str], line: PrintedLine) -> bool:
    """Return whether no sentence goes on in a line on top of a column or of a page."""
    is_open = bool(above) and not above[0].rstrip().endswith(_ENDS)
    return not (is_open and line.text.lstrip()[:1].islower())
