"""Predicates of an actor: in its clause, after an aside, in a relative or a reported clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nkru.tone.context import CLOSING, Actor, Context, ToneWord, end_of_clause
from nkru.tone.units import Cue

# Longest distances, in tokens:
VERB_GAP = 3  # between the end of an aside and the verb: « X, né ici, n'a pas perdu »
PRONOUN_GAP = 2  # between a name and its relative pronoun
REPORT_GAP = 8  # between a speaker and « qu'il »
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


def reported_region(actor: Actor, context: Context) -> Region | None:
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
