"""Block quotations with their source line, signed accounts, and the answers of interviews."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.marks import Marked
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, is_person
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.tokens.norms import SPACES

BLANK = " \n" + "".join(SPACES)
LONGEST_SOURCE = 15  # words of a line that names a source but is not marked as one
OPENING = 3  # tokens of a line among which the noun of a person stands
SOURCE_END = re.compile(r"[,(–—]| - |\d")
LEADS = " \u00a0\u202f–—-−•"
BODY = ("body", "quote", "content", "list")


class Block(NamedTuple):
    """A quotation set apart: its offsets, its kind, and who says it."""

    start: int
    end: int
    kind: str
    attribution: Attribution


def blocks(attributor: Attributor, spans: Sequence[Marked]) -> Iterator[Block]:
    """Yield the block quotations of an article that a line below them attributes."""
    text, first = attributor.text, None
    whole = {span.first: span for span in spans}
    for (start, end, role), (source, stop, next_role) in pairwise(text.paragraphs):
        span = whole.get(start)
        marked = span is not None and span.last >= end and span.closed
        if role != "quote" and not marked:
            continue
        first = start if first is None else first
        if next_role == "quote_source" or marked and _is_source(attributor, source, stop):
            bounds = _without_marks(text.text, first, end)
            yield Block(*bounds, "block", _source(attributor, source, stop))
        if next_role != "quote":
            first = None


def _is_source(attributor: Attributor, start: int, end: int) -> bool:
    """Say whether a line is short, has no verb and ends in no full stop, as a source does."""
    text = attributor.text
    line = text.text[start:end]
    if len(line.split()) > LONGEST_SOURCE or not line.rstrip()[-1:].isalnum():
        return False
    first, last = text.token_at(start), text.token_at(end - 1) + 1
    names = attributor.speakers.people.within(first, last)
    if not names and not attributor.speakers.capitals(first, 1) and not _tells_person(text, first):
        return False
    return not any(part.kind == "verb" for part in attributor.parser.parts(first, last))


def _tells_person(text: TaggedText, first: int) -> bool:
    """Say whether a line opens with what a person is: « Une habitante du quartier »."""
    return any(is_person(norm) for norm in text.norms[first : first + OPENING])


def _source(attributor: Attributor, start: int, end: int) -> Attribution:
    """Return who is named by the line below a block."""
    text = attributor.text
    first = text.token_at(start)
    names = attributor.speakers.people.within(first, text.token_at(end - 1) + 1)
    person = next((name for name in names if name.type == "person"), None)
    if person is None or person.first > first + 1:
        person = attributor.speakers.capitals(first) or person or (names[0] if names else None)
    words = text.text[start:end].lstrip(LEADS)
    if person:
        speaker = attributor.speakers.of(person)
    else:
        speaker = Speaker(SOURCE_END.split(words)[0].strip(), "described", 0.7, "?s")
    return Attribution(speaker, "", "source line", 0.9)


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a quotation without its marks and the white space around it."""
    inner = text[start:end].rstrip(BLANK + '»”"')
    bare = inner.lstrip(BLANK + '«“"')
    start += len(inner) - len(bare)
    return start, start + len(bare)
