"""Predicates of an actor: in its clause, after an aside, in a relative or a reported clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nkru.tone.context import CLOSING, Actor, Choice, Context, ToneWord, end_of_clause
from nkru.tone.units import Cue

# Longest distances, in tokens:
SUBJECT_GAP = 10  # between a verb and its subject, a word and « contre X »
EARLIER_GAP = 6  # between an earlier verb of the subject and a word of tone
OBJECT_GAP = 5  # between a verb and its object
VERB_GAP = 3  # between the end of an aside and the verb: « X, né ici, n'a pas perdu »
PRONOUN_GAP = 2  # between a name and its relative pronoun
REPORT_GAP = 8  # between a speaker and « qu'il »
REPORTING_VERBS = 2  # before the participle in « X dit avoir été menacé »
REPORTED = frozenset({"que il", "que elle"})  # « X dit qu'il est menacé »


class Region(NamedTuple):
    """Words that may be predicated of an actor, after the token `start`, and the actors there."""

    start: int
    words: list[ToneWord]
    others: list[Actor]


def predicate_regions(actor: Actor, context: Context) -> Iterator[Region]:
    """Yield the places where an actor that is a subject may have its predicate, best first."""
    yield Region(actor.last, context.right, context.others)
    closings = [cue for cue in context.cues if cue.first > actor.last and cue.term.act in CLOSING]
    start = _end_of_aside(actor, context, closings)
    if start is not None:
        yield _region(start, context, closings)
    for cue in closings[:2]:
        if cue.term.name == "qui" and cue.first - actor.last <= PRONOUN_GAP:
            yield _region(cue.last, context, closings)


def _reported_region(actor: Actor, context: Context) -> Region | None:
    """Return the clause that an actor says about itself: « X a annoncé qu'il renonçait »."""
    closings = [cue for cue in context.cues if cue.first > actor.last and cue.term.act in CLOSING]
    opens = closings and closings[0].term.name in REPORTED
    if not opens or closings[0].first - actor.last > REPORT_GAP:
        return None
    return _region(closings[0].last, context, closings)


def _end_of_aside(actor: Actor, context: Context, closings: list[Cue]) -> int | None:
    """Return the last token of « , né à Lyon, » or « (PS) » after an actor and before its verb."""
    if not closings or closings[0].first != actor.last + 1:
        return None
    wanted = ")" if closings[0].term.name == "(" else ","
    apposed = any(cue.term.name == "," and cue.first == actor.first - 1 for cue in context.cues)
    for cue in closings[0 if apposed else 1 :]:  # « le maire, X, a perdu »
        near = (0 < verb - cue.last <= VERB_GAP for verb in context.finite)
        if cue.term.name == wanted and any(near):
            return cue.last
    return None


def _region(start: int, context: Context, closings: list[Cue]) -> Region:
    """Return the words and actors from a token to the end of its clause."""
    stop = end_of_clause(start, closings)
    words = [word for word in context.all if start < word.part.first < stop]
    others = [other for other in context.everyone if start < other.first < stop]
    return Region(start, words, others)


def predicated(region: Region, context: Context) -> Choice:
    """Decide by the first predicate of a region for its subject."""
    near = (
        word
        for word in region.words
        if word.part.predicate and word.part.first - region.start <= SUBJECT_GAP
    )
    word = next(near, None)
    if not word:
        return None
    if not word.part.term.verb:
        mutual = word.frame is not None and not (word.frame.agent or word.frame.patient)
        return word, 0.0 if mutual else 1.0
    if word.part.passive:
        return word, word.patient
    return _acting(region, word, context)


def _acting(region: Region, word: ToneWord, context: Context) -> Choice:
    """Decide for the subject of a verb: by its frame, or 1 without a frame and an object."""
    first, last = word.part.first, word.part.last
    if any(region.start < at < first - EARLIER_GAP for at in context.verbs):
        return None  # the actor is the subject of an earlier verb
    if word.frame:
        return word, word.frame.agent
    bare = [other.first for other in region.others if not other.marker]
    has_object = any(0 < at - last <= OBJECT_GAP for at in bare)
    return word, 0.0 if has_object or word.part.term.shifts else 1.0


def reported(actor: Actor, context: Context) -> Choice:
    """Decide by what a speaker says of itself: « X dit avoir été menacé »."""
    if not actor.speaks or actor.marker or actor.adjective:
        return None
    region = _reported_region(actor, context)
    if region:
        return predicated(region, context)
    word = next((word for word in context.right if word.part.passive), None)
    if not word or word.part.first - actor.last > SUBJECT_GAP:
        return None
    said = [at for at in context.verbs if actor.last < at < word.part.first]
    return (word, word.patient) if len(said) >= REPORTING_VERBS else None
