"""Roles: how the words of tone in a clause reach an actor, as one who acts, undergoes, or is spoken of.

What a word does to its agent and its patient stands in `frames.csv`, as factors of its tone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru.resources import path, read_toml
from nkru.tone.clauses import BREAKS
from nkru.tone.units import TOPIC, Cue, Unit

FAR = 20  # tokens between a fear and what is feared
REACH = 10  # between a verb and its subject, a word and « contre X »
CLOSE = 6  # between a noun and « de X »
OBJECT = 5  # between a verb and its object
OPENING = BREAKS | {"setting"}  # no word before these reaches an actor after them
CLOSING = BREAKS | {"that"}
MARKS = OPENING | CLOSING | {"verb", "copula", "judging", "quote"}
SAID = 3  # between the end of a quotation and a verb of saying
BESIDE = 2  # between an adjective and the actor, or a noun and « russe »


class Frame(NamedTuple):
    """What a term does to its agent and patient, as factors of its tone; `of`: who follows « de »."""

    agent: float
    patient: float
    of: str


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frames that ship with nkru, by term."""
    table = pd.read_csv(path("tone/frames.csv"), comment="#", keep_default_na=False)
    return {row[0]: Frame(*row[1:]) for row in table.itertuples(index=False)}


class Actor(NamedTuple):
    """A mention in a sentence: its tokens, the preposition before it ("" for none), whether it is an adjective."""

    first: int
    last: int
    marker: str
    adjective: bool


class Node(NamedTuple):
    """A word of tone near an actor: the unit it belongs to, itself, and its frame."""

    unit: Unit
    word: Unit
    frame: Frame | None

    @property
    def tone(self) -> float:
        """Return the tone for those whom the word concerns."""
        return self.unit.tone * (1.0 if self.word is self.unit else self.unit.turned)

    @property
    def patient(self) -> float:
        """Return the factor for one who undergoes: without a frame the tone itself."""
        return self.frame.patient if self.frame else 1.0

    @property
    def agent(self) -> float:
        """Return the factor for one who acts: without a frame nothing."""
        return self.frame.agent if self.frame else 0.0


class Clause(NamedTuple):
    """What stands around an actor: words of tone on its left (nearest first) and right, other actors, plain verbs."""

    left: list[Node]
    right: list[Node]
    before: list[Node]  # in the whole sentence
    others: list[Actor]
    verbs: list[int]
    judging: list[int]  # verbs that say what one is or becomes: qualifier, rendre
    that: int  # the last « que » before the actor
    quotes: list[int]  # marks before the actor


Decision = tuple[Node, float] | None


def decide(
    actor: Actor, units: Sequence[Unit], cues: Sequence[Cue], others: Sequence[Actor]
) -> tuple[str, Node, float] | None:
    """Return the role of an actor, the word of tone that gives it, and the factor of its tone; None without one."""
    clause = _around(actor, units, cues, others)
    for name, role in ROLES.items():
        found = role(actor, clause)
        if found:
            return name, *found
    return None


def _around(
    actor: Actor, units: Sequence[Unit], cues: Sequence[Cue], others: Sequence[Actor]
) -> Clause:
    nodes = [
        Node(unit, word, frames().get(word.term.name)) for unit in units for word in unit.nodes()
    ]
    # A mere topic speaks of an actor only where it is a stance, as sanctions are.
    nodes = sorted(
        (node for node in nodes if abs(node.unit.tone) > TOPIC or node.frame),
        key=lambda node: node.word.first,
    )
    start = max(
        (cue.first for cue in cues if cue.term.act in OPENING and cue.first < actor.first),
        default=-1,
    )
    stop = min(
        (cue.first for cue in cues if cue.term.act in CLOSING and cue.first > actor.last),
        default=sys.maxsize,
    )
    before = [node for node in nodes if node.word.last < actor.first]
    return Clause(
        left=[node for node in reversed(before) if node.word.first > start],
        right=[node for node in nodes if actor.last < node.word.first < stop],
        before=before,
        others=[other for other in others if start < other.first < stop],
        verbs=[cue.first for cue in cues if cue.term.act in ("verb", "copula")],
        judging=[cue.first for cue in cues if cue.term.act == "judging"],
        quotes=[cue.first for cue in cues if cue.term.act == "quote" and cue.first < actor.first],
        that=max(
            (cue.first for cue in cues if cue.term.act == "that" and cue.first < actor.first),
            default=-1,
        ),
    )


def _complement(actor: Actor, clause: Clause) -> Decision:
    """Decide for « le soutien de X », « les sanctions contre X », « une victoire pour X », « les menaces russes »."""
    marker = "de" if actor.adjective and not actor.marker else actor.marker
    if not marker or not clause.left:
        return None
    node = clause.left[0]
    gap = actor.first - node.word.last
    if marker == "de":
        return _genitive(node, gap, BESIDE if actor.adjective else CLOSE)
    if gap > REACH or marker not in read_toml("tone/tone.toml")["words"]["binding"]:
        return None
    if marker == "contre":
        return node, 1.0 if node.word.tone <= 0 else -float(np.sign(node.tone))
    if marker == "par":
        return node, node.agent
    return node, node.patient if node.frame or marker != "avec" else 0.0


def _genitive(node: Node, gap: int, close: int) -> Decision:
    """Decide for « de X »: who acts or undergoes of a noun; the owner of what a verb acts on undergoes too."""
    word = node.word
    if word.term.verb and not word.passive and gap <= OBJECT:
        return node, node.patient
    if gap > close or word.term.pos == "adj":
        return None
    return node, node.agent if node.frame and node.frame.of == "agent" else node.patient


def _concern(actor: Actor, clause: Clause) -> Decision:
    """Decide for all that one fears: « craint que X … », « préoccupé par les liens entre X et Y »."""
    for node in reversed(clause.before):
        if node.frame and node.frame.of == "clause" and actor.first - node.word.last <= FAR:
            return node, node.patient
    return None


def _attribute(actor: Actor, clause: Clause) -> Decision:
    """Decide for « la Russie isolée », « juge X fiable », « qualifie X de tyran »."""
    if not clause.right or actor.adjective:
        return None
    word = clause.right[0].word
    gap = word.first - actor.last
    described = not actor.marker and (word.term.pos == "adj" or word.passive) and gap <= BESIDE
    judged = gap <= OBJECT and any(
        clause.that < at and 0 < actor.first - at <= OBJECT for at in clause.judging
    )
    return (clause.right[0], 1.0) if described or judged else None


def _object(actor: Actor, clause: Clause) -> Decision:
    """Decide for « X menace Y »."""
    for node in clause.left:
        word = node.word
        if any(0 < word.first - at <= SAID for at in clause.quotes):
            return None  # « … », a averti X: who speaks
        if (
            word.term.verb
            and not word.passive
            and not actor.marker
            and actor.first - word.last <= OBJECT
        ):
            return node, node.patient
    return None


def _subject(actor: Actor, clause: Clause) -> Decision:
    """Decide for « X menace », « X est condamnée », « X est un danger »."""
    if actor.marker or actor.adjective:
        return None
    near = (
        node
        for node in clause.right
        if node.word.predicate and node.word.first - actor.last <= REACH
    )
    node = next(near, None)
    if not node:
        return None
    if not node.word.term.verb:
        mutual = node.frame is not None and not (node.frame.agent or node.frame.patient)
        return node, 0.0 if mutual else 1.0
    if node.word.passive:
        return node, node.patient
    return _acting(actor, node, clause)


def _acting(actor: Actor, node: Node, clause: Clause) -> Decision:
    """Decide for the subject of a verb: what its frame says; without one it is concerned if nothing else is."""
    first, last = node.word.first, node.word.last
    if any(actor.last < at < first - CLOSE for at in clause.verbs):
        return None  # the actor is the subject of an earlier verb
    if node.frame:
        return node, node.frame.agent
    taken = any(0 < other.first - last <= OBJECT and not other.marker for other in clause.others)
    return node, 0.0 if taken or node.word.term.shifts else 1.0


def _apposition(actor: Actor, clause: Clause) -> Decision:
    """Decide for « Soutenue par X, Y … »."""
    first = clause.before[0] if clause.before and not clause.left else None
    earlier = [other.first for other in clause.others if not other.marker]
    # « Réélu en mai, il a reçu X » says nothing of X.
    if not first or actor.marker or any(at < actor.first for at in (*earlier, *clause.verbs)):
        return None
    return (first, 1.0) if first.word.passive or first.word.term.pos == "adj" else None


ROLES: dict[str, Callable[[Actor, Clause], Decision]] = {
    "complement": _complement,
    "concern": _concern,
    "attribute": _attribute,
    "object": _object,
    "subject": _subject,
    "apposition": _apposition,
}
