"""French Universal Dependencies treebanks as surface tokens with parts of speech and lemmas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nkru.tokens.norms import fold
from nkru.tokens.tagging import POS
from nkru.tokens.words import Tokens

TREEBANKS = Path(__file__).parents[3] / "shared" / "treebanks"
if not TREEBANKS.is_dir():
    TREEBANKS = Path("../shared/treebanks")


@dataclass(frozen=True)
class Word:
    """A surface token; `pos` and `lemma` of a multiword token are those of its first word."""

    form: str
    lemma: str
    pos: str
    start: int
    end: int
    is_multiword: bool


@dataclass(frozen=True)
class TaggedTreebank:
    name: str
    text: str
    sentences: list[list[Word]]


def read(file: Path) -> TaggedTreebank:
    text, sentences = "", []
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        if text and any(line.startswith(("# newdoc", "# newpar")) for line in lines):
            text = text.rstrip() + "\n\n"
        words, text = _words([line.split("\t") for line in lines if line and line[0] != "#"], text)
        if words:
            sentences.append(words)
            text = text.rstrip() + " "
    return TaggedTreebank(file.stem, text, sentences)


def _words(rows: list[list[str]], text: str) -> tuple[list[Word], str]:
    by_number = {cells[0]: cells for cells in rows}
    words: list[Word] = []
    covered = 0
    for cells in rows:
        first, *last = cells[0].split("-")
        if "." in first or (not last and int(first) <= covered):
            continue
        covered = int((last or [first])[-1])
        _, _, lemma, pos, *_ = by_number[first]
        start = len(text)
        text += cells[1]
        words.append(Word(cells[1], lemma, pos, start, len(text), bool(last)))
        text += "" if "SpaceAfter=No" in cells[9] else " "
    return words, text


def tokens_of(sentences: Iterable[Iterable[tuple[str, str]]]) -> tuple[Tokens, NDArray[np.int8]]:
    """Return sentences of (form, part of speech) as tokens, one text a sentence, and their tags."""
    vocabulary: dict[str, int] = {}
    rows = [
        (number, vocabulary.setdefault(form, len(vocabulary)), POS.index(pos))
        for number, sentence in enumerate(sentences)
        for form, pos in sentence
    ]
    text_no, code, tags = np.array(rows, np.int32).T
    forms = list(vocabulary)
    empty = np.zeros(len(rows), np.int32)
    found = Tokens(text_no, empty, empty, code, forms, list(map(fold, forms)), [""] * len(forms))
    return found, tags.astype(np.int8)
