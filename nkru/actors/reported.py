"""Reported speech without marks: « Séoul a affirmé que … », « selon Séoul, … », « …, a dit X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkru.actors.attributions import Attribution, Attributor
from nkru.actors.phrases import Part
from nkru.actors.sayings import sayings
from nkru.actors.subjects import inverted, subject

FEWEST = 4  # tokens of what is reported
TRIMMED = frozenset([",", ".", ";", ":", "!", "?", "…", "..."])


def reported(
    attributor: Attributor, sentence: tuple[int, int]
) -> Iterator[tuple[int, int, Attribution]]:
    """Yield the first and last token, and the speaker, of what a sentence reports."""
    parts = attributor.parser.parts(*sentence)
    if (found := _according(attributor, parts, sentence)) is not None:
        yield found
        return
    for at, part in enumerate(parts):
        if part.kind == "verb" and part.says and not _is_question(parts, at):
            found = _by_verb(attributor, parts, at, sentence)
            if found:
                yield found


def _span(attributor: Attributor, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens without the signs at their ends; None if they are too few."""
    norms = attributor.text.norms
    while first < last and norms[first] in TRIMMED:
        first += 1
    while first < last and norms[last - 1] in TRIMMED:
        last -= 1
    return (first, last) if last - first >= FEWEST else None


def _is_question(parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb is asked about or denied of everyone: « Qui peut affirmer que … »."""
    return at == 1 and parts[0].kind == "relative"


def _by_verb(
    attributor: Attributor, parts: Sequence[Part], at: int, sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    verb = parts[at]
    if begin := _clause(parts, at):
        span = _span(attributor, begin, sentence[1])
        by = attributor.who(subject(parts, at), verb.lemma, "reported: verb")
    elif (begin := _infinitive(attributor, parts, at)) >= 0:
        span = _span(attributor, begin, _clause_end(parts, at, sentence[1]))
        by = attributor.who(subject(parts, at), verb.lemma, "reported: infinitive")
    elif _is_interjected(parts, at):
        end = parts[at - 1].first
        span = _span(attributor, sentence[0], end)
        if not span or not _has_verb(parts, span[1]):
            return None
        by = attributor.who(inverted(parts, at), verb.lemma, "reported: verb after")
    else:
        return None
    return (*span, by) if span and by else None


def _clause(parts: Sequence[Part], at: int) -> int:
    """Return the token after the « que » that a verb governs, or 0."""
    if parts[at].lemma in sayings().marked_only:
        return 0
    for part in parts[at + 1 : at + 6]:
        if part.kind == "that":
            return part.last
        governed = part.kind == "noun" and part.governor
        if not governed and part.kind not in ("time", "other", "comma"):
            return 0
    return 0


def _infinitive(attributor: Attributor, parts: Sequence[Part], at: int) -> int:
    """Return the first token of an infinitive that a verb of saying governs, or -1."""
    rest = [part for part in parts[at + 1 : at + 5] if part.kind != "time"]
    negated = -1
    while rest and rest[0].kind == "other" and not rest[0].governor:
        negated = rest[0].first if attributor.text.norms[rest[0].first] in ("ne", "n'") else negated
        rest = rest[1:]
    if not rest:
        return -1
    begin = negated if negated >= 0 else rest[0].first
    if rest[0].kind == "other" and rest[0].governor in ("de", "d'"):
        takes = parts[at].lemma in sayings().before_infinitive
        return rest[1].first if takes and len(rest) > 1 and rest[1].kind == "infinitive" else -1
    force = sayings().force.get(parts[at].lemma, "wish")
    declares = parts[at].lemma not in sayings().marked_only and force not in ("wish", "accuse")
    return begin if rest[0].kind == "infinitive" and declares else -1


def _clause_end(parts: Sequence[Part], at: int, end: int) -> int:
    """Return where the clause of an infinitive ends: at the next comma."""
    return next((part.first for part in parts[at + 1 :] if part.kind == "comma"), end)


def _is_interjected(parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb follows a comma with its subject after it: « …, a dit Jean Roux »."""
    if not at or parts[at - 1].kind != "comma" or at > 1 and parts[at - 2].kind == "quote":
        return False
    by = inverted(parts, at)
    if not by:
        return False
    if by.kind == "pronoun":
        return True
    after = [part for part in parts[at + 1 :] if part.first >= by.last]
    return not after or after[0].kind in ("comma", "stop", "time", "other") or bool(after[0].governor)


def _has_verb(parts: Sequence[Part], end: int) -> bool:
    return any(part.kind == "verb" and part.last <= end for part in parts)


def _according(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    """Return what a sentence says according to someone: « selon X, … », « …, selon X. »."""
    begin, end = sentence
    for part in parts:
        found = attributor.according(part.first, end)
        if not found:
            continue
        by, last = found
        if part.first == begin:
            comma = next((p.last for p in parts if p.kind == "comma" and p.first >= last), last)
            span = _span(attributor, comma, end)
        else:
            span = _span(attributor, begin, part.first)
        has_verb = any(p.kind == "verb" for p in parts)
        return (*span, by._replace(rule=f"reported: {by.rule}")) if span and has_verb else None
    return None
