"""Capitalised words of a text, and the pieces that they make, which may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nkru.resources import read_toml
from nkru.tokens.norms import folded_words

UPPER = "".join(sign for sign in map(chr, range(0x250)) if sign.isupper())
# Initials (« J.-P. »), or a word with a capital and the parts joined by hyphens or apostrophes.
WORD = re.compile(
    rf"(?:[{UPPER}]\.(?:-[{UPPER}]\.)?(?![{UPPER}])"
    rf"|[{UPPER}]\w*+(?:[-‐‑'’&]\w++)*+(?:\.(?:com|fr|be|ch|org|net|info|ca)\b)?\+?)"
)
ELISION = re.compile(r"(?:[LDJNSCMT]|[Qq]u|Jusqu|Lorsqu|Puisqu)['’](?=\w)")
LONGEST_GAP = 9
# After these a word with a capital is a name, whatever else it may be: « Mme Couturier ».
CIVILITIES = ("m", "mme", "mlle", "me", "mr", "madame", "monsieur")


class Word(NamedTuple):
    """A capitalised word: offsets, the text as written, and folded."""

    start: int
    end: int
    text: str
    key: str


class Piece(NamedTuple):
    """Adjacent words that may be one name: offsets, folded text, and its words."""

    start: int
    end: int
    key: str
    words: tuple[Word, ...]
    opens: bool  # whether its first word has a capital as the first of a sentence
    title: str  # the title before it, folded
    head: bool  # whether it begins with the head of a body


@cache
def gaps() -> dict[str, bool]:
    """Return the gaps between words of a name; True: only after a first name or a head."""
    shapes = read_toml("actors/naming.toml")
    known = dict.fromkeys(shapes["always"], False) | dict.fromkeys(shapes["genitive"], True)
    return known | {gap.replace("'", "’"): only for gap, only in known.items()}


def capitalised(raw: str) -> Iterator[Word]:
    """Yield the capitalised words of a text."""
    for match in WORD.finditer(raw):
        start, text = match.start(), match[0]
        inside = raw[start - 1 : start]  # a lookbehind would be asked at each character
        if (
            inside.isalnum()
            or inside in ("_", "@", "#")
            or inside == "/"
            and _in_address(raw, start)
        ):
            continue
        elided = ELISION.match(text)
        if elided:
            rest = text[elided.end() :]
            if not rest[0].isupper():
                continue
            if text[0] not in "LDNM" or _opens_text(raw, start):
                start, text = start + elided.end(), rest
        yield Word(start, match.end(), text, folded_words(text))


def _in_address(raw: str, start: int) -> bool:
    """Say whether a word is in the address of a page: « exemple.fr/Dossier »."""
    before = raw[max(0, start - 60) : start].split()[-1:]
    return any("." in part for part in "".join(before).split("/"))


OPENING = " «“\"•–—-\u00a0\u202f\n(‘'’["


def _opens_text(raw: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and raw[at] in OPENING:
        if raw[at] in '«“"(':
            return True
        at -= 1
    return at < 0 or raw[at] in "\x1e.!?…:;"


opens_text = _opens_text
