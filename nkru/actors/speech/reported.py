"""Reported speech without marks: « Séoul a affirmé que … », « selon Séoul, … », « …, a dit X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.clauses import attribute_of_self, clause, clause_end, infinitive
from nkru.actors.speech.incises import ON
from nkru.actors.speech.leading_verbs import adds
from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.subjects import goes_on, has_verb, inverted, subject

FEWEST = 3  # tokens of reported speech
HELD = frozenset(["convaincre", "persuader"])
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
    waiting: tuple[int, int, Attribution] | None = None
    for at, part in enumerate(parts):
        is_learnt = part.lemma == "apprendre" and attributor.text.norms[part.clitic] in ON
        says = part.says or is_learnt or _is_held(parts, at)
        if not says or not _is_said(attributor, parts, at):
            continue
        found = _by_verb(attributor, parts, at, sentence)
        if not found:
            continue
        before = parts[at - 1].kind if at else ""
        if waiting and before in ("and", "comma", "quote") and found[0] > waiting[0]:
            ends = part.first if before == "quote" else parts[at - 1].first
            waiting = _until(attributor, waiting, ends)  # « …, ajoutant que … »
        if waiting and part.kind != "verb" and found[0] < waiting[1]:
            continue
        if waiting:
            yield waiting
        waiting = found
    if waiting:
        yield waiting


def _until(
    attributor: Attributor, found: tuple[int, int, Attribution], end: int
) -> tuple[int, int, Attribution]:
    """Return reported speech that ends before a token, if enough of it is left."""
    span = _span(attributor, found[0], min(found[1], end)) if end > found[0] else None
    return (*span, found[2]) if span else found


def _is_held(parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb tells a conviction: « est persuadée que »."""
    after = [part.kind for part in parts[at + 1 : at + 2]]
    return parts[at].lemma in HELD and parts[at].passive and after == ["that"]


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
    if by and norms[by.head] == "on":  # « à la mairie, on assure que … »
        return attributor.house(parts, part.lemma, "").speaker is not None
    return not (by and by.kind == "pronoun" and norms[by.head] in sayings().nobody)


def _by_verb(
    attributor: Attributor, parts: Sequence[Part], at: int, sentence: tuple[int, int]
) -> tuple[int, int, Attribution] | None:
    """Return the speech that a verb of saying reports, and its speaker."""
    verb, end = parts[at], sentence[1]
    if begin := clause(parts, at, attributor.text):
        by = attributor.by_verb(parts, at, end - 1)
        return _found(attributor, begin, end, by, "reported: verb")
    if verb.kind != "verb":
        return None
    if (begin := attribute_of_self(parts, at, attributor.text)) >= 0:
        by = attributor.by_verb(parts, at, end - 1)
        commas = (p.first for p in parts if p.kind in ("comma", "quote") and p.first > begin)
        return _found(attributor, begin, next(commas, end), by, "reported: attribute")
    if (begin := infinitive(parts, at, attributor.text)) >= 0:
        by = attributor.by_verb(parts, at, end - 1)
        end = clause_end(parts, at, end)
        may_promise = not by or not by.speaker or by.speaker.is_known
        if verb.lemma in sayings().before_infinitive and not may_promise:
            return None
        return _found(attributor, begin, end, by, "reported: infinitive")
    comma = _comma_before(attributor, parts, at)
    if comma > 0 and _is_interjected(parts, at, comma):
        by = attributor.by_inverted(parts, at, inverted(parts, at), "verb after")
        parted = not has_verb(parts, parts[comma].first)
        if parted and not _parts_subject(parts, at, comma):
            return None
        end = end if parted else parts[comma].first
        return _found(attributor, sentence[0], end, by, "reported: verb after")
    return None


def _parts_subject(parts: Sequence[Part], at: int, comma: int) -> bool:
    """Say whether a clause put in parts a subject from its verb: « Le pont, dit X, sera fermé »."""
    before = parts[comma - 1]
    by = inverted(parts, at)
    if not by or before.kind not in ("noun", "pronoun") or parts[at].lemma not in sayings().force:
        return False
    after = [part for part in parts[at + 1 :] if part.first >= by.last]
    closes = len(after) > 1 and after[0].kind == "comma" and after[1].kind == "verb"
    return closes and not after[1].says and parts[at].lemma not in sayings().beside_only


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
    if not _has_clause(attributor, parts, sentence):
        return None
    opens = True  # only small parts are before the source
    for at, part in enumerate(parts):
        if claimed := _thesis(attributor, parts, at):
            return _found(attributor, parts[at + 1].last, end, claimed, "reported: according to")
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
        return _found(attributor, first, end, by, f"reported: {by.rule.split(',')[0]}")
    return None


def _has_clause(attributor: Attributor, parts: Sequence[Part], sentence: tuple[int, int]) -> bool:
    """Say whether a sentence has a verb, or a word that the tagger does not take for the verb."""
    if any(part.kind == "verb" for part in parts):
        return True
    inside = attributor.text.norms[sentence[0] + 1 : sentence[1]]
    return any(describe(norm).finite for norm in inside)


def _thesis(attributor: Attributor, parts: Sequence[Part], at: int) -> Attribution | None:
    """Return whose claim is told by « selon laquelle »: « l'annonce par X, selon laquelle … »."""
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
        part = parts[comma + 1 + (parts[comma + 1].kind == "and")]
        bare = part.kind == "noun" and attributor.text.tags[part.first] not in ("DET", "PROPN")
        beside = bare and not part.governor and not part.is_name
        verbs = any(between.kind == "verb" for between in parts[comma + 1 : following])
        if part.kind != "relative" and (verbs or not beside and part.kind != "participle"):
            return parts[comma].last
    return parts[commas[-1] if len(commas) > 1 else commas[0]].last
