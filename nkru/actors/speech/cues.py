"""Cues: which sentences have words that may report speech or insert who speaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from nkru.actors.speech.sayings import describe, sayings
from nkru.tokens.words import Tokens

Flags = NDArray[np.bool_]
HELD = frozenset(["apprendre", "convaincre", "persuader"])
SOURCES = frozenset(["selon", "croire", "yeux", "avis", "dires", "aveu", "dixit"])
PAUSES = frozenset([*",!?…-–—―(»”«“\"'", "...", "--"])
ASKING = frozenset(["si", "s'", "comment", "pourquoi", "combien"])
# The kinds of words by which a verb governs what is said, as bits.
THAT, ASKED, COLON, INFINITIVE, INSERTED, PAIRED, SELF = (1 << bit for bit in range(7))
OPENERS = frozenset(["comme", "ainsi"])
FAR = 24  # tokens from a verb of saying to its infinitive
REACH = 12  # tokens from the first of a clause put in to its verb of saying


class Cues:
    """Words of saying in many sentences, and the words after them that they may govern.

    A sentence that is not flagged holds no speech for `reported` or for an insertion; one that is
    may hold none.
    """

    def __init__(self, tokens: Tokens, number: int) -> None:
        self.tokens, self.number = tokens, number
        self.place = np.arange(len(tokens.code))
        opens = np.diff(tokens.text_no, prepend=-1) > 0
        self.start = np.maximum.accumulate(np.where(opens, self.place, 0))
        self.opens = opens
        self.governs = np.fromiter(map(_governs, tokens.norms), np.uint8, len(tokens.norms))

    def reporting(self) -> list[bool]:
        """Say of each sentence whether speech may be reported in it."""
        found = self._sources() | self._inserted
        governs = self.governs[self.tokens.code]
        for bit, links in (
            (THAT, self._is(lambda norm: norm in ("que", "qu'"))),
            (ASKED, self._is(ASKING.__contains__)),
            (COLON, self._is(":".__eq__)),
            (SELF, self._after_reflexive()),
            (INFINITIVE, self._is(lambda norm: bool(describe(norm).infinitive))),
        ):
            verb = self._last((governs & bit) > 0)
            near = self.place - verb <= FAR if bit == INFINITIVE else True
            found |= links & (verb >= self.start) & near
        seconds = {pair[-1] for pair in sayings().pairs}  # « faire savoir », « mettre en garde »
        pairs = self._in_sentence(self._is(seconds.__contains__))
        found |= self._attitudes()
        return self._sentences(found | ((governs & PAIRED) > 0) & pairs)

    def inserting(self) -> list[bool]:
        """Say of each sentence whether a clause in it may tell who speaks: « …, a-t-il dit, »."""
        pronouns = sayings().inverted
        return self._sentences(self._inserted | self._is(pronouns.__contains__))

    def _sources(self) -> Flags:
        """Return the words before a source: « selon », « d'après », « pour » where it opens."""
        found = self._is(SOURCES.__contains__)
        after, of, according = (self._is(word.__eq__) for word in ("après", "d'", "pour"))
        found[1:] |= after[1:] & of[:-1]
        early = self.opens.copy()
        early[1:] |= self.opens[:-1]  # « Mais pour X, … »
        citing = self._is(frozenset(["mots", "citer"]).__contains__)
        return found | according & early | citing

    def _attitudes(self) -> Flags:
        """Return the colons after a view: « Le maire est formel : … »."""
        found = self._is(":".__eq__)
        found[1:] &= self._is(sayings().attitudes.__contains__)[:-1]
        found[:1] = False
        return found

    @cached_property
    def _inserted(self) -> Flags:
        """Return the verbs of saying in a clause that a pause opens: « …, a-t-il dit ».

        Such a clause begins with a verb, or with a clitic or « comme » before one.
        """
        says = (self.governs[self.tokens.code] & INSERTED) > 0
        begins = self._is(lambda norm: bool(describe(norm).finite) or norm in OPENERS)
        begins |= self._is(sayings().clitics.__contains__)
        opening = self.opens & self._is(OPENERS.__contains__)  # « Comme l'a dit X, … »
        begins[1:] &= self._is(PAUSES.__contains__)[:-1] | opening[1:]
        first = self._last(begins)
        return says & (first >= self.start) & (self.place - first <= REACH)

    def _after_reflexive(self) -> Flags:
        """Return the tokens after « se » in a sentence."""
        return self._last(self._is(("se", "s'").__contains__)) >= self.start

    def _last(self, flags: Flags) -> NDArray[np.int64]:
        """Return for each token the last one at or before it that has a flag, or -1."""
        last: NDArray[np.int64] = np.maximum.accumulate(np.where(flags, self.place, -1))
        return last

    def _is(self, test: Callable[[str], bool]) -> Flags:
        forms = np.fromiter(map(test, self.tokens.norms), bool, len(self.tokens.norms))
        return forms[self.tokens.code]

    def _in_sentence(self, flags: Flags) -> Flags:
        """Return the tokens of the sentences that have a flagged one."""
        number = self.tokens.text_no
        return np.bincount(number, flags, minlength=self.number)[number] > 0

    def _sentences(self, flags: Flags) -> list[bool]:
        counts = np.bincount(self.tokens.text_no[flags], minlength=self.number)
        return list(map(bool, counts.tolist()))


@cache
def _paired() -> frozenset[str]:
    """Return the verbs that say with another: « faire savoir », « mettre en garde »."""
    return frozenset(pair[0] for pair in sayings().pairs)


@lru_cache(maxsize=2**18)
def _governs(norm: str) -> int:
    """Return by what words a form of a verb may govern what is said, as bits."""
    form, data = describe(norm), sayings()
    bits = 0
    for verb in (form.finite, form.infinitive, form.gerund, form.participle):
        bits |= PAIRED | INSERTED if verb in _paired() else 0
        bits |= THAT if verb in HELD else 0
        bits |= INSERTED if verb == "apprendre" else 0  # « a-t-on appris de source sûre »
        if verb not in data.force:
            continue
        takes = verb in data.before_infinitive or verb in data.before_adjective
        plain = verb not in data.marked_only and data.force[verb] not in ("wish", "accuse")
        bits |= INSERTED
        bits |= THAT if verb not in data.marked_only or verb in data.before_infinitive else 0
        bits |= ASKED if verb in data.telling or verb in data.before_if else 0
        bits |= COLON if verb not in data.beside_only else 0
        takes |= verb in data.of_self
        bits |= INFINITIVE if plain or takes else 0
        bits |= SELF if verb in data.of_self else 0
    return bits
