"""Reported speech without marks: « Séoul a affirmé que … », « selon Séoul, … », « …, a dit X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.clauses import attribute_of_self, clause, clause_end, infinitive
from nkru.actors.speech.incises import ON
from nkru.actors.speech.leading_verbs import adds
from nkru.actors.speech.parts import Part
from nkru.actors.speech.reported_words import Reported, reported_words, trimmed
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sourced_sentences import according, as_said, thesis, view
from nkru.actors.speech.subjects import goes_on, has_verb, inverted, subject

HELD = frozenset(["convaincre", "persuader"])
ENDS = frozenset(["comma", "stop", "time", "other", "gerund", "participle", "relative"])


def reported(attributor: Attributor, sentence: tuple[int, int]) -> Iterator[Reported]:
    """Yield the first and last token, and the speaker, of the reported speech in a sentence."""
    parts = attributor.parser.parts(*sentence) if sentence[0] < sentence[1] else []
    if claim := thesis(attributor, parts, sentence):
        yield from reported(attributor, (sentence[0], claim[1]))
        yield claim[0]
        return
    whole = according(attributor, parts, sentence) or as_said(attributor, parts, sentence)
    if (found := whole or view(attributor, parts, sentence)) is not None:
        yield found
        return
    waiting: Reported | None = None
    for at, part in enumerate(parts):
        if by_agent := _by_agent(attributor, parts, at, sentence):
            yield by_agent
            return
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


def _by_agent(
    attributor: Attributor, parts: Sequence[Part], at: int, sentence: tuple[int, int]
) -> Reported | None:
    """Return what is said by someone: « …, a-t-il été annoncé mardi par Jean Roux »."""
    verb = parts[at]
    if verb.kind != "verb" or not verb.passive or verb.lemma not in sayings().force:
        return None
    after = next((p for p in parts[at + 1 : at + 4] if p.governor == "par" and p.head >= 0), None)
    put_in = at > 1 and parts[at - 1].kind == "comma" and verb.clitic >= 0
    if after is None or not put_in:
        return None
    by = attributor.who(after, verb.lemma, "agent", 0.9)
    return reported_words(attributor, sentence[0], parts[at - 1].first, by, "reported: agent")


def _until(attributor: Attributor, found: Reported, end: int) -> Reported:
    """Return reported speech that ends before a token, if enough of it is left."""
    span = trimmed(attributor, found[0], min(found[1], end)) if end > found[0] else None
    return (*span, found[2]) if span else found


def _is_held(parts: Sequence[Part], at: int) -> bool:
    """Say whether a verb expresses a conviction: « est persuadée que »."""
    after = [part.kind for part in parts[at + 1 : at + 2]]
    return parts[at].lemma in HELD and parts[at].passive and after == ["that"]


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
) -> Reported | None:
    """Return the speech that a verb of saying reports, and its speaker."""
    verb, end = parts[at], sentence[1]
    if begin := clause(parts, at, attributor.text):
        by = attributor.by_verb(parts, at, end - 1)
        return reported_words(attributor, begin, end, by, "reported: verb")
    if verb.kind != "verb":
        return None
    if (begin := attribute_of_self(parts, at, attributor.text)) >= 0:
        by = attributor.by_verb(parts, at, end - 1)
        commas = (p.first for p in parts if p.kind in ("comma", "quote") and p.first > begin)
        return reported_words(attributor, begin, next(commas, end), by, "reported: attribute")
    if (begin := infinitive(parts, at, attributor.text)) >= 0:
        by = attributor.by_verb(parts, at, end - 1)
        end = clause_end(parts, at, end)
        may_promise = not by or not by.speaker or by.speaker.is_known
        if verb.lemma in sayings().before_infinitive and not may_promise:
            return None
        return reported_words(attributor, begin, end, by, "reported: infinitive")
    comma = _comma_before(attributor, parts, at)
    if comma > 0 and _is_interjected(parts, at, comma):
        by = attributor.by_inverted(parts, at, inverted(parts, at), "verb after")
        parted = not has_verb(parts, parts[comma].first)
        if parted and not _parts_subject(parts, at, comma):
            return None
        end = end if parted else parts[comma].first
        return reported_words(attributor, sentence[0], end, by, "reported: verb after")
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


def _is_interjected(parts: Sequence[Part], at: int, comma: int) -> bool:
    """Say whether a verb follows a comma with its subject after it: « …, a dit Jean Roux »."""
    if comma > 0 and parts[comma - 1].kind == "quote":
        return False
    if goes_on(parts, at, comma) or parts[at].lemma in sayings().led_by:
        return False
    by = inverted(parts, at)
    if not by:
        return False
    if by.kind == "pronoun":
        return True
    after = [part for part in parts[at + 1 :] if part.first >= by.last]
    return not after or after[0].kind in ENDS or bool(after[0].governor)
