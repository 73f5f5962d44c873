"""Pieces of a text that may be a name: runs of capitalised words, cut where one name ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from nkru.actors.names.bodies import body_end, lower_bodies, phrase_end
from nkru.actors.names.name_words import is_common, vocabulary
from nkru.actors.names.names import (
    CIVILITIES,
    LONGEST_GAP,
    Piece,
    Word,
    capitalised,
    gaps,
    opens_text,
)
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words


def pieces(raw: str) -> list[Piece]:
    """Return the pieces of a text in their order; they do not overlap."""
    words = list(capitalised(raw))
    starts = [word.start for word in words]
    found: list[Piece] = []
    bodies = list(lower_bodies(raw))
    at = body = 0
    v = vocabulary()
    special, times, known_gaps = v.heads_and_titles, v.times, gaps()
    while at < len(words):
        while body < len(bodies) and bodies[body][1] <= words[at].start:
            body += 1
        if body < len(bodies) and bodies[body][0] <= words[at].start:
            start, end = bodies[body]
            after = bisect_left(starts, end)
            found.append(_piece(raw, words[at:after], start, end, head=True))
            at = max(after, at + 1)
            continue
        word = words[at]
        if word.key in stop_words() and body < len(bodies) and bodies[body][0] - word.end == 1:
            at += 1  # « Le | CHU de Nîmes »
            continue
        gap = raw[word.end : words[at + 1].start] if at + 1 < len(words) else ""
        if gap in known_gaps or word.key in special or is_common(word.text):
            at = _Run(raw, words, at, found).end
            continue
        at += 1
        opens = opens_text(raw, word.start)
        if not opens or word.key not in stop_words() and word.key not in times:
            found.append(Piece(word.start, word.end, word.key, (word,), opens, "", False))
    return found


def _piece(
    raw: str, words: Sequence[Word], start: int, end: int, *, head: bool = False, title: str = ""
) -> Piece:
    opens = not title and opens_text(raw, start)  # « M. Vasseur » opens no sentence
    return Piece(start, end, folded_words(raw[start:end]), tuple(words), opens, title, head)


PARTICLE = re.compile(r"(?:de la |de |du |des |d['’])$")
GENITIVE = re.compile(r"(?<!\w)(?:de l['’]|de la |de |du |des |[ld]['’])$")
INITIALS = re.compile(r"(?<!\w)[A-LN-ZÀ-Þ]\. ?[A-ZÀ-Þ][\w’'-]+(?:,| et) $")
AFTER_DOT = re.compile(r"\.[ \u00a0\u202f](?:de la |de |du |des |d['’])?")
ARTICLE = re.compile(
    r"(?<![\w])(?:l[ea] |l['’]|une? )(?:ex-|(?:ancien(?:ne)?|jeune) )?$", re.IGNORECASE
)
CLASS_BEFORE = re.compile(r"(?<![\w-])((?:think )?[a-zà-ÿœ-]{3,24})[ \u00a0](?:[«“\"] ?)?$")


class _Run:
    """Capitalised words with only connectors of names between them; appends its pieces."""

    def __init__(self, raw: str, words: Sequence[Word], at: int, found: list[Piece]) -> None:
        self.raw, self.words, self.found = raw, words, found
        self.end = self._read(at)

    def _gap(self, at: int) -> bool | None:
        """Return whether the next word continues only a first name or head; None if it does not."""
        if at + 1 >= len(self.words):
            return None
        start, end = self.words[at].end, self.words[at + 1].start
        if end - start > LONGEST_GAP:
            return None
        return gaps().get(self.raw[start:end])

    def _read(self, at: int) -> int:
        words = self.words
        title, first = "", at
        while at < len(words):
            word, gap = words[at], self._gap(at)
            if self._is_title(word, gap) and at == first:
                dot = self.raw[word.end : word.end + 1] == "."
                title = word.key
                at, first = at + 1, at + 1
                if gap is None and not (dot and self._after_dot(at - 1)):
                    return at
                continue
            if at == first and not title and self._is_opener(word, gap):
                at, first = at + 1, at + 1
                if gap is None:
                    return at
                continue
            if self._is_head(at, first):
                return self._body(at, first)
            if gap is None or gap and not self._takes_genitive(first, at) or self._parts(first, at):
                self._add(first, at + 1, title)
                return at + 1
            at += 1
        return at

    def _after_dot(self, at: int) -> bool:
        """Say whether a capitalised word follows the dot of a title: « M. Dussopt »."""
        if at + 1 >= len(self.words):
            return False
        between = self.raw[self.words[at].end : self.words[at + 1].start]
        return bool(AFTER_DOT.fullmatch(between))

    def _is_title(self, word: Word, gap: bool | None) -> bool:
        v = vocabulary()
        if gap is False and (word.key in v.demonyms or word.key in v.peoples):
            return word.key not in v.given and bool(
                ARTICLE.search(self.raw, max(0, word.start - 16), word.start)
            )
        if word.key not in v.titles or word.key in v.given:
            return False
        if len(word.text) <= 2 and word.text not in ("M", "M.", "Me", "Mᵉ", "Dr", "Pr", "Mr"):
            return False
        if word.key == "m" and INITIALS.search(self.raw, max(0, word.start - 40), word.start):
            return False  # « B. Sidibé, L. Germain, M. Jannet »
        if gap and word.key in CIVILITIES:
            return True  # « Mme de Montchalin »
        return gap is False or self.raw[word.end : word.end + 1] == "." or word.text == "M."

    def _is_opener(self, word: Word, gap: bool | None) -> bool:
        """Say whether a word has a capital only because a sentence begins with it."""
        v = vocabulary()
        if gap is False and word.text.isupper() and word.key in v.openers_in_capitals:
            return True  # « l'ONG Médecins du monde »
        if not opens_text(self.raw, word.start):
            return False
        small = word.text.casefold().replace("’", "'")
        if gap is False and self._is_quoted(word):
            return False
        if small in stop_words() or word.key in stop_words() or word.key in v.times:
            return True
        if gap is None or word.key in v.given or word.key in v.heads:
            return False
        if word.key in v.functions or word.key in v.modifiers:
            return True
        return is_common(word.text) and small.endswith(
            ("ment", "ant", "é", "ée", "és", "ées", "is", "ie")
        )

    def _is_quoted(self, word: Word) -> bool:
        """Say whether marks enclose exactly this word and the capitalised one after it."""
        after = self.words[bisect_left(self.words, word) + 1]
        return self.raw[word.start - 1] in '«“"' and self.raw[after.end : after.end + 1] in (
            "»",
            "”",
            '"',
        )

    def _is_head(self, at: int, first: int) -> bool:
        v, word = vocabulary(), self.words[at]
        if word.key not in v.heads:
            return False
        if at > first and self._gap(at - 1) is False and word.key in v.company_ends:
            return False
        following = self._gap(at)
        is_name = word.key in v.given and following is not None
        return not is_name and (at == first or not self._gap(at - 1))

    def _body(self, at: int, first: int) -> int:
        """Append the body with this word as its head, and the words before it in the run."""
        word = self.words[at]
        end = body_end(self.raw, word.start, word.end, capital=True)
        after = at
        while after < len(self.words) and self.words[after].start < end:
            after += 1
        start = word.start if at == first else self.words[first].start
        self.found.append(_piece(self.raw, self.words[first:after], start, end, head=True))
        return after

    def _takes_genitive(self, first: int, at: int) -> bool:
        """Say whether « de » goes on: after one first name, « Dominique de Villepin »."""
        v = vocabulary()
        return (
            at == first and self.words[at].key in v.given and not self.words[at + 1].text.isupper()
        )

    def _parts(self, first: int, at: int) -> bool:
        """Say whether two names meet: « la CGT Sophie Binet »."""
        v, here, there = vocabulary(), self.words[at], self.words[at + 1]
        if there.key in v.titles and there.key not in v.given:
            return True
        if self.raw[here.end : there.start] == " & " and there.key in v.given and at > first:
            return True  # « Martine Bulard & Inès Roy »
        if here.key in v.places and here.key not in v.given and there.key in v.given:
            return self._gap(at + 1) is not None  # « le maire de Lyon | Grégory Doucet »
        if there.key in v.given and here.key not in v.given and self._is_complement(first, at):
            return self._gap(at + 1) is not None  # « le conseiller d'État | Pierre Maudet »
        acronym = here.text.isupper() and len(here.text) > 1 and not there.text.isupper()
        return acronym and there.key in v.given and self._gap(at + 1) is not None

    def _is_complement(self, first: int, at: int) -> bool:
        """Say whether a word with a capital is a complement: « le maire de Balma | Paul Roy »."""
        start = self.words[at].start
        return at == first and GENITIVE.search(self.raw, max(0, start - 8), start) is not None

    def _add(self, first: int, after: int, title: str) -> None:
        words = self.words[first:after]
        while len(words) > 1 and words[-1].text.istitle() and words[-1].key in stop_words():
            words = words[:-1]  # « Clément Viktorovitch | Du lundi au vendredi »
        start, end = words[0].start, words[-1].end
        if not title and self._is_phrase(words):
            end = phrase_end(self.raw, end)
        if title in CIVILITIES and (of := PARTICLE.search(self.raw, max(0, start - 6), start)):
            start = of.start()
        self.found.append(_piece(self.raw, words, start, end, title=title))

    def _is_phrase(self, words: Sequence[Word]) -> bool:
        """Say whether ordinary words may go on in small letters: « le collectif Art en grève »."""
        if words[-1].text.isupper():
            return False
        before = CLASS_BEFORE.search(self.raw, max(0, words[0].start - 30), words[0].start)
        if not before or folded_words(before[1]) not in vocabulary().class_nouns:
            return False
        return is_common(words[-1].text)
