"""Phrases of a sentence: nominal phrases, verbs with what belongs to them, and what parts them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from nkru.actors.sayings import Form, Phrases, describe, sayings
from nkru.actors.tagged_texts import TaggedText

OF = frozenset(["de", "d'", "du", "des"])
CONTRACTED = frozenset(["au", "aux", "auquel", "auxquels"])
NOMINAL = frozenset(["DET", "NOUN", "PROPN", "NUM", "ADJ", "X"])
RELATIVES = frozenset(["qui", "lequel", "laquelle", "lesquels", "lesquelles"])
DASHES = frozenset(["—", "–", "--", "-", "―"])
MARKS = frozenset('«»“”„"')
TITLES = frozenset(
    ["m.", "mm.", "mme", "mmes", "mlle", "me", "maître", "dr", "pr", "monsieur", "madame"]
)
LONGEST = 40  # tokens of a nominal phrase


class Part(NamedTuple):
    """A part of a sentence: tokens `first` to before `last`.

    `kind` is noun, pronoun, verb (finite), participle, gerund, infinitive, relative, that, below
    (a conjunction that subordinates), and, comma, stop, quote, time or other. `head` is the main
    noun of a nominal phrase; `governor` the preposition before it; `lemma` what a verb says or
    does ("faire savoir"); `clitic` the token of an inverted pronoun, or -1; `passive` says that
    the subject of the verb is not who does it; `is_name` that a noun is the name of a known actor;
    `is_plural` that a verb is, or that several nouns are its subject.
    """

    kind: str
    first: int
    last: int
    head: int = -1
    governor: str = ""
    lemma: str = ""
    clitic: int = -1
    passive: bool = False
    is_name: bool = False
    is_plural: bool = False

    @property
    def says(self) -> bool:
        """Whether this is a verb of saying."""
        lemma = self.lemma
        return not self.passive and (lemma in sayings().force or " " in lemma)


class Parser:
    """Parts the sentences of one article; a span in marks is one part of its sentence."""

    def __init__(
        self, text: TaggedText, quotes: Mapping[int, int], names: Mapping[int, int]
    ) -> None:
        self.text, self.quotes, self.names = text, quotes, names
        self._firsts = frozenset(text.firsts)
        self._opened, self._closed = list(quotes), list(quotes.values())
        self._parsed: dict[tuple[int, int], list[Part]] = {}

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
        parts = [part for part in whole if part.first >= first and part.last <= last]
        fits = parts and parts[0].first == first and parts[-1].last == last
        return parts if fits else None

    def begin(self, sentence: int) -> int:
        """Return the first token of a sentence that is not in marks opened before it."""
        first, last = self.text.bounds(sentence)
        open_mark = bisect_left(self._opened, first) - 1
        closed = self._closed[open_mark] if open_mark >= 0 else -1
        return min(max(first, closed + 1), last)

    def sentence(self, sentence: int) -> list[Part]:
        """Return the parts of a sentence, without what is in marks opened before it."""
        begin, last = self.begin(sentence), self.text.bounds(sentence)[1]
        return self.parts(begin, last) if begin < last else []

    def before(self, token: int) -> list[Part]:
        """Return the parts of the sentence of a token that end before it."""
        begin = self.begin(self.text.sentence_of(token))
        return self.parts(begin, token) if begin < token else []

    def after(self, token: int) -> list[Part]:
        """Return the parts of the sentence of a token that begin after it."""
        end = self.text.bounds(self.text.sentence_of(token))[1]
        return self.parts(token + 1, end) if token + 1 < end else []

    def _parse(self, first: int, last: int) -> list[Part]:
        found, at = [], first
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
        if phrase := self.phrase_at(at, last, sayings().between):
            return Part("other", at, at + phrase)
        if at in self.names:
            return self._nominal(at, last)
        return self._clause_word(at) or self._verb(at, last) or self._nominal(at, last)

    def _bracket(self, at: int, last: int) -> int:
        closing = (
            i for i in range(at, min(last, at + LONGEST)) if self.text.norms[i] in (")", "]")
        )
        return next(closing, at) + 1

    def phrase_at(self, at: int, last: int, phrases: Phrases) -> int:
        """Return how many tokens the longest of some phrases has here: 0 if none is here."""
        norms = self.text.norms
        for words in phrases.get(norms[at], ()):
            if tuple(norms[at : min(last, at + len(words))]) == words:
                return len(words)
        return 0

    def _clause_word(self, at: int) -> Part | None:
        """Return a pronoun, a conjunction or a relative that begins here."""
        norm, tag = self.text.norms[at], self.text.tags[at]
        before = self.text.norms[at - 1] if at else ""
        if norm in RELATIVES:
            return Part("relative", at, at + 1)
        if norm in ("que", "qu'"):
            return Part("that", at, at + 1)
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
        if tag in ("VERB", "AUX") or clitic:
            return self.verb_at(at, last)
        after = self.text.norms[at + 1] if at + 1 < last else ""
        if norm == "en" and describe(after).gerund:
            return Part("gerund", at, at + 2, lemma=describe(after).gerund)
        return None

    def verb_at(self, at: int, last: int, *, loose: bool = False) -> Part | None:
        """Return the verb that begins here, with its clitics, adverbs and further verbs.

        Args:
            at: the first token.
            last: the token after the last that belongs to the sentence.
            loose: whether to take a form for a verb whatever its part of speech.
        """
        norms, tags, begin = self.text.norms, self.text.tags, at
        reflexive = False
        while at < last - 1 and norms[at] in sayings().clitics:
            reflexive |= norms[at] in ("se", "s'")
            at += 1
        form = describe(norms[at])
        if not loose and tags[at] not in ("VERB", "AUX"):
            return None
        kind, lemma = _mood(form, at > begin)
        if not kind:
            return None
        chain, at = [lemma], at + 1
        at += norms[at : at + 1] == ["t"] and at + 1 < last  # « a t-elle dit »
        clitic = at if at < last and norms[at] in sayings().inverted and kind == "verb" else -1
        at += clitic >= 0
        while more := self._further(chain, at, last):
            lemma, at = more
            chain.append(lemma)
        pair = tuple(chain[-2:])
        lemma = " ".join(pair) if pair in sayings().pairs else chain[-1]
        lemma = "faire" if lemma == chain[-1] and chain[-2:-1] == ["faire"] else lemma
        if (chain[-1], *norms[at : at + 2]) in sayings().pairs:  # « met en garde »
            lemma, at = " ".join((chain[-1], *norms[at : at + 2])), at + 2
        passive = len(chain) > 1 and chain[-2] == "être" and not reflexive
        passive &= chain[-1] not in ("convenir", "intervenir")
        plural = form.is_plural
        return Part(
            kind, begin, at, at - 1, lemma=lemma, clitic=clitic, passive=passive, is_plural=plural
        )

    def _further(self, chain: list[str], at: int, last: int) -> tuple[str, int] | None:
        """Return the lemma of the participle or infinitive that follows, and where it ends."""
        before, norms = chain[-1], self.text.norms
        while at < last and (self.text.tags[at] == "ADV" or norms[at] in ("pas", "plus", "tout")):
            at += 1
        while at < last and (size := self._interposed(at, last)):
            at += size
        if before in sayings().leading and at < last - 1 and norms[at] in ("à", "de", "d'"):
            at += 1
        while at < last - 1 and norms[at] in ("se", "s'", "l'", "y", "en", "lui", "leur"):
            at += 1
        if at >= last:
            return None
        form = describe(norms[at])
        if before in ("avoir", "être") and form.participle:
            return form.participle, at + 1
        leads = before in sayings().leading or before in ("faire", "laisser", "dire")
        if leads and form.infinitive and self.text.tags[at] in ("VERB", "AUX"):
            return form.infinitive, at + 1
        return None

    def _interposed(self, at: int, last: int) -> int:
        """Return how many tokens stand between an auxiliary and its participle at most."""
        if size := self.phrase_at(at, last, sayings().between):
            return size
        norm, tag = self.text.norms[at], self.text.tags[at]
        commas = norm == "," and at + 1 < last
        if commas and (size := self.phrase_at(at + 1, last, sayings().between)):
            return size + 2 if self.text.norms[at + 1 + size : at + 2 + size] == [","] else 0
        return int(tag == "ADV" or norm in sayings().time and tag in ("NOUN", "ADV"))

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
        if tags[head] == "DET" and head not in self.names:  # « une « mascarade » »
            return self._quoted_noun(begin, end, last, governor)
        demonstrative = norms[at] in ("ce", "cet", "cette", "ces") and norms[end - 1] in (
            *("dernier", "dernière", "derniers", "dernières"),
        )
        if demonstrative and end == at + 2:
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
        """Return « un « retenu » » as a noun, if a word in marks follows an article."""
        closing = self.quotes.get(end, 0)
        if closing == end + 2 < last and self.text.norms[end + 1][:1].isalpha():
            return Part("noun", begin, closing + 1, end + 1, governor)
        return Part("other", begin, end, governor=governor)

    def noun_phrase(self, at: int, last: int, depth: int = 0) -> tuple[int, int]:
        """Return the head of the nominal phrase that begins here, and the token after it."""
        norms, tags, begin = self.text.norms, self.text.tags, at
        while (
            at < last and (tags[at] in ("DET", "NUM") or norms[at] == "ex") and at not in self.names
        ):
            at += 1
        while at < last - 1 and at not in self.names and self._before_noun(at):
            at += 1
        is_name = at in self.names
        if at >= last or not is_name and (tags[at] not in NOMINAL or tags[at] == "DET"):
            return max(begin, at - 1), max(at, begin + 1)
        is_proper = at in self.names or tags[at] == "PROPN"
        head, is_name = at, is_proper and norms[at] not in TITLES
        at = self._after_head(self.names.get(at, at + 1), last, is_name)
        if norms[head] in sayings().people and norms[at : at + 1] == ["en"] and at + 1 < last:
            if tags[at + 1] == "NOUN":  # « la metteuse en scène »
                at = self._after_head(at + 2, last, is_name)
        while depth < 5 and at < last - 1 and norms[at] in OF and at not in self.quotes:
            inner = at + 1
            if (
                inner not in self.names
                and tags[inner] not in NOMINAL
                or norms[inner] in sayings().time
                or inner in self.quotes
            ):
                break
            _, end = self.noun_phrase(inner, last, 5)
            if end - begin > LONGEST:
                break
            at = self._after_head(end, last, is_name)
        return head, at

    def _before_noun(self, at: int) -> bool:
        """Say whether an adjective here stands before its noun."""
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
            elif tags[at] in ("ADJ", "PROPN", "NOUN", "X"):
                at += 1
            elif (
                norms[at] == "-"
                and at + 1 < last
                and self.text.starts[at] == self.text.ends[at - 1]
            ):
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


def _mood(form: Form, has_clitic: bool) -> tuple[str, str]:
    """Return the kind of part that a verb form makes, and its lemma."""
    for kind, lemma in (
        ("verb", form.finite),
        ("participle", form.participle),
        ("gerund", form.gerund),
        ("infinitive", form.infinitive),
    ):
        if lemma and not (kind == "participle" and has_clitic):
            return kind, lemma
    return "", ""
