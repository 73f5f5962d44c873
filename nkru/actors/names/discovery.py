"""Find whom an article names beyond the codebook: persons and bodies, each with its forms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Hit, Mention
from nkru.actors.names.article_forms import Article
from nkru.actors.names.grouping import Found, Groups
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.roles import BESIDE, Roles
from nkru.actors.names.unnamed_holders import OFFICE
from nkru.tokens.norms import folded_words

LONGEST = 6  # words of a name in a headline
ARTICLE = 4  # characters of an article with a capital before a name: « Les »


# Columns beside those of mentions: the folded name of a found actor (empty for one of the
# codebook), its gender, and whether the article by itself shows that it is an actor.
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
                key = folded_words(article.raw[start:end])
                part = size == 1 < len(words) and key in vocabulary().given
                owner = None if part else groups.named(key)
                if owner:
                    yield start, end, owner
                    at += size - 1
                    break
            at += 1


def with_found(
    raw: str, known: Sequence[Mention], hits: Sequence[Hit], codebook: Codebook
) -> list[Row]:
    """Return known mentions and those of found actors.

    Where both are at one place, the codebook wins.
    """
    article = Article(raw, known, hits)
    actors = find(article, known, codebook)
    found = {(start, end): (actor, rule) for actor in actors for start, end, rule in actor.spans}
    kept = list(_outside(known, found))
    described = _described(article, actors, kept, codebook)
    kept = _apart(kept, described)
    spans = {(m.start, m.end, m.kind == "descriptor") for m in kept if m.kind != "demonym"}
    rows = [known_row(mention, codebook) for mention in kept]
    for kind, table in (("name", found), ("descriptor", described)):
        rows += [
            _found_row(start, end, actor, kind, rule)
            for (start, end), (actor, rule) in table.items()
            if (start, end, kind == "descriptor") not in spans
        ]
    return sorted(rows, key=lambda row: (row.start, -row.end, row.kind))


def _apart(
    kept: Sequence[Mention], described: dict[tuple[int, int], tuple[Found, str]]
) -> list[Mention]:
    """Return the known mentions without descriptions that begin a longer one of the article.

    Of « la maire de Nantes » the codebook knows who « la maire » is: the longer one means her, too,
    if the article has nobody for it.
    """
    ends = dict(sorted(described))
    apart = []
    for mention in kept:
        end = ends.get(mention.start, 0) if mention.kind == "descriptor" else 0
        rule = described[mention.start, end][1] if end else ""
        if rule == OFFICE and end >= mention.end:
            apart.append(mention._replace(end=end))
        elif end <= mention.end and (rule != BESIDE or end != mention.end):
            apart.append(mention)
    return apart


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
    """Yield the known mentions except those inside a longer name that was found.

    « Le Centre », a party, is not mentioned in « Le Centre du cinéma ».
    """
    ordered = sorted(found)
    for mention in known:
        at = bisect_right(ordered, (mention.start, mention.end))
        near = ordered[max(0, at - 2) : at + 1]
        if mention.kind == "descriptor" or not any(
            start - ARTICLE <= mention.start
            and start < mention.end <= end
            and (start, end) != mention[:2]
            and (start <= mention.start or mention.end < end)
            for start, end in near
        ):
            yield mention


def _described(
    article: Article, actors: Sequence[Found], kept: Sequence[Mention], codebook: Codebook
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
    demonyms = {m.end: (m.start, m.entry) for m in kept if m.kind == "demonym"}
    roles = Roles(article.raw, placed, codebook, demonyms)
    roles.describe(article.nouns)
    return roles.found
