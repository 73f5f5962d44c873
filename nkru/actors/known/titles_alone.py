"""Descriptions without a name in them: « le ministre du Travail », « le gouvernement ».

A title means the person named beside it; else the holder of the office in the state in question;
else the person whom the article names in this role. « Le gouvernement » and « l'État » mean the
state in question: the one that the article is about, if no other was named last.
"""

from __future__ import annotations

import re
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
from nkru.actors.known.state_in_question import StateInQuestion
from nkru.actors.known.title_patterns import GENDERS, grammar, tenure
from nkru.actors.known.titles import ministers
from nkru.actors.names.bodies import is_adjective
from nkru.actors.names.name_words import vocabulary
from nkru.resources import read_toml
from nkru.tokens.norms import Folded, folded_words
from nkru.tokens.patterns import any_of

# « de l'Économie, | des Finances et de la Souveraineté industrielle et numérique »
DE = r"de la |de l['’]|du |des |de |d['’]"
OF = rf"(?:{DE}|à la |à l['’]|au |aux |chargée? (?:{DE}))"
QUALITY = r"[a-zéèêàâîôû]+(?:aires?|ales?|aux|iques?|ées?|elles?|ières?|euses?)"
PORTFOLIO = re.compile(rf"(?:,| et)? {OF}[A-ZÉ][\w’'-]*+(?: (?:et )?{QUALITY}\b)*+")
MOST_PORTFOLIOS = 5
# A title with these is another's: « le président du tribunal », « le maire adjoint ».
# but « l’occasion pour le ministre | de faire »
COMPLEMENT = re.compile(
    r" (?!de \w+(?:er|ir|re) )(?:de|du|des|d|a la|a l|au|aux|adjoint|adjointe|delegue|deleguee) "
)
# « le ministre wallon », but not « le ministre avait », « le ministre demain »
ENDING = "[^v]ais|aise|ois|oise|ien|ienne|een|eenne|ain|aine|iste|ique|al|ale|eur|euse|if|ive"
OTHER = "wallon|wallonne|breton|bretonne|flamand|flamande|espagnol|espagnole"
NO_ADJECTIVE = "trois|fois|jamais|mais|desormais|bien|rien|demain|main|soudain"
ADJECTIVE = re.compile(rf" (?!{NO_ADJECTIVE})(?:\w{{3,}}(?:{ENDING})|{OTHER}) ")
AGE = re.compile(r" de \d{1,3} ans(?= )")  # « la dirigeante | de 45 ans »
PLURAL = ("les", "des", "aux", "ses", "leurs")
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
    states = StateInQuestion(folded, named, offices.codebook, countries, found)
    yield from _titles(folded, taken, offices, states)
    yield from _state_nouns(folded, taken, states, offices.codebook)


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
    age = AGE.match(folded.text, right)
    right = age.end() if age else right
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
        of_person = match["determiner"] == "son"
        if match["noun"] == "pays" and match["determiner"] in OTHERS:
            continue
        if match["determiner"] == "ce" and match["noun"] != "gouvernement":
            continue
        if of_person and match["noun"] not in ("pays", "gouvernement"):
            continue
        contracted = match["determiner"] in grammar().contracted
        left = match.end("determiner") + 1 if contracted else match.start("determiner")
        start, end = int(folded.at[left]), int(folded.at[match.end()])
        noun = int(folded.at[match.start("noun")])
        if taken.touch(start, end) or match["noun"] == "etat" and not folded.raw[noun].isupper():
            continue
        state = states.own(start) if of_person else states.at(start)
        if match["noun"] == "pays" and not state and not of_person:
            state = states.of_sentence(start)
        if match["adjective"] == "federal":
            state = states.federal(state)
        elif match["adjective"] is None and _is_of_another(folded.raw, end, match["noun"]):
            continue
        foreign = match["foreign"] is not None and not of_person
        if state in codebook.index_of and not (foreign and state == states.home):
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
        r" (?P<determiner>le|la|l|les|du|au|aux|notre|leur|son|ce)"
        rf" (?P<noun>{own}|(?P<foreign>{foreign}))"
        rf"(?: (?P<adjective>{adjectives}))?(?! (?:{other}) )(?= )"
    )
