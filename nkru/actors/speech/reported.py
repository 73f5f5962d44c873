"""Reported speech without marks: « Séoul a affirmé que … », « selon Séoul, … », « …, a dit X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.leading_verbs import adds
from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.subjects import goes_on, has_verb, inverted, subject

FEWEST = 3  # tokens of reported speech
FAR = 14  # parts between a verb and its « que »
REST = 4  # tokens after « selon … » at the end of a sentence
ENDS = frozenset(["comma", "stop", "time", "other", "gerund", "participle", "relative"])
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
        if by and by.speaker and not by.speaker.is_known:
            return None
        return _found(attributor, begin, end, by, "reported: infinitive")
    comma = _comma_before(attributor, parts, at)
    if comma > 0 and _is_interjected(parts, at, comma) and has_verb(parts, parts[comma].first):
        by = attributor.by_inverted(parts, at, inverted(parts, at), "verb after")
        return _found(attributor, sentence[0], parts[comma].first, by, "reported: verb after")
    return None


def _comma_before(attributor: Attributor, parts: Sequence[Part], at: int) -> int:
    """Return the comma before a verb, or before « comme » and « l' »: « comme l'a dit X »."""
    norms = attributor.text.norms
    if at > 1 and norms[parts[at - 1].first] == "comme" and norms[parts[at].first] in ("l'", "le"):
        return at - 2 if parts[at - 2].kind == "comma" else 0
    return at - 1 if at and parts[at - 1].kind == "comma" else 0


def _found(
    attributor: Attributor, first: int, last: int, by: Attribution | None, rule: str
) -> tuple[int, int, Attribution] | None:
    """Return a span with its speaker, if it is long enough and somebody may say it."""
    span = _span(attributor, first, last)
    if not span or not by or _is_shown(by):
        return None
    pronoun = ", pronoun" if by.rule.endswith(", pronoun") else ""
    return (*span, by._replace(rule=rule + pronoun))


def _is_shown(by: Attribution) -> bool:
    """Say whether a thing is the subject of a verb that does not only say."""
    speaker = by.speaker
    if not speaker or speaker.is_known or speaker.head in sayings().documents:
        return False
    return by.verb in sayings().shown


def _clause(attributor: Attributor, parts: Sequence[Part], at: int) -> int:
    """Return the token after the « que », « si » or colon that a verb governs, or 0."""
    lemma, data = parts[at].lemma, sayings()
    norms = attributor.text.norms
    for part in parts[at + 1 : at + FAR]:
        if part.kind == "that" and lemma not in data.marked_only - data.before_infinitive:
            return part.last
        if part.kind == "below" and norms[part.first] in ("si", "s'") and lemma in data.before_if:
            return part.first
        if norms[part.first] == ":" and lemma not in data.beside_only:
            return 0 if any(p.kind == "quote" for p in parts[at:]) else part.last
        told = part.kind == "noun" and (part.governor or lemma in data.before_person)
        if not told and part.kind not in ("time", "other", "comma", "participle"):
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
        if part.kind == "other" and norms[part.first] in ("de", "d'", "à"):
            linked = True
        elif part.kind == "other" and norms[part.first] in ("ne", "n'"):
            begin = part.first
        elif (
            part.kind == "noun"
            and not (part.governor in ("à", "au", "aux") or lemma in data.before_person)
            or part.kind not in ("time", "other", "noun")
        ):
            return -1
    return -1


def _clause_end(parts: Sequence[Part], at: int, end: int) -> int:
    """Return where the clause of an infinitive ends: at the next comma."""
    return next((part.first for part in parts[at + 1 :] if part.kind == "comma"), end)


def _is_interjected(parts: Sequence[Part], at: int, comma: int) -> bool:
    """Say whether a verb follows a comma with its subject after it: « …, a dit Jean Roux »."""
    if comma > 0 and parts[comma - 1].kind == "quote":
        return False
    if goes_on(parts, at, comma):
        return False
    by = inverted(parts, at)
    if not by:
        return False
    if by.kind == "pronoun":
        return True
    after = [part for part in parts[at + 1 :] if part.first >= by.last]
    return not after or after[0].kind in ENDS or bool(after[0].governor)


def _according(
    attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    """Return the words of a sentence according to someone: « selon X, … », « …, selon X. »."""
    begin, end = sentence
    if not any(part.kind == "verb" for part in parts):
        return None
    for at, part in enumerate(parts):
        if claimed := _thesis(attributor, parts, at):
            return _found(attributor, parts[at + 1].last, end, claimed, "reported: according to")
        opens = all(before.kind in ("and", "other", "comma", "time") for before in parts[:at])
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
        return _found(attributor, first, end, by, f"reported: {by.rule.split(',')[0]}")
    return None


def _thesis(attributor: Attributor, parts: Sequence[Part], at: int) -> Attribution | None:
    """Return whose claim is told by « selon laquelle »: « l'annonce par X, selon laquelle … »."""
    norms = attributor.text.norms
    which = parts[at + 1 : at + 2]
    if norms[parts[at].first] != "selon" or not which or which[0].kind != "relative":
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
        part = parts[comma + 1]
        bare = part.kind == "noun" and attributor.text.tags[part.first] not in ("DET", "PROPN")
        beside = bare and not part.governor and not part.is_name
        verbs = any(between.kind == "verb" for between in parts[comma + 1 : following])
        if part.kind != "relative" and (verbs or not beside and part.kind != "participle"):
            return parts[comma].last
    return parts[commas[-1] if len(commas) > 1 else commas[0]].last
