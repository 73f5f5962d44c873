"""Arguments: which actor a word of tone concerns, as its agent, its patient or its subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nkru.resources import read_toml
from nkru.tone.context import Actor, Context, ToneWord, read_context
from nkru.tone.units import Cue, ToneUnit

# Longest distances, in tokens:
CONCERN_GAP = 20  # between a fear and the actor it concerns
SUBJECT_GAP = 10  # between a verb and its subject, a word and « contre X »
GENITIVE_GAP = 6  # between a noun and « de X »
OBJECT_GAP = 5  # between a verb and its object
SPEECH_GAP = 3  # between the end of a quotation and a verb of saying
ADJECTIVE_GAP = 2  # between an adjective and the actor, or a noun and « russe »

Decision = tuple[ToneWord, float] | None


def decide(
    actor: Actor, units: Sequence[ToneUnit], cues: Sequence[Cue], others: Sequence[Actor]
) -> tuple[str, ToneWord, float] | None:
    """Return the first rule that applies to an actor, with its word and the factor of its tone.

    Args:
        actor: the mention.
        units: the units of tone of the sentence.
        cues: its cues among ARGUMENT_ACTS.
        others: the other mentions of the sentence.
    """
    context = read_context(actor, units, cues, others)
    for name, rule in ARGUMENT_RULES.items():
        decision = rule(actor, context)
        if decision:
            return name, *decision
    return None


def _complement(actor: Actor, context: Context) -> Decision:
    """Decide for « le soutien de X », « les sanctions contre X », « les menaces russes »."""
    marker = "de" if actor.adjective and not actor.marker else actor.marker
    if not marker or not context.left:
        return None
    word = context.left[0]
    gap = actor.first - word.part.last
    if marker == "de":
        return _genitive(word, gap, ADJECTIVE_GAP if actor.adjective else GENITIVE_GAP)
    if gap > SUBJECT_GAP or marker not in read_toml("tone/tone.toml")["words"]["binding"]:
        return None
    if marker == "contre":
        return word, 1.0 if word.part.tone <= 0 else -float(np.sign(word.tone))
    if marker == "par":
        return word, word.agent
    return word, word.patient if word.frame or marker != "avec" else 0.0


def _genitive(word: ToneWord, gap: int, close: int) -> Decision:
    """Decide for « de X »: after a noun its agent or patient, after a verb its patient."""
    part = word.part
    if part.term.verb and not part.passive and gap <= OBJECT_GAP:
        return word, word.patient
    if gap > close or part.term.pos == "adj":
        return None
    return word, word.agent if word.frame and word.frame.of == "agent" else word.patient


def _concern(actor: Actor, context: Context) -> Decision:
    """Decide for the objects of a fear: « craint que X … », « préoccupé par les liens de X »."""
    for word in reversed(context.before):
        if word.frame and word.frame.of == "clause" and actor.first - word.part.last <= CONCERN_GAP:
            return word, word.patient
    return None


def _attribute(actor: Actor, context: Context) -> Decision:
    """Decide for « la Russie isolée », « juge X fiable », « qualifie X de tyran »."""
    if not context.right or actor.adjective:
        return None
    part = context.right[0].part
    gap = part.first - actor.last
    describing = part.term.pos == "adj" or part.passive
    described = not actor.marker and describing and gap <= ADJECTIVE_GAP
    judged = gap <= OBJECT_GAP and any(
        context.that < at and 0 < actor.first - at <= OBJECT_GAP for at in context.judging
    )
    return (context.right[0], 1.0) if described or judged else None


def _object(actor: Actor, context: Context) -> Decision:
    """Decide for « X menace Y »."""
    for word in context.left:
        part = word.part
        if any(0 < part.first - at <= SPEECH_GAP for at in context.quotes):
            return None  # in « … », a averti X, the actor is the speaker
        near = actor.first - part.last <= OBJECT_GAP
        if near and part.term.verb and not part.passive and not actor.marker:
            return word, word.patient
    return None


def _subject(actor: Actor, context: Context) -> Decision:
    """Decide for « X menace », « X est condamnée », « X est un danger »."""
    if actor.marker or actor.adjective:
        return None
    near = (
        word
        for word in context.right
        if word.part.predicate and word.part.first - actor.last <= SUBJECT_GAP
    )
    word = next(near, None)
    if not word:
        return None
    if not word.part.term.verb:
        mutual = word.frame is not None and not (word.frame.agent or word.frame.patient)
        return word, 0.0 if mutual else 1.0
    if word.part.passive:
        return word, word.patient
    return _acting(actor, word, context)


def _acting(actor: Actor, word: ToneWord, context: Context) -> Decision:
    """Decide for the subject of a verb: by its frame, or 1 without a frame and an object."""
    first, last = word.part.first, word.part.last
    if any(actor.last < at < first - GENITIVE_GAP for at in context.verbs):
        return None  # the actor is the subject of an earlier verb
    if word.frame:
        return word, word.frame.agent
    bare = [other.first for other in context.others if not other.marker]
    has_object = any(0 < at - last <= OBJECT_GAP for at in bare)
    return word, 0.0 if has_object or word.part.term.shifts else 1.0


def _apposition(actor: Actor, context: Context) -> Decision:
    """Decide for « Soutenue par X, Y … »."""
    first = context.before[0] if context.before and not context.left else None
    earlier = [other.first for other in context.others if not other.marker]
    # « Réélu en mai, il a reçu X » does not concern X.
    if not first or actor.marker or any(at < actor.first for at in (*earlier, *context.verbs)):
        return None
    return (first, 1.0) if first.part.passive or first.part.term.pos == "adj" else None


ARGUMENT_RULES: dict[str, Callable[[Actor, Context], Decision]] = {
    "complement": _complement,
    "concern": _concern,
    "attribute": _attribute,
    "object": _object,
    "subject": _subject,
    "apposition": _apposition,
}
