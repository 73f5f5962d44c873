"""Subtitles and transcripts with times: SRT, WebVTT, and text copied from a video's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.corpus.articles import Article, join_lines
from nkru.corpus.decoding import decode
from nkru.errors import CorpusError

NAME = "transcript"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 14
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CUE = re.compile(rf"{_TIME}\s-->\s{_TIME}\b.*")
# A line that is only a time, in figures or in a screen reader's words: « 1 minute ».
_ALONE = re.compile(rf"\[?{_TIME}\]?|\d{{1,3}} (?:secondes?|minutes?|heures?)\b.{{0,30}}")
_START = re.compile(r"\[?(?:00?:)?00?:\d\d")
_MARKUP = re.compile(r"<[^<>]{1,80}>|\{\\[^{}]{1,40}\}")
_HEADER = re.compile(r"(?:WEBVTT|Kind:|Language:|NOTE\b|STYLE\b|REGION\b)")
# The fewest times in a transcript, or the smallest share of its lines.
_FEWEST, _SHARE = 3, 0.3
# A paragraph ends with the first sentence after _ENOUGH characters, or at _MOST.
_ENOUGH, _MOST = 300, 900


def recognises(data: bytes, name: str) -> bool:
    """Return whether a text has times between its lines."""
    if b":" not in data[:_HEAD]:
        return False
    lines = [line for line in map(str.strip, decode(data[:_HEAD]).text.split("\n")) if line]
    cues = sum(map(bool, map(_CUE.fullmatch, lines)))
    alone = [line for line in lines if _ALONE.fullmatch(line)]
    are_many = len(alone) >= _FEWEST and len(alone) >= _SHARE * len(lines)
    # The entries of a live feed have the time of the day.
    return cues > 1 or (are_many and bool(_START.match(alone[0])))


def read(data: bytes, name: str) -> list[Article]:
    """Return the words said as one article, without times, below the lines above the first time.

    Raises:
        CorpusError: the file has no words.
    """
    text, encoding, damaged = decode(data)
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    first = next((n for n, line in enumerate(lines) if _is_time(line)), 0)
    head = [line for line in lines[:first] if not (line.isdecimal() or _HEADER.match(line))]
    said = list(_paragraphs(_said(lines[first:])))
    if not said:
        raise CorpusError("subtitles without words; save them again")
    raw, roles = join_lines([("title" if n == 0 else None, line) for n, line in enumerate(head)])
    raw = "\n\n".join(filter(None, [raw, *said]))
    below = range(2 * len(head) + 1, 2 * (len(head) + len(said)) + 1, 2)
    title = head[0] if head else None
    roles |= dict.fromkeys(below, "body")
    return [Article(raw, encoding, damaged, title=title, roles=roles)]


def _is_time(line: str) -> bool:
    return bool(_CUE.fullmatch(line) or _ALONE.fullmatch(line))


def _said(lines: list[str]) -> Iterator[str]:
    """Yield the lines that are said; automatic subtitles say a line twice or three times."""
    last = ""
    for number, line in enumerate(lines):
        is_number = line.isdecimal() and number + 1 < len(lines) and _is_time(lines[number + 1])
        if is_number or _is_time(line) or _HEADER.match(line):
            continue
        text = _MARKUP.sub("", line).strip()
        if text and text != last:
            yield text
        last = text


def _paragraphs(lines: Iterator[str]) -> Iterator[str]:
    pieces: list[str] = []
    length = 0
    for line in lines:
        pieces.append(line)
        length += len(line) + 1
        if length > _MOST or (length > _ENOUGH and line[-1] in ".!?…»"):
            yield " ".join(pieces)
            pieces, length = [], 0
    if pieces:
        yield " ".join(pieces)
