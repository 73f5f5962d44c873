"""Reported speech without marks: « Séoul a affirmé que … », « selon Séoul, … », « …, a dit X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkru.actors.speech.attributions import Attribution, Attributor
from nkru.actors.speech.leading_verbs import adds
from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.subjects import inverted, subject

FEWEST = 3  # tokens of reported speech
REACH = 60  # parts before a verb that are looked at
REST = 4  # tokens after « selon … » at the end of a sentence
TRIMMED = frozenset([",", ".", ";", ":", "!", "?", "…", "..."])


def reported(
    attributor: Attributor, sentence: tuple[int, int]
) -> Iterator[tuple[int, int, Attribution]]:
    """Yield the first and last token, and the speaker, of the reported speech in a sentence."""
    parts = attributor.parser.parts(*sentence) if sentence[0] < sentence[1] else []
    if (found := _according(attributor, parts, sentence)) is not None:
        yield found
        return
    reach = sentence[0]
    for at, part in enumerate(parts):
        if not part.says or not _is_said(attributor, parts, at):
            continue
        found = _by_verb(attributor, parts, at, sentence)
        if found and (part.kind == "verb" or found[0] >= reach):
            reach = max(reach, found[1])
            yield found


def _span(attributor: Attributor, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens without the signs at their ends, or None if too few are left."""
    norms = attributor.text.norms
    while first < last and norms[first] in TRIMMED:
        first += 1
    while first < last and norms[last - 1] in TRIMMED:
        last -= 1
    return (first, last) if last - first >= FEWEST else None


def _is_said(attributor: Attributor, parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb of saying has a definite speaker: not « on dit que … »."""
    norms, part = attributor.text.norms, parts[at]
    if part.kind == "infinitive":
        return adds(part, norms)
    if part.kind != "verb" or part.clitic >= 0:
        return part.kind in ("verb", "gerund")
    by = subject(parts, at)
    if at == 1 and parts[0].kind == "relative":  # « Qui peut affirmer que … ? »
        return False
    return not (by and by.kind == "pronoun" and norms[by.head] in sayings().nobody)


def _by_verb(
    attributor: Attributor, parts: Sequence[Part], at: int, sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    """Return the speech that a verb of saying reports, and its speaker."""
    verb, end = parts[at], sentence[1]
    if begin := _clause(attributor, parts, at):
        by = attributor.by_verb(parts, at, end - 1)
        return _found(attributor, begin, end, by, "reported: verb")
    if verb.kind != "verb":
        return None
    if (begin := _infinitive(attributor, parts, at)) >= 0:
        by = attributor.by_verb(parts, at, end - 1)
        end = _clause_end(parts, at, end)
        return _found(attributor, begin, end, by, "reported: infinitive")
    if _is_interjected(parts, at) and _has_verb(parts, parts[at - 1].first):
        by = attributor.who(inverted(parts, at), verb.lemma, "verb after")
        return _found(attributor, sentence[0], parts[at - 1].first, by, "reported: verb after")
    return None


def _found(
    attributor: Attributor, first: int, last: int, by: Attribution | None, rule: str
) -> tuple[int, int, Attribution] | None:
    """Return a span with its speaker, if it is long enough and somebody may say it."""
    span = _span(attributor, first, last)
    if not span or not by:
        return None
    pronoun = ", pronoun" if by.rule.endswith(", pronoun") else ""
    return (*span, by._replace(rule=rule + pronoun))


def _clause(attributor: Attributor, parts: Sequence[Part], at: int) -> int:
    """Return the token after the « que », « si » or colon that a verb governs, or 0."""
    lemma, data = parts[at].lemma, sayings()
    norms = attributor.text.norms
    for part in parts[at + 1 : at + 7]:
        if part.kind == "that" and lemma not in data.marked_only:
            return part.last
        if part.kind == "below" and norms[part.first] in ("si", "s'") and lemma in data.before_if:
            return part.first
        if norms[part.first] == ":" and lemma not in data.beside_only:
            return 0 if any(p.kind == "quote" for p in parts[at:]) else part.last
        told = part.kind == "noun" and (part.governor or lemma in data.before_person)
        if not told and part.kind not in ("time", "other", "comma"):
            return 0
    return 0


def _infinitive(attributor: Attributor, parts: Sequence[Part], at: int) -> int:
    """Return the first token of an infinitive that a verb of saying governs, or -1."""
    lemma, data, norms = parts[at].lemma, sayings(), attributor.text.norms
    takes = lemma in data.before_infinitive
    begin, linked = -1, False
    for part in parts[at + 1 : at + 7]:
        if part.kind == "infinitive":
            force = data.force.get(lemma, "wish")
            plain = lemma not in data.marked_only and force not in ("wish", "accuse")
            return (begin if begin >= 0 else part.first) if (takes if linked else plain) else -1
        if part.kind == "other" and norms[part.first] in ("de", "d'"):
            linked = True
        elif part.kind == "other" and norms[part.first] in ("ne", "n'"):
            begin = part.first
        elif (
            part.kind == "noun"
            and not (part.governor in ("à", "au", "aux") or lemma == "accuser")
            or part.kind not in ("time", "other", "noun")
        ):
            return -1
    return -1


def _clause_end(parts: Sequence[Part], at: int, end: int) -> int:
    """Return where the clause of an infinitive ends: at the next comma."""
    return next((part.first for part in parts[at + 1 :] if part.kind == "comma"), end)


def _is_interjected(parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb follows a comma with its subject after it: « …, a dit Jean Roux »."""
    if not at or parts[at - 1].kind != "comma" or at > 1 and parts[at - 2].kind == "quote":
        return False
    commas = [i for i in range(max(0, at - 1 - REACH), at - 1) if parts[i].kind == "comma"]
    if commas and parts[commas[-1] + 1].kind in ("relative", "participle", "gerund"):
        return False  # « Pékin, qui souhaitait un succès, a invité les deux parties »
    by = inverted(parts, at)
    if not by:
        return False
    if by.kind == "pronoun":
        return True
    after = [part for part in parts[at + 1 :] if part.first >= by.last]
    return (
        not after or after[0].kind in ("comma", "stop", "time", "other") or bool(after[0].governor)
    )


def _has_verb(parts: Sequence[Part], end: int) -> bool:
    return any(part.kind == "verb" and part.last <= end for part in parts)


def _according(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    """Return the words of a sentence according to someone: « selon X, … », « …, selon X. »."""
    begin, end = sentence
    if not any(part.kind == "verb" for part in parts):
        return None
    for part in parts:
        found = attributor.according(part.first, end) or (
            attributor.in_view(part) if part.first == begin else None
        )
        if not found:
            continue
        by, last = found
        first = begin
        if part.first == begin:
            first = next((p.last for p in parts if p.kind == "comma" and p.first >= last), last)
        elif end - last <= REST:
            end = part.first
        return _found(attributor, first, end, by, f"reported: {by.rule.split(',')[0]}")
    return None
