"""Find whom an article names beyond the codebook: persons and bodies, each with its forms."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nkru.actors.appositions import Phrase, phrases
from nkru.actors.capital_sentences import Sentences
from nkru.actors.codebook import Codebook
from nkru.actors.evidence import Evidence
from nkru.actors.grouping import Found, Groups
from nkru.actors.initials import expands_in_small_letters
from nkru.actors.kinds import weigh_form
from nkru.actors.matching import Hit, Mention
from nkru.actors.names import Piece
from nkru.actors.pieces import pieces
from nkru.actors.roles import PREPOSITIONS, Roles
from nkru.actors.spans import Spans
from nkru.actors.surroundings import weigh
from nkru.tokens.norms import folded_words

NAMES = ("name", "metonym")
LONGEST = 6  # words of a name in a headline

NUMBER = re.compile(r"[ \u00a0-]\d{2,}\b")

# Columns beside those of mentions: the folded name of a found actor (empty for one of the
# codebook), its gender, and whether the article alone tells that it is an actor.
FOUND = {"key": "str", "gender": "str", "sure": "bool"}


class Row(NamedTuple):
    """A mention of an entry of the codebook or of a found actor, with the columns of `FOUND`."""

    start: int
    end: int
    entry: str
    type: str
    kind: str
    sense: str
    rule: str
    key: str = ""
    gender: str = ""
    sure: bool = True


class Article:
    """The forms in one article that may be names, and what speaks for each reading of them."""

    def __init__(self, raw: str, known: Sequence[Mention], hits: Sequence[Hit]) -> None:
        self.raw = raw
        self.forms: dict[str, tuple[Piece, Evidence]] = {}
        self.headlines: list[Piece] = []
        self.phrases = list(phrases(raw))
        self._described_after = {p.end for p in self.phrases if p.person}
        self._described_before = {p.start for p in self.phrases if p.person}
        self._sentences = Sentences(raw)
        self._names = sorted((m.start, m.end) for m in known if m.kind in NAMES)
        self._demonyms = Spans((m.start, m.end) for m in known if m.kind == "demonym")
        covered, refused = Spans(self._names), _refused(known, hits)
        for piece in pieces(raw):
            span = piece.start, piece.end
            if span in refused or self._is_known(piece, covered):
                continue
            self._collect(piece)
        for piece, evidence in self.forms.values():
            weigh_form(piece, evidence)

    def _is_known(self, piece: Piece, covered: Spans) -> bool:
        """Say whether the codebook has named this already, or a longer name around it."""
        if self._demonyms.touch(piece.start, piece.end) and not piece.head:
            return True
        if not covered.touch(piece.start, piece.end):
            return False
        at = bisect_right(self._names, (piece.start, piece.end))
        near = self._names[max(0, at - 2) : at + 1]
        if any(start <= piece.start and piece.end <= end for start, end in near):
            return True
        if piece.head or self._adds_to_initials(piece, near):
            return False
        return any(piece.start <= start and end <= piece.end for start, end in near)

    def _adds_to_initials(self, piece: Piece, near: Sequence[tuple[int, int]]) -> bool:
        """Say whether a piece is a branch of a body known by its initials: « CGT Énergie »."""
        first = piece.words[0]
        return len(piece.words) > 1 and first.text.isupper() and (first.start, first.end) in near

    def _collect(self, piece: Piece) -> None:
        if self._sentences.is_headline(piece.start):
            self.headlines.append(piece)
            return
        _, evidence = self.forms.setdefault(piece.key, (piece, Evidence()))
        evidence.inside += not piece.opens
        evidence.spans.append((piece.start, piece.end))
        weigh(self.raw, piece, evidence)
        if len(piece.words) == 1 and expands_in_small_letters(self.raw, piece):
            evidence.add("expands_in_small_letters")
        elif piece.words[0].text.isupper() and NUMBER.match(self.raw, piece.end):
            evidence.add("numbered")
        if self._is_described(piece):
            evidence.add("described")

    def _is_described(self, piece: Piece) -> bool:
        """Say whether a description of a person stands beside: « la ministre, Agnès Pannier »."""
        if piece.head or piece.words[0].text.isupper() and len(piece.words) == 1:
            return False
        start, raw = piece.start, self.raw
        if raw[start - 2 : start] == ", " and start - 2 in self._described_after:
            return True
        if raw[piece.end : piece.end + 2] != ", " or piece.end + 2 not in self._described_before:
            return False
        words = folded_words(raw[max(0, start - 12) : start]).split()
        return not words or words[-1] not in PREPOSITIONS


def _refused(known: Sequence[Mention], hits: Sequence[Hit]) -> set[tuple[int, int]]:
    """Return the spans that the codebook knows as places, or as part of something else."""
    mentioned = {(mention.start, mention.end) for mention in known}
    return {
        (hit.start, hit.end)
        for hit in hits
        if hit.reading.decided_by in ("metonyms", "") and (hit.start, hit.end) not in mentioned
    }


def find(article: Article, known: Sequence[Mention], codebook: Codebook) -> list[Found]:
    """Return the actors of an article, those of the codebook among them, with their spans."""
    groups = Groups(known, codebook)
    groups.group(article.raw, article.forms)
    for key, owner in groups.owners.items():
        owner.spans += [
            (groups.widened(article.raw, start, key), end, "found")
            for start, end in article.forms[key][1].spans
        ]
    for start, end, owner in _again(article, groups):
        owner.spans.append((start, end, "found"))
    for start, end, owner in _in_headlines(article, groups):
        owner.spans.append((start, end, "found: headline"))
    return groups.actors


def _again(article: Article, groups: Groups) -> Iterator[tuple[int, int, Found]]:
    """Yield other places of names of ordinary words: « Art en grève », found by its noun once."""
    raw = article.raw
    for key, owner in groups.owners.items():
        piece, evidence = article.forms[key]
        if piece.head or " " not in key or len(piece.words) >= len(key.split()):
            continue
        name, start = raw[piece.start : piece.end], -1
        while owner.sure and (start := raw.find(name, start + 1)) >= 0:
            if (start, start + len(name)) not in evidence.spans:
                yield start, start + len(name), owner


def _in_headlines(article: Article, groups: Groups) -> Iterator[tuple[int, int, Found]]:
    """Yield the names in headlines that the rest of the article has."""
    for piece in article.headlines:
        words, at = piece.words, 0
        while at < len(words):
            for size in range(min(LONGEST, len(words) - at), 0, -1):
                start, end = words[at].start, words[at + size - 1].end
                owner = groups.named(folded_words(article.raw[start:end]))
                if owner:
                    yield start, end, owner
                    at += size - 1
                    break
            at += 1


def with_found(
    raw: str, known: Sequence[Mention], hits: Sequence[Hit], codebook: Codebook
) -> list[Row]:
    """Return known mentions and those of found actors.

    Both at one place are told by the codebook.
    """
    article = Article(raw, known, hits)
    actors = find(article, known, codebook)
    found = {(start, end): (actor, rule) for actor in actors for start, end, rule in actor.spans}
    kept = list(_outside(known, found))
    described = _described(raw, article.phrases, actors, kept)
    spans = {(m.start, m.end, m.kind == "descriptor") for m in kept if m.kind != "demonym"}
    rows = [known_row(mention, codebook) for mention in kept]
    for kind, table in (("name", found), ("descriptor", described)):
        rows += [
            _found_row(start, end, actor, kind, rule)
            for (start, end), (actor, rule) in table.items()
            if (start, end, kind == "descriptor") not in spans
        ]
    return sorted(rows, key=lambda row: (row.start, -row.end, row.kind))


def known_row(mention: Mention, codebook: Codebook) -> Row:
    """Return the row of a mention of the codebook."""
    start, end, index, kind, rule, sense = mention
    entry = codebook.entries[index]
    return Row(start, end, entry.name, entry.type, kind, sense, rule)


def _found_row(start: int, end: int, actor: Found, kind: str, rule: str) -> Row:
    if actor.known >= 0:
        return Row(start, end, actor.name, actor.type, kind, "actor", rule)
    key = folded_words(actor.name)
    return Row(
        start, end, actor.name, actor.type, kind, "actor", rule, key, actor.gender, actor.sure
    )


def _outside(known: Sequence[Mention], found: Iterable[tuple[int, int]]) -> Iterator[Mention]:
    """Yield the known mentions but those inside a longer name that was found."""
    ordered = sorted(found)
    for mention in known:
        at = bisect_right(ordered, (mention.start, mention.end))
        near = ordered[max(0, at - 2) : at + 1]
        if mention.kind == "descriptor" or not any(
            start <= mention.start and mention.end <= end and (start, end) != mention[:2]
            for start, end in near
        ):
            yield mention


def _described(
    raw: str, phrases: Sequence[Phrase], actors: Sequence[Found], kept: Sequence[Mention]
) -> dict[tuple[int, int], tuple[Found, str]]:
    """Return the descriptions that the article ties to an actor."""
    by_entry = {actor.known: actor for actor in actors if actor.known >= 0}
    placed = [
        (start, end, actor) for actor in actors if actor.sure for start, end, _ in actor.spans
    ]
    placed += [
        (m.start, m.end, by_entry[m.entry])
        for m in kept
        if m.kind == "name" and m.entry in by_entry
    ]
    roles = Roles(raw, placed)
    roles.describe(phrases)
    return roles.found
