"""Phrases: the parts of the sentences of one article, in their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from nkru.actors.speech.noun_phrases import NOMINAL, NounPhrases
from nkru.actors.speech.parts import CONTRACTED, MARKS, Part
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.tagged_texts import TaggedText
from nkru.actors.speech.verb_phrases import VerbPhrases

RELATIVES = frozenset(["qui", "lequel", "laquelle", "lesquels", "lesquelles"])
DASHES = frozenset(["—", "–", "--", "-", "―"])
LATTER = frozenset(["dernier", "dernière", "derniers", "dernières"])
OBJECTS = ("l'", "la", "le", "les")  # pronouns where a verb follows
ONE = ("un", "une", "l'")  # « un des élus »
WINDOW = 200  # tokens of a sentence that are read before or after a mark
LONGEST_BRACKET = 40  # tokens


class Parser(VerbPhrases, NounPhrases):
    """Splits the sentences of one article into parts; a span in marks is one part."""

    def __init__(
        self, text: TaggedText, quotes: Mapping[int, int], names: Mapping[int, int]
    ) -> None:
        NounPhrases.__init__(self, text, quotes, names)
        self._firsts = frozenset(text.firsts)
        self._opened, self._closed = list(quotes), list(quotes.values())
        self._parsed: dict[tuple[int, int], list[Part]] = {}
        self._starts: dict[int, list[int]] = {}  # of the parts of a sentence that was sliced

    def parts(self, first: int, last: int) -> list[Part]:
        """Return the parts of some tokens, in their order."""
        if (first, last) not in self._parsed:
            parts = self._sliced(first, last)
            self._parsed[first, last] = self._parse(first, last) if parts is None else parts
        return self._parsed[first, last]

    def _sliced(self, first: int, last: int) -> list[Part] | None:
        """Return the parts of a piece of a sentence, if they are parts of the sentence too."""
        sentence = self.text.sentence_of(first)
        begin, end = self.begin(sentence), self.text.bounds(sentence)[1]
        if (first, last) == (begin, end) or not begin <= first < last <= end:
            return None
        whole = self.parts(begin, end)
        if sentence not in self._starts:
            self._starts[sentence] = [part.first for part in whole]
        starts = self._starts[sentence]
        low, high = bisect_left(starts, first), bisect_left(starts, last)
        parts = whole[low:high]
        fits = parts and parts[0].first == first and parts[-1].last == last
        return parts if fits else None

    def begin(self, sentence: int) -> int:
        """Return the first token of a sentence that is not in marks opened before it."""
        first, last = self.text.bounds(sentence)
        open_mark = bisect_left(self._opened, first) - 1
        closed = self._closed[open_mark] if open_mark >= 0 else -1
        return min(max(first, closed + 1), last)

    def sentence(self, sentence: int) -> list[Part]:
        """Return the parts of a sentence, without words in marks that were opened before it."""
        begin, last = self.begin(sentence), self.text.bounds(sentence)[1]
        return self.parts(begin, last) if begin < last else []

    def before(self, token: int) -> list[Part]:
        """Return the parts of the sentence of a token that end before it."""
        begin = max(self.begin(self.text.sentence_of(token)), token - WINDOW)
        return self.parts(begin, token) if begin < token else []

    def after(self, token: int) -> list[Part]:
        """Return the parts of the sentence of a token that begin after it."""
        end = min(self.text.bounds(self.text.sentence_of(token))[1], token + WINDOW)
        return self.parts(token + 1, end) if token + 1 < end else []

    def _parse(self, first: int, last: int) -> list[Part]:
        found, at = [], first
        last = min(last, len(self.text.norms))
        while at < last:
            part = self._part(at, last)
            found.append(part)
            at = part.last
        return found

    def _part(self, at: int, last: int) -> Part:
        """Return the part that begins at a token."""
        norm, tag = self.text.norms[at], self.text.tags[at]
        if at in self.quotes:
            return Part("quote", at, max(at + 1, min(last, self.quotes[at] + 1)))
        if norm == "," or norm in DASHES:
            return Part("comma", at, at + 1)
        if norm in ("(", "["):
            return Part("other", at, self._bracket(at, last))
        if tag == "PUNCT" or norm in MARKS:
            return Part("stop", at, at + 1)
        if norm in sayings().between and (phrase := self.phrase_at(at, last, sayings().between)):
            return Part("other", at, at + phrase)
        if at in self.names:
            return self._nominal(at, last)
        if norm in ONE and (one := self.one_of(at, last)):
            return Part("noun", one[0], one[2], one[1])
        return self._clause_word(at) or self._verb(at, last) or self._nominal(at, last)

    def _bracket(self, at: int, last: int) -> int:
        closing = (
            i
            for i in range(at, min(last, at + LONGEST_BRACKET))
            if self.text.norms[i] in (")", "]")
        )
        return next(closing, at) + 1

    def _clause_word(self, at: int) -> Part | None:
        """Return a pronoun, a conjunction or a relative that begins here."""
        norm, tag = self.text.norms[at], self.text.tags[at]
        before = self.text.norms[at - 1] if at else ""
        if norm.endswith(("-même", "-mêmes")) and self.text.tags[max(0, at - 1)] in NOMINAL:
            return Part("other", at, at + 1)  # « le ministre lui-même »
        if norm in RELATIVES:
            return Part("relative", at, at + 1)
        if norm in ("que", "qu'"):
            return Part("that", at, at + 1)
        if norm == "s'" and self.text.norms[at + 1 : at + 2] in (["il"], ["ils"]):
            return Part("below", at, at + 1)
        if norm in sayings().subordinators and tag not in ("ADV", "NOUN", "ADJ", "VERB"):
            return Part("below", at, at + 1)
        if tag == "CCONJ" or norm in ("et", "mais", "ou", "car"):
            return Part("and", at, at + 1)
        if norm in ("lui", "eux") and before == "," or tag in ("PRON", "DET", "X", "NOUN"):
            opens = norm in ("lui", "eux") and at in self._firsts
            is_subject = norm in sayings().pronouns and norm not in ("lui", "eux") or opens
            if is_subject or norm in sayings().nobody and tag == "PRON":
                return Part("pronoun", at, at + 1, at)
        return None

    def _verb(self, at: int, last: int) -> Part | None:
        tag, norm = self.text.tags[at], self.text.norms[at]
        clitic = tag == "PRON" and norm in sayings().clitics or norm in ("ne", "n'", "se", "s'")
        if tag in ("VERB", "AUX") or clitic or norm in OBJECTS and self._is_finite(at + 1, last):
            return self.verb_at(at, last)
        after = self.text.norms[at + 1] if at + 1 < last else ""
        if norm == "en" and describe(after).gerund:
            return Part("gerund", at, at + 2, lemma=describe(after).gerund)
        return None

    def _is_finite(self, at: int, last: int) -> bool:
        """Say whether a finite verb or an infinitive follows « l' » or « la »: « l'avait »."""
        if at >= last or self.text.tags[at] not in ("VERB", "AUX"):
            return False
        form = describe(self.text.norms[at])
        return bool(form.finite or form.infinitive) and not form.participle

    def _nominal(self, at: int, last: int) -> Part:
        """Return a nominal phrase with its preposition, a time, or one token of another kind."""
        norms, tags = self.text.norms, self.text.tags
        begin, governor = at, ""
        if self._is_preposition(at):
            governor = norms[at]
            at += 1
            while at < last and self._is_preposition(at) and at not in self.names:
                at += 1
        if at >= last or tags[at] not in NOMINAL and at not in self.names or at in self.quotes:
            pronoun = at < last and governor and norms[at] in sayings().pronouns
            if pronoun:
                return Part("pronoun", begin, at + 1, at, governor)
            return Part("other", begin, max(at, begin + 1), governor=governor)
        head, end = self.noun_phrase(at, last)
        if tags[head] in ("DET", "ADJ") and end in self.quotes and head not in self.names:
            return self._quoted_noun(begin, end, last, governor)
        points = norms[at] in ("ce", "cet", "cette", "ces") and end == at + 2
        if points and norms[end - 1] in LATTER:
            return Part("pronoun", begin, end, end - 1, governor)
        is_time = norms[head] in sayings().time or norms[head].isdigit()
        if is_time and tags[end : end + 1] == ["ADJ"] and end < last:  # « lundi dernier »
            end += 1
        kind = "time" if is_time and head not in self.names else "noun"
        return Part(kind, begin, end, head, governor, is_name=head in self.names)

    def _is_preposition(self, at: int) -> bool:
        norm = self.text.norms[at]
        is_word = norm in CONTRACTED or norm in sayings().prepositions
        return self.text.tags[at] == "ADP" or is_word and self.text.tags[at] != "VERB"

    def _quoted_noun(self, begin: int, end: int, last: int, governor: str) -> Part:
        """Return « un « retenu » », « un autre « retenu » » as a noun, if one word is in marks."""
        closing = self.quotes.get(end, 0)
        if closing == end + 2 < last and self.text.norms[end + 1][:1].isalpha():
            return Part("noun", begin, closing + 1, end + 1, governor)
        return Part("other", begin, end, governor=governor)
