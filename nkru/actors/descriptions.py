"""Definite descriptions of one actor: « le dirigeant nord-coréen », « le chef du Kremlin ».

A description names a role by a title, and a state or organisation by a demonym or a genitive. It
means the person named beside it, or else the holder of the office at the article's date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.matching import Hit, Mention
from nkru.actors.offices import BESIDE, Days, Description, Named, Offices
from nkru.actors.titles import roles_by_title
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

# Where somebody is posted: « à l’ONU », « auprès des Nations unies », « en Corée du Nord ».
POSTED_TO = r"[A-ZÀ-Ý][\w-]*(?: (?:(?:de |du |des )?[A-ZÀ-Ý][\w-]*|unies))*"
POST = re.compile(rf" (?:à|en|au|aux|auprès d(?:es?|u|['’])) ?(?:l['’]|la )?{POSTED_TO}")
REACH = 90  # folded characters before an adjective in which its description begins
# « son homologue | Ivan Ivanov »
COUNTERPART = re.compile(r"\b((?:[Ss]on|[Ss]a|[Ll]eurs?) homologue)[ \u00a0\u202f]$")
LINKS = ("d", "de", "du", "des", "a", "au", "aux")  # between the head and the tail of a title


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


@cache
def grammar() -> Grammar:
    """Return the patterns made from constructions.toml."""
    modifiers, roles = read_toml("actors/constructions.toml")["modifiers"], roles_by_title()
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


def _heads_and_tails(titles: Iterable[str]) -> tuple[set[str], set[str]]:
    """Split « ministre des Affaires étrangères », which « le ministre russe des … » separates."""
    split = [_split_title(title) for title in titles]
    return {head for head, _ in split}, {tail for _, tail in split if tail}


def _split_title(title: str) -> tuple[str, str]:
    words = title.split()
    links = [at for at, word in enumerate(words[1:-1], 1) if word in LINKS]
    end = links[0] if links else len(words)
    return " ".join(words[:end]), " ".join(words[end:])


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
            if match := COUNTERPART.search(folded.raw, max(0, name.start - 30), name.start):
                yield Mention(*match.span(1), name.entry, "descriptor", BESIDE)
            continue
        description = describe(folded, hit, name.kind) if name.kind != "descriptor" else None
        holder = description and offices.holder(description, name.entry)
        if description and holder:
            start, end = int(folded.at[description.left]), int(folded.at[description.right])
            yield Mention(start, end, holder[0], "descriptor", holder[1])


def pointed(folded: Folded, mentions: Sequence[Mention], codebook: Codebook) -> Iterator[Mention]:
    """Yield « ce pays » for the last state named in the same sentence or the one before."""
    entries = codebook.entries
    states = sorted(m for m in mentions if m.kind == "name" and entries[m.entry].type == "state")
    if not states:
        return
    begin = max(0, int(folded.at.searchsorted(states[0].end)) - 1)
    starts = [state.start for state in states]
    for match in grammar().demonstrative.finditer(folded.text, begin):
        start, stop = int(folded.at[match.start() + 1]), int(folded.at[match.end() - 1])
        before = map(states.__getitem__, range(bisect_left(starts, start) - 1, -1, -1))
        last = next((state for state in before if state.end <= start), None)
        if last and folded.raw.count(BREAK, last.end, start) <= 1:
            rule = "description: points to the last state named"
            yield Mention(start, stop, last.entry, "descriptor", rule)
