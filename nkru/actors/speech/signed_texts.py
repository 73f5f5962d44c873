"""Signed texts: posts, and accounts without marks that the line below signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.tagged_texts import Paragraph

POST = re.compile(r"(?<![—–-])[—–-]{1,3}\s{0,3}([^()\s—–-][^()]{1,59}?)\s{0,3}\(@\w{1,60}\)")
PERSONAL = re.compile(
    r"\b(?:je|j['’]|moi|me|m['’]|mon|ma|mes|nous|notre|nos)(?:\b|(?<=['’]))", re.IGNORECASE
)
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
    """Yield the accounts without marks that a line « Léa, 40 ans » signs, below or above each."""
    text, lines = attributor.text, attributor.text.paragraphs
    named = [at for at, line in enumerate(lines) if at and _signature(attributor, line)]
    if len(named) < FEWEST_SIGNED:
        return
    if _heads(attributor, named):
        yield from _below(attributor, named)
        return
    for at in named:
        start, end, role = lines[at - 1]
        name = _signature(attributor, lines[at])
        if name and role in BODY and at - 1 not in named and text.text[start] not in '«“"':
            speaker = attributor.speakers.of(name)
            yield Answer(start, end, "block", Attribution(speaker, "", "source line", 0.85))


def _heads(attributor: Attributor, named: list[int]) -> bool:
    """Say whether each line with a name is above its account: the last has one below it."""
    text, lines = attributor.text, attributor.text.paragraphs
    if named[-1] + 1 >= len(lines) or lines[named[-1] + 1][2] not in BODY:
        return False
    above = lines[named[0] - 1]
    below = [lines[at + 1] for at in named]
    personal = [bool(PERSONAL.search(text.text, start, end)) for start, end, _ in below]
    is_signed = bool(PERSONAL.search(text.text, *above[:2]))
    return all(personal) and not is_signed


def _below(attributor: Attributor, named: list[int]) -> Iterator[Answer]:
    """Yield the paragraphs below the lines with a name, up to the next line or heading."""
    text, lines = attributor.text, attributor.text.paragraphs
    for at, stop in pairwise([*named, len(lines)]):
        name = _signature(attributor, lines[at])
        for start, end, _ in takewhile(lambda line: line[2] in BODY, lines[at + 1 : stop]):
            if name and text.text[start] not in '«“"':
                speaker = attributor.speakers.of(name)
                yield Answer(start, end, "block", Attribution(speaker, "", "source line", 0.85))


def _signature(attributor: Attributor, line: Paragraph) -> Named | None:
    """Return the name in a line that is a name and an age."""
    text = attributor.text
    words = text.text[line[0] : line[1]]
    if len(words.split(None, LONGEST_SIGNATURE)) > LONGEST_SIGNATURE or not SIGNED.search(words):
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
