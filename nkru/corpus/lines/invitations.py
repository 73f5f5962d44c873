"""Invitations to subscribe: a text that speaks to the reader, and the button below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nkru.corpus.lines.furniture import find_invitation
from nkru.corpus.lines.paragraphs import Paragraph

_BUTTON, _LONGEST = 5, 40  # the most words of a button, and of the invitation above it
_CODES = ("subscription", "newsletter")


def mark_invitations(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a page; each short text above a button to subscribe is furniture.

    It must speak to the reader of the news that he will get.

    >>> from nkru.corpus.lines.paragraphs import read_line
    >>> lines = ["Le Littoral vous propose de revoir l'actualité de la semaine", "Je m'abonne"]
    >>> [line.kind for line in mark_invitations([*map(read_line, lines)])]
    ['furniture', 'furniture']
    """
    marked = list(page)
    for index, (line, below) in enumerate(pairwise(page)):
        if line.furniture is None and line.words <= _LONGEST and _is_button(below):
            kind = find_invitation(line.folded)
            if kind:
                marked[index] = line._replace(kind="furniture", strong=False, furniture=kind)
    return marked


def is_invitation(line: Paragraph) -> bool:
    """Return whether a paragraph is marked as an invitation."""
    return line.furniture is not None and line.furniture.code == "invitation"


def _is_button(line: Paragraph) -> bool:
    return (
        line.furniture is not None
        and line.words <= _BUTTON
        and line.furniture.code.startswith(_CODES)
    )
