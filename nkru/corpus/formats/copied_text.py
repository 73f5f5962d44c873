"""Text copied from a page or a PDF: its characters and words as they stood there."""

from __future__ import annotations

import re

from nkru.corpus.decoding import Decoded, decode
from nkru.errors import CorpusError

# Programs that take the last byte of « à » for a space lose it at line ends.
_CUT = re.compile(rb"\xc3(?=[ \t]*\r?\n)")


def text_of_file(data: bytes) -> Decoded:
    """Return the text of a file with the words that its line ends had damaged mended.

    Raises:
        CorpusError: the file is empty, holds only white space, or is not text.
    """
    decoded = decode(data)
    if decoded.damaged and decoded.encoding.startswith("utf-8"):
        decoded = decode(_CUT.sub("à".encode(), data))
    text = decoded.text
    if not text.strip():
        raise CorpusError("the file is empty" if not data else "the file holds only white space")
    if "\x00" in text:
        raise CorpusError(
            "the file is not text (it holds NUL bytes); save the article as text, HTML or DOCX"
        )
    return decoded
