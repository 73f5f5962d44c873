"""Definite descriptions of one actor: « le dirigeant nord-coréen », « le chef du Kremlin ».

A description names a role by a title, and a state or organisation by a demonym or a genitive. It
means the person named beside it, or else the holder of the office at the article's date. A title
may also occur without a name (`nkru.actors.known.titles_alone`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from nkru.actors.codebook import Codebook
from nkru.actors.known.countries import Countries
from nkru.actors.known.matching import Hit, Mention
from nkru.actors.known.offices import AFTER_COMMA, BESIDE, Choice, Days, Description, Named, Offices
from nkru.actors.known.title_patterns import GENDERS, Grammar, Tenure, grammar, tenure
from nkru.actors.known.titles import roles_by_title
from nkru.actors.known.titles_alone import titles_alone
from nkru.resources import read_toml
from nkru.tokens.norms import BREAK, Folded, folded_words
from nkru.tokens.patterns import any_of

# Where somebody is posted: « à l’ONU », « auprès des Nations unies », « en Corée du Nord ».
POSTED_TO = r"[A-ZÀ-Ý][\w-]*(?: (?:(?:de |du |des )?[A-ZÀ-Ý][\w-]*|unies))*"
POST = re.compile(rf" (?:à|en|au|aux|auprès d(?:es?|u|['’])) ?(?:l['’]|la )?{POSTED_TO}")
REACH = 90  # folded characters before an adjective in which its description begins
# « son homologue | Ivan Ivanov »
COUNTERPART = re.compile(r"\b((?:[Ss]on|[Ss]a|[Ll]eurs?) homologue)[ \u00a0\u202f]$")
CLAUSE = re.compile(r"[^\w\s’'-]")
HEADS = frozenset(("president", "head of government", "leader", "monarch"))
LEADERS = frozenset(("leader", "president"))
OF = re.compile(r" (?:de la|de l|de|du|des|d) (?=(?P<word>\w+))")


class Described:
    """The descriptions in one article that have the name of a state or body in them."""

    def __init__(self, folded: Folded, named: Named, codebook: Codebook, offices: Offices) -> None:
        self.folded, self.named, self.codebook, self.offices = folded, named, codebook, offices
        self._bodies = {
            hit.left: (hit, mention)
            for hit, mention in named
            if codebook.entries[mention.entry].type != "person" and mention.kind != "descriptor"
        }

    def mentions(self) -> Iterator[Mention]:
        """Yield the descriptions around a demonym, a state, an organisation or a person's name."""
        for hit, name in self.named:
            if self.codebook.entries[name.entry].type == "person":
                if match := COUNTERPART.search(
                    self.folded.raw, max(0, name.start - 30), name.start
                ):
                    yield Mention(*match.span(1), name.entry, "descriptor", BESIDE)
                yield from self._government(hit, name)
            elif name.kind != "descriptor":
                yield from self._around(hit, name)

    def _government(self, hit: Hit, name: Mention) -> Iterator[Mention]:
        """Yield « le gouvernement de Giorgia Meloni » and « le gouvernement Borne »: their state.

        Only who has led a state or its government has one.
        """
        entry = self.codebook.entries[name.entry]
        state = self.codebook.index_of.get(entry.country)
        before = self.folded.text[max(0, hit.left - REACH) : hit.left]
        match = _governments().search(before)
        if match is None or state is None:
            return
        held = self.codebook.roles_of.get(entry.name, ())
        left = hit.left - len(before) + match.start("phrase")
        start = int(self.folded.at[left])
        if CLAUSE.search(self.folded.raw, start, name.start):
            return
        if any(not HEADS.isdisjoint(roles) for _, roles in held):
            yield Mention(start, name.end, state, "descriptor", "description: of who leads it")

    def _around(self, hit: Hit, name: Mention) -> Iterator[Mention]:
        """Yield the description that ends in a name, and the one around it."""
        description, of = describe(self.folded, hit, name.kind), name.entry
        if description and name.kind == "demonym" and "government" not in description.roles:
            longer = self._complement(description, hit)
            if longer is None:
                return
            description, of = longer if longer[1] >= 0 else (description, of)
        if not description:
            return
        outer = self._outer(description)
        if holder := self.offices.holder(description, of, inner=outer is not None):
            yield self._mention(description, holder)
        if outer and (holder := self._outer_holder(outer, of)):
            yield self._mention(outer, holder)

    def _complement(self, description: Description, hit: Hit) -> tuple[Description, int] | None:
        """Return a description with the « de … » after its adjective, and the index of that body.

        « le président américain de la Fifa » is of Fifa; « le leader français du luxe » leads no
        state, hence None; without such words, or after « de passage », the index is -1.
        """
        if description.right != hit.right or not (of := OF.match(self.folded.text, hit.right)):
            return description, -1
        if body := self._bodies.get(of.end()):
            longer = (description.left, body[0].right, description.roles, description.tenure)
            return Description(*longer, description.gender), body[1].entry
        return (description, -1) if of["word"] in grammar().passing else None

    def _outer(self, inner: Description) -> Description | None:
        """Return « le porte-parole du président russe » around « président russe »."""
        begin = max(0, inner.left - REACH)
        match = grammar().genitive.search(self.folded.text[begin : inner.left])
        roles = match and not match["tail"] and grammar().roles.get(match["head"])
        if not match or not roles:
            return None
        return _description(match, begin, inner.right, roles, tenure(match))

    def _outer_holder(self, outer: Description, of: int) -> Choice:
        person = self.offices.beside(outer, "", AFTER_COMMA)
        if person is not None:
            return person, BESIDE
        return self.offices.holder(outer, of) if "spokesperson" in outer.roles else None

    def _mention(self, description: Description, holder: tuple[int, str]) -> Mention:
        start, end = (int(self.folded.at[at]) for at in (description.left, description.right))
        return Mention(start, end, holder[0], "descriptor", holder[1])


@cache
def _governments() -> re.Pattern[str]:
    """Return the pattern of « le gouvernement de l'ex-président » before a name."""
    data = read_toml("actors/constructions.toml")
    titles = roles_by_title()
    nouns = any_of(title for title, roles in titles.items() if "government" in roles)
    heads = any_of(title for title, roles in titles.items() if not HEADS.isdisjoint(roles))
    former = any_of(map(folded_words, data["modifiers"]["former"]))
    title = rf"(?:l|la|le)? ?(?:{former} )?(?:{heads}) "
    return re.compile(
        rf" (?:(?:du|au) )?(?P<phrase>(?:(?:le|la|l|son) )?(?:{nouns}) )"
        rf"(?:(?:\w+ )?(?:de|d|du) (?:{title})?)?$"
    )


def describe(folded: Folded, hit: Hit, kind: str) -> Description | None:
    """Return the description that ends in a demonym (« … nord-coréen ») or in a name."""
    rules, text = grammar(), folded.text
    # This refuses over half of the names, at a ninth of the pattern's time.
    if folded.word_before(hit.left) not in rules.nearest:
        return None
    begin = max(0, hit.left - REACH)
    pattern = rules.adjective if kind == "demonym" else rules.genitive
    match = pattern.search(text[begin : hit.left])
    if not match or kind == "demonym" and _leads_no_state(match):
        return None
    title, right = _title(match, rules, text, hit, kind)
    whole = rules.roles.get(text[begin + match.start("head") : hit.right])
    if whole:  # « le locataire de la place Beauvau »
        return _description(match, begin, hit.right, whole, tenure(match))
    roles = rules.roles.get(title, rules.roles.get(match["head"], frozenset()) & {"any"})
    if (
        not roles
        or not LEADERS.isdisjoint(roles)
        and text[hit.left : hit.right] in rules.lesser_seats
    ):
        return None
    if "ambassador" in roles and (post := POST.match(folded.raw, int(folded.at[right]))):
        right = int(folded.at.searchsorted(post.end()))
    other = rules.other.match(text, right) if kind == "demonym" else None
    if other:  # « le secrétaire d'État américain adjoint »
        return _description(match, begin, other.end(), roles, "none")
    return _description(match, begin, right, roles, tenure(match))


def _leads_no_state(match: re.Match[str]) -> bool:
    """Say whether a title with an adjective is not an office of a state: « le patron italien »."""
    return match["head"] in grammar().genitive_only and not match["tail"]


def _title(match: re.Match[str], rules: Grammar, text: str, hit: Hit, kind: str) -> tuple[str, int]:
    """Return a title and where it ends: « ministre | russe | des Affaires étrangères »."""
    head, tail = match["head"], match["tail"]
    title = f"{head} {tail}" if tail else head
    after = rules.tail.match(text, hit.right) if kind == "demonym" else None
    if after and (not tail or f"{title} {after['tail']}" in rules.roles):
        return f"{title} {after['tail']}", after.end()
    return title, hit.right


def _description(
    match: re.Match[str], begin: int, right: int, roles: frozenset[str], held: Tenure
) -> Description:
    # « du | président »: a contracted article stays outside.
    is_contracted = match["determiner"] in grammar().contracted
    left = match.end("determiner") + 1 if is_contracted else match.start("determiner")
    gender = GENDERS.get(match["determiner"], "")
    return Description(begin + left, right, roles, held, gender)


def description_start(folded: Folded, hit: Hit) -> int:
    """Return where a listed description begins in the raw text: at its article, if it has one."""
    word = folded.word_before(hit.left)
    return int(folded.at[hit.left - 1 - len(word)]) if word in grammar().determiners else hit.start


def is_definite(folded: Folded, hit: Hit) -> bool:
    """Say whether a listed description of one word has its article: « l'intersyndicale »."""
    if " " in folded.text[hit.left : hit.right]:
        return True
    word = folded.word_before(hit.left)
    return word in grammar().determiners or word in grammar().contracted


def described(
    folded: Folded, named: Named, codebook: Codebook, days: Days, countries: Countries
) -> list[Mention]:
    """Return the descriptions of an article: those with a name in them, then bare titles."""
    offices = Offices(folded, named, codebook, days)
    found = [*Described(folded, named, codebook, offices).mentions()]
    return found + [*titles_alone(folded, named, found, offices, countries)]


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
