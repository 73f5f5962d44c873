"""Text copied from a page or a PDF: restore its characters and words as they were printed."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from nkru.corpus.decoding import Decoded, decode
from nkru.corpus.formats.printed_columns import in_reading_order
from nkru.errors import CorpusError
from nkru.language import table_text

# Programs that take the last byte of « à » for a space lose it at line ends.
_CUT = re.compile(rb"\xc3(?=[ \t]*\r?\n)")
_MARK = re.compile(r"(?:>[ \t]?){1,9}")
# A character as HTML writes it; fewer of them may be a text that speaks of HTML.
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});")
_FEWEST = 3
# A word broken between two lines: « syndi-/cats ».
_BROKEN = re.compile(
    r"(?P<begin>\b[^\W\d_]{2,30})[-\u2010\xad](?P<line>[ \t]{0,20}\n[ \t]{0,40})"
    r"(?P<end>[a-zà-öø-ÿœ]{1,30})(?P<sign>[^\w\s]{0,3})[ \t]?"
)
_EMPTY = table_text("the file is empty")
_SPACE = table_text("the file holds only white space")


def read_text(data: bytes) -> Decoded:
    """Return the text of a file (see `repaired`).

    Raises:
        CorpusError: the file is empty, holds only white space, or is not text.
    """
    decoded = repaired(data)
    if not decoded.text.strip():
        raise CorpusError(_SPACE if data else _EMPTY)
    if "\x00" in decoded.text:
        raise CorpusError(
            "the file is not text (it holds NUL bytes); save the article as text, HTML or DOCX"
        )
    return decoded


@lru_cache(maxsize=2)
def repaired(data: bytes) -> Decoded:
    """Return the text of a file with known kinds of damage repaired.

    These are a lost « à » at line ends, entities of HTML, columns side by side, and words broken
    between two lines.
    """
    decoded = decode(data)
    if decoded.damaged and decoded.encoding.startswith("utf-8"):
        decoded = decode(_CUT.sub("à".encode(), data))
    text = _unquoted(_without_entities(decoded.text))
    return decoded._replace(text=with_whole_words(in_reading_order(text)))


def with_whole_words(text: str) -> str:
    """Return a text in which no word is broken between two lines."""
    if not any(map(text.__contains__, ("-\n", "- \n", "\u2010\n", "\xad\n"))):
        return text
    return _BROKEN.sub(_joined, text)


def _unquoted(text: str) -> str:
    """Return a text without the marks of a mail that quotes it: « > » before each line."""
    if not text.lstrip().startswith(">"):
        return text
    lines = text.split("\n")
    is_quoted = all(line.startswith(">") for line in lines if line.strip())
    return "\n".join(_MARK.sub("", line, count=1) for line in lines) if is_quoted else text


def _without_entities(text: str) -> str:
    """Return a text that was cut out of HTML with its characters: « l&rsquo;&eacute;cole »."""
    # Spaces do not show it: text browsers write « &nbsp; » where a page has it twice.
    if "&" not in text or sum(sign != "&nbsp;" for sign in _ENTITY.findall(text)) < _FEWEST:
        return text
    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def _joined(broken: re.Match[str]) -> str:
    """Return a word that was broken between two lines on the first of them, the rest below.

    A hyphen stays where the language has no word without it: « porte-parole ».
    """
    from simplemma import is_known

    word = broken["begin"] + broken["end"]
    hyphen = "" if is_known(word, lang="fr") or not is_known(broken["end"], lang="fr") else "-"
    return f"{broken['begin']}{hyphen}{broken['end']}{broken['sign']}{broken['line']}"
