"""Clauses: what a verb of saying governs, after « que », « comment », a colon or an infinitive."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.tagged_texts import TaggedText

FAR = 14  # parts between a verb and its « que »
NEAR = 10  # parts between a verb and its infinitive
ASIDE = 8  # parts between two commas that are passed over
LINKS = ("de", "d'", "à")
PURPOSE = ("pour", "afin", "sans", "avant", "après")  # these infinitives are of another clause
STATES = frozenset(["sous", "en", "pour", "contre", "sans"])  # « se dit sous le choc »
ASKING = frozenset(["comment", "pourquoi", "combien"])


def clause(parts: Sequence[Part], at: int, text: TaggedText) -> int:
    """Return the token after the « que », « si » or colon that a verb governs, or 0."""
    lemma, data, norms = parts[at].lemma, sayings(), text.norms
    follows = _without_asides(parts, at + 1, at + FAR)
    for part in follows:
        norm = norms[part.first]
        if part.kind == "that" and lemma not in data.marked_only - data.before_infinitive:
            return part.last
        if part.kind == "below" and norm in ("si", "s'") and lemma in data.before_if:
            return part.first
        if norm in ASKING and (lemma in data.telling or lemma in data.before_if):
            return part.first
        if norm == ":" and lemma not in data.beside_only:
            return 0 if any(p.kind == "quote" for p in parts[at:]) else part.last
        told = part.kind == "noun" and (part.governor or lemma in data.before_person)
        judged = lemma in data.before_adjective and _is_adjective(part, text)
        if not told and not judged and part.kind not in ("time", "other", "comma", "participle"):
            return 0
    return 0


def infinitive(parts: Sequence[Part], at: int, text: TaggedText) -> int:
    """Return the first token of an infinitive that a verb of saying governs, or -1."""
    lemma, data, norms = parts[at].lemma, sayings(), text.norms
    takes = lemma in data.before_infinitive
    begin, linked = -1, False
    for part in _without_asides(parts, at + 1, at + NEAR):
        if part.kind == "infinitive":
            plain = lemma not in data.marked_only and data.force.get(lemma) not in (
                "wish",
                "accuse",
            )
            return (begin if begin >= 0 else part.first) if (takes if linked else plain) else -1
        judged = lemma in data.before_adjective and _is_adjective(part, text)
        takes |= judged
        told = part.governor in ("à", "au", "aux") or lemma in data.before_person
        if part.kind == "other" and norms[part.first] in LINKS:
            linked = True
        elif norms[part.first] in PURPOSE:  # « dit adieu à sa monnaie pour … »
            return -1
        elif part.kind == "other" and norms[part.first] in ("ne", "n'"):
            begin = part.first
        elif part.kind == "noun" and not told and not judged or part.kind not in PASSED:
            return -1
    return -1


def attribute_of_self(parts: Sequence[Part], at: int, text: TaggedText) -> int:
    """Return the first token of what somebody says to be: « se dit | prête à négocier », or -1."""
    verb = parts[at]
    reflexive = {"se", "s'"}.intersection(text.norms[verb.first : verb.last])
    if not reflexive or verb.lemma not in sayings().of_self:
        return -1
    after = next((part for part in parts[at + 1 :] if part.kind not in ("other", "time")), None)
    if after is None:
        return -1
    fits = after.kind == "participle" or _is_adjective(after, text) or after.governor in STATES
    return after.first if fits else -1


PASSED = ("time", "other", "noun")


def clause_end(parts: Sequence[Part], at: int, end: int) -> int:
    """Return the end of the clause of an infinitive: the next comma."""
    first = next((i for i in range(at + 1, len(parts)) if parts[i].kind == "infinitive"), at)
    return next((part.first for part in parts[first + 1 :] if part.kind == "comma"), end)


def _is_adjective(part: Part, text: TaggedText) -> bool:
    """Say whether a part is an adjective, or a form that the tagger takes for a verb: « prête »."""
    if part.kind == "verb":
        return part.last == part.first + 1 and bool(describe(text.norms[part.first]).genders)
    return part.kind == "noun" and not part.governor and text.tags[part.head] == "ADJ"


def _without_asides(parts: Sequence[Part], first: int, last: int) -> list[Part]:
    """Return some parts without those between two commas that hold no verb."""
    found, at = [], first
    while at < min(last, len(parts)):
        if parts[at].kind == "comma":
            within = range(at + 1, min(at + 1 + ASIDE, len(parts)))
            closing = next((i for i in within if parts[i].kind == "comma"), -1)
            if closing > 0 and not any(part.kind == "verb" for part in parts[at:closing]):
                at = closing + 1
                continue
        found.append(parts[at])
        at += 1
    return found
