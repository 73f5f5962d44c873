"""Prologs: declarations and comments before the first element of a page."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s*+")
_PARTS = (("<?", ">"), ("<!--", "-->"))


def after_prolog(text: str) -> str:
    """Return a page from its first element or document type on, without XML prolog and comments.

    >>> after_prolog('<?xml version="1.0"?> <!-- saved --> <html>')
    '<html>'
    """
    place = 0
    while True:
        match = _SPACE.match(text, place)
        place = match.end() if match else place
        ending = next((end for begin, end in _PARTS if text.startswith(begin, place)), None)
        if ending is None:
            return text[place:]
        end = text.find(ending, place)
        place = end + len(ending) if end >= 0 else len(text)
