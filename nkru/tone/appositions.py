"""Appositions: words that describe an actor between commas, before or after its mention."""

from __future__ import annotations

from nkru.tone.context import CLOSING, Actor, Choice, Context

DESCRIBED = frozenset({"", "contre", "avec", "par"})  # markers of an actor that has an aside
PARTICIPLE_GAP = 2  # between a comma and a participle: « X, grièvement blessé »


def apposition(actor: Actor, context: Context) -> Choice:
    """Decide for « Soutenue par X, Y … »."""
    first = context.before[0] if context.before and not context.left else None
    earlier = [other.first for other in context.others if not other.marker]
    # « Réélu en mai, il a reçu X » does not concern X.
    if not first or actor.marker or actor.adjective:
        return None
    if any(at < actor.first for at in (*earlier, *context.verbs)):
        return None
    return (first, 1.0) if first.part.passive or first.part.term.pos == "adj" else None


def aside(actor: Actor, context: Context) -> Choice:
    """Decide for « X, blessé au pied, renonce », « X (soutenu par Y) », « X, victime d'un vol »."""
    if actor.marker not in DESCRIBED or actor.adjective:
        return None
    closings = [cue.first for cue in context.cues if _closes(cue.term.act, cue.first, actor)]
    if not closings or closings[0] != actor.last + 1:
        return None
    start, stop = closings[0], closings[1] if len(closings) > 1 else None
    inside = (word for word in context.all if word.part.first > start)
    word = next(inside, None)
    if not word or stop is not None and word.part.first > stop:
        return None
    if any(start < at < word.part.first for at in (*context.verbs, *context.judging)):
        return None
    part, gap = word.part, word.part.first - start
    if part.passive and gap <= PARTICIPLE_GAP:
        return word, word.patient
    named = gap == 1 and part.term.pos == "noun"
    described = part.term.pos == "adj" and not part.predicate and gap <= PARTICIPLE_GAP
    return (word, 1.0) if (named or described) and not word.frame else None


def _closes(act: str, first: int, actor: Actor) -> bool:
    return act in CLOSING and first > actor.last
