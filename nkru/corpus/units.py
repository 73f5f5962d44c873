"""Units of a page: each line, or the lines of a hard-wrapped paragraph, with what the rules of roles look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nkru.corpus.furniture import Cue, comparable, find_cue
from nkru.corpus.signatures import signature

# A sentence ends so, whatever quotes and brackets close after it.
_FULL_STOP = re.compile(r"(?:[.…]|\.\.\.)[\s»”\"’'）)\]]*$")
_ASKS = re.compile(r"[?!][\s»”\"’')\]]*$")
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?…][»”\"’')]*\s+[«“\"‘(]?\s?[A-ZÀ-Ý]")
_BULLET = re.compile(r"\s*(?:[•●▪■◆►▶▸→➜➤✓✔*·◦–—-]\s|[•●▪■►▶▸→➤]|\(?\d{1,2}[.)°]\s|[a-z]\)\s)")
# An entry of a live feed or of a social network: a clock time and a headline, an account, a run of hashtags.
_TICKER = re.compile(r"\s*(?:\d{1,2}\s?[:h]\s?\d{2}\b|@\w+$|#\w+(?:\s+#\w+)*$)")
# 25 words hold a sentence even where a saved page lost its full stop; a headline seldom has as many.
LONG = 25


@dataclass(slots=True)
class Unit:
    """A paragraph of a page.

    `first` and `last` number its lines among those that are not blank; `block` counts the runs of lines between blank
    ones; `kind` is furniture, byline, name, date, caption, sign, ticker, list, prose or short; `articles` counts the
    articles in which it stands.
    """

    first: int
    last: int
    text: str
    folded: str
    block: int
    words: int
    sentence: bool
    kind: str
    cue: Cue | None
    articles: int = 1

    @property
    def strong(self) -> bool:
        """Whether it is prose that only an article (or a comment, or a notice) has: long, or of two sentences."""
        return self.kind == "prose" and (
            self.words > LONG + 5 or (self.words > 15 and bool(_INNER_STOP.search(self.text)))
        )

    @property
    def headline(self) -> bool:
        """Whether it may be the headline or teaser of another article."""
        return not self.strong and not (self.sentence and self.words > 12)


def read_units(lines: Sequence[tuple[int, str]], folded: Sequence[str]) -> list[Unit]:
    """Return the units of a page.

    Args:
        lines: line number (from 1) and text of each line that is not blank.
        folded: the same lines as `comparable` returns them.
    """
    blocks = _blocks([number for number, _ in lines])
    return [
        _unit(first, last, [text for _, text in lines[first : last + 1]], folded[first : last + 1], blocks[first])
        for first, last in _paragraphs(lines)
    ]


def fold_lines(raw: str) -> list[str]:
    """Return the lines of a page as `comparable` returns them."""
    return comparable(raw).split("\n")


def _unit(first: int, last: int, texts: Sequence[str], folded: Sequence[str], block: int) -> Unit:
    text = " ".join(text.strip() for text in texts)
    plain = " ".join(line.strip() for line in folded)
    words = len(text.split())
    sentence = words > 3 and bool(_FULL_STOP.search(text))
    cue = find_cue(plain, sentence)
    kind = "furniture" if cue else signature(text, words, sentence) or _kind(text, words, sentence)
    return Unit(first, last, text, plain, block, words, sentence, kind, cue)


def _kind(text: str, words: int, sentence: bool) -> str:
    if not any(character.isalpha() for character in text):
        return "sign"
    if _TICKER.match(text) and not sentence:
        return "ticker"
    if _BULLET.match(text):
        return "list"
    if sentence or words >= LONG or (words > 7 and _ASKS.search(text)):
        return "prose"
    return "short"


def _blocks(numbers: Sequence[int]) -> list[int]:
    blocks = [0]
    for before, number in pairwise(numbers):
        blocks.append(blocks[-1] + (number > before + 1))
    # Where no line is blank, blank lines say nothing: each line is a block of its own.
    return blocks if blocks[-1] else list(range(len(numbers)))


def _paragraphs(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Join the lines that a text browser or a mail program broke: the next word would not have fitted."""
    widths = [len(text) for _, text in lines if len(text.split()) > 5]
    width = max(widths, default=0)
    wrapped = 40 < width <= 100 and sum(length > 0.8 * width for length in widths) > 4
    first = 0
    for last, (number, text) in enumerate(lines):
        following = lines[last + 1] if last + 1 < len(lines) else None
        if not (wrapped and following and following[0] == number + 1 and _breaks(text, following[1], width)):
            yield first, last
            first = last + 1


def _breaks(text: str, following: str, width: int) -> bool:
    return len(text) + 1 + len(following.split()[0]) > width and not _BULLET.match(following)
