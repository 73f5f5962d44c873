"""Actors of one article: which of its forms name one person or one body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Mention
from nkru.actors.names.evidence import Evidence, limits
from nkru.actors.names.initials import by_initials, courts, shortens, spelled_out
from nkru.actors.names.kinds import decide, leaning
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.names import CIVILITIES, Piece
from nkru.actors.names.variants import Bearer, misspelt
from nkru.tokens.norms import folded_words

ARTICLES = ("le", "la", "les", "l")
_SURNAME = 6  # words of a surname with its particles, at most


@dataclass(slots=True)
class Found:
    """An actor that an article names: its fullest form, type, gender and occurrences.

    `known` is the index of its entry in the codebook, -1 if the codebook does not have it.
    """

    name: str
    type: str
    known: int = -1
    gender: str = ""
    sure: bool = True  # False: only another article can show that it is an actor
    spans: list[tuple[int, int, str]] = field(default_factory=list)  # start, end, rule


Forms = Mapping[str, tuple[Piece, Evidence]]


class Groups:
    """The actors of an article and the forms, folded, that name each."""

    def __init__(self, known: Sequence[Mention], codebook: Codebook) -> None:
        self.actors: list[Found] = []
        self.owners: dict[str, Found] = {}
        self._by_tail: defaultdict[str, list[Found]] = defaultdict(list)
        self._by_first: defaultdict[str, list[Found]] = defaultdict(list)
        self._bodies: dict[str, Found] = {}
        self._known_until: dict[int, Found] = {}
        self._known_bearers: list[Bearer] = []
        named = [m for m in known if m.kind in ("name", "metonym")]
        for index in dict.fromkeys(m.entry for m in named):
            entry = codebook.entries[index]
            actor = Found(entry.name, entry.type, index, entry.gender)
            self.actors.append(actor)
            for key in map(folded_words, entry.forms):
                if entry.type == "person" and " " in key:
                    self._add_person(actor, key)
                elif entry.type == "organisation":
                    self._bodies.setdefault(key, actor)
            if entry.type == "person":
                starts = [m.start for m in named if m.entry == index]
                self._known_bearers.append(Bearer(folded_words(entry.name), actor, starts))
            if entry.type == "organisation":
                self._known_until |= {m.end: actor for m in named if m.entry == index}

    def group(self, raw: str, forms: Forms) -> None:
        """Assign each form that names somebody to an actor: full names first, then short forms."""
        types = {key: decide(evidence) for key, (_, evidence) in forms.items()}
        self._name_in_full(forms, types)
        full = [
            key
            for key, (piece, _) in forms.items()
            if types[key] == "person" and len(piece.words) > 1
        ]
        for key in full:
            if self._is_surname(key, forms[key][0]):
                continue
            self._own(raw, key, forms, "person")
            self._add_person(self.owners[key], key)
        for key, (piece, evidence) in forms.items():
            if key not in self.owners and (person := self._short_person(key, piece, evidence)):
                self.owners[key] = person
        for key in forms:
            if key not in self.owners and types[key]:
                self._own(raw, key, forms, types[key])
        for key, (_, evidence) in forms.items():
            if key not in self.owners and (type := leaning(evidence)):
                self._own(raw, key, forms, type, sure=False)
        short = self._short_bodies()
        for key, (_, evidence) in forms.items():
            owner = self.owners.get(key)
            if key in short and (
                owner is None and evidence.inside or owner and owner.type != "person"
            ):
                self.owners[key] = short[key]
        self._join_bodies(raw, forms)
        self._join_variants(raw, forms)

    def _join_variants(self, raw: str, forms: Forms) -> None:
        """Let a misspelt name be that of the person whose it nearly is."""
        full = [
            Bearer(key, owner, [start for start, _ in forms[key][1].spans])
            for key, owner in self.owners.items()
            if owner.type == "person" and " " in key and owner.known < 0
        ]
        meant = misspelt(raw, [*self._known_bearers, *full])
        for key, owner in self.owners.items():
            self.owners[key] = meant.get(id(owner), owner)

    def _name_in_full(self, forms: Forms, types: dict[str, str]) -> None:
        """Read a name as a person's if the article uses its last word so: « Seko Fofana »."""
        for key, (piece, evidence) in forms.items():
            tail = key.rpartition(" ")[2]
            if not types[key] and not piece.head and tail != key and types.get(tail) == "person":
                evidence.add("surname_of")
                types[key] = decide(evidence)

    def _is_surname(self, key: str, piece: Piece) -> bool:
        """Say whether a known person has this surname of several words: « Mme Suluhu Hassan »."""
        return piece.title in CIVILITIES and key in self._by_tail

    def named(self, key: str) -> Found | None:
        """Return the actor that a form in a headline means."""
        return self.owners.get(key) or self._person(key)

    def _short_person(self, key: str, piece: Piece, evidence: Evidence) -> Found | None:
        """Return the person of the article whom a surname or first name means."""
        totals = evidence.totals
        if piece.head or totals.place >= limits().sure_place or totals.other >= limits().no_name:
            return None
        return self._person(key, gender_of(evidence))

    def _own(self, raw: str, key: str, forms: Forms, type: str, *, sure: bool = True) -> None:
        piece, evidence = forms[key]
        gender = gender_of(evidence, piece.words[0].key) if type == "person" else ""
        self.owners[key] = found = Found(raw[piece.start : piece.end], type, -1, gender, sure)
        self.actors.append(found)
        if type == "organisation" and sure:
            self._bodies.setdefault(key, found)

    def _add_person(self, person: Found, key: str) -> None:
        words = key.split()
        for at in range(max(1, len(words) - _SURNAME), len(words)):
            tail = " ".join(words[at:])
            if person not in self._by_tail[tail]:
                self._by_tail[tail].append(person)
        if person not in self._by_first[words[0]]:
            self._by_first[words[0]].append(person)

    def _person(self, key: str, gender: str = "") -> Found | None:
        """Return the person whom a surname or first name means, if one of the article's fits."""
        for people in (self._by_tail.get(key), self._by_first.get(key)):
            fitting = [p for p in people or () if not gender or p.gender in ("", gender)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def widened(self, raw: str, start: int, key: str) -> int:
        """Return the start of a surname, with an article that opens a sentence: « Le Gall »."""
        article = raw[max(0, start - 3) : start]
        whole = f"{folded_words(article)} {key}"
        return start - 3 if article.istitle() and whole in self._by_tail else start

    def _short_bodies(self) -> dict[str, Found]:
        """Return the shorter forms of bodies: « Monde » of « Le Monde »."""
        short = {}
        for key, body in self._bodies.items():
            head, _, rest = key.rpartition(" les ") if " les " in key else key.partition(" ")
            if rest and (head in ARTICLES or " les " in key):
                short[rest] = body
            elif rest and _is_name(head, rest):
                short.setdefault(head, body)  # « le Standard » is the Standard de Liège
        return short

    def _join_bodies(self, raw: str, forms: Forms) -> None:
        """Join initials with the name beside them, and names with their beginnings or ends."""
        spans = {start: (end, key) for key in self.owners for start, end in forms[key][1].spans}
        for end, key in list(spans.values()):
            inner = spans.get(end + 2)
            if not inner or raw[end : end + 2] != " (" or raw[inner[0] : inner[0] + 1] != ")":
                continue
            if forms[inner[1]][0].words[-1].text.isupper():
                self._join(inner[1], key)
            elif forms[key][0].words[-1].text.isupper():
                self._join(key, inner[1])
        for start, (end, key) in spans.items():
            known = self._known_until.get(start - 2)
            beside = known and f"{raw[start - 2 : start]}{raw[end : end + 1]}" == " ()"
            if known and beside and shortens(key, known.name):
                self._join(key, folded_words(known.name))
        bodies = [key for key, owner in self.owners.items() if owner.type == "organisation"]
        names = {**self._bodies, **{key: self.owners[key] for key in bodies}}
        starts = by_initials(names)
        for key in bodies:
            piece = forms[key][0]
            if len(piece.words) == 1 and piece.words[0].text.isupper() and key in starts:
                self._join(key, starts[key])
        self._join_parts(bodies, names)

    def _join_parts(self, bodies: Iterable[str], names: Mapping[str, Found]) -> None:
        """Join « Coordination nationale » with « Coordination nationale de la Chaîne … »."""
        longer = {name: full for name in names if (full := spelled_out(name)) != name}
        longer = {name: full for name, full in longer.items() if full in names}
        for name in names:
            words = name.split()
            for size in range(2, len(words)):
                longer.setdefault(" ".join(words[:size]), name)
        longer |= courts(names)
        for key in bodies:
            if key in longer and self.owners[key].known < 0 and self.owners[key].sure:
                self._join(key, longer[key])

    def _join(self, short: str, long: str) -> None:
        """Let a shorter form name the actor of a longer one."""
        one, other = self.owners[short], self.owners.get(long) or self._bodies.get(long)
        if other is None or one is other or {one.type, other.type} != {"organisation"}:
            return
        for key, owner in self.owners.items():
            if owner is one:
                self.owners[key] = other


def _is_name(head: str, rest: str) -> bool:
    """Say whether the first word of the name of a body is a name by itself: « Girondins »."""
    v = vocabulary()
    town = rest.removeprefix("de ")
    if town not in v.places or head in v.heads or head in v.class_nouns or head in v.place_nouns:
        return False
    return head not in v.given and len(head) > 3


def gender_of(evidence: Evidence, first: str = "") -> str:
    """Return m or f, by « M. » or « Mme », the first name, or functions; "" if unknown.

    A first name of one gender says more than a noun: « le ministre, Anne Roy ».
    """
    given = vocabulary().given.get(first)
    named = given.gender if given and given.gender != "u" else ""
    if evidence.title or named:
        return evidence.title or named
    if evidence.men != evidence.women:
        return "m" if evidence.men > evidence.women else "f"
    return ""
