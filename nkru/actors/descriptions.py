"""Definite descriptions of one actor: « le dirigeant nord-coréen », « le ministre russe des Affaires étrangères »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.matching import Found, Hit
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

# Where somebody is posted: « à l’ONU », « auprès des Nations unies », « en Corée du Nord ».
PLACE = r"[A-ZÀ-Ý][\w-]*(?: (?:(?:de |du |des )?[A-ZÀ-Ý][\w-]*|unies))*"
POST = re.compile(rf" (?:à|en|au|aux|auprès d(?:es?|u|['’])) ?(?:l['’]|la )?{PLACE}")
REACH = 90  # folded characters before an adjective in which its description begins


class Grammar(NamedTuple):
    """The descriptions as patterns on folded text, and the roles that each title names."""

    adjective: re.Pattern[str]  # what stands before « nord-coréen »
    genitive: re.Pattern[str]  # what stands before « la Corée du Nord »
    tail: re.Pattern[str]  # what may follow the adjective: « des Affaires étrangères »
    roles: Mapping[str, frozenset[str]]
    determiners: frozenset[str]
    nearest: frozenset[
        str
    ]  # the words of which one stands right before an adjective or a genitive's name


@dataclass(frozen=True, slots=True)
class Description:
    """A description found: its place in the folded text, the roles it names, whether it speaks of the past."""

    left: int
    right: int
    roles: frozenset[str]
    former: bool


@cache
def grammar() -> Grammar:
    """Return the patterns made from constructions.toml."""
    data = read_toml("actors/constructions.toml")
    roles: dict[str, set[str]] = {}
    for role in data["role"]:
        for title in role["titles"]:
            roles.setdefault(folded_words(title), set()).add(role["name"])
    parted = [re.match(r"(.+?) ((?:d|de|du|des|a|au|aux) .+)$", title) for title in roles]
    heads = {part[1] if part else title for part, title in zip(parted, roles, strict=True)}
    tails = {part[2] for part in parted if part}
    modifiers, genitives = data["modifiers"], data["modifiers"]["genitives"]
    before, after, former = (_any_folded(modifiers[key]) for key in ("before", "after", "former"))
    determiner = _any_folded([*modifiers["determiners"], *modifiers["contracted"]])
    noun = rf" (?P<determiner>{determiner}) (?:(?P<former>{former}) )?(?:(?:{before}) ){{0,2}}(?P<head>{_any_folded(heads)})"
    noun = rf"{noun}(?: (?P<tail>{_any_folded(tails)}))?(?: (?:{after})){{0,2}}"
    return Grammar(
        re.compile(rf"{noun} $"),
        re.compile(rf"{noun} (?:{_any_folded(genitives)}) $"),
        re.compile(rf"(?: (?:{after}))? (?P<tail>{_any_folded(tails)})(?= )"),
        {title: frozenset(names) for title, names in roles.items()},
        frozenset(map(folded_words, modifiers["determiners"])),
        frozenset(
            folded_words(words).split()[-1]
            for words in (*heads, *tails, *modifiers["after"], *genitives)
        ),
    )


def _any_folded(words: Iterable[str]) -> str:
    return any_of(map(folded_words, words))


def describe(folded: Folded, hit: Hit, kind: str) -> Description | None:
    """Return the description that ends in a demonym (« … nord-coréen ») or in a genitive (« … du Kremlin »)."""
    rules = grammar()
    if (
        folded.word_before(hit.left) not in rules.nearest
    ):  # over half, at a ninth of the pattern's time
        return None
    begin = max(0, hit.left - REACH)
    found = (rules.adjective if kind == "demonym" else rules.genitive).search(
        folded.text[begin : hit.left]
    )
    if not found:
        return None
    title = " ".join(filter(None, (found["head"], found["tail"])))
    tail = rules.tail.match(folded.text, hit.right) if kind == "demonym" else None
    if tail and (not found["tail"] or f"{title} {tail['tail']}" in rules.roles):
        title = f"{title} {tail['tail']}"
    else:
        tail = None
    roles = rules.roles.get(
        title, rules.roles[found["head"]] & {"any"} if found["head"] in rules.roles else frozenset()
    )
    if not roles:
        return None
    right = tail.end() if tail else hit.right
    if "ambassador" in roles and (post := POST.match(folded.raw, int(folded.at[right]))):
        right = int(folded.at.searchsorted(post.end()))
    return Description(begin + _opening(found), right, roles, bool(found["former"]))


def _opening(found: re.Match[str]) -> int:
    """Return where a description begins: at its article, but after a contracted one (« du | président »)."""
    contracted = read_toml("actors/constructions.toml")["modifiers"]["contracted"]
    return (
        found.end("determiner") + 1
        if found["determiner"] in contracted
        else found.start("determiner")
    )


def opening(folded: Folded, hit: Hit) -> int:
    """Return where a listed description begins in the raw text: at its article, if it has one."""
    word = folded.word_before(hit.left)
    return int(folded.at[hit.left - 1 - len(word)]) if word in grammar().determiners else hit.start


Named = Sequence[tuple[Hit, Found]]
MINISTERS = frozenset(
    ("foreign minister", "defence minister", "other minister", "head of government")
)
BESIDE_AFTER = re.compile(r",?[ \u00a0\u202f\n]")
COUNTERPART = re.compile(
    r"\b((?:[Ss]on|[Ss]a|[Ll]eurs?) homologue)[ \u00a0\u202f]$"
)  # « son homologue | Ivan Ivanov »
STRANGER = re.compile(r"[ \u00a0\u202f][A-ZÀ-Ý]\w+ [A-ZÀ-Ý]")  # « le diplomate russe Ivan Ivanov »


def described(
    folded: Folded, named: Named, codebook: Codebook, days: tuple[str, str] | None
) -> Iterator[Found]:
    """Yield the descriptions that close on a demonym, a state, an organisation or a name, where one is meant."""
    offices = Offices(folded, named, codebook, days)
    for hit, name in named:
        if codebook.entries[name.entry].type == "person":
            beside = folded.raw.startswith("homologue", max(0, name.start - 10))
            if beside and (
                peer := COUNTERPART.search(folded.raw, max(0, name.start - 30), name.start)
            ):
                yield Found(*peer.span(1), name.entry, "descriptor", "description: name beside it")
            continue
        description = describe(folded, hit, name.kind) if name.kind != "descriptor" else None
        holder = description and offices.holder(description, name.entry)
        if description and holder:
            start, end = int(folded.at[description.left]), int(folded.at[description.right])
            yield Found(start, end, holder[0], "descriptor", holder[1])


class Offices:
    """The offices of a codebook as one article sees them: its dates, the persons whom it names."""

    def __init__(
        self, folded: Folded, named: Named, codebook: Codebook, days: tuple[str, str] | None
    ) -> None:
        self.folded, self.codebook, self.days = folded, codebook, days
        people = [name for _, name in named if codebook.entries[name.entry].type == "person"]
        self._from = {name.start: name.entry for name in people}
        self._to = {name.end: name.entry for name in people}
        self._known = {name.entry for name in people}

    def holder(self, description: Description, of: int) -> tuple[int, str] | None:
        """Return the number of the entry that a description means and the rule, or None where nothing decides."""
        if "government" in description.roles:
            present = self.codebook.entries[of].type == "state" and not description.former
            return (of, "description: government") if present else None
        start = int(self.folded.at[description.left])
        roles = (
            self._roles_before(start) if "counterpart" in description.roles else description.roles
        )
        beside = self._beside(description, of)
        if beside is not None:
            return beside, "description: name beside it"
        person = (
            None if self._is_stranger(description) else self._holder(roles, of, description.former)
        )
        if person:
            self._from[start] = person[0]
            self._known.add(person[0])
        return person

    def _beside(self, description: Description, of: int) -> int | None:
        """Return the person named right after, or right before and a comma, if of the same country."""
        raw, start, end = (
            self.folded.raw,
            int(self.folded.at[description.left]),
            int(self.folded.at[description.right]),
        )
        gap = BESIDE_AFTER.match(raw, end)
        after = self._from.get(gap.end()) if gap else None
        before = self._to.get(start - 2) if raw[start - 2 : start] == ", " else None
        for person in (after, before):
            if person is not None and self._is_of(person, of):
                return person
        return None

    def _is_of(self, person: int, of: int) -> bool:
        country = self.codebook.entries[person].country
        return (
            not country
            or self.codebook.entries[of].type != "state"
            or country == self.codebook.entries[of].name
        )

    def _is_stranger(self, description: Description) -> bool:
        return bool(STRANGER.match(self.folded.raw, int(self.folded.at[description.right])))

    def _holder(self, roles: frozenset[str], of: int, former: bool) -> tuple[int, str] | None:
        wanted = MINISTERS if roles == {"minister"} else roles
        name, days = self.codebook.entries[of].name, self.days
        terms = [
            t
            for o in self.codebook.offices
            if o.of == name and wanted & set(o.roles)
            for t in o.holders
        ]
        if former:
            terms = [term for term in terms if term.end and (not days or term.end <= days[0])]
        elif days:
            terms = [term for term in terms if term.within(*days)]
        holders = {self.codebook.numbers[term.actor] for term in terms}
        if days and len(holders) == 1 and not former and roles != {"minister"}:
            return holders.pop(), "description: office at the article's date"
        named = holders & self._known
        return (
            (named.pop(), "description: office, its holder named in the article")
            if len(named) == 1
            else None
        )

    def _roles_before(self, start: int) -> frozenset[str]:
        """Return the roles of the last person before: « le ministre russe et son homologue nord-coréenne »."""
        last = max((place for place in self._from if place < start), default=-1)
        if last < 0 or BREAK in self.folded.raw[last:start]:
            return frozenset()
        name, days = self.codebook.entries[self._from[last]].name, self.days
        return frozenset(
            role
            for office in self.codebook.offices
            for term in office.holders
            if term.actor == name and (not days or term.within(*days))
            for role in office.roles
        )


def pointed(
    folded: Folded, found: Sequence[Found], codebook: Codebook, end: int
) -> Iterator[Found]:
    """Yield « ce pays » for the last state named before it, in the same sentence or the one before."""
    states = sorted(
        one for one in found if one.kind == "name" and codebook.entries[one.entry].type == "state"
    )
    if not states:
        return
    begin, close = folded.at.searchsorted((states[0].end, end))
    for match in _demonstrative().finditer(folded.text, max(0, begin - 1), close):
        start, stop = int(folded.at[match.start() + 1]), int(folded.at[match.end() - 1])
        last = next((one for one in reversed(states) if one.end <= start), None)
        if last and folded.raw.count(BREAK, last.end, start) <= 1:
            yield Found(
                start, stop, last.entry, "descriptor", "description: points to the last state named"
            )


@cache
def _demonstrative() -> re.Pattern[str]:
    words = read_toml("actors/constructions.toml")["modifiers"]["demonstratives"]
    return re.compile(rf" (?:{'|'.join(map(folded_words, words))})(?! (?:de|du|des|d) ) ")
