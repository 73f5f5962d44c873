"""Decoding: the text of a file's bytes, and what had to be guessed or replaced on the way."""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import NamedTuple

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_VALID_SHARE = 0.95


class Decoded(NamedTuple):
    """A text with LF line ends and no BOM, its encoding, and how many characters are U+FFFD."""

    text: str
    encoding: str
    damaged: int


# Readers look at the head of a file one after the other; no more, for a file may be large.
@lru_cache(maxsize=2)
def decode(data: bytes) -> Decoded:
    r"""Return the text of `data`: UTF-8, UTF-16 by its BOM, mostly UTF-8, or else Windows-1252.

    What a page declares is not trusted: exports that say ISO-8859-1 and are UTF-8, and the reverse,
    are common.

    >>> decode("Pékin\r\nSéoul".encode("cp1252"))
    Decoded(text='Pékin\nSéoul', encoding='windows-1252', damaged=0)
    """
    if data[:2] in _UTF16:
        return _decoded(data[2:], _UTF16[data[:2]], data[2:].decode(_UTF16[data[:2]], "replace"))
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(
            _line_feeds(body.decode("utf-8")), "utf-8-sig" if body is not data else "utf-8", 0
        )
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    beyond, lost = len(text) - len(text.encode("ascii", "ignore")), text.count("\ufffd")
    if beyond - lost > _VALID_SHARE * beyond:
        return _decoded(body, "utf-8", text)
    return _decoded(body, "windows-1252", body.decode("cp1252", "replace"))


def _decoded(data: bytes, encoding: str, text: str) -> Decoded:
    # A U+FFFD that the file itself holds counts too: a character was lost there, earlier.
    return Decoded(_line_feeds(text), encoding, text.count("\ufffd"))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
