"""Decoding: the text of a file's bytes, with its encoding and the number of damaged characters."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

# Bytes of UTF-8 that were read as Windows-1252 and written as UTF-8 again: « dÃ©pÃ´t ».
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 192))
_TWICE = re.compile(f"[\xc2-\xdf][{re.escape(_HIGH)}]|[\xe0-\xef][{re.escape(_HIGH)}]{{2}}")
# Fewer of them may be a text that speaks of such damage.
_FEWEST = 3
# The accents of French as characters of their own, as macOS writes them: grave, acute, circumflex,
# diaeresis, cedilla.
_ACCENTS = "\u0300\u0301\u0302\u0308\u0327"
# What a printer sets as one sign, and a PDF gives as one: « ﬁnance ».
_LIGATURES = dict(
    zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_APART = [*_ACCENTS, *map(chr, _LIGATURES)]
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_VALID_SHARE = 0.95
_E_OF_MAC, _E_OF_WINDOWS = b"\x8e", b"\xe9"


class Decoded(NamedTuple):
    """A text with LF line ends and no BOM, its encoding, and the number of its U+FFFD."""

    text: str
    encoding: str
    damaged: int


# Readers look at the head of a file one after the other; the cache is small, since a file may be
# large.
@lru_cache(maxsize=2)
def decode(data: bytes) -> Decoded:
    r"""Return the text of `data`: UTF-8, UTF-16 by its BOM, mostly UTF-8, Windows or Mac.

    The encoding that a page declares is not trusted: exports that say ISO-8859-1 and are UTF-8, and
    the reverse, are common. A letter and its accent become one character, and text that was encoded
    twice is decoded twice.

    >>> decode("Pékin\r\nSéoul".encode("cp1252"))
    Decoded(text='Pékin\nSéoul', encoding='windows-1252', damaged=0)
    """
    if encoding := _UTF16.get(data[:2]):
        return _decoded(data[2:].decode(encoding, "replace"), encoding)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        encoding = "utf-8" if body is data else "utf-8-sig"
        text = composed(_line_feeds(body.decode("utf-8")))
        return _once_decoded(Decoded(text, encoding, 0))
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    beyond, lost = len(text) - len(text.encode("ascii", "ignore")), text.count("\ufffd")
    if beyond - lost > _VALID_SHARE * beyond:
        return _decoded(text, "utf-8")
    # « é », the commonest letter beyond ASCII, has one byte on old Macs and another on Windows.
    is_mac = body.count(_E_OF_MAC) > body.count(_E_OF_WINDOWS)
    encoding, codec = ("mac-roman", "mac_roman") if is_mac else ("windows-1252", "cp1252")
    return _decoded(body.decode(codec, "replace"), encoding)


def _decoded(text: str, encoding: str) -> Decoded:
    # A U+FFFD in the file itself counts too: a character was lost there, earlier.
    decoded = Decoded(composed(_line_feeds(text)), encoding, text.count("\ufffd"))
    return _once_decoded(decoded)


def composed(text: str) -> str:
    r"""Return a text in which a letter with its accent is one character, and a ligature two.

    >>> composed("e\u0301te\u0301"), composed("\ufb01n")
    ('été', 'fin')
    """
    is_apart = not text.isascii() and any(map(text.__contains__, _APART))
    return normalize("NFC", text).translate(_LIGATURES) if is_apart else text


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _once_decoded(decoded: Decoded) -> Decoded:
    text = decoded.text
    if "\xc3" not in text or len(_TWICE.findall(text)) < _FEWEST:
        return decoded
    text = _TWICE.sub(lambda match: _once(match[0]), text)
    return Decoded(text, f"{decoded.encoding}, encoded twice", text.count("\ufffd"))


def _once(signs: str) -> str:
    data = b"".join(
        sign.encode("cp1252") if sign.encode("cp1252", "ignore") else bytes([ord(sign)])
        for sign in signs
    )
    return data.decode("utf-8", "ignore") or signs
