"""Names that are common words (« Orange », « Le Monde »), and names that several bodies bear.

A name that is a common word counts where its capitals mark it as a name, or where the article
names the body in another way. « Assemblée nationale » is that of the state that the article is
about, among the states that have one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from nkru.actors.codebook import Codebook
from nkru.actors.known.countries import Countries, bearers
from nkru.actors.known.headlines import Headlines
from nkru.actors.known.matching import Choice, Hit, Sense
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

OPENING = ' «"“•-–—(\u00a0\u202f\n'  # signs between two sentences, before the first word
LATER_WORDS = re.compile(r"(?<=[ \u00a0’'-])\w+")
ENDS = (BREAK, ".", ":", "!", "?", "…", "»", "”")  # of the text before a sentence or a quotation
LINKS = (" de la ", " de l ", " de ", " du ", " des ", " d ")
InFull = Mapping[int, Sequence[int]]  # where each entry is named in full


class SharedNames:
    """Decides the names of one article that are ambiguous by their form.

    Args:
        folded: the article.
        hits: its forms.
        codebook: the entries.
        outlet: the country of the outlet, empty if it is unknown.
    """

    def __init__(
        self, folded: Folded, hits: Sequence[Hit], codebook: Codebook, outlet: str = ""
    ) -> None:
        self.folded, self.codebook, self._hits = folded, codebook, hits
        self.headlines = Headlines(folded.raw)
        self.countries = Countries(folded, hits, codebook, outlet)
        self._state_at = {
            hit.left: codebook.entries[hit.reading.senses[0].entry].name
            for hit in hits
            if hit.reading.senses and hit.reading.senses[0].type == "state"
        }

    def is_certain(self, hit: Hit) -> bool:
        """Say whether capitals or the noun before show that a common word is a name here."""
        if self.folded.raw[hit.start : hit.end].isupper() and self.headlines.around(
            hit.start, hit.end
        ):
            return False  # « C'EST LE MONDE D'AVANT »
        later = LATER_WORDS.findall(self.folded.raw, hit.start + 1, hit.end)
        if any(word[0].isupper() for word in later) and not self.headlines.around(
            hit.start, hit.end
        ):
            return True  # « Le Soir » opens a sentence, and its second word has a capital
        before = self.folded.raw[max(0, hit.start - 4) : hit.start].rstrip(OPENING)
        opens = hit.start == 0 or not before or before.endswith(ENDS)
        if not opens:
            return True
        return not before.endswith(BREAK) and self.folded.word_before(hit.left) in _introducing()

    def choose(self, hit: Hit, senses: Sequence[Sense], in_full: InFull) -> Choice | None:
        """Return the meaning of a name that is a common word, or that several bodies bear."""
        decide = self._exact if hit.reading.decided_by == "exact" else self._national
        return decide(hit, senses, in_full)

    def lone(self, hit: Hit, senses: Sequence[Sense]) -> Choice | None:
        """Return the body of a short name that an article on politics does not give in full.

        « L'Assemblée » is the parliament of the state in question if the article names two of the
        state's politicians or parties, or one and a word of parliament; and no other assembly.
        """
        form = self.folded.raw[hit.start : hit.end]
        others = re.compile(
            rf"{form} (?!nationale\b)(?:d[eu]|des|[a-zà-ÿ]+(?:ale|elle|[aio]re|ive))\b"
        )
        if self.folded.word_before(hit.left) != "l" or others.search(self.folded.raw):
            return None
        state = self.countries.nearest()
        own = [sense for sense in senses if self._country(sense) == state]
        shown = len(self._politicians[state]) + bool(_parliament().search(self.folded.text))
        return Choice(own[0], "name: in an article on politics") if own and shown > 1 else None

    @cached_property
    def _politicians(self) -> defaultdict[str, set[int]]:
        """Return the politicians and parties that the article names, by state."""
        book, found = self.codebook, defaultdict[str, set[int]](set)
        for hit in self._hits:
            for sense in hit.reading.senses[:1]:
                entry = book.entries[sense.entry]
                if entry.party or entry.name in book.parties or entry.name in book.roles_of:
                    found[entry.country].add(sense.entry)
        return found

    def _exact(self, hit: Hit, senses: Sequence[Sense], in_full: InFull) -> Choice | None:
        """Return the meaning of a name that is a common word, if it is one here."""
        fitting = [sense for sense in senses if sense.field != "short"]
        known = [sense for sense in senses if in_full[sense.entry]]
        if not known and not self.is_certain(hit):
            return None
        rule = "name: its article" if hit.reading.definite else "name: its capitals"
        return self._of_nearest(known or fitting, rule, frozenset())

    def _national(self, hit: Hit, senses: Sequence[Sense], in_full: InFull) -> Choice | None:
        """Return the body of the state that is named after it, or that the article is about."""
        if state := self._state_after(hit):
            own = [sense for sense in senses if self._country(sense) == state]
            return Choice(own[0], "name: the state after it") if own else None
        known = [sense for sense in senses if in_full[sense.entry]]
        if len(known) == 1:
            return Choice(known[0], "name: in full in the article")
        form = folded_words(self.folded.raw[hit.start : hit.end])
        return self._of_nearest(known or senses, "name: of the state in question", bearers(form))

    def _of_nearest(
        self, senses: Sequence[Sense], rule: str, others: frozenset[str] | None
    ) -> Choice | None:
        """Return the meaning of the weightiest state, or None if it is in `others` (None: any)."""
        if len(senses) == 1 and others == frozenset():
            return Choice(senses[0], rule)
        owners = {self._country(sense): sense for sense in reversed(senses)}
        among = None if others is None else {*owners, *others}
        state = self.countries.nearest(among)
        sense = owners.get(state) or owners.get(self.countries.whole(state))
        return Choice(sense, rule) if sense else None

    def _country(self, sense: Sense) -> str:
        return self.codebook.entries[sense.entry].country

    def _state_after(self, hit: Hit) -> str:
        """Return the state of « Sénat américain » and « Sénat des États-Unis »."""
        links = (link for link in LINKS if self.folded.text.startswith(link, hit.right))
        return self._state_at.get(hit.right + len(next(links, " ")), "")


@cache
def _parliament() -> re.Pattern[str]:
    """Return the words of the work of a parliament."""
    words = read_toml("actors/constructions.toml")["short"]["politics"]
    return re.compile(rf" (?:{any_of(map(folded_words, words))}) ")


@cache
def _introducing() -> frozenset[str]:
    """Return the nouns that introduce the name of a body: « le journal », « l'opérateur »."""
    heads = read_toml("actors/heads_of_bodies.toml")["heads"]
    nouns = (noun for kind in heads.values() for key in ("m", "f") for noun in kind.get(key, ()))
    return frozenset(folded_words(noun).split()[-1] for noun in nouns)
