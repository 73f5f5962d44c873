"""Sourced sentences: « Selon Séoul, … », « Comme l'a dit X, … », « Le maire est formel : … »."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.parts import Part
from nkru.actors.speech.reported_words import Reported, reported_words
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.subjects import inverted, main_subject

REST = 4  # tokens after « selon … » at the end of a sentence
OPENERS = frozenset(["comme", "ainsi"])


def according(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> Reported | None:
    """Return the words of a sentence according to someone: « selon X, … », « …, selon X. »."""
    begin, end = sentence
    if not _has_clause(attributor, parts, sentence):
        return None
    opens = True  # only small parts are before the source
    for at, part in enumerate(parts):
        opens &= not at or parts[at - 1].kind in ("and", "other", "comma", "time")
        found = attributor.according(part.first, end) or (
            attributor.in_view(part) if opens else None
        )
        if not found:
            continue
        by, last = found
        first = begin
        if opens:
            first = _after_source(attributor, parts, last)
        elif end - last <= REST:
            end = part.first
        return reported_words(attributor, first, end, by, f"reported: {by.rule.split(',')[0]}")
    return None


def thesis(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> tuple[Reported, int] | None:
    """Return the claim after « selon laquelle », « pour qui », and the token before which it is."""
    for at, part in enumerate(parts):
        if by := _claimant(attributor, parts, at):
            begin = parts[at + 1].last
            found = reported_words(attributor, begin, sentence[1], by, "reported: according to")
            return (found, part.first) if found else None
    return None


def _has_clause(attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]) -> bool:
    """Say whether a sentence has a verb, or a word that the tagger does not take for the verb."""
    if any(part.kind == "verb" for part in parts):
        return True
    inside = attributor.text.norms[sentence[0] + 1 : sentence[1]]
    return any(describe(norm).finite for norm in inside)


def _claimant(attributor: Attributor, parts: Sequence[Part], at: int) -> Attribution | None:
    """Return the author of a claim: « l'annonce par X, selon laquelle … »."""
    norms = attributor.text.norms
    which = parts[at + 1 : at + 2]
    if not which or which[0].kind != "relative":
        return None
    word, noun = norms[parts[at].first], parts[at - 2] if at > 1 else None
    of_person = noun is not None and noun.kind == "noun" and parts[at - 1].kind == "comma"
    if of_person and word in ("selon", "pour") and norms[which[0].first] == "qui":
        return attributor.who(noun, word, "according to", 0.9)
    if word != "selon":
        return None
    for part in reversed(parts[:at]):
        if part.kind == "verb":
            return None
        if part.kind == "noun" and part.governor == "par":
            return attributor.who(part, "selon", "according to", 0.9)
        if part.kind == "noun" and (owner := attributor.owner(part)):
            return attributor.who(owner, "selon", "according to", 0.9)
    return None


def _after_source(attributor: Attributor, parts: Sequence[Part], last: int) -> int:
    """Return where a sentence begins after « selon X, » and what is put beside X."""
    commas = [at for at, part in enumerate(parts) if part.kind == "comma" and part.first >= last]
    if not commas:
        return last
    for comma, following in pairwise(commas):
        kinds = [part.kind in ("and", "other") for part in parts[comma + 1 : following]]
        part = parts[comma + 1 + (kinds.index(False) if False in kinds else 0)]
        bare = part.kind == "noun" and attributor.text.tags[part.first] not in ("DET", "PROPN")
        beside = bare and not part.governor and not part.is_name
        named = part.is_name and parts[comma + 2].kind == "comma"  # « le maire, Jean Roux, »
        if named and not attributor.parser.names.get(parts[comma - 1].head):
            continue
        verbs = any(between.kind == "verb" for between in parts[comma + 1 : following])
        if part.kind != "relative" and (verbs or not beside and part.kind != "participle"):
            return parts[comma].last
    return parts[commas[-1] if len(commas) > 1 else commas[0]].last


def as_said(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> Reported | None:
    """Return what follows « Comme l'a rappelé Jean Roux, » at the head of a sentence."""
    if len(parts) < 3 or attributor.text.norms[parts[0].first] not in OPENERS:
        return None
    verb = next((at for at in range(1, min(4, len(parts))) if parts[at].kind == "verb"), 0)
    by = inverted(parts, verb) if verb and parts[verb].says else None
    comma = next((part for part in parts if by and part.first == by.last), None)
    if by is None or comma is None or comma.kind != "comma":
        return None
    found = attributor.by_inverted(parts, verb, by, "verb after")
    return reported_words(attributor, comma.last, sentence[1], found, "reported: verb after")


def view(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> Reported | None:
    """Return what follows the colon of « Le maire est formel : … », if no mark opens there."""
    norms, attitudes = attributor.text.norms, sayings().attitudes
    colons = (p for p in parts if norms[p.first] == ":" and norms[p.first - 1] in attitudes)
    colon = next(colons, None)
    if colon is None or any(p.kind == "quote" and p.first == colon.last for p in parts):
        return None
    by = main_subject([part for part in parts if part.last <= colon.first])
    found = attributor.who(by, "", "colon", 0.8)
    known = found and found.speaker and found.speaker.is_known
    return (
        reported_words(attributor, colon.last, sentence[1], found, "reported: colon")
        if known
        else None
    )
