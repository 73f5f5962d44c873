"""Definite descriptions of one actor: « le dirigeant nord-coréen », « le chef du Kremlin ».

A description names a role by a title, and a state or organisation by a demonym or a genitive. It
means the person named beside it, or else the holder of the office at the article's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.matching import Hit, Mention
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

Named = Sequence[tuple[Hit, Mention]]
Days = tuple[str, str] | None
# Where somebody is posted: « à l’ONU », « auprès des Nations unies », « en Corée du Nord ».
POSTED_TO = r"[A-ZÀ-Ý][\w-]*(?: (?:(?:de |du |des )?[A-ZÀ-Ý][\w-]*|unies))*"
POST = re.compile(rf" (?:à|en|au|aux|auprès d(?:es?|u|['’])) ?(?:l['’]|la )?{POSTED_TO}")
REACH = 90  # folded characters before an adjective in which its description begins
MINISTERS = frozenset(
    ("foreign minister", "defence minister", "other minister", "head of government")
)
BESIDE_AFTER = re.compile(r",?[ \u00a0\u202f\n]")
# « son homologue | Ivan Ivanov »
COUNTERPART = re.compile(r"\b((?:[Ss]on|[Ss]a|[Ll]eurs?) homologue)[ \u00a0\u202f]$")
STRANGER = re.compile(r"[ \u00a0\u202f][A-ZÀ-Ý]\w+ [A-ZÀ-Ý]")  # « le diplomate russe Ivan Ivanov »
BESIDE = "description: name beside it"


class Grammar(NamedTuple):
    """The descriptions as patterns on folded text, and the roles that each title names."""

    adjective: re.Pattern[str]  # before « nord-coréen »
    genitive: re.Pattern[str]  # before « la Corée du Nord »
    tail: re.Pattern[str]  # after the adjective: « des Affaires étrangères »
    demonstrative: re.Pattern[str]  # « ce pays »
    roles: Mapping[str, frozenset[str]]
    determiners: frozenset[str]
    contracted: frozenset[str]
    nearest: frozenset[str]  # words that may come right before an adjective or a genitive's name


@dataclass(frozen=True, slots=True)
class Description:
    """A description: offsets in the folded text, roles, whether the office is a former one."""

    left: int
    right: int
    roles: frozenset[str]
    is_former: bool


@cache
def grammar() -> Grammar:
    """Return the patterns made from constructions.toml."""
    data = read_toml("actors/constructions.toml")
    modifiers, roles = data["modifiers"], _roles_by_title(data["role"])
    heads, tails = _heads_and_tails(roles)
    determiners, contracted = modifiers["determiners"], modifiers["contracted"]
    before, after, former = (_any_folded(modifiers[key]) for key in ("before", "after", "former"))
    noun = (
        rf" (?P<determiner>{_any_folded([*determiners, *contracted])})"
        rf" (?:(?P<former>{former}) )?(?:(?:{before}) ){{0,2}}(?P<head>{any_of(heads)})"
        rf"(?: (?P<tail>{any_of(tails)}))?(?: (?:{after})){{0,2}}"
    )
    genitives = modifiers["genitives"]
    demonstratives = "|".join(map(folded_words, modifiers["demonstratives"]))
    last_words = (*heads, *tails, *map(folded_words, (*modifiers["after"], *genitives)))
    return Grammar(
        adjective=re.compile(rf"{noun} $"),
        genitive=re.compile(rf"{noun} (?:{_any_folded(genitives)}) $"),
        tail=re.compile(rf"(?: (?:{after}))? (?P<tail>{any_of(tails)})(?= )"),
        demonstrative=re.compile(rf" (?:{demonstratives})(?! (?:de|du|des|d) ) "),
        roles=roles,
        determiners=frozenset(map(folded_words, determiners)),
        contracted=frozenset(contracted),
        nearest=frozenset(words.split()[-1] for words in last_words),
    )


def _any_folded(words: Iterable[str]) -> str:
    return any_of(map(folded_words, words))


def _roles_by_title(roles: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    by_title: dict[str, frozenset[str]] = {}
    for role in roles:
        for title in map(folded_words, role["titles"]):
            by_title[title] = by_title.get(title, frozenset()) | {role["name"]}
    return by_title


def _heads_and_tails(titles: Iterable[str]) -> tuple[set[str], set[str]]:
    """Split « ministre des Affaires étrangères », which « le ministre russe des … » separates."""
    split = [(re.match(r"(.+?) ((?:d|de|du|des|a|au|aux) .+)$", title), title) for title in titles]
    heads = {match[1] if match else title for match, title in split}
    return heads, {match[2] for match, _ in split if match}


def describe(folded: Folded, hit: Hit, kind: str) -> Description | None:
    """Return the description that ends in a demonym (« … nord-coréen ») or in a name."""
    rules, text = grammar(), folded.text
    # This refuses over half of the names, at a ninth of the pattern's time.
    if folded.word_before(hit.left) not in rules.nearest:
        return None
    begin = max(0, hit.left - REACH)
    pattern = rules.adjective if kind == "demonym" else rules.genitive
    match = pattern.search(text[begin : hit.left])
    if not match:
        return None
    head, tail, right = match["head"], match["tail"], hit.right
    title = f"{head} {tail}" if tail else head
    after = rules.tail.match(text, right) if kind == "demonym" else None
    if after and (not tail or f"{title} {after['tail']}" in rules.roles):
        title, right = f"{title} {after['tail']}", after.end()
    roles = rules.roles.get(title, rules.roles.get(head, frozenset()) & {"any"})
    if not roles:
        return None
    if "ambassador" in roles and (post := POST.match(folded.raw, int(folded.at[right]))):
        right = int(folded.at.searchsorted(post.end()))
    # « du | président »: a contracted article stays outside.
    is_contracted = match["determiner"] in rules.contracted
    left = match.end("determiner") + 1 if is_contracted else match.start("determiner")
    return Description(begin + left, right, roles, bool(match["former"]))


def description_start(folded: Folded, hit: Hit) -> int:
    """Return where a listed description begins in the raw text: at its article, if it has one."""
    word = folded.word_before(hit.left)
    return int(folded.at[hit.left - 1 - len(word)]) if word in grammar().determiners else hit.start


def described(folded: Folded, named: Named, codebook: Codebook, days: Days) -> Iterator[Mention]:
    """Yield the descriptions around a demonym, a state, an organisation or a person's name."""
    offices = Offices(folded, named, codebook, days)
    for hit, name in named:
        if codebook.entries[name.entry].type == "person":
            if span := _counterpart_before(folded.raw, name.start):
                yield Mention(*span, name.entry, "descriptor", BESIDE)
            continue
        description = describe(folded, hit, name.kind) if name.kind != "descriptor" else None
        holder = description and offices.holder(description, name.entry)
        if description and holder:
            start, end = int(folded.at[description.left]), int(folded.at[description.right])
            yield Mention(start, end, holder[0], "descriptor", holder[1])


def _counterpart_before(raw: str, start: int) -> tuple[int, int] | None:
    if not raw.startswith("homologue", max(0, start - 10)):
        return None
    match = COUNTERPART.search(raw, max(0, start - 30), start)
    return match.span(1) if match else None


class Offices:
    """The offices of a codebook at the dates of one article, and the persons whom it names."""

    def __init__(self, folded: Folded, named: Named, codebook: Codebook, days: Days) -> None:
        self.folded, self.codebook, self.days = folded, codebook, days
        people = [name for _, name in named if codebook.entries[name.entry].type == "person"]
        self._starting = {name.start: name.entry for name in people}
        self._ending = {name.end: name.entry for name in people}
        self._known = {name.entry for name in people}

    def holder(self, description: Description, of: int) -> tuple[int, str] | None:
        """Return the index of the entry that a description means and the rule, if one decides."""
        entry, roles = self.codebook.entries[of], description.roles
        if "government" in roles:
            present = entry.type == "state" and not description.is_former
            return (of, "description: government") if present else None
        start, end = (int(self.folded.at[i]) for i in (description.left, description.right))
        person = self._beside(start, end, of)
        if person is not None:
            return person, BESIDE
        if STRANGER.match(self.folded.raw, end):
            return None
        if "counterpart" in roles:
            roles = self._roles_before(start)
        holder = self._holder(roles, entry.name, description.is_former)
        if holder:
            self._starting[start] = holder[0]
            self._known.add(holder[0])
        return holder

    def _beside(self, start: int, end: int, of: int) -> int | None:
        """Return the person of the same country named right after, or right before a comma."""
        raw, of_entry = self.folded.raw, self.codebook.entries[of]
        gap = BESIDE_AFTER.match(raw, end)
        after = self._starting.get(gap.end()) if gap else None
        before = self._ending.get(start - 2) if raw[start - 2 : start] == ", " else None
        for person in (after, before):
            country = "" if person is None else self.codebook.entries[person].country
            if person is not None and (of_entry.type != "state" or country in ("", of_entry.name)):
                return person
        return None

    def _holder(self, roles: frozenset[str], of: str, former: bool) -> tuple[int, str] | None:
        wanted, days = MINISTERS if roles == {"minister"} else roles, self.days
        offices = [o for o in self.codebook.offices if o.of == of and wanted & set(o.roles)]
        terms = [term for office in offices for term in office.holders]
        if former:
            terms = [term for term in terms if term.end and (not days or term.end <= days[0])]
        elif days:
            terms = [term for term in terms if term.serves(*days)]
        holders = {self.codebook.index_of[term.actor] for term in terms}
        if days and len(holders) == 1 and not former and roles != {"minister"}:
            return holders.pop(), "description: office at the article's date"
        named = holders & self._known
        if len(named) != 1:
            return None
        return named.pop(), "description: office, its holder named in the article"

    def _roles_before(self, start: int) -> frozenset[str]:
        """Return the roles of the last person before: « le ministre russe et son homologue »."""
        last = max((offset for offset in self._starting if offset < start), default=-1)
        if last < 0 or BREAK in self.folded.raw[last:start]:
            return frozenset()
        name, days = self.codebook.entries[self._starting[last]].name, self.days
        return frozenset(
            role
            for office in self.codebook.offices
            for term in office.holders
            if term.actor == name and (not days or term.serves(*days))
            for role in office.roles
        )


def pointed(folded: Folded, mentions: Sequence[Mention], codebook: Codebook) -> Iterator[Mention]:
    """Yield « ce pays » for the last state named in the same sentence or the one before."""
    entries = codebook.entries
    states = sorted(m for m in mentions if m.kind == "name" and entries[m.entry].type == "state")
    if not states:
        return
    begin = max(0, int(folded.at.searchsorted(states[0].end)) - 1)
    for match in grammar().demonstrative.finditer(folded.text, begin):
        start, stop = int(folded.at[match.start() + 1]), int(folded.at[match.end() - 1])
        last = next((state for state in reversed(states) if state.end <= start), None)
        if last and folded.raw.count(BREAK, last.end, start) <= 1:
            rule = "description: points to the last state named"
            yield Mention(start, stop, last.entry, "descriptor", rule)
