"""Sentences with a capital on most words, which therefore marks no name: titles, headlines."""

from __future__ import annotations

import re
from bisect import bisect_right

from nkru.actors.known.headlines import in_headline_case
from nkru.actors.names.name_words import is_common, is_finite, letters, vocabulary
from nkru.actors.names.names import UPPER
from nkru.tokens.norms import BREAK, folded_words

SMALL = re.compile(r"(?<![\w-])[a-zà-ÿœ]{2,}(?![\w-])")
COMMON = 2  # common words with a capital that make a sentence a headline
CAPITAL = re.compile(rf"[{UPPER}]\w{{3,}}")


class Sentences:
    """The sentences of one article, each examined when a name in it is."""

    def __init__(self, raw: str) -> None:
        self._texts = raw.split(BREAK)
        self._flags: dict[int, bool] = {}
        self._starts, start = [], 0
        for text in self._texts:
            self._starts.append(start)
            start += len(text) + 1

    def is_headline(self, offset: int) -> bool:
        """Say whether nearly all words of the sentence at an offset have capitals."""
        number = bisect_right(self._starts, offset) - 1
        if number not in self._flags:
            text = self._texts[number]
            self._flags[number] = text.isupper() or (
                in_headline_case(text) and has_capitals(text) and not has_small_verb(text)
            )
        return self._flags[number]


def has_small_verb(sentence: str) -> bool:
    """Say whether a verb is in small letters, so that the capitals beside it mark names.

    >>> has_small_verb("Le Maire Refuse De Payer"), has_small_verb("La Chaire Avenir est fermée")
    (False, True)
    """
    return any(is_finite(word) and "V" in letters(word) for word in SMALL.findall(sentence))


def has_capitals(sentence: str) -> bool:
    """Say whether words that are not names have capitals too.

    >>> has_capitals("Le Maire Refuse De Payer"), has_capitals("Luc Fabre et Aude Monier")
    (True, False)
    """
    given = vocabulary().given
    words = CAPITAL.findall(sentence.lstrip(' «“"')[1:])
    common = [word for word in words if is_common(word) and folded_words(word) not in given]
    return len(common) >= COMMON
