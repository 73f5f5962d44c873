"""Descriptions without a name in them: « le ministre du Travail », « le gouvernement ».

A title means the person named beside it; else the holder of the office in the state in question;
else the person whom the article names in this role. « Le gouvernement » and « l'État » mean the
state in question: the one that the article is about, if no other was named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from nkru.actors.codebook import Codebook
from nkru.actors.known.countries import Countries
from nkru.actors.known.matching import Mention
from nkru.actors.known.offices import (
    AFTER_COMMA,
    BESIDE,
    BESIDE_AFTER,
    Choice,
    Description,
    Named,
    Offices,
    is_before_stranger,
)
from nkru.actors.known.spans import Spans
from nkru.actors.known.title_patterns import GENDERS, grammar, tenure
from nkru.actors.known.titles import ministers
from nkru.actors.names.bodies import is_adjective
from nkru.actors.names.name_words import vocabulary
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

# « de l'Économie, | des Finances et de la Souveraineté industrielle et numérique »
DE = r"de la |de l['’]|du |des |de |d['’]"
OF = rf"(?:{DE}|à la |à l['’]|au |aux |chargée? (?:{DE}))"
QUALITY = r"[a-zéèêàâîôû]+(?:aires?|ales?|aux|iques?|ées?|elles?|ières?|euses?)"
PORTFOLIO = re.compile(rf"(?:,| et)? {OF}[A-ZÉ][\w’'-]*+(?: (?:et )?{QUALITY}\b)*+")
MOST_PORTFOLIOS = 5
# A title with these is another's: « le président du tribunal », « le maire adjoint ».
COMPLEMENT = re.compile(r" (?:de|du|des|d|a la|a l|au|aux|adjoint|adjointe|delegue|deleguee) ")
# « le ministre wallon », but not « le ministre avait », « le ministre demain »
ENDING = "[^v]ais|aise|ois|oise|ien|ienne|een|eenne|ain|aine|iste|ique|al|ale|eur|euse|if|ive"
OTHER = "wallon|wallonne|breton|bretonne|flamand|flamande|espagnol|espagnole"
NO_ADJECTIVE = "trois|fois|jamais|mais|desormais|bien|rien|demain|main|soudain"
ADJECTIVE = re.compile(rf" (?!{NO_ADJECTIVE})(?:\w{{3,}}(?:{ENDING})|{OTHER}) ")
PLURAL = ("les", "des", "aux", "ses", "leurs")
NEAR = 2  # sentence breaks between a state's name and the noun that means it
SHARE = 0.6  # of the weight of all states, from which an article is about one
GOVERNMENT = "description: the state in question"


def titles_alone(
    folded: Folded,
    named: Named,
    found: Sequence[Mention],
    offices: Offices,
    countries: Countries,
) -> Iterator[Mention]:
    """Yield the descriptions without a name in them, besides those already found."""
    taken = Spans((m.start, m.end) for m in [*found, *(mention for _, mention in named)])
    states = StateInQuestion(folded, named, offices.codebook, countries)
    yield from _titles(folded, taken, offices, states)
    yield from _state_nouns(folded, taken, states, offices.codebook)


class StateInQuestion:
    """The state that a noun means at a place of an article."""

    def __init__(
        self, folded: Folded, named: Named, codebook: Codebook, countries: Countries
    ) -> None:
        self._raw, self._countries = folded.raw, countries
        rows = sorted(
            (mention.end, codebook.entries[mention.entry].name)
            for _, mention in named
            if codebook.entries[mention.entry].type == "state"
        )
        self._ends, self._names = [end for end, _ in rows], [name for _, name in rows]

    def at(self, offset: int) -> str:
        """Return the state; empty if two are possible.

        Where states were named in the sentence or the two before, the last of them must be the one
        that the article is about. One that is named only after the noun is another: « le régime se
        tourne vers Pékin ».
        """
        weights, top = self._countries.weights, self._countries.nearest()
        if sum(weight == weights[top] for weight in weights.values()) > 1:
            return ""
        last = bisect_left(self._ends, offset + 1) - 1
        near = last >= 0 and self._raw.count(BREAK, self._ends[last], offset) <= NEAR
        if near and self._names[last] != top or top not in (self.home, *self._names[: last + 1]):
            return ""
        is_about = weights[top] >= SHARE * weights.total()
        return top if near or is_about else ""

    def federal(self, state: str) -> str:
        """Return the federal state of a state: Canada for Québec; empty without one."""
        whole = self._countries.whole(state)
        federal = read_toml("actors/constructions.toml")["state_nouns"]["federal"]
        return whole if whole in federal else ""

    @property
    def home(self) -> str:
        """The country of the outlet."""
        return self._countries.home


def _titles(
    folded: Folded, taken: Spans, offices: Offices, states: StateInQuestion
) -> Iterator[Mention]:
    for match in grammar().alone.finditer(folded.text):
        if match["determiner"] in PLURAL:
            continue
        title = f"{match['head']} {match['tail']}" if match["tail"] else match["head"]
        roles = grammar().roles.get(title, frozenset()) - {"any", "government", "counterpart"}
        if not roles:
            continue
        description = _description(folded, match, roles)
        start, end = (int(folded.at[at]) for at in (description.left, description.right))
        if taken.touch(start, end):
            continue
        holder = _holder(folded, description, title, offices, states)
        if holder:
            yield Mention(start, end, holder[0], "descriptor", holder[1])


def _description(folded: Folded, match: re.Match[str], roles: frozenset[str]) -> Description:
    is_contracted = match["determiner"] in grammar().contracted
    left = match.end("determiner") + 1 if is_contracted else match.start("determiner")
    right, gender = match.end(), GENDERS.get(match["determiner"], "")
    if roles <= ministers():
        end = int(folded.at[right])
        for _ in range(MOST_PORTFOLIOS):
            if not (more := PORTFOLIO.match(folded.raw, end)):
                break
            end = more.end()
        right = int(folded.at.searchsorted(end))
    return Description(left, right, roles, tenure(match), gender)


def _holder(
    folded: Folded,
    description: Description,
    title: str,
    offices: Offices,
    states: StateInQuestion,
) -> Choice:
    # « le président Macron » has a title, as « M. Macron » has; « le président, Emmanuel Macron »
    person = offices.beside(description, "", AFTER_COMMA if title in _general() else BESIDE_AFTER)
    if person is not None:
        if description.tenure == "present" and title not in _general():
            offices.tie(description, person)
        return person, BESIDE
    end = int(folded.at[description.right])
    if is_before_stranger(folded.raw, end) or folded.raw.startswith("-", end):
        return None
    if of := _place(folded.text, description.right, offices.codebook):
        return offices.holder_in(description, of)
    text, right = folded.text, description.right
    if COMPLEMENT.match(text, right) or ADJECTIVE.match(text, right):
        return None
    if title in _general():
        return offices.last_in_role(description) if description.tenure == "present" else None
    state = states.at(int(folded.at[description.left]))
    return offices.holder_in(description, state) if state else None


@cache
def _general() -> frozenset[str]:
    """Return the titles of one word, which many offices have: « le ministre », « le président »."""
    return frozenset(title for title in grammar().roles if " " not in title)


def _place(text: str, right: int, codebook: Codebook) -> str:
    """Return the town or region after a title: « le maire | de Lyon »."""
    match = _places(tuple(codebook.offices_of)).match(text, right)
    return next(name for name in codebook.offices_of if _phrase(name) == match[1]) if match else ""


@cache
def _places(names: tuple[str, ...]) -> re.Pattern[str]:
    phrases = filter(None, map(_phrase, names))
    return re.compile(rf" (?:de la region |de |d )?({any_of(phrases)})(?= )")


def _phrase(name: str) -> str:
    """Return « de lyon » for « Ville de Lyon », « bretagne » for « Région Bretagne »."""
    kind, _, rest = folded_words(name).partition(" ")
    return rest if kind in ("ville", "region") else ""


def _state_nouns(
    folded: Folded, taken: Spans, states: StateInQuestion, codebook: Codebook
) -> Iterator[Mention]:
    for match in _nouns().finditer(folded.text):
        if folded.text.endswith(HEADED, 0, match.start() + 1):
            continue
        if match["noun"] == "pays" and match["determiner"] in OTHERS:
            continue
        contracted = match["determiner"] in grammar().contracted
        left = match.end("determiner") + 1 if contracted else match.start("determiner")
        start, end = int(folded.at[left]), int(folded.at[match.end()])
        noun = int(folded.at[match.start("noun")])
        if taken.touch(start, end) or match["noun"] == "etat" and not folded.raw[noun].isupper():
            continue
        state = states.at(start)
        if match["adjective"] == "federal":
            state = states.federal(state)
        elif match["adjective"] is None and _is_of_another(folded.raw, end, match["noun"]):
            continue
        if state in codebook.index_of and (match["foreign"] is None or state != states.home):
            yield Mention(start, end, codebook.index_of[state], "descriptor", GOVERNMENT)


def _is_of_another(raw: str, end: int, noun: str) -> bool:
    """Say whether an adjective makes it another's: « les autorités nord-africaines »."""
    found = NEXT.match(raw, end)
    if not found or not is_adjective(found[1]) or folded_words(found[1]) in vocabulary().demonyms:
        return False  # « l'État français »
    return noun not in GOVERNMENTS or REGIONAL.search(found[1]) is not None


GOVERNMENTS = ("gouvernement", "executif")  # « le gouvernement conservateur » is still the state's
NEXT = re.compile(r"[ \u00a0]([\w-]+)")
REGIONAL = re.compile(r"(?:aise?|oise?|i?en|i?enne|aine?|ane?|on|onne|ole?|and|ande)$")
HEADED = (" chef de ", " cheffe de ", " tete de ", " sommet de ")  # « le chef de l'État »
OTHERS = ("les", "aux", "leur")  # « les pays africains », « ils quittent leur pays »


@cache
def _nouns() -> re.Pattern[str]:
    """Return the pattern of nouns that mean a state: not « un coup d’État »."""
    data = read_toml("actors/constructions.toml")["state_nouns"]
    own, foreign, adjectives, other = (
        any_of(map(folded_words, data[key]))
        for key in ("governments", "foreign", "adjectives", "other")
    )
    return re.compile(
        r" (?P<determiner>le|la|l|les|du|au|aux|notre|leur)"
        rf" (?P<noun>{own}|(?P<foreign>{foreign}))"
        rf"(?: (?P<adjective>{adjectives}))?(?! (?:{other}) )(?= )"
    )
