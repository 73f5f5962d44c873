"""Decoding: the text of a file's bytes, with its encoding and the number of damaged characters."""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import NamedTuple

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_VALID_SHARE = 0.95


class Decoded(NamedTuple):
    """A text with LF line ends and no BOM, its encoding, and the number of its U+FFFD."""

    text: str
    encoding: str
    damaged: int


# Readers look at the head of a file one after the other; the cache is small, since a file may be
# large.
@lru_cache(maxsize=2)
def decode(data: bytes) -> Decoded:
    r"""Return the text of `data`: UTF-8, UTF-16 by its BOM, mostly valid UTF-8, or Windows-1252.

    The encoding that a page declares is not trusted: exports that say ISO-8859-1 and are UTF-8, and
    the reverse, are common.

    >>> decode("Pékin\r\nSéoul".encode("cp1252"))
    Decoded(text='Pékin\nSéoul', encoding='windows-1252', damaged=0)
    """
    if encoding := _UTF16.get(data[:2]):
        return _decoded(data[2:].decode(encoding, "replace"), encoding)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        encoding = "utf-8" if body is data else "utf-8-sig"
        return Decoded(_line_feeds(body.decode("utf-8")), encoding, 0)
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    beyond, lost = len(text) - len(text.encode("ascii", "ignore")), text.count("\ufffd")
    if beyond - lost > _VALID_SHARE * beyond:
        return _decoded(text, "utf-8")
    return _decoded(body.decode("cp1252", "replace"), "windows-1252")


def _decoded(text: str, encoding: str) -> Decoded:
    # A U+FFFD in the file itself counts too: a character was lost there, earlier.
    return Decoded(_line_feeds(text), encoding, text.count("\ufffd"))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
