"""Nominal phrases: a noun or a name with its article, adjectives and complements."""

from __future__ import annotations

from collections.abc import Mapping

from nkru.actors.speech.parts import MARKS, OF, TITLES
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.tagged_texts import TaggedText

NOMINAL = frozenset(["DET", "NOUN", "PROPN", "NUM", "ADJ", "X"])
DETERMINERS = ("DET", "NUM")
AFTER = frozenset(["ADJ", "PROPN", "NOUN", "X"])
LONGEST = 40  # tokens of a nominal phrase
DEEPEST = 5  # complements, each of the one before


class NounPhrases:
    """Reads the nominal phrases of one article; `quotes` and `names` map first tokens to ends."""

    def __init__(
        self, text: TaggedText, quotes: Mapping[int, int], names: Mapping[int, int]
    ) -> None:
        self.text, self.quotes, self.names = text, quotes, names

    def noun_phrase(self, at: int, last: int, depth: int = 0) -> tuple[int, int]:
        """Return the head of the nominal phrase that begins here, and the token after it."""
        norms, tags, begin = self.text.norms, self.text.tags, at
        at = self._head(at, last)
        is_name = at in self.names
        if at >= last or not is_name and (tags[at] not in NOMINAL or tags[at] == "DET"):
            return max(begin, at - 1), max(at, begin + 1)
        head, is_name = at, (is_name or tags[at] == "PROPN") and norms[at] not in TITLES
        at = self._after_head(self.names.get(at, at + 1), last, is_name)
        is_person = norms[head] in sayings().people and at + 1 < last
        if is_person and norms[at] == "en" and tags[at + 1] == "NOUN":  # « la metteuse en scène »
            at = self._after_head(at + 2, last, is_name)
        while depth < DEEPEST and self._has_complement(at, last):
            _, end = self.noun_phrase(at + 1, last, DEEPEST)
            if end - begin > LONGEST:
                break
            at = self._after_head(end, last, is_name)
        return head, at

    def one_of(self, at: int, last: int) -> tuple[int, int, int] | None:
        """Return the first token, head and end of « (l') | un des élus », if it begins here."""
        norms = self.text.norms
        at += norms[at] == "l'"
        if at + 2 >= last or norms[at] not in ("un", "une") or norms[at + 1] not in OF:
            return None
        head, end = self.noun_phrase(at + 2, last)
        return (at, head, end) if self.text.tags[head] == "NOUN" else None

    def _head(self, at: int, last: int) -> int:
        """Return the token after articles, numbers and the adjectives before a noun."""
        norms, tags = self.text.norms, self.text.tags
        while at < last and at not in self.names and (tags[at] in DETERMINERS or norms[at] == "ex"):
            at += 1
        while at < last - 1 and at not in self.names and self._before_noun(at):
            at += 1
        return at

    def _has_complement(self, at: int, last: int) -> bool:
        """Say whether « de » and a noun follow here: « le maire | de Lyon »."""
        inner = at + 1
        if inner >= last or self.text.norms[at] not in OF or {at, inner} & self.quotes.keys():
            return False
        is_noun = inner in self.names or self.text.tags[inner] in NOMINAL
        return is_noun and self.text.norms[inner] not in sayings().time

    def _before_noun(self, at: int) -> bool:
        """Say whether an adjective here precedes its noun."""
        tags = self.text.tags
        if tags[at] == "ADV":
            return tags[at + 1] in ("ADJ", "NUM", "NOUN")
        return tags[at] == "ADJ" and tags[at + 1] in ("NOUN", "ADJ", "PROPN", "NUM")

    def _after_head(self, at: int, last: int, is_name: bool) -> int:
        """Return the token after the adjectives, names and apposed nouns that follow a head."""
        norms, tags = self.text.norms, self.text.tags
        while at < last and at not in self.quotes:
            bracket = norms[at] == "(" and at + 2 < last and norms[at + 2] == ")"
            if bracket:
                at += 3
            elif self._ends(at, is_name):
                break
            elif at in self.names:
                at = self.names[at]
            elif tags[at] in AFTER:
                at += 1
            elif norms[at] == "-" and self.text.starts[at] == self.text.ends[at - 1]:
                at += 2
            else:
                break
        return min(at, last)

    def _ends(self, at: int, is_name: bool) -> bool:
        """Say whether a word after a noun or a name is of the next part: a time, another name."""
        norm, tag = self.text.norms[at], self.text.tags[at]
        # « à l'AFP Jean Roux », « à l'AFP Me Jean Roux »
        is_other = is_name and (at in self.names or norm in TITLES)
        return is_other or norm in sayings().time and tag != "PROPN" or norm in MARKS
