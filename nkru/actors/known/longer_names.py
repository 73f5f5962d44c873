"""Whether a known name is part of a longer, unknown one: « Soo | Kim », « Moscow Times »."""

from __future__ import annotations

import re
from collections.abc import Container

from nkru.actors.known.headlines import Headlines
from nkru.actors.known.matching import Hit
from nkru.actors.known.words_around import REACH, rules
from nkru.actors.names.name_words import given_names
from nkru.tokens.norms import BREAK, Folded, folded_words

BEFORE = re.compile(rf"([^\W\d_][\w’']{{0,{REACH}}})[ \u00a0\u202f-]$")
NAMED = re.compile(r"([A-ZÀ-Þ][\w-]{1,40}) [A-ZÀ-Þ]")  # « Renaissance | Sacha Houlié »
JOINTS = (" ", "\u00a0", "\u202f", "-")  # between a word and the next of a name
MARKS = ' «"“•-–\u00a0\u202f\n'  # what may open a sentence before its first word


class LongerNames:
    """Finds the words with a capital around the forms of one article.

    Args:
        folded: the article.
        starts: where its forms begin in the raw text.
        ends: where they end.
        headlines: its lines in headline case.
    """

    def __init__(
        self,
        folded: Folded,
        starts: Container[int],
        ends: Container[int],
        headlines: Headlines,
    ) -> None:
        self.folded, self._starts, self._ends, self._headlines = folded, starts, ends, headlines

    def around(self, hit: Hit, *, person: bool) -> bool:
        """Say whether the name goes on with an unknown word: « Soo Kim », « Moscow Times »."""
        if not self._is_extended(hit, person=person):
            return False
        named = person and self.folded.word_before(hit.left) in given_names()
        return named or not self._headlines.around(hit.start, hit.end)

    def _is_extended(self, hit: Hit, *, person: bool) -> bool:
        raw, beyond = self.folded.raw, hit.end + 1
        goes_on = raw[hit.end : beyond] in JOINTS and raw[beyond : beyond + 1].isupper()
        if goes_on and beyond not in self._starts:
            named = NAMED.match(raw, beyond)
            return person or not named or folded_words(named[1]) not in given_names()
        before = BEFORE.search(raw, max(0, hit.start - REACH), hit.start)
        if not before or not before[1][0].isupper():
            return False
        if before.end(1) in self._ends and not (
            person and folded_words(before[1]) in given_names()
        ):
            return False
        return before[0].endswith("-") or not self._opens(before, person)

    def _opens(self, before: re.Match[str], person: bool) -> bool:
        """Say whether the word before has a capital as a title or as the first of its sentence."""
        word, raw = folded_words(before[1]), self.folded.raw
        if word in rules().openers:
            return True
        first = raw[max(0, before.start() - 4) : before.start()].rstrip(MARKS)
        if person and folded_words(before[1]) in given_names():
            return False  # « Amandine Roussel est morte »
        opens_sentence = first.endswith(BREAK) or not first and before.start() <= 4
        return opens_sentence and (not person or word.endswith(rules().ends))
