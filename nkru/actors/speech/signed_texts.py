"""Signed texts: posts, and accounts without marks that the line below signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.tagged_texts import Paragraph

POST = re.compile(r"(?<![—–-])[—–-]{1,3}\s{0,3}([^()\s—–-][^()]{1,59}?)\s{0,3}\(@\w{1,60}\)")
SIGNED = re.compile(r"\b\d{1,3} ans\b")
LONGEST_SIGNATURE = 6  # words of a line that signs the account above it
FEWEST_SIGNED = 2
BODY = ("body", "content", "list", "quote", "standfirst")


class Answer(NamedTuple):
    """A paragraph of speech without quotation marks: its offsets and its speaker."""

    start: int
    end: int
    kind: str
    attribution: Attribution | None


def posts(attributor: Attributor) -> Iterator[Answer]:
    """Yield the posts that a line with a name and an account follows: « — Léa Roux (@leroux) »."""
    text = attributor.text
    for above, (start, end, _) in zip(text.paragraphs, text.paragraphs[1:], strict=False):
        match = POST.match(text.text, start, end)
        if match and text.text[above[0]] not in '«“"':
            first = text.token_at(match.start(1))
            last = text.token_at(match.end(1) - 1) + 1
            name = Named(first, last, match[1], "person", "name")
            known = attributor.speakers.people.within(first, last)
            speaker = attributor.speakers.of(known[0] if known else name)
            yield Answer(above[0], above[1], "block", Attribution(speaker, "", "post", 0.9))


def signed(attributor: Attributor) -> Iterator[Answer]:
    """Yield the accounts without marks that a line « Léa, 40 ans » below each signs."""
    text, lines = attributor.text, attributor.text.paragraphs
    named = [at for at, line in enumerate(lines) if at and _signature(attributor, line)]
    if len(named) < FEWEST_SIGNED:
        return
    for at in named:
        start, end, role = lines[at - 1]
        name = _signature(attributor, lines[at])
        if name and role in BODY and at - 1 not in named and text.text[start] not in '«“"':
            speaker = attributor.speakers.of(name)
            yield Answer(start, end, "block", Attribution(speaker, "", "source line", 0.85))


def _signature(attributor: Attributor, line: Paragraph) -> Named | None:
    """Return the name in a line that is a name and an age."""
    text = attributor.text
    words = text.text[line[0] : line[1]]
    if len(words.split()) > LONGEST_SIGNATURE or not SIGNED.search(words):
        return None
    first = text.token_at(line[0])
    if not words[0].isupper():
        return None
    known = attributor.speakers.people.within(first, first + 1)
    return (
        known[0]
        if known
        else Named(first, first + 1, words.split()[0].rstrip(","), "person", "name")
    )
