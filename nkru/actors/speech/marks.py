"""Quotation marks: the spans between them, in each paragraph of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nkru.actors.known.spans import Spans
from nkru.tokens.norms import SPACES

SIGN = re.compile("[«»“”„\"]|‘‘|’’|‘’|''")
CLOSER = {"«": "»", "“": "”", "„": "“”", '"': '"'}
BLANK = " \n" + "".join(SPACES)
BEFORE_OPENER = BLANK + "([{'’«“-–—:,;/¿"
AFTER_CLOSER = BLANK + ")]}.,;:!?…»”/-–—"
REACH = 6  # paragraphs among which a mark opened in one of them may be closed


@dataclass(frozen=True, slots=True)
class Marked:
    """A span in marks: its text is `start` to `end`, with the marks `first` to `last`.

    `closed` is false if the end of the paragraph closes it; `goes_on` says that it continues the
    span of the paragraph before.
    """

    first: int
    start: int
    end: int
    last: int
    closed: bool = True
    goes_on: bool = False
    is_nested: bool = False


def marked_spans(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Marked]:
    """Return the spans in marks, in their order; those inside others are marked as nested.

    >>> [(s.start, s.end) for s in marked_spans("« Il a dit “non” », dit-il.", [(0, 27)])]
    [(2, 16), (12, 15)]
    """
    spans: list[Marked] = []
    inner: list[Marked] = []
    waiting = ""  # the sign that closes a quotation opened in an earlier paragraph
    for at, (start, end) in enumerate(paragraphs):
        found, nested, pending = _in_paragraph(text, start, end, waiting)
        waiting = pending if _is_closed_later(text, paragraphs[at + 1 :], pending) else ""
        if pending and (waiting or _reopens(text, paragraphs[at + 1 :], pending)):
            found[-1] = replace(found[-1], closed=True)
        reopened = bool(spans and found) and _continues(text, spans[-1], found[0], start)
        if reopened:
            found[0] = replace(found[0], goes_on=True)
        spans += [span for span in found if text[span.start : span.end].strip(BLANK)]
        inner += [span for span in nested if text[span.start : span.end].strip(BLANK)]
    return sorted([*spans, *inner], key=lambda span: (span.first, -span.last))


def _in_paragraph(
    text: str, start: int, end: int, waiting: str
) -> tuple[list[Marked], list[Marked], str]:
    """Return the spans of a paragraph, those nested in them, and the sign that one still lacks."""
    if not waiting and not SIGN.search(text, start, end):
        return [], [], ""
    reader = _Reader(text, start, end, waiting)
    for sign in SIGN.finditer(text, start, end):
        reader.read(sign)
    spans, pending = reader.finish()
    inside = Spans((span.first, span.last) for span in spans)
    return spans, [span for span in reader.nested if inside.touch(span.first, span.last)], pending


class _Reader:
    """Reads the signs of one paragraph; keeps the open marks and the closed spans."""

    def __init__(self, text: str, start: int, end: int, waiting: str) -> None:
        self.text, self.begin, self.end = text, start, end
        self.spans: list[Marked] = []
        self.nested: list[Marked] = []
        self.open: list[tuple[int, int, str]] = []  # offset, length, sign
        self.last_closer = -1
        self.awaits = waiting
        if waiting:
            opener = next(sign for sign, closers in CLOSER.items() if waiting in closers)
            self.open.append((start, 0, opener))

    def read(self, match: re.Match[str]) -> None:
        """Read one sign as an opening mark, a closing mark, or neither."""
        sign = match[0] if match[0] in CLOSER or match[0] in "»”" else '"'
        expected = CLOSER[self.open[-1][2]] if self.open else ""
        if sign == '"':
            self._straight(match)
        elif sign in expected:
            self._close(match.end())
        elif sign in CLOSER:
            self.open.append((match.start(), len(match[0]), sign))
        elif any(sign in CLOSER[opener] for *_, opener in self.open):
            while sign not in CLOSER[self.open[-1][2]]:
                self.open.pop()
            self._close(match.end())

    def _straight(self, match: re.Match[str]) -> None:
        """Read a sign that may open or close, by the characters beside it."""
        start, end, text = match.start(), match.end(), self.text
        before = text[start - 1] if start > self.begin else " "
        after = text[end] if end < self.end else " "
        opens = before in BEFORE_OPENER and after not in AFTER_CLOSER
        closes = before not in BLANK and after in AFTER_CLOSER
        is_open = any(sign == '"' for *_, sign in self.open)
        if is_open and (closes or not opens):
            while self.open[-1][2] != '"':
                self.open.pop()
            self._close(end)
        elif before.isdigit() and not opens or is_open:
            return  # inches, seconds
        elif closes and not opens:
            self._extend(end)
        else:
            self.open.append((start, end - start, '"'))

    def _close(self, end: int) -> None:
        first, length, sign = self.open.pop()
        self.last_closer = end
        if self.open:
            self.nested.append(self._span(first, length, end, is_nested=True))
        else:
            awaited, self.awaits = self.awaits, ""
            self.spans.append(self._span(first, length, end, goes_on=bool(awaited)))

    def _extend(self, end: int) -> None:
        """End the last span here: « "Un mot" ne veut rien dire", dit-il »."""
        last = self.spans[-1] if self.spans else None
        if last and self.text[last.last : last.last + 2].strip().isalpha():
            self.spans[-1] = self._span(last.first, last.start - last.first, end)

    def _span(
        self,
        first: int,
        length: int,
        end: int,
        *,
        closed: bool = True,
        goes_on: bool = False,
        is_nested: bool = False,
    ) -> Marked:
        closing = max(1, length) if closed else 0
        start, stop = first + length, end - closing
        inner = self.text[start:stop]
        start += len(inner) - len(inner.lstrip(BLANK))
        stop = start + len(inner.strip(BLANK))
        return Marked(first, start, max(start, stop), end, closed, goes_on, is_nested)

    def finish(self) -> tuple[list[Marked], str]:
        """Return the spans, and the sign that would close the last one, if it is open."""
        if not self.open:
            return self.spans, ""
        first, length, sign = self.open[0]
        if sign != '"' and self.last_closer > first:  # « Il a dit « non ».
            self.spans.append(self._span(first, length, self.last_closer))
            return self.spans, ""
        self.spans.append(
            self._span(first, length, self.end, closed=False, goes_on=bool(self.awaits))
        )
        return self.spans, CLOSER[sign][-1]


def _is_closed_later(text: str, following: Sequence[tuple[int, int]], closer: str) -> bool:
    """Say whether one of the next paragraphs has the closing mark before any opening one."""
    if closer in ("", '"'):
        return False
    opener = next(sign for sign, closers in CLOSER.items() if closer in closers)
    for start, end in following[:REACH]:
        for sign in SIGN.finditer(text, start, end):
            if sign[0] in (opener, closer):
                return sign[0] == closer
    return False


def _reopens(text: str, following: Sequence[tuple[int, int]], closer: str) -> bool:
    """Say whether the next paragraph opens the same mark anew."""
    opener = next(sign for sign, closers in CLOSER.items() if closer in closers)
    return any(text.startswith(opener, start) for start, _ in following[:1])


def _continues(text: str, last: Marked, span: Marked, start: int) -> bool:
    """Say whether a span opens its paragraph and the one before was not closed in its own."""
    is_open = text[last.last - 1 : last.last] not in '»”"'
    return span.goes_on or is_open and last.closed and span.first == start
