"""Press reviews: articles below the newspaper and the day of each."""

from __future__ import annotations

import re
from itertools import pairwise

from nkru.corpus.outlets import is_outlet

# A line that holds a day alone: « vendredi 12 mars 2021 », « 12/03/2021 ».
_DAY_LINE = re.compile(
    r"^[ \t]{0,20}(?:[^\W\d]{5,9}\.?,? )?(?:\d{1,2}(?:er)? [^\W\d]{3,9}\.? |\d\d[/.-]\d\d[/.-])"
    r"(?:19|20)\d\d[ \t]{0,20}$",
    re.MULTILINE,
)
# Characters of the line of a newspaper, and of a line of text; words of text in each article.
_NAME, _TEXT_LINE, _DENSE = 120, 40, 40


def mastheads(text: str) -> list[int]:
    r"""Return where articles begin below a newspaper and its day, each on a line of its own.

    >>> text = "La commune a voté hier la fermeture du marché couvert. " * 8
    >>> review = f"Sommaire\n\nLe Monde\n12 mars 2021\n{text}\nLe Figaro\n12/03/2021\n{text}"
    >>> [review[start : start + 9] for start in mastheads(review)]
    ['Le Monde\n', 'Le Figaro']
    """
    starts = []
    for day in _DAY_LINE.finditer(text):
        above = text[max(day.start() - 2 * _NAME, 0) : day.start()].rstrip()
        name = above[above.rfind("\n") + 1 :].strip()
        if len(name) <= _NAME and is_outlet(name):
            starts.append(text.rfind(name, 0, day.start()))
    bounds = pairwise([*starts, len(text)])
    is_dense = all(words_of_text(text[start:end]) >= _DENSE for start, end in bounds)
    return starts if is_dense else []


def words_of_text(piece: str) -> int:
    """Return the words of a piece in lines that are long enough for a text."""
    return sum(len(line.split()) for line in piece.split("\n") if len(line) >= _TEXT_LINE)
